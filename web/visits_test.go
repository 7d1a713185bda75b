package web

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ploughshare/aid"
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
	{"requests", "secretariat", "/requests?choose=all"},
	{"moves", "secretariat", "/moves"},
	{"moves", "secretariat", "/moves?to=authenticated&r=RQ001&r=RQ002&r=RQ003"},
	{"request", "donor", "/requests/RQ001"},
	{"request", "state", "/requests/RQ027"},
	{"state", "donor", "/states/JAM"},
	{"state", "public", "/states/JPN"},
	{"proposals", "donor", "/proposals"},
	{"proposals", "donor", "/proposals?least=40&region=Asia&status=published&review=yes&q=marking"},
	{"proposals", "secretariat", "/proposals"},
	{"proposal", "donor", "/proposals/{0}"},
	{"proposal", "secretariat", "/proposals/{1}"},
	{"compare", "donor", "/compare?p={0}&p={1}&p={2}"},
	{"compare", "donor", "/compare?p={0}"},
	{"offers", "donor", "/offers"},
	{"offers", "secretariat", "/offers"},
	{"offer_new", "donor", "/offers/new"},
	{"offer", "donor", "/offers/{offer}"},
	{"worth", "donor", "/worth"},
	{"worth", "secretariat", "/worth"},
	{"account", "donor", "/account"},
	{"account", "secretariat", "/account"},
	{"search", "donor", "/searches/new?list=requests&theme=marking&region=Asia&q=training"},
	{"search", "secretariat", "/searches/new?list=proposals&least=50"},
	{"signin", "public", "/signin"},
	{"signin", "public", "/signin?next=/en/signout"},
	{"signout", "donor", "/signout"},
	{"mine", "state", "/mine"},
	{"new", "state", "/mine/new"},
	{"need", "state", "/mine/JAM-2026-1"},
	{"part", "state", "/mine/JAM-2026-1/need"},
	{"part", "state", "/mine/JAM-2026-1/place"},
	{"part", "state", "/mine/JAM-2026-1/cost"},
	{"part", "state", "/mine/JAM-2026-1/plan"},
	{"part", "state", "/mine/JAM-2026-1/consent"},
	{"preview", "state", "/mine/JAM-2026-1/as/donors"},
	{"question", "state", "/mine/JAM-2026-1/questions/JAM-2026-1.Q1"},
	{"reports", "state", "/mine/reports"},
	{"reports", "secretariat", "/mine/reports"},
	{"report", "state", "/mine/reports/JAM-PoA-2026"},
	{"chronicles", "secretariat", "/chronicles"},
	{"chronicle", "secretariat", "/chronicles/A-68-999"},
	{"report", "state", "/mine/reports/JAM-PoA-2026?change=4"},
	{"papers", "secretariat", "/papers"},
	{"papers", "donor", "/papers"},
	{"issue", "secretariat", "/issue"},
	{"issue", "secretariat", "/issue?kind=booklet&round=R2026-1"},
	{"issue", "secretariat", "/issue?kind=proposal&round=R2026-1"},
	{"issued", "secretariat", "/issued/GIS-2026-1-BP.1"},
	{"issued", "secretariat", "/issued/GIS-2026-1-BP.1-Corr.1"},
	{"corrigendum", "secretariat", "/issued/GIS-2026-1-BP.1/corrigendum"},
	{"office", "secretariat", "/office"},
	{"rounds", "secretariat", "/rounds"},
	{"round", "secretariat", "/rounds/R2026-1"},
	{"changes", "secretariat", "/rounds/R2026-2/changes?from=R2026-1"},
	{"fairness", "secretariat", "/rounds/R2026-1/fairness"},
	{"whatif", "secretariat", "/rounds/R2026-1/whatif"},
	{"whatif", "secretariat", "/rounds/R2026-1/whatif?w_theme=80&least=0&offer={offer}&sum=60000"},
	{"whatif", "secretariat", "/rounds/R2026-1/whatif?floor=much"},
	{"curate", "secretariat", "/curate/{0}"},
	{"runs", "secretariat", "/runs"},
	{"run", "secretariat", "/runs/{run}"},
	{"meetings", "public", "/meetings"},
	{"meeting", "public", "/meetings/GIS-2026-1"},
	{"meeting", "secretariat", "/meetings/GIS-2026-1"},
	{"meeting_form", "secretariat", "/plan"},
	{"meeting_form", "secretariat", "/meetings/GIS-2026-1/edit"},
	{"sitting", "secretariat", "/meetings/GIS-2026-1/sitting"},
	{"actions", "secretariat", "/actions"},
	{"journal", "secretariat", "/journal"},
	{"notices", "secretariat", "/notices"},
	{"users", "administrator", "/users"},
	{"user", "administrator", "/users/new"},
	{"backups", "administrator", "/backups"},
	{"schedules", "secretariat", "/schedules"},
	{"schedule", "secretariat", "/schedules/match"},
	{"error", "public", "/nowhere"},
}

// at is the path of a sight, with the proposals to Japan in their places.
func (w *world) at(path string) string {
	for i, p := range w.told {
		path = strings.ReplaceAll(path, fmt.Sprintf("{%d}", i), string(p.ID))
	}
	return strings.NewReplacer("{offer}", string(w.told[0].OfferID), "{run}", string(w.run)).Replace(path)
}

func TestEveryPageIsLookedAt(t *testing.T) {
	for _, p := range pages {
		if !slices.ContainsFunc(sights, func(s sight) bool { return s.page == p.name }) {
			t.Errorf("nobody looks at the page %s: give it a line in sights", p.name)
		}
	}
}

// What a page shows to those who may do something names a verb that there is; nobody may do any other.
func TestTemplatesNameVerbs(t *testing.T) {
	named := regexp.MustCompile(`\$\.May "([^"]*)"`)
	files, err := fs.Glob(templateFiles, "templates/*.html")
	fatal(t, err)
	for _, name := range files {
		text, err := fs.ReadFile(templateFiles, name)
		fatal(t, err)
		for _, verb := range named.FindAllStringSubmatch(string(text), -1) {
			if _, there := aid.Permissions[aid.Verb(verb[1])]; !there {
				t.Errorf("%s asks for %q, which is no verb", name, verb[1])
			}
		}
	}
}
