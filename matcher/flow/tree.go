package flow

// attach makes x the first child of parent.
func (s *simplex) attach(x, parent int32) {
	p := &s.node[parent]
	n := &s.node[x]
	n.parent, n.depth, n.next, n.prev = parent, p.depth+1, p.first, none
	if p.first != none {
		s.node[p.first].prev = x
	}
	p.first = x
}

func (s *simplex) detach(x int32) {
	n := &s.node[x]
	if n.prev != none {
		s.node[n.prev].next = n.next
	} else {
		s.node[n.parent].first = n.next
	}
	if n.next != none {
		s.node[n.next].prev = n.prev
	}
}

// request returns the request of a pool node.
func (s *simplex) request(x int32) int32 { return s.owner[x-s.root-1] }

// grow gives the leaf i a node, so that it can have children.
func (s *simplex) grow(i int32) int32 {
	var x int32
	if k := len(s.unused); k > 0 {
		x = s.unused[k-1]
		s.unused = s.unused[:k-1]
	} else {
		x = int32(len(s.node))
		s.node = append(s.node, node{})
		s.owner = append(s.owner, 0)
	}
	a := s.basic[i]
	s.slot[i], s.owner[x-s.root-1] = x, i
	s.node[x] = node{first: none, arc: a, up: s.limit(i, a) - s.left[i], down: s.left[i]}
	s.attach(x, s.target(a))
	return x
}

// shrink takes the node of a request that has no children any more.
func (s *simplex) shrink(x int32) {
	s.detach(x)
	s.slot[s.request(x)] = none
	s.unused = append(s.unused, x)
}

// hang reverses the path from x up to top, so that the subtree of top becomes that of x, and
// makes x a child of parent by the given arc.
func (s *simplex) hang(x, top, parent, arc, up, down int32) {
	for {
		n := &s.node[x]
		above, oldArc, oldUp, oldDown := n.parent, n.arc, n.up, n.down
		s.detach(x)
		n.arc, n.up, n.down = arc, up, down
		s.attach(x, parent)
		if x > s.root {
			s.basic[s.request(x)] = arc
		}
		if x == top {
			return
		}
		x, parent, arc, up, down = above, x, oldArc, oldDown, oldUp
	}
}

// shift adds to the prices of the offers in the subtree of top, and sets depths right.
func (s *simplex) shift(top int32, delta int64) {
	for x := top; x != none; x = s.after(x, top) {
		n := &s.node[x]
		n.depth = s.node[n.parent].depth + 1
		if x < s.root {
			s.price[x] += delta
		}
	}
}

// after returns the node that follows x in the subtree of top, parents before their
// children, or none.
func (s *simplex) after(x, top int32) int32 {
	if first := s.node[x].first; first != none {
		return first
	}
	for x != top {
		if next := s.node[x].next; next != none {
			return next
		}
		x = s.node[x].parent
	}
	return none
}
