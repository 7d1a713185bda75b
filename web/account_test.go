package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"ploughshare/aid"
)

// Who gets an account changes the password first, and then has what the account may do.
func TestFirstSignIn(t *testing.T) {
	w := newWorld(t)
	_, given, err := w.desk.AddUser(t.Context(), aid.Machine("test"), aid.User{
		Email: "new@example.org", Name: "New", PartyID: "NOR", Roles: aid.List[aid.Role]{aid.Donor},
	}, "")
	fatal(t, err)
	w.newcomer(t, "new")
	a := w.post(t, "new", "/en/signin", url.Values{"email": {"new@example.org"}, "password": {given}, "next": {"/en/offers"}})
	if a.header.Get("Location") != "/en/account" {
		t.Fatalf("led to %q: %d", a.header.Get("Location"), a.status)
	}
	if a = w.get(t, "new", "/en/account"); !strings.Contains(a.body, "given to you by somebody else") {
		t.Error("nobody says why so little can be done")
	}
	if a = w.get(t, "new", "/en/offers"); a.status != http.StatusForbidden {
		t.Errorf("with a password of somebody else: %d", a.status)
	}
	if a = w.post(t, "new", "/en/account", url.Values{"old": {given}, "password": {"short"}}); !strings.Contains(a.body, `href="#f-password"`) {
		t.Errorf("a short password: %d", a.status)
	}
	if a = w.post(t, "new", "/en/account", url.Values{"old": {given}, "password": {password}}); a.status != http.StatusSeeOther {
		t.Fatalf("changing it: %d", a.status)
	}
	if a = w.get(t, "new", "/en/offers"); a.status != http.StatusOK {
		t.Errorf("with an own password: %d", a.status)
	}
}

func TestSecondFactor(t *testing.T) {
	w := newWorld(t)
	a := w.post(t, "donor", "/en/account", url.Values{"do": {"begin"}})
	found := regexp.MustCompile(`name="secret" value="([A-Z2-7]+)"`).FindStringSubmatch(a.body)
	if a.status != http.StatusOK || found == nil {
		t.Fatalf("no secret: %d", a.status)
	}
	a = w.post(t, "donor", "/en/account", url.Values{"do": {"confirm"}, "secret": {found[1]}, "code": {"1"}})
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, found[1]) {
		t.Fatalf("a wrong code loses the secret: %d", a.status)
	}
	code, err := totp.GenerateCode(found[1], w.now())
	fatal(t, err)
	a = w.post(t, "donor", "/en/account", url.Values{"do": {"confirm"}, "code": {code}})
	if a.status != http.StatusOK || !strings.Contains(a.body, "Write these codes down") {
		t.Fatalf("the right code: %d", a.status)
	}
	if a = w.get(t, "donor", "/en/account"); !strings.Contains(a.body, "Your account has one") {
		t.Error("the session did not outlive the change")
	}
	w.newcomer(t, "other")
	a = w.post(t, "other", "/en/signin", url.Values{"email": {"donor@example.org"}, "password": {password}})
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#f-code"`) {
		t.Errorf("signing in without the code: %d", a.status)
	}
}
