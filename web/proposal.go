package web

import (
	"slices"

	"ploughshare/aid"
)

// proposalPage is a request beside an offer: why they go together, what would change it, and what the donor says.
type proposalPage struct {
	proposalRow
	Pieces  []Piece
	Lacking []Piece
	Gaps    []aid.Message
	Request aid.Request
	Offer   aid.Offer
	Facts   []Fact
	Given   []Fact
	Others  []aid.PartyID // donors of the same offer
	Rest    aid.Money     // what neither this nor anybody's commitment covers
	Answers []aid.Interest
}

func sorted[T any](list []T, compare func(a, b T) int) []T {
	return slices.SortedStableFunc(slices.Values(list), compare)
}

func showProposal(v *visit) (any, error) {
	p, err := v.proposal(aid.ProposalID(v.c.Param("id")))
	if err != nil {
		return nil, err
	}
	if v.Gives() {
		f := aid.FollowFilter{Proposal: p.ID, Donor: v.Who.Party}
		if p.Answers, _, err = v.desk.Interests(v.ctx(), v.Who, f, aid.Page{Limit: aid.MaxPage}); err != nil {
			return nil, err
		}
	}
	for _, party := range p.Offer.Donors {
		if party != v.Who.Party {
			p.Others = append(p.Others, party)
		}
	}
	v.Title = v.Name("party", string(p.Requester)) + ": " + v.Short(p.Heading)
	v.Default("part", string(aid.Whole))
	v.Default("currency", "USD")
	return p, nil
}

// proposal reads a proposal with its two sides, as far as the visitor may see them.
func (v *visit) proposal(id aid.ProposalID) (proposalPage, error) {
	found, err := v.desk.Proposal(v.ctx(), v.Who, id)
	if err != nil {
		return proposalPage{}, err
	}
	rows, err := v.proposalRows([]aid.Proposal{found})
	if err != nil {
		return proposalPage{}, err
	}
	p := proposalPage{proposalRow: rows[0], Pieces: v.pieces(found.Score)}
	p.Lacking = lacking(p.Pieces)
	if p.Request, err = v.desk.Request(v.ctx(), v.Who, found.RequestID); err != nil {
		return p, err
	}
	if p.Offer, err = v.desk.Offer(v.ctx(), v.Who, found.OfferID); err != nil {
		return p, err
	}
	p.Gaps, p.Facts, p.Given = p.Request.Gaps(), v.requestFacts(p.Request), v.offerFacts(p.Offer)
	p.Rest, err = v.rest(p)
	return p, err
}

// rest is what of the amount is neither committed nor proposed here, in US dollars; unknown where the amount is.
func (v *visit) rest(p proposalPage) (aid.Money, error) {
	register, err := v.desk.Register(v.ctx())
	if err != nil {
		return aid.Money{}, err
	}
	asked, _ := register.Dollars(p.Request.Amount.Minus(p.Request.Committed), p.Request.Asked.From)
	return asked.Minus(p.Amount), nil
}

func (v *visit) offerFacts(o aid.Offer) []Fact {
	return known(
		Fact{v.T("offer_programme"), own(o.Programme)},
		Fact{v.T("offer_form"), named(v, "form", []aid.OfferForm{o.Form})},
		Fact{v.T("offer_themes"), named(v, "theme", o.Themes)},
		Fact{v.T("offer_places"), append(named(v, "place", o.Places), own(o.PlacesText)...)},
		Fact{v.T("offer_kinds"), named(v, "kind", o.Kinds)},
		Fact{v.T("offer_envelope"), v.sum(o.Envelope)},
		Fact{v.T("fact_committed"), v.sum(o.Committed)},
		Fact{v.T("fact_min"), v.sum(o.MinProject)},
		Fact{v.T("fact_max"), v.sum(o.MaxProject)},
		Fact{v.T("offer_valid"), v.when(o.Valid)},
		Fact{v.T("offer_applicants"), own(o.Applicants)},
		Fact{v.T("offer_conditions"), own(o.Conditions)},
	)
}

// postProposal keeps what a donor answers.
func postProposal(v *visit) (string, error) {
	var problems aid.Problems
	i := aid.Interest{
		ProposalID: aid.ProposalID(v.c.Param("id")), DonorID: v.Who.Party, Reply: aid.Reply(v.values.Get("reply")),
		Portion: aid.Portion(v.values.Get("part")), Amount: v.money(&problems, "amount"), Note: v.values.Get("note"),
	}
	for _, reason := range v.values["reasons"] {
		i.Reasons = append(i.Reasons, aid.Reason(reason))
	}
	if i.Reply != aid.NotUs {
		i.Reasons = nil
	}
	if i.Reply == "" {
		problems.Add("reply", "answer_required")
	}
	if err := problems.Err(); err != nil {
		return "", err
	}
	_, err := v.desk.AnswerProposal(v.ctx(), v.Who, i)
	return v.To("/proposals/", i.ProposalID, "#answers"), err
}

// Replies, Reasons and Portions are what the form of an answer chooses from.
func (v *visit) Replies() []Option { return codes(v, "answering", aid.Replies) }
func (v *visit) Reasons() []Option { return codes(v, "whynot", aid.Reasons) }

func (v *visit) Portions(r aid.Request) []Option {
	var options []Option
	for _, portion := range r.Portions() {
		options = append(options, Option{string(portion), v.Portion(portion)})
	}
	return options
}

// Portion is the name of a portion: all, the first stage, or a kind of help.
func (v *visit) Portion(p aid.Portion) string {
	if p == aid.Whole || p == aid.FirstStageAlone {
		return v.Name("portion", string(p))
	}
	return v.Name("kind", string(p))
}

// comparison is two to four proposals side by side.
type comparison struct {
	Proposals []proposalPage
	Wrong     bool // too few or too many were chosen
}

const mostCompared = 4

func showCompare(v *visit) (any, error) {
	ids := v.c.QueryArray("p")
	if len(ids) < 2 || len(ids) > mostCompared {
		return comparison{Wrong: true}, nil
	}
	var c comparison
	for _, id := range ids {
		p, err := v.proposal(aid.ProposalID(id))
		if err != nil {
			return nil, err
		}
		c.Proposals = append(c.Proposals, p)
	}
	return c, nil
}
