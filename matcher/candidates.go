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
	tier        []int32 // per offer
	tiers       []int32 // an offer of each
}

// free prices let a request have its best offers.
func (x *index) free() *pricing {
	zero := flow.Level{Need: make([]int64, len(x.needs)), Budget: make([]int64, len(x.sources))}
	below := flow.Level{Need: slices.Repeat([]int64{-1}, len(x.needs)), Budget: zero.Budget}
	return &pricing{score: zero, draw: below, tier: make([]int32, len(x.sources)), tiers: []int32{0}}
}

// pricesOf are the prices of a plan. Every pair counts the same on the levels before the score: lead, one for each. Behind
// these come score and lottery, or nothing.
func (x *index) pricesOf(plan *flow.Solution, lead []int64) *pricing {
	n := len(lead)
	p := &pricing{before: plan.Levels[:n], counts: lead, tier: make([]int32, len(x.sources))}
	if len(plan.Levels) > n {
		p.score, p.draw = plan.Levels[n], plan.Levels[n+1]
	} else { // no score is enough
		p.draw = flow.Level{Need: make([]int64, len(x.needs)), Budget: make([]int64, len(x.sources))}
		p.score = flow.Level{Need: slices.Repeat([]int64{boundless}, len(x.needs)), Budget: p.draw.Budget}
	}
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

// lead is the sign of a pair's profit on the levels before the score.
func (p *pricing) lead(i, j int32) int64 {
	for k, l := range p.before {
		if sign := cmp.Compare(p.counts[k]-l.Need[i], l.Budget[j]); sign != 0 {
			return int64(sign)
		}
	}
	return 0
}

// search finds for requests the pairs that gain most at some prices. It goes from crowd to crowd, and in it from cell to
// cell.
type search struct {
	*index
	*pricing
	has   func(i, j int32) bool // the pair need not be found
	limit int                   // pairs for a request

	near []near    // offers that may meet the crowd, in the order of its stretches
	runs []stretch // of near

	cell   []near    // offers that may meet the cell, of the stretches that were read
	ways   []stretch // in which they are tried: runs, or again
	again  []stretch // of the cell
	spare  []near
	read   []stretch // their places there, for each of ways; -1 if it was not read
	barred []bitset  // offers ruled out for the cell
	themed []row     // of the tables that hold for it
	most   int32     // points that these can give

	found []finding // for the present request, the best first
	out   []bitset  // offers ruled out for it
	rows  []row     // of the tables that hold for it
}

// near is an offer with the points that it has with all of a crowd, or of a cell, and these less its price.
type near struct {
	offer, points int32
	worth         int64
}

// stretch is a part of the offers for a crowd. They are of one tier and none is worth more than most.
type stretch struct {
	first, end int32
	tier       int32
	most       int64
}

// row is that of a table which holds for a request, with the classes of offers.
type row struct {
	value  []uint8
	class  []int32
	weight int32
}

func (r *row) points(j int32) int32 { return r.weight * int32(r.value[r.class[j]]) }

type finding struct {
	candidate
	profit
}

// search finds, for each request, eligible pairs that gain something at the prices and are not had, the best limit of
// them. No other pairs gain if it finds none.
func (x *index) search(p *pricing, limit int, has func(i, j int32) bool) [][]candidate {
	found := make([][]candidate, len(x.needs))
	inParallel(len(x.crowds), 1, func(k, _ int) {
		s := &search{index: x, pricing: p, limit: limit, has: has}
		s.enterCrowd(x.crowds[k][0][0])
		for _, cell := range x.crowds[k] {
			s.enterCell(cell)
			for _, i := range cell {
				found[i] = s.best(i)
			}
		}
	})
	return found
}

// enterCrowd collects the offers that may meet requests for the same places, the worthiest first.
func (s *search) enterCrowd(i int32) {
	left := full(len(s.sources))
	for k := range s.rules {
		if r := &s.rules[k]; r.Asked == unseen || r.Asked == places {
			left.remove(r.out[s.asked[r.Asked].of[i]])
		}
	}
	rows, _ := s.rowsOf(places, i)
	for j := range left.members() {
		points := s.fixed[j]
		for k := range rows {
			points += rows[k].points(j)
		}
		s.near = append(s.near, near{j, points, int64(points) - s.score.Budget[j]})
	}
	s.near, s.runs = s.stretches(s.near, nil, nil)
}

// rowsOf are the rows of the tables that look at one aspect of requests, and no fewer points than they can give.
func (s *search) rowsOf(a aspect, i int32) (rows []row, most int32) {
	for k := range s.tables {
		if t := &s.tables[k]; t.asked == a {
			class := s.asked[a].of[i]
			rows = append(rows, row{s.row(t, class), s.given[t.given].of, t.weight})
			most += t.top(class)
		}
	}
	return rows, most
}

// step is how far apart offers of one stretch may be in worth, in hundredths of a point.
const step = 50

// stretches sorts offers by counting: by tier, and within it by worth in steps. What is far below lies in one last
// stretch. It uses the memory of the other two lists.
func (s *search) stretches(list, sorted []near, runs []stretch) ([]near, []stretch) {
	if len(list) == 0 {
		return sorted[:0], runs
	}
	steps := max(4, 256/len(s.tiers))
	top := slices.MaxFunc(list, func(a, b near) int { return cmp.Compare(a.worth, b.worth) }).worth
	place := func(n near) int { return int(s.tier[n.offer])*steps + min(int((top-n.worth)/step), steps-1) }
	count := make([]int32, len(s.tiers)*steps+1)
	for _, n := range list {
		count[place(n)+1]++
	}
	for b := 1; b < len(count); b++ {
		if count[b] += count[b-1]; count[b] > count[b-1] {
			t, down := (b-1)/steps, (b-1)%steps
			runs = append(runs, stretch{count[b-1], count[b], int32(t), top - int64(down*step)})
		}
	}
	sorted = slices.Grow(sorted[:0], len(list))[:len(list)]
	for _, n := range list {
		at := &count[place(n)]
		sorted[*at] = n
		*at++
	}
	return sorted, runs
}

// enterCell gets ready for the requests of a crowd that are for the same themes. If there are many, all its offers are read
// and sorted anew: then each of them passes over more.
func (s *search) enterCell(requests []int32) {
	const many = 8
	i := requests[0]
	s.ways, s.cell, s.barred = s.runs, s.cell[:0], s.barred[:0]
	s.read = slices.Grow(s.read[:0], len(s.runs))[:len(s.runs)]
	for k := range s.read {
		s.read[k].first = -1
	}
	for k := range s.rules {
		if out := s.rules[k].out[s.asked[s.rules[k].Asked].of[i]]; s.rules[k].Asked == themes && out != nil {
			s.barred = append(s.barred, out)
		}
	}
	s.themed, s.most = s.rowsOf(themes, i)
	if len(requests) < many {
		return
	}
	for k := range s.runs {
		s.readOn(k)
	}
	s.spare, s.again = s.stretches(s.cell, s.spare, s.again[:0])
	s.cell, s.spare = s.spare, s.cell
	s.ways, s.read, s.most = s.again, append(s.read[:0], s.again...), 0
}

// readOn takes a stretch of the crowd's offers into the cell. A cell seldom needs all of them.
func (s *search) readOn(k int) {
	s.read[k].first = int32(len(s.cell))
	for _, n := range s.near[s.runs[k].first:s.runs[k].end] {
		if ruled(s.barred, n.offer) {
			continue
		}
		before := n.points
		for k := range s.themed {
			n.points += s.themed[k].points(n.offer)
		}
		n.worth += int64(n.points - before)
		s.cell = append(s.cell, n)
	}
	s.read[k].end = int32(len(s.cell))
}

func ruled(out []bitset, j int32) bool {
	for _, b := range out {
		if b.has(j) {
			return true
		}
	}
	return false
}

// best finds the pairs of one request of the cell. It passes over stretches of which no offer can come up to what is
// found already.
func (s *search) best(i int32) []candidate {
	rest := s.ready(i)
	s.found = s.found[:0]
	for k, r := range s.ways {
		lead := s.lead(i, s.tiers[r.tier])
		if lead < 0 || int64(rest+s.most)+r.most < s.least(i, lead) {
			continue
		}
		if s.read[k].first < 0 {
			s.readOn(k)
		}
		for at := s.read[k].first; at < s.read[k].end; at++ {
			if n := &s.cell[at]; int64(rest)+n.worth >= s.least(i, lead) {
				s.weigh(i, n, lead)
			}
		}
	}
	return s.taken()
}

// taken are the pairs found, in the order of offers.
func (s *search) taken() []candidate {
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

// ready looks up what does not depend on the offer, and returns the most points that a pair can have beyond those of the
// cell.
func (s *search) ready(i int32) (rest int32) {
	s.out, s.rows, rest = s.out[:0], s.rows[:0], s.own[i]
	for k := range s.rules {
		r := &s.rules[k]
		if out := r.out[s.asked[r.Asked].of[i]]; !r.Asked.ofCell() && out != nil {
			s.out = append(s.out, out)
		}
	}
	for k := range s.tables {
		switch t := &s.tables[k]; {
		case t.asked.ofCell():
		case t.values == nil:
			rest += t.top(none)
		default:
			class := s.asked[t.asked].of[i]
			s.rows = append(s.rows, row{t.values[class], s.given[t.given].of, t.weight})
			rest += t.top(class)
		}
	}
	return rest
}

// weigh puts the pair among those found if it is eligible and gains.
func (s *search) weigh(i int32, n *near, lead int64) {
	if ruled(s.out, n.offer) {
		return
	}
	total := s.own[i] + n.points
	for k := range s.rows {
		total += s.rows[k].points(n.offer)
	}
	for k := range s.tables {
		if t := &s.tables[k]; t.values == nil && !t.asked.ofCell() {
			total += s.points(t, i, n.offer)
		}
	}
	if total < int32(s.policy.Floor*100) {
		return
	}
	gain := profit{
		lead, int64(total) - s.score.Need[i] - s.score.Budget[n.offer],
		int64(s.ticket(i, n.offer)) - s.draw.Need[i] - s.draw.Budget[n.offer],
	}
	if gain.compare(profit{}) > 0 && !s.has(i, n.offer) {
		s.keep(finding{candidate{n.offer, total}, gain})
	}
}

// keep puts a pair in its place among the best; equals in the order of offers.
func (s *search) keep(f finding) {
	at, _ := slices.BinarySearchFunc(s.found, f, func(a, b finding) int {
		return cmp.Or(b.compare(a.profit), cmp.Compare(a.offer, b.offer))
	})
	if at < s.limit {
		s.found = slices.Insert(s.found[:min(len(s.found), s.limit-1)], at, f)
	}
}
