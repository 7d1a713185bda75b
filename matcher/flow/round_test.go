package flow

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// ruled makes a problem so small that all plans can be listed, with rules and two aims.
func ruled(r *rand.Rand) (*Problem, Rules, []Aim) {
	p := random(r, shape{requests: 4, offers: 3, degree: 2, amount: 4, score: 9, levels: 2, maxima: true})
	rules := Rules{Whole: make([]bool, 4), Single: make([]bool, 4), Least: make([]int32, len(p.Offer))}
	aims := []Aim{{Most: []int64{1, 1}}, {Most: []int64{r.Int64N(4), r.Int64N(4)}}}
	for i := range 4 {
		rules.Whole[i], rules.Single[i] = r.IntN(2) == 0, r.IntN(3) == 0
		for k := range aims {
			aims[k].Group = append(aims[k].Group, r.IntN(3)-1)
		}
	}
	for a := range rules.Least {
		if r.IntN(3) == 0 {
			rules.Least[a] = r.Int32N(3)
		}
	}
	return p, rules, aims
}

// bestRuled lists all plans that keep the rules and returns the most that one is worth.
func bestRuled(p *Problem, levels []Level, rules Rules, aims []Aim) worth {
	r := newRounding(p, &Solution{Flow: make([]int32, len(p.Offer)), Levels: levels}, rules, aims)
	var best worth
	var fill func(a int32)
	fill = func(a int32) {
		if int(a) == len(r.flow) {
			if rules.Kept(p, r.flow) && best.less(r.worth) {
				best = r.worth
			}
			return
		}
		for x := range 1 + r.room(r.row[a], a) {
			r.give(a, x)
			fill(a + 1)
			r.give(a, -x)
		}
	}
	fill(0)
	return best
}

// Against the list of all plans: what is rounded keeps the rules, and is never worth more than the best; it is that in
// most of these narrow worlds. The relaxation's value is above all.
func TestRoundAgainstAllPlans(t *testing.T) {
	const worlds = 500
	missed := 0
	for seed := range uint64(worlds) {
		p, rules, aims := ruled(rand.New(rand.NewPCG(seed, 2)))
		s := solve(t, p)
		got, err := Round(t.Context(), p, s, rules, aims)
		if err != nil {
			t.Fatal(err)
		}
		r := newRounding(p, &Solution{Flow: got, Levels: s.Levels}, rules, aims)
		if !rules.Kept(p, got) || slices.Min(r.left) < 0 {
			t.Fatalf("seed %d: %v breaks a rule or a budget", seed, got)
		}
		for a, x := range got {
			if x < 0 || x > p.Max[a] || r.met[r.row[a]] > p.Need[r.row[a]] {
				t.Fatalf("seed %d: arc %d has %d", seed, a, x)
			}
		}
		best := bestRuled(p, s.Levels, rules, aims)
		if best.less(r.worth) || s.Levels[0].Value < best[maxAims] {
			t.Fatalf("seed %d: got %v and a bound of %d, but the best is %v", seed, r.worth, s.Levels[0].Value, best)
		}
		if again, _ := Round(t.Context(), p, s, rules, aims); !slices.Equal(got, again) {
			t.Fatalf("seed %d: two runs differ", seed)
		}
		if r.worth != best {
			missed++
		}
	}
	t.Logf("%d of %d are not the best", missed, worlds)
	if missed > worlds/8 {
		t.Errorf("%d of %d are not the best", missed, worlds)
	}
}

func TestRoundKeepsWhatBreaksNoRule(t *testing.T) {
	p := problem([]int32{4, 6}, []int32{5, 3}, row{{0, 9, ample}}, row{{0, 2, ample}, {1, 5, ample}})
	s := solve(t, p)
	none := Rules{Whole: make([]bool, 2), Single: make([]bool, 2), Least: make([]int32, 3)}
	got, err := Round(t.Context(), p, s, none, nil)
	if err != nil || !slices.Equal(got, s.Flow) {
		t.Errorf("got %v (%v), want %v", got, err, s.Flow)
	}
}

// A whole request of 4 would pay 9 each; only in place of the two small ones, one after the other, it finds room.
func TestRoundPutsOneInPlaceOfOthers(t *testing.T) {
	p := problem([]int32{4, 3, 5}, []int32{5}, row{{0, 9, ample}}, row{{0, 2, ample}}, row{{0, 8, ample}})
	rules := Rules{Whole: []bool{true, true, true}, Single: make([]bool, 3), Least: make([]int32, 3)}
	got, err := Round(t.Context(), p, solve(t, p), rules, nil)
	if err != nil || !slices.Equal(got, []int32{0, 0, 5}) {
		t.Errorf("got %v (%v), want the 5 at 8 in place of the 4 at 9", got, err)
	}
}

func TestRoundRefuses(t *testing.T) {
	p := problem([]int32{4}, []int32{5}, row{{0, 9, ample}})
	rules := Rules{Whole: []bool{true}, Single: make([]bool, 1), Least: make([]int32, 1)}
	if _, err := Round(t.Context(), p, &Solution{}, rules, nil); !errors.Is(err, ErrMalformed) {
		t.Errorf("got %v for a solution of nothing", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p = problem([]int32{4, 4}, []int32{5}, row{{0, 9, ample}}, row{{0, 8, ample}})
	rules = Rules{Whole: []bool{true, true}, Single: make([]bool, 2), Least: make([]int32, 2)}
	if _, err := Round(ctx, p, solve(t, p), rules, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v after the context ended", err)
	}
}
