package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"ploughshare/aid"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ploughshare": main})
}

// TestStories runs the command line as people do: one story a file in testdata.
func TestStories(t *testing.T) {
	demo, err := filepath.Abs(filepath.Join("..", "..", "scripts", "demo"))
	if err != nil {
		t.Fatal(err)
	}
	made, err := filepath.Abs(filepath.Join("..", "..", "intake", "reports", "testdata", "made"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DEMO", demo)
			env.Setenv("MADE", made)
			env.Setenv("PLOUGHSHARE_DB", filepath.Join(env.WorkDir, "story.db"))
			return nil
		},
	})
}

func TestExitCodes(t *testing.T) {
	folder := t.TempDir()
	db, policy := filepath.Join(folder, "exit.db"), filepath.Join(folder, "policy.json")
	if err := os.WriteFile(policy, []byte(`{"floor": 101}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want int
		args string
	}{
		{done, "--help"},
		{done, "match"},
		{failed, "round R1999-1"},
		{failed, "explain NONE NONE"},
		{misspoken, "no-such-command"},
		{misspoken, "match --as-of soon"},
		{misspoken, "match --policy " + policy},
		{misspoken, "paper --format poem"},
		{misspoken, "serve --listen 0.0.0.0:1"},
		{misspoken, "serve --listen 127.0.0.1:0 --schedule TZ=UTC"},
		{misspoken, "serve --listen 127.0.0.1:0 --mail-server mail.example.org"},
		{misspoken, "serve --listen 127.0.0.1:0 --mail-server smtp://mail.example.org"}, // without a sender
		{misspoken, "serve --listen 127.0.0.1:0 --backups " + filepath.Join(folder, "nowhere")},
		{failed, "runs --cancel none"},
		{failed, "schedule run none"},
	} {
		args := append(strings.Fields(c.args), "--db", db)
		if got := run(t.Context(), args, io.Discard, io.Discard, time.Now); got != c.want {
			t.Errorf("%s: exit code %d, want %d", c.args, got, c.want)
		}
	}
}

// No page elsewhere may write here through a browser, nor read by having its name point here.
func TestForeignPagesAreRefused(t *testing.T) {
	h := &house{Settings: Settings{DB: filepath.Join(t.TempDir(), "foreign.db")}, now: time.Now}
	o, err := h.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer o.close()
	log := slog.New(slog.DiscardHandler)
	g, err := door{}.gate(t.Context(), o, time.Now, log)
	if err != nil {
		t.Fatal(err)
	}
	handler := engine(o, g, nil, nil, newMeter(o.Desk, o.pools), log)
	u, _, err := o.AddUser(t.Context(), operator, aid.User{Email: "a@example.org", Name: "A", Roles: aid.List[aid.Role]{aid.Secretariat}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.ResetPassword(t.Context(), operator, u.ID, "correct horse battery", false); err != nil {
		t.Fatal(err)
	}
	_, token, err := o.IssueToken(t.Context(), operator, u.ID, "test", aid.TokenWrites, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		host, origin string
		want         int
	}{
		{"127.0.0.1:8080", "", http.StatusOK},
		{"[::1]:8080", "http://[::1]:8080", http.StatusOK},
		{"localhost", "", http.StatusOK},
		{"127.0.0.1:8080", "https://elsewhere.example", http.StatusForbidden},
		{"elsewhere.example", "", http.StatusMisdirectedRequest},
	} {
		request := httptest.NewRequest(http.MethodPost, "/api/v1/imports?dry_run=true",
			strings.NewReader("id,requester_iso3,theme,what_is_asked\nT1,TGO,marking,Machines\n"))
		request.Host = c.host
		request.Header.Set("Authorization", "Bearer "+token)
		if c.origin != "" {
			request.Header.Set("Origin", c.origin)
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		if answer.Code != c.want {
			t.Errorf("host %s, origin %q: %d, want %d: %s", c.host, c.origin, answer.Code, c.want, answer.Body)
		}
	}
}

// lines hands over what a program prints, line by line.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	for line := range strings.SplitSeq(strings.TrimRight(string(p), "\n"), "\n") {
		l <- line
	}
	return len(p), nil
}

func TestServeAnswersAndStops(t *testing.T) {
	// gorm's store of prepared statements keeps a goroutine that nothing ends (gorm 1.31.2).
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent(), goleak.IgnoreAnyFunction("gorm.io/gorm/internal/lru.NewLRU[...].func1"))
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	said, ended := make(lines, 10), make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--db", filepath.Join(t.TempDir(), "serve.db"), "--listen", "127.0.0.1:0",
			"--schedule", "@daily"}, said, io.Discard, time.Now)
	}()
	var address string
	select {
	case line := <-said:
		_, address, _ = strings.Cut(line, "http://")
	case <-time.After(30 * time.Second):
		t.Fatal("the server does not say where it serves")
	}
	address, _, _ = strings.Cut(address, "/")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for path, want := range map[string]string{
		"/health": "well", "/readiness": "ready", "/api/v1/themes": `"stockpile"`, "/": "What is asked and offered", "/api/v1/docs": "swagger-ui", "/metrics": "go_sql_open_connections",
	} {
		response, err := client.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d, %v, without %q", path, response.StatusCode, err, want)
		}
	}
	stop()
	select {
	case code := <-ended:
		if code != done {
			t.Errorf("it ended with exit code %d", code)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it does not end")
	}
}

// Over TLS, with the first administrator from the environment: his password is nowhere in what is printed or logged, and
// his role waits for a second factor.
func TestServeBeyondThisMachine(t *testing.T) {
	const secret = "a password from the environment"
	t.Setenv("PLOUGHSHARE_ADMIN_EMAIL", "root@example.org")
	t.Setenv("PLOUGHSHARE_ADMIN_PASSWORD", secret)
	cert, key, pool := certificate(t)
	ctx, stop := context.WithCancel(context.Background())
	said, noted, ended := make(lines, 10), make(lines, 100), make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--db", filepath.Join(t.TempDir(), "tls.db"), "--listen", "127.0.0.1:0",
			"--tls-cert", cert, "--tls-key", key}, said, noted, time.Now)
	}()
	where, who := <-said, <-said
	_, address, _ := strings.Cut(where, "https://")
	address, _, _ = strings.Cut(address, "/")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	answer, err := client.Post("https://"+address+"/api/v1/session", "application/json",
		strings.NewReader(`{"email":"root@example.org","password":"`+secret+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), `"withheld":["administrator"]`) {
		t.Errorf("%d, %v: %s", answer.StatusCode, err, body)
	}
	if cookie := answer.Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-") || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("the cookie is %q, the headers %v", cookie, answer.Header)
	}
	stop()
	if code := <-ended; code != done {
		t.Errorf("it ended with exit code %d", code)
	}
	close(noted)
	all := who
	for line := range noted {
		all += line
	}
	if strings.Contains(all, secret) || !strings.Contains(who, "root@example.org") {
		t.Errorf("printed and logged: %s", all)
	}
}

// certificate is one for this machine, in files, and the pool that trusts it.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: pkcs}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(parsed)
	return cert, key, pool
}

// A scheduled round is made when its minute comes. The clock of this test stands 50 milliseconds before one.
func TestScheduleMakesRounds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "schedule.db")
	stopped := func() time.Time { return time.Date(2026, 11, 24, 8, 59, 59, 950_000_000, time.UTC) }
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	noted, ended := make(lines, 100), make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--db", path, "--listen", "127.0.0.1:0", "--schedule", "* * * * *"},
			io.Discard, noted, stopped)
	}()
	deadline := time.After(2 * time.Minute)
	for made := false; !made; {
		select {
		case line := <-noted:
			made = strings.Contains(line, "job done") && strings.Contains(line, "job=match")
		case <-deadline:
			t.Fatal("no round was made")
		}
	}
	stop()
	go func() {
		for range noted {
		}
	}()
	if code := <-ended; code != done {
		t.Errorf("it ended with exit code %d", code)
	}
	var shown bytes.Buffer
	if code := run(context.Background(), []string{"round", "--db", path}, &shown, io.Discard, stopped); code != done {
		t.Errorf("the round cannot be shown: exit code %d", code)
	}
	if !strings.HasPrefix(shown.String(), "Round R") {
		t.Errorf("got %q", shown.String())
	}
}
