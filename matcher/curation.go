package matcher

import (
	"fmt"
	"math"
	"slices"

	"ploughshare/aid"
)

// What the secretariat pins is settled before the round is solved: it is taken off needs and envelopes, and counts for
// States and sub-regions as what they have already. What is left is the problem, over all pairs that are not vetoed; its
// certificate proves that no plan with the same curations is better.

// couple is a request and an offer, by their places in the round.
type couple struct{ need, source int32 }

// curated is what curations mean for the round.
type curated struct {
	of    map[couple]aid.Curation
	pins  map[couple]int64 // thousands of dollars
	exact map[couple]bool  // and no more
	got   map[int32]int64  // per request: thousands pinned
	paid  map[int32]int64  // the same in cents
	given map[int32]int64  // per offer
	alone map[int32]bool   // requests whose one donor is pinned
}

// curate reads curations that have been checked.
func (f *field) curate(list []aid.Curation) curated {
	c := curated{
		map[couple]aid.Curation{}, map[couple]int64{}, map[couple]bool{}, map[int32]int64{}, map[int32]int64{}, map[int32]int64{},
		map[int32]bool{},
	}
	for _, x := range list {
		at, known := f.couple(x)
		if !known {
			continue
		}
		c.of[at] = x
		if x.Kind == aid.Veto {
			continue
		}
		units := (x.Amount.Minor + 99_999) / 100_000
		c.pins[at], c.exact[at] = units, x.Kind == aid.SetAmount
		c.got[at.need] += units
		c.paid[at.need] += x.Amount.Minor
		c.given[at.source] += units
		c.alone[at.need] = f.needs[at.need].OneDonor
	}
	return c
}

func (f *field) couple(c aid.Curation) (at couple, known bool) {
	i := slices.IndexFunc(f.needs, func(n need) bool { return n.ID == c.RequestID })
	j := slices.IndexFunc(f.sources, func(s source) bool { return s.ID == c.OfferID })
	return couple{int32(i), int32(j)}, i >= 0 && j >= 0
}

// shut says whether a pair may get nothing beyond what is pinned.
func (f *field) shut(i, j int32) bool {
	c, at := &f.curated, couple{i, j}
	return c.of[at].Kind == aid.Veto || c.exact[at] || c.alone[i] && c.pins[at] == 0
}

// beyondPin is the most that a pair may get beyond what is pinned.
func (f *field) beyondPin(i, j int32) int64 {
	at := couple{i, j}
	if f.curated.exact[at] {
		return 0
	}
	return f.sources[j].limit(&f.needs[i]) - f.curated.pins[at]
}

// room is the most that one project can have of an offer that is not pinned.
func (f *field) room(j int) int64 {
	s := &f.sources[j]
	return min(s.room(), s.units-f.curated.given[int32(j)])
}

// vetoed are the offers that a request may get nothing from, as the secretariat has decided.
func (m *market) vetoed(i int) bitset {
	out := newBitset(len(m.sources))
	for at, c := range m.curated.of {
		if int(at.need) == i && c.Kind == aid.Veto {
			out.set(at.source)
		}
	}
	return out
}

// decided is what the secretariat has decided about a pair, as sentences.
func (f *field) decided(i int, j int) []aid.Message {
	if c, ok := f.curated.of[couple{int32(i), int32(j)}]; ok {
		return []aid.Message{c.Said()}
	}
	return nil
}

// addPins makes arcs of pinned pairs, for what they may get beyond.
func (m *market) addPins() {
	if len(m.curated.pins) == 0 {
		return
	}
	pairs := make([][]candidate, len(m.needs))
	for at := range m.curated.pins {
		if !m.isArc(at.need, at.source) {
			pairs[at.need] = append(pairs[at.need], candidate{at.source, m.total(at.need, at.source)})
		}
	}
	for _, found := range pairs {
		slices.SortFunc(found, func(a, b candidate) int { return int(a.offer - b.offer) })
	}
	m.add(pairs)
}

// pinned is what is pinned of an arc, in thousands of dollars.
func (m *market) pinned(i int, a int32) int64 {
	return m.curated.pins[couple{int32(i), m.problem.Offer[a]}]
}

func (m *market) pinnedNeeds() []int32 {
	units := make([]int32, len(m.needs))
	for i, x := range m.curated.got {
		units[i] = int32(x)
	}
	return units
}

// pinnedValue is what the pins add to the value of every plan.
func (m *market) pinnedValue() (sum int64) {
	for at, units := range m.curated.pins {
		sum += units * int64(m.total(at.need, at.source))
	}
	return sum
}

