package gate_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	_ "github.com/mattn/go-sqlite3"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/gate"
	"ploughshare/matcher"
	"ploughshare/store"
)

// house is a server whose one page says who calls; log is what it logged.
type house struct {
	*httptest.Server
	desk *desk.Desk
	log  *strings.Builder
	now  time.Time
}

const password = "correct horse battery"

// open serves behind a gate. Configure sees the address of the server before it answers.
func open(t *testing.T, configure func(*gate.Settings, string)) *house {
	t.Helper()
	gin.SetMode(gin.TestMode)
	h := &house{log: &strings.Builder{}, now: time.Now()}
	tell := func() time.Time { return h.now }
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "gate.db"), tell)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	h.desk = desk.New(s, matcher.DefaultPolicy(), tell)
	if err := h.desk.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	var handler http.Handler
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(h.Close)
	h.URL = strings.Replace(h.URL, "127.0.0.1", "localhost", 1)
	settings := gate.Settings{}
	configure(&settings, h.URL)
	g := gate.New(h.desk, s.Sessions(), settings, tell, slog.New(slog.NewTextHandler(h.log, nil)))
	engine := gin.New()
	engine.Use(g.Admit)
	g.Mount(&engine.RouterGroup)
	engine.GET("/", func(c *gin.Context) {
		c.String(http.StatusOK, "%s|%v", aid.Who(c.Request.Context()).Name, aid.Who(c.Request.Context()).Roles)
	})
	engine.POST("/in", func(c *gin.Context) {
		if _, err := g.SignIn(c.Request.Context(), desk.Credentials{Email: c.PostForm("email"), Password: c.PostForm("password")}); err != nil {
			c.String(http.StatusUnauthorized, "no")
		}
	})
	engine.POST("/out", func(c *gin.Context) { g.SignOut(c.Request.Context()) })
	handler = g.Guard(engine)
	return h
}

func plain(*gate.Settings, string) {}

func (h *house) add(t *testing.T, email string, roles ...aid.Role) aid.User {
	t.Helper()
	u, _, err := h.desk.AddUser(t.Context(), aid.Machine("test"), aid.User{Email: email, Name: "Somebody", Roles: roles}, password)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// browser keeps cookies.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// read is the status and body of an answer.
func read(t *testing.T, answer *http.Response, err error) (int, string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func cookie(t *testing.T, c *http.Client, address string) string {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range c.Jar.Cookies(at) {
		return cookie.Value
	}
	return ""
}

func TestASessionFromSignInToSignOut(t *testing.T) {
	h := open(t, plain)
	u := h.add(t, "a@example.org", aid.Secretariat)
	c := browser(t)
	signIn := func(secret string) int {
		answer, err := c.PostForm(h.URL+"/in", url.Values{"email": {"a@example.org"}, "password": {secret}})
		status, _ := read(t, answer, err)
		return status
	}
	home := func() string {
		answer, err := c.Get(h.URL)
		_, body := read(t, answer, err)
		return body
	}
	if signIn("wrong") != http.StatusUnauthorized || cookie(t, c, h.URL) != "" || home() != "|[]" {
		t.Error("a wrong password has a session")
	}
	if signIn(password) != http.StatusOK || !strings.HasPrefix(home(), "Somebody") {
		t.Errorf("signed in, the page says %q", home())
	}
	before := cookie(t, c, h.URL)
	if signIn(password); cookie(t, c, h.URL) == before {
		t.Error("the token stays the same over a sign-in")
	}
	stolen := cookie(t, c, h.URL)
	answer, err := c.Post(h.URL+"/out", "", nil)
	read(t, answer, err)
	request, _ := http.NewRequest(http.MethodGet, h.URL, nil)
	request.AddCookie(&http.Cookie{Name: "ploughshare", Value: stolen})
	answer, err = http.DefaultClient.Do(request)
	if _, body := read(t, answer, err); body != "|[]" {
		t.Errorf("after signing out the old token is %s", body)
	}
	signIn(password)
	h.now = h.now.Add(time.Second)
	if _, err := h.desk.ResetPassword(t.Context(), aid.Machine("test"), u.ID, password+"!", false); err != nil {
		t.Fatal(err)
	}
	if home() != "|[]" {
		t.Errorf("after a new password the session is that of %q", home())
	}
	for _, hidden := range []string{password, stolen, "a@example.org"} {
		if strings.Contains(h.log.String(), hidden) {
			t.Errorf("the log has %q", hidden)
		}
	}
}

func TestHeaders(t *testing.T) {
	h := open(t, func(s *gate.Settings, _ string) { s.Secure = true })
	h.add(t, "a@example.org")
	answer, err := http.PostForm(h.URL+"/in", url.Values{"email": {"a@example.org"}, "password": {password}})
	read(t, answer, err)
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Strict-Transport-Security": "max-age=", "Cache-Control": "private", "Vary": "Authorization",
		"Set-Cookie": "__Host-ploughshare=",
	} {
		if !strings.Contains(answer.Header.Get(name), want) {
			t.Errorf("%s is %q", name, answer.Header.Get(name))
		}
	}
	for _, want := range []string{"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(answer.Header.Get("Set-Cookie"), want) {
			t.Errorf("the cookie %q is not %s", answer.Header.Get("Set-Cookie"), want)
		}
	}
}

