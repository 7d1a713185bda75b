package flow

import (
	"context"
	"math"
)

// none stands for the slack where an arc is expected, and for no node.
const none = -1

// boundless is more than any flow.
const boundless = math.MaxInt32

// idle is the price of an offer with nothing to spend while the simplex runs: no arc
// reaches it, so the offer needs no place in the tree. prices sets it right at the end.
const idle = 1 << 60

// simplex is a spanning-tree basis of the current level.
//
// The network has a node for each request, a node for each offer and a root. Arcs lead from
// requests to offers; what a need leaves unmet flows from the request to the root, what a
// budget leaves unspent from the root to the offer. The tree of basic arcs spans the nodes,
// so all but a number of requests no greater than that of offers are leaves. A leaf has no
// node of its own: its basic arc and the amount that flows there say everything, and its
// price follows from its offer's. (Generalised upper bounds: Dantzig and Van Slyke, 1967.)
//
// Nodes are the offers, then the root, then a pool for requests that are not leaves.
type simplex struct {
	p      *Problem
	start  []int32 // rows of the current level: all arcs at first, later those of the optimal face
	offer  []int32
	score  []int32
	kept   []int32 // arc of the problem for each arc of a later level
	met    []bool  // later levels: the need must stay met
	spent  []bool  // later levels: the budget must stay spent
	full   bitset  // arcs at their maximum outside the basis; nil where no arc may have one
	left   []int32 // need less the flow of full arcs
	basic  []int32 // per request: basic arc towards the root of the tree, or none for the slack
	slot   []int32 // per request: its node, or none for a leaf
	price  []int64 // per offer, and 0 for the root
	node   []node
	owner  []int32 // request of node len(price)+n
	unused []int32 // pool nodes without a request
	root   int32
}

// node is a node of the tree and its arc to its parent. What the arc still takes is kept for
// both directions, so that a walk along a cycle need not know which way arcs point.
type node struct {
	parent, depth     int32
	first, next, prev int32 // first child and siblings
	arc               int32 // none for the slack
	up, down          int32 // room towards the parent, and from it
}

// newSimplex starts with every need unmet and every budget unspent. This basis is strongly
// feasible: every node has room towards the root, and pivots keep it so. It excludes cycling
// (Cunningham 1976).
func newSimplex(p *Problem) *simplex {
	offers := len(p.Budget)
	s := &simplex{
		p: p, start: p.Start, offer: p.Offer, score: p.Levels[0],
		left:  append([]int32(nil), p.Need...),
		basic: make([]int32, len(p.Need)),
		slot:  make([]int32, len(p.Need)),
		price: make([]int64, offers+1),
		node:  make([]node, offers+1),
		root:  int32(offers),
	}
	if p.bounded() {
		s.full = newBitset(len(p.Offer))
	}
	for i := range s.basic {
		s.basic[i], s.slot[i] = none, none
	}
	s.node[s.root] = node{parent: none, first: none, next: none, prev: none}
	for j, b := range p.Budget {
		if b == 0 {
			s.price[j] = idle
			continue
		}
		s.node[j].first = none
		s.hook(int32(j), s.root, none, b, boundless-b)
	}
	return s
}

// limit is the bound of an arc of request i. One that the need itself bounds has none of its
// own, so it never leaves the basis at its bound.
func (s *simplex) limit(i, arc int32) int32 {
	if arc == none {
		return boundless
	}
	return s.p.limit(i, s.origin(arc))
}

// maximum is the flow of an arc that is full.
func (s *simplex) maximum(arc int32) int32 { return s.p.maximum(s.origin(arc)) }

// worth is the price of a need.
func (s *simplex) worth(i int32) int64 {
	a := s.basic[i]
	if a == none {
		return 0
	}
	return int64(s.score[a]) - s.price[s.offer[a]]
}

// target is the node that an arc of a request leads to.
func (s *simplex) target(arc int32) int32 {
	if arc == none {
		return s.root
	}
	return s.offer[arc]
}

