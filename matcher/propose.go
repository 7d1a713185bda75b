package matcher

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// Engine is the version of the method. It changes whenever the same inputs could give another outcome.
const Engine = "1"

// lotteryRange is the number of different lottery weights; 2^20 makes a tie of whole plans unlikely.
const lotteryRange = 1 << 20

// Propose runs a round. The error is aid.Problems about the policy, a sum that is too large, ctx's error, or a plan
// that failed its own check, which is a defect here and never the caller's.
func Propose(ctx context.Context, in aid.Inputs) (aid.Outcome, error) {
	if err := CheckPolicy(in.Policy); err != nil {
		return aid.Outcome{}, err
	}
	if day, err := aid.ParseDate(string(in.AsOf)); err != nil || day == "" {
		return aid.Outcome{}, aid.Problems{{Field: "as_of", Message: aid.Say("date_malformed", "value", string(in.AsOf))}}
	}
	frozen, _, digest, err := Freeze(in)
	if err != nil {
		return aid.Outcome{}, err
	}
	market := newField(frozen).screen()
	plan, bound, err := market.solve(ctx)
	if err != nil {
		return aid.Outcome{}, err
	}
	out := market.decode(plan)
	out.InputsDigest, out.Bound = digest, bound
	return out, nil
}

// solve finds the best plan and the proved bound on the value of every plan. Where the best one gives less than an
// offer's smallest project, those pairs are taken out and the rest is solved again, until none is left: each time the
// best plan of what remains, with the first one's value as the bound.
func (m *market) solve(ctx context.Context) (plan *flow.Solution, bound int64, err error) {
	for first := true; ; first = false {
		if plan, err = flow.Solve(ctx, &m.problem); err != nil {
			return nil, 0, fmt.Errorf("solving the round: %w", err)
		}
		if err := flow.Check(&m.problem, plan); err != nil {
			return nil, 0, fmt.Errorf("the plan is not proved optimal: %w", err)
		}
		if first {
			bound = plan.Levels[0].Value
		}
		if !m.closeTooSmall(plan) {
			return plan, bound, nil
		}
	}
}

// closeTooSmall takes out the pairs that got less than the offer's smallest project, and says whether there were any.
func (m *market) closeTooSmall(plan *flow.Solution) (any bool) {
	for a, x := range plan.Flow {
		if x > 0 && int64(x) < m.sources[m.problem.Offer[a]].minUnits {
			m.problem.Max[a], any = 0, true
		}
	}
	return any
}

// market is a round as the solver sees it, with what its indices stand for.
type market struct {
	*field
	problem flow.Problem
	scores  []aid.Score    // per arc
	rulings [][]aid.Ruling // per request: what each veto ruled out in turn
}

// screen asks the vetoes and criteria about every pair and keeps the eligible ones as arcs.
func (f *field) screen() *market {
	m := &market{field: f, rulings: make([][]aid.Ruling, len(f.needs))}
	m.problem.Start = append(m.problem.Start, 0)
	score, lottery := []int32{}, []int32{}
	for j := range f.sources {
		m.problem.Budget = append(m.problem.Budget, int32(f.sources[j].units))
	}
	for i := range f.needs {
		n := &f.needs[i]
		for _, j := range m.eligible(i) {
			s := &f.sources[j]
			total := m.scores[len(m.problem.Offer)].Total
			m.problem.Offer = append(m.problem.Offer, int32(j))
			m.problem.Max = append(m.problem.Max, int32(s.limit(n)))
			score = append(score, int32(total))
			lottery = append(lottery, f.ticket(n.ID, s.ID))
		}
		m.problem.Need = append(m.problem.Need, int32(n.units))
		m.problem.Start = append(m.problem.Start, int32(len(m.problem.Offer)))
	}
	m.problem.Levels = [][]int32{score, lottery}
	return m
}

// limit is the most that the offer may give to the need.
func (s *source) limit(n *need) int64 {
	if s.limited {
		return min(s.maxUnits, n.units)
	}
	return n.units
}

// ticket is the pair's place in the lottery between equal plans: anybody can compute it from the public seed and the day
// of the round. Another day is another draw, so that nobody loses for ever.
func (f *field) ticket(request aid.RequestID, offer aid.OfferID) int32 {
	sum := sha256.Sum256([]byte(f.policy.Seed + "\x00" + string(f.asOf) + "\x00" + string(request) + "\x00" + string(offer)))
	return int32(binary.BigEndian.Uint64(sum[:8]) % lotteryRange)
}

// eligible returns the offers that no veto rules out for a request and whose score reaches the floor, in order, and
// keeps their scores; it also notes what each veto ruled out of what the ones before had left.
func (m *market) eligible(i int) []int {
	left := make([]int, 0, len(m.sources))
	if m.needs[i].barred.Key != "" {
		return left
	}
	for j := range m.sources {
		left = append(left, j)
	}
	for _, veto := range Vetoes {
		left = m.rule(i, veto.Name, left, func(p pair) bool {
			_, ruled := veto.Rules(p)
			return ruled
		})
	}
	scores := map[int]aid.Score{}
	left = m.rule(i, "floor", left, func(p pair) bool {
		s := score(p)
		scores[p.index] = s
		return s.Total < m.policy.Floor*100
	})
	for _, j := range left {
		m.scores = append(m.scores, scores[j])
	}
	return left
}

// rule notes which of the offers a veto rules out, and returns the others. Where none is left, this is the ruling that
// binds, and it names first the offers that would have scored best: they are the ones worth asking about.
func (m *market) rule(i int, name string, offers []int, rules func(pair) bool) []int {
	var left, ruled []int
	for _, j := range offers {
		if rules(m.pair(i, j)) {
			ruled = append(ruled, j)
		} else {
			left = append(left, j)
		}
	}
	if len(ruled) == 0 {
		return left
	}
	ruling := aid.Ruling{Veto: name, Offers: len(ruled)}
	if len(left) == 0 {
		slices.SortStableFunc(ruled, func(a, b int) int {
			return cmp.Compare(score(m.pair(i, b)).Total, score(m.pair(i, a)).Total)
		})
	}
	for _, j := range ruled[:min(5, len(ruled))] {
		ruling.Some = append(ruling.Some, m.sources[j].ID)
	}
	m.rulings[i] = append(m.rulings[i], ruling)
	return left
}

func (f *field) pair(i, j int) pair {
	return pair{field: f, need: &f.needs[i], source: &f.sources[j], index: j}
}

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
	return aid.Proposal{
		RequestID: p.need.ID, OfferID: p.source.ID, Amount: sum, Total: m.scores[a].Total, Score: m.scores[a],
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
	u := aid.Unmatched{RequestID: n.ID, Barred: n.barred.Key != "", Reason: n.barred, Rulings: m.rulings[i]}
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
