package flow

import (
	"cmp"
	"container/heap"
	"slices"
)

// Residual is the network of what could still change in an optimal solution. A unit too many on a node moves on along
// its edges: a request gives it back to an offer from which it has some, an offer gives it to a request that it may
// serve, and the root stands for needs unmet and budgets unspent. By complementary slackness the reduced profits make
// all edges at least 0 long, so that the way that costs least is a shortest one (Dijkstra, 1959; the use of reduced
// costs for it: Edmonds and Karp, 1972).
//
// Nodes are the requests, then the offers, then the root. Lengths are vectors of the levels up to the one in question,
// compared lexicographically.
type Residual struct {
	p        *Problem
	solution *Solution
	levels   int
	owner    []int32 // per arc: its request
	first    []int32 // per offer: where its arcs begin in users
	users    []int32 // arcs by offer, those first on which more loses least
	begin    []int32 // per request: where its arcs with flow begin in given
	given    []int32
	unmet    []int32
	unspent  []int32
	out, in  labels // the ways to the root, and from it
}

// NewResidual takes a problem, a solution that Check has proved, and the level in question.
func NewResidual(p *Problem, s *Solution, level int) *Residual {
	r := &Residual{
		p: p, solution: s, levels: level + 1, owner: make([]int32, len(p.Offer)), users: make([]int32, len(p.Offer)),
		first: make([]int32, len(p.Budget)+2),
		unmet: slices.Clone(p.Need), unspent: slices.Clone(p.Budget),
	}
	for i := range p.Need {
		r.begin = append(r.begin, int32(len(r.given)))
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			r.owner[a] = int32(i)
			r.first[p.Offer[a]+2]++
			if x := s.Flow[a]; x > 0 {
				r.unmet[i] -= x
				r.unspent[p.Offer[a]] -= x
				r.given = append(r.given, a)
			}
		}
	}
	r.begin = append(r.begin, int32(len(r.given)))
	r.index()
	r.out, r.in = r.search(r.root(), true, nil), r.search(r.root(), false, nil)
	return r
}

// index lists the arcs of each offer.
func (r *Residual) index() {
	for j := 2; j < len(r.first); j++ {
		r.first[j] += r.first[j-1]
	}
	for a, j := range r.p.Offer {
		r.users[r.first[j+1]] = int32(a)
		r.first[j+1]++
	}
	for j := range r.p.Budget {
		slices.SortFunc(r.users[r.first[j]:r.first[j+1]], func(a, b int32) int {
			for k := range r.levels {
				if c := cmp.Compare(r.loss(a, k), r.loss(b, k)); c != 0 {
					return c
				}
			}
			return cmp.Compare(a, b)
		})
	}
}

func (r *Residual) node(offer int32) int32 { return int32(len(r.p.Need)) + offer }

func (r *Residual) root() int32 { return int32(len(r.p.Need) + len(r.p.Budget)) }

// room is how much the flow of an arc may rise or fall.
func (r *Residual) room(a int32, rise bool) int32 {
	if !rise {
		return r.solution.Flow[a]
	}
	if most := r.p.limit(r.owner[a], a); most < Unbounded {
		return most - r.solution.Flow[a]
	}
	return Unbounded
}

// loss is what a unit more on an arc loses on a level, by the prices.
func (r *Residual) loss(a int32, level int) int64 {
	l := r.solution.Levels[level]
	return l.Need[r.owner[a]] + l.Budget[r.p.Offer[a]] - int64(r.p.Levels[level][a])
}

// labels say for each node the length of the best way, its room, which is 0 for a node that is not reached, the node
// before it, and the arc between.
type labels struct {
	levels    int
	far       []int64
	room      []int32
	from, via []int32
}

// at is how far a node is, by level.
func (l labels) at(node int32) []int64 { return l.far[int(node)*l.levels:][:l.levels] }

// search finds the shortest ways from a node to all others, or with back those from all others to it; of equally short
// ones that with the most room. Nodes that are farther than the limit, if there is one, need not be found.
func (r *Residual) search(source int32, back bool, limit []int64) labels {
	nodes := int(r.root()) + 1
	found := labels{r.levels, make([]int64, nodes*r.levels), make([]int32, nodes), make([]int32, nodes), make([]int32, nodes)}
	found.room[source], found.from[source], found.via[source] = Unbounded, none, none
	q := &queue{labels: found, limit: limit, place: make([]int32, nodes), way: make([]int64, r.levels)}
	heap.Push(q, source)
	for q.Len() > 0 {
		x := heap.Pop(q).(int32)
		q.place[x] = settled
		r.follow(q, x, back)
	}
	return found
}

