package matcher_test

import (
	"fmt"
	"testing"

	"ploughshare/aid"
	"ploughshare/matcher"
)

func TestAllOrNothing(t *testing.T) {
	in := three(160)
	in.Requests[0].Whole, in.Requests[1].Whole = true, true
	out := propose(t, in)
	got := given(out)
	if got["R1"]+got["R2"] != 100 || got["R3"] != 60 {
		t.Errorf("given %v, want one of R1 and R2 whole and the rest to R3, which may be split", got)
	}
	if len(out.Unmatched) != 1 || out.Unmatched[0].Reason.Key != "unmatched_rule" {
		t.Errorf("unmatched: %v", out.Unmatched)
	}
	if out.Value >= out.Bound || len(out.Levels) != 3 {
		t.Errorf("value %d, bound %d, levels %v", out.Value, out.Bound, out.Levels)
	}
}

func TestOneDonor(t *testing.T) {
	in := world()
	in.Offers[0].Envelope.Minor = 70_000_00
	second := in.Offers[0]
	second.ID, second.Envelope.Minor = "O2", 60_000_00
	in.Offers = append(in.Offers, second)
	wantGiven(t, propose(t, in), "map[R1:100]")

	in.Requests[0].OneDonor = true
	out := propose(t, in)
	wantGiven(t, out, "map[R1:70]")
	if len(out.Proposals) != 1 || out.Value >= out.Bound {
		t.Errorf("%d proposals, value %d, bound %d", len(out.Proposals), out.Value, out.Bound)
	}

	in.Requests[0].Whole = true
	if out := propose(t, in); len(out.Proposals) != 0 || out.Unmatched[0].Reason.Key != "unmatched_rule" || out.Unreached[0].Reason.Key != "unreached_rule" {
		t.Errorf("given %v, unmatched %v, unreached %v", given(out), out.Unmatched, out.Unreached)
	}
}

// Money that two whole requests leave is too little for the smallest project, so it stays where it is.
func TestSmallestProject(t *testing.T) {
	in := three(230)
	in.Offers[0].MinProject = aid.Money{Minor: 40_000_00, Currency: "USD"}
	wantGiven(t, propose(t, in), "map[R1:100 R2:100]")
}

// With rules of all kinds on a market where money is short, every plan keeps them, whatever comes before the score.
func TestRulesAreKept(t *testing.T) {
	for seed := range 8 {
		in := many()
		in.Policy.Fairness = aid.Fairness{Reach: 20 * (seed % 2), Shares: []aid.Shares{aid.NoShares, aid.Leximin}[seed/2%2]}
		for i := range in.Requests {
			in.Requests[i].Whole, in.Requests[i].OneDonor = (i+seed)%3 == 0, (i+seed)%4 == 0
			in.Requests[i].Countries = aid.EqualShares([]string{[]string{"AAA", "BBB"}[i%2]})
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) { wantRules(t, in) })
	}
}

func wantRules(t *testing.T, in aid.Inputs) {
	out := propose(t, in)
	least, donors, given := map[aid.OfferID]int64{}, map[aid.RequestID]int{}, map[aid.RequestID]int64{}
	for _, o := range in.Offers {
		least[o.ID] = o.MinProject.Minor
	}
	for _, p := range out.Proposals {
		donors[p.RequestID]++
		given[p.RequestID] += p.Amount.Minor
		if p.Amount.Minor < least[p.OfferID] {
			t.Errorf("%s gives %s", p.OfferID, p.Amount)
		}
	}
	for _, r := range in.Requests {
		if r.Whole && given[r.ID] > 0 && given[r.ID] < r.Amount.Minor {
			t.Errorf("%s, which is all or nothing, gets %d of %d", r.ID, given[r.ID], r.Amount.Minor)
		}
		if r.OneDonor && donors[r.ID] > 1 {
			t.Errorf("%s has %d donors", r.ID, donors[r.ID])
		}
	}
	if out.Value > out.Bound || out.Value < out.Bound*85/100 {
		t.Errorf("value %d, bound %d", out.Value, out.Bound)
	}
	again, digest, _ := matcher.Digest(propose(t, in))
	if _, first, _ := matcher.Digest(out); first != digest {
		t.Errorf("another outcome: %s", again)
	}
}
