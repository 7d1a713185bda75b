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

// market prices: what one more unit of a need or an envelope is worth on each level. Offers of one tier have the same
// prices on the levels before the score.
type pricing struct {
	before      []flow.Level
	score, draw flow.Level
	tier        []int32 // per offer
	tiers       []int32 // an offer of each
}

// free prices let a request have its best offers.
func (x *index) free() *pricing {
	zero := flow.Level{Need: make([]int64, len(x.needs)), Budget: make([]int64, len(x.sources))}
	below := flow.Level{Need: slices.Repeat([]int64{-1}, len(x.needs)), Budget: zero.Budget}
	return &pricing{score: zero, draw: below, tier: make([]int32, len(x.sources)), tiers: []int32{0}}
}

// pricesOf are the prices of a plan; its last two levels are score and lottery.
func (x *index) pricesOf(plan *flow.Solution) *pricing {
	n := len(plan.Levels)
	p := &pricing{before: plan.Levels[:n-2], score: plan.Levels[n-2], draw: plan.Levels[n-1], tier: make([]int32, len(x.sources))}
	for j := range p.tier {
		t := slices.IndexFunc(p.tiers, func(other int32) bool { return p.alike(int32(j), other) })
		if t < 0 {
			t, p.tiers = len(p.tiers), append(p.tiers, int32(j))
		}
		p.tier[j] = int32(t)
	}
	return p
}

func (p *pricing) alike(j, other int32) bool {
	return !slices.ContainsFunc(p.before, func(l flow.Level) bool { return l.Budget[j] != l.Budget[other] })
}

// lead is the sign of a pair's profit on the levels before the score, where every pair counts one.
func (p *pricing) lead(i, j int32) int64 {
	for _, l := range p.before {
		if sign := cmp.Compare(1-l.Need[i], l.Budget[j]); sign != 0 {
			return int64(sign)
		}
	}
	return 0
}

// search finds for requests the pairs that gain most at some prices. It works on one cell after another.
type search struct {
	*index
	*pricing
	has   func(i, j int32) bool // the pair need not be found
	limit int                   // pairs for a request
	offer []int32               // of the cell, in stretches
	base  []int32               // points that the whole cell has with the offer
	worth []int64               // the same less the offer's price
	run   []stretch
	found []finding // for the present request, the best first
	free  []bitset
	rows  []row // for the present request
}

// row is that of a table which holds for a request, with the classes of offers.
type row struct {
	value  []uint8
	class  []int32
	weight int32
}

func (r *row) points(j int32) int32 { return r.weight * int32(r.value[r.class[j]]) }

// stretch is a part of a cell's offers. They are of one tier and none is worth more than most.
type stretch struct {
	first, end int32
	tier       int32
	most       int64
}

type finding struct {
	candidate
	profit
}

// search finds, for each request, eligible pairs that gain something at the prices and are not had, the best limit of
// them. No other pairs gain if it finds none.
func (x *index) search(p *pricing, limit int, has func(i, j int32) bool) [][]candidate {
	found := make([][]candidate, len(x.needs))
	inParallel(len(x.cells), 8, func(first, end int) {
		s := &search{index: x, pricing: p, limit: limit, has: has}
		for _, cell := range x.cells[first:end] {
			if len(cell) == 0 {
				continue
			}
			s.enter(cell[0])
			for _, i := range cell {
				found[i] = s.best(i)
			}
		}
	})
	return found
}

// enter collects the offers that may meet the requests of a cell, and sorts them roughly by worth.
func (s *search) enter(i int32) {
	s.offer, s.base, s.worth = s.offer[:0], s.base[:0], s.worth[:0]
	var rows []row
	for k := range s.tables {
		if t := &s.tables[k]; t.asked.ofCell() {
			rows = append(rows, row{s.row(t, s.asked[t.asked].of[i]), s.given[t.given].of, t.weight})
		}
	}
	for j := range s.left(i).members() {
		points := s.fixed[j]
		for k := range rows {
			points += rows[k].points(j)
		}
		s.offer, s.base = append(s.offer, j), append(s.base, points)
		s.worth = append(s.worth, int64(points)-s.score.Budget[j])
	}
	s.stretches()
}

// left are the offers that no veto on the whole cell rules out.
func (s *search) left(i int32) bitset {
	left := full(len(s.sources))
	for k := range s.rules {
		if r := &s.rules[k]; r.Asked.ofCell() {
			left.remove(r.out[s.asked[r.Asked].of[i]])
		}
	}
	return left
}

// step is how far apart offers of one stretch may be in worth, in hundredths of a point.
const step = 50

