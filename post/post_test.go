package post

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ploughshare/post/sink"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

var letter = Letter{
	ID: "0192", To: "officer@example.org", Subject: "طلب جديد", Text: "قدمت توغو طلبا", Language: "ar",
	At: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
}

func TestMail(t *testing.T) {
	server, letters := sink.Open(t, sink.Takes)
	office := Office{Server: server, From: "ploughshare@example.org"}
	if err := office.Mail(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	got := <-letters
	for _, want := range []string{
		"Auto-Submitted: auto-generated", "Content-Language: ar", "Message-ID: <0192@ploughshare>",
		"To: <officer@example.org>", "Date: Tue, 24 Nov 2026 09:00:00 +0000", "charset=UTF-8",
		"=?UTF-8?", // the subject
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the mail does not have %q:\n%s", want, got)
		}
	}
}

func TestMailThatIsNotTaken(t *testing.T) {
	for _, c := range []struct {
		answer string
		ever   bool // worth another attempt
	}{
		{"550 no such person", false},
		{"451 try later", true},
	} {
		server, _ := sink.Open(t, c.answer)
		err := Office{Server: server, From: "ploughshare@example.org"}.Mail(t.Context(), letter)
		if err == nil || errors.Is(err, ErrRefused) == c.ever {
			t.Errorf("%s: got %v", c.answer, err)
		}
	}
	if err := (Office{}).Mail(t.Context(), letter); !errors.Is(err, ErrRefused) {
		t.Errorf("without a server: got %v", err)
	}
	bad := letter
	bad.To = "two@example.org, three@example.org"
	if err := (Office{Server: "smtp://127.0.0.1:1", From: "a@example.org"}).Mail(t.Context(), bad); !errors.Is(err, ErrRefused) {
		t.Errorf("two addresses in one: got %v", err)
	}
}

func TestSettings(t *testing.T) {
	for server, good := range map[string]bool{
		"": true, "smtp://mail.example.org": true, "smtps://user@mail.example.org:465": true,
		"mail.example.org:25": false, "http://mail.example.org": false, "smtp://": false,
	} {
		if err := (Office{Server: server, From: "a@example.org"}).Check(); (err == nil) != good {
			t.Errorf("%q: got %v", server, err)
		}
	}
	if err := (Office{Server: "smtp://localhost"}).Check(); err == nil {
		t.Error("a mail server without a sender's address is taken")
	}
}

// receiver is somebody's program: it checks the signature and answers with a status.
func receiver(t *testing.T, secret string, status int) (*httptest.Server, *x509.CertPool) {
	t.Helper()
	verifier, err := webhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := verifier.Verify(body, r.Header); err != nil {
			t.Errorf("the signature: %v", err)
		}
		if status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server, roots
}

func TestCall(t *testing.T) {
	for _, c := range []struct {
		status      int
		taken, ever bool
	}{
		{http.StatusNoContent, true, false},
		{http.StatusGone, false, false},
		{http.StatusFound, false, true}, // a redirect is not followed
		{http.StatusServiceUnavailable, false, true},
	} {
		secret := NewSecret()
		server, roots := receiver(t, secret, c.status)
		call := Call{ID: "0192", Address: server.URL, Secret: secret, Body: []byte(`{"type":"round_made"}`), At: time.Now()}
		err := Office{Private: true, Roots: roots}.Call(t.Context(), call)
		if (err == nil) != c.taken || err != nil && errors.Is(err, ErrRefused) == c.ever {
			t.Errorf("%d: got %v", c.status, err)
		}
		if err := (Office{Roots: roots}).Call(t.Context(), call); !errors.Is(err, ErrRefused) {
			t.Errorf("this machine was called: %v", err)
		}
	}
}

func TestCallsNeedHTTPS(t *testing.T) {
	call := Call{ID: "1", Address: "http://example.org/", Secret: NewSecret(), At: time.Now()}
	if err := (Office{}).Call(t.Context(), call); !errors.Is(err, ErrRefused) {
		t.Errorf("got %v", err)
	}
}

// A name that leads to this machine is found out when it is dialled.
func TestNamesOfPrivateAddresses(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	call := Call{ID: "1", Address: "https://localhost:1/?token=tea", Secret: NewSecret(), At: time.Now()}
	if err := (Office{}).Call(ctx, call); !errors.Is(err, ErrRefused) || strings.Contains(err.Error(), "tea") {
		t.Errorf("got %v", err)
	}
}

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"fe80::1%eth0": false, "fd00::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "0.0.0.0": false, "::": false,
		"100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "64:ff9b::a00:1": false, "2002:a00:1::": false,
		"::127.0.0.1": false, "198.18.0.1": false, "ff02::1": false, "0.1.2.3": false, "fec0::1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v, want %v", address, got, want)
		}
	}
}