// run pivots until no arc and no slack can raise the value of the level.
//
// A request pivots only if its best arc gains more than a threshold, which falls step by
// step. This lies between the rule of greatest gain, which makes few pivots and many scans,
// and that of the first gain found, which does the opposite. On each step one pass over all
// requests sorts out those near to a gain; the passes that follow see only them.
func (s *simplex) run(ctx context.Context, threshold int64) error {
	all, near := make([]int32, len(s.basic)), make([]int32, len(s.basic))
	for i := range all {
		all[i] = int32(i)
	}
	least := threshold / 64
	for {
		margin := max(2*threshold, least)
		near, pivots, err := s.pass(ctx, all, near[:0], threshold, margin)
		if err == nil && threshold == 0 && pivots == 0 {
			return nil
		}
		for err == nil && pivots > len(near)/64 {
			near, pivots, err = s.pass(ctx, near, near[:0], threshold, margin)
		}
		if err != nil {
			return err
		}
		threshold /= 8
	}
}

// runNear is run from a basis near the best one, where few requests gain anything. One pass over
// all requests sorts out those near to a gain, and on them alone the threshold falls to
// nothing. That is done again until no other request gains either.
func (s *simplex) runNear(ctx context.Context, threshold, margin int64) error {
	all, near := make([]int32, len(s.basic)), make([]int32, len(s.basic))
	for i := range all {
		all[i] = int32(i)
	}
	for {
		near, pivots, err := s.pass(ctx, all, near[:0], threshold, margin)
		if err == nil && threshold == 0 && pivots == 0 {
			return nil
		}
		for err == nil && (threshold > 0 || pivots > 0) {
			near, pivots, err = s.pass(ctx, near, near[:0], threshold, boundless)
			if pivots <= len(near)/64 {
				threshold /= 8
			}
		}
		if err != nil {
			return err
		}
	}
}

// visits are the requests between two looks at a context.
const visits = 256

// pass visits the given requests and all offers once. It appends to near those requests that
// gain, or whose loss is less than margin; near may share its memory with rows.
func (s *simplex) pass(ctx context.Context, rows, near []int32, threshold, margin int64) (_ []int32, pivots int, err error) {
	for k, i := range rows {
		if k%visits == 0 && ctx.Err() != nil {
			return near, pivots, ctx.Err()
		}
		e := s.bestOf(i)
		if e.gain > threshold {
			s.pivot(e)
			pivots++
		}
		if e.gain > -margin {
			near = append(near, i)
		}
	}
	for j := range s.root {
		if s.price[j] < -threshold && (s.spent == nil || !s.spent[j]) {
			s.pivot(entering{request: none, offer: j, arc: none, gain: -s.price[j]})
			pivots++
		}
	}
	return near, pivots, ctx.Err()
}

// bestOf finds the arc or slack of request i that gains most, or loses least, beside its basic
// one.
func (s *simplex) bestOf(i int32) entering {
	lo, hi := s.start[i], s.start[i+1]
	offer := s.offer[lo:hi]
	score := s.score[lo:hi][:len(offer)]
	worth, basic := s.worth(i), s.basic[i]
	best := int64(0) // the slack
	if basic == none || s.met != nil && s.met[i] {
		best = -idle
	}
	e := entering{request: i, offer: s.root, arc: none}
	for k, j := range offer {
		profit := int64(score[k]) - s.price[j]
		if a := lo + int32(k); profit > best && a != basic && (s.full == nil || !s.full.has(a)) {
			best, e.offer, e.arc = profit, j, a
		}
	}
	e.gain = best - worth
	if s.full == nil {
		return e
	}
	for a := range s.full.members(lo, hi) {
		if gain := worth - int64(s.score[a]) + s.price[s.offer[a]]; gain > e.gain {
			e = entering{request: i, offer: s.offer[a], arc: a, falls: true, gain: gain}
		}
	}
	return e
}
