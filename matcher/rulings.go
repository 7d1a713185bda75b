package matcher

import (
	"cmp"
	"slices"

	"ploughshare/aid"
)

// rulings says what each veto ruled out in turn, of what the ones before had left.
func (m *market) rulings(i int) []aid.Ruling {
	if m.needs[i].barred.Key != "" {
		return nil
	}
	var said []aid.Ruling
	left := full(len(m.sources))
	for k := range m.rules {
		r := &m.rules[k]
		if out := left.common(r.out[m.asked[r.Asked].of[i]]); out.count() > 0 {
			left.remove(out)
			said = append(said, m.ruled(i, r.Name, out, left))
		}
	}
	low := newBitset(len(m.sources))
	for j := range left.members() {
		if m.total(int32(i), j) < int32(m.policy.Floor*100) {
			low.set(j)
		}
	}
	if low.count() > 0 {
		left.remove(low)
		said = append(said, m.ruled(i, "floor", low, left))
	}
	return said
}

// ruled names some of what a veto ruled out. Where none is left, this is the ruling that binds, and it names first the
// offers that would have scored best: they are the ones worth asking about.
func (m *market) ruled(i int, veto string, out, left bitset) aid.Ruling {
	ruling := aid.Ruling{Veto: veto, Offers: out.count()}
	offers := slices.Collect(out.members())
	if left.count() == 0 {
		slices.SortStableFunc(offers, func(a, b int32) int {
			return cmp.Compare(m.total(int32(i), b), m.total(int32(i), a))
		})
	}
	for _, j := range offers[:min(5, len(offers))] {
		ruling.Some = append(ruling.Some, m.sources[j].ID)
	}
	return ruling
}
