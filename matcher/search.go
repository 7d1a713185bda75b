package matcher

import (
	"cmp"
	"slices"
)

// search finds for requests the pairs that gain most at some prices. It goes from requests for the same places to those
// of them for the same themes, and on to those that want the same kinds of help, and leaves aside what is ruled out, or
// cannot gain, for all of them. Among offers that are alike it begins with the worthiest, and ends where no other can
// come up to what is found already: a threshold algorithm (Fagin, Lotem and Naor 2001).
type search struct {
	*index
	*query

	placed ranked  // offers that may meet requests for the same places, by theme
	themed ranked  // those that may meet the ones for the same themes as well, by kind of help
	ways   []near  // groups of these that may meet the ones that want the same kinds as well, the worthiest first
	floor  int64   // the least worth that an offer needs to be in themed
	list   []near  // room to sort in
	spare  []near  // likewise
	looks  looks   // what says something of the present requests and offers
	leads  []int64 // of the present request, per tier
	own    looks   // what is looked up for it
	found  []finding
}

// looks are what vetoes and criteria say: of whole groups of offers, where they look at what these agree in, or of each.
type looks struct {
	rows, groupRows []row
	out, groupOut   []bitset
	most            int32 // points that rows can give
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

// query asks for eligible pairs that gain something at some prices and are not had: for each request the best, a limited
// number of them.
type query struct {
	*pricing
	has    func(i, j int32) bool
	limit  int
	crowds [][]int32 // the requests
	offers bitset    // nil for all
	hasty  bool      // passes over offers that are far from the best by places and themes
}

// search answers a query. No other pairs of these requests and offers gain if it finds none.
func (x *index) search(q query, found [][]candidate) [][]candidate {
	if found == nil {
		found = make([][]candidate, len(x.needs))
	}
	inParallel(len(q.crowds), 1, func(k, _ int) {
		s := &search{index: x, query: &q}
		s.enterPlaces(q.crowds[k][0])
		for cell := range x.asked[themes].runs(q.crowds[k]) {
			s.enterThemes(cell)
			for alike := range x.asked[kinds].runs(cell) {
				s.enterKinds(alike)
				for _, i := range alike {
					found[i] = s.best(i)
				}
			}
		}
	})
	return found
}

// lookAt takes what looks at one aspect of a request and, where that is how offers are grouped, at the same one of offers.
func (s *search) lookAt(l *looks, asked, grouped aspect, i int32) {
	class := s.asked[asked].of[i]
	for k := range s.rules {
		switch r := &s.rules[k]; {
		case r.Asked != asked || r.out[class] == nil:
		case r.Given == grouped:
			l.groupOut = append(l.groupOut, r.out[class])
		default:
			l.out = append(l.out, r.out[class])
		}
	}
	for k := range s.tables {
		switch t := &s.tables[k]; {
		case t.asked != asked:
		case t.given == grouped:
			l.groupRows = append(l.groupRows, row{s.row(t, class), s.given[t.given].of, t.weight})
		default:
			l.rows = append(l.rows, row{s.row(t, class), s.given[t.given].of, t.weight})
			l.most += t.top(class)
		}
	}
}

func (l *looks) reset() {
	*l = looks{l.rows[:0], l.groupRows[:0], l.out[:0], l.groupOut[:0], 0}
}

// ruled says whether an offer is ruled out.
func ruled(out []bitset, j int32) bool {
	for _, b := range out {
		if b.has(j) {
			return true
		}
	}
	return false
}

// beside adds points.
func (n near) beside(points int32) near {
	return near{n.offer, n.points + points, n.worth + int64(points)}
}

// weighed adds the points that rows give to an offer.
func (l *looks) weighed(n near) near {
	for k := range l.rows {
		n = n.beside(l.rows[k].points(n.offer))
	}
	return n
}

// weighedGroup adds those that rows give to all offers of a group, which are of one class.
func (l *looks) weighedGroup(n near, class int32) near {
	for k := range l.groupRows {
		n = n.beside(l.groupRows[k].weight * int32(l.groupRows[k].value[class]))
	}
	return n
}

// enterPlaces collects the offers that may meet requests for the same places.
func (s *search) enterPlaces(i int32) {
	s.looks.reset()
	s.lookAt(&s.looks, unseen, none, i)
	s.lookAt(&s.looks, places, none, i)
	left := slices.Clone(s.offers)
	if left == nil {
		left = full(len(s.sources))
	}
	left.remove(s.idle)
	for _, out := range s.looks.out {
		left.remove(out)
	}
	s.list = slices.Grow(s.list[:0], len(s.sources))
	for j := range left.members() {
		s.list = append(s.list, s.looks.weighed(near{j, s.fixed[j], int64(s.fixed[j]) - s.score.Budget[j]}))
	}
	s.spare = s.placed.fill(s.list, s.spare, &s.byTheme)
}

// enterThemes collects, of these offers, those that may meet requests for the same themes as well.
func (s *search) enterThemes(requests []int32) {
	s.looks.reset()
	s.lookAt(&s.looks, themes, themes, requests[0])
	s.themeWays(requests)
	s.list = s.list[:0]
	for _, way := range s.ways {
		points := way.points
		for _, n := range s.placed.members(way.offer) {
			if n = n.beside(points); n.worth+s.placed.step+int64(s.looks.most) <= s.floor {
				break
			}
			if n = s.looks.weighed(n); n.worth >= s.floor && !ruled(s.looks.out, n.offer) {
				s.list = append(s.list, n)
			}
		}
	}
	s.spare = s.themed.fill(s.list, s.spare, &s.byKind)
}

// themeWays finds the groups in which such offers can be, and the worth from which on they can have something.
func (s *search) themeWays(requests []int32) {
	least, rest := s.leastOf(requests, true)
	s.floor, s.ways = least, s.ways[:0]
	for _, group := range s.placed.groups {
		way := s.looks.weighedGroup(group, s.byTheme.alike[group.offer].class)
		if way.worth+int64(s.looks.most) < s.floor || ruled(s.looks.groupOut, s.placed.members(group.offer)[0].offer) {
			continue
		}
		s.ways = append(s.ways, way)
		if s.hasty {
			s.floor = max(s.floor, way.worth-int64(rest+s.looks.most)-haste)
		}
	}
}

// haste is how many hundredths of a point more than the best could lose by what is looked at later an offer may be below
// it, so that a hasty search still takes it.
const haste = 300

// enterKinds finds the groups of these offers that may meet requests that want the same kinds of help as well.
func (s *search) enterKinds(requests []int32) {
	s.looks.reset()
	s.lookAt(&s.looks, kinds, kinds, requests[0])
	least, _ := s.leastOf(requests, false)
	s.ways = s.ways[:0]
	for _, group := range s.themed.groups {
		way := s.looks.weighedGroup(group, s.byKind.alike[group.offer].class)
		if way.worth >= least && !ruled(s.looks.groupOut, s.themed.members(group.offer)[0].offer) {
			s.ways = append(s.ways, way)
		}
	}
	slices.SortFunc(s.ways, func(a, b near) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.offer, b.offer))
	})
}

