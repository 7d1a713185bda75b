package matcher_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// past is a world with three donors: only "near" names the State, "far" is for another theme, "wide" is for everybody.
func past() (aid.Inputs, aid.Pairing) {
	in := world()
	for _, id := range []aid.PartyID{"near", "far", "wide"} {
		in.Reference.Parties = append(in.Reference.Parties, aid.Party{ID: id, Kind: aid.Organisation, Names: aid.Names{"en": string(id)}})
	}
	offer := in.Offers[0]
	offer.Valid = aid.Period{From: "2010", To: "2020"}
	far, wide := offer, offer
	offer.ID, offer.Donors = "O-near", aid.List[aid.PartyID]{"near"}
	far.ID, far.Donors, far.Themes = "O-far", aid.List[aid.PartyID]{"far"}, aid.List[aid.ThemeID]{"marking"}
	wide.ID, wide.Donors, wide.Places = "O-wide", aid.List[aid.PartyID]{"wide"}, aid.List[string]{"global"}
	in.Offers = []aid.Offer{offer, far, wide}
	return in, aid.Pairing{
		ID: "P1", Project: "one", BeneficiaryID: "AAA", Donors: aid.List[aid.PartyID]{"near"}, Title: "Stores",
		Themes: aid.List[aid.ThemeID]{"stockpile"}, Kinds: aid.List[aid.HelpKind]{aid.Training}, Ran: aid.Period{From: "2015"},
	}
}

