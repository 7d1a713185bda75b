package matcher

import (
	"context"
	"math"
	"slices"

	"ploughshare/matcher/flow"
)

// The best pairs of each request by score alone are a poor choice where many want the same offers: most of them are too
// dear in the end. If more than large requests take part, one in so many of them is solved first, in the same way. What
// this says of prices is near enough that the few best pairs of each request at these prices are nearly all that a plan
// needs.
const (
	large = 20_000
	oneOf = 5
	few   = 12
)

// begin makes the first arcs.
func (m *market) begin(ctx context.Context) error {
	m.begun = true
	taking := 0
	for _, crowd := range m.crowds {
		taking += len(crowd)
	}
	if taking <= large {
		m.add(m.search(m.every(m.free(), most), nil))
		m.addPins()
		return nil
	}
	prices, err := m.foresee(ctx)
	if err != nil {
		return err
	}
	m.addNear(prices)
	m.addPins()
	return nil
}

// addNear makes arcs of the best pairs of each request at some prices. A hasty search may miss the second best; only where it
// finds nothing is it done with care, so that every request with an eligible pair has an arc.
func (m *market) addNear(prices []int64) {
	q := m.every(m.at(prices), few)
	q.hasty = true
	found := m.search(q, nil)
	q.hasty, q.crowds = false, m.crowdsOf(func(i int32) bool { return len(found[i]) == 0 })
	m.add(m.search(q, found))
}

// at are prices of envelopes at which every eligible pair gains.
func (x *index) at(budget []int64) *pricing {
	p := x.free()
	p.score = flow.Level{Need: slices.Repeat([]int64{-boundless / 2}, len(x.needs)), Budget: budget}
	return p
}

// foresee finds about what envelopes are worth to the score, from a sample.
func (m *market) foresee(ctx context.Context) ([]int64, error) {
	plan, err := m.sample().optimum(ctx, nil)
	if err != nil {
		return nil, err
	}
	return plan.Levels[0].Budget, nil
}

// sample is a market of some requests, drawn by lot, and as large a part of each envelope. The other requests need nothing.
func (m *market) sample() *market {
	x := *m.index
	s := &market{index: &x, drawn: max(1, m.drawn) * oneOf}
	x.crowds = m.crowdsOf(func(i int32) bool { return x.slips.request[i]%s.drawn == 0 })
	s.problem.Need, s.problem.Budget = make([]int32, len(m.needs)), slices.Clone(m.problem.Budget)
	s.problem.Start, s.problem.Levels = make([]int32, len(m.needs)+1), make([][]int32, 2)
	for _, i := range slices.Concat(x.crowds...) {
		s.problem.Need[i] = m.problem.Need[i]
	}
	share := ratio{m.needed(x.crowds), max(1, m.needed(m.crowds))}
	for share.part > math.MaxInt32 {
		share = ratio{share.part / 2, share.whole / 2}
	}
	for j, b := range m.problem.Budget {
		s.problem.Budget[j] = int32(share.of(int64(b)))
	}
	return s
}

// needed is what requests need in all.
func (m *market) needed(crowds [][]int32) (sum int64) {
	for _, crowd := range crowds {
		for _, i := range crowd {
			sum += int64(m.problem.Need[i])
		}
	}
	return sum
}
