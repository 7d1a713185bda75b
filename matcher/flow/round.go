package flow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Rules are what a plan has to keep to beyond a Problem. They make the best plan hard to find, so Round finds a good one,
// and the value of the Solution that it starts from bounds all.
type Rules struct {
	Whole  []bool  // per request: it is met in full or not at all
	Single []bool  // per request: one offer at most meets it
	Least  []int32 // per arc: the smallest flow that is not zero
}

// Bind says whether a request is under a rule.
func (r Rules) Bind(p *Problem, i int) bool {
	least := slices.ContainsFunc(r.Least[p.Start[i]:p.Start[i+1]], func(x int32) bool { return x > 0 })
	return least || r.Whole[i] || r.Single[i]
}

// Kept says whether a flow keeps the rules.
func (r Rules) Kept(p *Problem, flow []int32) bool {
	for i := range p.Need {
		if r.broken(p, i, flow) {
			return false
		}
	}
	return true
}

// broken says whether a flow breaks a rule for a request.
func (r Rules) broken(p *Problem, i int, flow []int32) bool {
	met, arcs := int32(0), 0
	for a := p.Start[i]; a < p.Start[i+1]; a++ {
		if x := flow[a]; x > 0 {
			if x < r.Least[a] {
				return true
			}
			met += x
			arcs++
		}
	}
	return r.Whole[i] && met > 0 && met < p.Need[i] || r.Single[i] && arcs > 1
}

// Aim is a count that goes before the scores: of what the requests of a group get, the first Most units count 1 each.
type Aim struct {
	Group []int   // per request; negative for none
	Most  []int64 // per group
}

// maxAims is the number of aims that Round can heed.
const maxAims = 2

// Round makes a plan that keeps the rules out of one that does not. What it gives in part to requests that must be whole is
// gathered for some of them, and what still breaks a rule is dropped. Then requests that are under a rule and get nothing
// are put in, the dearest first, as long as there is room, and in place of others as long as that is better: first for the
// aims, in order, then for the scores. Requests under no rule keep what they have, or give way. The same arguments give the
// same plan.
func Round(ctx context.Context, p *Problem, s *Solution, rules Rules, aims []Aim) ([]int32, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	if len(aims) > maxAims || len(s.Flow) != len(p.Offer) || len(s.Levels) == 0 || len(s.Levels[0].Budget) != len(p.Budget) {
		return nil, fmt.Errorf("%w: %d aims, %d flows for %d arcs", ErrMalformed, len(aims), len(s.Flow), len(p.Offer))
	}
	r := newRounding(p, s, rules, aims)
	if err := r.begin(ctx); err != nil {
		return nil, err
	}
	for _, i := range r.waiting() {
		r.insert(i)
	}
	for {
		before := r.worth
		if err := r.improve(ctx); err != nil || !r.worth.wellAbove(before) {
			return r.flow, err
		}
	}
}

// begin drops what breaks a rule, after pooling if that leaves more.
func (r *rounding) begin(ctx context.Context) error {
	r.log = r.log[:0]
	r.drop()
	without := r.worth
	r.undo(0)
	if err := r.pool(ctx); err != nil {
		return err
	}
	if r.drop(); r.worth.less(without) {
		r.undo(0)
		r.drop()
	}
	return nil
}

// improve puts every request under a rule anew, or in place of another, where that is better.
func (r *rounding) improve(ctx context.Context) error {
	for i := range int32(len(r.met)) {
		if r.met[i] > 0 && r.rules.Bind(r.p, int(i)) {
			r.reseat(i)
		}
	}
	r.index()
	for n, i := range r.waiting() {
		if n%visits == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if r.met[i] == 0 && !r.insert(i) {
			r.swap(i)
		}
	}
	return nil
}

// worth is what a plan has of each aim and of the score, compared in this order.
type worth [maxAims + 1]int64

func (w worth) less(other worth) bool { return slices.Compare(w[:], other[:]) < 0 }

// wellAbove says whether it pays to look for more: an aim rose, or the score by more than a hundred thousandth or so.
func (w worth) wellAbove(before worth) bool {
	last := len(w) - 1
	return slices.Compare(before[:last], w[:last]) < 0 || w[last]-before[last] > before[last]>>17
}

// rounding is a plan that keeps the rules.
type rounding struct {
	p     *Problem
	rules Rules
	aims  []Aim
	worth worth
	flow  []int32
	met   []int32   // per request
	left  []int32   // per offer
	got   [][]int64 // per aim and group
	row   []int32   // per arc: its request
	order []int32   // the arcs of each request, the best first
	price []int64   // per offer
	users [][]int32 // per offer: arcs that flow, as of the last index
	log   []change  // what to undo
}

type change struct{ arc, amount int32 }

func newRounding(p *Problem, s *Solution, rules Rules, aims []Aim) *rounding {
	r := &rounding{p: p, rules: rules, aims: aims, flow: make([]int32, len(p.Offer)), met: make([]int32, len(p.Need)),
		left: slices.Clone(p.Budget), row: make([]int32, len(p.Offer)), order: make([]int32, len(p.Offer)),
		price: s.Levels[0].Budget, users: make([][]int32, len(p.Budget))}
	for _, aim := range aims {
		r.got = append(r.got, make([]int64, len(aim.Most)))
	}
	for i := range int32(len(p.Need)) {
		row := r.order[p.Start[i]:p.Start[i+1]]
		for k := range row {
			row[k] = p.Start[i] + int32(k)
			r.row[row[k]] = i
		}
		slices.SortFunc(row, func(a, b int32) int { return cmp.Or(cmp.Compare(r.profit(b), r.profit(a)), r.compare(b, a)) })
	}
	for a, x := range s.Flow {
		r.give(int32(a), x)
	}
	return r
}