func TestWhoMayCall(t *testing.T) {
	h := open(t, func(s *gate.Settings, _ string) { s.Loopback = true })
	u := h.add(t, "a@example.org", aid.Secretariat)
	_, token, err := h.desk.IssueToken(t.Context(), aid.Machine("test"), u.ID, "test", aid.TokenReads, 1)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		header, value string
		want          int
	}{
		"nobody":              {"", "", http.StatusOK},
		"a token":             {"Authorization", "Bearer " + token, http.StatusOK},
		"a wrong token":       {"Authorization", "Bearer psh_nonsense", http.StatusUnauthorized},
		"a password":          {"Authorization", "Basic YTpi", http.StatusUnauthorized},
		"another's page":      {"Sec-Fetch-Site", "cross-site", http.StatusForbidden},
		"another's name":      {"Host", "elsewhere.example", http.StatusMisdirectedRequest},
		"a session of no one": {"Cookie", "ploughshare=nonsense", http.StatusOK},
	} {
		request, _ := http.NewRequest(http.MethodPost, h.URL+"/out", nil)
		switch c.header {
		case "Host":
			request.Host = c.value
		case "":
		default:
			request.Header.Set(c.header, c.value)
		}
		answer, err := http.DefaultClient.Do(request)
		status, body := read(t, answer, err)
		if status != c.want || status >= 400 && answer.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d, want %d: %s", what, status, c.want, body)
		}
		if challenge := answer.Header.Get("WWW-Authenticate"); status == http.StatusUnauthorized && !strings.HasPrefix(challenge, "Bearer") {
			t.Errorf("%s: the challenge is %q", what, challenge)
		}
	}
}

func TestBehindAProxyOnlyItsCallsCount(t *testing.T) {
	for network, want := range map[string]int{"127.0.0.0/8": http.StatusOK, "10.0.0.0/8": http.StatusMisdirectedRequest} {
		h := open(t, func(s *gate.Settings, _ string) { s.Proxies = []netip.Prefix{netip.MustParsePrefix(network)} })
		answer, err := http.Get(strings.Replace(h.URL, "localhost", "127.0.0.1", 1))
		if status, body := read(t, answer, err); status != want {
			t.Errorf("from beyond %s: %d %s", network, status, body)
		}
	}
}

func TestCallsAreCounted(t *testing.T) {
	h := open(t, func(s *gate.Settings, _ string) { s.PerMinute = 3 })
	get := func() *http.Response {
		answer, err := http.Get(h.URL)
		read(t, answer, err)
		return answer
	}
	for left := 2; left >= 0; left-- {
		answer := get()
		want := fmt.Sprintf(`"address";r=%d;t=%d`, left, 60-20*left)
		if got := answer.Header.Get("RateLimit"); answer.StatusCode != http.StatusOK || got != want {
			t.Errorf("%d, RateLimit %s, want %s", answer.StatusCode, got, want)
		}
	}
	answer := get()
	if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") != "20" ||
		answer.Header.Get("RateLimit-Policy") != `"address";q=3;w=60` {
		t.Errorf("the fourth call: %d, %v", answer.StatusCode, answer.Header)
	}
	if h.now = h.now.Add(21 * time.Second); get().StatusCode != http.StatusOK {
		t.Error("the bucket does not fill")
	}
}
