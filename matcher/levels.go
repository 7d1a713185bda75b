package matcher

import (
	"context"
	"fmt"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// plan is a flow for the problem of a market, what it has to keep to, and what proves that it is the best.
type plan struct {
	*flow.Solution         // levels: States, floors, score, lottery
	groups         groups  //
	reach          []int64 // per State: thousands that count on the first level
	floor          []int64 // per sub-region: thousands
	goal           []int64 // per sub-region: what the floor would be if there were enough
	cuts           [][]int // per sub-region with less: those that share its fate
}

// level solves a market under the policy's fairness. Where the plan without it meets every need that can be met, nobody
// could be given more, and it is fair already.
func (m *market) level(ctx context.Context) (*plan, error) {
	pl := &plan{groups: m.group()}
	asked, sum := pl.groups.sums(m.problem.Need)
	fair := m.policy.Fairness
	for _, asked := range asked {
		pl.reach = append(pl.reach, min(asked, int64(fair.Reach)))
	}
	for r, sum := range sum {
		pl.goal = append(pl.goal, goal(fair, pl.groups.regions[r], sum))
	}
	var err error
	if pl.floor, err = pl.groups.leximin(ctx, &m.problem, pl.reach, pl.goal); err != nil {
		return nil, err
	}
	pl.Solution, err = pl.groups.solve(ctx, &m.problem, pl.reach, pl.floor)
	return pl, err
}

// goal is the most that the floor of a sub-region is raised to.
func goal(f aid.Fairness, region string, asked int64) int64 {
	switch f.Shares {
	case aid.Leximin:
		return asked
	case aid.GivenFloor:
		return asked * int64(f.Floors[region]) / 100
	}
	return 0
}

// solve solves a problem under given floors and has it checked.
func (g *groups) solve(ctx context.Context, base *flow.Problem, reach, floor []int64) (*flow.Solution, error) {
	p, err := g.fair(base, reach, floor)
	if err != nil {
		return nil, err
	}
	s, err := flow.Solve(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("solving the round: %w", err)
	}
	if err := flow.Check(p, s); err != nil {
		return nil, fmt.Errorf("the plan is not proved optimal: %w", err)
	}
	return g.base(base, s), nil
}

// ratio is a share between 0 and 1.
type ratio struct{ part, whole int64 }

func (r ratio) of(x int64) int64 { return x * r.part / r.whole }

// leximin raises all floors together, each to the same share of its goal, until some can rise no more; keeps these, and
// raises the rest. What the sub-regions can get is a polymatroid (Megiddo 1974), so it does not matter which of several
// plans is thought of: the shares are the same in all. Each share is an exact fraction; floors are whole
// thousands, rounded down.
func (g *groups) leximin(ctx context.Context, base *flow.Problem, reach, goal []int64) ([]int64, error) {
	floor, kept := make([]int64, len(goal)), make([]bool, len(goal))
	for {
		stuck, err := g.raise(ctx, base, reach, goal, floor, kept)
		if err != nil || stuck == nil {
			return floor, err
		}
		for _, r := range stuck {
			kept[r] = true
		}
	}
}

// raise sets the floors that are not kept to the largest common share of their goals, and returns those that can rise no
// more, or nil where all have reached their goals.
//
// It begins with the whole goals. While floors are too high, the prices of the second level name a set of sub-regions and
// the most that all of it can get, whatever the others get (a minimal cut). The share with which this set keeps within
// its most is the next to be tried. No set comes twice, for the share falls each time: this is Newton's method as
// Dinkelbach (1967) uses it for ratios.
func (g *groups) raise(ctx context.Context, base *flow.Problem, reach, goal, floor []int64, kept []bool) (stuck []int, err error) {
	share := ratio{1, 1}
	for {
		for r := range floor {
			if !kept[r] {
				floor[r] = share.of(goal[r])
			}
		}
		cut, most, err := g.cut(ctx, base, reach, floor)
		if err != nil || cut == nil {
			return stuck, err
		}
		stuck, share = nil, ratio{most, 0}
		for _, r := range cut {
			if kept[r] {
				share.part -= floor[r]
			} else {
				stuck = append(stuck, r)
				share.whole += goal[r]
			}
		}
	}
}

// cut returns nil where all floors can be kept at once, else sub-regions whose floors cannot be kept together and the most
// that they can get.
func (g *groups) cut(ctx context.Context, base *flow.Problem, reach, floor []int64) (cut []int, most int64, err error) {
	p, err := g.fair(base, reach, floor)
	if err != nil {
		return nil, 0, err
	}
	p.Levels = p.Levels[:scoreLevel]
	s, err := flow.Solve(ctx, p)
	if err != nil {
		return nil, 0, fmt.Errorf("floors: %w", err)
	}
	most = s.Levels[floorLevel].Value
	for r, x := range floor {
		if x > 0 && s.Levels[floorLevel].Need[len(base.Need)+r] <= 0 {
			cut = append(cut, r)
		} else {
			most -= x
		}
	}
	if most == sumOf(floor, cut) {
		return nil, 0, nil
	}
	return cut, most, nil
}

func sumOf(list []int64, at []int) (sum int64) {
	for _, r := range at {
		sum += list[r]
	}
	return sum
}
