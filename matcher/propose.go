package matcher

import (
	"cmp"
	"context"
	"slices"

	"ploughshare/aid"
)

// Engine is the version of the method. It changes whenever the same inputs could give another outcome.
const Engine = "2"

// Propose runs a round. The error is aid.Problems about the policy, a sum that is too large, ctx's error, or a plan
// that failed its own check, which is a defect here and never the caller's.
func Propose(ctx context.Context, in aid.Inputs) (aid.Outcome, error) {
	market, digest, err := newMarket(in)
	if err != nil {
		return aid.Outcome{}, err
	}
	plan, err := market.level(ctx)
	if err != nil {
		return aid.Outcome{}, err
	}
	changed, err := market.round(ctx, plan)
	if err != nil {
		return aid.Outcome{}, err
	}
	out := market.decode(plan.scored(&market.problem))
	out.InputsDigest = digest
	return out, market.judge(ctx, &out, plan, changed)
}

// newMarket checks the inputs, freezes them and screens all pairs.
func newMarket(in aid.Inputs) (*market, string, error) {
	if err := CheckPolicy(in.Policy); err != nil {
		return nil, "", err
	}
	if day, err := aid.ParseDate(string(in.AsOf)); err != nil || day == "" {
		return nil, "", aid.Problems{{Field: "as_of", Message: aid.Say("date_malformed", "value", string(in.AsOf))}}
	}
	if err := checkRegions(in); err != nil {
		return nil, "", err
	}
	frozen, _, digest, err := Freeze(in)
	if err != nil {
		return nil, "", err
	}
	return newField(frozen).screen(), digest, nil
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
