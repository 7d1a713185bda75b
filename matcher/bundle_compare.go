package matcher

import (
	"cmp"
	"context"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// apartFromEachOther keeps the bundles that matter most, so that no need stands in two: those with most that is unmet
// so far, then of most States, then those whose offers have the most reasons for them and fit best.
func (m *market) apartFromEachOther(all []joint) []joint {
	slices.SortStableFunc(all, func(a, b joint) int {
		return cmp.Or(cmp.Compare(b.unmet, a.unmet), cmp.Compare(len(b.members), len(a.members)),
			cmp.Compare(b.worth, a.worth), cmp.Compare(b.total(m), a.total(m)))
	})
	taken := map[int]bool{}
	var kept []joint
	for _, b := range all {
		if slices.ContainsFunc(b.members, func(x member) bool { return taken[x.need] }) || len(kept) == mostBundles {
			continue
		}
		for _, x := range b.members {
			taken[x.need] = true
		}
		kept = append(kept, b)
	}
	return kept
}

// total is the mean of the members' scores, weighted by money.
func (b joint) total(m *market) int {
	var points int64
	for _, x := range b.members {
		points += int64(x.total) * m.needs[x.need].units
	}
	return int(points / b.units)
}

// together is the best plan in which the offer carries the whole bundle: the bundle's needs and money are taken out, and
// the rest is solved as ever.
func (m *market) together(ctx context.Context, b joint) (aid.Coverage, error) {
	rest := *m
	rest.flows = nil
	rest.problem.Need, rest.problem.Budget = slices.Clone(m.problem.Need), slices.Clone(m.problem.Budget)
	for _, x := range b.members {
		rest.problem.Need[x.need] = 0
	}
	rest.problem.Budget[b.source] -= int32(b.units)
	settled, _, err := rest.settle(ctx)
	if err != nil {
		return aid.Coverage{}, err
	}
	plan := settled.scored(&rest.problem)
	covered := rest.coverage(plan, b.members...)
	for _, x := range b.members {
		covered.Thousands += m.needs[x.need].units
		covered.Value += m.needs[x.need].units * int64(x.total)
	}
	return covered, nil
}

// coverage is what a plan reaches; the States of the needs that are served beside it count too.
func (m *market) coverage(plan *flow.Solution, beside ...member) aid.Coverage {
	c := aid.Coverage{Value: prices(plan).Value + m.pinnedValue()}
	states := map[aid.PartyID]bool{}
	for _, x := range beside {
		states[m.needs[x.need].RequesterID] = true
	}
	for i, sum := range m.placed(plan) {
		if c.Thousands += sum; sum > 0 {
			states[m.needs[i].RequesterID] = true
		}
	}
	c.States = len(states)
	return c
}

// placed is what a plan gives to each need.
func (m *market) placed(plan *flow.Solution) []int64 {
	placed := make([]int64, len(m.needs))
	for i := range m.needs {
		for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
			placed[i] += int64(plan.Flow[a]) + m.pinned(i, a)
		}
	}
	return placed
}

// bundle is what the round shows of a joint request.
func (m *market) bundle(b joint, placed []int64) aid.Bundle {
	s := &m.sources[b.source]
	out := aid.Bundle{
		ThemeID: b.theme, Kinds: b.kinds, Place: b.place, OfferID: s.ID, Total: b.total(m), Reasons: b.reasons,
		Amount: dollars(b.units), Others: m.otherCarriers(b),
	}
	for _, x := range b.members {
		n := &m.needs[x.need]
		out.Members = append(out.Members, aid.Member{
			RequestID: n.ID, RequesterID: n.RequesterID, Amount: dollars(n.units), Total: x.total, Apart: dollars(placed[x.need]),
		})
		out.Flags = append(out.Flags, m.flags(n)...)
	}
	return out
}

// otherCarriers are the offers, the best first, that could carry the bundle as well.
func (m *market) otherCarriers(b joint) aid.List[aid.OfferID] {
	var others []joint
	for j := range m.sources {
		if s := &m.sources[j]; j == b.source || b.units < s.minUnits || b.units > m.room(j) {
			continue
		}
		other := joint{source: j, units: b.units}
		for _, x := range b.members {
			other.members = append(other.members, m.joins(x.need, j)...)
		}
		if len(other.members) == len(b.members) {
			others = append(others, other)
		}
	}
	slices.SortStableFunc(others, func(x, y joint) int { return cmp.Compare(y.total(m), x.total(m)) })
	var ids aid.List[aid.OfferID]
	for _, other := range others {
		ids = append(ids, m.sources[other.source].ID)
	}
	return ids
}
