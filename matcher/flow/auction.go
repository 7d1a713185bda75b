package flow

import (
	"context"
	"math"
	"slices"
)

// auction finds a good flow and prices near the best ones, from which the simplex starts.
//
// A request bids for the offer that gains it most, and raises the price until the
// second best would gain it as much, and by a step more. An offer keeps its highest bids;
// once its budget is spent, its price is the lowest that it keeps. In the end each
// request is within a step of the best it could have at these prices. (Bertsekas and
// Castanon, The auction algorithm for the transportation problem, 1989. They make the step
// small in the end to be exact. Here it stays large, for the simplex is exact.)
type auction struct {
	*simplex
	flow  []int32 // per arc: amount of the bid
	level []int32 // per offer: price
	short []int32 // per request: need without a bid
	room  []int32 // per offer: budget without a bid
	held  [][]bid // per offer: a heap, lowest price first
	turns bitset  // requests that have to bid
	step  int32
}

type bid struct {
	price, request, arc, amount int32
}

// auction starts from the prices in s and a flow that keeps all bounds, and leaves better ones there.
// An offer that the start does not spend asks for nothing, as in the end.
func (s *simplex) auction(ctx context.Context, p *Problem, flow []int32, step int32) error {
	a := &auction{
		simplex: s, flow: flow, step: step,
		level: make([]int32, len(p.Budget)), held: make([][]bid, len(p.Budget)),
		short: slices.Clone(p.Need), room: slices.Clone(p.Budget),
		turns: newBitset(len(p.Need)),
	}
	perBid := 1 + max(total(p.Need), total(p.Budget))/int64(len(p.Need)+1)
	for j, b := range p.Budget {
		if a.level[j] = math.MaxInt32; b > 0 {
			a.level[j] = int32(s.price[j])
		}
		a.held[j] = make([]bid, 0, 4+5*int64(b)/(4*perBid))
	}
	for i := range p.Need {
		a.turns.set(int32(i))
		a.hold(int32(i))
	}
	for j, room := range a.room {
		if room > 0 {
			a.level[j] = 0
		}
	}
	if err := a.rounds(ctx); err != nil {
		return err
	}
	for j, b := range p.Budget {
		if b > 0 {
			s.price[j] = int64(a.level[j])
		}
	}
	return nil
}

// hold turns the flow of request i into bids at present prices, but gives up a part that gains less by more
// than a step than something else would: the request bids anew for it.
func (a *auction) hold(i int32) {
	row := a.flow[a.start[i]:a.start[i+1]]
	if !slices.ContainsFunc(row, func(x int32) bool { return x > 0 }) {
		return
	}
	var most int32
	for k, x := range row {
		if arc := a.start[i] + int32(k); a.full == nil || x < a.limit(i, arc) {
			most = max(most, a.score[arc]-a.level[a.offer[arc]])
		}
	}
	for k, x := range row {
		arc := a.start[i] + int32(k)
		j := a.offer[arc]
		switch {
		case x == 0:
		case a.score[arc]-a.level[j] < most-a.step:
			row[k] = 0
		default:
			a.short[i] -= x
			a.room[j] -= x
			a.held[j] = push(a.held[j], bid{price: a.level[j], request: i, arc: arc, amount: x})
		}
	}
}

// rounds lets requests bid in their order, again and again: to go through their arcs in order is
// much faster than to follow the chains of who outbids whom. Most problems take some dozens
// of rounds. The limit is for those in which tiny amounts chase each other; the flow may stay
// short of what it could be, for the simplex goes on from any.
func (a *auction) rounds(ctx context.Context) error {
	const limit = 1000
	for range limit {
		done := true
		for i := range a.turns.members(0, int32(len(a.short))) {
			if i%visits == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			done = false
			a.turns.clear(i)
			for a.short[i] > 0 && a.turn(i) {
			}
		}
		if done || ctx.Err() != nil {
			break
		}
	}
	return ctx.Err()
}

// turn places a bid of request i, unless nothing gains it anything.
func (a *auction) turn(i int32) bool {
	lo, hi := a.start[i], a.start[i+1]
	offer := a.offer[lo:hi]
	score := a.score[lo:hi][:len(offer)]
	var first, second int32 // greatest gains
	best := none
	for k, j := range offer {
		gain := score[k] - a.level[j]
		if gain <= second || a.full != nil && a.flow[lo+int32(k)] == a.limit(i, lo+int32(k)) {
			continue
		}
		if gain > first {
			first, second, best = gain, first, k
		} else {
			second = gain
		}
	}
	if best == none {
		return false
	}
	arc := lo + int32(best)
	amount := min(a.short[i], a.limit(i, arc)-a.flow[arc])
	a.short[i] -= amount
	a.place(offer[best], bid{price: score[best] - max(0, second-a.step), request: i, arc: arc, amount: amount})
	return true
}

// place adds a bid to those of an offer, and hands back the lowest beyond its budget. A bid
// for more than a request has already raises the price of all of it: otherwise requests
// fall into ever smaller pieces.
func (a *auction) place(j int32, b bid) {
	h := a.held[j]
	if a.flow[b.arc] > 0 {
		k := slices.IndexFunc(h, func(old bid) bool { return old.arc == b.arc })
		h[k].price = b.price
		h[k].amount += b.amount
		sink(h, k)
	} else {
		h = push(h, b)
	}
	a.flow[b.arc] += b.amount
	a.room[j] -= b.amount
	for a.room[j] < 0 {
		low := &h[0]
		back := min(low.amount, -a.room[j])
		a.room[j] += back
		a.flow[low.arc] -= back
		a.short[low.request] += back
		a.turns.set(low.request)
		if low.amount -= back; low.amount == 0 {
			h[0] = h[len(h)-1]
			h = h[:len(h)-1]
			sink(h, 0)
		}
	}
	if a.room[j] == 0 {
		a.level[j] = h[0].price
	}
	a.held[j] = h
}

func push(h []bid, b bid) []bid {
	h = append(h, b)
	k := len(h) - 1
	for k > 0 && h[(k-1)/2].price > b.price {
		h[k] = h[(k-1)/2]
		k = (k - 1) / 2
	}
	h[k] = b
	return h
}

// sink restores the heap below a bid that may be too high up.
func sink(h []bid, k int) {
	for {
		c := 2*k + 1
		if c+1 < len(h) && h[c+1].price < h[c].price {
			c++
		}
		if c >= len(h) || h[k].price <= h[c].price {
			return
		}
		h[k], h[c] = h[c], h[k]
		k = c
	}
}