// leastOf is the worth below which an offer has nothing for any of the requests, and the most points that it can have
// beside; their kinds of help may be looked at later on.
func (s *search) leastOf(requests []int32, later bool) (least int64, most int32) {
	least = boundless
	for _, i := range requests {
		rest := s.ready(i)
		if later {
			rest += s.mostOfKinds(i)
		}
		most = max(most, rest-s.index.own[i])
		if slices.Contains(s.leads, 1) {
			least = -boundless
		}
		least = min(least, s.score.Need[i]-int64(rest))
	}
	return least, most
}

// mostOfKinds is the most that groups of offers can have for the kinds of help that a request wants.
func (s *search) mostOfKinds(i int32) (most int32) {
	for k := range s.tables {
		if t := &s.tables[k]; t.asked == kinds && t.given == kinds {
			most += t.top(s.asked[kinds].of[i])
		}
	}
	return most
}

// ready looks up what is said of the present request alone, and returns the most points that this can give.
func (s *search) ready(i int32) (rest int32) {
	s.own.reset()
	s.leads = s.leads[:0]
	rest = s.index.own[i]
	for k := range s.rules {
		r := &s.rules[k]
		if out := r.out[s.asked[r.Asked].of[i]]; out != nil && r.Asked.single(r.Given) {
			s.own.out = append(s.own.out, out)
		}
	}
	for k := range s.tables {
		switch t := &s.tables[k]; {
		case !t.asked.single(t.given):
		case t.values == nil:
			rest += t.top(none)
		default:
			class := s.asked[t.asked].of[i]
			s.own.rows = append(s.own.rows, row{t.values[class], s.given[t.given].of, t.weight})
			rest += t.top(class)
		}
	}
	for _, j := range s.tiers {
		s.leads = append(s.leads, s.lead(i, j))
	}
	return rest
}

// single says whether what looks at one aspect of requests and one of offers is looked up for each request by itself.
func (a aspect) single(given aspect) bool {
	return a != unseen && a != places && a != themes && (a != kinds || given != kinds)
}

// best finds the pairs of one request, first among the offers with which every pair gains before the score.
func (s *search) best(i int32) []candidate {
	rest := s.ready(i)
	s.found = s.found[:0]
	for lead := int64(1); lead >= 0; lead-- {
		if slices.Contains(s.leads, lead) {
			s.walk(i, int64(rest), lead)
		}
	}
	return s.taken()
}

// walk goes through groups and their offers until no other can come up to what is found already.
func (s *search) walk(i int32, rest, lead int64) {
	least := s.least(i, lead) - rest
	for _, way := range s.ways {
		if way.worth < least {
			return
		}
		if s.leads[s.byKind.alike[way.offer].tier] != lead {
			continue
		}
		for _, n := range s.themed.members(way.offer) {
			if n = n.beside(way.points); n.worth+s.themed.step <= least {
				break
			}
			if n.worth >= least && s.weigh(i, n, lead) {
				least = s.least(i, lead) - rest
			}
		}
	}
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

// weigh puts the pair among those found if it is eligible and gains, and says whether it did.
func (s *search) weigh(i int32, n near, lead int64) bool {
	if ruled(s.own.out, n.offer) {
		return false
	}
	total := s.own.weighed(n).points + s.index.own[i]
	for k := range s.tables {
		if t := &s.tables[k]; t.values == nil && t.asked.single(t.given) {
			total += s.points(t, i, n.offer)
		}
	}
	if total < int32(s.policy.Floor*100) {
		return false
	}
	gain := profit{
		lead, int64(total) - s.score.Need[i] - s.score.Budget[n.offer],
		int64(s.ticket(i, n.offer)) - s.draw.Need[i] - s.draw.Budget[n.offer],
	}
	if gain.compare(profit{}) <= 0 || s.has(i, n.offer) {
		return false
	}
	s.keep(finding{candidate{n.offer, total}, gain})
	return true
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
