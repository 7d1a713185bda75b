package matcher

import (
	"strconv"

	"ploughshare/aid"
)

// readiness is how much of what makes a request fundable is there, and whether a proposal has been drawn up.
func readiness(p pair) (int, reason) {
	met := aid.GapChecks - p.need.gaps
	value := met * 80 / aid.GapChecks
	if p.need.DrawnUp == aid.Yes {
		value += 20
	}
	return value, because("reason_readiness", func(p pair) []string {
		return []string{"met", strconv.Itoa(aid.GapChecks - p.need.gaps), "of", strconv.Itoa(aid.GapChecks)}
	})
}
