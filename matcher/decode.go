package matcher

import (
	"cmp"
	"fmt"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// points are the scores of the arcs: the level before the lottery, which is the last.
func (m *market) points() []int32 { return m.problem.Levels[len(m.problem.Levels)-2] }

// prices are those of a plan on the level of the score.
func prices(plan *flow.Solution) flow.Level { return plan.Levels[len(plan.Levels)-2] }

// real says whether an arc leads to an offer of the round.
func (m *market) real(a int32) bool { return int(m.problem.Offer[a]) < len(m.sources) }

// decode turns flows and prices back into proposals, unmatched requests and prices. A million of them are counted first, so
// that no list is copied as it grows.
func (m *market) decode(plan *flow.Solution) aid.Outcome {
	prices, at := prices(plan), m.listing(plan)
	all := at[len(m.needs)]
	out := aid.Outcome{
		Engine: Engine, Value: prices.Value + m.pinnedValue(), Blocking: m.blocking(plan),
		Proposals: make([]aid.Proposal, all.proposals), Unmatched: make([]aid.Unmatched, all.unmatched), Short: make([]aid.Short, all.short),
		Needs: slices.Grow([]aid.Price(nil), len(m.needs))[:len(m.needs)], Envelopes: slices.Grow([]aid.Price(nil), len(m.sources)),
	}
	spent := m.spending(plan)
	inParallel(len(m.needs), 1024, func(first, end int) {
		for i := first; i < end; i++ {
			m.tell(&out, at[i], i, plan, spent)
		}
	})
	for j := range m.sources {
		out.Envelopes = append(out.Envelopes, aid.Price{
			ID: string(m.sources[j].ID), Thousands: m.sources[j].units, Used: spent[j], Points: prices.Budget[j],
		})
	}
	rank(out.Proposals)
	m.warnOfDoubles(out.Proposals)
	return out
}

// lengths are those of the lists that tell of requests.
type lengths struct{ proposals, unmatched, short int }

// listing is those of all requests before each one, and of all in the end.
func (m *market) listing(plan *flow.Solution) []lengths {
	at := make([]lengths, len(m.needs)+1)
	for i := range m.needs {
		gifts, at, next := m.gifts(i, plan), &at[i], &at[i+1]
		*next = lengths{at.proposals + len(gifts), at.unmatched, at.short}
		switch used, sum := allOf(gifts); {
		case used == 0:
			next.unmatched++
		case sum < m.needs[i].dollars.Minor:
			next.short++
		}
	}
	return at
}

// allOf is what gifts come to, in thousands of dollars and in cents.
func allOf(gifts []gift) (used, sum int64) {
	for _, g := range gifts {
		used, sum = used+g.units, sum+g.sum.Minor
	}
	return used, sum
}

// tell puts in an outcome what a plan means for a request.
func (m *market) tell(out *aid.Outcome, at lengths, i int, plan *flow.Solution, spent []int64) {
	n, prices, gifts := &m.needs[i], prices(plan), m.gifts(i, plan)
	for k, g := range gifts {
		out.Proposals[at.proposals+k] = m.proposal(i, int(g.arc), g.sum)
	}
	used, sum := allOf(gifts)
	switch {
	case used == 0:
		out.Unmatched[at.unmatched] = m.unmatched(i, prices, spent)
	case sum < n.dollars.Minor:
		out.Short[at.short] = aid.Short{
			RequestID: n.ID, Asked: n.dollars, Proposed: aid.Money{Minor: sum, Currency: "USD"}, Reasons: m.short(i, plan, spent),
		}
	}
	out.Needs[i] = aid.Price{ID: string(n.ID), Thousands: n.units, Used: used, Points: prices.Need[i]}
}

// gift is what an offer of the round gives to a request.
type gift struct {
	arc   int32
	units int64 // thousands of dollars
	sum   aid.Money
}

// gifts are those of a request in a plan, with what is pinned. Its need was rounded up to whole thousands, so the last sum
// that is not pinned may be less.
func (m *market) gifts(i int, plan *flow.Solution) (gifts []gift) {
	left := m.needs[i].dollars.Minor - m.curated.paid[int32(i)]
	for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
		pin := m.curated.of[couple{int32(i), m.problem.Offer[a]}].Amount
		if x := int64(plan.Flow[a]); (x > 0 || pin.Known()) && m.real(a) {
			sum := dollars(x)
			sum.Minor = min(sum.Minor, left)
			left -= sum.Minor
			sum.Minor += pin.Minor
			gifts = append(gifts, gift{a, x + m.pinned(i, a), sum})
		}
	}
	return gifts
}

// spending is what each offer gives, in thousands of dollars.
func (m *market) spending(plan *flow.Solution) []int64 {
	spent := make([]int64, len(m.problem.Budget))
	for a, x := range plan.Flow {
		spent[m.problem.Offer[a]] += int64(x)
	}
	for j, x := range m.curated.given {
		spent[j] += x
	}
	return spent
}

func (m *market) proposal(i, a int, sum aid.Money) aid.Proposal {
	j := int(m.problem.Offer[a])
	p := m.pair(i, j)
	scored := score(p)
	return aid.Proposal{
		RequestID: p.need.ID, OfferID: p.source.ID, Amount: sum, Total: scored.Total, Score: scored,
		Flags: m.flags(p.need), Caveats: caveats(p), Curations: m.decided(i, j), Status: aid.Proposed,
	}
}

