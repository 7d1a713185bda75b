package flow

// request returns the request of a pool node.
func (s *simplex) request(x int32) int32 { return s.owner[x-s.root-1] }

// hook makes x a child of parent by the given arc.
func (s *simplex) hook(x, parent, arc, up, down int32) {
	p := &s.node[parent]
	n := &s.node[x]
	n.parent, n.depth, n.next, n.prev = parent, p.depth+1, p.first, none
	n.arc, n.up, n.down = arc, up, down
	if p.first != none {
		s.node[p.first].prev = x
	}
	p.first = x
	if x > s.root {
		s.basic[s.request(x)] = arc
	}
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

// grow gives the leaf i a node, so that it can have children.
func (s *simplex) grow(i, flow int32) int32 {
	var x int32
	if k := len(s.unused); k > 0 {
		x = s.unused[k-1]
		s.unused = s.unused[:k-1]
	} else {
		x = int32(len(s.node))
		s.node = append(s.node, node{})
		s.owner = append(s.owner, 0)
	}
	s.slot[i], s.owner[x-s.root-1] = x, i
	s.node[x].first = none
	a := s.basic[i]
	s.hook(x, s.target(a), a, s.limit(i, a)-flow, flow)
	return x
}

// shrink takes the node of a request that has no children any more.
func (s *simplex) shrink(x int32) {
	s.detach(x)
	s.slot[s.request(x)] = none
	s.unused = append(s.unused, x)
}

// hang turns the path from x up to top round, so that the subtree of top becomes that of x, and
// makes x a child of parent by the given arc.
func (s *simplex) hang(x, top, parent, arc, up, down int32) {
	for {
		old := s.node[x]
		s.detach(x)
		s.hook(x, parent, arc, up, down)
		if x == top {
			return
		}
		x, parent, arc, up, down = old.parent, x, old.arc, old.down, old.up
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

// reprice sets prices and depths of the tree, from the root down.
func (s *simplex) reprice() {
	for x := s.after(s.root, s.root); x != none; x = s.after(x, s.root) {
		n := &s.node[x]
		n.depth = s.node[n.parent].depth + 1
		if x > s.root {
			continue
		}
		s.price[x] = 0
		if n.arc != none {
			s.price[x] = int64(s.score[n.arc]) - s.worth(s.request(n.parent))
		}
	}
}
