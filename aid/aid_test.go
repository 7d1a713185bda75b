package aid_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ploughshare/aid"
)

func TestParseMoney(t *testing.T) {
	for _, c := range []struct{ number, currency, want, err string }{
		{"1350000", "EUR", "1350000.00 EUR", ""},
		{"1350000.5", "EUR", "1350000.50 EUR", ""},
		{"0.01", "USD", "0.01 USD", ""},
		{"1030000", "JPY", "1030000 JPY", ""},
		{"1.250", "KWD", "1.250 KWD", ""},
		{"2000000", "", "2000000 XXX", ""},
		{"", "USD", "", ""},
		{"1.5", "JPY", "", "amount_malformed"},
		{"1,5", "USD", "", "amount_malformed"},
		{"-5", "USD", "", "amount_malformed"},
		{".5", "USD", "", "amount_malformed"},
		{"0", "USD", "", "amount_not_positive"},
		{"99999999999999999999", "USD", "", "amount_too_large"},
		{"5", "UA", "", "unknown_currency"},
	} {
		got, err := aid.ParseMoney(c.number, c.currency)
		if got.String() != c.want || (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
			t.Errorf("%q %q: got %q, %v; want %q, %q", c.number, c.currency, got, err, c.want, c.err)
		}
	}
}

func TestMoneySurvivesItsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := aid.Money{
			Minor:    rapid.Int64Range(1, 100_000_000_000_000).Draw(t, "minor"),
			Currency: rapid.SampledFrom([]string{"USD", "JPY", "KWD", "XUA", "XXX"}).Draw(t, "currency"),
		}
		text, err := m.Value()
		var back aid.Money
		if err != nil || back.Scan(text) != nil || back != m {
			t.Fatalf("%v was written as %v and read as %v", m, text, back)
		}
	})
}

func TestDatesReachAsFarAsTheyAreKnown(t *testing.T) {
	for _, c := range []struct {
		date        aid.Date
		first, last string
	}{
		{"2016", "2016-01-01", "2016-12-31"},
		{"2016-02", "2016-02-01", "2016-02-29"},
		{"2016-02-10", "2016-02-10", "2016-02-10"},
	} {
		if first, last := c.date.First().Format(time.DateOnly), c.date.Last().Format(time.DateOnly); first != c.first || last != c.last {
			t.Errorf("%s runs from %s to %s, want %s to %s", c.date, first, last, c.first, c.last)
		}
	}
	for _, bad := range []string{"16", "2016-13", "2016-02-30", "20160210", "soon", "2016-2-1"} {
		if _, err := aid.ParseDate(bad); err == nil {
			t.Errorf("%q passes as a date", bad)
		}
	}
	if !aid.Date("2015").Before("2016-01") || aid.Date("2016").Before("2016-06") {
		t.Error("a date is before another only when all of it is")
	}
}

func TestPeriods(t *testing.T) {
	for text, want := range map[string]aid.Period{
		"2003-2010":          {From: "2003", To: "2010"},
		"2003-":              {From: "2003"},
		"2016":               {From: "2016", To: "2016"},
		"2016-03":            {From: "2016-03", To: "2016-03"},
		"2016/2018-03":       {From: "2016", To: "2018-03"},
		"2016/..":            {From: "2016"},
		"../2016":            {To: "2016"},
		"2019-05-06":         {From: "2019-05-06", To: "2019-05-06"},
		"":                   {},
		"2016-01-01/2016-02": {From: "2016-01-01", To: "2016-02"},
	} {
		got, err := aid.ParsePeriod(text)
		if err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", text, got, err, want)
		}
		if again, err := aid.ParsePeriod(got.String()); err != nil || again != want {
			t.Errorf("%q, written as %q, is read as %v (%v)", text, got, again, err)
		}
	}
	for _, bad := range []string{"2018/2016", "2010-2003", "then/now", "2016//2018"} {
		if got, err := aid.ParsePeriod(bad); err == nil {
			t.Errorf("%q passes as %v", bad, got)
		}
	}
}

