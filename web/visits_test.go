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
	{"home", "donor", "/"},
	{"requests", "public", "/requests"},
	{"requests", "donor", "/requests?theme=stockpile&region=Africa&q=training"},
	{"requests", "public", "/requests?q=zzzz"},
	{"request", "donor", "/requests/RQ001"},
	{"request", "state", "/requests/RQ027"},
	{"state", "donor", "/states/JAM"},
	{"state", "public", "/states/JPN"},
	{"signin", "public", "/signin"},
	{"signin", "public", "/signin?next=/en/signout"},
	{"signout", "donor", "/signout"},
	{"error", "public", "/nowhere"},
}

func TestEveryPageIsLookedAt(t *testing.T) {
	for _, p := range pages {
		if !slices.ContainsFunc(sights, func(s sight) bool { return s.page == p.name }) {
			t.Errorf("nobody looks at the page %s: give it a line in sights", p.name)
		}
	}
}
