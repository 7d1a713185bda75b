package matcher

import (
	"cmp"
	"slices"

	"ploughshare/aid"
)

// Reached is a request that an offer could serve, and how well the two go together.
type Reached struct {
	RequestID aid.RequestID `json:"request"`
	Total     int           `json:"total" doc:"Hundredths of a point"`
}

// Reach lists the requests that an offer could serve, the best first: those that no veto rules out and that score enough.
// The offer need not be in the inputs.
func Reach(in aid.Inputs, offer aid.Offer) []Reached {
	in.Offers = nil
	f := newField(in)
	s, found := f.newSource(offer), []Reached{}
	for i := range f.needs {
		n := &f.needs[i]
		if n.barred.Key != "" {
			continue
		}
		if total, eligible := f.wouldScore(n, s); eligible {
			found = append(found, Reached{n.ID, total})
		}
	}
	slices.SortFunc(found, func(a, b Reached) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.RequestID, b.RequestID))
	})
	return found
}
