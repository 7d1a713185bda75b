package matcher

import (
	"context"
	"fmt"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// plan is a flow for the problem of a market, what it keeps to, and the prices that prove how good it is.
type plan struct {
	*flow.Solution // its levels are States, floors, score and lottery; their values are those of the relaxation
	groups
	free    *flow.Solution // the best plan for the score alone
	relaxed []int32        // the best plan if requests could be split
	reach   []int64        // per State: thousands that count on the first level
	floor   []int64        // per sub-region: thousands
	tied    [][]int        // per sub-region below its goal: those that cannot rise together with it
}

// scored is the plan on the level of the score and those behind it, with the value that it really has.
func (pl *plan) scored(p *flow.Problem) *flow.Solution {
	s := &flow.Solution{Flow: pl.Flow, Levels: slices.Clone(pl.Levels[scoreLevel:])}
	s.Levels[0].Value = 0
	for a, x := range pl.Flow {
		s.Levels[0].Value += int64(x) * int64(p.Levels[0][a])
	}
	return s
}

// level solves a market under the policy's fairness, as if no rule held but those of the problem. Where the plan for the
// score alone is as fair as can be, the levels before the score cost nothing, but they are proved all the same.
func (m *market) level(ctx context.Context) (*plan, error) {
	free, err := solved(ctx, &m.problem)
	if err != nil {
		return nil, err
	}
	pl := &plan{groups: m.group(), free: free}
	asked, sum := pl.sums(m.problem.Need)
	pl.reach = firsts(asked, m.policy.Fairness.Reach)
	goals := make([]int64, len(sum))
	for r, sum := range sum {
		goals[r] = goal(m.policy.Fairness, pl.regions[r], sum)
	}
	if pl.floor, pl.tied, err = pl.leximin(ctx, &m.problem, pl.reach, goals); err != nil {
		return nil, err
	}
	if pl.Solution = unlevelled(&m.problem, free); !aimless(pl.reach, pl.floor) {
		if pl.Solution, err = pl.solve(ctx, &m.problem, pl.reach, pl.floor); err != nil {
			return nil, err
		}
	}
	pl.relaxed = pl.Flow
	return pl, nil
}

// firsts are the thousands of each State that count as reaching it.
func firsts(asked []int64, reach int) []int64 {
	list := make([]int64, len(asked))
	for s, asked := range asked {
		list[s] = min(asked, int64(reach))
	}
	return list
}

// goal is the most that the floor of a sub-region is raised to.
func goal(f aid.Fairness, region string, asked int64) int64 {
	switch f.Shares {
	case aid.Leximin:
		return asked
	case aid.GivenFloors:
		return asked * int64(f.Floors[region]) / 100
	}
	return 0
}

// solved solves a problem and has the solution checked.
func solved(ctx context.Context, p *flow.Problem) (*flow.Solution, error) {
	if !limited(p) {
		loose := *p
		loose.Max, p = nil, &loose // the solver is many times faster without
	}
	s, err := flow.Solve(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("solving the round: %w", err)
	}
	if err := flow.Check(p, s); err != nil {
		return nil, fmt.Errorf("the plan is not proved optimal: %w", err)
	}
	return s, nil
}

// limited says whether any pair has a maximum below its need.
func limited(p *flow.Problem) bool {
	for i, need := range p.Need {
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			if p.Max[a] < need {
				return true
			}
		}
	}
	return false
}

// solve solves a problem under given floors.
func (g *groups) solve(ctx context.Context, base *flow.Problem, reach, floor []int64) (*flow.Solution, error) {
	if aimless(reach, floor) {
		s, err := solved(ctx, base)
		return unlevelled(base, s), err
	}
	p, err := g.fair(base, reach, floor)
	if err != nil {
		return nil, err
	}
	s, err := solved(ctx, p)
	if err != nil {
		return nil, err
	}
	return g.base(base, s), nil
}

// ratio is a share between 0 and 1.
type ratio struct{ part, whole int64 }

func (r ratio) of(x int64) int64 { return x * r.part / r.whole }

// aimless says that nothing comes before the score.
func aimless(reach, floor []int64) bool {
	return !slices.ContainsFunc(slices.Concat(reach, floor), func(x int64) bool { return x > 0 })
}

// unlevelled puts the levels of States and floors before those of a solution, with nothing to aim at.
func unlevelled(p *flow.Problem, s *flow.Solution) *flow.Solution {
	if s == nil {
		return nil
	}
	empty := flow.Level{Need: make([]int64, len(p.Need)), Budget: make([]int64, len(p.Budget))}
	return &flow.Solution{Flow: s.Flow, Levels: append([]flow.Level{empty, empty}, s.Levels...)}
}

// leximin raises all floors together, each to the same share of its goal, until some can rise no more; keeps these, and
// raises the rest. What the sub-regions can get is a polymatroid (Megiddo 1974), so it does not matter which of several
// plans is thought of: the shares are the same in all. Each share is an exact fraction; floors are whole thousands,
// rounded down. For each sub-region that ends below its goal it also returns all with which it is stuck.
func (g *groups) leximin(ctx context.Context, base *flow.Problem, reach, goal []int64) (floor []int64, tied [][]int,
	err error) {
	floor, tied = slices.Clone(goal), make([][]int, len(goal))
	for {
		open := false
		for r := range goal {
			open = open || goal[r] > 0 && tied[r] == nil
		}
		if !open {
			return floor, tied, nil
		}
		_, stuck, err := g.raise(ctx, base, reach, goal, floor, tied)
		if err != nil || stuck == nil {
			return floor, tied, err
		}
		for _, r := range stuck {
			tied[r] = stuck
		}
	}
}

// raise sets the floors that are not kept to the largest common share of their goals, and returns it with those that can rise
// no more, or nil where all have reached their goals.
//
// It begins with the whole goals. While floors are too high, the prices of the second level name a set of sub-regions and
// the most that all of it can get, whatever the others get (a minimal cut). The share with which this set keeps within
// its most is the next to be tried. No set comes twice, for the share falls each time: this is Newton's method as
// Dinkelbach (1967) uses it for ratios.
func (g *groups) raise(ctx context.Context, base *flow.Problem, reach, goal, floor []int64, tied [][]int) (share ratio,
	stuck []int, err error) {
	share = ratio{1, 1}
	for {
		for r := range floor {
			if tied[r] == nil {
				floor[r] = share.of(goal[r])
			}
		}
		cut, most, err := g.cut(ctx, base, reach, floor)
		if err != nil || cut == nil {
			return share, stuck, err
		}
		stuck, share = nil, ratio{most, 0}
		for _, r := range cut {
			if tied[r] != nil {
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
	s, err := solved(ctx, p)
	if err != nil {
		return nil, 0, err
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
