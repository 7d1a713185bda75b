package matcher

import (
	"context"
	"fmt"
	"slices"

	"ploughshare/matcher/flow"
)

// market is a round as the solver sees it, with what its indices stand for. Of the eligible pairs only those are arcs
// that a best plan may need: the best of each request, and what pricing adds to them.
type market struct {
	*index
	problem flow.Problem
}

// screen makes arcs of the best eligible pairs of each request: those that no veto rules out and whose score reaches
// the floor.
func (f *field) screen() *market {
	m := &market{index: newIndex(f)}
	for j := range f.sources {
		m.problem.Budget = append(m.problem.Budget, int32(f.sources[j].units))
	}
	for i := range f.needs {
		m.problem.Need = append(m.problem.Need, int32(f.needs[i].units))
	}
	m.problem.Start, m.problem.Levels = make([]int32, len(f.needs)+1), make([][]int32, 2)
	m.add(m.search(m.free(), most, func(_, _ int32) bool { return false }))
	return m
}

// optimum is the best plan over all eligible pairs, arcs or not: one over the arcs at whose prices no other pair gains.
func (m *market) optimum(ctx context.Context) (*flow.Solution, error) {
	for {
		plan, err := flow.Solve(ctx, &m.problem)
		if err != nil {
			return nil, fmt.Errorf("solving the round: %w", err)
		}
		if err := flow.Check(&m.problem, plan); err != nil {
			return nil, fmt.Errorf("the plan is not proved optimal: %w", err)
		}
		if !m.widen(plan) {
			return plan, nil
		}
	}
}

// widen makes arcs of eligible pairs that would gain at the prices of a plan over the arcs, and says whether there were
// any. If not, these prices, which prove the plan over the arcs, prove it over all eligible pairs. Lead is what every pair
// counts on the levels before the score; a plan may end with these.
func (m *market) widen(plan *flow.Solution, lead ...int64) bool {
	gaining := m.search(m.pricesOf(plan, lead), fresh, m.isArc)
	if !slices.ContainsFunc(gaining, func(c []candidate) bool { return len(c) > 0 }) {
		return false
	}
	m.add(gaining)
	return true
}

func (m *market) isArc(i, j int32) bool {
	_, is := slices.BinarySearch(m.problem.Offer[m.problem.Start[i]:m.problem.Start[i+1]], j)
	return is
}

// add makes arcs of pairs that are none yet, given per request in the order of offers.
func (m *market) add(pairs [][]candidate) {
	old := m.problem
	p := &m.problem
	p.Start = make([]int32, len(old.Start))
	for i, fresh := range pairs {
		p.Start[i+1] = p.Start[i] + old.Start[i+1] - old.Start[i] + int32(len(fresh))
	}
	arcs := p.Start[len(pairs)]
	p.Offer, p.Max, p.Levels = make([]int32, arcs), make([]int32, arcs), make([][]int32, len(old.Levels))
	for k := range p.Levels {
		p.Levels[k] = make([]int32, arcs)
	}
	inParallel(len(pairs), 1024, func(first, end int) {
		for i := first; i < end; i++ {
			m.merge(&old, i, pairs[i])
		}
	})
}

// merge fills the row of a request with its arcs so far and the fresh ones.
func (m *market) merge(old *flow.Problem, i int, fresh []candidate) {
	p, from := &m.problem, old.Start[i]
	for to := p.Start[i]; to < p.Start[i+1]; to++ {
		if len(fresh) > 0 && (from == old.Start[i+1] || fresh[0].offer < old.Offer[from]) {
			j := fresh[0].offer
			p.Offer[to], p.Max[to] = j, int32(m.sources[j].limit(&m.needs[i]))
			p.Levels[0][to], p.Levels[1][to] = fresh[0].total, m.ticket(int32(i), j)
			fresh = fresh[1:]
			continue
		}
		p.Offer[to], p.Max[to] = old.Offer[from], old.Max[from]
		for k := range p.Levels {
			p.Levels[k][to] = old.Levels[k][from]
		}
		from++
	}
}

// limit is the most that the offer may give to the need.
func (s *source) limit(n *need) int64 {
	if s.limited {
		return min(s.maxUnits, n.units)
	}
	return n.units
}

func (f *field) pair(i, j int) pair {
	return pair{field: f, need: &f.needs[i], source: &f.sources[j], index: j}
}