func rank(proposals []aid.Proposal) {
	slices.SortFunc(proposals, func(a, b aid.Proposal) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.RequestID, b.RequestID), cmp.Compare(a.OfferID, b.OfferID))
	})
	for i := range proposals {
		proposals[i].Rank = i + 1
	}
}

// unmatched says why a request got nothing: it takes no part, the last ruling left no offer, or what was left is spent
// on requests that score higher.
func (m *market) unmatched(i int, prices flow.Level, used []int64) aid.Unmatched {
	n := &m.needs[i]
	u := aid.Unmatched{RequestID: n.ID, Barred: n.barred.Key != "", Reason: n.barred, Rulings: m.rulings(i)}
	first, end := m.problem.Start[i], m.problem.Start[i+1]
	switch {
	case u.Barred:
	case first < end:
		u.Reason = m.spent(i, prices, used)
	case len(u.Rulings) == 0:
		u.Reason = aid.Say("unmatched_no_offers")
	default:
		last := u.Rulings[len(u.Rulings)-1]
		u.Reason = aid.Say("unmatched_"+last.Veto, "count", fmt.Sprint(last.Offers), "offers", joined(last.Some),
			"themes", shareCodes(n.Themes), "countries", shareCodes(n.Countries))
	}
	return u
}

// spent says why the eligible offers of a request go to others: these score higher, the draw preferred them, or what is
// left is too small a sum. Where the sum of an offer is only assumed, it says so: there may be enough for all.
func (m *market) spent(i int, prices flow.Level, used []int64) aid.Message {
	key, assumed, offers := "unmatched_small", []aid.OfferID{}, []aid.OfferID{}
	for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
		j := m.problem.Offer[a]
		if !m.real(a) {
			continue
		}
		offers = append(offers, m.sources[j].ID)
		if m.sources[j].assumed {
			assumed = append(assumed, m.sources[j].ID)
		}
		switch {
		case m.tooLittle(a, used):
		case used[j] > 0 && prices.Need[i]+prices.Budget[j] == int64(m.points()[a]): // as good as what got the money
			key = "unmatched_lottery"
		case key == "unmatched_small":
			key = "unmatched_spent"
		}
	}
	return aid.Say(key, "offers", joined(offers), "assumed", joined(assumed), "sum", m.policy.AssumedEnvelope.String())
}

// tooLittle says whether an offer has something left, but less than its smallest project.
func (m *market) tooLittle(a int32, spent []int64) bool {
	o := &m.sources[m.problem.Offer[a]]
	left := o.units - spent[m.problem.Offer[a]]
	return left > 0 && left < o.minUnits
}

// namedSpent is how many offers a short request names that have nothing left; it counts the others.
const namedSpent = 3

// short says why a request gets no more: offers give no more to one project, those that score best have nothing left, or
// what they have left is too small a sum.
func (m *market) short(i int, plan *flow.Solution, spent []int64) (reasons aid.List[aid.Message]) {
	var bare []int32
	for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
		if !m.real(a) {
			continue
		}
		o, most := &m.sources[m.problem.Offer[a]], m.problem.Max[a]
		switch {
		case m.curated.exact[couple{int32(i), m.problem.Offer[a]}]:
			reasons = append(reasons, aid.Say("short_curated", "offer", string(o.ID)))
		case plan.Flow[a] == 0 && m.tooLittle(a, spent):
			reasons = append(reasons, aid.Say("short_small", "offer", string(o.ID), "min", o.MinProject.String()))
		case plan.Flow[a] == most && most < m.problem.Need[i]:
			reasons = append(reasons, aid.Say("short_limit", "offer", string(o.ID), "max", o.MaxProject.String()))
		case spent[m.problem.Offer[a]] == o.units:
			bare = append(bare, a)
		}
	}
	slices.SortStableFunc(bare, func(a, b int32) int {
		return cmp.Compare(m.points()[b], m.points()[a])
	})
	for _, a := range bare[:min(namedSpent, len(bare))] {
		o, assumed := &m.sources[m.problem.Offer[a]], ""
		if o.assumed {
			assumed = "yes"
		}
		reasons = append(reasons, aid.Say("short_spent", "offer", string(o.ID), "sum", dollars(o.units).String(), "assumed", assumed))
	}
	if others := len(bare) - namedSpent; others > 0 {
		reasons = append(reasons, aid.Say("short_others", "count", fmt.Sprint(others)))
	}
	return reasons
}

// blocking counts the eligible pairs below their limit whose score is more than the prices give the two together: they
// would gain by leaving the plan for each other. An optimal plan has none; it is in the core (Shapley and Shubik 1971).
func (m *market) blocking(plan *flow.Solution) (count int) {
	prices := prices(plan)
	for i := range m.needs {
		for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
			room := min(m.problem.Max[a], m.problem.Need[i]) - plan.Flow[a]
			if m.real(a) && room > 0 && int64(m.points()[a]) > prices.Need[i]+prices.Budget[m.problem.Offer[a]] {
				count++
			}
		}
	}
	return count
}

func shareCodes(shares []aid.Share) string {
	codes := make([]string, len(shares))
	for i, s := range shares {
		codes[i] = s.Code
	}
	return joined(codes)
}
