package api

import (
	"context"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/locale"
	"ploughshare/matcher"
)

type roundsQuery struct {
	PageQuery
}

func (a *api) rounds(ctx context.Context, q *roundsQuery) (*list[aid.Round], error) {
	return listOf(a.desk.Rounds(ctx, who(ctx), q.page()))
}

type RoundPath struct {
	ID aid.RoundID `path:"id" doc:"A round, or latest"`
}

type round struct{ Body aid.Round }

func (a *api) round(ctx context.Context, in *RoundPath) (*round, error) {
	r, err := a.desk.Round(ctx, who(ctx), in.ID)
	return &round{r}, err
}

func (a *api) addRound(ctx context.Context, in *struct {
	Body struct {
		AsOf aid.Date `json:"as_of,omitempty" doc:"Day of the round: offers must be open then, or begin within a year; today when left out"`
	} `required:"false"`
}) (*round, error) {
	asOf := in.Body.AsOf
	if asOf == "" {
		asOf = a.desk.Today()
	}
	r, err := a.desk.Match(ctx, who(ctx), asOf)
	return &round{r}, err
}

type replay struct{ Body desk.Replay }

func (a *api) replay(ctx context.Context, in *RoundPath) (*replay, error) {
	r, err := a.desk.Replay(ctx, who(ctx), in.ID)
	return &replay{r}, err
}

type fairness struct{ Body desk.FairnessReport }

func (a *api) fairness(ctx context.Context, in *RoundPath) (*fairness, error) {
	f, err := a.desk.Fairness(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for i := range f.Unreached {
		say(printer, &f.Unreached[i].Reason)
	}
	for i := range f.Regions {
		if f.Regions[i].Note != nil {
			say(printer, f.Regions[i].Note)
		}
	}
	return &fairness{f}, err
}

func (a *api) unmatched(ctx context.Context, in *struct {
	RoundPath
	PageQuery
	Theme string `query:"theme"`
}) (*list[aid.Unmatched], error) {
	r, err := a.desk.Round(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	rows, next, err := a.desk.Unmatched(ctx, who(ctx), aid.UnmatchedFilter{Round: r.ID, Theme: aid.ThemeID(in.Theme)}, in.page())
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for i := range rows {
		say(printer, &rows[i].Reason)
	}
	return listOf(rows, next, err)
}

func (a *api) bundles(ctx context.Context, in *RoundPath) (*list[aid.Bundle], error) {
	found, err := a.desk.Bundles(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for _, b := range found {
		sayAll(printer, b.Reasons)
		sayAll(printer, b.Flags)
	}
	return listOf(found, "", err)
}

type explanation struct{ Body matcher.Explanation }

func (a *api) explanation(ctx context.Context, in *struct {
	RoundPath
	Request aid.RequestID `path:"request"`
	Offer   aid.OfferID   `path:"offer"`
}) (*explanation, error) {
	e, err := a.desk.Explain(ctx, who(ctx), in.ID, in.Request, in.Offer)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	for i := range e.Findings {
		say(printer, &e.Findings[i].Reason)
	}
	if e.Barred != nil {
		say(printer, e.Barred)
	}
	if e.Swap != nil {
		sayAll(printer, e.Swap.Moves)
	}
	sayScore(printer, e.Score)
	sayAll(printer, e.Flags)
	sayAll(printer, e.Caveats)
	sayAll(printer, e.Curations)
	sayOthers(printer, e.Others)
	return &explanation{e}, nil
}

func sayOthers(p locale.Printer, others []matcher.Other) {
	for i := range others {
		say(p, &others[i].Reason)
	}
}

func sayScore(p locale.Printer, s aid.Score) {
	for i := range s.Parts {
		say(p, &s.Parts[i].Reason)
	}
}

type proposalsQuery struct {
	PageQuery
	Round     string `query:"round" default:"latest" doc:"A round, or latest"`
	Request   string `query:"request"`
	Offer     string `query:"offer"`
	Requester string `query:"requester" doc:"State that asks"`
	Donor     string `query:"donor"`
	Theme     string `query:"theme"`
	MinTotal  int    `query:"min_total" doc:"Hundredths of a point"`
	Flagged   bool   `query:"flagged" doc:"Only those for legal review"`
	Status    string `query:"status" enum:"proposed,pinned,vetoed,published,interested,declined,agreed,withdrawn"`
	Words     string `query:"q" maxLength:"200" doc:"Words to find in any of the six languages, also in the names of the requesting State and of themes"`
}

// proposalRow is a proposal with what a reader needs to know what it is about.
type proposalRow struct {
	aid.Proposal
	desk.Brief
}

func (a *api) proposals(ctx context.Context, q *proposalsQuery) (*list[proposalRow], error) {
	rows, next, err := a.desk.Proposals(ctx, who(ctx), aid.ProposalFilter{
		Round: aid.RoundID(q.Round), Request: aid.RequestID(q.Request), Offer: aid.OfferID(q.Offer), Requester: aid.PartyID(q.Requester),
		Donor: aid.PartyID(q.Donor), Theme: aid.ThemeID(q.Theme), MinTotal: q.MinTotal, Flagged: q.Flagged,
		Status: aid.ProposalStatus(q.Status), Words: q.Words,
	}, q.page())
	if err != nil {
		return nil, err
	}
	briefs, err := a.desk.Briefs(ctx, rows)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]proposalRow, len(rows))
	for i := range rows {
		sayProposal(printer, rows[i])
		shown[i] = proposalRow{Proposal: rows[i], Brief: briefs[i]}
	}
	return listOf(shown, next, nil)
}

func sayProposal(p locale.Printer, proposal aid.Proposal) {
	sayScore(p, proposal.Score)
	sayAll(p, proposal.Flags)
	sayAll(p, proposal.Caveats)
	sayAll(p, proposal.Curations)
}

// proposalView is a proposal with what the explanation adds to it.
type proposalView struct {
	aid.Proposal
	desk.Brief
	Others []matcher.Other `json:"others" doc:"Other eligible offers for the request: those proposed, and up to three at which the plan would lose least"`
}

func (a *api) proposal(ctx context.Context, in *struct {
	ID aid.ProposalID `path:"id" doc:"Round, request and offer joined by dots"`
	IfNoneMatch
}) (*one[proposalView], error) {
	p, err := a.desk.Proposal(ctx, who(ctx), in.ID)
	if err == nil {
		err = in.fresh(p.Version)
	}
	if err != nil {
		return nil, err
	}
	e, err := a.desk.Explain(ctx, who(ctx), p.RoundID, p.RequestID, p.OfferID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	sayProposal(printer, p)
	sayOthers(printer, e.Others)
	briefs, err := a.desk.Briefs(ctx, []aid.Proposal{p})
	if err != nil {
		return nil, err
	}
	return oneOf(proposalView{Proposal: p, Brief: briefs[0], Others: e.Others}, p.Version, nil)
}
