package matcher

import (
	"slices"
	"strconv"

	"ploughshare/aid"
)

// DefaultPolicy is what a new house starts with. The assumed need is the cap that the UN trust facility UNSCAR set on
// one project in 2015-16 (150,000 to 200,000 dollars); that for marking is what one of the 36 machines of the RECSA
// project cost, with the help around it (2.2 million dollars). 36 months are the usual run of an EU Council Decision,
// 180 are seven rounds of national reports. Weights are round numbers by judgement, fitted to nothing: theme and place
// say whether an offer can be used at all, the others adjust; terms say more closely what theme says. docs/hindcast.md
// shows how little five points change.
// With 20,000 dollars a State can have experts and a workshop; with a smaller sum for each, a plan would spread money so
// thin that it is of no use to anybody.
func DefaultPolicy() aid.Policy {
	return aid.Policy{
		Weights: map[string]int{
			"theme": 25, "terms": 5, "place": 20, "kind": 10, "amount": 5, "timing": 10, "readiness": 10, "waiting": 5, "record": 10,
		},
		Floor:           40,
		AssumedNeed:     aid.Money{Minor: 150_000_00, Currency: "USD"},
		AssumedNeeds:    map[aid.ThemeID]aid.Money{"marking": {Minor: 60_000_00, Currency: "USD"}},
		AssumedEnvelope: aid.Money{Minor: 1_000_000_00, Currency: "USD"},
		RunMonths:       36,
		StaleMonths:     48,
		ExpireMonths:    180,
		EmbargoDays:     180,
		Statuses:        []aid.RequestStatus{aid.Submitted, aid.Authenticated, aid.Circulated, aid.InterestShown},
		Fairness:        aid.Fairness{Reach: 20, Shares: aid.Leximin},
		Seed:            "ploughshare",
	}
}

// CheckPolicy says what is wrong with a policy, as aid.Problems, or nil.
func CheckPolicy(p aid.Policy) error {
	var problems aid.Problems
	sum := 0
	for name, weight := range p.Weights {
		if !slices.ContainsFunc(Criteria, func(c Criterion) bool { return c.Name == name }) {
			problems.Add("weights", "unknown_criterion", "value", name)
		}
		if weight < 0 || weight > 100 {
			problems.Add("weights", "weight_negative", "value", name)
		}
		sum += weight
	}
	if sum != 100 {
		problems.Add("weights", "weights_total", "total", strconv.Itoa(sum))
	}
	sums := map[string]aid.Money{"assumed_need": p.AssumedNeed, "assumed_envelope": p.AssumedEnvelope}
	for theme, sum := range p.AssumedNeeds {
		sums["assumed_needs."+string(theme)] = sum
	}
	for field, sum := range sums {
		if !sum.Known() || sum.Currency != "USD" {
			problems.Add(field, "dollars_required")
		}
	}
	if p.Floor < 0 || p.Floor > 100 {
		problems.Add("floor", "floor_out_of_range")
	}
	for field, n := range map[string]int{"run_months": p.RunMonths, "stale_months": p.StaleMonths,
		"expire_months": p.ExpireMonths, "embargo_days": p.EmbargoDays} {
		if n < 1 || n > 1200 {
			problems.Add(field, "policy_out_of_range", "max", "1200")
		}
	}
	if len(p.Statuses) == 0 {
		problems.Add("statuses", "required")
	}
	for _, status := range p.Statuses {
		if !slices.Contains(aid.RequestStatuses, status) {
			problems.Add("statuses", "unknown_status", "value", string(status))
		}
	}
	checkFairness(&problems, p.Fairness)
	slices.SortFunc(problems, byField)
	return problems.Err()
}

func checkFairness(problems *aid.Problems, f aid.Fairness) {
	if f.Reach < 0 || f.Reach > 1_000_000 {
		problems.Add("fairness.reach", "reach_out_of_range", "max", "1000000")
	}
	if !slices.Contains([]aid.Shares{aid.Leximin, aid.GivenFloors, aid.NoShares}, f.Shares) {
		problems.Add("fairness.shares", "not_listed", "value", string(f.Shares), "allowed", "leximin, floors, none")
	}
	if (f.Shares == aid.GivenFloors) != (len(f.Floors) > 0) {
		problems.Add("fairness.floors", "floors_without_shares")
	}
	for _, percent := range f.Floors {
		if percent < 0 || percent > 100 {
			problems.Add("fairness.floors", "percent_out_of_range")
		}
	}
}
