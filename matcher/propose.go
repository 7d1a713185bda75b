package matcher

import (
	"context"
	"io"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// Engine is the version of the method. It changes whenever the same inputs could give another outcome.
const Engine = "2"

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
	if err := CheckPolicy(in.Policy); err != nil {
		return aid.Outcome{}, err
	}
	if day, err := aid.ParseDate(string(in.AsOf)); err != nil || day == "" {
		return aid.Outcome{}, aid.Problems{{Field: "as_of", Message: aid.Say("date_malformed", "value", string(in.AsOf))}}
	}
	market := newField(in.Inputs).screen()
	plan, bound, err := market.solve(ctx)
	if err != nil {
		return aid.Outcome{}, err
	}
	out := market.decode(plan)
	out.InputsDigest, out.Bound = in.Digest, bound
	return out, nil
}

// solve finds the best plan and the proved bound on the value of every plan. Where the best one gives less than an
// offer's smallest project, those pairs are taken out and the rest is solved again, until none is left: each time the
// best plan of what remains, with the first one's value as the bound.
func (m *market) solve(ctx context.Context) (plan *flow.Solution, bound int64, err error) {
	for first := true; ; first = false {
		if plan, err = m.optimum(ctx); err != nil {
			return nil, 0, err
		}
		if first {
			bound = plan.Levels[0].Value
		}
		if !m.closeTooSmall(plan) {
			return plan, bound, nil
		}
	}
}

// closeTooSmall takes out the pairs that got less than the offer's smallest project, and says whether there were any.
func (m *market) closeTooSmall(plan *flow.Solution) (any bool) {
	for a, x := range plan.Flow {
		if x > 0 && int64(x) < m.sources[m.problem.Offer[a]].minUnits {
			m.problem.Max[a], any = 0, true
		}
	}
	return any
}
