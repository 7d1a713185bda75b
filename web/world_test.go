package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/api"
	"ploughshare/desk"
	"ploughshare/gate"
	"ploughshare/intake"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/store"
)

// world is the pages on a fresh database with the real records and one round, and somebody of each role.
type world struct {
	*httptest.Server
	desk     *desk.Desk
	path     string // of the database
	catalogs *locale.Catalogs
	run      aid.RunID // that waits
	jars     map[string]http.CookieJar
	time     atomic.Int64   // nanoseconds that have gone by
	told     []aid.Proposal // those that Japan may answer
}

func (w *world) now() time.Time {
	return time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC).Add(time.Duration(w.time.Load()))
}

// people who look at pages; the public has no account.
var people = []aid.User{
	{Name: "state", PartyID: "JAM", Roles: aid.List[aid.Role]{aid.Requester}},
	{Name: "donor", PartyID: "JPN", Roles: aid.List[aid.Role]{aid.Donor}},
	{Name: "secretariat", Roles: aid.List[aid.Role]{aid.Secretariat}},
	{Name: "administrator", Roles: aid.List[aid.Role]{aid.Administrator}},
}

const password = "correct horse battery"

func newWorld(t *testing.T) *world {
	t.Helper()
	gin.SetMode(gin.TestMode)
	w := &world{jars: map[string]http.CookieJar{}}
	w.path = filepath.Join(t.TempDir(), "web.db")
	s, err := store.Open(t.Context(), w.path, w.now)
	fatal(t, err)
	t.Cleanup(func() { s.Close() })
	fatal(t, jobs.Migrate(t.Context(), desk.Jobs(s)))
	w.desk = desk.New(s, matcher.DefaultPolicy(), w.now)
	fatal(t, w.desk.Seed(t.Context()))
	for _, name := range []string{"requests.csv", "offers.csv", "pairings.csv"} {
		w.load(t, name)
	}
	w.circulate(t)
	for _, u := range people {
		u.Email = u.Name + "@example.org"
		_, _, err := w.desk.AddUser(t.Context(), aid.Machine("test"), u, password)
		fatal(t, err)
	}
	w.catalogs, err = locale.Load()
	fatal(t, err)
	w.desk.Settings.Catalogs = w.catalogs
	w.Server = w.serve(t, w.desk)
	w.draft(t)
	w.hold(t)
	w.file(t)
	w.keep(t)
	return w
}

// serve is a server of a desk.
func (w *world) serve(t *testing.T, d *desk.Desk) *httptest.Server {
	t.Helper()
	engine, log := gin.New(), slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	sessions, err := store.Open(t.Context(), w.path, time.Now) // the session manager has no other clock
	fatal(t, err)
	t.Cleanup(func() { sessions.Close() })
	g := gate.New(d, sessions.Sessions(), gate.Settings{}, w.now, log)
	engine.Use(g.Admit)
	api.Mount(engine, g, d, w.catalogs, log)
	engine.NoRoute(Mount(engine, g, d, w.catalogs, log))
	server := httptest.NewServer(g.Guard(engine))
	t.Cleanup(server.Close)
	return server
}

func (w *world) load(t *testing.T, name string) {
	t.Helper()
	body, err := os.Open(filepath.Join("..", "scripts", "demo", name))
	fatal(t, err)
	defer body.Close()
	info, err := body.Stat()
	fatal(t, err)
	_, err = w.desk.Import(t.Context(), aid.Machine("test"), intake.File{Name: name, Body: body, Size: info.Size()}, desk.ImportOptions{})
	fatal(t, err)
}

// circulate brings four of five requests before donors, makes a round, and publishes what it proposes to Japan.
func (w *world) circulate(t *testing.T) {
	t.Helper()
	ctx, by := t.Context(), aid.Machine("test")
	requests, _, err := w.desk.Requests(ctx, by, aid.RequestFilter{}, aid.Page{Limit: aid.MaxPage})
	fatal(t, err)
	var chosen []aid.Request
	for i, r := range requests {
		if r.Consent != aid.ConsentNone && i%5 != 0 {
			r, err = w.desk.MoveRequest(ctx, by, r.ID, r.Version, aid.Authenticated, "sound")
			fatal(t, err)
			chosen = append(chosen, r)
		}
	}
	w.time.Add(int64(14 * 24 * time.Hour))
	for _, r := range chosen {
		_, err := w.desk.MoveRequest(ctx, by, r.ID, r.Version, aid.Circulated, "no objection")
		fatal(t, err)
	}
	_, err = w.desk.Match(ctx, by, w.desk.Today())
	fatal(t, err)
	proposals, _, err := w.desk.Proposals(ctx, by, aid.ProposalFilter{Donor: "JPN"}, aid.Page{Limit: aid.MaxPage})
	fatal(t, err)
	for _, p := range proposals {
		if r, err := w.desk.Request(ctx, by, p.RequestID); err == nil && r.Status == aid.Circulated {
			p, err = w.desk.MoveProposal(ctx, by, p.ID, p.Version, aid.Published, "for donors")
			fatal(t, err)
			w.told = append(w.told, p)
		}
	}
	if len(w.told) < 3 {
		t.Fatalf("only %d proposals for Japan", len(w.told))
	}
}

func (w *world) signIn(t *testing.T, name string) {
	t.Helper()
	w.newcomer(t, name)
	answer := w.post(t, name, "/en/signin", url.Values{"email": {name + "@example.org"}, "password": {password}})
	if answer.status != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in: %d %s", name, answer.status, answer.body)
	}
}

// newcomer is a browser that has not been here yet.
func (w *world) newcomer(t *testing.T, name string) {
	t.Helper()
	var err error
	w.jars[name], err = cookiejar.New(nil)
	fatal(t, err)
}

// answer is what came of a call.
type answer struct {
	status int
	header http.Header
	body   string
}

func (w *world) get(t *testing.T, who, path string) answer { return w.call(t, who, "GET", path, nil) }

func (w *world) post(t *testing.T, who, path string, form url.Values) answer {
	return w.call(t, who, "POST", path, form)
}

func (w *world) call(t *testing.T, who, method, path string, form url.Values) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, w.URL+path, strings.NewReader(form.Encode()))
	fatal(t, err)
	if method == "POST" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if w.jars[who] == nil && who != "public" {
		w.signIn(t, who)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := (&http.Client{Jar: w.jars[who], CheckRedirect: stay}).Do(request)
	fatal(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fatal(t, err)
	return answer{response.StatusCode, response.Header, string(body)}
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
