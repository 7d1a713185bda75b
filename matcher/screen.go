package matcher

import (
	"context"
	"slices"

	"ploughshare/matcher/flow"
)

// market is a round as the solver sees it, with what its indices stand for. Of the eligible pairs only those are arcs
// that a best plan may need: the best of each request, and what pricing adds to them.
type market struct {
	*index
	problem flow.Problem
	flows   []*[]int32 // of plans: they stay with their arcs when these get new places
	begun   bool       // the first arcs are there
	drawn   uint64     // a sample has one request in so many
	priced  *pricing   // at these prices no pair gains that is no arc
	open    []bool     // but for these requests
}

// screen makes a market that has no arcs yet.
func (f *field) screen() *market {
	m := &market{index: newIndex(f)}
	for j := range f.sources {
		m.problem.Budget = append(m.problem.Budget, int32(f.sources[j].units-f.curated.given[int32(j)]))
	}
	for i := range f.needs {
		m.problem.Need = append(m.problem.Need, int32(f.needs[i].units-f.curated.got[int32(i)]))
	}
	m.problem.Start, m.problem.Levels = make([]int32, len(f.needs)+1), make([][]int32, 2)
	return m
}

// optimum is the best plan for score and lottery alone over all eligible pairs, arcs or not: one over the arcs at whose
// prices no other pair gains. It begins at a start, or at nothing.
func (m *market) optimum(ctx context.Context, start *flow.Solution) (*flow.Solution, error) {
	if !m.begun {
		if err := m.begin(ctx); err != nil {
			return nil, err
		}
	}
	plan, err := solved(ctx, &m.problem, start)
	for err == nil {
		arcs := len(m.problem.Offer)
		if !m.widen(plan) {
			break
		}
		added := len(m.problem.Offer) - arcs
		if m.drawn > 0 && added < arcs/100 {
			break // a sample need not be exact
		}
		if start = plan; added > arcs/20 {
			start = nil // so many are new that it is faster to begin again
		}
		plan, err = solved(ctx, &m.problem, start)
	}
	return plan, err
}

// widen makes arcs of eligible pairs that would gain at the prices of a plan over the arcs, and says whether there were
// any. If not, these prices, which prove the plan over the arcs, prove it over all eligible pairs. Lead is what every pair
// counts on the levels before the score; a plan may end with these. The plan's flow stays, on the arcs in their new places.
func (m *market) widen(plan *flow.Solution, lead ...int64) bool {
	gaining := m.gaining(m.pricesOf(plan, lead))
	if !slices.ContainsFunc(gaining, func(c []candidate) bool { return len(c) > 0 }) {
		return false
	}
	m.follow(&plan.Flow)
	m.add(gaining)
	m.flows = m.flows[:len(m.flows)-1]
	return true
}

// admit makes arcs of all eligible pairs of a request.
func (m *market) admit(i int) {
	if m.needs[i].barred.Key != "" {
		return
	}
	q := m.every(m.free(), len(m.sources))
	s := &search{index: m.index, query: &q}
	s.enterPlaces(int32(i))
	s.enterThemes([]int32{int32(i)})
	s.enterKinds([]int32{int32(i)})
	pairs := make([][]candidate, len(m.needs))
	pairs[i] = s.best(int32(i))
	m.add(pairs)
}

// follow keeps a flow with its arcs from now on.
func (m *market) follow(amounts *[]int32) { m.flows = append(m.flows, amounts) }

// closed says whether a pair is an arc, or must not be one.
func (m *market) closed(i, j int32) bool { return m.isArc(i, j) || m.shut(i, j) }

func (m *market) isArc(i, j int32) bool {
	_, is := slices.BinarySearch(m.problem.Offer[m.problem.Start[i]:m.problem.Start[i+1]], j)
	return is
}

// add makes arcs of pairs that are none yet, given per request in the order of offers.
func (m *market) add(pairs [][]candidate) {
	old, p := m.problem, &m.problem
	p.Start = make([]int32, len(old.Start))
	for i, fresh := range pairs {
		p.Start[i+1] = p.Start[i] + old.Start[i+1] - old.Start[i] + int32(len(fresh))
	}
	arcs := p.Start[len(pairs)]
	p.Offer, p.Max, p.Levels = make([]int32, arcs), make([]int32, arcs), [][]int32{make([]int32, arcs), make([]int32, arcs)}
	place := make([]int32, len(old.Offer)) // of each old arc
	inParallel(len(pairs), 1024, func(first, end int) {
		for i := first; i < end; i++ {
			fresh, to := pairs[i], p.Start[i]
			for from := old.Start[i]; from < old.Start[i+1]; from++ {
				for ; len(fresh) > 0 && fresh[0].offer < old.Offer[from]; to++ {
					m.arc(to, int32(i), fresh[0])
					fresh = fresh[1:]
				}
				p.Offer[to], p.Max[to], place[from] = old.Offer[from], old.Max[from], to
				p.Levels[0][to], p.Levels[1][to] = old.Levels[0][from], old.Levels[1][from]
				to++
			}
			for k, c := range fresh {
				m.arc(to+int32(k), int32(i), c)
			}
		}
	})
	for _, amounts := range m.flows {
		moved := make([]int32, arcs)
		for from, x := range *amounts {
			moved[place[from]] = x
		}
		*amounts = moved
	}
}

// arc fills an arc.
func (m *market) arc(a, i int32, c candidate) {
	p := &m.problem
	p.Offer[a], p.Max[a] = c.offer, int32(m.beyondPin(i, c.offer))
	p.Levels[0][a], p.Levels[1][a] = c.total, m.ticket(i, c.offer)
}

// limit is the most that the offer may give to the need.
func (s *source) limit(n *need) int64 {
	if s.limited {
		return min(s.maxUnits, n.units)
	}
	return n.units
}

func (f *field) pair(i, j int) pair {
	return pair{field: f, need: &f.needs[i], source: &f.sources[j], index: j}
}