// stretches sorts the cell by counting: by tier, and within it by worth in steps, the highest first. What is far below
// lies in one last stretch.
func (s *search) stretches() {
	if len(s.offer) == 0 {
		s.run = s.run[:0]
		return
	}
	steps := max(4, 256/len(s.tiers))
	top := slices.Max(s.worth)
	place := func(k int) int {
		return int(s.tier[s.offer[k]])*steps + min(int((top-s.worth[k])/step), steps-1)
	}
	count := make([]int32, len(s.tiers)*steps+1)
	for k := range s.offer {
		count[place(k)+1]++
	}
	s.run = s.run[:0]
	for b := 1; b < len(count); b++ {
		count[b] += count[b-1]
		if count[b] > count[b-1] {
			t, down := (b-1)/steps, (b-1)%steps
			s.run = append(s.run, stretch{count[b-1], count[b], int32(t), top - int64(down*step)})
		}
	}
	offer, base, worth := make([]int32, len(s.offer)), make([]int32, len(s.offer)), make([]int64, len(s.offer))
	for k := range s.offer {
		at := &count[place(k)]
		offer[*at], base[*at], worth[*at] = s.offer[k], s.base[k], s.worth[k]
		*at++
	}
	s.offer, s.base, s.worth = offer, base, worth
}

// best finds the pairs of one request of the cell. A stretch whose best offer cannot come up to what is found already
// is passed over.
func (s *search) best(i int32) []candidate {
	own, rest := s.own[i], s.ready(i)
	s.found = s.found[:0]
	for _, r := range s.run {
		lead := s.lead(i, s.tiers[r.tier])
		if lead < 0 {
			continue
		}
		for k := r.first; k < r.end; k++ {
			least := s.least(i, lead)
			ahead := int64(own+rest) + s.worth[k]
			if ahead < least {
				if int64(own+rest)+r.most < least {
					break
				}
				continue
			}
			s.weigh(i, k, lead, own, least)
		}
	}
	if len(s.found) == 0 {
		return nil
	}
	best := make([]candidate, len(s.found))
	for k, f := range s.found {
		best[k] = f.candidate
	}
	slices.SortFunc(best, func(a, b candidate) int { return cmp.Compare(a.offer, b.offer) })
	return best
}

// least is the profit in points, before the price of the request, that is worth a closer look.
func (s *search) least(i int32, lead int64) int64 {
	switch {
	case len(s.found) == s.limit && s.found[s.limit-1].before == lead:
		return s.found[s.limit-1].score + s.score.Need[i]
	case len(s.found) == s.limit && s.found[s.limit-1].before > lead:
		return boundless
	case lead > 0:
		return -boundless
	}
	return s.score.Need[i]
}

const boundless = 1 << 60

// ready looks up what does not depend on the offer, and returns the most points that the criteria beyond the cell's can
// still give.
func (s *search) ready(i int32) (rest int32) {
	s.free, s.rows = s.free[:0], s.rows[:0]
	for k := range s.rules {
		r := &s.rules[k]
		if out := r.out[s.asked[r.Asked].of[i]]; !r.Asked.ofCell() && out != nil {
			s.free = append(s.free, out)
		}
	}
	for k := range s.tables {
		switch t := &s.tables[k]; {
		case t.asked.ofCell():
		case t.values == nil:
			rest += 100 * t.weight
		default:
			values := t.values[s.asked[t.asked].of[i]]
			s.rows = append(s.rows, row{values, s.given[t.given].of, t.weight})
			rest += t.weight * int32(slices.Max(values))
		}
	}
	return rest
}

// weigh puts the pair among those found if it is eligible and gains.
func (s *search) weigh(i, k int32, lead int64, total int32, least int64) {
	j := s.offer[k]
	for _, out := range s.free {
		if out.has(j) {
			return
		}
	}
	total += s.base[k]
	for c := range s.rows {
		total += s.rows[c].points(j)
	}
	for c := range s.tables {
		if t := &s.tables[c]; t.values == nil && !t.asked.ofCell() {
			total += s.points(t, i, j)
		}
	}
	if int64(total)-s.score.Budget[j] < least || total < int32(s.policy.Floor*100) {
		return
	}
	gain := profit{
		lead, int64(total) - s.score.Need[i] - s.score.Budget[j],
		int64(s.ticket(i, j)) - s.draw.Need[i] - s.draw.Budget[j],
	}
	if gain.compare(profit{}) > 0 && !s.has(i, j) {
		s.keep(finding{candidate{j, total}, gain})
	}
}

// keep puts a pair in its place among the best; equals in the order of offers.
func (s *search) keep(f finding) {
	at, _ := slices.BinarySearchFunc(s.found, f, func(a, b finding) int {
		return cmp.Or(b.compare(a.profit), cmp.Compare(a.offer, b.offer))
	})
	if at == s.limit {
		return
	}
	s.found = slices.Insert(s.found[:min(len(s.found), s.limit-1)], at, f)
}
