package flow

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// allWhole are rules by which every request is met in full or not at all.
func allWhole(p *Problem) Rules {
	return Rules{Whole: slices.Repeat([]bool{true}, len(p.Need)), Single: make([]bool, len(p.Need)), Least: make([]int32, len(p.Offer))}
}

// Two requests for 2 have 1 each, from offers far apart. The two between them must both move on for one of them to have 2,
// which no exchange of one request for another finds.
func TestRoundMovesRestsOverSeveralOffers(t *testing.T) {
	p := problem([]int32{2, 3, 3, 2, 3}, []int32{4, 3, 4},
		row{{0, 9, ample}}, row{{0, 8, ample}, {1, 7, ample}}, row{{1, 8, ample}, {2, 7, ample}}, row{{2, 9, ample}}, row{{2, 10, ample}})
	got, err := Round(t.Context(), p, solve(t, p), allWhole(p), nil)
	if want := []int32{2, 2, 1, 2, 1, 0, 3}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v (%v), want %v", got, err, want)
	}
}

// Where there are many requests for each offer, hardly anything is lost by keeping all of them whole.
func TestRoundLosesLittle(t *testing.T) {
	for seed := range uint64(5) {
		p := random(rand.New(rand.NewPCG(seed, 4)), shape{requests: 3000, offers: 100, degree: 15, amount: 300, score: 10000, levels: 2})
		for i := range p.Need {
			p.Need[i] /= 4
		}
		s, rules := solve(t, p), allWhole(p)
		got, err := Round(t.Context(), p, s, rules, nil)
		if err != nil || !rules.Kept(p, got) {
			t.Fatalf("seed %d: %v, rules kept: %t", seed, err, rules.Kept(p, got))
		}
		if bound, v := s.Levels[0].Value, value(p.Levels[0], got); v < bound-bound/200 {
			t.Errorf("seed %d: worth %d of at most %d", seed, v, bound)
		}
	}
}

// The bonus of pooling must not make numbers overflow that fit without it.
func TestRoundGreatNumbers(t *testing.T) {
	const most = math.MaxInt32 - 1
	p := problem([]int32{most, most}, []int32{most, 9}, row{{0, most, most}}, row{{0, math.MaxInt32, most}, {1, 1, most}})
	got, err := Round(t.Context(), p, solve(t, p), allWhole(p), nil)
	if err != nil || !slices.Equal(got, []int32{0, most, 0}) {
		t.Errorf("got %v (%v)", got, err)
	}
}
