package matcher

import (
	"context"

	"ploughshare/aid"
)

// Engine is the version of the method. It changes whenever the same inputs could give another outcome.
const Engine = "2"

// Propose runs a round. The error is aid.Problems about the policy, a sum that is too large, ctx's error, or a plan
// that failed its own check, which is a defect here and never the caller's.
func Propose(ctx context.Context, in aid.Inputs) (aid.Outcome, error) {
	if err := CheckPolicy(in.Policy); err != nil {
		return aid.Outcome{}, err
	}
	if day, err := aid.ParseDate(string(in.AsOf)); err != nil || day == "" {
		return aid.Outcome{}, aid.Problems{{Field: "as_of", Message: aid.Say("date_malformed", "value", string(in.AsOf))}}
	}
	frozen, _, digest, err := Freeze(in)
	if err != nil {
		return aid.Outcome{}, err
	}
	market := newField(frozen).screen()
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
