package matcher_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// neighbours is a world in which two States of one sub-region need stores for 60,000 dollars each.
func neighbours() aid.Inputs {
	in := world()
	for i := range in.Reference.Parties[:2] {
		in.Reference.Parties[i].Subregion = "Coast"
	}
	in.Reference.Embargoes = []aid.Embargo{{ID: "e", Target: "none", PartyID: "CCC", Start: "2018", Checked: "2026-11"}}
	in.Reference.Memberships[1].To = ""
	in.Offers[0].Places = aid.List[string]{"union"}
	in.Requests[0].Amount.Minor = 60_000_00
	next := in.Requests[0]
	next.ID, next.RequesterID, next.Countries = "R2", "BBB", aid.EqualShares([]string{"BBB"})
	in.Requests = append(in.Requests, next)
	return in
}

// An offer whose smallest project is above either need leaves both States with nothing; together they reach it.
func TestABundleReachesWhatSingleNeedsDoNot(t *testing.T) {
	in := neighbours()
	in.Offers[0].Places, in.Offers[0].MinProject = aid.List[string]{"global"}, aid.Money{Minor: 100_000_00, Currency: "USD"}
	out := propose(t, in)
	if len(out.Proposals) != 0 || len(out.Bundles) != 1 {
		t.Fatalf("%d proposals and %d bundles, want none and one", len(out.Proposals), len(out.Bundles))
	}
	b := out.Bundles[0]
	want := aid.Coverage{Thousands: 120, States: 2, Value: 120 * int64(b.Total)}
	if diff := cmp.Diff([]aid.Coverage{{}, want, want}, []aid.Coverage{b.Apart, b.Together, b.Gain}); diff != "" {
		t.Errorf("apart, together, gain (-want +got):\n%s", diff)
	}
	if got := keys(b.Reasons); !slices.Equal(got, []string{"bundle_minimum"}) || b.Place != "Coast" || b.Amount.String() != "120000.00 USD" {
		t.Errorf("got %v in %s for %s", got, b.Place, b.Amount)
	}
}

// The bundle takes the offer's money from a need that fits it better, and the difference says so.
func TestABundleHasItsCost(t *testing.T) {
	in := neighbours()
	in.Offers[0].Envelope.Minor = 150_000_00
	rival := in.Requests[0]
	rival.ID, rival.RequesterID, rival.Countries = "R0", "CCC", aid.EqualShares([]string{"CCC"})
	rival.Amount.Minor = 100_000_00
	in.Offers[0].Places = append(in.Offers[0].Places, "CCC") // by name, which counts for more
	in.Requests = append(in.Requests, rival)
	out := propose(t, in)
	if len(out.Bundles) != 1 {
		t.Fatalf("got %+v", out.Bundles)
	}
	b := out.Bundles[0]
	if b.Apart.Thousands != 150 || b.Gain.Thousands != 0 || b.Gain.Value >= 0 || b.Together.States != 3 {
		t.Errorf("apart %+v, together %+v, gain %+v", b.Apart, b.Together, b.Gain)
	}
}

func TestWhatIsNoBundle(t *testing.T) {
	for name, change := range map[string]func(*aid.Inputs){
		"no offer values it":         func(in *aid.Inputs) { in.Offers[0].Places = aid.List[string]{"global"} },
		"too dear for the offer":     func(in *aid.Inputs) { in.Offers[0].Envelope.Minor = 100_000_00 },
		"above the largest project":  func(in *aid.Inputs) { in.Offers[0].MaxProject = aid.Money{Minor: 100_000_00, Currency: "USD"} },
		"another kind of help":       func(in *aid.Inputs) { in.Requests[1].Kinds = aid.List[aid.HelpKind]{aid.Equipment} },
		"another theme":              func(in *aid.Inputs) { in.Requests[1].Themes = aid.EqualShares([]string{"ammunition"}) },
		"another time":               func(in *aid.Inputs) { in.Requests[1].Wanted = aid.Period{From: "2035", To: "2036"} },
		"the same State":             func(in *aid.Inputs) { in.Requests[1].RequesterID = "AAA" },
		"a State outside the region": func(in *aid.Inputs) { in.Reference.Memberships[1].To = "2025-01-29" },
		"one takes no part":          func(in *aid.Inputs) { in.Requests[1].Asked = aid.Period{From: "1998"} },
	} {
		in := neighbours()
		change(&in)
		if out := propose(t, in); len(out.Bundles) != 0 {
			t.Errorf("%s: got %+v", name, out.Bundles)
		}
	}
}

func TestBundles(t *testing.T) {
	in := neighbours()
	out := propose(t, in)
	if len(out.Bundles) != 1 || len(out.Proposals) != 2 {
		t.Fatalf("%d bundles beside %d proposals, want one beside two", len(out.Bundles), len(out.Proposals))
	}
	if got := keys(out.Bundles[0].Reasons); !slices.Equal(got, []string{"bundle_region"}) || out.Bundles[0].Gain != (aid.Coverage{}) {
		t.Errorf("got %v, gain %+v", got, out.Bundles[0].Gain)
	}
	in.Offers[0].Places = aid.List[string]{"global"}
	in.Pairings = []aid.Pairing{{ID: "P", Project: "p", BeneficiaryID: "AAA", Donors: in.Offers[0].Donors, Ran: aid.Period{From: "2020"}}}
	out = propose(t, in)
	if len(out.Bundles) != 1 || !slices.Equal(keys(out.Bundles[0].Reasons), []string{"bundle_record"}) {
		t.Errorf("by the record of the donors: got %+v", out.Bundles)
	}
}

// What a bundle is said to add must be what the best plan with it has: tried by taking it out by hand.
func TestTogetherIsTheBestPlanWithTheBundle(t *testing.T) {
	in := neighbours()
	in.Offers[0].Envelope.Minor = 130_000_00
	third := in.Requests[0]
	third.ID, third.RequesterID, third.Countries, third.Themes = "R3", "AAA", aid.EqualShares([]string{"AAA"}), aid.EqualShares([]string{"ammunition"})
	in.Requests = append(in.Requests, third)
	out := propose(t, in)
	b := out.Bundles[0]
	rest := in
	rest.Requests, rest.Offers = []aid.Request{third}, slices.Clone(in.Offers)
	rest.Offers[0].Envelope.Minor -= b.Amount.Minor
	left := propose(t, rest)
	want := 120 * int64(b.Total)
	for _, p := range left.Proposals {
		e, err := matcher.Explain(t.Context(), in, p.RequestID, p.OfferID) // scored beside the whole envelope
		if err != nil {
			t.Fatal(err)
		}
		want += p.Amount.Minor / 100_000 * int64(e.Score.Total)
	}
	if b.Together.Value != want || b.Together.Thousands != 130 {
		t.Errorf("together %+v, want a value of %d", b.Together, want)
	}
}
