package flow

import (
	"cmp"
	"math"
	"slices"
)

// users are the arcs of an offer, those first on which flow would lose least. Prices change all the time, so the order
// is that of some time ago. Prices of needs that have risen since do no harm but that some arcs are looked at too early;
// for those that have fallen a margin is kept.
type users struct {
	list   []user
	fallen int64 // the solver's, at the time of the order
	looked int   // arcs looked at since
}

// user is an arc with its score, and as key the price of its need less the score, or less than that.
type user struct {
	use
	key, score int32
}

func (u user) compare(w user) int {
	return cmp.Or(cmp.Compare(u.key, w.key), cmp.Compare(u.arc, w.arc))
}

// listUsers lists the arcs of all offers in one store.
func (v *Solver) listUsers() {
	count := make([]int, len(v.p.Budget))
	for _, j := range v.p.Offer {
		count[j]++
	}
	store := make([]user, len(v.p.Offer))
	for j, n := range count {
		v.users[j].list, store = store[:0:n], store[n:]
	}
	for i := range int32(len(v.p.Need)) {
		for a := v.p.Start[i]; a < v.p.Start[i+1]; a++ {
			u := &v.users[v.p.Offer[a]]
			u.list = append(u.list, user{use: use{i, a}, score: v.p.Levels[0][a]})
		}
	}
	for j := range v.users {
		v.order(int32(j))
	}
}

// order puts the users of an offer in the order of the present prices.
func (v *Solver) order(j int32) {
	u := &v.users[j]
	u.fallen, u.looked = v.fallen, 0
	for k := range u.list {
		u.list[k].key = v.key(u.list[k], 0)
	}
	slices.SortFunc(u.list, user.compare)
}

// key is less where the number would be too great.
func (v *Solver) key(u user, margin int64) int32 {
	return int32(min(v.worth(u.request)-int64(u.score)+margin, math.MaxInt32))
}

// margin is what prices of needs can have fallen by since the users of an offer were put in order.
func (v *Solver) margin(j int32) int64 { return v.fallen - v.users[j].fallen }

// worn says whether so many users have been looked at that to put them in order costs little beside it.
func (u *users) worn() bool { return u.looked > 4*len(u.list) }

// listAnew gives the arcs of request i their new places after a change of its price or scores.
func (v *Solver) listAnew(i int32) {
	for a := v.p.Start[i]; a < v.p.Start[i+1]; a++ {
		j := v.p.Offer[a]
		list := v.users[j].list
		from := slices.IndexFunc(list, func(u user) bool { return u.arc == a })
		moved := user{use: use{i, a}, score: v.p.Levels[0][a]}
		moved.key = v.key(moved, v.margin(j))
		list = slices.Delete(list, from, from+1)
		to, _ := slices.BinarySearchFunc(list, moved, user.compare)
		v.users[j].list = slices.Insert(list, to, moved)
	}
}
