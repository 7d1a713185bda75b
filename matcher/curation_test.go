package matcher_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/matcher"
)

func usd(thousands int64) aid.Money { return aid.Money{Minor: thousands * 100_000, Currency: "USD"} }

func curation(kind aid.CurationKind, request aid.RequestID, offer aid.OfferID, thousands int64) aid.Curation {
	c := aid.Curation{Kind: kind, RequestID: request, OfferID: offer, Reason: "as agreed in the briefing", By: "officer", MadeOn: "2026-11-20"}
	if kind != aid.Veto {
		c.Amount = usd(thousands)
	}
	return c
}

// two offers, either of which could meet the one request whole; the first fits better.
func choice() aid.Inputs {
	in := world()
	second := in.Offers[0]
	second.ID, second.Places, second.PlacesText = "O2", aid.List[string]{"global"}, "global"
	in.Offers = append(in.Offers, second)
	return in
}

func sums(out aid.Outcome) map[string]string {
	found := map[string]string{}
	for _, p := range out.Proposals {
		found[string(p.RequestID)+" "+string(p.OfferID)] = p.Amount.String()
	}
	return found
}

func TestCurations(t *testing.T) {
	for _, c := range []struct {
		name      string
		curations []aid.Curation
		want      map[string]string
	}{
		{"none", nil, map[string]string{"R1 O1": "100000.00 USD"}},
		{"a pin keeps its sum, and the rest goes where it fits best", []aid.Curation{curation(aid.Pin, "R1", "O2", 30)},
			map[string]string{"R1 O1": "70000.00 USD", "R1 O2": "30000.00 USD"}},
		{"a pin may get more", []aid.Curation{curation(aid.Pin, "R1", "O1", 30)}, map[string]string{"R1 O1": "100000.00 USD"}},
		{"a sum that is set does not", []aid.Curation{curation(aid.SetAmount, "R1", "O1", 30)},
			map[string]string{"R1 O1": "30000.00 USD", "R1 O2": "70000.00 USD"}},
		{"a veto", []aid.Curation{curation(aid.Veto, "R1", "O1", 0)}, map[string]string{"R1 O2": "100000.00 USD"}},
		{"all of it set", []aid.Curation{curation(aid.SetAmount, "R1", "O1", 30), curation(aid.Veto, "R1", "O2", 0)},
			map[string]string{"R1 O1": "30000.00 USD"}},
		{"both pinned", []aid.Curation{curation(aid.Pin, "R1", "O1", 60), curation(aid.Pin, "R1", "O2", 40)},
			map[string]string{"R1 O1": "60000.00 USD", "R1 O2": "40000.00 USD"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := choice()
			before := propose(t, in)
			in.Curations = c.curations
			out := propose(t, in)
			if diff := cmp.Diff(c.want, sums(out)); diff != "" {
				t.Errorf("proposals (-want +got):\n%s", diff)
			}
			if out.Value > before.Value || out.Bound != out.Value || out.Value != value(out) {
				t.Errorf("value %d of bound %d, the proposals add up to %d, before %d", out.Value, out.Bound, value(out), before.Value)
			}
			for _, p := range out.Proposals {
				i := slices.IndexFunc(c.curations, func(x aid.Curation) bool { return x.OfferID == p.OfferID })
				if (i >= 0) != (len(p.Curations) == 1) || i >= 0 && p.Curations[0].Args["reason"] != "as agreed in the briefing" {
					t.Errorf("%s says %v", p.OfferID, p.Curations)
				}
			}
		})
	}
}

func value(out aid.Outcome) (sum int64) {
	for _, p := range out.Proposals {
		sum += int64(p.Total) * ((p.Amount.Minor + 99_999) / 100_000)
	}
	return sum
}

func TestCuratedRequestsSayWhy(t *testing.T) {
	in := world()
	in.Curations = []aid.Curation{curation(aid.Veto, "R1", "O1", 0)}
	out := propose(t, in)
	if len(out.Unmatched) != 1 || out.Unmatched[0].Reason.Key != "unmatched_curation" {
		t.Errorf("got %v", out.Unmatched)
	}
	e, err := matcher.Explain(t.Context(), in, "R1", "O1")
	if err != nil || len(e.Curations) != 1 || e.Curations[0].Key != "curated_veto" || e.Proposed {
		t.Errorf("explained as %+v, %v", e, err)
	}
	in.Curations = []aid.Curation{curation(aid.SetAmount, "R1", "O1", 30)}
	out = propose(t, in)
	if len(out.Short) != 1 || !slices.Contains(keys(out.Short[0].Reasons), "short_curated") {
		t.Errorf("got %v", out.Short)
	}
	e, err = matcher.Explain(t.Context(), in, "R1", "O1")
	if err != nil || !e.Proposed || e.Amount != usd(30) || len(e.Others) != 0 {
		t.Errorf("explained as %+v, %v", e, err)
	}
}

