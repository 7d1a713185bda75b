package web

import (
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/matcher"
	"ploughshare/store"
)

// other is a second server on the same database, as after a restart.
func (w *world) other(t *testing.T) *world {
	t.Helper()
	s, err := store.Open(t.Context(), w.path, w.now)
	fatal(t, err)
	t.Cleanup(func() { s.Close() })
	twin := &world{desk: desk.New(s, matcher.DefaultPolicy(), w.now), path: w.path, catalogs: w.catalogs, jars: w.jars}
	twin.Server = twin.serve(t, twin.desk)
	return twin
}

// A form that comes often, to one server or several, at once or later, does its deed once and always leads to the same.
func TestFormsThatComeTwice(t *testing.T) {
	one := newWorld(t)
	two := one.other(t)
	one.signIn(t, "state")
	form := url.Values{"ticket": {regexp.MustCompile(`name="ticket" value="(.*?)"`).FindStringSubmatch(one.get(t, "state", "/en/mine/new").body)[1]},
		"need": {"Twelve marking machines"}}
	before := needsOf(t, one)
	var sent sync.WaitGroup
	places := make([]string, 12)
	for i := range places {
		sent.Go(func() {
			server := []*world{one, two}[i%2]
			a := server.post(t, "state", "/en/mine/new", form)
			if places[i] = a.header.Get("Location"); a.status != http.StatusSeeOther || places[i] == "" {
				t.Errorf("form %d gets %d: %s", i, a.status, a.body)
			}
		})
	}
	sent.Wait()
	for _, place := range places {
		if place != places[0] {
			t.Errorf("one form leads to %s and %s", places[0], place)
		}
	}
	if made := needsOf(t, one) - before; made != 1 {
		t.Errorf("it makes %d requests", made)
	}
	form.Set("need", "Twenty marking machines") // who goes back and changes something sends another one
	if next := two.post(t, "state", "/en/mine/new", form).header.Get("Location"); next == places[0] || next == "" {
		t.Errorf("another form leads to %q", next)
	}
}

// What was refused may be sent again, and does its deed then.
func TestRefusedFormsMayComeAgain(t *testing.T) {
	w := newWorld(t)
	form := url.Values{"ticket": {"a ticket of some length"}, "need": {""}}
	for range 2 {
		if a := w.post(t, "state", "/en/mine/new", form); a.status != http.StatusUnprocessableEntity {
			t.Errorf("an empty need gets %d", a.status)
		}
	}
}

func needsOf(t *testing.T, w *world) int {
	t.Helper()
	all, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Request, string, error) {
		return w.desk.Requests(t.Context(), aid.Machine("test"), aid.RequestFilter{Requester: "JAM"}, p)
	})
	fatal(t, err)
	return len(all)
}
