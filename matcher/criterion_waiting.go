package matcher

import (
	"cmp"
	"strconv"

	"ploughshare/aid"
)

// waiting favours the State that has waited longer, until the need is so old that it has to be confirmed first; from
// then on it loses, and after ten years it counts for nothing. Who confirms keeps the time that he has waited.
func waiting(p pair) (int, aid.Message) {
	asked := p.need.Asked
	if !asked.Known() {
		return 20, aid.Say("reason_waiting_unknown")
	}
	months := int(p.asOf.First().Sub(cmp.Or(asked.To, asked.From).First()).Hours() / 24 / 30)
	if p.older(p.need.Request, p.policy.StaleMonths) {
		return max(0, 50-50*months/120), aid.Say("reason_waiting_stale", "asked", asked.String(), "months", strconv.Itoa(p.policy.StaleMonths))
	}
	return min(100, 40+60*max(0, months)/p.policy.StaleMonths), aid.Say("reason_waiting", "asked", asked.String())
}
