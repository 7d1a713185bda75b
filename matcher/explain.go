package matcher

import (
	"cmp"
	"fmt"
	"slices"

	"ploughshare/aid"
)

// Finding is one veto that rules a pair out, and why.
type Finding struct {
	Veto   string      `json:"veto"`
	Reason aid.Message `json:"reason"`
}

// Other is another eligible offer for the same request.
type Other struct {
	OfferID  aid.OfferID `json:"offer"`
	Total    int         `json:"total"`
	Proposed bool        `json:"proposed" doc:"The round proposes it beside this one"`
	Loss     int64       `json:"loss" doc:"Hundredths of a point that the plan would lose on each thousand dollars moved there"`
}

// Explanation says why a pair is or is not proposed. Loss is the pair's reduced cost: what the plan would lose, in
// hundredths of a point, on each thousand dollars moved to it; 0 for a proposed pair, and for one that is as good and
// lost the lottery.
type Explanation struct {
	RequestID aid.RequestID `json:"request"`
	OfferID   aid.OfferID   `json:"offer"`
	Proposed  bool          `json:"proposed"`
	Amount    aid.Money     `json:"amount"`
	Barred    *aid.Message  `json:"barred,omitempty" doc:"Why the request takes no part at all"`
	Findings  []Finding     `json:"findings" doc:"Every veto that rules the pair out"`
	Score     aid.Score     `json:"score"`
	Floor     int           `json:"floor" doc:"Whole points"`
	Loss      int64         `json:"loss"`
	Flags     []aid.Message `json:"flags"`
	Caveats   []aid.Message `json:"caveats"`
	Others    []Other       `json:"others" doc:"Up to five other eligible offers, the best first"`
}

// Explain answers for one pair of a round, whose inputs and outcome are given. The error is aid.ErrNotFound when the
// request or the offer took no part in the round.
func Explain(in aid.Inputs, out aid.Outcome, request aid.RequestID, offer aid.OfferID) (Explanation, error) {
	f := newField(in)
	i := slices.IndexFunc(f.needs, func(n need) bool { return n.ID == request })
	j := slices.IndexFunc(f.sources, func(s source) bool { return s.ID == offer })
	if i < 0 {
		return Explanation{}, fmt.Errorf("request %s in this round: %w", request, aid.ErrNotFound)
	}
	if j < 0 {
		return Explanation{}, fmt.Errorf("offer %s in this round: %w", offer, aid.ErrNotFound)
	}
	p := f.pair(i, j)
	e := Explanation{
		RequestID: request, OfferID: offer, Findings: findings(p), Score: score(p), Floor: f.policy.Floor,
		Flags: f.flags(p.need), Caveats: caveats(p),
	}
	if p.need.barred.Key != "" {
		e.Barred = &p.need.barred
	}
	if e.Amount, e.Proposed = proposed(out, request, offer); !e.Proposed {
		e.Loss = loss(out, p, e.Score.Total)
	}
	e.Others = f.others(out, i, j)
	return e, nil
}

func proposed(out aid.Outcome, request aid.RequestID, offer aid.OfferID) (aid.Money, bool) {
	for _, p := range out.Proposals {
		if p.RequestID == request && p.OfferID == offer {
			return p.Amount, true
		}
	}
	return aid.Money{}, false
}

func findings(p pair) []Finding {
	found := []Finding{}
	for _, veto := range Vetoes {
		if why, ruled := veto.Rules(p); ruled {
			found = append(found, Finding{Veto: veto.Name, Reason: why.say(p)})
		}
	}
	return found
}

// loss is need price plus envelope price less score; a pair held at its limit per project may gain, which counts as 0.
func loss(out aid.Outcome, p pair, total int) int64 {
	return max(0, price(out.Needs, string(p.need.ID))+price(out.Envelopes, string(p.source.ID))-int64(total))
}

func price(prices []aid.Price, id string) int64 {
	i := slices.IndexFunc(prices, func(x aid.Price) bool { return x.ID == id })
	if i < 0 {
		return 0
	}
	return prices[i].Points
}

func (f *field) others(out aid.Outcome, i, except int) []Other {
	others := []Other{}
	for j := range f.sources {
		p := f.pair(i, j)
		if j == except || p.need.barred.Key != "" || len(findings(p)) > 0 {
			continue
		}
		if total := total(p); total >= f.policy.Floor*100 {
			_, there := proposed(out, p.need.ID, p.source.ID)
			other := Other{OfferID: p.source.ID, Total: total, Proposed: there}
			if !there {
				other.Loss = loss(out, p, total)
			}
			others = append(others, other)
		}
	}
	slices.SortFunc(others, func(a, b Other) int {
		return cmp.Or(cmp.Compare(a.Loss, b.Loss), cmp.Compare(b.Total, a.Total), cmp.Compare(a.OfferID, b.OfferID))
	})
	return others[:min(5, len(others))]
}
