package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/matcher"
	"ploughshare/store"
)

const passphrase = "correct horse battery"

// timed is a desk whose clock the test turns.
type timed struct {
	*desk.Desk
	path string
	now  time.Time
}

func newTimed(t *testing.T) *timed {
	t.Helper()
	w := &timed{now: clock(), path: filepath.Join(t.TempDir(), "accounts.db")}
	tell := func() time.Time { return w.now }
	s, err := store.Open(t.Context(), w.path, tell)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w.Desk = desk.New(s, matcher.DefaultPolicy(), tell)
	if err := w.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *timed) add(t *testing.T, name string, party aid.PartyID, roles ...aid.Role) aid.User {
	t.Helper()
	u, _, err := w.AddUser(t.Context(), test, aid.User{Email: name + "@example.org", Name: name, PartyID: party, Roles: roles}, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// enter signs in and is the actor behind the session.
func (w *timed) enter(ctx context.Context, name, password, code string) (aid.Actor, desk.Pass, error) {
	pass, err := w.SignIn(ctx, desk.Credentials{Email: name + "@example.org", Password: password, Code: code, Address: "192.0.2.1"})
	if err != nil {
		return aid.Actor{}, pass, err
	}
	who, err := w.Admit(ctx, pass)
	return who, pass, err
}

func wantKind(t *testing.T, what string, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: got %v, want %v", what, err, kind)
	}
}

func wantKey(t *testing.T, what string, err error, key string) {
	t.Helper()
	var problems aid.Problems
	if !errors.As(err, &problems) || problems[0].Key != key {
		t.Errorf("%s: got %v, want %s", what, err, key)
	}
}

func TestSignIn(t *testing.T) {
	w := newTimed(t)
	u := w.add(t, "officer", "", aid.Secretariat)
	who, pass, err := w.enter(t.Context(), "officer", passphrase, "")
	if err != nil || !slices.Equal(who.Roles, []aid.Role{aid.Secretariat}) || !who.InPerson || who.ReadOnly {
		t.Fatalf("got %+v, %v", who, err)
	}
	spaced := desk.Credentials{Email: "  Officer@EXAMPLE.org ", Password: passphrase}
	if _, err := w.SignIn(t.Context(), spaced); err != nil {
		t.Errorf("an address in other letters: %v", err)
	}
	for what, c := range map[string]desk.Credentials{
		"wrong password": {Email: u.Email, Password: "wrong"}, "nobody": {Email: "nobody@example.org", Password: passphrase},
		"nothing": {}, "a long text": {Email: u.Email, Password: strings.Repeat("x", 1<<20)},
	} {
		_, err := w.SignIn(t.Context(), c)
		if err != aid.ErrUnauthenticated { // the very same answer
			t.Errorf("%s: %v", what, err)
		}
	}
	u.Disabled = true
	if _, err := w.ReplaceUser(t.Context(), test, u); err != nil {
		t.Fatal(err)
	}
	_, _, err = w.enter(t.Context(), "officer", passphrase, "")
	wantKind(t, "a disabled account", err, aid.ErrUnauthenticated)
	_, err = w.Admit(t.Context(), pass)
	wantKind(t, "its session", err, aid.ErrUnauthenticated)
}

// Nobody learns from an answer that comes sooner: the hash for accounts that do not exist costs as much as a real one.
func TestNobodyCostsAsMuch(t *testing.T) {
	w := newTimed(t)
	w.add(t, "officer", "")
	var hash string
	w.query(t, &hash, "SELECT password_hash FROM users")
	cost := hash[:strings.LastIndex(hash[:strings.LastIndex(hash, "$")], "$")]
	if !strings.HasPrefix(desk.Nobody(), cost+"$") || len(desk.Nobody()) != len(hash) {
		t.Errorf("real %s, for nobody %s", hash, desk.Nobody())
	}
}

func (w *timed) query(t *testing.T, into *string, query string) {
	t.Helper()
	db, err := sql.Open("sqlite3", w.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(query).Scan(into); err != nil {
		t.Fatal(err)
	}
}

func (w *timed) forge(t *testing.T, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", w.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// An old, cheap hash still lets in, and is made anew on the way.
func TestRehash(t *testing.T) {
	w := newTimed(t)
	w.add(t, "officer", "")
	cheap := desk.HashAt(8, 1, passphrase)
	w.forge(t, "UPDATE users SET password_hash = '"+cheap+"'")
	for range 2 {
		if _, _, err := w.enter(t.Context(), "officer", passphrase, ""); err != nil {
			t.Fatal(err)
		}
		var hash string
		w.query(t, &hash, "SELECT password_hash FROM users")
		if hash == cheap || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
			t.Errorf("after signing in the hash is %s", hash)
		}
	}
}

// Only so many passwords are hashed at once; others wait, and may give up.
func TestHashersAreBounded(t *testing.T) {
	w := newTimed(t)
	w.add(t, "officer", "")
	free := w.Occupy()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := w.enter(ctx, "officer", passphrase, "")
	wantKind(t, "all hashers are busy", err, context.Canceled)
	free()
	if _, _, err := w.enter(t.Context(), "officer", passphrase, ""); err != nil {
		t.Error(err)
	}
}

func TestWhoGuessesMustWait(t *testing.T) {
	w := newTimed(t)
	w.add(t, "officer", "")
	guess := func(email, address, password string) error {
		_, err := w.SignIn(t.Context(), desk.Credentials{Email: email, Password: password, Address: address})
		return err
	}
	for range 30 { // who succeeds is not slowed down
		if err := guess("officer@example.org", "192.0.2.1", passphrase); err != nil {
			t.Fatal(err)
		}
	}
	for _, email := range []string{"officer@example.org", "nobody@example.org"} { // the same for both: nothing is told
		for i := range 10 {
			wantKind(t, "a guess", guess(email, string(rune('a'+i)), "wrong"), aid.ErrUnauthenticated)
		}
		var soon aid.TooSoon
		if err := guess(email, "z", "wrong"); !errors.As(err, &soon) || soon.Wait <= 0 || soon.Wait > time.Minute {
			t.Errorf("the eleventh guess at %s: %v", email, err)
		}
	}
	for i := range 10 {
		wantKind(t, "a guess", guess(string(rune('a'+i))+"@example.org", "198.51.100.1", "wrong"), aid.ErrUnauthenticated)
	}
	var soon aid.TooSoon
	if err := guess("k@example.org", "198.51.100.1", "wrong"); !errors.As(err, &soon) {
		t.Errorf("the eleventh guess from one address: %v", err)
	}
	w.now = w.now.Add(time.Minute)
	if err := guess("officer@example.org", "192.0.2.1", passphrase); err != nil {
		t.Errorf("after a while: %v", err)
	}
}

func TestPasswordsGivenByOthersMustBeChanged(t *testing.T) {
	w := newTimed(t)
	u, given, err := w.AddUser(t.Context(), test, aid.User{Email: "new@example.org", Name: "New", PartyID: "TGO", Roles: aid.List[aid.Role]{aid.Requester}}, "")
	if err != nil || !u.Temporary || len(given) < 20 {
		t.Fatalf("%q, %v", given, err)
	}
	who, old, err := w.enter(t.Context(), "new", given, "")
	if err != nil || len(who.Roles) != 0 {
		t.Fatalf("before the change: roles %v, %v", who.Roles, err)
	}
	wantKind(t, "what it may", who.May(aid.AddRequests, "TGO"), aid.ErrForbidden)
	for password, key := range map[string]string{"": "password_length", "short": "password_length", given: "password_same", "NEW@example.org": "password_is_email"} {
		_, err := w.ChangePassword(t.Context(), who, given, password)
		wantKey(t, password, err, key)
	}
	_, err = w.ChangePassword(t.Context(), who, "not it", passphrase)
	wantKey(t, "without the present one", err, "password_wrong")
	w.now = w.now.Add(time.Second)
	pass, err := w.ChangePassword(t.Context(), who, given, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Admit(t.Context(), old)
	wantKind(t, "another session", err, aid.ErrUnauthenticated)
	if who, err = w.Admit(t.Context(), pass); err != nil || who.May(aid.AddRequests, "TGO") != nil {
		t.Errorf("this session: %v, %v", who.Roles, err)
	}
}

func TestTokens(t *testing.T) {
	w := newTimed(t)
	state := w.add(t, "state", "TGO", aid.Requester)
	other := w.add(t, "other", "MLI", aid.Requester)
	who, _, err := w.enter(t.Context(), "state", passphrase, "")
	if err != nil {
		t.Fatal(err)
	}
	kept, secret, err := w.IssueToken(t.Context(), who, state.ID, "laptop", aid.TokenReads, 30)
	if err != nil || kept.Hash == secret || strings.Contains(kept.Hash, secret) {
		t.Fatalf("%+v, %v", kept, err)
	}
	bearer, err := w.AdmitToken(t.Context(), secret)
	if err != nil || bearer.InPerson || !bearer.ReadOnly || bearer.Party != "TGO" {
		t.Fatalf("%+v, %v", bearer, err)
	}
	_, err = w.AddRequest(t.Context(), bearer, aid.Request{ID: "T1", RequesterID: "TGO", Need: "A need", Consent: aid.ConsentNone})
	wantKind(t, "a token for reading that writes", err, aid.ErrForbidden)
	for what, call := range map[string]func() error{
		"issuing by token": func() error {
			_, _, err := w.IssueToken(t.Context(), bearer, state.ID, "x", aid.TokenReads, 1)
			return err
		},
		"issuing for others": func() error {
			_, _, err := w.IssueToken(t.Context(), who, other.ID, "x", aid.TokenReads, 1)
			return err
		},
		"password by token": func() error { _, err := w.ChangePassword(t.Context(), bearer, passphrase, passphrase+"!"); return err },
		"factor by token":   func() error { _, err := w.BeginSecondFactor(t.Context(), bearer); return err },
		"users":             func() error { _, _, err := w.Users(t.Context(), who, aid.Page{}); return err },
	} {
		wantKind(t, what, call(), aid.ErrForbidden)
	}
	for key, bad := range map[string]struct {
		name  string
		scope aid.TokenScope
		days  int
	}{"required": {"", aid.TokenReads, 1}, "not_listed": {"x", "all", 1}, "days_out_of_range": {"x", aid.TokenReads, 367}} {
		_, _, err := w.IssueToken(t.Context(), who, state.ID, bad.name, bad.scope, bad.days)
		wantKey(t, key, err, key)
	}
	stranger, _, err := w.enter(t.Context(), "other", passphrase, "")
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, "revoking another's", w.RevokeToken(t.Context(), stranger, kept.ID), aid.ErrNotFound)
	w.now = w.now.AddDate(0, 0, 30)
	_, err = w.AdmitToken(t.Context(), secret)
	wantKind(t, "an expired token", err, aid.ErrUnauthenticated)
	w.now = w.now.AddDate(0, 0, -1)
	if err := w.RevokeToken(t.Context(), who, kept.ID); err != nil {
		t.Fatal(err)
	}
	_, err = w.AdmitToken(t.Context(), secret)
	wantKind(t, "a revoked token", err, aid.ErrUnauthenticated)
}

func TestSomebodyMustAdminister(t *testing.T) {
	w := newTimed(t)
	only := w.add(t, "root", "", aid.Administrator)
	only.Disabled = true
	_, err := w.ReplaceUser(t.Context(), test, only)
	wantKey(t, "disabling the last", err, "last_administrator")
	w.add(t, "second", "", aid.Administrator)
	if _, err := w.ReplaceUser(t.Context(), test, only); err != nil {
		t.Errorf("disabling one of two: %v", err)
	}
}

func TestIdentities(t *testing.T) {
	w := newTimed(t)
	w.NeedSecondFactor = true
	u := w.add(t, "officer", "", aid.Secretariat)
	id := desk.Identity{Issuer: "https://id.example", Subject: "7", Email: "Officer@example.org", Verified: true, Strong: true}
	unverified, foreign := id, id
	unverified.Verified = false
	foreign.Subject, foreign.Email = "8", "foreign@example.org"
	_, err := w.SignInFrom(t.Context(), unverified, true)
	wantKind(t, "an address that is not verified", err, aid.ErrUnauthenticated)
	_, err = w.SignInFrom(t.Context(), foreign, false)
	wantKind(t, "who is not known", err, aid.ErrUnauthenticated)
	pass, err := w.SignInFrom(t.Context(), id, false)
	if who, admitErr := w.Admit(t.Context(), pass); err != nil || admitErr != nil || who.User != u.ID || !slices.Contains(who.Roles, aid.Secretariat) {
		t.Errorf("who is known: %+v, %v", who, errors.Join(err, admitErr))
	}
	unverified.Strong = false // known by now, but with one factor
	pass, err = w.SignInFrom(t.Context(), unverified, false)
	if who, admitErr := w.Admit(t.Context(), pass); err != nil || admitErr != nil || len(who.Roles) != 0 {
		t.Errorf("with one factor: %+v, %v", who, errors.Join(err, admitErr))
	}
	second := id
	second.Subject = "9"
	_, err = w.SignInFrom(t.Context(), second, true)
	wantKind(t, "a second identity with the same address", err, aid.ErrUnauthenticated)
	pass, err = w.SignInFrom(t.Context(), foreign, true)
	if who, admitErr := w.Admit(t.Context(), pass); err != nil || admitErr != nil || len(who.Roles) != 0 {
		t.Errorf("provisioned: %+v, %v", who, errors.Join(err, admitErr))
	}
}

// What is secret is nowhere but in its own column, and there as a hash.
func TestTheJournalKeepsNoSecret(t *testing.T) {
	d, s := open(t, "")
	u, password, err := d.AddUser(t.Context(), test, aid.User{Email: "a@example.org", Name: "A"}, "")
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := d.IssueToken(t.Context(), test, u.ID, "laptop", aid.TokenReads, 1)
	if err != nil {
		t.Fatal(err)
	}
	entries, _, err := s.Entries(t.Context(), aid.Page{Limit: 500})
	if err != nil || len(entries) < 3 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		for _, hidden := range []string{password, token, u.Email} {
			if text := e.By + e.Subject + e.Note; strings.Contains(text, hidden) {
				t.Errorf("the journal says %q", text)
			}
		}
	}
}
