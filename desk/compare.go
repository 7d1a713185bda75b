package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// CompareRounds says what changed from a round to another, and why.
func (d *Desk) CompareRounds(ctx context.Context, who aid.Actor, id, later aid.RoundID) (matcher.Comparison, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return matcher.Comparison{}, err
	}
	_, in, out, err := d.record(ctx, id)
	if err != nil {
		return matcher.Comparison{}, err
	}
	_, laterIn, laterOut, err := d.record(ctx, later)
	if err != nil {
		return matcher.Comparison{}, err
	}
	return matcher.Compare(in, out, laterIn, laterOut), nil
}
