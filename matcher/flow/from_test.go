package flow

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

func solveFrom(t *testing.T, p *Problem, start *Solution) *Solution {
	t.Helper()
	s, err := SolveFrom(t.Context(), p, start)
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(p, s); err != nil {
		t.Fatal(err)
	}
	return s
}

// wild is a start that no problem ever had.
func wild(r *rand.Rand, p *Problem) *Solution {
	s := &Solution{Flow: make([]int32, r.IntN(len(p.Offer)+3)), Levels: make([]Level, r.IntN(2))}
	for a := range s.Flow {
		s.Flow[a] = r.Int32N(16) - 4
	}
	for k := range s.Levels {
		s.Levels[k].Budget = make([]int64, r.IntN(len(p.Budget)+3))
		for j := range s.Levels[k].Budget {
			s.Levels[k].Budget[j] = r.Int64N(16) - 4
		}
	}
	return s
}

func FuzzSolveFrom(f *testing.F) {
	for seed := range uint64(400) {
		f.Add(seed, uint8(seed), uint8(seed/2), uint8(seed/3), uint8(seed/5), uint8(seed/7))
	}
	f.Fuzz(func(t *testing.T, seed uint64, requests, offers, amount, score, more uint8) {
		h := shape{
			requests: int(requests % 9), offers: 1 + int(offers%7), degree: 1 + int(more/8%5),
			amount: 1 + int(amount%12), score: 1 + int(score%9), levels: 1 + int(more%3), maxima: more/4%2 == 1,
		}
		r := rand.New(rand.NewPCG(seed, 1))
		p := random(r, h)
		if got, want := values(solveFrom(t, p, wild(r, p))), best(p); !slices.Equal(got, want) {
			t.Errorf("%+v: values %v, want %v", h, got, want)
		}
	})
}

// without returns p without a share of its arcs, and the arcs of p that it keeps.
func without(r *rand.Rand, p *Problem, share float64) (q *Problem, kept []int) {
	q = &Problem{Need: p.Need, Budget: p.Budget, Most: p.Most, Start: []int32{0}, Levels: make([][]int32, len(p.Levels))}
	for i := range p.Need {
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			if r.Float64() < share {
				continue
			}
			kept = append(kept, int(a))
			q.Offer = append(q.Offer, p.Offer[a])
			for k := range q.Levels {
				q.Levels[k] = append(q.Levels[k], p.Levels[k][a])
			}
			if p.Max != nil {
				q.Max = append(q.Max, p.Max[a])
			}
		}
		q.Start = append(q.Start, int32(len(q.Offer)))
	}
	return q, kept
}

// TestSolveFromPart starts from the solution of the problem with fewer arcs, other amounts and
// some offers less, as the generation of columns and a new round do.
func TestSolveFromPart(t *testing.T) {
	tests := map[string]shape{
		"plain":           {requests: 1500, offers: 80, degree: 12, amount: 500, score: 1000, levels: 1},
		"ties and levels": {requests: 700, offers: 60, degree: 12, amount: 20, score: 3, levels: 4},
		"maxima":          {requests: 700, offers: 60, degree: 12, amount: 300, score: 1000, levels: 2, maxima: true},
		"maxima and ties": {requests: 300, offers: 200, degree: 8, amount: 3, score: 2, levels: 3, maxima: true},
		"more offers":     {requests: 100, offers: 900, degree: 100, amount: 90, score: 100, levels: 2},
		"great amounts":   {requests: 300, offers: 300, degree: 9, amount: 1<<31 - 3, score: 1 << 20, levels: 2},
	}
	for name, h := range tests {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 5))
			p := random(r, h)
			want := values(solve(t, p))
			for _, share := range []float64{0, 0.01, 0.5, 1} {
				q, kept := without(r, p, share)
				before := solve(t, q)
				start := &Solution{Flow: make([]int32, len(p.Offer)), Levels: before.Levels}
				for k, a := range kept {
					start.Flow[a] = before.Flow[k]
				}
				if got := values(solveFrom(t, p, start)); !slices.Equal(got, want) {
					t.Errorf("%g of the arcs new: values %v, want %v", share, got, want)
				}
				other := random(rand.New(rand.NewPCG(3, 6)), h)
				other.Need = slices.Clone(p.Need)
				start.Levels[0].Budget = start.Levels[0].Budget[:len(p.Budget)/2]
				if got, want := values(solveFrom(t, other, start)), values(solve(t, other)); !slices.Equal(got, want) {
					t.Errorf("from another problem: values %v, want %v", got, want)
				}
			}
		})
	}
}

func TestSolveFromStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := problem([]int32{3}, []int32{5}, row{{0, 7, ample}})
	if _, err := SolveFrom(ctx, p, &Solution{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	p.Levels = nil
	if _, err := SolveFrom(t.Context(), p, &Solution{}); !errors.Is(err, ErrMalformed) {
		t.Errorf("no level: got %v", err)
	}
}
