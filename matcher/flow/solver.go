package flow

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Solver keeps the basis of a problem with one level, so that the problem can be solved again
// in a small part of the time when the scores of a request change.
//
// Pivots after a small change move few prices by much. The solver knows from before by how much
// each request would lose on the best arc that it does not use: its margin. While no price of
// its offers has drifted since by more than half of a bound, a request with a margin above
// the bound gains nothing elsewhere, and is not looked at.
type Solver struct {
	*simplex
	p      *Problem
	bound  int64
	seen   []int64 // per offer: price when margins of its requests were taken
	margin []int64 // per request
	first  []int32 // per offer: first of its requests in users
	users  []int32
	rows   []int32 // requests looked at
	void   []int32 // those of them whose margin is to be taken anew
}

// NewSolver solves p, which must have one level. The solver keeps p, changes its scores as
// Resolve is told, and nobody else may. Errors are those of Solve.
func NewSolver(ctx context.Context, p *Problem) (*Solver, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	if len(p.Levels) != 1 {
		return nil, fmt.Errorf("%w: a Solver keeps one level, not %d", ErrMalformed, len(p.Levels))
	}
	v := &Solver{simplex: newSimplex(p), p: p, bound: 1 + int64(greatest(p.Levels[0]))/1024, margin: make([]int64, len(p.Need))}
	threshold, err := v.begin(ctx, p, make([]int32, len(p.Offer)))
	if err != nil {
		return nil, err
	}
	if err := v.run(ctx, threshold); err != nil {
		return nil, err
	}
	v.index()
	v.seen = slices.Clone(v.price)
	for i := range v.margin {
		v.margin[i] = v.loss(int32(i))
	}
	return v, nil
}

// Solution reads the present solution out, in one pass over the arcs.
func (v *Solver) Solution() *Solution {
	sol := &Solution{Flow: make([]int32, len(v.p.Offer))}
	v.flows(sol.Flow)
	sol.Levels = []Level{v.prices(v.p, v.score)}
	sol.Levels[0].Value = value(v.score, sol.Flow)
	return sol
}

// Resolve gives the arcs of a request new scores, in their order, and solves the problem again.
// It returns an error that wraps ErrMalformed or ErrOverflow, and then changes nothing; or
// the error of ctx, and then the solver is of no more use.
//
// The scores go to their new values by small steps, for a basis that is far from the best for
// a moment moves prices far and wide. Most steps need no pivot.
func (v *Solver) Resolve(ctx context.Context, request int, scores []int32) error {
	if request < 0 || request >= len(v.p.Need) {
		return fmt.Errorf("%w: request %d of %d", ErrMalformed, request, len(v.p.Need))
	}
	lo, hi := v.p.Start[request], v.p.Start[request+1]
	if err := v.p.validateScores(0, scores, int(hi-lo)); err != nil {
		return err
	}
	i, from := int32(request), slices.Clone(v.score[lo:hi])
	steps := int64(1)
	for k, x := range scores {
		steps = max(steps, max(int64(x-from[k]), int64(from[k]-x))/(16*v.bound))
	}
	steps = min(steps, 64)
	next := make([]int32, len(scores))
	for t := int64(1); t <= steps; t++ {
		for k, x := range from {
			next[k] = x + int32(int64(scores[k]-x)*t/steps)
		}
		v.rescore(i, next)
		if v.slot[i] == none && v.bestOf(i).gain <= 0 {
			v.margin[i] = v.loss(i) - v.bound
			continue
		}
		if err := v.restore(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// rescore changes the scores of a request, and the prices of the tree below it with them.
func (v *Solver) rescore(i int32, scores []int32) {
	row := v.score[v.start[i]:v.start[i+1]]
	from, before := slices.Clone(row), v.worth(i)
	copy(row, scores)
	if v.slot[i] == none {
		return
	}
	rise := v.worth(i) - before
	for c := v.node[v.slot[i]].first; c != none; c = v.node[c].next {
		k := v.node[c].arc - v.start[i]
		v.shift(c, int64(row[k]-from[k])-rise)
	}
}

// index lists the requests of each offer.
func (v *Solver) index() {
	v.first, v.users = make([]int32, len(v.p.Budget)+2), make([]int32, len(v.offer))
	for _, j := range v.offer {
		v.first[j+2]++
	}
	for j := 2; j < len(v.first); j++ {
		v.first[j] += v.first[j-1]
	}
	for i := range int32(len(v.margin)) {
		for _, j := range v.offer[v.start[i]:v.start[i+1]] {
			v.users[v.first[j+1]] = i
			v.first[j+1]++
		}
	}
}

// restore pivots until the solution is optimal after a change of request i.
func (v *Solver) restore(ctx context.Context, i int32) error {
	v.rows, v.void = v.rows[:0], v.void[:0]
	for i, m := range v.margin {
		if m <= v.bound {
			v.rows = append(v.rows, int32(i))
		}
	}
	v.doubt(i)
	for again := true; again; again = v.follow() {
		if err := v.settleNear(ctx); err != nil {
			return err
		}
	}
	for _, i := range v.void {
		v.margin[i] = v.loss(i) - v.bound // other offers may have drifted
	}
	return nil
}

// doubtful is a margin that is to be taken anew.
const doubtful = math.MinInt64

// doubt voids the margin of a request, so that it is looked at.
func (v *Solver) doubt(i int32) {
	if v.margin[i] > v.bound {
		v.rows = append(v.rows, i)
	}
	if v.margin[i] != doubtful {
		v.margin[i] = doubtful
		v.void = append(v.void, i)
	}
}

// follow doubts the requests of the offers whose prices have drifted too far, if any.
func (v *Solver) follow() (drifted bool) {
	for j, x := range v.price[:v.root] {
		if 2*max(x-v.seen[j], v.seen[j]-x) <= v.bound {
			continue
		}
		drifted, v.seen[j] = true, x
		for _, i := range v.users[v.first[j]:v.first[j+1]] {
			v.doubt(i)
		}
	}
	return drifted
}

// settleNear pivots until no request that is looked at gains anything.
func (v *Solver) settleNear(ctx context.Context) error {
	for pivots := 1; pivots > 0; {
		pivots = 0
		for _, i := range v.rows {
			for e := v.bestOf(i); e.gain > 0; e = v.bestOf(i) {
				v.change(e)
				pivots++
			}
		}
		for j := range v.root {
			if v.price[j] < 0 {
				v.change(entering{request: none, offer: j, arc: none, gain: -v.price[j]})
				pivots++
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// change makes a pivot and doubts the requests whose basic arcs it changes.
func (v *Solver) change(e entering) {
	for _, i := range [...]int32{e.request, v.pivot(e)} {
		if i != none {
			v.doubt(i)
		}
	}
}

// loss is what request i would lose by a unit on the best arc that it does not use: one at
// zero, the slack or a full arc.
func (v *Solver) loss(i int32) int64 {
	worth := v.worth(i)
	least := worth
	if v.basic[i] == none {
		least = math.MaxInt64
	}
	for a := v.start[i]; a < v.start[i+1]; a++ {
		j := v.offer[a]
		loss := worth - int64(v.score[a]) + v.price[j]
		if v.full != nil && v.full.has(a) {
			loss = -loss
		}
		if loss < least && a != v.basic[i] && (v.node[j].arc != a || v.price[j] == idle) {
			least = loss
		}
	}
	return least
}
