package matcher

import (
	"cmp"
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"

	"ploughshare/aid"
)

// ranking is a way to put the offers that were open in order for a need: the greater the value, the earlier.
type ranking struct {
	name  string
	value func(pair) int
}

// rankings are the policy and what it has to beat.
var rankings = []ranking{
	{"policy", byPolicy},
	{"theme and place", byCriteria(theme, place)},
	{"theme", byCriteria(theme)},
	{"most active donor", byActivity},
	{"chance", byCriteria()},
}

// byPolicy ranks by the score, and behind that what vetoes rule out: the fewer of them the better.
func byPolicy(p pair) int {
	const perVeto = 10_001 // more than any score
	return total(p) - perVeto*len(findings(p))
}

// byCriteria ranks by the plain sum of some criteria.
func byCriteria(values ...func(pair) (int, reason)) func(pair) int {
	return func(p pair) int {
		sum := 0
		for _, value := range values {
			v, _ := value(p)
			sum += v
		}
		return sum
	}
}

// byActivity ranks by how many past projects an offer's donors have.
func byActivity(p pair) int {
	var states []string
	for id := range p.record.met {
		states = append(states, string(id))
	}
	return p.record.count(doers(p.source.Donors, ""), states)
}

// standing is where a ranking puts the first offer of a real donor: behind so many better ones, among so many equals,
// of which some are a real donor's too.
type standing struct {
	best                int // the index of that offer, the first of equals
	above, equals, paid int
}

func (x past) standing(value func(pair) int) standing {
	values := make([]int, len(x.sources))
	s := standing{best: -1}
	for j := range x.sources {
		values[j] = value(x.pair(0, j))
		if x.paid(j) && (s.best < 0 || values[j] > values[s.best]) {
			s.best = j
		}
	}
	for j, v := range values {
		switch {
		case v > values[s.best]:
			s.above++
		case v == values[s.best]:
			s.equals++
			if x.paid(j) {
				s.paid++
			}
		}
	}
	return s
}

func (x past) paid(j int) bool { return paid(x.register, x.pairing, &x.sources[j].Offer) }

func (x past) found() Found {
	s := x.standing(byPolicy)
	return Found{
		PairingID: x.pairing.ID, Rank: s.above + 1, Tied: s.equals - 1, Open: len(x.sources), OfferID: x.sources[s.best].ID,
	}
}

// hitTally sums up hits within one, three and five, and reciprocal ranks.
type hitTally struct{ at1, at3, at5, mrr float64 }

// add counts a standing with a weight, as the mean over all orders of the equals.
func (t *hitTally) add(s standing, weight float64) {
	for k := 0; k <= s.equals-s.paid; k++ { // k equals come before the first that is a real donor's
		chance := weight * float64(s.paid) / float64(s.equals-k)
		weight -= chance
		rank := s.above + k + 1
		t.mrr += chance / float64(rank)
		for limit, sum := range map[int]*float64{1: &t.at1, 3: &t.at3, 5: &t.at5} {
			if rank <= limit {
				*sum += chance
			}
		}
	}
}

func (t hitTally) hits(name string) Hits {
	thousandths := func(x float64) int { return int(1000*x + 0.5) }
	return Hits{Ranking: name, At1: thousandths(t.at1), At3: thousandths(t.at3), At5: thousandths(t.at5), MRR: thousandths(t.mrr)}
}

func measure(pasts []past) []Hits {
	all := make([]Hits, len(rankings))
	for i, r := range rankings {
		all[i] = measureBy(pasts, r)
	}
	return all
}

func measureBy(pasts []past, r ranking) Hits {
	rows := map[string]int{}
	for _, x := range pasts {
		rows[x.pairing.Project]++
	}
	var t hitTally
	for _, x := range pasts {
		t.add(x.standing(r.value), 1/float64(rows[x.pairing.Project])/float64(len(rows)))
	}
	return t.hits(r.name)
}

func projects(pasts []past) int { return len(begun(pasts)) }

// begun is the year in which each project began.
func begun(pasts []past) map[string]int {
	years := map[string]int{}
	for _, x := range pasts {
		year, seen := years[x.pairing.Project]
		if !seen || x.pairing.Ran.From.Year() < year {
			years[x.pairing.Project] = x.pairing.Ran.From.Year()
		}
	}
	return years
}

// parts are two halves by hash and two by time, of whole projects; and the pairings apart for which an offer of the
// donor began in the same year: it may have been drawn up for that very project, and then it is found too easily.
func parts(pasts []past) []Part {
	years := begun(pasts)
	order := slices.Sorted(maps.Values(years))
	middle := order[len(order)/2]
	odd := func(x past) bool { return sha256.Sum256([]byte(x.pairing.Project))[0]%2 == 1 }
	early := func(x past) bool { return years[x.pairing.Project] < middle }
	not := func(is func(past) bool) func(past) bool { return func(x past) bool { return !is(x) } }
	year := strconv.Itoa(middle)
	return []Part{
		part(pasts, aid.Say("hindcast_half_one"), not(odd)), part(pasts, aid.Say("hindcast_half_two"), odd),
		part(pasts, aid.Say("hindcast_before", "year", year), early), part(pasts, aid.Say("hindcast_since", "year", year), not(early)),
		part(pasts, aid.Say("hindcast_new_offer"), past.paidAnew), part(pasts, aid.Say("hindcast_old_offer"), not(past.paidAnew)),
	}
}

// paidAnew says whether an offer of a real donor began in the year of the project.
func (x past) paidAnew() bool {
	return slices.ContainsFunc(x.sources, func(s source) bool {
		return s.Valid.From.Year() == x.pairing.Ran.From.Year() && paid(x.register, x.pairing, &s.Offer)
	})
}

func part(pasts []past, name aid.Message, in func(past) bool) Part {
	inside := slices.DeleteFunc(slices.Clone(pasts), func(x past) bool { return !in(x) })
	return Part{Name: name, Used: len(inside), Projects: projects(inside), Hits: measure(inside)}
}

// WeightShift is what becomes of the hits when five points of weight go from one criterion to another.
type WeightShift struct {
	From string `json:"from"`
	To   string `json:"to"`
	Hits
}

// shifted is how many points a WeightShift moves.
const shifted = 5

// Sensitivity measures every shift of five points of weight, the worst first. Weights that only just work here would
// show as shifts that change much.
func Sensitivity(in aid.Inputs, judged []aid.Pairing) ([]WeightShift, error) {
	pasts, _, err := pastsOf(in, judged)
	if err != nil {
		return nil, err
	}
	shifts := []WeightShift{}
	for _, from := range Criteria {
		for _, to := range Criteria {
			if from.Name == to.Name || in.Policy.Weights[from.Name] < shifted {
				continue
			}
			weights := maps.Clone(in.Policy.Weights)
			weights[from.Name] -= shifted
			weights[to.Name] += shifted
			for i := range pasts {
				pasts[i].policy.Weights = weights
			}
			shifts = append(shifts, WeightShift{from.Name, to.Name, measureBy(pasts, rankings[0])})
		}
	}
	slices.SortStableFunc(shifts, func(a, b WeightShift) int { return cmp.Compare(a.At1, b.At1) })
	return shifts, nil
}
