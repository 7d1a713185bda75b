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

// The small forms of a page carry tickets too: an action is noted once, and a job is started once.
func TestSmallFormsThatComeTwice(t *testing.T) {
	w := newWorld(t)
	const sitting = "/en/meetings/GIS-2026-1/sitting"
	for _, one := range []struct {
		who, path string
		begins    string // how the form begins
		form      url.Values
	}{
		{"secretariat", sitting, `<form method="post" class="row">`, url.Values{"do": {"action"}, "text": {"Ask twice"}, "owner": {"JAM"}, "due": {"2026-12-20"}}},
		{"administrator", "/en/schedules", `<form method="post" class="inline">`, url.Values{"schedule": {string(backing)}}},
	} {
		ticket := regexp.MustCompile(one.begins + `<input type="hidden" name="ticket" value="(.+?)">`).FindStringSubmatch(w.get(t, one.who, one.path).body)
		if ticket == nil {
			t.Fatalf("%s has a form without a ticket", one.path)
		}
		one.form.Set("ticket", ticket[1])
		first, again := w.post(t, one.who, one.path, one.form), w.post(t, one.who, one.path, one.form)
		if next := first.header.Get("Location"); first.status != http.StatusSeeOther || again.header.Get("Location") != next {
			t.Errorf("%s leads to %q (%d) and %q", one.path, next, first.status, again.header.Get("Location"))
		}
	}
	actions, _, err := w.desk.Actions(t.Context(), aid.Machine("test"), aid.ActionFilter{}, false, aid.Page{Limit: aid.MaxPage})
	fatal(t, err)
	if len(actions) != 2 { // one of the world
		t.Errorf("%d actions are on record", len(actions))
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
