package flow

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// row is one request of a test problem, as offer, score and maximum of each arc.
type row [][3]int32

func problem(need, budget []int32, rows ...row) *Problem {
	p := &Problem{Need: need, Budget: budget, Start: []int32{0}, Max: []int32{}, Levels: [][]int32{{}}}
	for _, r := range rows {
		for _, a := range r {
			p.Offer = append(p.Offer, a[0])
			p.Levels[0] = append(p.Levels[0], a[1])
			p.Max = append(p.Max, a[2])
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
	}
	return p
}

// ample is a maximum that never binds.
const ample = 1000

func TestSolve(t *testing.T) {
	tests := []struct {
		name   string
		p      *Problem
		values []int64
		flow   []int32
	}{
		{"nothing", problem(nil, nil), []int64{0}, []int32{}},
		{"no arcs", problem([]int32{3}, []int32{3}, row{}), []int64{0}, []int32{}},
		{"one arc, the need binds", problem([]int32{3}, []int32{5}, row{{0, 7, ample}}), []int64{21}, []int32{3}},
		{"one arc, the budget binds", problem([]int32{8}, []int32{5}, row{{0, 7, ample}}), []int64{35}, []int32{5}},
		{"one arc, the maximum binds", problem([]int32{8}, []int32{5}, row{{0, 7, 2}}), []int64{14}, []int32{2}},
		{"no need", problem([]int32{0}, []int32{5}, row{{0, 7, ample}}), []int64{0}, []int32{0}},
		{"no budget", problem([]int32{4}, []int32{0}, row{{0, 7, ample}}), []int64{0}, []int32{0}},
		{"a maximum of nothing", problem([]int32{4}, []int32{3}, row{{0, 7, 0}}), []int64{0}, []int32{0}},
		{"two offers share a request", problem([]int32{9}, []int32{4, 20},
			row{{0, 7, ample}, {1, 3, ample}}), []int64{43}, []int32{4, 5}},
		{"the better request wins", problem([]int32{5, 5}, []int32{6},
			row{{0, 2, ample}}, row{{0, 3, ample}}), []int64{17}, []int32{1, 5}},
		{"the greedy choice is wrong", problem([]int32{5, 5}, []int32{5, 5},
			row{{0, 10, ample}, {1, 9, ample}}, row{{0, 8, ample}, {1, 1, ample}}), []int64{85}, []int32{0, 5, 5, 0}},
		{"a maximum spreads", problem([]int32{6, 6}, []int32{6, 6},
			row{{0, 9, 2}, {1, 5, ample}}, row{{0, 4, ample}, {1, 3, 1}}), []int64{18 + 20 + 16 + 3}, []int32{2, 4, 4, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := solve(t, tt.p)
			if s.Levels[0].Value != tt.values[0] || !slices.Equal(s.Flow, tt.flow) {
				t.Errorf("got %d with flow %v, want %d with %v", s.Levels[0].Value, s.Flow, tt.values[0], tt.flow)
			}
		})
	}
}

func solve(t *testing.T, p *Problem) *Solution {
	t.Helper()
	s, err := Solve(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(p, s); err != nil {
		t.Fatal(err)
	}
	return s
}

// shape is what a random problem looks like.
type shape struct {
	requests, offers, degree, amount, score, levels int
	maxima                                          bool
}

func random(r *rand.Rand, h shape) *Problem {
	p := &Problem{Start: []int32{0}, Levels: make([][]int32, h.levels)}
	for range h.offers {
		p.Budget = append(p.Budget, r.Int32N(int32(h.amount+1)))
	}
	for range h.requests {
		p.Need = append(p.Need, r.Int32N(int32(h.amount+1)))
		for j := range h.offers {
			if r.IntN(h.offers) < h.degree {
				p.Offer = append(p.Offer, int32(j))
			}
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
	}
	for range p.Offer {
		for k := range p.Levels {
			p.Levels[k] = append(p.Levels[k], r.Int32N(int32(h.score+1)))
		}
		if h.maxima {
			p.Max = append(p.Max, r.Int32N(int32(h.amount+1)))
		}
	}
	return p
}

// best is a slow oracle for the values of all levels: it pushes one unit at a time along the
// best path of the residual graph, found by Bellman and Ford's method, over scores packed
// into one number with a radix that no path of a small problem exceeds.
func best(p *Problem) []int64 {
	const radix = 1 << 12
	flow := make([]int32, len(p.Offer))
	met, spent := make([]int32, len(p.Need)), make([]int32, len(p.Budget))
	packed := func(a int32) (sum int64) {
		for _, score := range p.Levels {
			sum = sum*radix + int64(score[a])
		}
		return sum
	}
	for augment(p, flow, met, spent, packed) {
	}
	values := make([]int64, len(p.Levels))
	for k, score := range p.Levels {
		for a, x := range flow {
			values[k] += int64(score[a]) * int64(x)
		}
	}
	return values
}

func augment(p *Problem, flow, met, spent []int32, score func(int32) int64) bool {
	const far = -1 << 60
	need, offer := make([]int64, len(met)), make([]int64, len(spent)) // greatest gain on the way there
	into, back := make([]int32, len(spent)), make([]int32, len(met))  // last arc of that way
	row := make([]int32, len(flow))
	for i := range need {
		need[i], back[i] = far, -1
		if met[i] < p.Need[i] {
			need[i] = 0
		}
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			row[a] = int32(i)
		}
	}
	for j := range offer {
		offer[j] = far
	}
	for again := true; again; {
		again = false
		for a, j := range p.Offer {
			i, c := row[a], score(int32(a))
			most := p.Need[i]
			if p.Max != nil {
				most = min(most, p.Max[a])
			}
			if flow[a] < most && need[i] > far && need[i]+c > offer[j] {
				offer[j], into[j], again = need[i]+c, int32(a), true
			}
			if flow[a] > 0 && offer[j] > far && offer[j]-c > need[i] {
				need[i], back[i], again = offer[j]-c, int32(a), true
			}
		}
	}
	end := -1
	for j := range offer {
		if spent[j] < p.Budget[j] && offer[j] > 0 && (end < 0 || offer[j] > offer[end]) {
			end = j
		}
	}
	if end < 0 {
		return false
	}
	spent[end]++
	for j := int32(end); ; {
		flow[into[j]]++
		i := row[into[j]]
		if back[i] < 0 {
			met[i]++
			return true
		}
		flow[back[i]]--
		j = p.Offer[back[i]]
	}
}

func values(s *Solution) (list []int64) {
	for _, l := range s.Levels {
		list = append(list, l.Value)
	}
	return list
}

func FuzzSolve(f *testing.F) {
	for seed := range uint64(400) {
		f.Add(seed, uint8(seed), uint8(seed/2), uint8(seed/3), uint8(seed/5), uint8(seed/7))
	}
	f.Fuzz(func(t *testing.T, seed uint64, requests, offers, amount, score, more uint8) {
		h := shape{
			requests: int(requests % 9), offers: 1 + int(offers%7), degree: 1 + int(more/8%5),
			amount: 1 + int(amount%12), score: 1 + int(score%9), levels: 1 + int(more%3), maxima: more/4%2 == 1,
		}
		p := random(rand.New(rand.NewPCG(seed, 1)), h)
		if got, want := values(solve(t, p)), best(p); !slices.Equal(got, want) {
			t.Errorf("%+v: values %v, want %v", h, got, want)
		}
	})
}

// TestSolveLarger has no oracle: the certificate is the proof.
func TestSolveLarger(t *testing.T) {
	tests := map[string]shape{
		"plain":            {requests: 2000, offers: 100, degree: 12, amount: 500, score: 1000, levels: 1},
		"ties and levels":  {requests: 1000, offers: 60, degree: 12, amount: 20, score: 3, levels: 4},
		"maxima":           {requests: 1000, offers: 60, degree: 12, amount: 300, score: 1000, levels: 2, maxima: true},
		"maxima and ties":  {requests: 500, offers: 300, degree: 8, amount: 3, score: 2, levels: 3, maxima: true},
		"more offers":      {requests: 100, offers: 1500, degree: 100, amount: 90, score: 100, levels: 2},
		"great amounts":    {requests: 300, offers: 300, degree: 9, amount: 1<<31 - 3, score: 1 << 20, levels: 2},
		"all pairs, units": {requests: 150, offers: 150, degree: 150, amount: 1, score: 1 << 20, levels: 1},
	}
	for name, h := range tests {
		t.Run(name, func(t *testing.T) {
			p := random(rand.New(rand.NewPCG(3, 5)), h)
			if a, b := solve(t, p), solve(t, p); !slices.Equal(a.Flow, b.Flow) {
				t.Error("two runs differ")
			}
		})
	}
}

func TestSolveStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := problem([]int32{3}, []int32{5}, row{{0, 7, ample}})
	if _, err := Solve(ctx, p); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
