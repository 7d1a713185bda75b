package desk

import (
	"context"
	"encoding/json"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// WhatIf solves the frozen inputs of a round with changes and compares; it writes nothing. The error is aid.Problems
// about the changes, or aid.ErrNotFound.
func (d *Desk) WhatIf(ctx context.Context, who aid.Actor, round aid.RoundID, changes matcher.Changes) (matcher.WhatIf, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return matcher.WhatIf{}, err
	}
	_, in, out, err := d.record(ctx, round)
	if err != nil {
		return matcher.WhatIf{}, err
	}
	return matcher.NewWhatIf(ctx, in, out, changes)
}

// Frozen is a round with the inputs that it read: what a what-if changes.
func (d *Desk) Frozen(ctx context.Context, who aid.Actor, id aid.RoundID) (aid.Round, aid.Inputs, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return aid.Round{}, aid.Inputs{}, err
	}
	round, in, _, err := d.record(ctx, id)
	return round, in, err
}

// Placing is what a round would bring from an offer to a request.
type Placing struct {
	Theme     aid.ThemeID
	Requester aid.PartyID
	Donors    []aid.PartyID
	Amount    aid.Money
}

// Placings are those of a round, with themes and donors as they were in it.
func (d *Desk) Placings(ctx context.Context, who aid.Actor, id aid.RoundID) (aid.Round, []Placing, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return aid.Round{}, nil, err
	}
	round, in, out, err := d.record(ctx, id)
	requests, offers := map[aid.RequestID]aid.Request{}, map[aid.OfferID]aid.Offer{}
	for _, r := range in.Requests {
		requests[r.ID] = r
	}
	for _, o := range in.Offers {
		offers[o.ID] = o
	}
	placings := make([]Placing, len(out.Proposals))
	for i, p := range out.Proposals {
		r := requests[p.RequestID]
		placings[i] = Placing{r.MainTheme(), r.RequesterID, offers[p.OfferID].Donors, p.Amount}
	}
	return round, placings, err
}

// Worth says what the next dollars would be worth to a round. A donor hears of its own offers alone, and not for which
// request new money would do most: it may be one that the donor may not see.
func (d *Desk) Worth(ctx context.Context, who aid.Actor, round aid.RoundID) (matcher.Worth, error) {
	if err := who.May(aid.ReadWorth, who.Party); err != nil {
		return matcher.Worth{}, err
	}
	found, err := d.round(ctx, round)
	if err != nil {
		return matcher.Worth{}, err
	}
	text, err := d.worths.answer(string(found.ID), "", func() ([]byte, error) { return d.reckonWorth(ctx, found.ID) })
	if err != nil {
		return matcher.Worth{}, err
	}
	var w matcher.Worth
	if err := json.Unmarshal(text, &w); err != nil || who.May(aid.ReadRounds) == nil {
		return w, err
	}
	return d.worthFor(ctx, w, who.Party)
}

// reckonWorth says it of a round, which never changes.
func (d *Desk) reckonWorth(ctx context.Context, round aid.RoundID) ([]byte, error) {
	_, in, _, err := d.record(ctx, round)
	if err != nil {
		return nil, err
	}
	w, err := matcher.NewWorth(ctx, in)
	if err != nil {
		return nil, err
	}
	return json.Marshal(w)
}

func (d *Desk) worthFor(ctx context.Context, w matcher.Worth, donor aid.PartyID) (matcher.Worth, error) {
	own := map[aid.OfferID]bool{}
	offers := aid.Each(aid.Page{}, func(p aid.Page) ([]aid.Offer, string, error) {
		return d.store.Offers(ctx, aid.Machine("worth"), aid.OfferFilter{Donor: donor}, p)
	})
	for o, err := range offers {
		if err != nil {
			return w, err
		}
		own[o.ID] = true
	}
	w.Offers = slices.DeleteFunc(w.Offers, func(o matcher.OfferWorth) bool { return !own[o.OfferID] })
	for _, cells := range [][]matcher.CellWorth{w.Cells, w.Themes, w.Regions} {
		for i := range cells {
			cells[i].RequestID = ""
		}
	}
	return w, nil
}

// Short lists the requests that got a part of what they ask for in a round.
func (d *Desk) Short(ctx context.Context, who aid.Actor, round aid.RoundID) ([]aid.Short, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return nil, err
	}
	_, _, out, err := d.record(ctx, round)
	return out.Short, err
}
