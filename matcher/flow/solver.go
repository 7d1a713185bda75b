package flow

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Solver keeps a problem with one level and its solution, and solves it again in a small part of
// the time when the scores or the need of a request change, or the budget of an offer.
//
// It keeps no basis. A change leaves a few units without a place, or some room without use, at
// prices that prove everything else. Each such excess goes the shortest way through the rest, measured by
// what a unit of it would lose at these prices, and the prices along the way follow: so the proof
// holds again. (Successive shortest paths with potentials: Edmonds and Karp, Theoretical improvements
// in algorithmic efficiency for network flow problems, 1972.) Most ways are short, for they end where
// a need is not met or a budget not spent.
type Solver struct {
	p            *Problem
	flow         []int32
	nodes        []vertex // requests, then offers
	users        []users  // per offer
	holders      [][]use  // per offer: its arcs with flow
	search       search
	needs, funds int64 // in total
	most         int32 // no score was greater
	fallen       int64 // no price of a need has fallen by more so far
}

// vertex is a request or an offer, with all that the search asks of it in one place: it goes from node to node all over
// memory, and to get there is what takes time.
type vertex struct {
	price    int64  // of a need: only while it is not tied, see worth
	rest     int32  // what is not met, or not spent; below zero on the way
	unlisted int32  // of a request: its arc that is not among the users of the offer, or none
	holds    []hold // of a request
	label
}

// hold is an arc with flow, seen from its request.
type hold struct {
	arc, home int32 // home is the node of its offer
	score     int32
}

// use is an arc seen from its offer.
type use struct{ request, arc int32 }

// NewSolver solves p, which must have one level. The solver keeps p and changes it as it is told,
// and nobody else may. Errors are those of Solve.
func NewSolver(ctx context.Context, p *Problem) (*Solver, error) {
	if len(p.Levels) > 1 {
		return nil, fmt.Errorf("%w: a Solver keeps one level, not %d", ErrMalformed, len(p.Levels))
	}
	s, err := Solve(ctx, p)
	if err != nil {
		return nil, err
	}
	v := &Solver{
		p: p, flow: s.Flow, users: make([]users, len(p.Budget)), holders: make([][]use, len(p.Budget)),
		needs: total(p.Need), funds: total(p.Budget), most: greatest(p.Levels[0]),
	}
	v.nodes = slices.Repeat([]vertex{{unlisted: none, label: blank}}, len(p.Need)+len(p.Budget))
	for n, amount := range slices.Concat(p.Need, p.Budget) {
		v.nodes[n].rest = amount
	}
	for n, price := range slices.Concat(s.Levels[0].Need, s.Levels[0].Budget) {
		v.nodes[n].price = price
	}
	v.listHolders()
	v.listUsers()
	return v, nil
}

// listHolders lists by offer the arcs with flow, and takes what they use from the rest.
func (v *Solver) listHolders() {
	for i := range int32(len(v.p.Need)) {
		v.setHolds(i)
		for a := v.p.Start[i]; a < v.p.Start[i+1]; a++ {
			if x := v.flow[a]; x > 0 {
				j := v.p.Offer[a]
				v.holders[j] = append(v.holders[j], use{i, a})
				v.nodes[i].rest -= x
				v.nodes[v.offer(j)].rest -= x
			}
		}
		v.nodes[i].unlisted = v.nodes[i].sole()
	}
}

// offer is the node of an offer; that of a request is its own number.
func (v *Solver) offer(j int32) int32 { return int32(len(v.p.Need)) + j }

// Solution reads the present solution out, in one pass over the arcs.
func (v *Solver) Solution() *Solution {
	l := Level{Value: value(v.p.Levels[0], v.flow), Need: make([]int64, len(v.p.Need)), Budget: make([]int64, len(v.p.Budget))}
	for i := range l.Need {
		l.Need[i] = v.worth(int32(i))
	}
	for j := range l.Budget {
		l.Budget[j] = v.nodes[v.offer(int32(j))].price
	}
	return &Solution{Flow: slices.Clone(v.flow), Levels: []Level{l}}
}

