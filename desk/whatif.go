package desk

import (
	"context"
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

// Worth says what the next dollars would be worth to a round. A donor hears of its own offers alone, and not for which
// request new money would do most: it may be one that the donor may not see.
func (d *Desk) Worth(ctx context.Context, who aid.Actor, round aid.RoundID) (matcher.Worth, error) {
	if err := who.May(aid.ReadWorth, who.Party); err != nil {
		return matcher.Worth{}, err
	}
	_, in, _, err := d.record(ctx, round)
	if err != nil {
		return matcher.Worth{}, err
	}
	w, err := matcher.NewWorth(ctx, in)
	if err == nil && who.May(aid.ReadRounds) != nil {
		w = worthFor(w, in.Offers, who.Party)
	}
	return w, err
}

func worthFor(w matcher.Worth, offers []aid.Offer, donor aid.PartyID) matcher.Worth {
	own := map[aid.OfferID]bool{}
	for _, o := range offers {
		own[o.ID] = slices.Contains(o.Donors, donor)
	}
	w.Offers = slices.DeleteFunc(w.Offers, func(o matcher.OfferWorth) bool { return !own[o.OfferID] })
	for _, cells := range [][]matcher.CellWorth{w.Cells, w.Themes, w.Regions} {
		for i := range cells {
			cells[i].RequestID = ""
		}
	}
	return w
}

// Short lists the requests that got a part of what they ask for in a round.
func (d *Desk) Short(ctx context.Context, who aid.Actor, round aid.RoundID) ([]aid.Short, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return nil, err
	}
	_, _, out, err := d.record(ctx, round)
	return out.Short, err
}
