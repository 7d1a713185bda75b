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

// The project that is looked for must not be part of the track record, and neither may what came later.
func TestHindcastDoesNotPeek(t *testing.T) {
	in, near := past()
	bare := backcast(t, in, near)
	later := near
	later.ID, later.Project, later.Ran = "P9", "later", aid.Period{From: "2019"}
	later.Donors = aid.List[aid.PartyID]{"wide"}
	in.Pairings = []aid.Pairing{near, later}
	if diff := cmp.Diff(bare, backcast(t, in, near)); diff != "" {
		t.Errorf("the answer changes the question (-without +with):\n%s", diff)
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
	)
	got := map[string]int{}
	for _, s := range h.Skipped {
		got[s.Reason] = len(s.Pairings)
	}
	want := map[string]int{
		"the source names no donor": 1, "the beginning is not known": 1, "the beneficiary is not one State": 1, "no theme": 1,
		"no offer of the donor was open": 1, "same beneficiary, theme and kind of help of the same project": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" || h.Used != 1 {
		t.Errorf("%d used; skipped (-want +got):\n%s", h.Used, diff)
	}
}
