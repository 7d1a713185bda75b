package matcher

import (
	"math/rand/v2"
	"slices"
	"testing"

	"ploughshare/matcher/flow"
)

// pinned takes a part of some plan off a problem, and sometimes lets a pair have no more than that.
func pinned(r *rand.Rand, full *flow.Problem, g *groups) (rest *flow.Problem, pins []int32, exact []bool) {
	pins, exact = make([]int32, len(full.Offer)), make([]bool, len(full.Offer))
	rest = &flow.Problem{Start: full.Start, Offer: full.Offer, Levels: full.Levels}
	rest.Need, rest.Budget, rest.Max = slices.Clone(full.Need), slices.Clone(full.Budget), slices.Clone(full.Max)
	for i := range full.Need {
		for a := full.Start[i]; a < full.Start[i+1]; a++ {
			j := full.Offer[a]
			if pins[a] = r.Int32N(1 + min(full.Max[a], rest.Need[i], rest.Budget[j])); r.IntN(2) == 0 {
				pins[a] = 0
			}
			rest.Need[i], rest.Budget[j], rest.Max[a] = rest.Need[i]-pins[a], rest.Budget[j]-pins[a], rest.Max[a]-pins[a]
			if exact[a] = r.IntN(4) == 0; exact[a] {
				rest.Max[a] = 0
			}
		}
	}
	g.pinned.state, g.pinned.region = g.sums(met(full, pins))
	return rest, pins, exact
}

// Against the list of all plans that keep to the pins: none reaches more, none keeps the floors better, and among those
// that are as fair none scores higher than the pins together with the best plan for what is left beside them.
func TestPinsAgainstAllPlans(t *testing.T) {
	moved := 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 7))
		full, g := tiny(r)
		rest, pins, exact := pinned(r, full, &g)
		asked, goal := g.sums(full.Need)
		reach := make([]int64, len(asked))
		for s := range asked {
			reach[s] = min(asked[s], 1+int64(seed%2))
		}
		m := bare(rest)
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
		amounts := g.base(rest, s).Flow
		for a := range amounts {
			amounts[a] += pins[a]
		}
		got := judge(full, g, amounts, reach, floor)
		want, freest := [3]int64{0, sumOf(floor, all(floor)), 0}, int64(0)
		bound := make([]int64, len(floor))
		for r := range floor {
			bound[r] = min(floor[r]+1, goal[r])
		}
		eachPlan(full, func(plan []int32) {
			v := judge(full, g, plan, reach, floor)
			if freest = max(freest, v[2]); !keeps(plan, pins, exact) {
				return
			}
			want[0] = max(want[0], v[0])
			if v[0] == got[0] && v[1] == want[1] {
				want[2] = max(want[2], v[2])
			}
			_, placed := g.sums(met(full, plan))
			if v[0] >= got[0] && slices.CompareFunc(shares(placed, goal), shares(bound, goal), ratio.compare) > 0 {
				t.Fatalf("seed %d: %v of %v is fairer than floors %v", seed, placed, goal, floor)
			}
		})
		if got != want {
			t.Fatalf("seed %d: got %v, want %v with floors %v and pins %v", seed, got, want, floor, pins)
		}
		if got[2] < freest {
			moved++
		}
	}
	if moved < 100 {
		t.Errorf("only %d plans cost anything: this tests too little", moved)
	}
}

func keeps(plan, pins []int32, exact []bool) bool {
	for a, x := range plan {
		if x < pins[a] || exact[a] && x > pins[a] {
			return false
		}
	}
	return true
}
