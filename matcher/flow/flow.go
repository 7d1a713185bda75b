package flow

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
)

// ErrMalformed means that the problem's slices do not describe one: lengths that
// disagree, a negative amount, an offer out of range or out of order. The wrapping
// error says what and where.
var ErrMalformed = errors.New("flow: malformed problem")

// ErrOverflow means that the best value of a level might not fit in an int64.
var ErrOverflow = errors.New("flow: value may overflow")

// Problem is a transportation problem with slacks. The pairs (arcs) of request i are
// Start[i] up to but not including Start[i+1] in Offer, Max and each of Levels.
// Amounts are in one unit of the caller's choice, in [0, 2^31-2].
type Problem struct {
	Need   []int32   // per request
	Budget []int32   // per offer
	Start  []int32   // len(Need)+1, from 0 to len(Offer), never falling
	Offer  []int32   // per arc; ascending within a request, no duplicates
	Most   []int32   // per offer: the most that it gives to one request; nil when no offer has such a maximum
	Max    []int32   // per arc: a maximum of the pair's own beside it; nil when no pair has one
	Levels [][]int32 // Levels[k][arc] is the score at level k, most important first; at least one
}

// Solution is an optimal assignment with its certificate, which Check verifies.
type Solution struct {
	Flow   []int32 // per arc, units
	Levels []Level // one per Problem.Levels
}

// Level is the value of one level and the prices that prove it greatest. Prices are in
// score per unit. At the first level they are never negative; at a later level they
// may be, where a level before forbids leaving the need unmet or the budget unspent.
type Level struct {
	Value  int64   // sum of score times flow
	Need   []int64 // per request: price of one more unit of need
	Budget []int64 // per offer: price of one more unit of budget
}

// Solve returns an assignment that is greatest in the first level, among those greatest in
// the second, and so on. The same problem gives the same solution. The error wraps
// ErrMalformed or ErrOverflow, or is that of ctx. The problem is not changed, and must not
// be while Solve runs.
func Solve(ctx context.Context, p *Problem) (*Solution, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	s, flow := newSimplex(p), make([]int32, len(p.Offer))
	threshold, err := s.begin(ctx, p, flow)
	if err != nil {
		return nil, err
	}
	if err := s.run(ctx, threshold); err != nil {
		return nil, err
	}
	return s.finish(ctx, p, flow)
}

// finish solves the later levels and reads the solution out. The flow is zero before.
func (s *simplex) finish(ctx context.Context, p *Problem, flow []int32) (*Solution, error) {
	sol := &Solution{Flow: flow}
	for k, score := range p.Levels {
		if k > 0 {
			s.restrict(score, sol.Flow)
			if err := s.run(ctx, int64(greatest(s.score))/4); err != nil {
				return nil, err
			}
		}
		sol.Levels = append(sol.Levels, s.prices(p, score))
	}
	s.flows(sol.Flow)
	for k := range sol.Levels {
		sol.Levels[k].Value = value(p.Levels[k], sol.Flow)
	}
	return sol, nil
}

// begin makes the first basis, with flow as its scratch space, and returns about how much
// single pivots can still gain.
//
// The finer the auction's step, the more it takes and the fewer pivots are left. Where budgets
// and needs are about equal the tree is one piece, so that pivots are dear and a finer
// step pays.
func (s *simplex) begin(ctx context.Context, p *Problem, flow []int32) (int64, error) {
	need, budget := total(p.Need), total(p.Budget)
	step := greatest(s.score) / 12
	if budget-need < need/8 && need-budget < need/8 {
		step /= 5
	}
	if err := s.auction(ctx, p, flow, max(step, 1)); err != nil {
		return 0, err
	}
	s.crash(flow)
	return int64(step), nil
}

// bounded says whether any arc may have a bound of its own.
func (p *Problem) bounded() bool { return p.Most != nil || p.Max != nil }

// maximum bounds the flow of an arc, beside the need.
func (p *Problem) maximum(arc int32) int32 {
	most := int32(boundless)
	if p.Most != nil {
		most = p.Most[p.Offer[arc]]
	}
	if p.Max != nil {
		most = min(most, p.Max[arc])
	}
	return most
}

