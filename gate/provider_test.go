package gate_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"

	"ploughshare/aid"
	"ploughshare/gate"
)

// A real provider of identities, in this process: its user test-user@localhost has the address test-user@zitadel.ch.
func TestSignInThroughAProvider(t *testing.T) {
	for _, c := range []struct {
		what             string
		known, provision bool
		status           int
		body             string
	}{
		{"who is known", true, false, http.StatusOK, "Somebody"},
		{"who is not known", false, false, http.StatusForbidden, "ask an administrator"},
		{"who is to be provisioned", false, true, http.StatusOK, "Test User"},
	} {
		t.Run(c.what, func(t *testing.T) {
			h := open(t, func(s *gate.Settings, home string) { s.Provider = zitadel(t, home, c.provision) })
			if c.known {
				h.add(t, "test-user@zitadel.ch", aid.Secretariat)
			}
			b := browser(t)
			answer, err := b.Get(h.URL + "/session/provider")
			if status, body := read(t, answer, err); status != http.StatusOK {
				t.Fatalf("the form of the provider: %d %s", status, body)
			}
			form := answer.Request.URL
			answer, err = b.PostForm(form.String(), url.Values{
				"id": {form.Query().Get("authRequestID")}, "username": {"test-user@localhost"}, "password": {"verysecure"},
			})
			if status, body := read(t, answer, err); status != c.status || !strings.Contains(body, c.body) {
				t.Errorf("got %d %s; log %s", status, body, h.log)
			}
		})
	}
}

func zitadel(t *testing.T, home string, provision bool) *gate.Provider {
	t.Helper()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the example logs through it
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	issuer := strings.Replace(server.URL, "127.0.0.1", "localhost", 1) + "/"
	storage.RegisterClients(storage.WebClient("ploughshare", "secret", home+"/session/provider/return"))
	handler = exampleop.SetupServer(issuer, storage.NewStorage(storage.NewUserStore(issuer)), nil, false)
	return discover(t, issuer, home, provision)
}

func discover(t *testing.T, issuer, home string, provision bool) *gate.Provider {
	t.Helper()
	p, err := gate.Discover(t.Context(), gate.ProviderSettings{
		Issuer: issuer, ClientID: "ploughshare", Secret: "secret", Home: home, Provision: provision,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// liar is a provider whose tokens are signed well and say what the test wants.
type liar struct {
	key       *rsa.PrivateKey
	claims    map[string]any // over the honest ones
	challenge string
	nonce     string
}

func (l *liar) serve(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"issuer": server.URL, "authorization_endpoint": server.URL + "/auth", "token_endpoint": server.URL + "/token",
			"jwks_uri": server.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &l.key.PublicKey, KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/auth", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		l.challenge, l.nonce = q.Get("code_challenge"), q.Get("nonce")
		http.Redirect(w, r, q.Get("redirect_uri")+"?code=abc&state="+q.Get("state"), http.StatusFound)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != l.challenge {
			http.Error(w, "the verifier does not fit", http.StatusBadRequest)
			return
		}
		token, err := l.sign(server.URL)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": token})
	})
	return server.URL
}

func (l *liar) sign(issuer string) (string, error) {
	claims := map[string]any{
		"iss": issuer, "sub": "7", "aud": "ploughshare", "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix(),
		"nonce": l.nonce, "email": "a@example.org", "email_verified": true,
	}
	for name, value := range l.claims {
		claims[name] = value
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: l.key, KeyID: "1"}}, nil)
	if err != nil {
		return "", err
	}
	text, errText := json.Marshal(claims)
	signed, errSign := signer.Sign(text)
	if err := errors.Join(errText, errSign); err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

func TestAProviderIsNotBelievedBlindly(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		claims map[string]any
		status int
	}{
		"the truth":          {nil, http.StatusOK},
		"another's audience": {map[string]any{"aud": "somebody else"}, http.StatusBadRequest},
		"another's issuer":   {map[string]any{"iss": "https://elsewhere.example"}, http.StatusBadRequest},
		"an old token":       {map[string]any{"exp": 1}, http.StatusBadRequest},
		"another's nonce":    {map[string]any{"nonce": "replayed"}, http.StatusBadRequest},
		"unverified address": {map[string]any{"email_verified": false}, http.StatusForbidden},
		"an unknown address": {map[string]any{"email": "b@example.org"}, http.StatusForbidden},
	} {
		t.Run(what, func(t *testing.T) {
			l := &liar{key: key, claims: c.claims}
			issuer := l.serve(t)
			h := open(t, func(s *gate.Settings, home string) { s.Provider = discover(t, issuer, home, false) })
			h.add(t, "a@example.org", aid.Secretariat)
			answer, err := browser(t).Get(h.URL + "/session/provider")
			if status, body := read(t, answer, err); status != c.status {
				t.Errorf("got %d, want %d: %s; log %s", status, c.status, body, h.log)
			}
		})
	}
}

// A way back that this browser did not begin leads nowhere.
func TestTheStateIsThatOfTheSession(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	l := &liar{key: key}
	issuer := l.serve(t)
	h := open(t, func(s *gate.Settings, home string) { s.Provider = discover(t, issuer, home, false) })
	h.add(t, "a@example.org", aid.Secretariat)
	for _, query := range []string{"", "?code=abc", "?code=abc&state=guessed"} {
		answer, err := browser(t).Get(h.URL + "/session/provider/return" + query)
		if status, _ := read(t, answer, err); status != http.StatusBadRequest {
			t.Errorf("%q: %d", query, status)
		}
	}
}
