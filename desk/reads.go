package desk

import (
	"context"
	"fmt"
	"maps"
	"time"

	"ploughshare/aid"
)

// What is read is shown as far as the reader may see it: package aid says who sees which records and which of their
// fields. What he may not see is not there: aid.ErrNotFound.
//
// The lists return a page and the cursor of the next one, which is empty at the end. A theme or party to filter by that
// nobody knows, and a sort or cursor that does not exist, are aid.Problems. Single records that do not exist are
// aid.ErrNotFound.

// Parties may be filtered by role only by who may see roles.
func (d *Desk) Parties(ctx context.Context, who aid.Actor, f aid.PartyFilter, p aid.Page) ([]aid.Party, string, error) {
	sees := who.Sees(aid.ReadParties)
	if f.Role != "" && sees < aid.PartyFields["roles"] {
		return nil, "", who.May(aid.ReadParties)
	}
	parties, next, err := d.store.Parties(ctx, f, p)
	for i := range parties {
		parties[i] = parties[i].For(sees)
	}
	return parties, next, err
}

func (d *Desk) Party(ctx context.Context, who aid.Actor, id aid.PartyID) (aid.Party, error) {
	p, err := d.store.Party(ctx, id)
	return p.For(who.Sees(aid.ReadParties)), err
}

// Themes are few: all of them, by code.
func (d *Desk) Themes(ctx context.Context) ([]aid.Theme, error) {
	reference, err := d.store.Reference(ctx)
	return reference.Themes, err
}

func (d *Desk) Requests(ctx context.Context, who aid.Actor, f aid.RequestFilter, p aid.Page) ([]aid.Request, string, error) {
	if err := d.known(ctx, f.Theme, map[string]aid.PartyID{"requester": f.Requester}); err != nil {
		return nil, "", err
	}
	if f.Silent {
		f.Overdue = d.clocks.Overdue(d.Today())
	}
	requests, next, err := d.store.Requests(ctx, who, f, p)
	for i, r := range requests {
		requests[i], _ = r.For(who.Sees(aid.ReadRequests, r.RequesterID)) // those that he may not see are not in the list
	}
	return requests, next, err
}

func (d *Desk) Request(ctx context.Context, who aid.Actor, id aid.RequestID) (aid.Request, error) {
	r, err := d.store.Request(ctx, id)
	if err != nil {
		return aid.Request{}, err
	}
	return shown(r.For, who.Sees(aid.ReadRequests, r.RequesterID), "request "+string(id))
}

// RequestAs shows the owners and the secretariat what others see.
func (d *Desk) RequestAs(ctx context.Context, who aid.Actor, id aid.RequestID, as aid.Audience) (aid.Request, error) {
	r, err := d.Request(ctx, who, id)
	if err == nil {
		err = who.May(aid.ReadRequests, r.RequesterID)
	}
	if err != nil {
		return aid.Request{}, err
	}
	return shown(r.For, as, "request "+string(id))
}

// shown is what an audience may see of a record; what it may not see at all is not found.
func shown[T any](record func(aid.Audience) (T, bool), as aid.Audience, what string) (T, error) {
	seen, ok := record(as)
	if !ok {
		return seen, fmt.Errorf("%s: %w", what, aid.ErrNotFound)
	}
	return seen, nil
}

func (d *Desk) Offers(ctx context.Context, who aid.Actor, f aid.OfferFilter, p aid.Page) ([]aid.Offer, string, error) {
	if err := d.known(ctx, f.Theme, map[string]aid.PartyID{"donor": f.Donor}); err != nil {
		return nil, "", err
	}
	offers, next, err := d.store.Offers(ctx, who, f, p)
	for i, o := range offers {
		offers[i], _ = o.For(who.Sees(aid.ReadOffers, o.Donors...))
	}
	return offers, next, err
}

func (d *Desk) Offer(ctx context.Context, who aid.Actor, id aid.OfferID) (aid.Offer, error) {
	o, err := d.store.Offer(ctx, id)
	if err != nil {
		return aid.Offer{}, err
	}
	return shown(o.For, who.Sees(aid.ReadOffers, o.Donors...), "offer "+string(id))
}

// OfferAs shows the owners and the secretariat what others see.
func (d *Desk) OfferAs(ctx context.Context, who aid.Actor, id aid.OfferID, as aid.Audience) (aid.Offer, error) {
	o, err := d.Offer(ctx, who, id)
	if err == nil {
		err = who.May(aid.ReadOffers, o.Donors...)
	}
	if err != nil {
		return aid.Offer{}, err
	}
	return shown(o.For, as, "offer "+string(id))
}

