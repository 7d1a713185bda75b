package matcher

import (
	"cmp"
	"strconv"
)

// waiting favours the State that has waited longer, until the need is so old that it has to be confirmed first; from
// then on it loses, and after ten years it counts for nothing. Who confirms keeps the time that he has waited.
func waiting(p pair) (int, reason) {
	asked := p.need.Asked
	if !asked.Known() {
		return 20, because("reason_waiting_unknown", nil)
	}
	months := int(p.asOf.First().Sub(cmp.Or(asked.To, asked.From).First()).Hours() / 24 / 30)
	if p.older(p.need.Request, p.policy.StaleMonths) {
		return max(0, 50-50*months/120), because("reason_waiting_stale", func(p pair) []string {
			return append(askedArgs(p), "months", strconv.Itoa(p.policy.StaleMonths))
		})
	}
	return min(100, 40+60*max(0, months)/p.policy.StaleMonths), because("reason_waiting", askedArgs)
}

func askedArgs(p pair) []string { return []string{"asked", p.need.Asked.String()} }
