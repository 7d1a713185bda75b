package flow

// cycle is the ratio test of an entering arc: the flow runs from the apex down to from, over
// the entering arc, and from to back up to the apex.
type cycle struct {
	from, to, apex int32
	amount         int32
	leaves         leaving
	top            int32 // node whose arc to its parent leaves
}

// leaving says where on the cycle the arc lies that leaves the basis.
type leaving int

const (
	atEntering leaving = iota // the entering arc runs into its own bound
	atLeaf                    // the arc of the leaf that the entering arc belongs to
	atFrom                    // an arc between the apex and from
	atTo                      // an arc between to and the apex
)

// pivot lets an arc enter the basis.
func (s *simplex) pivot(e entering) {
	x, leaf := s.root, false
	if e.request != none {
		x = s.slot[e.request]
		if leaf = x == none; leaf {
			x = s.target(s.basic[e.request])
		}
	}
	c := s.ratio(e, x, leaf)
	switch c.leaves {
	case atEntering:
		s.push(&c)
		s.turn(e)
	case atLeaf:
		s.push(&c)
		s.swap(e)
	default:
		if leaf {
			x = s.grow(e.request)
			if e.falls {
				c.to = x
			} else {
				c.from = x
			}
		}
		s.push(&c)
		s.replace(e, &c, x)
	}
}

// ratio finds how much the cycle takes and which arc leaves. Of several arcs that stop the
// flow it takes the last one along the cycle from the apex, which keeps the basis strongly
// feasible (Cunningham 1976). x is the node of the request, or its offer's if it is a leaf.
func (s *simplex) ratio(e entering, x int32, leaf bool) cycle {
	var leafUp, leafDown int32
	if leaf {
		leafDown = s.left[e.request]
		leafUp = s.limit(e.request, s.basic[e.request]) - leafDown
	}
	c := cycle{from: x, to: e.offer}
	ahead, behind := int32(boundless), int32(boundless) // on the side of to, of from
	aheadAt, behindAt := leaving(atTo), leaving(atFrom)
	var aheadTop, behindTop int32
	if e.falls {
		c.from, c.to = c.to, c.from
		if leaf {
			ahead, aheadAt = leafUp, atLeaf
		}
	} else if leaf {
		behind, behindAt = leafDown, atLeaf
	}
	from, to := c.from, c.to
	for from != to {
		if f, t := &s.node[from], &s.node[to]; f.depth >= t.depth {
			if f.down < behind {
				behind, behindAt, behindTop = f.down, atFrom, from
			}
			from = f.parent
		} else {
			if t.up <= ahead {
				ahead, aheadAt, aheadTop = t.up, atTo, to
			}
			to = t.parent
		}
	}
	c.apex = from
	c.amount, c.leaves, c.top = behind, behindAt, behindTop
	if e.arc != none {
		if own := s.limit(e.request, e.arc); own <= c.amount {
			c.amount, c.leaves = own, atEntering
		}
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

// turn moves the entering arc from one bound to the other.
func (s *simplex) turn(e entering) {
	if e.falls {
		s.empty(e.request, e.arc)
	} else {
		s.fill(e.request, e.arc)
	}
}

func (s *simplex) fill(i, arc int32) {
	s.full.set(arc)
	s.left[i] -= s.max[arc]
}

func (s *simplex) empty(i, arc int32) {
	s.full.clear(arc)
	s.left[i] += s.max[arc]
}

// swap lets a leaf change from its basic arc to the entering one; the tree stays as it is.
func (s *simplex) swap(e entering) {
	if e.falls {
		s.fill(e.request, s.basic[e.request])
		s.empty(e.request, e.arc)
	}
	s.basic[e.request] = e.arc
}

// replace puts the entering arc in the place of an arc of the tree. x is the node of the
// request. The subtree that the leaving arc cuts off hangs on the entering arc from now on,
// and its prices move so that this arc gains nothing any more.
func (s *simplex) replace(e entering, c *cycle, x int32) {
	limit := s.limit(e.request, e.arc)
	flow, profit := c.amount, e.gain
	if e.falls {
		flow, profit = limit-c.amount, -e.gain
		s.empty(e.request, e.arc)
	}
	loser := s.drop(c)
	hook := c.from
	if c.leaves == atTo {
		hook = c.to
	}
	if hook == x {
		s.hang(x, c.top, e.offer, e.arc, limit-flow, flow)
		s.shift(x, -profit)
	} else {
		s.hang(hook, c.top, x, e.arc, flow, limit-flow)
		s.shift(hook, profit)
	}
	if loser > s.root && s.node[loser].first == none {
		s.shrink(loser)
	}
}

// drop marks the leaving arc if it leaves at its maximum, and returns the node on its
// request's side.
func (s *simplex) drop(c *cycle) int32 {
	loser := c.top
	if c.top < s.root {
		loser = s.node[c.top].parent
	}
	if (c.top > s.root) == (c.leaves == atTo) {
		s.fill(s.request(loser), s.node[c.top].arc)
	}
	return loser
}
