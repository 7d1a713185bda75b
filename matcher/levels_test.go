package matcher

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// tiny makes a problem so small that all whole plans can be listed, with up to three States in up to three sub-regions.
func tiny(r *rand.Rand) (*flow.Problem, groups) {
	p := &flow.Problem{Start: []int32{0}, Max: []int32{}, Levels: [][]int32{{}, {}}}
	for range 1 + r.IntN(3) {
		p.Budget = append(p.Budget, r.Int32N(5))
	}
	g := groups{states: make([]aid.PartyID, 1+r.IntN(3)), regions: make([]string, 1+r.IntN(3))}
	for range g.states {
		g.region = append(g.region, r.IntN(len(g.regions)))
	}
	for range 2 + r.IntN(3) {
		p.Need = append(p.Need, 1+r.Int32N(4))
		for j := range p.Budget {
			if r.IntN(5) < 2 {
				p.Offer, p.Max = append(p.Offer, int32(j)), append(p.Max, 1+r.Int32N(4))
				p.Levels[0], p.Levels[1] = append(p.Levels[0], 1+r.Int32N(9)), append(p.Levels[1], r.Int32N(9))
			}
		}
		state := none
		if int(p.Start[len(p.Need)-1]) < len(p.Offer) {
			state = r.IntN(len(g.states))
		}
		g.state = append(g.state, state)
		p.Start = append(p.Start, int32(len(p.Offer)))
	}
	return p, g
}

// bare is a market of nothing but arcs.
func bare(p *flow.Problem) *market {
	f := &field{needs: make([]need, len(p.Need)), sources: make([]source, len(p.Budget))}
	return &market{index: &index{field: f}, problem: *p}
}

// eachPlan lists all whole plans of a problem.
func eachPlan(p *flow.Problem, visit func(amounts []int32)) {
	amounts, left, row := make([]int32, len(p.Offer)), slices.Clone(p.Budget), make([]int, len(p.Offer))
	unmet := slices.Clone(p.Need)
	for i := range p.Need {
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			row[a] = i
		}
	}
	var fill func(a int)
	fill = func(a int) {
		if a == len(amounts) {
			visit(amounts)
			return
		}
		i, j := row[a], p.Offer[a]
		for x := range 1 + min(p.Max[a], left[j], unmet[i]) {
			amounts[a] = x
			left[j], unmet[i] = left[j]-x, unmet[i]-x
			fill(a + 1)
			left[j], unmet[i] = left[j]+x, unmet[i]+x
		}
		amounts[a] = 0
	}
	fill(0)
}

// Against the list of all plans: no plan reaches more, the floors can be kept by one that reaches as much, no such plan
// has a fairer vector of shares than what lies above the floors by less than a thousand, and among those that keep
// them the solver's scores highest.
func TestLevelsAgainstAllPlans(t *testing.T) {
	short := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		p, g := tiny(r)
		asked, goal := g.sums(p.Need)
		reach := make([]int64, len(asked))
		for s := range asked {
			reach[s] = min(asked[s], 1+int64(seed%2))
		}
		m := bare(p)
		free, err := m.optimum(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		floor, _, err := m.leximin(t.Context(), &g, reach, goal, free)
		if err != nil {
			t.Fatal(err)
		}
		_, s, err := m.solve(t.Context(), &g, reach, floor, free)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		s = g.base(p, s)
		bound := make([]int64, len(floor)) // above the true shares
		for r := range floor {
			bound[r] = min(floor[r]+1, goal[r])
			if floor[r] < goal[r] {
				short++
			}
		}
		got := judge(p, g, s.Flow, reach, floor)
		want := [3]int64{0, sumOf(floor, all(floor)), 0}
		eachPlan(p, func(amounts []int32) {
			v := judge(p, g, amounts, reach, floor)
			want[0] = max(want[0], v[0])
			if v[0] == got[0] && v[1] == want[1] {
				want[2] = max(want[2], v[2])
			}
			_, placed := g.sums(met(p, amounts))
			if v[0] >= got[0] && slices.CompareFunc(shares(placed, goal), shares(bound, goal), ratio.compare) > 0 {
				t.Fatalf("seed %d: %v of %v is fairer than floors %v", seed, placed, goal, floor)
			}
		})
		if got != want {
			t.Fatalf("seed %d: got %v, want %v with floors %v", seed, got, want, floor)
		}
	}
	if short < 100 {
		t.Errorf("only %d floors are below the need: this tests too little", short)
	}
}

func all(list []int64) (at []int) {
	for i := range list {
		at = append(at, i)
	}
	return at
}

// judge returns what a plan has on the levels of reach, floors and score.
func judge(p *flow.Problem, g groups, amounts []int32, reach, floor []int64) (v [3]int64) {
	state, region := g.sums(met(p, amounts))
	for s, x := range state {
		v[0] += min(x, reach[s])
	}
	for r, x := range region {
		v[1] += min(x, floor[r])
	}
	for a, x := range amounts {
		v[2] += int64(x) * int64(p.Levels[0][a])
	}
	return v
}

// shares are those of sub-regions with a need, the smallest first.
func shares(placed, goal []int64) (list []ratio) {
	for r := range goal {
		if goal[r] > 0 {
			list = append(list, ratio{placed[r], goal[r]})
		}
	}
	slices.SortFunc(list, ratio.compare)
	return list
}

func (r ratio) compare(other ratio) int { return cmp.Compare(r.part*other.whole, other.part*r.whole) }
