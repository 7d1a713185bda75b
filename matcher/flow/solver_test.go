package flow

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// changeAny makes a random change of the problem that v keeps.
func changeAny(t *testing.T, r *rand.Rand, v *Solver, h shape) {
	t.Helper()
	var err error
	switch r.IntN(4) {
	case 0:
		err = v.SetNeed(t.Context(), r.IntN(h.requests), r.Int32N(int32(2*h.amount)))
	case 1:
		err = v.SetBudget(t.Context(), r.IntN(h.offers), r.Int32N(int32(2*h.amount)))
	default:
		i := r.IntN(h.requests)
		scores := make([]int32, v.p.Start[i+1]-v.p.Start[i])
		for k := range scores {
			scores[k] = r.Int32N(int32(2 * h.score))
		}
		err = v.SetScores(t.Context(), i, scores)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestSolver(t *testing.T) {
	tests := map[string]shape{
		"plain":       {requests: 300, offers: 40, degree: 10, amount: 100, score: 5000, levels: 1},
		"maxima":      {requests: 300, offers: 40, degree: 10, amount: 100, score: 5000, levels: 1, maxima: true},
		"ties":        {requests: 200, offers: 50, degree: 8, amount: 4, score: 3, levels: 1, maxima: true},
		"more offers": {requests: 30, offers: 200, degree: 20, amount: 50, score: 100, levels: 1},
		"tiny":        {requests: 4, offers: 3, degree: 3, amount: 6, score: 4, levels: 1, maxima: true},
	}
	for name, h := range tests {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 11))
			p := random(r, h)
			v, err := NewSolver(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			for range 100 {
				changeAny(t, r, v, h)
				s := v.Solution()
				if err := Check(p, s); err != nil {
					t.Fatal(err)
				}
				if fresh := solve(t, p); s.Levels[0].Value != fresh.Levels[0].Value {
					t.Fatalf("value %d, want %d", s.Levels[0].Value, fresh.Levels[0].Value)
				}
			}
		})
	}
}

func FuzzSolver(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, uint8(seed), uint8(seed/2), uint8(seed/3), uint8(seed/5), uint8(seed/7))
	}
	f.Fuzz(func(t *testing.T, seed uint64, requests, offers, amount, score, more uint8) {
		h := shape{
			requests: 1 + int(requests%8), offers: 1 + int(offers%7), degree: 1 + int(more/8%5),
			amount: 1 + int(amount%12), score: 1 + int(score%9), levels: 1, maxima: more/4%2 == 1,
		}
		r := rand.New(rand.NewPCG(seed, 1))
		p := random(r, h)
		v, err := NewSolver(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			changeAny(t, r, v, h)
			if err := Check(p, v.Solution()); err != nil {
				t.Fatalf("%+v: %v", h, err)
			}
		}
		if got, want := values(v.Solution()), best(p); !slices.Equal(got, want) {
			t.Errorf("%+v: values %v, want %v", h, got, want)
		}
	})
}

// TestSolverIdle begins where nobody needs and nobody gives anything, so that all must come by changes.
func TestSolverIdle(t *testing.T) {
	p := problem([]int32{0, 0}, []int32{0, 0}, row{{0, 7, 2}, {1, 5, ample}}, row{{0, 9, ample}})
	v, err := NewSolver(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []func() error{
		func() error { return v.SetNeed(t.Context(), 0, 6) },
		func() error { return v.SetNeed(t.Context(), 1, 3) },
		func() error { return v.SetBudget(t.Context(), 0, 4) },
		func() error { return v.SetBudget(t.Context(), 1, 4) },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
	}
	s := v.Solution()
	if err := Check(p, s); err != nil {
		t.Fatal(err)
	}
	if want := []int32{1, 4, 3}; !slices.Equal(s.Flow, want) {
		t.Errorf("flow %v, want %v", s.Flow, want)
	}
}

func TestSolverRefuses(t *testing.T) {
	p := problem([]int32{3}, []int32{5}, row{{0, 7, ample}})
	v, err := NewSolver(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for name, err := range map[string]error{
		"no scores":        v.SetScores(ctx, 0, nil),
		"too many scores":  v.SetScores(ctx, 0, []int32{1, 2}),
		"a negative score": v.SetScores(ctx, 0, []int32{-1}),
		"no such request":  v.SetScores(ctx, 1, nil),
		"a negative need":  v.SetNeed(ctx, 0, -1),
		"the need of none": v.SetNeed(ctx, -1, 1),
		"too great a need": v.SetNeed(ctx, 0, math.MaxInt32),
		"a budget too low": v.SetBudget(ctx, 0, -1),
		"no such offer":    v.SetBudget(ctx, 1, 1),
	} {
		if !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := Check(p, v.Solution()); err != nil {
		t.Error(err)
	}
	p.Levels = append(p.Levels, p.Levels[0])
	if _, err := NewSolver(ctx, p); !errors.Is(err, ErrMalformed) {
		t.Errorf("two levels: got %v", err)
	}
}

// TestSolverOverflow has a value that fits just so.
func TestSolverOverflow(t *testing.T) {
	const most = math.MaxInt32 - 1
	p := problem([]int32{most, most, 0}, []int32{most, most, most},
		row{{0, most, most}}, row{{1, 5, most}}, row{{2, 1, most}})
	v, err := NewSolver(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.SetNeed(t.Context(), 2, most); !errors.Is(err, ErrOverflow) {
		t.Errorf("need: got %v", err)
	}
	if err := v.SetScores(t.Context(), 2, []int32{math.MaxInt32}); err != nil {
		t.Errorf("score: got %v", err)
	}
	if err := Check(p, v.Solution()); err != nil {
		t.Error(err)
	}
}

func TestSolverStops(t *testing.T) {
	p := problem([]int32{3}, []int32{5}, row{{0, 7, ample}})
	v, err := NewSolver(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewSolver(ctx, p); !errors.Is(err, context.Canceled) {
		t.Errorf("NewSolver: got %v", err)
	}
	if err := v.SetNeed(ctx, 0, 9); !errors.Is(err, context.Canceled) {
		t.Errorf("SetNeed: got %v", err)
	}
}
