package papers

import (
	"slices"

	"ploughshare/aid"
)

// A caveat of nearly all proposals is said once in front. Below commonLeast proposals there is no "nearly all".
const (
	commonLeast   = 5
	commonPercent = 80
)

// common are the caveats that nearly all proposals have, in the order in which proposals have them.
func (d Dossier) common() []aid.Message {
	counts := map[string]int{}
	var order []aid.Message
	proposals := 0
	for _, item := range d.Items {
		for _, p := range item.Proposals {
			proposals++
			for _, caveat := range p.Proposal.Caveats {
				if len(caveat.Args) > 0 {
					continue // it speaks of this proposal
				}
				if counts[caveat.Key]++; counts[caveat.Key] == 1 {
					order = append(order, caveat)
				}
			}
		}
	}
	return slices.DeleteFunc(order, func(m aid.Message) bool {
		return proposals < commonLeast || counts[m.Key]*100 < proposals*commonPercent
	})
}

// special are the caveats that are not said in front, nor among the facts of the offer, as who may apply is.
func (b author) special(caveats []aid.Message) []aid.Message {
	return slices.DeleteFunc(slices.Clone(caveats), func(m aid.Message) bool {
		return m.Key == "caveat_applicants" || slices.ContainsFunc(b.common, func(c aid.Message) bool { return c.Key == m.Key })
	})
}
