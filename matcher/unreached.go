package matcher

import (
	"slices"
	"strconv"

	"ploughshare/aid"
)

// walk finds out why a State is not reached. A walk over the residual graph goes from its needs to the offers that
// could meet them, to the needs that have the money of these, to the States that would miss it, and to what these could
// have instead. Where it ends without money to spare, it has walked round a minimal cut: all these offers are spent on
// States of which none can do without. Else there is money, but a rule keeps it from going where it would have to.
type walk struct {
	*market
	*plan
	met     []int32 // per need
	placed  []int64 // per State
	left    []int32 // per offer
	users   [][]int // per offer: needs that have its money
	byState [][]int // per State: its needs
	seen    struct{ needs, offers, states []bool }
	open    []int // needs to walk on from
}

func newWalk(m *market, pl *plan) *walk {
	w := &walk{market: m, plan: pl, met: met(&m.problem, pl.Flow), left: slices.Clone(m.problem.Budget),
		users: make([][]int, len(m.sources)), byState: make([][]int, len(pl.states))}
	w.placed, _ = pl.totals(w.met)
	for i, s := range pl.state {
		if s != none {
			w.byState[s] = append(w.byState[s], i)
		}
		for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
			if x := pl.Flow[a]; x > 0 {
				j := m.problem.Offer[a]
				w.users[j] = append(w.users[j], i)
				w.left[j] -= x
			}
		}
	}
	return w
}

// why is the reason for one State.
func (w *walk) why(state int) aid.Message {
	w.seen.needs, w.seen.offers = make([]bool, len(w.needs)), make([]bool, len(w.sources))
	w.seen.states, w.open = make([]bool, len(w.states)), nil
	spare := w.visitState(state)
	for len(w.open) > 0 && !spare {
		i := w.open[0]
		w.open = w.open[1:]
		spare = w.visitOffers(i)
	}
	own, others := joined(w.offersOf(state)), []aid.PartyID{}
	if spare {
		return aid.Say("unreached_rule", "offers", own)
	}
	for s, seen := range w.seen.states {
		if seen && s != state {
			others = append(others, w.states[s])
		}
	}
	return aid.Say("unreached_spent", "offers", own, "count", strconv.Itoa(len(others)),
		"states", joined(others[:min(10, len(others))]))
}

// visitState walks to the needs of a State that could take more, and says whether it can give money away.
func (w *walk) visitState(s int) (spare bool) {
	if w.seen.states[s] {
		return false
	}
	w.seen.states[s] = true
	for _, i := range w.byState[s] {
		if w.met[i] < w.problem.Need[i] {
			w.visitNeed(i)
		}
	}
	return w.placed[s] > w.reach[s]
}

func (w *walk) visitNeed(i int) {
	if !w.seen.needs[i] {
		w.seen.needs[i] = true
		w.open = append(w.open, i)
	}
}

// visitOffers walks from a need to the offers that could give it more, and on to who has their money.
func (w *walk) visitOffers(i int) (spare bool) {
	for a := w.problem.Start[i]; a < w.problem.Start[i+1] && !spare; a++ {
		j := w.problem.Offer[a]
		if w.Flow[a] == min(w.problem.Max[a], w.problem.Need[i]) || w.seen.offers[j] {
			continue
		}
		w.seen.offers[j] = true
		spare = w.left[j] > 0
		for _, k := range w.users[j] {
			w.visitNeed(k)
			spare = w.visitState(w.state[k]) || spare
		}
	}
	return spare
}

// offersOf are the first offers that could meet a need of a State.
func (w *walk) offersOf(state int) (offers []aid.OfferID) {
	for _, i := range w.byState[state] {
		for a := w.problem.Start[i]; a < w.problem.Start[i+1]; a++ {
			offers = append(offers, w.sources[w.problem.Offer[a]].ID)
		}
	}
	offers = sortedSet(offers)
	return offers[:min(5, len(offers))]
}