func TestEqualSharesAddUpToAHundred(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		codes := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{3}`), 1, 24, rapid.ID[string]).Draw(t, "codes")
		sum := 0
		for _, share := range aid.EqualShares(append(codes, codes[0])) {
			sum += share.Percent
		}
		if sum != 100 {
			t.Fatalf("%v: the shares add up to %d", codes, sum)
		}
	})
}

func TestEveryStatusHasItsMoves(t *testing.T) {
	reached := reachable(aid.Draft)
	for _, status := range aid.RequestStatuses {
		if !slices.Contains(reached, status) {
			t.Errorf("no way leads from draft to %s", status)
		}
	}
	for _, move := range aid.RequestMoves {
		if !slices.Contains(aid.RequestStatuses, move.From) || !slices.Contains(aid.RequestStatuses, move.To) {
			t.Errorf("%s to %s: not both are statuses", move.From, move.To)
		}
		if aid.Permissions[move.Verb] == nil {
			t.Errorf("%s to %s: nobody may", move.From, move.To)
		}
	}
	for _, move := range aid.ProposalMoves {
		if aid.Permissions[move.Verb] == nil {
			t.Errorf("%s to %s: nobody may", move.From, move.To)
		}
	}
	if _, err := aid.RequestMoves.Find(aid.Completed, aid.Draft); !errors.Is(err, aid.ErrInvalid) {
		t.Errorf("a completed request can be a draft again: %v", err)
	}
}

func reachable(from aid.RequestStatus) []aid.RequestStatus {
	reached := []aid.RequestStatus{from}
	for i := 0; i < len(reached); i++ {
		for _, to := range aid.RequestMoves.From(reached[i]) {
			if !slices.Contains(reached, to) {
				reached = append(reached, to)
			}
		}
	}
	return reached
}

func register() *aid.Register {
	return aid.NewRegister(aid.Reference{
		Parties: []aid.Party{
			{ID: "MLI", Kind: aid.State, Names: aid.Names{"en": "Mali", "ru": "Мали"}},
			{ID: "TGO", Kind: aid.State, Names: aid.Names{"en": "Togo"}},
			{ID: "EU", Kind: aid.Organisation, Names: aid.Names{"en": "European Union"}},
		},
		Themes:      []aid.Theme{{ID: "marking"}},
		Areas:       []aid.Area{{ID: "ECOWAS", Name: "Economic Community of West African States", Aliases: aid.List[string]{"West Africa"}}},
		Memberships: []aid.Membership{{AreaID: "ECOWAS", PartyID: "MLI", To: "2025-01-29"}, {AreaID: "ECOWAS", PartyID: "TGO"}},
		Rates: []aid.Rate{
			{Currency: "EUR", From: "2020", Micros: 1_140_000}, {Currency: "EUR", From: "2022", Micros: 1_050_000},
			{Currency: "JPY", From: "2020", Micros: 9_400},
		},
	})
}

func TestMembershipIsAskedAsOfADay(t *testing.T) {
	reg := register()
	for _, c := range []struct {
		state aid.PartyID
		day   aid.Date
		want  bool
		width int
	}{
		{"MLI", "2025-01-28", true, 2}, {"MLI", "2025-01-29", false, 1}, {"TGO", "2026", true, 1},
	} {
		if got := reg.Covers("ECOWAS", c.state, c.day); got != c.want {
			t.Errorf("%s in ECOWAS on %s: %v", c.state, c.day, got)
		}
		if got := reg.Width("ECOWAS", c.day); got != c.width {
			t.Errorf("ECOWAS on %s has %d members, want %d", c.day, got, c.width)
		}
	}
	if !reg.Covers(aid.Everywhere, "MLI", "2026") || reg.Covers("TGO", "MLI", "2026") || reg.IsPlace("EU") {
		t.Error("everywhere covers all, a State itself only, and an organisation is no place")
	}
	if a, ok := reg.AreaNamed("  west   africa "); !ok || a.ID != "ECOWAS" {
		t.Errorf("an alias finds %v", a)
	}
	if p, ok := reg.PartyNamed("Мали"); !ok || p.ID != "MLI" {
		t.Errorf("a Russian name finds %v", p)
	}
}

func TestDollars(t *testing.T) {
	reg := register()
	for _, c := range []struct {
		sum  aid.Money
		day  aid.Date
		want string
	}{
		{aid.Money{Minor: 1_000_00, Currency: "EUR"}, "2021", "1140.00 USD"},
		{aid.Money{Minor: 1_000_00, Currency: "EUR"}, "2024", "1050.00 USD"},
		{aid.Money{Minor: 1_000_00, Currency: "EUR"}, "1999", "1140.00 USD"},
		{aid.Money{Minor: 1_000_00, Currency: "EUR"}, "", "1140.00 USD"},
		{aid.Money{Minor: 1_000_000, Currency: "JPY"}, "2024", "9400.00 USD"},
		{aid.Money{Minor: 5_00, Currency: "USD"}, "2024", "5.00 USD"},
		{aid.Money{Minor: 5, Currency: aid.NoCurrency}, "2024", ""},
		{aid.Money{}, "2024", ""},
		{aid.Money{Minor: 1 << 62, Currency: "EUR"}, "2021", ""},
	} {
		got, ok := reg.Dollars(c.sum, c.day)
		if got.String() != c.want || ok != (c.want != "") {
			t.Errorf("%s of %s: got %q, %v; want %q", c.sum, c.day, got, ok, c.want)
		}
	}
}

func TestValidateSaysAllAtOnce(t *testing.T) {
	err := aid.Request{
		ID: "has space", RequesterID: "XXX", Themes: aid.List[aid.Share]{{Code: "markng", Percent: 50}},
		Countries: aid.List[aid.Share]{{Code: "EU", Percent: 100}}, Kinds: aid.List[aid.HelpKind]{"prayer"},
		Amount: aid.Money{Minor: 5, Currency: "USD"}, FirstStage: aid.Money{Minor: 9, Currency: "USD"}, Consent: "perhaps",
	}.Validate(register())
	var problems aid.Problems
	if !errors.As(err, &problems) || !errors.Is(err, aid.ErrInvalid) {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Field+" "+p.Key)
	}
	want := []string{
		"id id_malformed", "need required", "requester unknown_party", "themes unknown_theme", "themes shares_total",
		"countries unknown_country", "kinds not_listed", "consent not_listed", "first_stage first_stage_above_amount",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestGapsCountsWhatItChecks(t *testing.T) {
	if n := len(aid.Request{}.Gaps()); n != aid.GapChecks {
		t.Errorf("an empty request has %d gaps", n)
	}
}

func TestSealBindsEveryField(t *testing.T) {
	e := aid.Entry{At: time.Date(2026, 11, 24, 9, 0, 0, 123456789, time.UTC), By: "a", Verb: "added", Subject: "x", Note: "n"}
	sealed := e.Seal("prev")
	if again := sealed.Seal("prev"); again.Hash != sealed.Hash {
		t.Error("sealing what is sealed gives another hash")
	}
	for name, other := range map[string]aid.Entry{
		"by": {At: e.At, By: "b", Verb: e.Verb, Subject: e.Subject, Note: e.Note},
		"at": {At: e.At.Add(time.Second), By: e.By, Verb: e.Verb, Subject: e.Subject, Note: e.Note},
	} {
		if other.Seal("prev").Hash == sealed.Hash {
			t.Errorf("another %s gives the same hash", name)
		}
	}
	if e.Seal("other").Hash == sealed.Hash {
		t.Error("another entry before gives the same hash")
	}
}

func TestEmptyListsAreListsInJSON(t *testing.T) {
	text, err := json.Marshal(aid.Request{})
	var back map[string]any
	if err != nil || json.Unmarshal(text, &back) != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"themes", "countries", "kinds"} {
		if list, ok := back[field].([]any); !ok || len(list) != 0 {
			t.Errorf("%s is written as %v", field, back[field])
		}
	}
}

func TestRegionsGoFromNarrowToWide(t *testing.T) {
	reg := register()
	for _, id := range []aid.PartyID{"TGO", "BEN", "GHA"} {
		reg.AddParty(aid.Party{ID: id, Kind: aid.State, Subregion: "Western Africa"})
	}
	for day, want := range map[aid.Date][]string{
		"2024": {"ECOWAS", "Western Africa"}, // two members on record, three States
		"2026": {"ECOWAS", "Western Africa"},
	} {
		if got := reg.Regions("TGO", day); !slices.Equal(got, want) {
			t.Errorf("around Togo in %s: %v, want %v", day, got, want)
		}
	}
	if got := reg.Regions("MLI", "2026"); len(got) != 0 {
		t.Errorf("around Mali, which has left: %v", got)
	}
}