// follow offers the ways over x to its neighbours.
func (r *Residual) follow(q *queue, x int32, back bool) {
	requests := int32(len(r.p.Need))
	switch {
	case x == r.root():
		r.followRoot(q, x, back)
	case x < requests:
		for a := r.p.Start[x]; back && a < r.p.Start[x+1]; a++ {
			r.along(q, x, r.node(r.p.Offer[a]), a, true)
		}
		for k := r.begin[x]; !back && k < r.begin[x+1]; k++ {
			r.along(q, x, r.node(r.p.Offer[r.given[k]]), r.given[k], false)
		}
		r.slack(q, x, r.root(), r.unmet[x], back, func(k int) int64 { return r.solution.Levels[k].Need[x] })
	default:
		j := x - requests
		for _, a := range r.users[r.first[j]:r.first[j+1]] {
			if !r.along(q, x, r.owner[a], a, !back) && !back {
				break // the others are farther still
			}
		}
		r.slack(q, x, r.root(), r.unspent[j], !back, func(k int) int64 { return r.solution.Levels[k].Budget[j] })
	}
}

// along takes an arc: it rises where the way leads from the offer to the request. It says whether the limit allows it.
func (r *Residual) along(q *queue, x, y, a int32, rise bool) bool {
	room := r.room(a, rise)
	if room == 0 || q.place[y] == settled {
		return true
	}
	for k := range q.way {
		if q.way[k] = r.loss(a, k); !rise {
			q.way[k] = -q.way[k]
		}
	}
	return q.offer(x, y, a, room)
}

// slack takes the way between a node and the root: what is left over may grow without bound, at the price of the amount;
// it may shrink to nothing, at no price.
func (r *Residual) slack(q *queue, x, y, left int32, grows bool, price func(level int) int64) {
	room := left
	if room == 0 && !grows || q.place[y] == settled {
		return
	}
	for k := range q.way {
		q.way[k] = 0
		if grows {
			q.way[k], room = price(k), Unbounded
		}
	}
	q.offer(x, y, none, room)
}

// followRoot goes from the root to requests, whose unmet need then grows, and to offers, whose unspent rest shrinks; or
// back, the other way round.
func (r *Residual) followRoot(q *queue, x int32, back bool) {
	for i, left := range r.unmet {
		r.slack(q, x, int32(i), left, !back, func(k int) int64 { return r.solution.Levels[k].Need[i] })
	}
	for j, left := range r.unspent {
		r.slack(q, x, r.node(int32(j)), left, back, func(k int) int64 { return r.solution.Levels[k].Budget[j] })
	}
}

// Places in a queue that are none.
const (
	unseen  = 0
	settled = -1
)

// queue holds the nodes that are seen and not settled, the nearest first.
type queue struct {
	labels
	limit []int64
	list  []int32
	place []int32 // per node: 1 + its index in list
	way   []int64 // length of the edge in question
}

// offer proposes the way over x to y, and says whether it is within the limit.
func (q *queue) offer(x, y, via, room int32) bool {
	room = min(room, q.room[x])
	from, to := q.at(x), q.at(y)
	for k := range q.way {
		q.way[k] += from[k]
	}
	if q.limit != nil && slices.Compare(q.way, q.limit) > 0 {
		return false
	}
	if q.place[y] != unseen && cmp.Or(slices.Compare(q.way, to), cmp.Compare(q.room[y], room)) >= 0 {
		return true
	}
	copy(to, q.way)
	q.room[y], q.from[y], q.via[y] = room, x, via
	if q.place[y] == unseen {
		heap.Push(q, y)
	} else {
		heap.Fix(q, int(q.place[y]-1))
	}
	return true
}

func (q *queue) Len() int { return len(q.list) }

// Less breaks ties by number, so that the same problem gives the same ways.
func (q *queue) Less(a, b int) bool {
	x, y := q.list[a], q.list[b]
	return cmp.Or(slices.Compare(q.at(x), q.at(y)), cmp.Compare(q.room[y], q.room[x]), cmp.Compare(x, y)) < 0
}

func (q *queue) Swap(a, b int) {
	q.list[a], q.list[b] = q.list[b], q.list[a]
	q.place[q.list[a]], q.place[q.list[b]] = int32(a+1), int32(b+1)
}

func (q *queue) Push(x any) {
	q.list = append(q.list, x.(int32))
	q.place[x.(int32)] = int32(len(q.list))
}

func (q *queue) Pop() any {
	last := len(q.list) - 1
	x := q.list[last]
	q.list = q.list[:last]
	return x
}
