package desk_test

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/post"
	"ploughshare/post/sink"
)

func log(t *testing.T, d *desk.Desk) []aid.Notice {
	t.Helper()
	notices, _, err := d.Notices(t.Context(), machine, aid.NoticeFilter{}, aid.Page{})
	if err != nil {
		t.Fatal(err)
	}
	return notices
}

// program is somebody's program: it checks signatures and keeps what it is told. It is out of order at first.
func program(t *testing.T, broken int) (address string, roots *x509.CertPool, secret *string, got chan []byte) {
	t.Helper()
	secret, got = new(string), make(chan []byte, 20)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		verifier, err := webhooks.NewWebhook(*secret)
		if err == nil {
			err = verifier.VerifyIgnoringTimestamp(body, r.Header) // the clock of the test stands
		}
		if err != nil {
			t.Errorf("the signature: %v", err)
		}
		if broken--; broken >= 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		got <- body
	}))
	t.Cleanup(server.Close)
	roots = x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server.URL, roots, secret, got
}

func subscribe(t *testing.T, d *desk.Desk, s aid.Subscription) aid.Subscription {
	t.Helper()
	if s.Rhythm == "" {
		s.Rhythm = aid.AtOnce
	}
	s.Language = "en"
	s, err := d.Subscribe(t.Context(), machine, s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A request is submitted and returned with a question. Its State hears by mail, the secretariat's program by a signed
// call that fails at first, a stranger nothing; what came of each is in the log.
func TestNoticesArrive(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		mailServer, letters := sink.Open(t, sink.Takes)
		address, roots, secret, calls := program(t, 1)
		d, s := server(t, dsn, desk.Settings{Site: "https://ploughshare.example", Post: post.Office{
			Server: mailServer, From: "ploughshare@example.org", Private: true, Roots: roots,
		}})
		*secret = subscribe(t, d, aid.Subscription{Address: address, Events: aid.List[aid.Event]{aid.OnReturned}}).Secret
		subscribe(t, d, aid.Subscription{Address: "mailto:togo@example.org", PartyID: "TGO", Events: aid.Events})
		subscribe(t, d, aid.Subscription{Address: "mailto:mali@example.org", PartyID: "MLI", Events: aid.Events})
		work(t, d, s)
		r := post1(t, d, "N1")
		if _, err := d.MoveRequest(t.Context(), machine, r.ID, r.Version, aid.Returned, "How many machines?"); err != nil {
			t.Fatal(err)
		}
		var call struct {
			Type string
			Data struct {
				Subject, URL string
				Message      aid.Message
			}
		}
		if err := json.Unmarshal(<-calls, &call); err != nil || call.Type != "request_returned" || call.Data.Subject != "requests/N1" ||
			!strings.Contains(call.Data.Message.Text, "How many machines?") || call.Data.URL != "https://ploughshare.example/requests/N1" {
			t.Errorf("the program is told %+v (%v)", call, err)
		}
		both := <-letters + <-letters
		for _, want := range []string{"Togo has submitted request N1", "How many machines?", "togo@example.org", "https://ploughshare.example/requests/N1"} {
			if !strings.Contains(both, want) {
				t.Errorf("the mails do not say %q:\n%s", want, both)
			}
		}
		eventually(t, "all is sent", func() bool {
			for _, n := range log(t, d) {
				if n.State != aid.NoticeSent {
					return false
				}
			}
			return true
		})
		notices := log(t, d)
		if len(notices) != 3 {
			t.Fatalf("the log has %d notices, want 3", len(notices))
		}
		for _, n := range notices {
			if want := 1 + strings.Count(n.Address, "https"); n.Attempts != want {
				t.Errorf("%s took %d attempts, want %d", n.Address, n.Attempts, want)
			}
		}
	})
}

