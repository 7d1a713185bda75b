package api

import (
	"context"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/matcher"
)

func (a *api) curations(ctx context.Context, in *RoundPath) (*list[aid.Curation], error) {
	all, err := a.desk.Curations(ctx, who(ctx), in.ID)
	return listOf(all, "", err)
}

func (a *api) curate(ctx context.Context, in *struct {
	RoundPath
	Body struct {
		Kind    aid.CurationKind `json:"kind" doc:"pin (this sum at least), amount (exactly this sum) or veto (nothing)"`
		Request aid.RequestID    `json:"request"`
		Offer   aid.OfferID      `json:"offer"`
		Amount  aid.Money        `json:"amount,omitzero" doc:"In whole thousands of US dollars, or all that the request needs; none for a veto"`
		Reason  string           `json:"reason" minLength:"1" doc:"Shown with the proposal"`
	}
}) (*one[aid.Curation], error) {
	b := in.Body
	c, err := a.desk.Curate(ctx, who(ctx), aid.Curation{
		RoundID: in.ID, Kind: b.Kind, RequestID: b.Request, OfferID: b.Offer, Amount: b.Amount, Reason: b.Reason,
	})
	view, err := oneOf(c, c.Version, err)
	return created(view, "/rounds/"+string(c.RoundID)+"/curations"), err
}

func (a *api) undoCuration(ctx context.Context, in *struct {
	ID aid.CurationID `path:"id"`
	IfMatch
	Body struct {
		Why string `json:"why" minLength:"1" doc:"Goes into the journal"`
	}
}) (*one[aid.Curation], error) {
	present, err := a.desk.Curation(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	version, err := in.version(present.Version)
	if err != nil {
		return nil, err
	}
	c, err := a.desk.UndoCuration(ctx, who(ctx), in.ID, version, in.Body.Why)
	return oneOf(c, c.Version, lost(err))
}

func (a *api) matchCurated(ctx context.Context, in *RoundPath) (*one[desk.Curated], error) {
	c, err := a.desk.MatchCurated(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return created(part(c), "/rounds/"+string(c.Round.ID)), nil
}

type comparison struct{ Body matcher.Comparison }

func (a *api) compare(ctx context.Context, in *struct {
	RoundPath
	Other aid.RoundID `path:"other" doc:"The later round, or latest"`
}) (*comparison, error) {
	c, err := a.desk.CompareRounds(ctx, who(ctx), in.ID, in.Other)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	sayAll(printer, c.Settings)
	sayAll(printer, c.Curations)
	for _, records := range [][]matcher.RecordChange{c.Requests, c.Offers} {
		for i := range records {
			say(printer, &records[i].Says)
		}
	}
	for _, p := range c.Proposals {
		sayAll(printer, p.Why)
	}
	return &comparison{c}, nil
}
