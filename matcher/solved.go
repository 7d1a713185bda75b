package matcher

import (
	"context"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// outlook is a market with its plan, and with what could still change in it. Its problem has all levels, and behind the
// arcs of each request those that stand for leaving it unmet. What could change is told of the best plan for requests
// that can be split; what is given, of the one that keeps all rules.
type outlook struct {
	*market
	plan     *flow.Solution
	given    *flow.Solution
	residual *flow.Residual
}

// solveAgain brings back the plan of frozen inputs; they give the same one each time. All eligible pairs of the requests
// of interest are arcs, of the others those that matter to the plan.
func solveAgain(ctx context.Context, in aid.Inputs, interest ...int) (*outlook, error) {
	m := newField(in).screen()
	for _, i := range interest {
		m.admit(i)
	}
	pl, _, err := m.settle(ctx)
	if err != nil {
		return nil, err
	}
	given := &flow.Solution{Flow: make([]int32, len(pl.fair.Offer)), Levels: pl.proof.Levels}
	for i := range m.needs {
		for a := pl.fair.Start[i]; a < pl.fair.Start[i+1]; a++ {
			row := m.problem.Offer[m.problem.Start[i]:m.problem.Start[i+1]]
			if k, real := slices.BinarySearch(row, pl.fair.Offer[a]); real {
				given.Flow[a] = pl.Flow[m.problem.Start[i]+int32(k)]
			}
		}
	}
	return &outlook{
		&market{index: m.index, problem: *pl.fair}, pl.proof, given, flow.NewResidual(pl.fair, pl.proof, scoreLevel),
	}, nil
}

// placed is what offers of the round give to a request, in thousands of dollars.
func (s *outlook) placed(i int) (units int64) {
	for _, g := range s.gifts(i, s.given) {
		units += g.units
	}
	return units
}

// Swap is what would have to move in a plan for a pair that has nothing to get money: the way that costs least. Smallest
// sums for a project are not looked at.
type Swap struct {
	Loss  int64         `json:"loss" doc:"Hundredths of a point that the plan would lose on each thousand dollars"`
	For   aid.Money     `json:"for" doc:"At least so much can move at this loss"`
	Moves []aid.Message `json:"moves" doc:"Who would get more or less, from the request on"`
}

// swap says each step of a detour, beginning with what the request itself gets.
func (s *outlook) swap(d flow.Detour) *Swap {
	sum := dollars(int64(d.Units))
	swap := Swap{Loss: d.Loss, For: sum, Moves: []aid.Message{s.move("move_gets", d.Arc, sum)}}
	for _, step := range d.Steps {
		switch {
		case !s.real(step.Arc):
		case step.Rise:
			swap.Moves = append(swap.Moves, s.move("move_more", step.Arc, sum))
		default:
			swap.Moves = append(swap.Moves, s.move("move_less", step.Arc, sum))
		}
	}
	return &swap
}

func (s *outlook) move(key string, arc int32, sum aid.Money) aid.Message {
	return aid.Say(key, "request", string(s.request(arc).ID), "offer", string(s.sources[s.problem.Offer[arc]].ID), "sum", sum.String())
}

// request is that of an arc.
func (m *market) request(arc int32) *need {
	after, _ := slices.BinarySearch(m.problem.Start, arc+1) // the first row that begins behind it
	return &m.needs[after-1]
}
