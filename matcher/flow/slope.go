package flow

import (
	"math"
	"slices"
)

// Unbounded is for how many units a slope holds that never changes.
const Unbounded = math.MaxInt32

// Slope is how the best value of a level changes with one amount, a need or a budget. Where the optimum is degenerate
// the two sides differ: prices are then only one choice between them. A slope may hold for longer than is said, never
// for less.
type Slope struct {
	Less    int64 // lost on each unit that goes
	LessFor int32 // units that can go at this loss, at least; 0 where there are none to go
	More    int64 // gained on each unit that comes
	MoreFor int32 // units that can come at this gain, at least
}

// Slopes are exact: the best value of the problem with another amount lies on them. With several levels they are those
// of the given level where the levels before it stay first, so that more money for them may cost this one.
//
// Need and budget are those of the problem; a maximum that the need itself bounds moves with the need.
func (r *Residual) Slopes() (need, budget []Slope) {
	last := r.levels - 1
	slope := func(node int32, price int64, lost, gained labels) Slope {
		s := Slope{LessFor: lost.room[node], MoreFor: gained.room[node], More: price - gained.at(node)[last]}
		if s.LessFor > 0 {
			s.Less = price + lost.at(node)[last]
		}
		return s
	}
	prices := r.solution.Levels[last]
	for i, u := range prices.Need {
		need = append(need, slope(int32(i), u, r.out, r.in))
	}
	for j, v := range prices.Budget {
		budget = append(budget, slope(r.node(int32(j)), v, r.in, r.out))
	}
	return need, budget
}

// Detour is the cheapest way to place something on a pair that has nothing: what the level loses on each unit, for at
// least how many units, and whose flow changes by so much on the way, from the request's own to the offer's.
type Detour struct {
	Arc   int32
	Loss  int64
	Level int // the first on which anything is lost; the last one where nothing is lost before it
	Units int32
	Steps []Step
}

// Step is an arc whose flow rises or falls.
type Step struct {
	Arc  int32
	Rise bool
}

// Detours finds those of all pairs of a request without flow that may have some; they are exact, as slopes are.
func (r *Residual) Detours(request int32) []Detour {
	var detours []Detour
	found := r.search(request, false, r.farthest(request))
	for a := r.p.Start[request]; a < r.p.Start[request+1]; a++ {
		x := r.node(r.p.Offer[a])
		units := min(r.room(a, true), found.room[x])
		if units == 0 || r.solution.Flow[a] > 0 {
			continue
		}
		d := Detour{Arc: a, Units: units, Loss: r.loss(a, r.levels-1) + found.at(x)[r.levels-1]}
		for d.Level < r.levels-1 && r.loss(a, d.Level)+found.at(x)[d.Level] == 0 {
			d.Level++
		}
		for ; x != request; x = found.from[x] {
			if via := found.via[x]; via != none {
				d.Steps = append(d.Steps, Step{via, x < int32(len(r.p.Need))})
			}
		}
		slices.Reverse(d.Steps)
		detours = append(detours, d)
	}
	return detours
}

// farthest is how far the offers of a request can be: no farther than over the root.
func (r *Residual) farthest(request int32) []int64 {
	most, way := make([]int64, r.levels), make([]int64, r.levels)
	for _, j := range r.p.Offer[r.p.Start[request]:r.p.Start[request+1]] {
		for k := range way {
			way[k] = r.out.at(request)[k] + r.in.at(r.node(j))[k]
		}
		if r.in.room[r.node(j)] > 0 && slices.Compare(way, most) > 0 {
			copy(most, way)
		}
	}
	return most
}
