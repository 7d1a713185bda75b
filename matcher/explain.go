package matcher

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// Finding is one veto that rules a pair out, and why.
type Finding struct {
	Veto   string      `json:"veto"`
	Reason aid.Message `json:"reason"`
}

// Other is another eligible offer for the same request. Loss is what the plan would lose, in hundredths of a point, on
// each thousand dollars moved there: 0 where it is proposed, and where it is as good and lost the lottery.
type Other struct {
	OfferID  aid.OfferID `json:"offer"`
	Total    int         `json:"total"`
	Proposed bool        `json:"proposed"`
	Loss     int64       `json:"loss" doc:"Hundredths of a point that the plan would lose on each thousand dollars moved there"`
	Reason   aid.Message `json:"reason"`
}

// Explanation says why a pair is or is not proposed.
type Explanation struct {
	RequestID aid.RequestID `json:"request"`
	OfferID   aid.OfferID   `json:"offer"`
	Proposed  bool          `json:"proposed"`
	Amount    aid.Money     `json:"amount"`
	Barred    *aid.Message  `json:"barred,omitempty" doc:"Why the request takes no part at all"`
	Curations []aid.Message `json:"curations,omitempty" doc:"What the secretariat has settled about the pair, and why"`
	Findings  []Finding     `json:"findings" doc:"Every veto that rules the pair out"`
	Score     aid.Score     `json:"score"`
	Floor     int           `json:"floor" doc:"Whole points"`
	Swap      *Swap         `json:"swap,omitempty" doc:"What would have to move for a pair that is eligible and not proposed; absent where nothing can"`
	Before    string        `json:"before,omitempty" doc:"What moving money to the pair would cost before any score: reach, money that reaches States; floors, the shares of sub-regions"`
	Flags     []aid.Message `json:"flags"`
	Caveats   []aid.Message `json:"caveats"`
	Others    []Other       `json:"others" doc:"Other eligible offers: those proposed, and up to three at which the plan would lose least"`
}

// Explain answers for one pair of a round, whose frozen inputs are given; it solves them again. The error is
// aid.ErrNotFound when the request or the offer took no part in the round, or that of ctx.
func Explain(ctx context.Context, in aid.Inputs, request aid.RequestID, offer aid.OfferID) (Explanation, error) {
	i := slices.IndexFunc(in.Requests, func(r aid.Request) bool { return r.ID == request })
	j := slices.IndexFunc(in.Offers, func(o aid.Offer) bool { return o.ID == offer })
	if i < 0 {
		return Explanation{}, fmt.Errorf("request %s in this round: %w", request, aid.ErrNotFound)
	}
	if j < 0 {
		return Explanation{}, fmt.Errorf("offer %s in this round: %w", offer, aid.ErrNotFound)
	}
	s, err := solveAgain(ctx, in, i)
	if err != nil {
		return Explanation{}, err
	}
	p := s.pair(i, j)
	e := Explanation{
		RequestID: request, OfferID: offer, Findings: findings(p), Curations: s.decided(i, j), Score: score(p), Floor: s.policy.Floor,
		Flags: s.flags(p.need), Caveats: append(caveats(p), s.doubles().sameNeed(request)...), Others: []Other{},
	}
	if p.need.barred.Key != "" {
		e.Barred = &p.need.barred
		return e, nil
	}
	e.place(s, i, j)
	return e, nil
}

// place says where the pair and the request's other pairs stand in the plan.
func (e *Explanation) place(s *outlook, i, j int) {
	for _, g := range s.gifts(i, s.given) {
		if int(s.problem.Offer[g.arc]) == j {
			e.Amount, e.Proposed = g.sum, true
		} else {
			e.Others = append(e.Others, s.other(g.arc, 0, aid.Say("other_proposed", "sum", g.sum.String())))
		}
	}
	detours := s.detours(i)
	if k := slices.IndexFunc(detours, func(d flow.Detour) bool { return int(s.problem.Offer[d.Arc]) == j }); k >= 0 {
		if e.Before = before[detours[k].Level]; e.Before == "" {
			e.Swap = s.swap(detours[k])
		}
		detours = slices.Delete(detours, k, k+1)
	}
	e.Others = append(e.Others, s.alternates(detours)...)
}

// before names the levels before the score, on which moving money to a pair may lose.
var before = [scoreLevel + 1]string{"reach", "floors", ""}

func findings(p pair) []Finding {
	found := []Finding{}
	for _, veto := range Vetoes {
		if why, ruled := veto.Rules(p); ruled {
			found = append(found, Finding{Veto: veto.Name, Reason: why.say(p)})
		}
	}
	return found
}

// Alternates finds for each request with proposals up to three other offers that could serve it, those first at which
// the plan would lose least. It solves the round again, and looks for ways through the plan once a request.
func Alternates(ctx context.Context, in aid.Inputs) (map[aid.RequestID][]Other, error) {
	s, err := solveAgain(ctx, in)
	if err != nil {
		return nil, err
	}
	all := map[aid.RequestID][]Other{}
	for i := range s.needs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s.placed(i) > 0 {
			all[s.needs[i].ID] = s.alternates(s.detours(i))
		}
	}
	return all, nil
}

// mostAlternates is how many offers that are not proposed a request is told of.
const mostAlternates = 3

func (s *outlook) alternates(detours []flow.Detour) []Other {
	list := []Other{}
	for _, d := range detours[:min(mostAlternates, len(detours))] {
		list = append(list, s.other(d.Arc, d.Loss, s.whyNot(d)))
	}
	return list
}

func (s *outlook) other(arc int32, loss int64, reason aid.Message) Other {
	return Other{
		OfferID: s.sources[s.problem.Offer[arc]].ID, Total: int(s.points()[arc]),
		Proposed: s.given.Flow[arc] > 0, Loss: loss, Reason: reason,
	}
}

// whyNot says why a pair is not proposed: it would be as good and lost the draw, or its money goes to others, or it has
// money and scores lower than what the request gets.
func (s *outlook) whyNot(d flow.Detour) aid.Message {
	loss := strconv.FormatInt(d.Loss, 10)
	last := len(d.Steps) - 1
	switch {
	case before[d.Level] != "":
		return aid.Say("other_" + before[d.Level])
	case d.Loss == 0:
		return aid.Say("other_equal")
	case last >= 0 && !d.Steps[last].Rise && s.problem.Offer[d.Steps[last].Arc] == s.problem.Offer[d.Arc]:
		return aid.Say("other_taken", "request", string(s.request(d.Steps[last].Arc).ID), "loss", loss)
	}
	return aid.Say("other_lower", "loss", loss)
}

// detours are the request's ways to offers of the round that are not proposed to it, those that lose least first.
func (s *outlook) detours(i int) []flow.Detour {
	detours := slices.DeleteFunc(s.residual.Detours(int32(i)), func(d flow.Detour) bool {
		return !s.real(d.Arc) || s.pinned(i, d.Arc) > 0
	})
	score := s.points()
	slices.SortStableFunc(detours, func(a, b flow.Detour) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(a.Loss, b.Loss), cmp.Compare(score[b.Arc], score[a.Arc]))
	})
	return detours
}
