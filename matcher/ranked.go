package matcher

import "slices"

// near is an offer with the points that it has with all requests of some kind, and these less its price; or a group of
// offers with no less than the most of one of them.
type near struct {
	offer, points int32
	worth         int64
}

// grouping says of offers in which group they are. Those of one agree in an aspect and in their tier.
type grouping struct {
	of    []int32 // per offer
	alike []alike // per group
}

type alike struct{ class, tier int32 }

// newGrouping numbers the groups that there are.
func newGrouping(class, tier []int32) grouping {
	g, known := grouping{of: make([]int32, len(class))}, map[alike]int32{}
	for j := range class {
		a := alike{class[j], tier[j]}
		if _, ok := known[a]; !ok {
			known[a], g.alike = int32(len(g.alike)), append(g.alike, a)
		}
		g.of[j] = known[a]
	}
	return g
}

// ranked are some offers by group, and within it the worthiest first, but for less than a step.
type ranked struct {
	offers []near
	step   int64
	groups []near  // those that have an offer
	ends   []int32 // per group: where its offers end, and those of the next one begin
}

// fill takes the offers of a list. Spare is room to sort in.
func (s *ranked) fill(list []near, spare []near, by *grouping) []near {
	spare, s.step = falling(list, spare)
	s.offers = slices.Grow(s.offers[:0], len(list))[:len(list)]
	s.ends = slices.Grow(s.ends[:0], len(by.alike)+1)[:len(by.alike)+1]
	clear(s.ends)
	for _, n := range spare {
		s.ends[by.of[n.offer]+1]++
	}
	for g := range by.alike {
		s.ends[g+1] += s.ends[g]
	}
	for _, n := range spare {
		at := &s.ends[by.of[n.offer]]
		s.offers[*at] = n
		*at++
	}
	s.groups = s.groups[:0]
	for g, first := 0, int32(0); g < len(by.alike); g++ {
		if s.ends[g] > first {
			s.groups = append(s.groups, near{offer: int32(g), worth: s.offers[first].worth + s.step - 1})
		}
		first = s.ends[g]
	}
	return spare
}

// members are the offers of a group.
func (s *ranked) members(group int32) []near {
	if group == 0 {
		return s.offers[:s.ends[0]]
	}
	return s.offers[s.ends[group-1]:s.ends[group]]
}

// falling sorts a list by worth in counted steps: what comes later is worth less than a step more. It uses the memory of
// another list.
func falling(list, spare []near) (sorted []near, step int64) {
	const steps = 1 << 8
	if len(list) == 0 {
		return spare[:0], 1
	}
	top, bottom := list[0].worth, list[0].worth
	for k := range list {
		top, bottom = max(top, list[k].worth), min(bottom, list[k].worth)
	}
	step = (top-bottom)/steps + 1
	var count [steps + 1]int32
	for k := range list {
		count[(top-list[k].worth)/step+1]++
	}
	for b := 1; b < steps; b++ {
		count[b] += count[b-1]
	}
	sorted = slices.Grow(spare[:0], len(list))[:len(list)]
	for k := range list {
		at := &count[(top-list[k].worth)/step]
		sorted[*at] = list[k]
		*at++
	}
	return sorted, step
}
