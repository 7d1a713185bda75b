package flow

import (
	"errors"
	"math"
	"testing"
)

// certified is a problem with every kind of bound, and its solution: arc 1 is at its
// maximum, arc 2 at zero, budget 1 is not spent and need 2 not met.
func certified(t *testing.T) (*Problem, *Solution) {
	p := problem([]int32{6, 4, 5}, []int32{5, 9},
		row{{0, 9, ample}, {1, 5, 3}},
		row{{0, 1, ample}, {1, 6, ample}},
		row{{0, 2, ample}})
	p.Levels = append(p.Levels, []int32{4, 4, 4, 4, 4})
	return p, solve(t, p)
}

func TestCheckRefuses(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Solution)
	}{
		{"flow below zero", func(s *Solution) { s.Flow[2] = -1 }},
		{"flow above the maximum", func(s *Solution) { s.Flow[1]++ }},
		{"flow above the need", func(s *Solution) { s.Flow[3] += 2 }},
		{"flow above the budget", func(s *Solution) { s.Flow[4]++ }},
		{"flow lost", func(s *Solution) { s.Flow[3]-- }},
		{"flow on a losing arc", func(s *Solution) { s.Flow[2]++; s.Flow[3]--; s.Flow[0]-- }},
		{"flow short of the maximum", func(s *Solution) { s.Flow[1]-- }},
		{"one flow too few", func(s *Solution) { s.Flow = s.Flow[1:] }},
		{"no level", func(s *Solution) { s.Levels = s.Levels[1:] }},
		{"price missing", func(s *Solution) { s.Levels[0].Need = s.Levels[0].Need[1:] }},
		{"negative price of a need", func(s *Solution) { s.Levels[0].Need[2] = -1 }},
		{"negative price of a budget", func(s *Solution) { s.Levels[0].Budget[1] = -1 }},
		{"price of an unmet need", func(s *Solution) { s.Levels[0].Need[2]++ }},
		{"price of an unspent budget", func(s *Solution) { s.Levels[0].Budget[1]++ }},
		{"price too low", func(s *Solution) { s.Levels[0].Budget[0]-- }},
		{"price too high", func(s *Solution) { s.Levels[0].Budget[0]++ }},
		{"price of a later level", func(s *Solution) { s.Levels[1].Need[1]++ }},
		{"price that would wrap round", func(s *Solution) { s.Levels[0].Need[1] = math.MaxInt64 }},
		{"value of the first level", func(s *Solution) { s.Levels[0].Value++ }},
		{"value of the second level", func(s *Solution) { s.Levels[1].Value-- }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, s := certified(t)
			tt.spoil(s)
			if err := Check(p, s); !errors.Is(err, ErrRefused) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestCheckLaterLevel has a tie on the first level that only the second one breaks.
func TestCheckLaterLevel(t *testing.T) {
	p := problem([]int32{5, 5}, []int32{5}, row{{0, 3, ample}}, row{{0, 3, ample}})
	p.Levels = append(p.Levels, []int32{1, 2})
	s := solve(t, p)
	if s.Flow[0] != 0 || s.Flow[1] != 5 {
		t.Fatalf("flow %v", s.Flow)
	}
	s.Flow[0], s.Flow[1] = 1, 4
	s.Levels[1].Value--
	if err := Check(p, s); !errors.Is(err, ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestMalformed(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Problem)
		want  error
	}{
		{"starts missing", func(p *Problem) { p.Start = p.Start[1:] }, ErrMalformed},
		{"starts not from zero", func(p *Problem) { p.Start[0] = 1 }, ErrMalformed},
		{"starts fall", func(p *Problem) { p.Start[1], p.Start[2] = p.Start[2], p.Start[1] }, ErrMalformed},
		{"starts past the end", func(p *Problem) { p.Start[1] = 9 }, ErrMalformed},
		{"offer out of range", func(p *Problem) { p.Offer[1] = 2 }, ErrMalformed},
		{"offer negative", func(p *Problem) { p.Offer[0] = -1 }, ErrMalformed},
		{"offer twice", func(p *Problem) { p.Offer[1] = 0 }, ErrMalformed},
		{"maxima missing", func(p *Problem) { p.Max = p.Max[1:] }, ErrMalformed},
		{"maxima of offers missing", func(p *Problem) { p.Most = []int32{1} }, ErrMalformed},
		{"maximum of an offer negative", func(p *Problem) { p.Most = []int32{1, -1} }, ErrMalformed},
		{"maximum negative", func(p *Problem) { p.Max[0] = -1 }, ErrMalformed},
		{"need negative", func(p *Problem) { p.Need[0] = -1 }, ErrMalformed},
		{"need too great", func(p *Problem) { p.Need[0] = math.MaxInt32 }, ErrMalformed},
		{"budget negative", func(p *Problem) { p.Budget[0] = -1 }, ErrMalformed},
		{"no level", func(p *Problem) { p.Levels = nil }, ErrMalformed},
		{"scores missing", func(p *Problem) { p.Levels[1] = nil }, ErrMalformed},
		{"score negative", func(p *Problem) { p.Levels[1][0] = -1 }, ErrMalformed},
		{"value too great", func(p *Problem) {
			for i := range p.Need {
				p.Need[i] = math.MaxInt32 - 1
			}
			p.Budget = []int32{math.MaxInt32 - 1, math.MaxInt32 - 1, math.MaxInt32 - 1}
			p.Levels[0][0] = math.MaxInt32
		}, ErrOverflow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, s := certified(t)
			tt.spoil(p)
			if _, err := Solve(t.Context(), p); !errors.Is(err, tt.want) {
				t.Errorf("Solve: got %v", err)
			}
			if err := Check(p, s); !errors.Is(err, tt.want) {
				t.Errorf("Check: got %v", err)
			}
		})
	}
}
