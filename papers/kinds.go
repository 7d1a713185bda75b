package papers

import (
	"ploughshare/aid"
	"ploughshare/locale"
)

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

// Kind is a kind of paper. Series is its place in symbols, see aid.Subject. For says who may read it when it has been
// issued, beside the secretariat and the party that it names: what a booklet tells, States let donors see.
type Kind struct {
	Name   string
	Series string
	Of     Of
	For    aid.Audience
	Make   func(Dossier, locale.Printer) Document
}

// Kinds lists the kinds of paper.
var Kinds = []Kind{
	{"booklet", "BP", OfRound, aid.ForDonors, Booklet},
	{"proposal", "PP", OfRequest, aid.ForDonors, Proposal},
	{"briefing", "DB", OfDonor, aid.ForOwners, Briefing},
	{"feedback", "SF", OfState, aid.ForOwners, Feedback},
	{"comparison", "CS", OfRequests, aid.ForDonors, Comparison},
	{"figures", "YF", OfYear, aid.ForParties, YearlyFigures},
}
