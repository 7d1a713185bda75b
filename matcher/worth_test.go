package matcher_test

import (
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// plain is many with requests that differ, one ample offer, no smallest projects and one region, and with a policy for
// which the size of an envelope has no part in the score, so that rounds with other envelopes can be held against it.
func plain(t *testing.T) aid.Inputs {
	in := many()
	for i := range in.Requests {
		if i%2 == 0 {
			in.Requests[i].Implementer = ""
		}
		if i%5 == 0 {
			in.Requests[i].DrawnUp, in.Requests[i].Contact = "", ""
		}
	}
	in.Offers[11].Envelope.Minor = 50_000_000_00
	for j := range in.Offers {
		in.Offers[j].MinProject = aid.Money{}
	}
	for i := range in.Reference.Parties {
		in.Reference.Parties[i].Subregion = "South"
	}
	in.Policy.Weights = map[string]int{"theme": 35, "place": 20, "kind": 10, "timing": 10, "readiness": 10, "waiting": 5, "record": 10}
	frozen, err := matcher.Freeze(in, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return frozen.Inputs
}

// What is said to be gained and lost is what rounds with so much more and less come to.
func TestWorthOfAnOfferIsThatOfTheRoundSolvedAnew(t *testing.T) {
	in := plain(t)
	value := propose(t, in).Value
	worth, err := matcher.NewWorth(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	spent, ample := 0, 0
	for j, w := range worth.Offers {
		if w.More > 0 {
			spent++
		}
		if !w.MoreFor.Known() {
			ample++
		}
		for _, by := range []int64{1, thousands(w.MoreFor), -1, -thousands(w.LessFor)} {
			slope := w.More
			if by < 0 {
				slope = w.Less
			}
			if got := propose(t, endowed(in, j, by)).Value - value; got != slope*by {
				t.Errorf("%s with %d thousand more: the value changes by %d, not %d (%+v)", w.OfferID, by, got, slope*by, w.Margin)
			}
		}
	}
	if spent == 0 || ample == 0 {
		t.Errorf("%d offers are spent and %d could take any sum: this tests too little", spent, ample)
	}
}

func thousands(m aid.Money) int64 { return m.Minor / 100_000 }

func endowed(in aid.Inputs, j int, by int64) aid.Inputs {
	in.Offers = slices.Clone(in.Offers)
	in.Offers[j].Envelope.Minor += by * 100_000
	return in
}

func TestWorthOfNewMoneyIsThatOfAPledge(t *testing.T) {
	in := plain(t)
	value := propose(t, in).Value
	worth, err := matcher.NewWorth(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(worth.Cells) != 3 || len(worth.Themes) != 3 || len(worth.Regions) != 1 {
		t.Fatalf("got %d cells, %d themes, %d regions", len(worth.Cells), len(worth.Themes), len(worth.Regions))
	}
	dearest := slices.MaxFunc(worth.Cells, func(a, b matcher.CellWorth) int { return int(a.More - b.More) })
	if worth.Regions[0].More != dearest.More || worth.Regions[0].RequestID != dearest.RequestID {
		t.Errorf("the region is worth %+v, its best cell %+v", worth.Regions[0], dearest)
	}
	for _, c := range worth.Cells {
		if c.More == 0 || thousands(c.MoreFor) < 2 {
			t.Fatalf("%+v: this tests too little", c)
		}
		for _, sum := range []int64{1, thousands(c.MoreFor)} {
			got := propose(t, pledged(in, c.Theme, sum)).Value - value
			if got != c.More*sum && (c.Theme == "marking" || got < c.More*sum) { // nothing but marking comes near to marking
				t.Errorf("a pledge of %d thousand for %s: the value rises by %d, said %d", sum, c.Theme, got, c.More*sum)
			}
		}
	}
}

func pledged(in aid.Inputs, theme aid.ThemeID, sum int64) aid.Inputs {
	in.Offers = append(slices.Clone(in.Offers), aid.Offer{
		ID: "pledge", Form: "pledge", Themes: aid.List[aid.ThemeID]{theme}, Places: aid.List[string]{"AAA"}, Kinds: aid.HelpKinds,
		Envelope: aid.Money{Minor: sum * 100_000, Currency: "USD"}, Valid: aid.Period{From: in.AsOf, To: in.AsOf.AddMonths(36)},
	})
	return in
}

// A request that gets a part says how much, and what holds the rest back.
func TestShort(t *testing.T) {
	in := world()
	limited, bare, large := in.Offers[0], in.Offers[0], in.Offers[0]
	limited.MaxProject = aid.Money{Minor: 40_000_00, Currency: "USD"}
	bare.ID, bare.Envelope = "O2", aid.Money{Minor: 30_000_00, Currency: "USD"}
	large.ID, large.Envelope, large.MinProject = "O3", aid.Money{Minor: 45_000_00, Currency: "USD"}, aid.Money{Minor: 50_000_00, Currency: "USD"}
	in.Offers = []aid.Offer{limited, bare, large}
	out := propose(t, in)
	if len(out.Short) != 1 || len(out.Unmatched) != 0 {
		t.Fatalf("got %+v", out)
	}
	s := out.Short[0]
	if s.Asked.String() != "100000.00 USD" || s.Proposed.String() != "70000.00 USD" {
		t.Errorf("asked %s, proposed %s", s.Asked, s.Proposed)
	}
	if got := keys(s.Reasons); !slices.Equal(got, []string{"short_limit", "short_small", "short_spent"}) {
		t.Errorf("the reasons are %v", got)
	}
	in.Offers = []aid.Offer{large}
	if out := propose(t, in); len(out.Unmatched) != 1 || out.Unmatched[0].Reason.Key != "unmatched_small" {
		t.Errorf("got %v, want that the sum is too small", out.Unmatched)
	}
}

// No eligible pair with room scores more than the prices give the two together: what the round counts, counted again
// from what it says.
func TestNoPairBlocks(t *testing.T) {
	in := plain(t)
	out := propose(t, in)
	needs, envelopes, near := prices(out.Needs), prices(out.Envelopes), 0
	for i, r := range in.Requests {
		for j, o := range in.Offers {
			if (i+j)%4 > 0 {
				continue
			}
			e, err := matcher.Explain(t.Context(), in, r.ID, o.ID)
			if err != nil {
				t.Fatal(err)
			}
			full := o.MaxProject.Known() && e.Amount.Minor/100_000 == o.MaxProject.Minor/100_000
			surplus := int64(e.Score.Total) - needs[string(r.ID)] - envelopes[string(o.ID)]
			if len(e.Findings) == 0 && e.Score.Total >= in.Policy.Floor*100 && !full {
				if near++; surplus > 0 {
					t.Errorf("%s and %s would gain %d by leaving", r.ID, o.ID, surplus)
				}
			}
		}
	}
	if out.Blocking != 0 || near < 20 {
		t.Errorf("%d pairs block, of %d looked at", out.Blocking, near)
	}
}

func prices(list []aid.Price) map[string]int64 {
	found := map[string]int64{}
	for _, p := range list {
		found[p.ID] = p.Points
	}
	return found
}

// One offer, two requests of which the one is served: the other is told whom it would displace, and at what loss.
func TestSwapSaysWhoWouldGiveUpWhat(t *testing.T) {
	in := world()
	in.Offers[0].Envelope = in.Requests[0].Amount
	worse := in.Requests[0]
	worse.ID, worse.Implementer = "R2", ""
	in.Requests = append(in.Requests, worse)
	e, err := matcher.Explain(t.Context(), in, "R2", "O1")
	if err != nil || e.Swap == nil {
		t.Fatalf("got %+v, %v", e, err)
	}
	better, err := matcher.Explain(t.Context(), in, "R1", "O1")
	if err != nil || !better.Proposed || better.Swap != nil {
		t.Fatalf("got %+v, %v", better, err)
	}
	if want := int64(better.Score.Total - e.Score.Total); e.Swap.Loss != want || want == 0 || e.Swap.For.String() != "100000.00 USD" {
		t.Errorf("lost %d for %s, want %d for the whole sum", e.Swap.Loss, e.Swap.For, want)
	}
	want := "[{move_gets map[offer:O1 request:R2 sum:100000.00 USD] } {move_less map[offer:O1 request:R1 sum:100000.00 USD] }]"
	if got := fmt.Sprint(e.Swap.Moves); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAlternates(t *testing.T) {
	in := plain(t)
	all, err := matcher.Alternates(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	proposals := propose(t, in).Proposals
	for i, r := range in.Requests {
		others, served := all[r.ID], slices.ContainsFunc(proposals, func(p aid.Proposal) bool { return p.RequestID == r.ID })
		if _, listed := all[r.ID]; listed != served || len(others) > 3 {
			t.Errorf("%s: served %v, %d others", r.ID, served, len(others))
		}
		if !slices.IsSortedFunc(others, func(a, b matcher.Other) int { return int(a.Loss - b.Loss) }) {
			t.Errorf("%s: not in order: %+v", r.ID, others)
		}
		for _, o := range others[:min(len(others), i%3)] {
			e, err := matcher.Explain(t.Context(), in, r.ID, o.OfferID)
			if err != nil || e.Proposed || e.Swap == nil || e.Swap.Loss != o.Loss || e.Score.Total != o.Total {
				t.Errorf("%s with %s: %+v, explained as %+v (%v)", r.ID, o.OfferID, o, e, err)
			}
		}
	}
}

// O1 is for R1 by theme and place; O2, with money to spare, is for both, but from farther away.
func TestWhyAnotherOfferIsNotProposed(t *testing.T) {
	in := world()
	second, global := in.Requests[0], in.Offers[0]
	second.ID, second.Themes = "R2", aid.EqualShares([]string{"ammunition"})
	global.ID, global.Places, global.Themes = "O2", aid.List[string]{"global"}, aid.List[aid.ThemeID]{"stockpile", "ammunition"}
	in.Offers[0].Envelope = in.Requests[0].Amount
	in.Requests, in.Offers = append(in.Requests, second), append(in.Offers, global)
	all, err := matcher.Alternates(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	want := map[aid.RequestID][]matcher.Other{
		"R1": {{OfferID: "O2", Total: 8510, Loss: 200, Reason: aid.Say("other_lower", "loss", "200")}},
		"R2": {{OfferID: "O1", Total: 7460, Loss: 1250, Reason: aid.Say("other_taken", "request", "R1", "loss", "1250")}},
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
