package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// FairnessReport is how fair a round is, and what that costs.
type FairnessReport struct {
	Round     aid.RoundID             `json:"round"`
	Free      int64                   `json:"free" doc:"What the best plan for the score alone would have"`
	Levels    []aid.Level             `json:"levels"`
	Regions   []aid.RegionShare       `json:"regions"`
	Unreached []aid.Unreached         `json:"unreached"`
	Curve     []matcher.FairnessPoint `json:"curve" doc:"The price of fairness, over the share that every sub-region gets at least"`
}

// Fairness returns what the round says of it, with the curve reckoned anew from the frozen inputs.
func (d *Desk) Fairness(ctx context.Context, who aid.Actor, id aid.RoundID) (FairnessReport, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return FairnessReport{}, err
	}
	round, in, out, err := d.record(ctx, id)
	if err != nil {
		return FairnessReport{}, err
	}
	f := FairnessReport{Round: round.ID, Free: out.Free, Levels: out.Levels, Regions: out.Regions, Unreached: out.Unreached}
	f.Curve, err = matcher.Fairness(ctx, in)
	return f, err
}
