package matcher

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"ploughshare/aid"
)

// index answers for pairs from tables. Requests and offers fall into classes by each aspect, so that a value or a ruling
// is found once for a pair of classes, and a pair costs a few look-ups. Requests for the same places make a crowd, in the
// order of themes and kinds of help: which offers are for them, and most of the score, is the same for all that agree.
type index struct {
	*field
	asked  [aspects]classes // of requests
	given  [aspects]classes // of offers
	rules  []ruling         // one for each of Vetoes
	tables []table          // of what looks at both sides
	idle   bitset           // offers that a veto rules out for every request
	own    []int32          // per request: points of the criteria that look at it alone
	fixed  []int32          // per offer: points of those that look at the offer alone
	slips  struct{ request, offer []uint64 }
	crowds [][]int32 // the requests that are not barred
}

// classes says of rows which class they are in. Rows of one class agree in an aspect.
type classes struct {
	of    []int32 // per row
	first []int32 // per class: the first row of it
}

// runs cuts a list of rows into longest stretches of one class.
func (c *classes) runs(rows []int32) iter.Seq[[]int32] {
	return func(yield func([]int32) bool) {
		for len(rows) > 0 {
			class, end := c.of[rows[0]], 1
			for end < len(rows) && c.of[rows[end]] == class {
				end++
			}
			if !yield(rows[:end]) {
				return
			}
			rows = rows[end:]
		}
	}
}

func classify(rows int, key func(row int) string) classes {
	c, known := classes{of: make([]int32, rows)}, map[string]int32{}
	for row := range rows {
		name := key(row)
		class, ok := known[name]
		if !ok {
			class = int32(len(c.first))
			known[strings.Clone(name)], c.first = class, append(c.first, int32(row))
		}
		c.of[row] = class
	}
	return c
}

// ruling is a veto with the offers that it rules out, per class of requests; nil for none.
type ruling struct {
	Veto
	out []bitset
}

// table is a criterion, or its bonus, with its values, per class of requests and class of offers. Where there are too
// many for a table it is nil, and they are found pair by pair.
type table struct {
	value        func(pair) int
	asked, given aspect
	weight       int32
	values       [][]uint8
	tops         []uint8 // per class of requests: the largest of its values
}

// largest is the most values that a table may hold.
const largest = 1 << 28

func newIndex(f *field) *index {
	x := &index{field: f, own: make([]int32, len(f.needs)), fixed: make([]int32, len(f.sources))}
	if len(f.needs) == 0 || len(f.sources) == 0 {
		return x
	}
	f.findNames()
	inParallel(int(aspects), 1, func(a, _ int) {
		x.asked[a] = classify(len(f.needs), func(i int) string { return f.asked(aspect(a), &f.needs[i]) })
		x.given[a] = classify(len(f.sources), func(j int) string { return f.given(aspect(a), &f.sources[j]) })
	})
	x.idle = newBitset(len(f.sources))
	for _, veto := range Vetoes {
		r := x.newRuling(veto)
		x.rules = append(x.rules, r)
		x.idle.add(r.always(len(f.sources)))
	}
	for _, c := range Criteria {
		x.tabulate(table{value: func(p pair) int { v, _ := c.Value(p); return v }, asked: c.Asked, given: c.Given}, c.Name)
		if c.Bonus != nil {
			x.tabulate(table{value: c.Bonus, asked: c.Also, given: c.Given}, c.Name)
		}
	}
	x.fillSlips()
	x.fillCrowds()
	return x
}

// findNames notes which States the words of an offer may name to some effect: those that a request is for alone.
func (f *field) findNames() {
	seen := map[aid.PartyID]bool{}
	for i := range f.needs {
		if n := &f.needs[i]; len(n.Countries) == 1 && !seen[aid.PartyID(n.Countries[0].Code)] {
			state, _ := f.register.Party(aid.PartyID(n.Countries[0].Code))
			seen[aid.PartyID(n.Countries[0].Code)] = true
			f.alone = append(f.alone, state)
		}
	}
}

// namedIn lists the States among those asked for alone that a text names.
func (f *field) namedIn(text string) string {
	named := ""
	for _, state := range f.alone {
		if strings.Contains(text, state.Name("en")) {
			named += ";" + string(state.ID)
		}
	}
	return named
}

// representative is a pair of two classes.
func (x *index) representative(asked, given aspect, request, offer int) pair {
	return x.pair(int(x.asked[asked].first[request]), int(x.given[given].first[offer]))
}

