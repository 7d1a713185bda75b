package aid_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
)

// A year of two regions: what is of other years, cancelled, pledged or told twice does not count, and nothing counts twice.
func TestYearlyCountsEachThingOnceWhereItBelongs(t *testing.T) {
	usd := func(n int64) aid.Money { return aid.Money{Minor: n * 100, Currency: "USD"} }
	parties := []aid.Party{
		{ID: "TGO", Kind: aid.State, Region: "Africa", Centre: "UNREC"}, {ID: "MLI", Kind: aid.State, Region: "Africa", Centre: "UNREC"},
		{ID: "ALB", Kind: aid.State, Region: "Europe"}, {ID: "fund", Kind: aid.Fund},
	}
	facts := aid.YearlyFacts{
		Register: aid.NewRegister(aid.Reference{Parties: parties}), Parties: parties,
		Requests: []aid.Request{
			{ID: "A", RequesterID: "TGO", Amount: usd(100), Asked: aid.Period{From: "2026", To: "2026"}, Countries: aid.EqualShares([]string{"TGO", "ALB"}), Provenance: aid.Provenance{ReportYear: 2026}},
			{ID: "B", RequesterID: "TGO", Amount: aid.Money{Minor: 5, Currency: "CHF"}, Asked: aid.Period{From: "2026-03", To: "2026-03"}, Countries: aid.EqualShares([]string{"TGO"}), Provenance: aid.Provenance{ReportYear: 2026}},
			{ID: "C", RequesterID: "ALB", Asked: aid.Period{From: "2019", To: "2019"}, Countries: aid.EqualShares([]string{"ALB"}), Provenance: aid.Provenance{ReportYear: 2018}},
		},
		Reports: []aid.PartyID{"TGO", "MLI"},
		Offers: []aid.Offer{
			{Valid: aid.Period{From: "2025"}}, {Valid: aid.Period{From: "2020", To: "2025"}}, {Valid: aid.Period{From: "2027"}}, {Valid: aid.Period{To: "2026"}},
		},
		Proposals: []aid.Proposal{
			{RequestID: "A", OfferID: "1", RoundID: "R2026-1", Status: aid.Proposed}, {RequestID: "A", OfferID: "1", RoundID: "R2026-2", Status: aid.Published},
			{RequestID: "C", OfferID: "1", RoundID: "R2026-2", Status: aid.Vetoed},
		},
		Commitments: []aid.Commitment{
			{RequestID: "A", Kind: aid.Firm, Amount: usd(50), OfOffer: usd(50), MadeOn: "2026-01-05"},
			{RequestID: "A", Kind: aid.Disbursed, Amount: usd(20), MadeOn: "2026-02-05"}, // of the commitment above
			{RequestID: "A", Kind: aid.Pledged, Amount: usd(70), MadeOn: "2026-01-05"},
			{RequestID: "A", Kind: aid.Firm, Amount: usd(30), OfOffer: usd(30), MadeOn: "2026-01-05", Cancelled: "2026-01-06"},
			{RequestID: "A", Kind: aid.Firm, Amount: usd(40), OfOffer: usd(40), MadeOn: "2025-12-31"},
		},
		Results: []aid.Result{
			{RequestID: "A", By: "TGO", Unit: aid.WeaponsDestroyed, Quantity: 10, AchievedOn: "2026-05"},
			{RequestID: "A", By: "JPN", Unit: aid.WeaponsDestroyed, Quantity: 12, AchievedOn: "2026"},
			{RequestID: "A", By: "TGO", Unit: aid.WeaponsDestroyed, Quantity: 99, AchievedOn: "2025"},
		},
	}
	empty := func() map[aid.Unit]int64 { return map[aid.Unit]int64{} }
	africa := aid.Tally{
		Name: "Africa", Requests: 2, Asked: usd(100), Matches: 1, Published: 1, Committed: usd(50), Paid: usd(20),
		Achieved: map[aid.Unit]int64{aid.WeaponsDestroyed: 10, aid.StatesHelped: 1}, Reported: 2, States: 2,
	}
	europe := aid.Tally{Name: "Europe", Matches: 1, Achieved: map[aid.Unit]int64{aid.StatesHelped: 1}, States: 1}
	all := africa
	all.Name, all.Matches, all.States, all.Achieved = "", 2, 3, map[aid.Unit]int64{aid.WeaponsDestroyed: 10, aid.StatesHelped: 2}
	centre, none := africa, europe
	centre.Name, none.Name = "UNREC", ""
	want := aid.Yearly{Year: 2026, Offers: 2, All: all, Regions: []aid.Tally{africa, europe}, Centres: []aid.Tally{none, centre}, Unrated: 1}
	if diff := cmp.Diff(want, aid.NewYearly(2026, facts)); diff != "" {
		t.Error(diff)
	}
	if y := aid.NewYearly(1999, facts); y.All.Requests+y.All.Matches != 2 || !cmp.Equal(y.All.Achieved, empty()) {
		t.Errorf("a year without anything: %+v", y.All) // proposals are those of the rounds that are given
	}
}

func TestSymbols(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{aid.Subject{Round: "R2026-1"}.Symbol("PP", 3), "GIS/2026/1/PP.3"},
		{aid.Subject{Year: 2026}.Symbol("YF", 1), "GIS/2026/YF.1"},
		{aid.Corrigendum("GIS/2026/1/PP.3", 1), "GIS/2026/1/PP.3/Corr.1"},
		{aid.Corrigendum("GIS/2026/1/PP.3/Corr.1", 2), "GIS/2026/1/PP.3/Corr.2"},
		{string(aid.NewIssueID("GIS/2026/1/PP.3/Corr.1")), "GIS-2026-1-PP.3-Corr.1"},
		{string(aid.Issue{ID: "GIS-2026-YF.1"}.Paper("fr", "docx").ID), "GIS-2026-YF.1.fr.docx"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestWrittenIn(t *testing.T) {
	for need, want := range map[string]string{
		"Two machines": "", "حملة توعية في 12 بلدية": "ar", "Две машины (ИСО)": "ru", "两台机器": "zh", "": "", "12": "",
		"Marking, in Arabic وسم": "",
	} {
		if got := (aid.Request{Need: need}).WrittenIn(); got != want {
			t.Errorf("%q is in %q, want %q", need, got, want)
		}
	}
	if got := (aid.Request{Need: "حملة", Language: "fr"}).WrittenIn(); got != "fr" {
		t.Errorf("what is stated counts: got %q", got)
	}
}
