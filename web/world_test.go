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
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/gate"
	"ploughshare/intake"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/store"
)

func clock() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }

// world is the pages on a fresh database with the real records and one round, and somebody of each role.
type world struct {
	*httptest.Server
	desk     *desk.Desk
	catalogs *locale.Catalogs
	jars     map[string]http.CookieJar
}

// people who look at pages; the public has no account.
var people = []aid.User{
	{Name: "state", PartyID: "TGO", Roles: aid.List[aid.Role]{aid.Requester}},
	{Name: "donor", PartyID: "JPN", Roles: aid.List[aid.Role]{aid.Donor}},
	{Name: "secretariat", Roles: aid.List[aid.Role]{aid.Secretariat}},
	{Name: "administrator", Roles: aid.List[aid.Role]{aid.Administrator}},
}

const password = "correct horse battery"

func newWorld(t *testing.T) *world {
	t.Helper()
	gin.SetMode(gin.TestMode)
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "web.db"), clock)
	fatal(t, err)
	t.Cleanup(func() { s.Close() })
	fatal(t, jobs.Migrate(t.Context(), desk.Jobs(s)))
	w := &world{desk: desk.New(s, matcher.DefaultPolicy(), clock), jars: map[string]http.CookieJar{}}
	fatal(t, w.desk.Seed(t.Context()))
	for _, name := range []string{"requests.csv", "offers.csv", "pairings.csv"} {
		w.load(t, name)
	}
	for _, u := range people {
		u.Email = u.Name + "@example.org"
		_, _, err := w.desk.AddUser(t.Context(), aid.Machine("test"), u, password)
		fatal(t, err)
	}
	w.catalogs, err = locale.Load()
	fatal(t, err)
	engine, log := gin.New(), slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	g := gate.New(w.desk, s.Sessions(), gate.Settings{}, clock, log)
	engine.Use(g.Admit)
	engine.NoRoute(Mount(engine, g, w.desk, w.catalogs, log))
	w.Server = httptest.NewServer(g.Guard(engine))
	t.Cleanup(w.Close)
	for _, u := range people {
		w.signIn(t, u.Name)
	}
	w.draft(t)
	return w
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

func (w *world) signIn(t *testing.T, name string) {
	t.Helper()
	w.jars[name], _ = cookiejar.New(nil)
	answer := w.post(t, name, "/en/signin", url.Values{"email": {name + "@example.org"}, "password": {password}})
	if answer.status != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in: %d %s", name, answer.status, answer.body)
	}
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
