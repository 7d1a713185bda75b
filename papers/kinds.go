package papers

import "ploughshare/locale"

// Of is what a kind of paper speaks of: what its aid.Subject must name.
type Of string

const (
	OfRound    Of = "round"
	OfRequest  Of = "request"  // one of a round, or a joint one
	OfRequests Of = "requests" // two to four of a round
	OfDonor    Of = "donor"    // of a round
	OfState    Of = "state"
	OfYear     Of = "year"
)

// OfRounds says whether the papers are of a round.
func (o Of) OfRounds() bool { return o != OfState && o != OfYear }

// Compared are how many requests a comparison sheet may have.
const (
	ComparedLeast = 2
	ComparedMost  = 4
)

// Kind is a kind of paper. Series is its place in symbols, see aid.Subject.
type Kind struct {
	Name   string
	Series string
	Of     Of
	Make   func(Dossier, locale.Printer) Document
}

// Kinds lists the kinds of paper.
var Kinds = []Kind{
	{"booklet", "BP", OfRound, Booklet},
	{"proposal", "PP", OfRequest, Proposal},
	{"briefing", "DB", OfDonor, Briefing},
	{"feedback", "SF", OfState, Feedback},
	{"comparison", "CS", OfRequests, Comparison},
	{"figures", "YF", OfYear, YearlyFigures},
}
