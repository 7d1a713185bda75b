package matcher

import (
	"cmp"
	"slices"

	"ploughshare/aid"
)

// rulings says what each veto ruled out in turn, of what the ones before had left, and last what the floor ruled out; this
// only for a request that nothing is left for, since nobody asks it of the thousands of offers that a request may have.
func (m *market) rulings(i int) []aid.Ruling {
	if m.needs[i].barred.Key != "" {
		return nil
	}
	var said []aid.Ruling
	left, count := full(len(m.sources)), len(m.sources)
	rule := func(veto string, out bitset) {
		if n := left.common(out); n > 0 {
			said = append(said, m.ruling(i, veto, out, left, n, n == count))
			left.remove(out)
			count -= n
		}
	}
	for k := range m.rules {
		r := &m.rules[k]
		rule(r.Name, r.out[m.asked[r.Asked].of[i]])
	}
	if m.problem.Start[i] == m.problem.Start[i+1] {
		rule("curation", m.vetoed(i))
		rule("floor", left)
	}
	return said
}

// ruling names some of what a veto ruled out of the offers that were left. Where this is all of them it is the ruling that
// binds, and it names first the offers that would have scored best: they are the ones worth asking about.
func (m *market) ruling(i int, veto string, out, left bitset, n int, binds bool) aid.Ruling {
	ruling, some := aid.Ruling{Veto: veto, Offers: n}, make([]int32, 0, 5)
	for j := range left.members() {
		if out.has(j) {
			if some = append(some, j); len(some) == 5 && !binds {
				break
			}
		}
	}
	if binds {
		slices.SortStableFunc(some, func(a, b int32) int { return cmp.Compare(m.total(int32(i), b), m.total(int32(i), a)) })
	}
	some = some[:min(5, len(some))]
	ruling.Some = make([]aid.OfferID, 0, len(some))
	for _, j := range some {
		ruling.Some = append(ruling.Some, m.sources[j].ID)
	}
	return ruling
}