// SetScores gives the arcs of a request new scores, in their order, and solves the problem again. Like
// SetNeed and SetBudget it returns an error that wraps ErrMalformed or ErrOverflow, and then
// changes nothing; or the error of ctx, and then the solver is of no more use.
func (v *Solver) SetScores(ctx context.Context, request int, scores []int32) error {
	if request < 0 || request >= len(v.p.Need) {
		return fmt.Errorf("%w: request %d of %d", ErrMalformed, request, len(v.p.Need))
	}
	lo, hi := v.p.Start[request], v.p.Start[request+1]
	if len(scores) != int(hi-lo) {
		return fmt.Errorf("%w: %d scores for %d arcs", ErrMalformed, len(scores), hi-lo)
	}
	if len(scores) > 0 && slices.Min(scores) < 0 {
		return fmt.Errorf("%w: a score of request %d is negative", ErrMalformed, request)
	}
	most := max(v.most, greatest(scores))
	if err := checkWorth(0, min(v.needs, v.funds), most); err != nil {
		return err
	}
	v.most = most
	copy(v.p.Levels[0][lo:hi], scores)
	return v.review(ctx, int32(request))
}

// SetNeed changes the need of a request and solves the problem again.
func (v *Solver) SetNeed(ctx context.Context, request int, need int32) error {
	needs, err := v.resized("need", v.p.Need, request, need, v.needs)
	if err == nil {
		err = checkWorth(0, min(needs, v.funds), v.most)
	}
	if err != nil {
		return err
	}
	v.needs = needs
	v.nodes[request].rest += need - v.p.Need[request]
	v.p.Need[request] = need
	return v.review(ctx, int32(request))
}

// SetBudget changes the budget of an offer and solves the problem again.
func (v *Solver) SetBudget(ctx context.Context, offer int, budget int32) error {
	funds, err := v.resized("budget", v.p.Budget, offer, budget, v.funds)
	if err == nil {
		err = checkWorth(0, min(v.needs, funds), v.most)
	}
	if err != nil {
		return err
	}
	v.funds = funds
	node := v.offer(int32(offer))
	v.nodes[node].rest += budget - v.p.Budget[offer]
	v.p.Budget[offer] = budget
	return v.even(ctx, node)
}

// resized is the total of amounts after a change of one of them.
func (v *Solver) resized(what string, list []int32, n int, amount int32, sum int64) (int64, error) {
	if n < 0 || n >= len(list) || amount < 0 || amount == math.MaxInt32 {
		return 0, fmt.Errorf("%w: %s %d of %d to be %d", ErrMalformed, what, n, len(list), amount)
	}
	return sum + int64(amount) - int64(list[n]), nil
}

// review makes the solution optimal after a change of request i. With the prices of budgets as they are
// the price of the need follows, and arcs that lose by it give their flow up.
func (v *Solver) review(ctx context.Context, i int32) error {
	lo, hi := v.p.Start[i], v.p.Start[i+1]
	price := int64(0)
	for a := lo; a < hi; a++ {
		if v.takes(i, a) {
			price = max(price, v.profit(a))
		}
	}
	for a := lo; a < hi; a++ {
		if x := v.flow[a]; x > 0 && v.profit(a) < price {
			v.add(use{i, a}, -x)
			v.nodes[i].rest += x
			v.nodes[v.offer(v.p.Offer[a])].rest += x
		}
	}
	v.nodes[i].price = price
	v.setHolds(i)
	v.listAnew(i)
	err := v.even(ctx, i)
	for a := lo; a < hi && err == nil; a++ {
		err = v.even(ctx, v.offer(v.p.Offer[a]))
	}
	return err
}

// even sends off what a node has too much or too little of, until the proof holds there as well: nothing is
// below zero, and what is left over has no price.
func (v *Solver) even(ctx context.Context, n int32) error {
	for v.nodes[n].rest < 0 || v.nodes[n].rest > 0 && v.nodes[n].price > 0 {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		v.send(n)
	}
	return nil
}
