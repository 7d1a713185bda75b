package matcher

import (
	"context"
	"fmt"
	"slices"

	"ploughshare/matcher/flow"
)

// rules are what requests and offers ask for beyond amounts.
func (m *market) rules() flow.Rules {
	needs, arcs := len(m.needs), len(m.problem.Offer)
	r := flow.Rules{Whole: make([]bool, needs), Single: make([]bool, needs), Least: make([]int32, arcs)}
	for i := range m.needs {
		r.Whole[i], r.Single[i] = m.needs[i].Whole, m.needs[i].OneDonor
	}
	for a, j := range m.problem.Offer {
		if least := m.sources[j].minUnits; least > 1 {
			r.Least[a] = int32(least)
		}
	}
	return r
}

// round turns a plan into one that keeps the rules, and says whether it had to change. flow.Round settles the needs that
// are under a rule; around these, the others get the best plan anew, under what is left of the aims.
func (m *market) round(ctx context.Context, pl *plan) (changed bool, err error) {
	rules := m.rules()
	if rules.Kept(&m.problem, pl.Flow) {
		return false, nil
	}
	if pl.Flow, err = flow.Round(ctx, &m.problem, pl.scored(&m.problem), rules, pl.aims()); err != nil {
		return false, fmt.Errorf("rounding: %w", err)
	}
	return true, m.fill(ctx, pl, rules)
}

// aims are the first two levels as flow.Round knows them.
func (pl *plan) aims() []flow.Aim {
	region := make([]int, len(pl.state))
	for i, s := range pl.state {
		if region[i] = none; s != none {
			region[i] = pl.region[s]
		}
	}
	return []flow.Aim{{Group: pl.state, Most: pl.reach}, {Group: region, Most: pl.floor}}
}

// fill keeps what needs under a rule got, and gives the rest of the money to the others in the best way.
func (m *market) fill(ctx context.Context, pl *plan, rules flow.Rules) error {
	rest, others := m.problem, pl.groups
	rest.Need, rest.Budget, others.state = slices.Clone(rest.Need), slices.Clone(rest.Budget), slices.Clone(others.state)
	settled := make([]int32, len(rest.Offer))
	for i := range rest.Need {
		if !rules.Bind(&m.problem, i) {
			continue
		}
		rest.Need[i], others.state[i] = 0, none
		for a := rest.Start[i]; a < rest.Start[i+1]; a++ {
			settled[a] = pl.Flow[a]
			rest.Budget[rest.Offer[a]] -= settled[a]
		}
	}
	state, region := pl.sums(met(&m.problem, settled))
	s, err := others.solve(ctx, &rest, less(pl.reach, state), less(pl.floor, region))
	if err != nil {
		return err
	}
	for a, x := range s.Flow {
		pl.Flow[a] = settled[a] + x
	}
	return nil
}

// less is what is left of each of the wants, never below zero.
func less(wants, got []int64) []int64 {
	left := make([]int64, len(wants))
	for k := range left {
		left[k] = max(0, wants[k]-got[k])
	}
	return left
}
