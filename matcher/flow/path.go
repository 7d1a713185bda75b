package flow

import (
	"math"
	"slices"
)

// search is the working store of the search for a shortest way.
type search struct {
	touched []int32 // nodes whose label is not blank
	queue   []step  // a heap, nearest first
	end     int32   // of the best way so far
	length  int64   // of that way
}

type label struct {
	dist int64
	via  use // the arc on which the way comes to the node
}

// step is a node in the queue. An offer that has pulled at some of its users comes again for the others, at a distance
// that none of them is nearer than.
type step struct {
	dist int64
	node int32
	next int32 // 1 + the user to begin with, or 0 at the first time
}

var blank = label{dist: math.MaxInt64}

// send moves as much as one shortest way takes from node n: an excess pushed on, or a
// vacancy pulled away. An excess goes from a request to an offer on an arc that takes more, from an offer to
// a request whose flow to it gives way, and ends as budget to spare, or as need unmet at the
// price of that need. A vacancy goes the other way round. After that the arcs of the way tie.
func (v *Solver) send(n int32) {
	excess := v.isRequest(n) == (v.nodes[n].rest > 0)
	v.seek(n, excess)
	v.reprice(excess)
	v.move(n, excess)
	for _, t := range v.search.touched {
		v.nodes[t].label = blank
	}
}

// seek finds the shortest way from node n, by Dijkstra's method.
func (v *Solver) seek(n int32, excess bool) {
	s := &v.search
	s.touched, s.queue, s.end, s.length = s.touched[:0], s.queue[:0], none, math.MaxInt64
	v.reach(n, 0, use{none, none}, excess)
	for len(s.queue) > 0 {
		at := s.pop()
		switch {
		case at.dist >= s.length:
			return
		case at.next == 0 && at.dist > v.nodes[at.node].dist: // found shorter since
		case v.isRequest(at.node):
			v.leaveRequest(at, excess)
		case excess:
			v.pushOut(at)
		default:
			v.pullIn(at)
		}
	}
}

// reach notes a way to node n, and what a way that ends there would cost.
func (v *Solver) reach(n int32, dist int64, via use, excess bool) {
	s, at := &v.search, &v.nodes[n]
	if dist >= at.dist {
		return
	}
	v.mark(n, dist, via)
	switch {
	case !v.isRequest(n) && !excess:
		s.finish(n, dist+at.price)
	case excess && v.isRequest(n):
		s.finish(n, dist+v.worth(n))
	case at.rest > 0:
		s.finish(n, dist)
	}
	if dist < s.length {
		s.push(step{dist: dist, node: n})
	}
}

// mark gives a node a label.
func (v *Solver) mark(n int32, dist int64, via use) {
	at := &v.nodes[n]
	if at.dist == math.MaxInt64 {
		v.search.touched = append(v.search.touched, n)
	}
	at.label = label{dist, via}
}

func (s *search) finish(n int32, length int64) {
	if length < s.length {
		s.end, s.length = n, length
	}
}

func (v *Solver) leaveRequest(at step, excess bool) {
	i := at.node
	if !excess {
		base := at.dist - v.worth(i)
		for _, h := range v.nodes[i].holds {
			v.reach(h.home, base+int64(h.score)-v.nodes[h.home].price, use{i, h.arc}, excess)
		}
		return
	}
	lo, hi := v.p.Start[i], v.p.Start[i+1]
	base, score := at.dist+v.worth(i), v.p.Levels[0][lo:hi]
	for k, j := range v.p.Offer[lo:hi] {
		a, n := lo+int32(k), v.offer(j)
		if d := base + v.nodes[n].price - int64(score[k]); d < v.search.length && v.takes(i, a) {
			v.reach(n, d, use{i, a}, excess)
		}
	}
}

// pushOut leaves an offer that has too much by the requests that could give way.
func (v *Solver) pushOut(at step) {
	for _, h := range v.holders[at.node-v.offer(0)] {
		v.reach(h.request, at.dist-v.loss(h.request, h.arc), h, true)
	}
}

// pullIn leaves an offer with a vacancy by the requests that could fill it, as far as it is their turn.
func (v *Solver) pullIn(at step) {
	j := at.node - v.offer(0)
	users := &v.users[j]
	if at.next == 0 && users.worn() {
		v.order(j)
	}
	base := v.nodes[at.node].dist + v.nodes[at.node].price
	least := base - v.margin(j)
	for k := max(at.next-1, 0); int(k) < len(users.list); k++ {
		u := &users.list[k]
		if turn := least + int64(u.key); turn > at.dist {
			if turn < v.search.length {
				v.search.push(step{turn, at.node, k + 1})
			}
			return
		}
		users.looked++
		if d := base + v.worth(u.request) - int64(u.score); d < v.search.length && v.takes(u.request, u.arc) {
			v.pullFrom(u.use, d)
		}
	}
}

// pullFrom goes on from a request to the offers that it gives up. One that is tied to an offer is as far as that offer: it
// has a label only if the way leads over it.
func (v *Solver) pullFrom(u use, dist int64) {
	i := u.request
	if !v.tied(i) {
		v.reach(i, dist, u, false)
		return
	}
	if h := v.nodes[i].holds[0]; dist < v.nodes[h.home].dist {
		v.mark(i, dist, u)
		v.reach(h.home, dist, use{i, h.arc}, false)
	}
}

