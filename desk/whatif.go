package desk

import (
	"context"

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

// Worth says what the next dollars would be worth to a round.
func (d *Desk) Worth(ctx context.Context, who aid.Actor, round aid.RoundID) (matcher.Worth, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return matcher.Worth{}, err
	}
	_, in, _, err := d.record(ctx, round)
	if err != nil {
		return matcher.Worth{}, err
	}
	return matcher.NewWorth(ctx, in)
}

// Short lists the requests that got a part of what they ask for in a round.
func (d *Desk) Short(ctx context.Context, who aid.Actor, round aid.RoundID) ([]aid.Short, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return nil, err
	}
	_, _, out, err := d.record(ctx, round)
	return out.Short, err
}
