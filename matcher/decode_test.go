package matcher

import (
	"testing"

	"ploughshare/matcher/flow"
)

// A plan that leaves a pair out which would score more than the prices give is not in the core, and is counted.
func TestBlockingPairsAreCounted(t *testing.T) {
	m := &market{index: &index{field: &field{needs: make([]need, 2), sources: make([]source, 1)}}, problem: flow.Problem{
		Need: []int32{3, 3}, Budget: []int32{3}, Start: []int32{0, 1, 2}, Offer: []int32{0, 0}, Max: []int32{3, 3},
		Levels: [][]int32{{50, 60}, {0, 0}},
	}}
	plan := &flow.Solution{Flow: []int32{3, 0}, Levels: []flow.Level{{Need: []int64{0, 0}, Budget: []int64{50}}, {}}}
	if got := m.blocking(plan); got != 1 {
		t.Errorf("%d pairs block the worse plan, want 1", got)
	}
	best, err := flow.Solve(t.Context(), &m.problem)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.blocking(best); got != 0 {
		t.Errorf("%d pairs block the best plan", got)
	}
}