// tied requests have all they need from one offer, which could give more.
func (v *Solver) tied(i int32) bool {
	r := &v.nodes[i]
	return len(r.holds) == 1 && r.rest == 0 && v.takes(i, r.holds[0].arc)
}

// worth is the price of a need. That of a tied one moves against that of its offer: there are so many of them that it
// follows from there.
func (v *Solver) worth(i int32) int64 {
	if v.tied(i) {
		h := v.nodes[i].holds[0]
		return int64(h.score) - v.nodes[h.home].price
	}
	return v.nodes[i].price
}

// reprice moves the prices of nodes nearer than the end, so that no arc of the way loses anything.
func (v *Solver) reprice(excess bool) {
	if excess {
		v.fallen += v.search.length
	}
	for _, n := range v.search.touched {
		at := &v.nodes[n]
		switch nearer := v.search.length - at.dist; {
		case nearer <= 0:
		case excess == v.isRequest(n):
			at.price -= nearer
		default:
			at.price += nearer
		}
	}
}

// move moves what the way takes from node n to its end.
func (v *Solver) move(n int32, excess bool) {
	end := v.search.end
	if end == n {
		return // it may stay, now that it has no price
	}
	spare := v.isRequest(end) != excess // what is left over at the end becomes less, not more
	from, to := &v.nodes[n], &v.nodes[end]
	amount := max(from.rest, -from.rest)
	if spare {
		amount = min(amount, to.rest)
	}
	for t := end; t != n; t = v.before(t) {
		u := v.nodes[t].via
		if v.isRequest(t) == excess {
			amount = min(amount, v.flow[u.arc])
		} else {
			amount = min(amount, v.p.limit(u.request, u.arc)-v.flow[u.arc])
		}
		if v.isRequest(t) {
			v.nodes[t].price = v.worth(t) // it may be tied no more
		}
	}
	for t := end; t != n; t = v.before(t) {
		if u := v.nodes[t].via; v.isRequest(t) == excess {
			v.add(u, -amount)
		} else {
			v.add(u, amount)
		}
	}
	if from.rest > 0 {
		from.rest -= amount
	} else {
		from.rest += amount
	}
	if spare {
		to.rest -= amount
	} else {
		to.rest += amount
	}
	for t := end; ; t = v.before(t) {
		if v.isRequest(t) {
			v.relist(t)
		}
		if t == n {
			return
		}
	}
}

// before is the node before t on the way to it.
func (v *Solver) before(t int32) int32 {
	u := v.nodes[t].via
	if v.isRequest(t) {
		return v.offer(v.p.Offer[u.arc])
	}
	return u.request
}

// add changes the flow of an arc, and who holds some of the offer.
func (v *Solver) add(u use, amount int32) {
	list := &v.holders[v.p.Offer[u.arc]]
	before := v.flow[u.arc]
	v.flow[u.arc] += amount
	switch {
	case before == 0:
		*list = append(*list, u)
	case before == -amount:
		k := slices.Index(*list, u)
		*list = slices.Delete(*list, k, k+1)
	default:
		return
	}
	v.setHolds(u.request)
}

// setHolds lists the arcs of request i with flow.
func (v *Solver) setHolds(i int32) {
	r := &v.nodes[i]
	r.holds = r.holds[:0]
	for a := v.p.Start[i]; a < v.p.Start[i+1]; a++ {
		if v.flow[a] > 0 {
			r.holds = append(r.holds, hold{a, v.offer(v.p.Offer[a]), v.p.Levels[0][a]})
		}
	}
}

// loss is what a unit of flow loses on an arc of request i at present prices.
func (v *Solver) loss(i, arc int32) int64 {
	return v.worth(i) - v.profit(arc)
}

// profit is the score of an arc less the price of its offer.
func (v *Solver) profit(arc int32) int64 {
	return int64(v.p.Levels[0][arc]) - v.nodes[v.offer(v.p.Offer[arc])].price
}

// takes says whether an arc of request i takes more.
func (v *Solver) takes(i, arc int32) bool {
	limit := v.p.limit(i, arc)
	return limit == boundless || v.flow[arc] < limit
}

func (v *Solver) isRequest(n int32) bool { return int(n) < len(v.p.Need) }

func (s *search) push(x step) {
	s.queue = append(s.queue, x)
	k := len(s.queue) - 1
	for ; k > 0 && s.queue[(k-1)/2].dist > x.dist; k = (k - 1) / 2 {
		s.queue[k] = s.queue[(k-1)/2]
	}
	s.queue[k] = x
}

func (s *search) pop() step {
	q := s.queue
	top, last := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	k := 0
	for c := 1; c < len(q); c = 2*k + 1 {
		if c+1 < len(q) && q[c+1].dist < q[c].dist {
			c++
		}
		if last.dist <= q[c].dist {
			break
		}
		q[k], k = q[c], c
	}
	if len(q) > 0 {
		q[k] = last
	}
	s.queue = q
	return top
}
