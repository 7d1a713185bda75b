package matcher_test

import (
	"errors"
	"slices"
	"testing"

	"ploughshare/aid"
	"ploughshare/matcher"
)

func TestWhatIfIsTheRoundWithTheChanges(t *testing.T) {
	in := many()
	before := propose(t, in)
	floor := 70
	for _, c := range []struct {
		name    string
		changes matcher.Changes
		same    func(*aid.Inputs)
	}{
		{"nothing", matcher.Changes{}, func(*aid.Inputs) {}},
		{"less money", matcher.Changes{Offers: []matcher.Envelope{{OfferID: "O03", Amount: aid.Money{Minor: 70_000_00, Currency: "USD"}}}},
			func(in *aid.Inputs) { in.Offers[3].Envelope.Minor = 70_000_00 }},
		{"an offer less", matcher.Changes{Without: []aid.OfferID{"O09"}}, func(in *aid.Inputs) { in.Offers = slices.Delete(in.Offers, 9, 10) }},
		{"another policy", matcher.Changes{Policy: []byte(`{"floor": 50, "weights": {"theme": 35}}`), Floor: &floor, Weights: map[string]int{"place": 10}},
			func(in *aid.Inputs) {
				in.Policy.Floor, in.Policy.Weights["theme"], in.Policy.Weights["place"] = 70, 35, 10
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := matcher.NewWhatIf(t.Context(), in, before, c.changes)
			if err != nil {
				t.Fatal(err)
			}
			other := many()
			c.same(&other)
			after := propose(t, other)
			if found.After.Value != after.Value || found.After.Proposals != len(after.Proposals) || found.Before.Value != before.Value {
				t.Errorf("got %+v and %+v; the rounds have %d and %d", found.Before, found.After, before.Value, after.Value)
			}
			sum := total(found.Requests)
			if sum.After.Minor-sum.Before.Minor != found.After.Placed.Minor-found.Before.Placed.Minor {
				t.Errorf("the changes add up to %+v, the tallies are %+v and %+v", sum, found.Before, found.After)
			}
			if c.changes.Policy == nil && sum.Points != after.Value-before.Value {
				t.Errorf("the changes add up to %d points, the values differ by %d", sum.Points, after.Value-before.Value)
			}
			if (c.name == "nothing") != (len(found.Requests) == 0) || len(found.Requests) > 0 && len(found.States) != 1 {
				t.Errorf("%d requests and %d States change", len(found.Requests), len(found.States))
			}
		})
	}
	if diff := in.Policy.Weights["theme"]; diff != 25 {
		t.Errorf("the round's own policy has changed: %d", diff)
	}
}

func total(changes []matcher.RequestChange) (sum matcher.Shift) {
	for _, c := range changes {
		var offers int64
		for _, o := range c.Offers {
			offers += o.After.Minor - o.Before.Minor
		}
		if offers != c.After.Minor-c.Before.Minor {
			sum.Points = -1 << 62 // no sum of values
		}
		sum.Before.Minor, sum.After.Minor, sum.Points = sum.Before.Minor+c.Before.Minor, sum.After.Minor+c.After.Minor, sum.Points+c.Points
	}
	return sum
}

// The same floor for each sub-region is the policy that names them all, and none is that of the score alone.
func TestWhatIfGivesEachSubregionALeastShare(t *testing.T) {
	in := three(150)
	in.Policy.Fairness.Shares = aid.Leximin
	before := propose(t, in)
	for least, want := range map[int]int64{0: 0, 30: 30} {
		found, err := matcher.NewWhatIf(t.Context(), in, before, matcher.Changes{Least: &least})
		if err != nil {
			t.Fatal(err)
		}
		south := slices.IndexFunc(found.Requests, func(r matcher.RequestChange) bool { return r.RequestID == "R3" })
		if south < 0 || found.Requests[south].After.Minor != want*100_000 {
			t.Errorf("at least %d %%: %+v, want %d thousand for R3", least, found.Requests, want)
		}
		if share := found.Regions[1]; share != (matcher.RegionChange{ID: "south", Before: 5000, After: int(want) * 100}) {
			t.Errorf("at least %d %%: the south has %+v", least, share)
		}
	}
	if in.Policy.Fairness.Shares != aid.Leximin {
		t.Errorf("the round's own policy has changed: %v", in.Policy.Fairness)
	}
}

// A standing programme that names no sum does not end because a sum is tried for it.
func TestWhatIfKeepsAnOfferOpen(t *testing.T) {
	in := world()
	in.Offers[0].Form, in.Offers[0].Valid, in.Offers[0].Envelope = aid.Bilateral, aid.Period{From: "1993"}, aid.Money{}
	half := matcher.Changes{Offers: []matcher.Envelope{{OfferID: "O1", Amount: aid.Money{Minor: 50_000_00, Currency: "USD"}}}}
	found, err := matcher.NewWhatIf(t.Context(), in, propose(t, in), half)
	if err != nil || found.After.Placed.String() != "50000.00 USD" || found.After.Short != 1 {
		t.Errorf("got %+v, %v", found.After, err)
	}
}

func TestWhatIfIsChecked(t *testing.T) {
	usd := aid.Money{Minor: 100, Currency: "USD"}
	for _, c := range []struct {
		field, key string
		changes    matcher.Changes
	}{
		{"offers[0].offer", "whatif_unknown_offer", matcher.Changes{Offers: []matcher.Envelope{{OfferID: "nobody", Amount: usd}}}},
		{"offers[0].amount", "whatif_amount", matcher.Changes{Offers: []matcher.Envelope{{OfferID: "O1"}}}},
		{"offers[0].amount", "unknown_currency", matcher.Changes{Offers: []matcher.Envelope{{OfferID: "O1", Amount: aid.Money{Minor: 1, Currency: "ZZZ"}}}}},
		{"without[1]", "whatif_unknown_offer", matcher.Changes{Without: []aid.OfferID{"O1", "O1"}}},
		{"policy", "whatif_policy", matcher.Changes{Policy: []byte(`{"wieghts": {}}`)}},
		{"weights", "weights_total", matcher.Changes{Weights: map[string]int{"theme": 40}}},
		{"fairness.floors", "percent_out_of_range", matcher.Changes{Least: new(101)}},
	} {
		in := world()
		_, err := matcher.NewWhatIf(t.Context(), in, propose(t, in), c.changes)
		var problems aid.Problems
		if !errors.As(err, &problems) || problems[0].Field != c.field || problems[0].Key != c.key {
			t.Errorf("%s: got %v, want %s", c.field, err, c.key)
		}
	}
}