func (x *index) newRuling(v Veto) ruling {
	r := ruling{Veto: v, out: make([]bitset, len(x.asked[v.Asked].first))}
	given := &x.given[v.Given]
	inParallel(len(r.out), 1, func(class, _ int) {
		ruled, any := make([]uint64, len(given.first)), uint64(0) // 1 for the classes ruled out
		for k := range given.first {
			if _, out := v.Rules(x.representative(v.Asked, v.Given, class, k)); out {
				ruled[k], any = 1, 1
			}
		}
		if any == 0 {
			return
		}
		r.out[class] = newBitset(len(x.sources))
		for j, k := range given.of {
			r.out[class][j>>6] |= ruled[k] << (j & 63)
		}
	})
	return r
}

// always are the offers that it rules out for every request.
func (r *ruling) always(offers int) bitset {
	left := full(offers)
	for _, out := range r.out {
		if out == nil {
			return newBitset(offers)
		}
		left.keep(out)
	}
	return left
}

// tabulate fills a table. What one side alone decides goes straight to its rows.
func (x *index) tabulate(t table, criterion string) {
	t.weight = int32(x.policy.Weights[criterion])
	rows, columns := len(x.asked[t.asked].first), len(x.given[t.given].first)
	if rows*columns <= largest {
		t.values, t.tops = make([][]uint8, rows), make([]uint8, rows)
		inParallel(rows, 16, func(first, end int) {
			for class := first; class < end; class++ {
				t.values[class] = x.row(&t, int32(class))
				t.tops[class] = slices.Max(t.values[class])
			}
		})
	}
	switch unseen {
	case t.given:
		for i, class := range x.asked[t.asked].of {
			x.own[i] += t.weight * int32(t.values[class][0])
		}
	case t.asked:
		for j, class := range x.given[t.given].of {
			x.fixed[j] += t.weight * int32(t.values[0][class])
		}
	default:
		x.tables = append(x.tables, t)
	}
}

// row finds the values of a class of requests with all classes of offers.
func (x *index) row(t *table, class int32) []uint8 {
	if t.values != nil && t.values[class] != nil {
		return t.values[class]
	}
	row := make([]uint8, len(x.given[t.given].first))
	for k := range row {
		row[k] = uint8(t.value(x.representative(t.asked, t.given, int(class), k)))
	}
	return row
}

// top is no fewer than the points that any offer has from a table with a class of requests.
func (t *table) top(class int32) int32 {
	if t.tops == nil {
		return 100 * t.weight
	}
	return t.weight * int32(t.tops[class])
}

func (x *index) fillSlips() {
	x.slips.request, x.slips.offer = make([]uint64, len(x.needs)), make([]uint64, len(x.sources))
	inParallel(len(x.needs), 1024, func(first, end int) {
		for i := first; i < end; i++ {
			x.slips.request[i] = x.slip("request", string(x.needs[i].ID))
		}
	})
	for j := range x.sources {
		x.slips.offer[j] = x.slip("offer", string(x.sources[j].ID))
	}
}

func (x *index) ticket(i, j int32) int32 { return ticket(x.slips.request[i], x.slips.offer[j]) }

func (x *index) fillCrowds() {
	var taking []int32
	for i := range x.needs {
		if x.needs[i].barred.Key == "" {
			taking = append(taking, int32(i))
		}
	}
	slices.SortFunc(taking, func(i, k int32) int {
		for _, a := range []aspect{places, themes, kinds} {
			if of := x.asked[a].of; of[i] != of[k] {
				return cmp.Compare(of[i], of[k])
			}
		}
		return cmp.Compare(i, k)
	})
	x.crowds = slices.Collect(x.asked[places].runs(taking))
}

// crowdsOf are the crowds of some requests.
func (x *index) crowdsOf(takes func(i int32) bool) (crowds [][]int32) {
	for _, crowd := range x.crowds {
		var some []int32
		for _, i := range crowd {
			if takes(i) {
				some = append(some, i)
			}
		}
		if some != nil {
			crowds = append(crowds, some)
		}
	}
	return crowds
}

// total is the total of a pair's score, from the tables.
func (x *index) total(i, j int32) int32 {
	sum := x.own[i] + x.fixed[j]
	for k := range x.tables {
		sum += x.points(&x.tables[k], i, j)
	}
	return sum
}

func (x *index) points(t *table, i, j int32) int32 {
	if t.values != nil {
		return t.weight * int32(t.values[x.asked[t.asked].of[i]][x.given[t.given].of[j]])
	}
	return t.weight * int32(t.value(x.pair(int(i), int(j))))
}
