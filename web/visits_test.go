package web

import (
	"slices"
	"testing"
)

// sight is a look at a page: who, and at which address behind the language.
type sight struct{ page, who, path string }

// sights are what the browser looks at; each page at least once.
var sights = []sight{
	{"home", "public", "/"},
	{"signin", "public", "/signin"},
	{"signin", "public", "/signin?next=/en/signout"},
	{"signout", "donor", "/signout"},
	{"mine", "state", "/mine"},
	{"new", "state", "/mine/new"},
	{"need", "state", "/mine/TGO-2026-1"},
	{"part", "state", "/mine/TGO-2026-1/need"},
	{"part", "state", "/mine/TGO-2026-1/place"},
	{"part", "state", "/mine/TGO-2026-1/cost"},
	{"part", "state", "/mine/TGO-2026-1/plan"},
	{"part", "state", "/mine/TGO-2026-1/consent"},
	{"preview", "state", "/mine/TGO-2026-1/as/donors"},
	{"question", "state", "/mine/TGO-2026-1/questions/TGO-2026-1.Q1"},
	{"error", "public", "/nowhere"},
}

func TestEveryPageIsLookedAt(t *testing.T) {
	for _, p := range pages {
		if !slices.ContainsFunc(sights, func(s sight) bool { return s.page == p.name }) {
			t.Errorf("nobody looks at the page %s: give it a line in sights", p.name)
		}
	}
}
