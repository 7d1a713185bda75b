package matcher

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// judge says in the outcome how far the plan got on each level, how far any plan could, and what fairness cost.
func (m *market) judge(ctx context.Context, out *aid.Outcome, pl *plan, changed bool) error {
	best, got := pl.counts(&m.problem, pl.relaxed), pl.counts(&m.problem, pl.Flow)
	pins := m.pinnedValue()
	out.Free, out.Bound = pl.free.Levels[0].Value+pins, pl.Levels[scoreLevel].Value+pins
	if got != best { // less fair than the plan that the bound is about: only what bounds every plan holds
		out.Bound = out.Free
	}
	out.Levels = []aid.Level{
		{Name: "reach", Value: got[reachLevel], Bound: best[reachLevel]},
		{Name: "floors", Value: got[floorLevel], Bound: best[floorLevel]},
		{Name: "score", Value: out.Value, Bound: out.Bound},
	}
	if !changed {
		lottery := pl.Levels[scoreLevel+1].Value
		out.Levels = append(out.Levels, aid.Level{Name: "lottery", Value: lottery, Bound: lottery})
	}
	for i := range out.Needs {
		out.Needs[i].Reach, out.Needs[i].Floors = pl.Levels[reachLevel].Need[i], pl.Levels[floorLevel].Need[i]
	}
	for j := range out.Envelopes {
		out.Envelopes[j].Reach, out.Envelopes[j].Floors = pl.Levels[reachLevel].Budget[j], pl.Levels[floorLevel].Budget[j]
	}
	m.amend(out, pl)
	out.Unreached = m.unreached(pl)
	prices, err := m.floorPrices(ctx, pl)
	out.Regions = m.shares(pl, prices)
	return err
}

// amend corrects the reason of a request that got nothing though its score is high enough: a rule kept it out, or what
// comes before the score did.
func (m *market) amend(out *aid.Outcome, pl *plan) {
	rules, left := m.demands(), slices.Clone(m.problem.Budget)
	for a, x := range pl.Flow {
		left[m.problem.Offer[a]] -= x
	}
	wanted, free := met(&m.problem, pl.relaxed), met(&m.problem, pl.free.Flow)
	unfair := pl.counts(&m.problem, pl.free.Flow) != pl.counts(&m.problem, pl.relaxed)
	for k := range out.Unmatched {
		u := &out.Unmatched[k]
		i, _ := slices.BinarySearchFunc(m.needs, u.RequestID, func(n need, id aid.RequestID) int {
			return cmp.Compare(n.ID, id)
		})
		arcs := m.problem.Offer[m.problem.Start[i]:m.problem.Start[i+1]]
		spare := slices.ContainsFunc(arcs, func(j int32) bool { return left[j] > 0 })
		switch {
		case len(arcs) == 0, u.Reason.Key == "unmatched_small":
		case rules.Bind(&m.problem, i) && (wanted[i] > 0 || spare):
			u.Reason = aid.Say("unmatched_rule", "offers", u.Reason.Args["offers"])
		case unfair && wanted[i] == 0 && free[i] > 0:
			u.Reason = aid.Say("unmatched_fair", "offers", u.Reason.Args["offers"])
		}
	}
}

// counts are what a flow has on the first two levels.
func (pl *plan) counts(p *flow.Problem, amounts []int32) (counts [scoreLevel]int64) {
	state, region := pl.totals(met(p, amounts))
	for s, x := range state {
		counts[reachLevel] += min(x, pl.reach[s])
	}
	for r, x := range region {
		counts[floorLevel] += min(x, pl.floor[r])
	}
	return counts
}

// floorPrices are what the last thousand of each floor costs the score. At the floors themselves, which can rise no
// more, a price could be of any size; a thousand below all of them it says what the next thousand costs.
func (m *market) floorPrices(ctx context.Context, pl *plan) ([]int64, error) {
	prices := make([]int64, len(pl.floor))
	if pl.counts(&m.problem, pl.free.Flow) == pl.counts(&m.problem, pl.relaxed) {
		return prices, nil // the floors cost nothing
	}
	below := less(pl.floor, slices.Repeat([]int64{1}, len(pl.floor)))
	_, s, err := m.fair(ctx, &pl.groups, pl.reach, below, scoreLevel+len(m.problem.Levels),
		&flow.Solution{Flow: pl.relaxed, Levels: pl.Levels[scoreLevel:]})
	if err != nil {
		return nil, err
	}
	for r := range prices {
		if pl.floor[r] > 1 {
			prices[r] = max(0, -s.Levels[scoreLevel].Need[len(m.needs)+r])
		}
	}
	return prices, nil
}

// shares says how each sub-region fares.
func (m *market) shares(pl *plan, prices []int64) []aid.RegionShare {
	list := []aid.RegionShare{}
	_, asked := pl.totals(m.problem.Need)
	_, placed := pl.totals(met(&m.problem, pl.Flow))
	for r, id := range pl.regions {
		region := aid.RegionShare{ID: id, Thousands: asked[r], Placed: placed[r], Floor: pl.floor[r], Price: prices[r]}
		if asked[r] > 0 {
			region.Share = int(placed[r] * 10000 / asked[r])
		}
		if m.policy.Fairness.Shares == aid.GivenFloors && pl.tied[r] != nil {
			note := aid.Say("floor_lowered", "percent", strconv.Itoa(m.policy.Fairness.Floors[id]),
				"regions", joined(pl.names(pl.tied[r])))
			region.Note = &note
		}
		list = append(list, region)
	}
	return list
}

func (pl *plan) names(regions []int) (names []string) {
	for _, r := range regions {
		names = append(names, pl.regions[r])
	}
	return names
}

// unreached says which States asked in vain, and why.
func (m *market) unreached(pl *plan) []aid.Unreached {
	list := []aid.Unreached{}
	if m.policy.Fairness.Reach == 0 {
		return list
	}
	asking := []aid.PartyID{}
	for i := range m.needs {
		if m.needs[i].barred.Key == "" {
			asking = append(asking, m.needs[i].state())
		}
	}
	w := newWalk(m, pl)
	for _, id := range sortedSet(asking) {
		s, eligible := slices.BinarySearch(pl.states, id)
		switch {
		case !eligible:
			list = append(list, aid.Unreached{State: id, Reason: aid.Say("unreached_no_offer")})
		case w.placed[s] < pl.reach[s]:
			list = append(list, aid.Unreached{State: id, Reason: w.why(s)})
		}
	}
	return list
}
