package desk

import (
	"context"

	"ploughshare/aid"
)

// The lists return a page and the cursor of the next one, which is empty at the end. A theme or party to filter by that
// nobody knows, and a sort or cursor that does not exist, are aid.Problems. Single records that do not exist are
// aid.ErrNotFound.

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
	if err := d.known(ctx, f.Theme, map[string]aid.PartyID{"requester": f.Requester}); err != nil {
		return nil, "", err
	}
	if f.Silent {
		f.Overdue = d.clocks.Overdue(d.Today())
	}
	return d.store.Requests(ctx, f, p)
}

func (d *Desk) Request(ctx context.Context, id aid.RequestID) (aid.Request, error) {
	return d.store.Request(ctx, id)
}

func (d *Desk) Offers(ctx context.Context, f aid.OfferFilter, p aid.Page) ([]aid.Offer, string, error) {
	if err := d.known(ctx, f.Theme, map[string]aid.PartyID{"donor": f.Donor}); err != nil {
		return nil, "", err
	}
	return d.store.Offers(ctx, f, p)
}

func (d *Desk) Offer(ctx context.Context, id aid.OfferID) (aid.Offer, error) {
	return d.store.Offer(ctx, id)
}

func (d *Desk) Pairings(ctx context.Context, f aid.PairingFilter, p aid.Page) ([]aid.Pairing, string, error) {
	if err := d.known(ctx, f.Theme, map[string]aid.PartyID{"donor": f.Donor}); err != nil {
		return nil, "", err
	}
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
	if err := d.known(ctx, f.Theme, map[string]aid.PartyID{"requester": f.Requester, "donor": f.Donor}); err != nil {
		return nil, "", err
	}
	return d.store.Proposals(ctx, f, p)
}

func (d *Desk) Proposal(ctx context.Context, id aid.ProposalID) (aid.Proposal, error) {
	return d.store.Proposal(ctx, id)
}

func (d *Desk) Unmatched(ctx context.Context, f aid.UnmatchedFilter, p aid.Page) ([]aid.Unmatched, string, error) {
	return d.store.UnmatchedIn(ctx, f, p)
}

// known says which of the theme and the parties to filter by do not exist; empty ones do not filter.
func (d *Desk) known(ctx context.Context, theme aid.ThemeID, parties map[string]aid.PartyID) error {
	register, err := d.Register(ctx)
	if err != nil {
		return err
	}
	var problems aid.Problems
	if _, ok := register.Theme(theme); theme != "" && !ok {
		problems.Add("theme", "unknown_theme", "value", string(theme))
	}
	for field, id := range parties {
		if _, ok := register.Party(id); id != "" && !ok {
			problems.Add(field, "unknown_party", "value", string(id))
		}
	}
	return problems.Err()
}

// Brief is what a proposal is about, for a list.
type Brief struct {
	Requester aid.PartyID           `json:"requester"`
	State     string                `json:"state" doc:"Name of the requesting State"`
	Heading   string                `json:"heading" doc:"What is asked for"`
	Programme string                `json:"programme" doc:"What it would be met by"`
	Donors    aid.List[aid.PartyID] `json:"donors"`
}

// Briefs says what proposals are about, in their order.
func (d *Desk) Briefs(ctx context.Context, proposals []aid.Proposal) ([]Brief, error) {
	register, err := d.Register(ctx)
	if err != nil {
		return nil, err
	}
	var requestIDs []aid.RequestID
	var offerIDs []aid.OfferID
	for _, p := range proposals {
		requestIDs, offerIDs = append(requestIDs, p.RequestID), append(offerIDs, p.OfferID)
	}
	requests, err := d.store.RequestByID(ctx, requestIDs)
	if err != nil {
		return nil, err
	}
	offers, err := d.store.OfferByID(ctx, offerIDs)
	if err != nil {
		return nil, err
	}
	briefs := make([]Brief, len(proposals))
	for i, p := range proposals {
		r, o := requests[p.RequestID], offers[p.OfferID]
		state, _ := register.Party(r.RequesterID)
		briefs[i] = Brief{Requester: r.RequesterID, State: state.Name("en"), Heading: r.Heading(), Programme: o.Programme, Donors: o.Donors}
	}
	return briefs, nil
}
