package matcher

import (
	"cmp"
	"slices"

	"ploughshare/matcher/flow"
)

// most is the number of pairs for each request that the first plan is made from, and fresh the number that a pricing
// may add to them.
const (
	most  = 30
	fresh = 12
)

// candidate is an offer that may meet a request, with the total of their score.
type candidate struct{ offer, total int32 }

// profit is what a pair would gain a plan beyond the prices of its request and its offer, most important first: its sign
// on the levels before the score, its points, its place in the lottery.
type profit struct{ before, score, draw int64 }

func (p profit) compare(q profit) int {
	return cmp.Or(cmp.Compare(p.before, q.before), cmp.Compare(p.score, q.score), cmp.Compare(p.draw, q.draw))
}

// pricing is what one more unit of a need or an envelope is worth on each level of a plan. Offers of one tier have the same
// prices on the levels before the score.
type pricing struct {
	before      []flow.Level
	counts      []int64 // of every pair on each of these
	score, draw flow.Level
	scored      bool    // these are from a plan
	tiers       []int32 // an offer of each

	byTheme, byKind grouping
}

// free prices let a request have its best offers.
func (x *index) free() *pricing {
	zero := flow.Level{Need: make([]int64, len(x.needs)), Budget: make([]int64, len(x.sources))}
	below := flow.Level{Need: slices.Repeat([]int64{-1}, len(x.needs)), Budget: zero.Budget}
	return x.grouped(&pricing{score: zero, draw: below})
}

// pricesOf are the prices of a plan. Every pair counts the same on the levels before the score: lead, one for each. Behind
// these come score and lottery, or nothing.
func (x *index) pricesOf(plan *flow.Solution, lead []int64) *pricing {
	n := len(lead)
	p := &pricing{before: plan.Levels[:n], counts: lead}
	if len(plan.Levels) > n {
		p.score, p.draw, p.scored = plan.Levels[n], plan.Levels[n+1], true
	} else { // no score is enough
		p.draw = flow.Level{Need: make([]int64, len(x.needs)), Budget: make([]int64, len(x.sources))}
		p.score = flow.Level{Need: slices.Repeat([]int64{boundless}, len(x.needs)), Budget: p.draw.Budget}
	}
	return x.grouped(p)
}

// grouped finds tiers and groups.
func (x *index) grouped(p *pricing) *pricing {
	tier := make([]int32, len(x.sources))
	for j := range tier {
		t := slices.IndexFunc(p.tiers, func(other int32) bool { return p.alike(int32(j), other) })
		if t < 0 {
			t, p.tiers = len(p.tiers), append(p.tiers, int32(j))
		}
		tier[j] = int32(t)
	}
	p.byTheme, p.byKind = newGrouping(x.given[themes].of, tier), newGrouping(x.given[kinds].of, tier)
	return p
}

func (p *pricing) alike(j, other int32) bool {
	return !slices.ContainsFunc(p.before, func(l flow.Level) bool { return l.Budget[j] != l.Budget[other] })
}

// lead is the sign of a pair's profit on the levels before the score.
func (p *pricing) lead(i, j int32) int64 {
	for k, l := range p.before {
		if sign := cmp.Compare(p.counts[k]-l.Need[i], l.Budget[j]); sign != 0 {
			return int64(sign)
		}
	}
	return 0
}

// like says whether other prices are on the same levels.
func (p *pricing) like(q *pricing) bool {
	return slices.Equal(p.counts, q.counts) && p.scored == q.scored
}

// levels are the prices, most important first.
func (p *pricing) levels() []flow.Level { return append(slices.Clone(p.before), p.score, p.draw) }

// fell says of a price whether it is lower than before on the first level on which it is another.
func fell(now, before []flow.Level, price func(flow.Level) int64) bool {
	for k := range now {
		if c := cmp.Compare(price(now[k]), price(before[k])); c != 0 {
			return c < 0
		}
	}
	return false
}

// every asks for all requests and offers.
func (m *market) every(p *pricing, limit int) query {
	return query{pricing: p, has: m.closed, limit: limit, crowds: m.crowds}
}

// gaining finds pairs that gain at some prices. At the prices before, none was left that did, but for requests that may have
// had more of them. So a pair can gain now only if the price of its request or of its offer fell: for most requests it is
// enough to look at few offers.
func (m *market) gaining(p *pricing) (found [][]candidate) {
	all := m.every(p, fresh)
	if m.priced == nil || !m.priced.like(p) {
		found = m.search(all, nil)
	} else {
		now, before := p.levels(), m.priced.levels()
		cheaper := func(i int32) bool {
			return m.open[i] || fell(now, before, func(l flow.Level) int64 { return l.Need[i] })
		}
		some, others := all, all
		some.crowds, others.crowds = m.crowdsOf(cheaper), m.crowdsOf(func(i int32) bool { return !cheaper(i) })
		others.offers = newBitset(len(m.sources))
		for j := range int32(len(m.sources)) {
			if fell(now, before, func(l flow.Level) int64 { return l.Budget[j] }) {
				others.offers.set(j)
			}
		}
		found = m.search(others, m.search(some, nil))
	}
	m.priced, m.open = p, make([]bool, len(m.needs))
	for i := range found {
		m.open[i] = len(found[i]) == fresh
	}
	return found
}