// CheckCurations says, without solving the round, which of its curations it cannot keep to and what binds, as aid.Problems.
func CheckCurations(in aid.Inputs) error { return newField(in).checkCurations(in.Curations) }

// CoverageOf is what an outcome reaches.
func CoverageOf(in aid.Inputs, out aid.Outcome) aid.Coverage {
	c, states, of := aid.Coverage{Value: out.Value}, map[aid.PartyID]bool{}, map[aid.RequestID]aid.PartyID{}
	for _, r := range in.Requests {
		of[r.ID] = r.RequesterID
	}
	for _, n := range out.Needs {
		if c.Thousands += n.Used; n.Used > 0 {
			states[of[aid.RequestID(n.ID)]] = true
		}
	}
	c.States = len(states)
	return c
}

// checkCurations says which curations the round cannot keep to, and what binds.
func (f *field) checkCurations(list []aid.Curation) error {
	var problems aid.Problems
	for n, c := range list {
		field := fmt.Sprintf("curations[%d]", n)
		if at, known := f.couple(c); !known {
			problems.Add(field, "curation_unknown_pair", "request", string(c.RequestID), "offer", string(c.OfferID))
		} else if c.Kind != aid.Veto {
			f.checkPin(&problems, field, c, at)
		}
	}
	if len(problems) == 0 {
		f.checkSums(&problems, list)
	}
	return problems.Err()
}

// checkPin holds one pin against what would keep the matcher from proposing so much of the pair.
func (f *field) checkPin(problems *aid.Problems, field string, c aid.Curation, at couple) {
	p := f.pair(int(at.need), int(at.source))
	ids := []string{"request", string(c.RequestID), "offer", string(c.OfferID)}
	add := func(key string, args ...string) { problems.Add(field, key, append(slices.Clone(ids), args...)...) }
	if p.need.barred.Key != "" {
		*problems = append(*problems, aid.Problem{Field: field, Message: p.need.barred})
		return
	}
	for _, found := range findings(p) {
		*problems = append(*problems, aid.Problem{Field: field, Message: found.Reason})
	}
	if total := score(p).Total; total < f.policy.Floor*100 {
		add("pin_below_floor", "total", fmt.Sprint(total), "floor", fmt.Sprint(f.policy.Floor*100))
	}
	units := (c.Amount.Minor + 99_999) / 100_000
	switch all := c.Amount.Minor == p.need.dollars.Minor; {
	case c.Amount.Minor <= 0 || c.Amount.Currency != "USD" || !all && c.Amount.Minor%100_000 != 0 || c.Amount.Minor >= math.MaxInt32*100_000:
		add("pin_amount", "need", p.need.dollars.String())
	case units > p.need.units:
		add("pin_over_need", "need", p.need.dollars.String())
	case units < p.source.minUnits:
		add("pin_below_minimum", "min", p.source.MinProject.String())
	case p.source.limited && units > p.source.maxUnits:
		add("pin_over_limit", "max", p.source.MaxProject.String())
	}
}

// checkSums holds all pins together against needs, envelopes and the rules of requests.
func (f *field) checkSums(problems *aid.Problems, list []aid.Curation) {
	pins := slices.DeleteFunc(slices.Clone(list), func(c aid.Curation) bool { return c.Kind == aid.Veto })
	for i := range f.needs {
		n, got := &f.needs[i], f.curated.got[int32(i)]
		own := slices.DeleteFunc(slices.Clone(pins), func(c aid.Curation) bool { return c.RequestID != n.ID })
		offers := func() string { return joined(offersOf(own)) }
		switch {
		case got == 0:
		case got > n.units:
			problems.Add("curations", "pins_over_need", "request", string(n.ID), "offers", offers(), "sum", dollars(got).String(),
				"need", n.dollars.String())
		case n.Whole && got < n.units:
			problems.Add("curations", "pins_not_whole", "request", string(n.ID), "sum", dollars(got).String(), "need", n.dollars.String())
		case n.OneDonor && len(own) > 1:
			problems.Add("curations", "pins_one_donor", "request", string(n.ID), "offers", offers())
		}
	}
	for j := range f.sources {
		s, given := &f.sources[j], f.curated.given[int32(j)]
		if given <= s.units {
			continue
		}
		var requests []aid.RequestID
		for _, c := range pins {
			if c.OfferID == s.ID {
				requests = append(requests, c.RequestID)
			}
		}
		problems.Add("curations", "pins_over_envelope", "offer", string(s.ID), "requests", joined(requests),
			"sum", dollars(given).String(), "envelope", dollars(s.units).String())
	}
}

func offersOf(list []aid.Curation) (offers []aid.OfferID) {
	for _, c := range list {
		offers = append(offers, c.OfferID)
	}
	return offers
}
