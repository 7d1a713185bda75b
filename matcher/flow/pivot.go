package flow

// entering is an arc on its way into the basis: its flow rises, or falls. Each unit gains gain.
// A request of none means the slack of the offer's budget.
type entering struct {
	request, offer, arc int32
	flow                int32 // on the arc so far
	falls               bool
	gain                int64
}

// cycle is the outcome of the ratio test. The flow runs from the apex down to from, over the
// entering arc, and from to back up to the apex.
type cycle struct {
	from, to, apex int32
	amount         int32
	leaves         leaving
	top            int32 // node whose arc to its parent leaves
}

// leaving says where on the cycle the arc lies that leaves the basis.
type leaving int

const (
	atEntering leaving = iota // the entering arc itself reaches its other bound
	atLeaf                    // the basic arc of the request, which is a leaf
	atFrom                    // between the apex and from
	atTo                      // between to and the apex
)

// pivot lets an arc outside the basis enter it, and returns the request whose arc or slack leaves,
// or none.
func (s *simplex) pivot(e entering) int32 {
	if e.falls {
		e.flow = s.maximum(e.arc)
		s.empty(e.request, e.arc)
	}
	return s.enter(e)
}

// enter changes the basis for an entering arc whose flow counts in the left of its request.
func (s *simplex) enter(e entering) int32 {
	c := s.ratio(e)
	flow := e.flow + c.amount
	if e.falls {
		flow = e.flow - c.amount
	}
	if c.leaves >= atFrom && e.request != none && s.slot[e.request] == none {
		x := s.grow(e.request, s.left[e.request]-e.flow)
		if e.falls {
			c.to = x
		} else {
			c.from = x
		}
	}
	s.push(&c)
	switch c.leaves {
	case atEntering:
		if !e.falls {
			s.fill(e.request, e.arc)
		}
	case atLeaf:
		if e.falls {
			s.fill(e.request, s.basic[e.request])
		}
		s.basic[e.request] = e.arc
	default:
		return s.replace(e, &c, flow)
	}
	return e.request
}

// ratio finds how much the cycle takes and which arc leaves. Of several arcs that stop the
// flow it takes the last one along the cycle from the apex, which keeps the basis strongly
// feasible (Cunningham 1976).
func (s *simplex) ratio(e entering) cycle {
	c := cycle{from: s.root, to: e.offer, leaves: atEntering, amount: e.flow}
	behind, behindAt, behindTop := int32(boundless), atFrom, int32(none) // on the side of from
	ahead, aheadAt, aheadTop := int32(boundless), atTo, int32(none)      // on that of to
	if i := e.request; i != none {
		if !e.falls {
			c.amount = s.limit(i, e.arc) - e.flow
		}
		if c.from = s.slot[i]; c.from == none {
			c.from = s.target(s.basic[i])
			leaf := s.left[i] - e.flow
			if e.falls {
				ahead, aheadAt = s.limit(i, s.basic[i])-leaf, atLeaf
			} else {
				behind, behindAt = leaf, atLeaf
			}
		}
	} else {
		c.amount = boundless
	}
	if e.falls {
		c.from, c.to = c.to, c.from
	}
	x, y := c.from, c.to
	for x != y {
		if f, t := &s.node[x], &s.node[y]; f.depth >= t.depth {
			if f.down < behind {
				behind, behindAt, behindTop = f.down, atFrom, x
			}
			x = f.parent
		} else {
			if t.up <= ahead {
				ahead, aheadAt, aheadTop = t.up, atTo, y
			}
			y = t.parent
		}
	}
	c.apex = x
	if behind < c.amount {
		c.amount, c.leaves, c.top = behind, behindAt, behindTop
	}
	if ahead <= c.amount {
		c.amount, c.leaves, c.top = ahead, aheadAt, aheadTop
	}
	return c
}

func (s *simplex) push(c *cycle) {
	if c.amount == 0 {
		return
	}
	for x := c.from; x != c.apex; x = s.node[x].parent {
		s.node[x].down -= c.amount
		s.node[x].up += c.amount
	}
	for x := c.to; x != c.apex; x = s.node[x].parent {
		s.node[x].up -= c.amount
		s.node[x].down += c.amount
	}
}

// replace puts the entering arc, with its new flow, in the place of an arc of the tree. The
// subtree that the leaving arc cuts off hangs on the entering arc from now on, and its prices
// move so that this arc gains nothing any more. It returns the request that loses an arc, or none
// for the slack of a budget.
func (s *simplex) replace(e entering, c *cycle, flow int32) int32 {
	x, profit, room := s.root, e.gain, s.limit(e.request, e.arc)-flow
	if e.request != none {
		x = s.slot[e.request]
	}
	if e.falls {
		profit = -profit
	}
	loser := s.drop(c.top, c.leaves == atTo)
	below := c.from
	if c.leaves == atTo {
		below = c.to
	}
	if below == x {
		s.hang(x, c.top, e.offer, e.arc, room, flow)
		s.shift(x, -profit)
	} else {
		s.hang(below, c.top, x, e.arc, flow, room)
		s.shift(below, profit)
	}
	if loser == s.root {
		return none
	}
	i := s.request(loser)
	if s.node[loser].first == none {
		s.shrink(loser)
	}
	return i
}

// drop lets the arc above x leave the basis because it has no room left towards the parent, or
// from it, and returns the node of its request.
func (s *simplex) drop(x int32, up bool) int32 {
	loser := x
	if x < s.root {
		loser = s.node[x].parent
	}
	if (x > s.root) == up && s.node[x].arc != none {
		s.fill(s.request(loser), s.node[x].arc)
	}
	return loser
}

// fill puts an arc that leaves the basis to its maximum.
func (s *simplex) fill(i, arc int32) {
	s.full.set(arc)
	s.left[i] -= s.maximum(arc)
}

// empty takes an arc that enters the basis from its maximum.
func (s *simplex) empty(i, arc int32) {
	s.full.clear(arc)
	s.left[i] += s.maximum(arc)
}