func post1(t *testing.T, d *desk.Desk, id aid.RequestID) aid.Request {
	t.Helper()
	r, err := d.AddRequest(t.Context(), machine, aid.Request{
		ID: id, RequesterID: "TGO", Need: "Two marking machines", Countries: aid.EqualShares([]string{"TGO"}), Consent: aid.ConsentDonors,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A change that is undone tells nobody.
func TestWhatIsUndoneIsNotTold(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		d, s := server(t, dsn, desk.Settings{})
		subscribe(t, d, aid.Subscription{Address: "mailto:a@example.org", Events: aid.Events})
		r := post1(t, d, "N1")
		if _, err := d.MoveRequest(t.Context(), machine, r.ID, 7, aid.Returned, "stale"); !errors.Is(err, aid.ErrConflict) {
			t.Errorf("got %v", err)
		}
		if _, err := d.AddRequest(t.Context(), machine, r); !errors.Is(err, aid.ErrConflict) {
			t.Errorf("got %v", err)
		}
		pool, _ := s.Pool()
		var waiting int
		if err := pool.QueryRow("SELECT count(*) FROM river_job").Scan(&waiting); err != nil || waiting != 1 || len(log(t, d)) != 1 {
			t.Errorf("%d jobs and %d notices (%v), want one of each", waiting, len(log(t, d)), err)
		}
	})
}

// Donors hear of a circulated request as far as its State consents.
func TestCirculatedRequestsAreToldAsFarAsConsentGoes(t *testing.T) {
	for consent, want := range map[aid.Consent]string{
		aid.ConsentDonors: "JPN", aid.ConsentPublic: "JPN MLI",
	} {
		d, s := server(t, "", desk.Settings{})
		at := clock()
		moving := desk.New(s, matcher.DefaultPolicy(), func() time.Time { return at })
		moving.Settings = d.Settings
		if _, err := d.AddOffer(t.Context(), machine, aid.Offer{ID: "O1", Donors: aid.List[aid.PartyID]{"JPN"}, Programme: "P", Form: aid.PooledFund}); err != nil {
			t.Fatal(err)
		}
		for _, party := range []aid.PartyID{"JPN", "MLI"} {
			subscribe(t, d, aid.Subscription{Address: "mailto:" + string(party) + "@example.org", PartyID: party, Events: aid.List[aid.Event]{aid.OnCirculated}})
		}
		r := post1(t, d, "N1")
		r.Consent = consent
		r, err := d.ReplaceRequest(t.Context(), machine, r)
		for _, to := range []aid.RequestStatus{aid.Authenticated, aid.Circulated} {
			if err == nil {
				r, err = moving.MoveRequest(t.Context(), machine, r.ID, r.Version, to, "a secret reason")
			}
			at = at.AddDate(0, 0, 15) // nobody objects
		}
		if err != nil {
			t.Fatal(err)
		}
		told := ""
		for _, n := range log(t, d) {
			told = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(n.Address, "mailto:"), "@example.org") + " " + told)
			if n.Body.Args["why"] != "" {
				t.Errorf("the reason is told to %s", n.Address)
			}
		}
		if told != want {
			t.Errorf("consent %s: told %q, want %q", consent, told, want)
		}
	}
}

// What a subscriber wants daily waits for the digest, which is one mail; one that fails for good is in the log.
func TestDigest(t *testing.T) {
	mailServer, letters := sink.Open(t, sink.Takes)
	d, s := server(t, "", desk.Settings{Post: post.Office{Server: mailServer, From: "ploughshare@example.org"}})
	subscribe(t, d, aid.Subscription{Address: "mailto:daily@example.org", Events: aid.Events, Rhythm: aid.Daily})
	subscribe(t, d, aid.Subscription{Address: "mailto:weekly@example.org", Events: aid.Events, Rhythm: aid.Weekly})
	post1(t, d, "N1")
	post1(t, d, "N2")
	schedule(t, d, aid.Schedule{ID: "digest", Job: "digest", Spec: "0 6 * * *"})
	work(t, d, s)
	if err := d.Tick(t.Context(), clock().Add(24*time.Hour)); err != nil { // a Wednesday
		t.Fatal(err)
	}
	mail := <-letters
	for _, want := range []string{"To: <daily@example.org>", "Ploughshare: 2 news", "request N1", "request N2"} {
		if !strings.Contains(mail, want) {
			t.Errorf("the digest does not have %q:\n%s", want, mail)
		}
	}
	counts := map[string]int{}
	eventually(t, "the digest is noted", func() bool {
		clear(counts)
		for _, n := range log(t, d) {
			counts[n.Address+" "+string(n.State)]++
		}
		return counts["mailto:daily@example.org sent"] == 3
	})
	if counts["mailto:weekly@example.org held"] != 2 {
		t.Errorf("the log has %v", counts)
	}
}

