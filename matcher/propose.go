package matcher

import (
	"cmp"
	"context"
	"io"
	"slices"

	"ploughshare/aid"
)

// Engine is the version of the method. It changes whenever the same inputs could give another outcome.
const Engine = "4"

// Propose freezes inputs and runs a round on them.
func Propose(ctx context.Context, in aid.Inputs) (aid.Outcome, error) {
	frozen, err := Freeze(in, io.Discard)
	if err != nil {
		return aid.Outcome{}, err
	}
	return frozen.Propose(ctx)
}

// Propose runs a round. The error is aid.Problems about the policy, a sum that is too large, ctx's error, or a plan
// that failed its own check, which is a defect here and never the caller's.
func (in Frozen) Propose(ctx context.Context) (aid.Outcome, error) {
	market, err := newMarket(in.Inputs)
	if err != nil {
		return aid.Outcome{}, err
	}
	plan, changed, err := market.settle(ctx)
	if err != nil {
		return aid.Outcome{}, err
	}
	out := market.decode(plan.scored(&market.problem))
	out.InputsDigest = in.Digest
	if err := market.judge(ctx, &out, plan, changed); err != nil {
		return aid.Outcome{}, err
	}
	out.Bundles, err = market.bundles(ctx, plan.scored(&market.problem))
	return out, err
}

// newMarket checks frozen inputs and screens all pairs.
func newMarket(in aid.Inputs) (*market, error) {
	if err := CheckPolicy(in.Policy); err != nil {
		return nil, err
	}
	if day, err := aid.ParseDate(string(in.AsOf)); err != nil || day == "" {
		return nil, aid.Problems{{Field: "as_of", Message: aid.Say("date_malformed", "value", string(in.AsOf))}}
	}
	if err := checkRegions(in); err != nil {
		return nil, err
	}
	f := newField(in)
	if err := f.checkCurations(in.Curations); err != nil {
		return nil, err
	}
	return f.screen(), nil
}

// settle finds the best plan under the policy's fairness and then one that keeps the rules beyond amounts; changed says
// whether that is another one.
func (m *market) settle(ctx context.Context) (pl *plan, changed bool, err error) {
	if pl, err = m.level(ctx); err != nil {
		return nil, false, err
	}
	changed, err = m.round(ctx, pl)
	return pl, changed, err
}

// checkRegions says which floors are for sub-regions that no State is in.
func checkRegions(in aid.Inputs) error {
	var problems aid.Problems
	for region := range in.Policy.Fairness.Floors {
		if !slices.ContainsFunc(in.Reference.Parties, func(p aid.Party) bool { return p.Subregion == region }) {
			problems.Add("fairness.floors", "unknown_region", "value", region)
		}
	}
	slices.SortFunc(problems, func(a, b aid.Problem) int { return cmp.Compare(a.Args["value"], b.Args["value"]) })
	return problems.Err()
}
