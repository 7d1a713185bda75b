package flow

import (
	"cmp"
	"math"
	"slices"
)

// users are the arcs of an offer that could take flow from elsewhere, those first on which flow would lose least. Prices
// change all the time, so the order is that of some time ago. Prices of needs that have risen since do no harm but that some
// arcs are looked at too early; for those that have fallen a margin is kept.
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
			if a != v.nodes[i].unlisted {
				u := &v.users[v.p.Offer[a]]
				u.list = append(u.list, user{use: use{i, a}, score: v.p.Levels[0][a]})
			}
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
		if a != v.nodes[i].unlisted {
			v.unlist(a)
			v.list(i, a)
		}
	}
	v.relist(i)
}

// relist takes the arc of request i that has all it needs off the list, for it has nothing else to give up. Most requests
// are like that, and they would be looked at first.
func (v *Solver) relist(i int32) {
	r := &v.nodes[i]
	sole := r.sole()
	if sole == r.unlisted {
		return
	}
	if r.unlisted != none {
		v.list(i, r.unlisted)
	}
	if sole != none {
		v.unlist(sole)
	}
	r.unlisted = sole
}

// sole is the arc by which a request has all it needs, or none.
func (r *vertex) sole() int32 {
	if r.rest == 0 && len(r.holds) == 1 {
		return r.holds[0].arc
	}
	return none
}

func (v *Solver) unlist(arc int32) {
	u := &v.users[v.p.Offer[arc]]
	k := slices.IndexFunc(u.list, func(u user) bool { return u.arc == arc })
	u.list = slices.Delete(u.list, k, k+1)
}

func (v *Solver) list(i, arc int32) {
	j := v.p.Offer[arc]
	added := user{use: use{i, arc}, score: v.p.Levels[0][arc]}
	added.key = v.key(added, v.margin(j))
	list := v.users[j].list
	k, _ := slices.BinarySearchFunc(list, added, user.compare)
	v.users[j].list = slices.Insert(list, k, added)
}
