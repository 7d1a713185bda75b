package desk_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"ploughshare/aid"
)

func TestSecondFactor(t *testing.T) {
	w := newTimed(t)
	w.NeedSecondFactor = true
	w.add(t, "officer", "TGO", aid.Secretariat, aid.Requester)
	who, _, err := w.enter(t.Context(), "officer", passphrase, "")
	if err != nil || !slices.Equal(who.Roles, []aid.Role{aid.Requester}) {
		t.Fatalf("without a second factor: roles %v, %v", who.Roles, err)
	}
	_, early, err := w.IssueToken(t.Context(), who, who.User, "early", aid.TokenWrites, 1)
	if err != nil {
		t.Fatal(err)
	}
	e, err := w.BeginSecondFactor(t.Context(), who)
	if err != nil || !strings.HasPrefix(e.URL, "otpauth://totp/") {
		t.Fatalf("%+v, %v", e, err)
	}
	if _, _, err := w.enter(t.Context(), "officer", passphrase, ""); err != nil {
		t.Errorf("a factor that is not confirmed is asked for: %v", err)
	}
	_, _, err = w.ConfirmSecondFactor(t.Context(), who, "000000")
	wantKey(t, "a wrong code", err, "code_wrong")
	code := func() string {
		made, err := totp.GenerateCode(e.Secret, w.now)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	recovery, pass, err := w.ConfirmSecondFactor(t.Context(), who, code())
	if err != nil || len(recovery) != 8 {
		t.Fatalf("%d recovery codes, %v", len(recovery), err)
	}
	if proved, err := w.Admit(t.Context(), pass); err != nil || !slices.Contains(proved.Roles, aid.Secretariat) {
		t.Errorf("after setting it up: %v, %v", proved.Roles, err)
	}
	_, _, err = w.enter(t.Context(), "officer", passphrase, "")
	wantKey(t, "no code", err, "code_needed")
	_, _, err = w.enter(t.Context(), "officer", "wrong", "")
	wantKind(t, "no code and a wrong password", err, aid.ErrUnauthenticated)
	_, _, err = w.enter(t.Context(), "officer", passphrase, code())
	wantKind(t, "a code that was used", err, aid.ErrUnauthenticated)
	w.now = w.now.Add(time.Minute)
	who, _, err = w.enter(t.Context(), "officer", passphrase, code())
	if err != nil || !slices.Contains(who.Roles, aid.Secretariat) {
		t.Errorf("with a code: roles %v, %v", who.Roles, err)
	}
	if _, _, err = w.enter(t.Context(), "officer", passphrase, strings.ToUpper(recovery[3])); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	_, _, err = w.enter(t.Context(), "officer", passphrase, recovery[3])
	wantKind(t, "a recovery code that was used", err, aid.ErrUnauthenticated)
	if behind, err := w.AdmitToken(t.Context(), early); err != nil || slices.Contains(behind.Roles, aid.Secretariat) {
		t.Errorf("a token from before has roles %v, %v", behind.Roles, err)
	}
	_, err = w.BeginSecondFactor(t.Context(), who)
	wantKind(t, "beginning again", err, aid.ErrConflict)
	if _, err := w.ResetPassword(t.Context(), test, who.User, passphrase+"!", true); err != nil {
		t.Fatal(err)
	}
	if who, _, err = w.enter(t.Context(), "officer", passphrase+"!", ""); err != nil || slices.Contains(who.Roles, aid.Secretariat) {
		t.Errorf("after a reset: roles %v, %v", who.Roles, err)
	}
}

// A code that two use at the same moment lets one of them in.
func TestACodeWorksOnce(t *testing.T) {
	w := newTimed(t)
	w.add(t, "officer", "")
	who, _, err := w.enter(t.Context(), "officer", passphrase, "")
	if err != nil {
		t.Fatal(err)
	}
	e, err := w.BeginSecondFactor(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := totp.GenerateCode(e.Secret, w.now)
	if _, _, err := w.ConfirmSecondFactor(t.Context(), who, first); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(time.Minute)
	code, _ := totp.GenerateCode(e.Secret, w.now)
	entered := make([]error, 6)
	var all sync.WaitGroup
	for i := range entered {
		all.Go(func() { _, _, entered[i] = w.enter(t.Context(), "officer", passphrase, code) })
	}
	all.Wait()
	in := 0
	for _, err := range entered {
		if err == nil {
			in++
		} else {
			wantKind(t, "the others", err, aid.ErrUnauthenticated)
		}
	}
	if in != 1 {
		t.Errorf("%d came in with one code", in)
	}
}

// Whoever reads a copy of the database cannot make codes; what was kept openly before is sealed at the next sign-in.
func TestSecretsOfSecondFactorsAreSealed(t *testing.T) {
	w := newTimed(t)
	w.add(t, "officer", "", aid.Secretariat)
	who, _, err := w.enter(t.Context(), "officer", passphrase, "")
	if err != nil {
		t.Fatal(err)
	}
	e, err := w.BeginSecondFactor(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	code := func() string {
		w.now = w.now.Add(time.Minute)
		made, err := totp.GenerateCode(e.Secret, w.now)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	if _, _, err := w.ConfirmSecondFactor(t.Context(), who, code()); err != nil {
		t.Fatal(err)
	}
	if err := w.SealWith("short"); err == nil {
		t.Error("a short key is taken")
	}
	if err := w.SealWith(strings.Repeat("k", 32)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, _, err := w.enter(t.Context(), "officer", passphrase, code()); err != nil {
			t.Error(err)
		}
		var kept string
		w.query(t, &kept, "SELECT totp_secret FROM users")
		if !strings.HasPrefix(kept, "sealed:") || strings.Contains(kept, e.Secret) {
			t.Errorf("kept is %q", kept)
		}
	}
	if err := w.SealWith(strings.Repeat("x", 32)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.enter(t.Context(), "officer", passphrase, code()); err == nil {
		t.Error("another key opens it")
	}
}
