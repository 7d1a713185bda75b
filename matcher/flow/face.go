package flow

import "slices"

// restrict leaves of the current level its optimal face, writes the flow of the arcs that
// are not in it, and puts the scores of the next level on the rest.
//
// By complementary slackness a flow is optimal exactly if every arc whose reduced profit
// is not zero stays at the bound where it is now, and every need or budget with a price stays
// met or spent. The reduced profit of a basic arc is zero, so the basis lies in the face and
// is where the next level starts. Few other arcs do: those that tie with it.
func (s *simplex) restrict(score, flow []int32) {
	s.met = closed(s.met, len(s.basic), s.worth)
	s.spent = closed(s.spent, int(s.root), func(j int32) int64 { return s.price[j] })
	kept := s.settle(flow)
	for j := range s.root {
		if a := s.node[j].arc; a != none && s.price[j] != idle {
			k, _ := slices.BinarySearch(kept, a)
			s.node[j].arc = int32(k)
		}
	}
	for i, x := range s.slot {
		if x != none {
			s.node[x].arc = s.basic[i]
		}
	}
	s.score = make([]int32, len(kept))
	for k, a := range kept {
		kept[k] = s.origin(a)
		s.score[k] = score[kept[k]]
	}
	s.kept = kept
	s.reprice()
}

// closed marks what has a price on this level or had one before.
func closed(before []bool, n int, price func(int32) int64) []bool {
	marks := make([]bool, n)
	for i := range marks {
		marks[i] = before != nil && before[i] || price(int32(i)) != 0
	}
	return marks
}

// settle cuts the rows down to the face. It returns their arcs in the numbers of before.
func (s *simplex) settle(flow []int32) (kept []int32) {
	start := make([]int32, len(s.start))
	var offer, full []int32
	for i := range int32(len(s.basic)) {
		worth, basic := s.worth(i), s.basic[i]
		for a := s.start[i]; a < s.start[i+1]; a++ {
			isFull := s.full != nil && s.full.has(a)
			if int64(s.score[a])-worth != s.price[s.offer[a]] {
				if isFull {
					flow[s.origin(a)] = s.maximum(a)
				}
				continue
			}
			k := int32(len(kept))
			if a == basic {
				s.basic[i] = k
			}
			if isFull {
				full = append(full, k)
			}
			kept, offer = append(kept, a), append(offer, s.offer[a])
		}
		start[i+1] = int32(len(kept))
	}
	s.start, s.offer = start, offer
	if s.full != nil {
		s.full = newBitset(len(kept))
		for _, k := range full {
			s.full.set(k)
		}
	}
	return kept
}

// origin returns the problem's number of an arc.
func (s *simplex) origin(arc int32) int32 {
	if s.kept == nil {
		return arc
	}
	return s.kept[arc]
}

// prices reads the prices of the level from the tree. An offer with nothing to spend is not
// in it; it is worth what its best arc would gain.
func (s *simplex) prices(p *Problem, score []int32) Level {
	l := Level{Need: make([]int64, len(s.basic)), Budget: slices.Clone(s.price[:s.root])}
	for i := range l.Need {
		l.Need[i] = s.worth(int32(i))
	}
	if !slices.Contains(p.Budget, 0) {
		return l
	}
	for j, b := range p.Budget {
		if b == 0 {
			l.Budget[j] = 0
		}
	}
	for i, u := range l.Need {
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			if j := p.Offer[a]; p.Budget[j] == 0 {
				l.Budget[j] = max(l.Budget[j], int64(score[a])-u)
			}
		}
	}
	return l
}

// flows writes the flow of the arcs of the current level.
func (s *simplex) flows(flow []int32) {
	for i, a := range s.basic {
		if x := s.slot[i]; a != none && x == none {
			flow[s.origin(a)] = s.left[i]
		} else if a != none {
			flow[s.origin(a)] = s.node[x].down
		}
	}
	for j := range s.root {
		if n := s.node[j]; s.price[j] != idle && n.arc != none {
			flow[s.origin(n.arc)] = n.up
		}
	}
	if s.full != nil {
		for a := range s.full.members(0, int32(len(s.offer))) {
			flow[s.origin(a)] = s.maximum(a)
		}
	}
}