// profit is the score of an arc less what its offer is worth elsewhere.
func (r *rounding) profit(a int32) int64 { return int64(r.p.Levels[0][a]) - r.price[r.p.Offer[a]] }

func (r *rounding) compare(a, b int32) int {
	for _, score := range r.p.Levels {
		if c := cmp.Compare(score[a], score[b]); c != 0 {
			return c
		}
	}
	return cmp.Compare(b, a)
}

// give changes the flow of an arc.
func (r *rounding) give(a, x int32) {
	if x == 0 {
		return
	}
	i := r.row[a]
	for k, aim := range r.aims {
		if g := aim.Group[i]; g >= 0 {
			before := min(r.got[k][g], aim.Most[g])
			r.got[k][g] += int64(x)
			r.worth[k] += min(r.got[k][g], aim.Most[g]) - before
		}
	}
	r.worth[maxAims] += int64(x) * int64(r.p.Levels[0][a])
	r.flow[a] += x
	r.met[i] += x
	r.left[r.p.Offer[a]] -= x
	r.log = append(r.log, change{a, x})
}

// undo takes back what has been done since the log had a length.
func (r *rounding) undo(length int) {
	for k := len(r.log) - 1; k >= length; k-- {
		r.give(r.log[k].arc, -r.log[k].amount)
	}
	r.log = r.log[:length]
}

func (r *rounding) remove(i int32) {
	for a := r.p.Start[i]; a < r.p.Start[i+1]; a++ {
		r.give(a, -r.flow[a])
	}
}

// drop removes the requests that break a rule.
func (r *rounding) drop() {
	for i := range r.met {
		if r.rules.broken(r.p, i, r.flow) {
			r.remove(int32(i))
		}
	}
}

// waiting are the requests under a rule that get nothing, those that would lose least first.
func (r *rounding) waiting() []int32 {
	var list []int32
	for i := range int32(len(r.met)) {
		if r.met[i] == 0 && r.p.Need[i] > 0 && r.p.Start[i] < r.p.Start[i+1] && r.rules.Bind(r.p, int(i)) {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(i, k int32) int {
		a, b := r.order[r.p.Start[i]], r.order[r.p.Start[k]]
		return cmp.Or(cmp.Compare(r.profit(b), r.profit(a)), r.compare(b, a))
	})
	return list
}

// insert gives a request that has nothing what there is room for, if that keeps the rules.
func (r *rounding) insert(i int32) bool {
	length := len(r.log)
	row := r.order[r.p.Start[i]:r.p.Start[i+1]]
	if r.rules.Single[i] {
		row = r.best(i, row)
	}
	for _, a := range row {
		if x := r.room(i, a); x > 0 && x >= r.rules.Least[a] {
			r.give(a, x)
		}
	}
	if r.rules.Whole[i] && r.met[i] < r.p.Need[i] {
		r.undo(length)
	}
	return r.met[i] > 0
}

// room is what an arc could take.
func (r *rounding) room(i, a int32) int32 {
	return min(r.left[r.p.Offer[a]], r.p.Need[i]-r.met[i], r.p.maximum(a))
}

// best is the arc that would gain most by itself.
func (r *rounding) best(i int32, row []int32) []int32 {
	var most int64
	at := -1
	for k, a := range row {
		x := r.room(i, a)
		if r.rules.Whole[i] && x < r.p.Need[i] || x < r.rules.Least[a] {
			continue
		}
		if gain := int64(x) * int64(r.p.Levels[0][a]); gain > most {
			most, at = gain, k
		}
	}
	if at < 0 {
		return nil
	}
	return row[at : at+1]
}

// index lists which arcs of each offer flow.
func (r *rounding) index() {
	for j := range r.users {
		r.users[j] = r.users[j][:0]
	}
	for a, x := range r.flow {
		if x > 0 {
			r.users[r.p.Offer[a]] = append(r.users[r.p.Offer[a]], int32(a))
		}
	}
}

// swap puts a request in the place of the one whose going leaves the most worth, if that is more than now. The other one
// comes back as far as there is room.
func (r *rounding) swap(i int32) {
	r.log = r.log[:0]
	room := r.roomOf(i)
	best, out := r.worth, int32(none)
	for a := r.p.Start[i]; a < r.p.Start[i+1]; a++ {
		for _, b := range r.users[r.p.Offer[a]] {
			k := r.row[b]
			if r.flow[b] == 0 || k == i || r.hopeless(i, k, room) {
				continue
			}
			r.exchange(i, k)
			if best.less(r.worth) {
				best, out = r.worth, k
			}
			r.undo(0)
		}
	}
	if out != none {
		r.exchange(i, out)
	}
}

// reseat puts a request in anew, if that is better.
func (r *rounding) reseat(i int32) {
	r.log = r.log[:0]
	now := r.worth
	r.remove(i)
	if r.insert(i); !now.less(r.worth) {
		r.undo(0)
	}
}

// hopeless exchanges leave too little room, or give up a request that must be whole for one less than half as large: it
// is seldom that both then find room.
func (r *rounding) hopeless(in, out int32, room int64) bool {
	short := room+int64(r.met[out]) < int64(r.p.Need[in])
	return r.rules.Whole[in] && short || r.rules.Whole[out] && r.met[out]/2 > r.p.Need[in]
}

func (r *rounding) exchange(in, out int32) {
	r.remove(out)
	if r.insert(in) {
		r.insert(out)
	}
}

func (r *rounding) roomOf(i int32) (sum int64) {
	for a := r.p.Start[i]; a < r.p.Start[i+1]; a++ {
		sum += int64(r.room(i, a))
	}
	return sum
}
