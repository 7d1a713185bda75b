package matcher

import (
	"cmp"
	"fmt"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// decode turns flows and prices back into proposals, unmatched requests and prices.
func (m *market) decode(plan *flow.Solution) aid.Outcome {
	out := aid.Outcome{Engine: Engine, Value: plan.Levels[0].Value, Proposals: []aid.Proposal{}, Unmatched: []aid.Unmatched{}}
	spent := make([]int64, len(m.sources))
	for a, x := range plan.Flow {
		spent[m.problem.Offer[a]] += int64(x)
	}
	for i := range m.needs {
		n := &m.needs[i]
		placed, left := int64(0), n.dollars
		for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
			if x := int64(plan.Flow[a]); x > 0 {
				placed += x
				sum := dollars(x)
				sum.Minor = min(sum.Minor, left.Minor) // the need was rounded up to whole thousands
				left.Minor -= sum.Minor
				out.Proposals = append(out.Proposals, m.proposal(i, int(a), sum))
			}
		}
		if placed == 0 {
			out.Unmatched = append(out.Unmatched, m.unmatched(i, plan.Levels[0], spent))
		}
		out.Needs = append(out.Needs, aid.Price{
			ID: string(n.ID), Thousands: n.units, Used: placed, Points: plan.Levels[0].Need[i],
		})
	}
	for j := range m.sources {
		out.Envelopes = append(out.Envelopes, aid.Price{
			ID: string(m.sources[j].ID), Thousands: m.sources[j].units, Used: spent[j], Points: plan.Levels[0].Budget[j],
		})
	}
	rank(out.Proposals)
	return out
}

func (m *market) proposal(i, a int, sum aid.Money) aid.Proposal {
	p := m.pair(i, int(m.problem.Offer[a]))
	scored := score(p)
	return aid.Proposal{
		RequestID: p.need.ID, OfferID: p.source.ID, Amount: sum, Total: scored.Total, Score: scored,
		Flags: m.flags(p.need), Caveats: caveats(p), Status: aid.Proposed,
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

// spent says why the eligible offers of a request go to others: these score higher, or the draw preferred them. Where
// the sum of an offer is only assumed, it says so: there may be enough for all.
func (m *market) spent(i int, prices flow.Level, used []int64) aid.Message {
	key, assumed, offers := "unmatched_spent", []aid.OfferID{}, []aid.OfferID{}
	for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
		j := m.problem.Offer[a]
		offers = append(offers, m.sources[j].ID)
		if m.sources[j].assumed {
			assumed = append(assumed, m.sources[j].ID)
		}
		if used[j] > 0 && prices.Need[i]+prices.Budget[j] == int64(m.problem.Levels[0][a]) { // as good as what got the money
			key = "unmatched_lottery"
		}
	}
	return aid.Say(key, "offers", joined(offers), "assumed", joined(assumed), "sum", m.policy.AssumedEnvelope.String())
}

func shareCodes(shares []aid.Share) string {
	codes := make([]string, len(shares))
	for i, s := range shares {
		codes[i] = s.Code
	}
	return joined(codes)
}
