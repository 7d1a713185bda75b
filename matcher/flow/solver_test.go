package flow

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
)

func TestResolve(t *testing.T) {
	tests := map[string]shape{
		"plain":       {requests: 300, offers: 40, degree: 10, amount: 100, score: 5000, levels: 1},
		"maxima":      {requests: 300, offers: 40, degree: 10, amount: 100, score: 5000, levels: 1, maxima: true},
		"ties":        {requests: 200, offers: 50, degree: 8, amount: 4, score: 3, levels: 1, maxima: true},
		"more offers": {requests: 30, offers: 200, degree: 20, amount: 50, score: 100, levels: 1},
	}
	for name, h := range tests {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 11))
			p := random(r, h)
			v, err := NewSolver(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			for range 60 {
				i := r.IntN(h.requests)
				scores := make([]int32, p.Start[i+1]-p.Start[i])
				for k := range scores {
					scores[k] = r.Int32N(int32(2 * h.score))
				}
				if err := v.Resolve(t.Context(), i, scores); err != nil {
					t.Fatal(err)
				}
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

func TestResolveRefuses(t *testing.T) {
	p := problem([]int32{3}, []int32{5}, row{{0, 7, ample}})
	v, err := NewSolver(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, scores := range [][]int32{nil, {1, 2}, {-1}} {
		if err := v.Resolve(t.Context(), 0, scores); !errors.Is(err, ErrMalformed) {
			t.Errorf("scores %v: got %v", scores, err)
		}
	}
	if err := v.Resolve(t.Context(), 1, nil); !errors.Is(err, ErrMalformed) {
		t.Errorf("request 1 of 1: got %v", err)
	}
	if err := Check(p, v.Solution()); err != nil {
		t.Error(err)
	}
	p.Levels = append(p.Levels, p.Levels[0])
	if _, err := NewSolver(t.Context(), p); !errors.Is(err, ErrMalformed) {
		t.Errorf("two levels: got %v", err)
	}
}

func TestSolverStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewSolver(ctx, problem([]int32{3}, []int32{5}, row{{0, 7, ample}})); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