func backcast(t *testing.T, in aid.Inputs, judged ...aid.Pairing) matcher.Hindcast {
	t.Helper()
	h, err := matcher.Backcast(in, judged)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHindcastRanksTheRealDonor(t *testing.T) {
	in, near := past()
	wide, far := near, near
	wide.ID, wide.Project, wide.Donors = "P2", "two", aid.List[aid.PartyID]{"wide"}
	far.ID, far.Project, far.Donors = "P3", "three", aid.List[aid.PartyID]{"far"}
	h := backcast(t, in, near, wide, far)
	ranks := map[aid.PairingID]int{}
	for _, found := range h.Found {
		ranks[found.PairingID] = found.Rank
	}
	if diff := cmp.Diff(map[aid.PairingID]int{"P1": 1, "P2": 2, "P3": 3}, ranks); diff != "" {
		t.Errorf("ranks (-want +got):\n%s", diff)
	}
	policy := h.Hits[0]
	if want := (matcher.Hits{Ranking: "policy", At1: 333, At3: 1000, At5: 1000, MRR: 611}); policy != want {
		t.Errorf("got %+v, want %+v", policy, want)
	}
}

func TestProjectsWeighTheSame(t *testing.T) {
	in, near := past()
	judged := []aid.Pairing{near}
	for _, theme := range []aid.ThemeID{"stockpile", "ammunition"} { // one project of two rows that the policy ranks second
		row := near
		row.ID, row.Project, row.Donors, row.Themes = aid.PairingID("W-"+theme), "wide", aid.List[aid.PartyID]{"wide"}, aid.List[aid.ThemeID]{theme}
		judged = append(judged, row)
	}
	if h := backcast(t, in, judged...); h.Hits[0].At1 != 500 || h.Projects != 2 || h.Used != 3 {
		t.Errorf("got %+v over %d projects and %d rows, want hit@1 of 500 over 2 and 3", h.Hits[0], h.Projects, h.Used)
	}
}

// The project that is looked for must not be part of the track record, and neither may what came later, what began at
// some time in the same year, or what is not dated.
func TestHindcastDoesNotPeek(t *testing.T) {
	in, near := past()
	near.Ran.From = "2015"
	bare := backcast(t, in, near)
	in.Pairings = []aid.Pairing{near}
	for i, began := range []aid.Date{"2019", "2015", "2015-01-01", ""} {
		other := near
		other.ID, other.Project = aid.PairingID(rune('a'+i)), string(rune('a'+i))
		other.Ran, other.Donors = aid.Period{From: began}, aid.List[aid.PartyID]{"wide"}
		in.Pairings = append(in.Pairings, other)
	}
	if diff := cmp.Diff(bare, backcast(t, in, near)); diff != "" {
		t.Errorf("the answer changes the question (-without +with):\n%s", diff)
	}
}

// An offer that cannot be told from others counts as often as it would come first by lot.
func TestEqualOffersStandInEveryOrder(t *testing.T) {
	in, near := past()
	for _, o := range in.Offers[:2] { // as good as "near" to the letter, but of others
		o.ID, o.Donors, o.Themes, o.Places = "E-"+o.ID, aid.List[aid.PartyID]{"far"}, in.Offers[0].Themes, in.Offers[0].Places
		in.Offers = append(in.Offers, o)
	}
	h := backcast(t, in, near)
	if want := (matcher.Hits{Ranking: "policy", At1: 333, At3: 1000, At5: 1000, MRR: 611}); h.Hits[0] != want {
		t.Errorf("got %+v, want %+v", h.Hits[0], want)
	}
	if want := (matcher.Hits{Ranking: "chance", At1: 200, At3: 600, At5: 1000, MRR: 457}); h.Hits[4] != want {
		t.Errorf("got %+v, want %+v", h.Hits[4], want)
	}
	if f := h.Found[0]; f.Rank != 1 || f.Tied != 2 {
		t.Errorf("got %+v, want the first rank with two others", f)
	}
}

// Every row falls into one part of each split, and the rows of a project into the same.
func TestPartsCoverAll(t *testing.T) {
	in, near := past()
	var judged []aid.Pairing
	for i := range 20 {
		x := near
		x.ID, x.Project = aid.PairingID(rune('a'+i)), "project "+string(rune('a'+i/2))
		x.Ran.From = aid.Date([]string{"2011", "2013", "2015", "2017"}[i%4])
		x.Themes = aid.List[aid.ThemeID]{[]aid.ThemeID{"stockpile", "ammunition"}[i%2]}
		judged = append(judged, x)
	}
	h := backcast(t, in, judged...)
	for i := 0; i < len(h.Parts); i += 2 {
		one, other := h.Parts[i], h.Parts[i+1]
		if one.Used+other.Used != h.Used || i < 4 && one.Projects+other.Projects != h.Projects {
			t.Errorf("%s and %s: %d and %d of %d rows", one.Name.Key, other.Name.Key, one.Used, other.Used, h.Used)
		}
	}
}

func TestSensitivityMovesFivePoints(t *testing.T) {
	in, near := past()
	shifts, err := matcher.Sensitivity(in, []aid.Pairing{near})
	if err != nil || len(shifts) != 72 || shifts[0].At1 > shifts[71].At1 {
		t.Errorf("got %d shifts, %v", len(shifts), err)
	}
}

// The implementer that an offer names has worked in the State before, for another donor.
func TestImplementersHaveARecord(t *testing.T) {
	in := world()
	before := propose(t, in).Proposals[0].Total
	in.Offers[0].Applicants = "SEESAC (UNDP)"
	in.Pairings = []aid.Pairing{{ID: "P", Project: "p", BeneficiaryID: "AAA", Donors: aid.List[aid.PartyID]{"other"},
		Implementer: "OSCE; seesac", Ran: aid.Period{From: "2020"}}}
	if after := propose(t, in).Proposals[0].Total; after != before+50*in.Policy.Weights["record"] {
		t.Errorf("the total goes from %d to %d", before, after)
	}
}

func TestHindcastSaysWhatItCannotUse(t *testing.T) {
	in, near := past()
	change := func(id aid.PairingID, change func(*aid.Pairing)) aid.Pairing {
		x := near
		x.ID, x.Project = id, string(id)
		change(&x)
		return x
	}
	twin := near
	twin.ID = "twin"
	h := backcast(t, in, near, twin,
		change("a", func(x *aid.Pairing) { x.Donors = nil }),
		change("b", func(x *aid.Pairing) { x.Ran = aid.Period{} }),
		change("c", func(x *aid.Pairing) { x.BeneficiaryID = "union" }),
		change("d", func(x *aid.Pairing) { x.Themes = nil }),
		change("e", func(x *aid.Pairing) { x.Ran.From = "2005" }),
		change("f", func(x *aid.Pairing) { x.Ran.From = "2009-12-31" }), // the offers begin a day later
		change("g", func(x *aid.Pairing) { x.Donors = aid.List[aid.PartyID]{"donor"} }),
	)
	got := map[string]int{}
	for _, s := range h.Skipped {
		got[s.Reason.Key] = len(s.Pairings)
	}
	want := map[string]int{
		"hindcast_no_donor": 1, "hindcast_no_beginning": 1, "hindcast_no_state": 1, "hindcast_no_theme": 1,
		"hindcast_not_open": 2, "hindcast_no_offer": 1, "hindcast_twice": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" || h.Used != 1 {
		t.Errorf("%d used; skipped (-want +got):\n%s", h.Used, diff)
	}
}

// A pooled fund stands behind the offer that is named after it, whose donors are those that pay into the fund.
func TestAPooledFundStandsBehindItsOffers(t *testing.T) {
	in, x := past()
	in.Reference.Parties = append(in.Reference.Parties, aid.Party{ID: "POOL", Kind: aid.Fund, Names: aid.Names{"en": "Pooled Facility"}})
	x.Donors = aid.List[aid.PartyID]{"POOL"}
	if h := backcast(t, in, x); h.Used != 0 {
		t.Fatalf("found %+v, though no offer is the fund's", h.Found)
	}
	in.Offers[0].Programme = "POOL call 2010"
	in.Offers[1].Programme, in.Offers[1].Form = "Contribution to the Pooled Facility", aid.Contribution
	if h := backcast(t, in, x); h.Used != 1 || h.Found[0].OfferID != "O-near" {
		t.Errorf("found %+v, want the call of the fund", h.Found)
	}
	x.Ran.From, in.Pairings = "2012", []aid.Pairing{x}
	e, err := matcher.Explain(t.Context(), in, "R1", "O-near")
	if err != nil {
		t.Fatal(err)
	}
	if record := e.Score.Parts[7]; record.Criterion != "record" || record.Value != 100 {
		t.Errorf("the record of the fund counts %+v, want all", record)
	}
}
