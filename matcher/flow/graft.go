package flow

import (
	"cmp"
	"slices"
)

// part is a flow on an arc between its bounds beside the basic arc of its request.
type part struct {
	request, arc, amount int32
}

// crash builds a strongly feasible basis from a flow, with prices near those that s has.
//
// A request that the flow gives to one offer becomes a leaf. One that it splits joins offers
// to a tree; where it would close a cycle instead, flow is pushed round the cycle until an arc
// reaches a bound. The trees that hold unmet need or unspent budget hang on the root by
// it, and rightly: its price is zero. The others have only arcs between bounds once the rest
// is cut off, so each of their requests may be the top. The one that would lose least by a
// unit sent elsewhere becomes it, and hangs there by an arc without flow. Thus the prices
// of the start, which are near the best ones, survive in the tree.
func (s *simplex) crash(flow []int32) {
	parts, room := s.adopt(flow)
	for j := range s.root {
		if s.price[j] != idle {
			s.node[j].up, s.node[j].down = room[j], boundless-room[j]
		}
	}
	for _, r := range parts {
		s.admit(r)
	}
	newGraft(s, s.cut()).hangAll()
	s.reprice()
}

// adopt makes each request a leaf of an offer that its flow goes to. It returns the flow that
// this leaves out, and what is left of the budgets.
func (s *simplex) adopt(flow []int32) (parts []part, room []int32) {
	room = make([]int32, s.root)
	for j := range room {
		room[j] = s.node[j].up
	}
	for i := range int32(len(s.basic)) {
		var leaf int32
		for a := s.start[i]; a < s.start[i+1]; a++ {
			x := flow[a]
			room[s.offer[a]] -= x
			switch {
			case x == 0:
			case x == s.limit(i, a):
				s.fill(i, a)
			case s.basic[i] == none:
				s.basic[i], leaf = a, x
			default:
				parts = append(parts, part{i, a, x})
				s.left[i] -= x
			}
			flow[a] = 0
		}
		if unmet := s.left[i] - leaf; s.basic[i] != none && unmet > 0 {
			parts = append(parts, part{i, none, unmet})
			s.left[i] -= unmet
		}
	}
	return parts, room
}

// admit lets an arc into the basis that flows between its bounds already. It moves no flow if
// the slack of either end can leave as it is.
func (s *simplex) admit(r part) {
	s.left[r.request] += r.amount
	e := entering{request: r.request, offer: s.target(r.arc), arc: r.arc, flow: r.amount, falls: true}
	if s.ratio(e).amount > 0 {
		e.falls = false
		e.falls = s.ratio(e).amount > 0
	}
	s.enter(e)
}

// cut takes the arcs at a bound out of the tree. It returns the offers on top of the trees
// that have no way to the root any more; they hang on the root for the time being.
func (s *simplex) cut() (tops []int32) {
	var loose []int32
	for x := s.after(s.root, s.root); x != none; x = s.after(x, s.root) {
		if n := s.node[x]; n.up == 0 || n.down == 0 {
			loose = append(loose, x)
		}
	}
	for _, x := range loose {
		s.drop(x, s.node[x].up == 0)
		s.detach(x)
		s.hook(x, s.root, none, 0, 0)
	}
	for _, x := range s.slot {
		if x != none && s.node[x].first == none {
			s.shrink(x)
		}
	}
	for _, x := range loose {
		if x < s.root {
			tops = append(tops, x)
		} else if top := s.node[x].first; s.slot[s.request(x)] == x {
			s.hang(top, x, s.root, none, 0, 0)
			tops = append(tops, top)
		}
	}
	return tops
}

// graft hangs trees on one another until all have a way to the root.
type graft struct {
	*simplex
	tops  []int32
	tree  []int32 // per offer: the tree it belongs to at first, as an index in tops, or none
	home  []int32 // per request: likewise
	under []int32 // per tree: one that it hangs in by now, or itself if it hangs nowhere, or none if on the root
	open  int     // trees that hang nowhere
}

