package intake

import (
	"testing"

	"ploughshare/aid"
)

func TestReferenceIsWhole(t *testing.T) {
	ref, err := Reference()
	if err != nil {
		t.Fatal(err)
	}
	states, members := 0, 0
	for _, p := range ref.Parties {
		if err := p.Validate(nil); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		if p.Kind == aid.State {
			states++
			for _, lang := range aid.Languages {
				if p.Names[lang] == "" {
					t.Errorf("%s has no name in %s", p.ID, lang)
				}
			}
		}
	}
	reg := aid.NewRegister(ref)
	for _, m := range ref.Memberships {
		if !reg.IsPlace(m.PartyID) {
			t.Errorf("%s is a member of %s and not known", m.PartyID, m.AreaID)
		}
		if !reg.Reaches(m.AreaID) {
			t.Errorf("%s is no area", m.AreaID)
		}
	}
	if err := each("organisations.csv", func(map[string]string) error { members++; return nil }); err != nil {
		t.Fatal(err)
	}
	for what, n := range map[string][2]int{
		"States": {states, 195}, "themes": {len(ref.Themes), 24}, "embargoes": {len(ref.Embargoes), 21}, "organisation rows": {members, 486},
	} {
		if n[0] != n[1] {
			t.Errorf("%d %s, want %d", n[0], what, n[1])
		}
	}
}

func TestEveryOrganisationRowIsAMembership(t *testing.T) {
	ref, err := Reference()
	if err != nil {
		t.Fatal(err)
	}
	derived := map[string]bool{"states.csv": true}
	listed := map[string]bool{"great-lakes": true, "nato-partners": true, "sahel": true, "south-eastern-europe": true}
	n := 0
	for _, m := range ref.Memberships {
		if !derived[m.Source] && !listed[m.AreaID] {
			n++
		}
	}
	if n != 486 {
		t.Errorf("%d memberships from organisations.csv, want 486", n)
	}
}

func TestMembershipIsAskedAsOfADate(t *testing.T) {
	reg := register(t)
	for _, test := range []struct {
		place string
		state aid.PartyID
		day   aid.Date
		want  bool
	}{
		{"ECOWAS", "MLI", "2025-01-28", true},
		{"ECOWAS", "MLI", "2025-01-29", false},
		{"ECOWAS", "GHA", "2026-11-24", true},
		{"AU", "MAR", "2012-08-27", false},
		{"AU", "MAR", "2017-02-01", true},
		{"south-eastern-europe", "HRV", "2010", true},
		{"south-eastern-europe", "HRV", "2014", false},
		{"western-balkans", "XKX", "2020", true},
		{"latin-america-and-the-caribbean", "JAM", "2020", true},
		{"africa", "JAM", "2020", false},
		{"UNREC", "TGO", "2020", true},
	} {
		if got := reg.Covers(test.place, test.state, test.day); got != test.want {
			t.Errorf("%s covers %s on %s: %v", test.place, test.state, test.day, got)
		}
	}
}

func TestEmbargoesKeepTheirDates(t *testing.T) {
	reg := register(t)
	for _, test := range []struct {
		state aid.PartyID
		day   aid.Date
		want  int
	}{
		{"CIV", "2012", 1}, {"CIV", "2020", 0}, {"CAF", "2020", 1}, {"CAF", "2025", 1}, {"IRN", "2022", 0}, {"IRN", "2026", 1}, {"KEN", "2026", 0},
	} {
		n := 0
		for _, e := range reg.Embargoes(test.state) {
			if e.InForce(test.day) {
				n++
			}
			if e.ID == "" {
				t.Errorf("%+v", e)
			}
		}
		if n != test.want {
			t.Errorf("%s on %s: %d in force, want %d", test.state, test.day, n, test.want)
		}
	}
}

func TestRatesAreKnownForTheCurrenciesThatOccur(t *testing.T) {
	reg := register(t)
	for _, currency := range []string{"EUR", "GBP", "SEK", "JPY", "XUA", "TTD", "CHF", "CAD", "NOK", "DKK", "AUD"} {
		if _, ok := reg.Dollars(aid.Money{Minor: 100_000, Currency: currency}, "2020"); !ok {
			t.Errorf("no rate for %s", currency)
		}
	}
	if got, _ := reg.Dollars(aid.Money{Minor: 100, Currency: "EUR"}, "2014-05"); got.Minor != 133 {
		t.Errorf("one euro in 2014 is %s", got)
	}
}

// Only what its own row calls confirmed counts as checked.
func TestEmbargoesAreCheckedOnlyWhereTheirRowSaysSo(t *testing.T) {
	ref, err := Reference()
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]aid.Date{}
	for _, e := range ref.Embargoes {
		checked[e.Target] = e.Checked
	}
	for target, want := range map[string]aid.Date{
		"Libya": "2026-11", "Côte d'Ivoire": "2026-11", "Somalia": "2026-11", "Eritrea": "", "Iraq (non-governmental forces)": "",
		"Democratic Republic of the Congo (armed groups)": "", "Haiti": "", "Sudan (Darfur)": "",
	} {
		if got, there := checked[target]; !there || got != want {
			t.Errorf("%s: checked %q, want %q (on record: %v)", target, got, want, there)
		}
	}
}
