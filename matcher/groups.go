package matcher

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// groups say which State and which sub-region each need counts for. A need without an eligible offer counts for none.
type groups struct {
	states  []aid.PartyID
	regions []string
	state   []int                           // per need: its State, or none
	region  []int                           // per State
	pinned  struct{ state, region []int64 } // thousands that curations place, beside the problem; nil where none do
}

const none = -1

// group sorts the needs. Both lists are in the order of their codes.
func (m *market) group() groups {
	g := groups{state: make([]int, len(m.needs))}
	for i := range m.needs {
		if m.eligibleAt(i) {
			g.states = append(g.states, m.needs[i].state())
		}
	}
	g.states = sortedSet(g.states)
	for _, state := range g.states {
		g.regions = append(g.regions, m.subregion(state))
	}
	g.regions = sortedSet(g.regions)
	for _, state := range g.states {
		r, _ := slices.BinarySearch(g.regions, m.subregion(state))
		g.region = append(g.region, r)
	}
	for i := range m.needs {
		if g.state[i] = none; m.eligibleAt(i) {
			g.state[i], _ = slices.BinarySearch(g.states, m.needs[i].state())
		}
	}
	if len(m.curated.pins) > 0 {
		g.pinned.state, g.pinned.region = g.sums(m.pinnedNeeds())
	}
	return g
}

func (m *market) eligibleAt(i int) bool { return m.problem.Start[i] < m.problem.Start[i+1] }

// state is the one with the largest share, of equals the first by code.
func (n *need) state() aid.PartyID {
	return aid.PartyID(slices.MinFunc(n.Countries, func(a, b aid.Share) int {
		return cmp.Or(cmp.Compare(b.Percent, a.Percent), cmp.Compare(a.Code, b.Code))
	}).Code)
}

func (f *field) subregion(state aid.PartyID) string {
	party, _ := f.register.Party(state)
	return party.Subregion
}

func sortedSet[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

// sums adds up amounts, one for each need, by State and by sub-region.
func (g *groups) sums(amounts []int32) (state, region []int64) {
	state, region = make([]int64, len(g.states)), make([]int64, len(g.regions))
	for i, s := range g.state {
		if s != none {
			state[s] += int64(amounts[i])
			region[g.region[s]] += int64(amounts[i])
		}
	}
	return state, region
}

// totals are the sums together with what curations place.
func (g *groups) totals(amounts []int32) (state, region []int64) {
	state, region = g.sums(amounts)
	return plus(state, g.pinned.state), plus(region, g.pinned.region)
}

func plus(list, more []int64) []int64 {
	for k, x := range more {
		list[k] += x
	}
	return list
}

// met is what a flow gives to each request.
func met(p *flow.Problem, amounts []int32) []int32 {
	sums := make([]int32, len(p.Need))
	for i := range sums {
		for _, x := range amounts[p.Start[i]:p.Start[i+1]] {
			sums[i] += x
		}
	}
	return sums
}

// The levels of a fair problem. Those of the base problem follow.
const (
	reachLevel = iota
	floorLevel
	scoreLevel
)

// counted is the score of a thousand on the first level, wherever it goes; of one by which a State is not reached it is
// one less.
const counted = 2

// fair turns a problem into one that puts States, then floors, before its own levels, and is a transportation problem
// still. It adds
//
//   - two pseudo-offers for each State, which stand for leaving its needs unmet: one for the first thousands, with which
//     the State counts as reached, and one for all the rest. Together they take all its needs. Every thousand
//     counts 2 on the first level wherever it goes, and 1 where the State is not reached: so all needs are placed
//     whole, and as few as possible on what stands for the first thousands;
//   - one pseudo-request for each sub-region, as large as its floor, which takes room from these pseudo-offers. It can be
//     placed whole just when needs of the sub-region leave as much of them free, which is when they get the floor.
//     The second level places as much of these as can be.
//
// Requests, offers and the arcs of each request keep their place; what is new comes behind them.
func (g *groups) fair(base *flow.Problem, reach, floor []int64) (*flow.Problem, error) {
	asked, sum := g.sums(base.Need)
	for _, x := range slices.Concat(sum, floor) {
		if x >= math.MaxInt32 {
			return nil, fmt.Errorf("the needs of one sub-region: %w", flow.ErrOverflow)
		}
	}
	p := &flow.Problem{Budget: slices.Clone(base.Budget), Start: []int32{0}}
	p.Levels = make([][]int32, scoreLevel+len(base.Levels))
	for s, asked := range asked {
		first := min(asked, reach[s])
		p.Budget = append(p.Budget, int32(asked-first), int32(first))
	}
	for i, need := range base.Need {
		for a := base.Start[i]; a < base.Start[i+1]; a++ {
			g.arc(p, base.Offer[a], base.Max[a], counted, 0)
			for k, score := range base.Levels {
				p.Levels[scoreLevel+k] = append(p.Levels[scoreLevel+k], score[a])
			}
		}
		if s := g.state[i]; s != none {
			g.leave(p, len(base.Budget), s, counted, counted-1, 0)
		}
		g.close(p, need)
	}
	for r, need := range floor {
		for s := range g.states {
			if g.region[s] == r {
				g.leave(p, len(base.Budget), s, 0, 0, 1)
			}
		}
		g.close(p, int32(need))
	}
	return p, nil
}

// arc adds an arc with its scores on the first two levels.
func (g *groups) arc(p *flow.Problem, offer, most, reach, floor int32) {
	p.Offer, p.Max = append(p.Offer, offer), append(p.Max, most)
	p.Levels[reachLevel] = append(p.Levels[reachLevel], reach)
	p.Levels[floorLevel] = append(p.Levels[floorLevel], floor)
}

// leave adds the arcs to the two pseudo-offers of a State.
func (g *groups) leave(p *flow.Problem, offers, state int, rest, first, floor int32) {
	g.arc(p, int32(offers+2*state), math.MaxInt32-1, rest, floor)
	g.arc(p, int32(offers+2*state+1), math.MaxInt32-1, first, floor)
	for k := scoreLevel; k < len(p.Levels); k++ {
		p.Levels[k] = append(p.Levels[k], 0, 0)
	}
}

// close ends the row of a request.
func (g *groups) close(p *flow.Problem, need int32) {
	p.Need = append(p.Need, need)
	p.Start = append(p.Start, int32(len(p.Offer)))
}

// lift makes of a flow for the base problem one for the fair problem that was made of it, as good as can be on the first two
// levels: what it leaves unmet fills what stands for that, the first thousands of a State last, and floors get the room
// that is left.
func lift(p, base *flow.Problem, from []int32) []int32 {
	lifted, room, next := make([]int32, len(p.Offer)), slices.Clone(p.Budget), 0
	for i, left := range p.Need {
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			if j := p.Offer[a]; int(j) < len(base.Budget) {
				lifted[a] = min(from[next], left)
				next++
			} else {
				lifted[a] = min(left, room[j])
				room[j] -= lifted[a]
			}
			left -= lifted[a]
		}
	}
	return lifted
}