// branch is an arc that a tree could hang by.
type branch struct {
	tree, request, arc int32
	loss               int64 // by each unit that the request would send there
}

func newGraft(s *simplex, tops []int32) *graft {
	g := &graft{simplex: s, tops: tops, open: len(tops)}
	g.tree, g.under = slices.Repeat([]int32{none}, int(s.root)), make([]int32, len(tops))
	for n, top := range tops {
		g.under[n] = int32(n)
		for x := top; x != none; x = s.after(x, top) {
			if x < s.root {
				g.tree[x] = int32(n)
			}
		}
	}
	g.home = make([]int32, len(s.basic))
	for i, a := range s.basic {
		if g.home[i] = none; a != none {
			g.home[i] = g.tree[s.offer[a]]
		}
	}
	return g
}

// hangAll ends because in each round all trees find a branch, and the one with the least loss of
// all can never close a circle.
func (g *graft) hangAll() {
	g.hangBare()
	for g.open > 0 {
		best := g.branches()
		slices.SortStableFunc(best, func(a, b branch) int { return cmp.Compare(a.loss, b.loss) })
		for _, b := range best {
			if b.request != none && g.top(b.arc) != b.tree {
				g.join(b)
			}
		}
	}
}

// top returns the tree in which an arc of a request ends by now, or none for the root.
func (g *graft) top(arc int32) int32 {
	if arc == none {
		return none
	}
	n := g.tree[g.offer[arc]]
	for n != none && g.under[n] != n {
		n = g.under[n]
	}
	return n
}

// branches finds the best branch of each tree that hangs nowhere.
func (g *graft) branches() []branch {
	best := make([]branch, len(g.tops))
	for n := range best {
		best[n] = branch{tree: int32(n), request: none, loss: idle}
	}
	for i, n := range g.home {
		if n == none || g.under[n] != n {
			continue
		}
		worth := g.worth(int32(i))
		if worth < best[n].loss {
			best[n] = branch{n, int32(i), none, worth}
		}
		for a := g.start[i]; a < g.start[i+1]; a++ {
			loss := worth - int64(g.score[a]) + g.price[g.offer[a]]
			if loss < best[n].loss && (g.full == nil || !g.full.has(a)) && g.top(a) != n {
				best[n] = branch{n, int32(i), a, loss}
			}
		}
	}
	return best
}

func (g *graft) join(b branch) {
	x := g.slot[b.request]
	if x == none {
		x = g.grow(b.request, g.left[b.request])
	}
	g.hang(x, g.tops[b.tree], g.target(b.arc), b.arc, g.limit(b.request, b.arc), 0)
	g.under[b.tree] = g.top(b.arc)
	g.open--
}

// hangBare hangs the trees without a request. Each is an offer that full arcs spend to the
// last; the one of them that gains least becomes basic, at its maximum.
func (g *graft) hangBare() {
	bare := make([]bool, len(g.tops))
	for n := range bare {
		bare[n] = g.node[g.tops[n]].first == none
	}
	for _, n := range g.home {
		if n != none {
			bare[n] = false
		}
	}
	best := make([]branch, len(bare))
	for i := range int32(len(g.basic)) {
		if g.full == nil {
			return
		}
		for a := range g.full.members(g.start[i], g.start[i+1]) {
			n := g.tree[g.offer[a]]
			gain := int64(g.score[a]) - g.worth(i) - g.price[g.offer[a]]
			if n != none && bare[n] && (best[n].tree == 0 || gain < best[n].loss) {
				best[n] = branch{1, i, a, gain}
			}
		}
	}
	for n, b := range best {
		if b.tree == 0 {
			continue
		}
		x, top := g.slot[b.request], g.tops[n]
		if x == none {
			x = g.grow(b.request, g.left[b.request])
		}
		g.empty(b.request, b.arc)
		g.detach(top)
		g.hook(top, x, b.arc, g.maximum(b.arc), 0)
		g.under[n] = g.home[b.request]
		g.open--
	}
}