func (d *Desk) Pairings(ctx context.Context, f aid.PairingFilter, p aid.Page) ([]aid.Pairing, string, error) {
	if err := d.known(ctx, f.Theme, map[string]aid.PartyID{"donor": f.Donor}); err != nil {
		return nil, "", err
	}
	return d.store.Pairings(ctx, f, p)
}

func (d *Desk) Rounds(ctx context.Context, who aid.Actor, p aid.Page) ([]aid.Round, string, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return nil, "", err
	}
	return d.store.Rounds(ctx, p)
}

// Round finds a round; "latest" is the newest.
func (d *Desk) Round(ctx context.Context, who aid.Actor, id aid.RoundID) (aid.Round, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return aid.Round{}, err
	}
	return d.round(ctx, id)
}

func (d *Desk) round(ctx context.Context, id aid.RoundID) (aid.Round, error) {
	if id == "latest" {
		return d.store.LatestRound(ctx)
	}
	return d.store.Round(ctx, id)
}

// Proposals of a round; "latest" is the newest.
func (d *Desk) Proposals(ctx context.Context, who aid.Actor, f aid.ProposalFilter, p aid.Page) ([]aid.Proposal, string, error) {
	if err := who.May(aid.ReadProposals, who.Party); err != nil {
		return nil, "", err
	}
	if err := d.known(ctx, f.Theme, map[string]aid.PartyID{"requester": f.Requester, "donor": f.Donor}); err != nil {
		return nil, "", err
	}
	if err := d.findLatest(ctx, &f.Round); err != nil {
		return nil, "", err
	}
	return d.store.Proposals(ctx, who, f, p)
}

// findLatest puts the newest round in place of "latest".
func (d *Desk) findLatest(ctx context.Context, id *aid.RoundID) error {
	if *id != "latest" {
		return nil
	}
	latest, err := d.store.LatestRound(ctx)
	*id = latest.ID
	return err
}

func (d *Desk) Proposal(ctx context.Context, who aid.Actor, id aid.ProposalID) (aid.Proposal, error) {
	if err := who.May(aid.ReadProposals, who.Party); err != nil {
		return aid.Proposal{}, err
	}
	return d.store.Proposal(ctx, who, id)
}

func (d *Desk) Unmatched(ctx context.Context, who aid.Actor, f aid.UnmatchedFilter, p aid.Page) ([]aid.Unmatched, string, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return nil, "", err
	}
	return d.store.UnmatchedIn(ctx, f, p)
}

// Bundles are the joint requests of a round, those that add most first.
func (d *Desk) Bundles(ctx context.Context, who aid.Actor, id aid.RoundID) ([]aid.Bundle, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return nil, err
	}
	_, _, out, err := d.record(ctx, id)
	return out.Bundles, err
}

// Journal lists what was done, the last first.
func (d *Desk) Journal(ctx context.Context, who aid.Actor, p aid.Page) ([]aid.Entry, string, error) {
	if err := who.May(aid.ReadJournal); err != nil {
		return nil, "", err
	}
	p.Sort, p.Desc = "id", true
	return d.store.Entries(ctx, p)
}

// known says which of the theme and the parties to filter by do not exist; empty ones do not filter.
func (d *Desk) known(ctx context.Context, theme aid.ThemeID, parties map[string]aid.PartyID) error {
	maps.DeleteFunc(parties, func(_ string, id aid.PartyID) bool { return id == "" })
	if theme == "" && len(parties) == 0 {
		return nil // most lists: to read the register would take longer than the list itself
	}
	register, err := d.Register(ctx)
	if err != nil {
		return err
	}
	var problems aid.Problems
	if _, ok := register.Theme(theme); theme != "" && !ok {
		problems.Add("theme", "unknown_theme", "value", string(theme))
	}
	for field, id := range parties {
		if _, ok := register.Party(id); !ok {
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
	Made      time.Time             `json:"made" doc:"When its round was made"`
}

// Briefs says what proposals are about that the reader has been shown, in their order.
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
	made, err := d.store.RoundTimes(ctx)
	if err != nil {
		return nil, err
	}
	briefs := make([]Brief, len(proposals))
	for i, p := range proposals {
		r, o := requests[p.RequestID], offers[p.OfferID]
		state, _ := register.Party(r.RequesterID)
		briefs[i] = Brief{Requester: r.RequesterID, State: state.Name("en"), Heading: r.Heading(), Programme: o.Programme, Donors: o.Donors, Made: made[p.RoundID]}
	}
	return briefs, nil
}
