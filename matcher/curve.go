package matcher

import (
	"context"

	"ploughshare/aid"
)

// FairnessPoint is what the best plan scores when every sub-region is to get a share of its eligible need. It counts with
// requests that can be split.
type FairnessPoint struct {
	Share   int   `json:"share" doc:"Of each sub-region at least, in hundredths of a percent, rounded down"`
	Leximin bool  `json:"leximin" doc:"The smallest share is as large as can be, and so is then the next one, and so on"`
	Value   int64 `json:"value" doc:"Hundredths of a point times thousands of dollars"`
	Loss    int   `json:"loss" doc:"What this is below the best plan for the score alone, in hundredths of a percent of that, rounded up"`
}

// steps are those of the curve between nothing and the largest share.
const steps = 10

// Fairness is the price of fairness as a curve: from no share, over steps to the largest one that all sub-regions can have
// at once, to leximin. In all of it States come first as the policy says. Errors are those of Propose.
func Fairness(ctx context.Context, in aid.Inputs) ([]FairnessPoint, error) {
	market, err := newMarket(in)
	if err != nil {
		return nil, err
	}
	free, err := market.optimum(ctx, nil)
	if err != nil {
		return nil, err
	}
	market.follow(&free.Flow)
	g := market.group()
	asked, goal := g.totals(market.problem.Need)
	reach := firsts(asked, in.Policy.Fairness.Reach)
	largest, _, err := market.raise(ctx, &g, reach, goal, make([]int64, len(goal)), make([][]int, len(goal)), free)
	if err != nil {
		return nil, err
	}
	full, _, err := market.leximin(ctx, &g, reach, goal, free)
	if err != nil {
		return nil, err
	}
	points, pins := []FairnessPoint{}, market.pinnedValue()
	for step := range int64(steps + 2) {
		share, floor := ratio{largest.part * min(step, steps), largest.whole * steps}, full
		if step <= steps {
			floor = share.ofEach(goal)
		}
		_, s, err := market.solve(ctx, &g, reach, floor, free)
		if err != nil {
			return nil, err
		}
		value := s.Levels[scoreLevel].Value + pins
		points = append(points, FairnessPoint{
			Share: int(share.of(10000)), Leximin: step > steps, Value: value, Loss: below(value, free.Levels[0].Value+pins),
		})
	}
	return points, nil
}

func (r ratio) ofEach(list []int64) []int64 {
	parts := make([]int64, len(list))
	for k, x := range list {
		parts[k] = r.of(x)
	}
	return parts
}

// below is by how much a value is less than the best one, in hundredths of a percent, rounded up.
func below(value, best int64) int {
	if best == 0 {
		return 0
	}
	unit := max(1, best/10000) // the values themselves may be too large to be multiplied
	return int((best - value + unit - 1) / unit)
}
