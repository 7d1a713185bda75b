package desk

import (
	"context"

	"ploughshare/aid"
)

// The lists return a page and the cursor of the next one, which is empty at the end. A filter, sort or cursor that
// does not exist is aid.Problems. Single records that do not exist are aid.ErrNotFound.

func (d *Desk) Parties(ctx context.Context, f aid.PartyFilter, p aid.Page) ([]aid.Party, string, error) {
	return d.store.Parties(ctx, f, p)
}

func (d *Desk) Party(ctx context.Context, id aid.PartyID) (aid.Party, error) {
	return d.store.Party(ctx, id)
}

// Themes are few: all of them, by code.
func (d *Desk) Themes(ctx context.Context) ([]aid.Theme, error) {
	reference, err := d.store.Reference(ctx)
	return reference.Themes, err
}

func (d *Desk) Requests(ctx context.Context, f aid.RequestFilter, p aid.Page) ([]aid.Request, string, error) {
	return d.store.Requests(ctx, f, p)
}

func (d *Desk) Request(ctx context.Context, id aid.RequestID) (aid.Request, error) {
	return d.store.Request(ctx, id)
}

func (d *Desk) Offers(ctx context.Context, f aid.OfferFilter, p aid.Page) ([]aid.Offer, string, error) {
	return d.store.Offers(ctx, f, p)
}

func (d *Desk) Offer(ctx context.Context, id aid.OfferID) (aid.Offer, error) {
	return d.store.Offer(ctx, id)
}

func (d *Desk) Pairings(ctx context.Context, f aid.PairingFilter, p aid.Page) ([]aid.Pairing, string, error) {
	return d.store.Pairings(ctx, f, p)
}

func (d *Desk) Rounds(ctx context.Context, p aid.Page) ([]aid.Round, string, error) {
	return d.store.Rounds(ctx, p)
}

// Round finds a round; "latest" is the newest.
func (d *Desk) Round(ctx context.Context, id aid.RoundID) (aid.Round, error) {
	if id == "latest" {
		return d.store.LatestRound(ctx)
	}
	return d.store.Round(ctx, id)
}

func (d *Desk) Proposals(ctx context.Context, f aid.ProposalFilter, p aid.Page) ([]aid.Proposal, string, error) {
	return d.store.Proposals(ctx, f, p)
}

func (d *Desk) Proposal(ctx context.Context, id aid.ProposalID) (aid.Proposal, error) {
	return d.store.Proposal(ctx, id)
}

func (d *Desk) Unmatched(ctx context.Context, f aid.UnmatchedFilter, p aid.Page) ([]aid.Unmatched, string, error) {
	return d.store.UnmatchedIn(ctx, f, p)
}
