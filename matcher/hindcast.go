package matcher

import (
	"cmp"
	"maps"
	"slices"

	"ploughshare/aid"
)

// ranking is a way to put the offers that were open in order for a need, the best first.
type ranking struct {
	name string
	rank func(*field) []int
}

// rankings are the policy and what it has to beat.
var rankings = []ranking{
	{"policy", byPolicy},
	{"theme", byCriteria(theme)},
	{"theme and place", byCriteria(theme, place)},
	{"most active donor", byActivity},
}

// Hits says how often a ranking put an offer of a real donor first, among the first three or five, and the mean
// reciprocal rank. Shares are in thousandths. Rows weigh the same within their project and projects the same among
// each other, so that a programme over fifteen States does not speak fifteen times.
type Hits struct {
	Ranking string `json:"ranking"`
	At1     int    `json:"hit_at_1"`
	At3     int    `json:"hit_at_3"`
	At5     int    `json:"hit_at_5"`
	MRR     int    `json:"mean_reciprocal_rank"`
}

// Skipped counts the pairings that say too little to be used, by reason.
type Skipped struct {
	Reason   string          `json:"reason"`
	Pairings []aid.PairingID `json:"pairings"`
}

// Hindcast is how well the past is found again.
type Hindcast struct {
	Used     int       `json:"used" doc:"Pairings: beneficiary, theme and kind of help of one project counted once"`
	Projects int       `json:"projects"`
	Hits     []Hits    `json:"hits"`
	Found    []Found   `json:"found"`
	Skipped  []Skipped `json:"skipped"`
}

// Found is one pairing with the rank that the policy gave the first offer of a real donor.
type Found struct {
	PairingID aid.PairingID `json:"pairing"`
	Rank      int           `json:"rank"`
	Open      int           `json:"open" doc:"Offers that had begun and not ended"`
	OfferID   aid.OfferID   `json:"offer"`
}

// Backcast asks, for each past pairing, which offers of the time the policy would have ranked first for that
// beneficiary, theme and kind of help, and whether the donor that really paid is among them. The day is that on which
// the project began; the track record knows only what began before and leaves the project itself out. No weight is
// fitted to the answer. The pairings to find are judged; those in the inputs make up the track record.
func Backcast(in aid.Inputs, judged []aid.Pairing) (Hindcast, error) {
	if err := CheckPolicy(in.Policy); err != nil {
		return Hindcast{}, err
	}
	register := aid.NewRegister(in.Reference)
	var h Hindcast
	skipped := map[string][]aid.PairingID{}
	scores := map[string]map[string][]int{} // project → ranking → ranks
	seen := map[string]bool{}
	for _, x := range sorted(judged, func(x *aid.Pairing) string { return string(x.ID) }) {
		past, reason := pastField(in, register, x)
		key := x.Project + "|" + x.BeneficiaryID + "|" + joined(x.Themes) + "|" + joined(x.Kinds)
		if reason == "" && seen[key] {
			reason = "same beneficiary, theme and kind of help of the same project"
		}
		if reason != "" {
			skipped[reason] = append(skipped[reason], x.ID)
			continue
		}
		seen[key] = true
		h.Used++
		if scores[x.Project] == nil {
			scores[x.Project] = map[string][]int{}
		}
		for _, r := range rankings {
			order := r.rank(past)
			at := slices.IndexFunc(order, func(j int) bool { return past.paidBy(j, x) }) + 1
			scores[x.Project][r.name] = append(scores[x.Project][r.name], at)
			if r.name == "policy" {
				found := Found{PairingID: x.ID, Rank: at, Open: len(past.sources), OfferID: past.sources[order[at-1]].ID}
				h.Found = append(h.Found, found)
			}
		}
	}
	h.Projects = len(scores)
	for _, r := range rankings {
		h.Hits = append(h.Hits, hits(r.name, scores))
	}
	for _, reason := range slices.Sorted(maps.Keys(skipped)) {
		h.Skipped = append(h.Skipped, Skipped{Reason: reason, Pairings: skipped[reason]})
	}
	return h, nil
}

