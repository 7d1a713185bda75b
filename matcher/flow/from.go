package flow

import (
	"context"
	"slices"
)

// SolveFrom is Solve with a start: the solution of a related problem, of which arcs, scores, needs,
// budgets and maxima may have been others. It takes the flow from it, an entry for each arc of
// p, and the prices of budgets on the first level. Whatever is missing there counts as zero, and
// whatever does not fit is cut off. A good start saves most of the time. The values are those of
// Solve; the flow may be another of equal value, unless the last level leaves only one.
func SolveFrom(ctx context.Context, p *Problem, start *Solution) (*Solution, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	s, flow, top := newSimplex(p), p.fit(start.Flow), greatest(p.Levels[0])
	if len(start.Levels) > 0 {
		s.adoptPrices(start.Levels[0].Budget, int64(top))
	}
	step := max(top/100, 1)
	if err := s.auction(ctx, p, flow, step); err != nil {
		return nil, err
	}
	s.crash(flow)
	if err := s.runNear(ctx, int64(step), int64(step)/10); err != nil {
		return nil, err
	}
	return s.finish(ctx, p, flow)
}

// fit cuts a flow down to needs, budgets and maxima.
func (p *Problem) fit(start []int32) []int32 {
	flow, room := make([]int32, len(p.Offer)), slices.Clone(p.Budget)
	for i, left := range p.Need {
		for a := p.Start[i]; a < min(p.Start[i+1], int32(len(start))); a++ {
			if start[a] <= 0 {
				continue
			}
			j := p.Offer[a]
			x := min(start[a], left, room[j], p.maximum(a))
			flow[a] = x
			left -= x
			room[j] -= x
		}
	}
	return flow
}

// adoptPrices keeps prices within what an optimum could have.
func (s *simplex) adoptPrices(prices []int64, most int64) {
	for j, x := range prices[:min(len(prices), int(s.root))] {
		if s.price[j] != idle {
			s.price[j] = min(max(x, 0), most)
		}
	}
}
