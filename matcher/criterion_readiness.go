package matcher

import (
	"strconv"

	"ploughshare/aid"
)

// readiness is how much of what makes a request fundable is there, and whether a proposal has been drawn up.
func readiness(p pair) (int, aid.Message) {
	met := aid.GapChecks - p.need.gaps
	value := met * 80 / aid.GapChecks
	if p.need.DrawnUp == aid.Yes {
		value += 20
	}
	return value, aid.Say("reason_readiness", "met", strconv.Itoa(met), "of", strconv.Itoa(aid.GapChecks))
}