// pastField is the world on the day on which a project began, with the need that it met as the only request; or the
// reason why the pairing cannot be used.
func pastField(in aid.Inputs, register *aid.Register, x aid.Pairing) (*field, string) {
	day := x.Ran.From
	switch {
	case len(x.Donors) == 0:
		return nil, "the source names no donor"
	case day == "":
		return nil, "the beginning is not known"
	case !register.IsPlace(aid.PartyID(x.BeneficiaryID)):
		return nil, "the beneficiary is not one State"
	case len(x.Themes) == 0:
		return nil, "no theme"
	}
	var codes []string
	for _, t := range x.Themes {
		codes = append(codes, string(t))
	}
	in.AsOf = day
	in.Requests = []aid.Request{{
		ID: aid.RequestID(x.ID), RequesterID: aid.PartyID(x.BeneficiaryID), Need: x.Title, Themes: aid.EqualShares(codes),
		Countries: aid.EqualShares([]string{x.BeneficiaryID}), Kinds: x.Kinds, KindsRead: true,
		Asked: aid.Period{From: day, To: day}, Status: aid.Authenticated,
	}}
	in.Pairings = slices.DeleteFunc(slices.Clone(in.Pairings), func(other aid.Pairing) bool { return other.Project == x.Project })
	f := newFieldIn(in, register)
	f.sources = slices.DeleteFunc(f.sources, func(s source) bool {
		p := pair{field: f, need: &f.needs[0], source: &s}
		_, closed := vetoTime(p)
		return closed
	})
	if !slices.ContainsFunc(f.sources, func(s source) bool { return shareDonor(s.Donors, x.Donors) }) {
		return nil, "no offer of the donor was open"
	}
	return f, ""
}

func (f *field) paidBy(j int, x aid.Pairing) bool { return shareDonor(f.sources[j].Donors, x.Donors) }

func shareDonor(a, b []aid.PartyID) bool {
	return slices.ContainsFunc(a, func(d aid.PartyID) bool { return slices.Contains(b, d) })
}

// byPolicy ranks by the score, and behind that what vetoes rule out: the fewer of them the better.
func byPolicy(f *field) []int {
	const perVeto = 10_001 // more than any score
	return f.order(func(p pair) int { return total(p) - perVeto*len(findings(p)) })
}

// byCriteria ranks by the plain sum of some criteria.
func byCriteria(values ...func(pair) (int, reason)) func(*field) []int {
	return func(f *field) []int {
		return f.order(func(p pair) int {
			sum := 0
			for _, value := range values {
				v, _ := value(p)
				sum += v
			}
			return sum
		})
	}
}

// byActivity ranks by how many past projects an offer's donors have.
func byActivity(f *field) []int {
	var states []string
	for id := range f.record.met {
		states = append(states, string(id))
	}
	return f.order(func(p pair) int { return f.record.count(p.source.Donors, states) })
}

// order ranks offers by a value, equals by lottery.
func (f *field) order(value func(pair) int) []int {
	values, order := make([]int, len(f.sources)), make([]int, len(f.sources))
	for j := range f.sources {
		values[j], order[j] = value(f.pair(0, j)), j
	}
	request := f.slip("request", string(f.needs[0].ID))
	ticket := func(j int) int32 { return ticket(request, f.slip("offer", string(f.sources[j].ID))) }
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(values[b], values[a]), cmp.Compare(ticket(b), ticket(a)))
	})
	return order
}

func hits(name string, scores map[string]map[string][]int) Hits {
	var at1, at3, at5, mrr float64
	for _, project := range slices.Sorted(maps.Keys(scores)) { // in order: sums of fractions depend on it
		ranks := scores[project]
		for _, rank := range ranks[name] {
			weight := 1000 / float64(len(ranks[name])) / float64(len(scores))
			mrr += weight / float64(rank)
			for limit, sum := range map[int]*float64{1: &at1, 3: &at3, 5: &at5} {
				if rank <= limit {
					*sum += weight
				}
			}
		}
	}
	round := func(x float64) int { return int(x + 0.5) }
	return Hits{Ranking: name, At1: round(at1), At3: round(at3), At5: round(at5), MRR: round(mrr)}
}