func TestNoticesThatDoNotArrive(t *testing.T) {
	mailServer, _ := sink.Open(t, "550 no such person")
	d, s := server(t, "", desk.Settings{Post: post.Office{Server: mailServer, From: "ploughshare@example.org"}})
	subscribe(t, d, aid.Subscription{Address: "mailto:nobody@example.org", Events: aid.Events})
	d.Settings.Post.Private = true // when it was entered, and no longer
	subscribe(t, d, aid.Subscription{Address: "https://127.0.0.1:1/", Events: aid.Events})
	d.Settings.Post.Private = false
	gone := subscribe(t, d, aid.Subscription{Address: "mailto:gone@example.org", Events: aid.Events})
	post1(t, d, "N1")
	if err := d.Unsubscribe(t.Context(), machine, gone.ID); err != nil {
		t.Fatal(err)
	}
	work(t, d, s)
	eventually(t, "all have failed", func() bool {
		for _, n := range log(t, d) {
			if n.State != aid.NoticeFailed {
				return false
			}
		}
		return true
	})
	for _, n := range log(t, d) {
		want := map[string]string{
			"mailto:nobody@example.org": "550", "https://127.0.0.1:1/": "no public address", "mailto:gone@example.org": "removed",
		}[n.Address]
		if !strings.Contains(n.Error, want) || n.Attempts > 1 {
			t.Errorf("%s: %q after %d attempts", n.Address, n.Error, n.Attempts)
		}
	}
	for state, want := range map[aid.NoticeState]int{aid.NoticeFailed: len(log(t, d)), aid.NoticeSent: 0} {
		if n, err := d.CountNotices(t.Context(), machine, aid.NoticeFilter{State: state}); n != want || err != nil {
			t.Errorf("%d notices are %s, want %d (%v)", n, state, want, err)
		}
	}
}

func TestSubscriptionsThatCannotBe(t *testing.T) {
	d, _ := server(t, "", desk.Settings{})
	good := aid.Subscription{Address: "mailto:a@example.org", Events: aid.List[aid.Event]{aid.OnRound}, Rhythm: aid.AtOnce, Language: "en"}
	for name, spoil := range map[string]func(*aid.Subscription){
		"two addresses":        func(s *aid.Subscription) { s.Address = "mailto:a@example.org,b@example.org" },
		"a header in it":       func(s *aid.Subscription) { s.Address = "mailto:a@example.org\r\nBcc: b@example.org" },
		"no TLS":               func(s *aid.Subscription) { s.Address = "http://example.org/" },
		"a password in it":     func(s *aid.Subscription) { s.Address = "https://me:secret@example.org/" },
		"no event":             func(s *aid.Subscription) { s.Events = nil },
		"an unknown event":     func(s *aid.Subscription) { s.Events = aid.List[aid.Event]{"tea"} },
		"a digest of a digest": func(s *aid.Subscription) { s.Events = aid.List[aid.Event]{aid.Digested} },
		"an unknown party":     func(s *aid.Subscription) { s.PartyID = "ZZZ" },
		"an unknown language":  func(s *aid.Subscription) { s.Language = "tlh" },
		"a private address":    func(s *aid.Subscription) { s.Address = "https://10.1.2.3/hook" },
		"this machine":         func(s *aid.Subscription) { s.Address = "https://[::1]:8443/" },
		"its name":             func(s *aid.Subscription) { s.Address = "https://api.localhost./" },
		"its number":           func(s *aid.Subscription) { s.Address = "https://2130706433/" },
		"the cloud's own":      func(s *aid.Subscription) { s.Address = "https://169.254.169.254/latest" },
		"a program, daily":     func(s *aid.Subscription) { s.Address, s.Rhythm = "https://example.org/", aid.Daily },
	} {
		s := good
		spoil(&s)
		if _, err := d.Subscribe(t.Context(), machine, s); !errors.Is(err, aid.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	donor := aid.Actor{Name: "donor", Party: "JPN", Roles: []aid.Role{aid.Donor}}
	if _, err := d.Subscribe(t.Context(), donor, good); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("a donor hears everything: %v", err)
	}
	good.PartyID = "JPN"
	if _, err := d.Subscribe(t.Context(), donor, good); err != nil {
		t.Errorf("a donor may hear what concerns it: %v", err)
	}
	mine, _, err := d.Subscriptions(t.Context(), donor, aid.Page{})
	if err != nil || len(mine) != 1 {
		t.Errorf("a donor sees %d subscriptions (%v), want its own", len(mine), err)
	}
}

// Every event has a heading and a sentence.
func TestEventsHaveSentences(t *testing.T) {
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	english := catalogs.Printer("en", nil)
	for _, event := range append([]aid.Event{aid.Digested}, aid.Events...) {
		for _, key := range []string{"event_", "notice_"} {
			if !english.Has(key + string(event)) {
				t.Errorf("no catalog has %s%s", key, event)
			}
		}
	}
}
