package flow

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// cases runs a test on small random problems of all shapes: levels, maxima, ties, amounts of nothing.
func cases(t *testing.T, test func(t *testing.T, p *Problem, s *Solution, level int)) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := random(r, shape{
			requests: 1 + r.IntN(6), offers: 1 + r.IntN(5), degree: 1 + r.IntN(4), amount: 1 + r.IntN(9),
			score: 1 + r.IntN(8), levels: 1 + r.IntN(3), maxima: seed%2 == 0,
		})
		s := solve(t, p)
		for level := range p.Levels {
			test(t, p, s, level)
		}
	}
}

// within is at most so many units to try.
const within = 12

// The value of the problem with any amount within the range that is said lies on the slope.
func TestSlopesAreThoseOfTheValue(t *testing.T) {
	bent := 0
	cases(t, func(t *testing.T, p *Problem, s *Solution, level int) {
		need, budget := NewResidual(p, s, level).Slopes()
		for n := range len(need) + len(budget) {
			var slope Slope
			if n < len(need) {
				slope = need[n]
			} else {
				slope = budget[n-len(need)]
			}
			if slope.Less != slope.More && slope.LessFor > 0 {
				bent++
			}
			for by := -min(slope.LessFor, within); by <= min(slope.MoreFor, within); by++ {
				want := s.Levels[level].Value + slope.More*int64(by)
				if by < 0 {
					want = s.Levels[level].Value + slope.Less*int64(by)
				}
				if got := solve(t, amended(p, n, by)).Levels[level].Value; got != want {
					t.Fatalf("%+v: amount %d by %d, level %d: value %d, slope %+v says %d", p, n, by, level, got, slope, want)
				}
			}
			if amount := slices.Concat(p.Need, p.Budget)[n]; slope.MoreFor == 0 || (slope.LessFor == 0) != (amount == 0) {
				t.Fatalf("%+v: amount %d: a slope for nothing: %+v", p, n, slope)
			}
		}
	})
	if bent < 100 {
		t.Errorf("only %d slopes differ on their sides: this tests too little", bent)
	}
}

// amended changes one amount, and with a need the maxima that it bounds.
func amended(p *Problem, n int, by int32) *Problem {
	q := *p
	q.Need, q.Budget, q.Max = slices.Clone(p.Need), slices.Clone(p.Budget), slices.Clone(p.Max)
	if n >= len(p.Need) {
		q.Budget[n-len(p.Need)] += by
		return &q
	}
	q.Need[n] += by
	for a := p.Start[n]; a < p.Start[n+1] && p.Max != nil; a++ {
		if p.Max[a] >= p.Need[n] {
			q.Max[a] = max(p.Max[a], q.Need[n])
		}
	}
	return &q
}

// A detour loses what the best plan with so much on the pair loses, and its steps lead there.
func TestDetoursAreThoseOfTheForcedPlan(t *testing.T) {
	lost := 0
	cases(t, func(t *testing.T, p *Problem, s *Solution, level int) {
		r := NewResidual(p, s, level)
		for i := range p.Need {
			for _, d := range r.Detours(int32(i)) {
				for by := int32(1); by <= min(d.Units, within); by++ {
					if got, want := forced(t, p, s, d.Arc, i, by, level), d.Loss*int64(by); got != want {
						t.Fatalf("%+v: request %d, %+v, %d units: lost %d, said %d", p, i, d, by, got, want)
					}
				}
				follow(t, p, s, i, d, level)
				if d.Loss > 0 {
					lost++
				}
			}
		}
	})
	if lost < 100 {
		t.Errorf("only %d detours lose anything: this tests too little", lost)
	}
}

// forced is what a level loses when an arc has to carry so much more: that is taken out, and the rest is solved.
func forced(t *testing.T, p *Problem, s *Solution, arc int32, i int, by int32, level int) int64 {
	q, j, x := *p, p.Offer[arc], s.Flow[arc]+by
	q.Need, q.Budget, q.Max = slices.Clone(p.Need), slices.Clone(p.Budget), slices.Clone(p.Max)
	if x > q.Need[i] || x > q.Budget[j] || p.Max != nil && x > q.Max[arc] {
		t.Fatalf("%+v: %d units are said to fit on arc %d", p, x, arc)
	}
	q.Need[i] -= x
	q.Budget[j] -= x
	if q.Max != nil {
		q.Max[arc] -= x
	}
	return s.Levels[level].Value - solve(t, &q).Levels[level].Value - int64(x)*int64(p.Levels[level][arc])
}

// follow makes the changes of a detour and sees that the plan stays feasible and loses what is said.
func follow(t *testing.T, p *Problem, s *Solution, i int, d Detour, level int) {
	flow, met, spent := slices.Clone(s.Flow), make([]int32, len(p.Need)), make([]int32, len(p.Budget))
	flow[d.Arc] += d.Units
	for _, step := range d.Steps {
		if step.Rise {
			flow[step.Arc] += d.Units
		} else {
			flow[step.Arc] -= d.Units
		}
	}
	for n := range p.Need {
		for a := p.Start[n]; a < p.Start[n+1]; a++ {
			met[n], spent[p.Offer[a]] = met[n]+flow[a], spent[p.Offer[a]]+flow[a]
			if flow[a] < 0 || p.Max != nil && flow[a] > p.Max[a] || met[n] > p.Need[n] {
				t.Fatalf("%+v: request %d, %+v leads to %v", p, i, d, flow)
			}
		}
	}
	for j, x := range spent {
		if x > p.Budget[j] {
			t.Fatalf("%+v: request %d, %+v spends %d of offer %d", p, i, d, x, j)
		}
	}
	if got := s.Levels[level].Value - value(p.Levels[level], flow); got != d.Loss*int64(d.Units) {
		t.Fatalf("%+v: request %d, %+v loses %d", p, i, d, got)
	}
}