// blended is a flow near the best for a fair problem: the best if one number could say all levels down to the score. The
// simplex comes to it in fewer steps than level by level, for the first levels leave it open which offer gives. The
// weight is worth as much as most scores; what it gets wrong the levels set right. The prices to start from are of the
// problem's first offers.
func blended(ctx context.Context, p *flow.Problem, start *flow.Solution) ([]int32, error) {
	const weight = 1 << 12
	blend := *p
	if !limited(p) {
		blend.Max = nil
	}
	score := make([]int32, len(p.Offer))
	for a := range score {
		score[a] = weight*(p.Levels[reachLevel][a]+p.Levels[floorLevel][a]) + p.Levels[scoreLevel][a]
	}
	blend.Levels = [][]int32{score}
	s, err := flow.SolveFrom(ctx, &blend, start)
	if err != nil {
		return nil, fmt.Errorf("blending levels: %w", err)
	}
	return s.Flow, nil
}

// plain puts empty levels of States and floors before those of a problem and of its solution, with nothing to aim at.
func (g *groups) plain(base *flow.Problem, free *flow.Solution) (*flow.Problem, *flow.Solution) {
	p, s := *base, *free
	zero := make([]int32, len(base.Offer))
	p.Levels = append([][]int32{zero, zero}, base.Levels...)
	empty := flow.Level{Need: make([]int64, len(p.Need)), Budget: make([]int64, len(p.Budget))}
	s.Flow, s.Levels = slices.Clone(free.Flow), append([]flow.Level{empty, empty}, free.Levels...)
	return &p, &s
}

// base takes from the solution of a fair problem what is about the problem that it was made of.
func (g *groups) base(p *flow.Problem, s *flow.Solution) *flow.Solution {
	b := &flow.Solution{Flow: make([]int32, 0, len(p.Offer))}
	row, left := int32(0), int32(2) // arcs that stand for leaving a need unmet
	if len(s.Flow) == len(p.Offer) {
		left = 0
	}
	for i := range p.Need {
		b.Flow = append(b.Flow, s.Flow[row:row+p.Start[i+1]-p.Start[i]]...)
		row += p.Start[i+1] - p.Start[i]
		if g.state[i] != none {
			row += left
		}
	}
	for _, l := range s.Levels {
		b.Levels = append(b.Levels, flow.Level{Value: l.Value, Need: l.Need[:len(p.Need)], Budget: l.Budget[:len(p.Budget)]})
	}
	return b
}