// A pin that cannot be kept is refused with what binds.
func TestImpossiblePins(t *testing.T) {
	pin := curation(aid.Pin, "R1", "O1", 60)
	for _, c := range []struct {
		key    string
		pins   []aid.Curation
		change func(in *aid.Inputs)
	}{
		{"curation_unknown_pair", []aid.Curation{curation(aid.Pin, "R1", "O9", 60)}, func(*aid.Inputs) {}},
		{"curation_unknown_pair", []aid.Curation{curation(aid.Veto, "R9", "O1", 0)}, func(*aid.Inputs) {}},
		{"veto_place_because", []aid.Curation{pin}, func(in *aid.Inputs) { in.Offers[0].Places = aid.List[string]{"BBB"} }},
		{"veto_time_ended", []aid.Curation{pin}, func(in *aid.Inputs) { in.Offers[0].Valid.To = "2026-10" }},
		{"unmatched_expired", []aid.Curation{pin}, func(in *aid.Inputs) { in.Requests[0].Asked = aid.Period{From: "1998", To: "1998"} }},
		{"pin_below_floor", []aid.Curation{pin}, func(in *aid.Inputs) { in.Policy.Floor = 99 }},
		{"pin_amount", []aid.Curation{curation(aid.Pin, "R1", "O1", 0)}, func(*aid.Inputs) {}},
		{"pin_over_need", []aid.Curation{curation(aid.Pin, "R1", "O1", 101)}, func(*aid.Inputs) {}},
		{"pin_below_minimum", []aid.Curation{pin}, func(in *aid.Inputs) { in.Offers[0].MinProject = usd(80) }},
		{"pin_over_limit", []aid.Curation{pin}, func(in *aid.Inputs) { in.Offers[0].MaxProject = usd(50) }},
		{"pins_over_envelope", []aid.Curation{pin}, func(in *aid.Inputs) { in.Offers[0].Envelope = usd(50) }},
		{"pins_over_envelope", []aid.Curation{pin, curation(aid.Pin, "R2", "O1", 60)}, func(in *aid.Inputs) {
			second := in.Requests[0]
			second.ID = "R2"
			in.Requests, in.Offers[0].Envelope = append(in.Requests, second), usd(100)
		}},
		{"pins_over_need", []aid.Curation{pin, curation(aid.Pin, "R1", "O2", 60)}, func(*aid.Inputs) {}},
		{"pins_not_whole", []aid.Curation{pin}, func(in *aid.Inputs) { in.Requests[0].Whole = true }},
		{"pins_one_donor", []aid.Curation{pin, curation(aid.Pin, "R1", "O2", 40)}, func(in *aid.Inputs) { in.Requests[0].OneDonor = true }},
	} {
		in := choice()
		c.change(&in)
		in.Curations = c.pins
		_, err := matcher.Propose(t.Context(), in)
		var problems aid.Problems
		if !errors.As(err, &problems) || problems[0].Key != c.key {
			t.Errorf("got %v, want %s", err, c.key)
		}
	}
}

// On a market where money is short, with rules of all kinds: every plan keeps to what was pinned, proves itself, and does
// not depend on the order of rows.
func TestCuratedRoundsKeepAllRules(t *testing.T) {
	for seed := range uint64(6) {
		in := many()
		for i := range in.Requests {
			in.Requests[i].OneDonor = i%5 == 0
		}
		random := rand.New(rand.NewPCG(seed, 3))
		for _, p := range propose(t, in).Proposals {
			switch kind := aid.CurationKinds[random.IntN(3)]; {
			case random.IntN(4) > 0:
			case kind == aid.Veto:
				in.Curations = append(in.Curations, curation(kind, p.RequestID, p.OfferID, 0))
			case p.Amount.Minor > 61_000_00:
				in.Curations = append(in.Curations, curation(kind, p.RequestID, p.OfferID, 61))
			}
		}
		out := propose(t, in)
		got := map[[2]string]aid.Money{}
		for _, p := range out.Proposals {
			got[[2]string{string(p.RequestID), string(p.OfferID)}] = p.Amount
		}
		for _, c := range in.Curations {
			sum, given := got[[2]string{string(c.RequestID), string(c.OfferID)}]
			switch {
			case c.Kind == aid.Veto && given, c.Kind == aid.SetAmount && sum != c.Amount, c.Kind == aid.Pin && sum.Minor < c.Amount.Minor:
				t.Errorf("seed %d: %s of %s: %q", seed, c.Kind, c.Amount, sum)
			}
		}
		checkMoney(t, in, out)
		curve, err := matcher.Fairness(t.Context(), in)
		if last := curve[len(curve)-1]; err != nil || len(out.Levels) == 4 && last.Value != out.Value {
			t.Errorf("seed %d: the curve ends at %d, the plan has %d (%v)", seed, last.Value, out.Value, err)
		}
		if _, err := matcher.NewWorth(t.Context(), in); err != nil {
			t.Error(err)
		}
		_, digest, _ := matcher.Digest(out)
		shuffle(random, in.Requests)
		shuffle(random, in.Offers)
		shuffle(random, in.Curations)
		if _, other, _ := matcher.Digest(propose(t, in)); other != digest {
			t.Errorf("seed %d: another order of rows gives another outcome", seed)
		}
	}
}

// checkMoney holds a plan against envelopes, needs and the one donor that some requests want.
func checkMoney(t *testing.T, in aid.Inputs, out aid.Outcome) {
	t.Helper()
	given, got, donors := map[aid.OfferID]int64{}, map[aid.RequestID]int64{}, map[aid.RequestID]int{}
	for _, p := range out.Proposals {
		given[p.OfferID] += p.Amount.Minor
		got[p.RequestID] += p.Amount.Minor
		donors[p.RequestID]++
	}
	for _, o := range in.Offers {
		if given[o.ID] > o.Envelope.Minor {
			t.Errorf("offer %s gives %d cents of %d", o.ID, given[o.ID], o.Envelope.Minor)
		}
	}
	for _, r := range in.Requests {
		if got[r.ID] > r.Amount.Minor || r.OneDonor && donors[r.ID] > 1 {
			t.Errorf("request %s gets %d cents of %d from %d offers", r.ID, got[r.ID], r.Amount.Minor, donors[r.ID])
		}
	}
}
