package matcher

import (
	"context"
	"fmt"
	"slices"

	"ploughshare/matcher/flow"
)

// demands are what requests and offers ask for beyond amounts.
func (m *market) demands() flow.Rules {
	needs, arcs := len(m.needs), len(m.problem.Offer)
	r := flow.Rules{Whole: make([]bool, needs), Single: make([]bool, needs), Least: make([]int32, arcs)}
	for i := range m.needs {
		pinned := m.curated.got[int32(i)] > 0 // the pins of a request keep its rules, and leave room for nothing that breaks them
		r.Whole[i], r.Single[i] = m.needs[i].Whole && !pinned, m.needs[i].OneDonor && !pinned
		for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
			if least := m.sources[m.problem.Offer[a]].minUnits; least > 1 && m.pinned(i, a) == 0 {
				r.Least[a] = int32(least)
			}
		}
	}
	return r
}

// round turns a plan into one that keeps the rules, and says whether it had to change. flow.Round settles the needs that
// are under a rule; around these, the others get the best plan anew, under what is left of the aims.
func (m *market) round(ctx context.Context, pl *plan) (changed bool, err error) {
	rules := m.demands()
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
	return []flow.Aim{
		{Group: pl.state, Most: less(pl.reach, pl.pinned.state)}, {Group: region, Most: less(pl.floor, pl.pinned.region)},
	}
}

// fill keeps what needs under a rule got, and gives the rest of the money to the others in the best way.
func (m *market) fill(ctx context.Context, pl *plan, rules flow.Rules) error {
	need, budget, others := m.problem.Need, m.problem.Budget, pl.groups
	defer func() { m.problem.Need, m.problem.Budget = need, budget }()
	m.problem.Need, m.problem.Budget, others.state = slices.Clone(need), slices.Clone(budget), slices.Clone(others.state)
	for i := range need {
		bound := rules.Bind(&m.problem, i)
		if bound {
			m.problem.Need[i], others.state[i] = 0, none
		}
		for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
			if bound {
				m.problem.Budget[m.problem.Offer[a]] -= pl.Flow[a]
			} else {
				pl.Flow[a] = 0
			}
		}
	}
	state, region := pl.sums(met(&m.problem, pl.Flow))
	free, err := m.optimum(ctx, &flow.Solution{Flow: pl.Flow, Levels: pl.Levels[scoreLevel:]})
	if err != nil {
		return err
	}
	_, s, err := m.solve(ctx, &others, less(pl.reach, state), less(pl.floor, region), free)
	if err != nil {
		return err
	}
	for a, x := range others.base(&m.problem, s).Flow { // pl.Flow has followed its arcs
		pl.Flow[a] += x
	}
	return nil
}

// less is what is left of each of the wants, never below zero.
func less(wants, got []int64) []int64 {
	left := slices.Clone(wants)
	for k, x := range got {
		left[k] = max(0, left[k]-x)
	}
	return left
}
