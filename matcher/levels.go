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
	fair    *flow.Problem  // what was solved in the end, with all levels, and the solution that proves it
	proof   *flow.Solution
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
	free, err := m.optimum(ctx, nil)
	if err != nil {
		return nil, err
	}
	m.follow(&free.Flow)
	pl := &plan{groups: m.group(), free: free}
	asked, sum := pl.totals(m.problem.Need)
	pl.reach = firsts(asked, m.policy.Fairness.Reach)
	goals := make([]int64, len(sum))
	for r, sum := range sum {
		goals[r] = goal(m.policy.Fairness, pl.regions[r], sum)
	}
	if pl.floor, pl.tied, err = m.leximin(ctx, &pl.groups, pl.reach, goals, free); err != nil {
		return nil, err
	}
	if pl.fair, pl.proof, err = m.solve(ctx, &pl.groups, pl.reach, pl.floor, free); err != nil {
		return nil, err
	}
	pl.Solution = pl.base(&m.problem, pl.proof)
	pl.relaxed = slices.Clone(pl.Flow)
	m.follow(&pl.Flow)
	m.follow(&pl.relaxed)
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

// solved solves a problem, from a start where there is one, and has the solution checked.
func solved(ctx context.Context, p *flow.Problem, start *flow.Solution) (s *flow.Solution, err error) {
	if !limited(p) {
		loose := *p
		loose.Max, p = nil, &loose // the solver is many times faster without
	}
	if start == nil {
		s, err = flow.Solve(ctx, p)
	} else {
		s, err = flow.SolveFrom(ctx, p, start)
	}
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

// solve finds the best plan over all eligible pairs under given floors, and the problem that it solves. Where there is
// nothing to aim at, that is the best plan for the score alone.
func (m *market) solve(ctx context.Context, g *groups, reach, floor []int64, free *flow.Solution) (*flow.Problem, *flow.Solution,
	error) {
	if !aimless(reach, floor) {
		return m.fair(ctx, g, reach, floor, scoreLevel+len(m.problem.Levels), free)
	}
	p, s := g.plain(&m.problem, free)
	return p, s, nil
}

// fair solves the first levels under given floors, of which pins keep their part already, until no eligible pair gains that
// is no arc. It starts from
// another plan and, with all levels, from a blend of them at the other plan's prices.
func (m *market) fair(ctx context.Context, g *groups, reach, floor []int64, levels int, start *flow.Solution) (*flow.Problem,
	*flow.Solution, error) {
	from := *start
	for {
		p, err := g.fair(&m.problem, less(reach, g.pinned.state), less(floor, g.pinned.region))
		if err != nil {
			return nil, nil, err
		}
		p.Levels = p.Levels[:levels]
		from.Flow = lift(p, &m.problem, from.Flow)
		if levels > scoreLevel && from.Levels != nil {
			if from.Flow, err = blended(ctx, p, &from); err != nil {
				return nil, nil, err
			}
		}
		s, err := solved(ctx, p, &flow.Solution{Flow: from.Flow})
		if err != nil {
			return nil, nil, err
		}
		plan := g.base(&m.problem, s)
		if !m.widen(plan, counted, 0) {
			return p, s, nil
		}
		from = flow.Solution{Flow: plan.Flow}
	}
}

// ratio is a share between 0 and 1.
type ratio struct{ part, whole int64 }

func (r ratio) of(x int64) int64 { return x * r.part / r.whole }

// aimless says that nothing comes before the score.
func aimless(reach, floor []int64) bool {
	return !slices.ContainsFunc(slices.Concat(reach, floor), func(x int64) bool { return x > 0 })
}

// leximin raises all floors together, each to the same share of its goal, until some can rise no more; keeps these, and
// raises the rest. What the sub-regions can get is a polymatroid (Megiddo 1974), so it does not matter which of several
// plans is thought of: the shares are the same in all. Each share is an exact fraction; floors are whole thousands,
// rounded down. For each sub-region that ends below its goal it also returns all with which it is stuck.
func (m *market) leximin(ctx context.Context, g *groups, reach, goal []int64, free *flow.Solution) (floor []int64, tied [][]int,
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
		_, stuck, err := m.raise(ctx, g, reach, goal, floor, tied, free)
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
func (m *market) raise(ctx context.Context, g *groups, reach, goal, floor []int64, tied [][]int, free *flow.Solution) (
	share ratio, stuck []int, err error) {
	share = ratio{1, 1}
	for {
		for r := range floor {
			if tied[r] == nil {
				floor[r] = share.of(goal[r])
			}
		}
		cut, most, err := m.cut(ctx, g, reach, floor, free)
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
func (m *market) cut(ctx context.Context, g *groups, reach, floor []int64, free *flow.Solution) (cut []int, most int64, err error) {
	_, s, err := m.fair(ctx, g, reach, floor, scoreLevel, free)
	if err != nil {
		return nil, 0, err
	}
	most = s.Levels[floorLevel].Value
	left := less(floor, g.pinned.region)
	for r, x := range left {
		if x > 0 && s.Levels[floorLevel].Need[len(m.needs)+r] <= 0 {
			cut = append(cut, r)
		} else {
			most -= x
		}
	}
	if most == sumOf(left, cut) {
		return nil, 0, nil
	}
	return cut, most + sumOf(floor, cut) - sumOf(left, cut), nil
}

func sumOf(list []int64, at []int) (sum int64) {
	for _, r := range at {
		sum += list[r]
	}
	return sum
}