// limit is the bound of an arc of request i; one that the need itself bounds has none of its own.
func (p *Problem) limit(i, arc int32) int32 {
	if !p.bounded() {
		return boundless
	}
	if most := p.maximum(arc); most < p.Need[i] {
		return most
	}
	return boundless
}

func greatest(list []int32) int32 {
	var most int32
	for _, x := range list {
		most = max(most, x)
	}
	return most
}

func value(score, flow []int32) int64 {
	var sum int64
	for a, x := range flow {
		sum += int64(score[a]) * int64(x)
	}
	return sum
}

func (p *Problem) validate() error {
	arcs := len(p.Offer)
	switch {
	case len(p.Start) != len(p.Need)+1:
		return fmt.Errorf("%w: %d starts for %d requests", ErrMalformed, len(p.Start), len(p.Need))
	case p.Start[0] != 0 || int(p.Start[len(p.Need)]) != arcs:
		return fmt.Errorf("%w: starts run from %d to %d for %d arcs", ErrMalformed, p.Start[0], p.Start[len(p.Need)], arcs)
	case p.Most != nil && len(p.Most) != len(p.Budget):
		return fmt.Errorf("%w: %d maxima for %d offers", ErrMalformed, len(p.Most), len(p.Budget))
	case p.Max != nil && len(p.Max) != arcs:
		return fmt.Errorf("%w: %d maxima for %d arcs", ErrMalformed, len(p.Max), arcs)
	case len(p.Levels) == 0:
		return fmt.Errorf("%w: no level", ErrMalformed)
	}
	for _, l := range []struct {
		what string
		list []int32
	}{{"need", p.Need}, {"budget", p.Budget}, {"maximum of offer", p.Most}, {"maximum", p.Max}} {
		if err := amounts(l.what, l.list); err != nil {
			return err
		}
	}
	if err := p.validateRows(); err != nil {
		return err
	}
	return p.validateLevels()
}

// amounts leave the largest int32 free to mean that there is no bound.
func amounts(what string, list []int32) error {
	for i, x := range list {
		if x < 0 || x == math.MaxInt32 {
			return fmt.Errorf("%w: %s %d is %d", ErrMalformed, what, i, x)
		}
	}
	return nil
}

func (p *Problem) validateRows() error {
	for i := range p.Need {
		lo, hi := p.Start[i], p.Start[i+1]
		if lo > hi || int(hi) > len(p.Offer) {
			return fmt.Errorf("%w: request %d has arcs %d to %d", ErrMalformed, i, lo, hi)
		}
		last := int32(-1)
		for a, j := range p.Offer[lo:hi] {
			if j <= last || int(j) >= len(p.Budget) {
				return fmt.Errorf("%w: arc %d of request %d leads to offer %d", ErrMalformed, a, i, j)
			}
			last = j
		}
	}
	return nil
}

func (p *Problem) validateLevels() error {
	for k, score := range p.Levels {
		if err := p.validateScores(k, score, len(p.Offer)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Problem) validateScores(level int, score []int32, arcs int) error {
	if len(score) != arcs {
		return fmt.Errorf("%w: level %d has %d scores for %d arcs", ErrMalformed, level, len(score), arcs)
	}
	for a, x := range score {
		if x < 0 {
			return fmt.Errorf("%w: score %d of level %d is %d", ErrMalformed, a, level, x)
		}
	}
	return checkWorth(level, min(total(p.Need), total(p.Budget)), greatest(score))
}

// checkWorth leaves room for the value of a level.
func checkWorth(level int, amount int64, most int32) error {
	if hi, lo := bits.Mul64(uint64(amount), uint64(most)); hi > 0 || lo > math.MaxInt64 {
		return fmt.Errorf("%w: level %d, scores to %d on %d units", ErrOverflow, level, most, amount)
	}
	return nil
}

func total(list []int32) int64 {
	var sum int64
	for _, x := range list {
		sum += int64(x)
	}
	return sum
}
