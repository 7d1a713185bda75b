package aid

import "slices"

// RequestStatus is where a request stands in its life.
type RequestStatus string

const (
	Draft         RequestStatus = "draft"
	Submitted     RequestStatus = "submitted"
	Authenticated RequestStatus = "authenticated"
	Returned      RequestStatus = "returned"
	Circulated    RequestStatus = "circulated"
	InterestShown RequestStatus = "interest_shown"
	Introduced    RequestStatus = "introduced"
	Negotiating   RequestStatus = "negotiating"
	Funded        RequestStatus = "funded"
	UnderWay      RequestStatus = "under_way"
	Completed     RequestStatus = "completed"
	Declined      RequestStatus = "declined"
	Withdrawn     RequestStatus = "withdrawn"
	Expired       RequestStatus = "expired"
)

// ProposalStatus is where a proposal stands.
type ProposalStatus string

const (
	Proposed          ProposalStatus = "proposed"
	Pinned            ProposalStatus = "pinned" // the secretariat keeps it whatever the next round says
	Vetoed            ProposalStatus = "vetoed" // the secretariat rules it out
	Published         ProposalStatus = "published"
	DonorInterested   ProposalStatus = "interested"
	DonorDeclined     ProposalStatus = "declined"
	Agreed            ProposalStatus = "agreed"
	ProposalWithdrawn ProposalStatus = "withdrawn"
)

// Editable says whether what a request says may still be changed. Later it is on record with others and goes back
// through Returned first.
func (s RequestStatus) Editable() bool { return s == Draft || s == Submitted || s == Returned }

// Moves is a table of the steps that may follow each status.
type Moves[S ~string] map[S][]S

// RequestMoves is the life of a request.
var RequestMoves = Moves[RequestStatus]{
	Draft:         {Submitted, Withdrawn},
	Submitted:     {Authenticated, Returned, Withdrawn, Expired},
	Returned:      {Submitted, Withdrawn, Expired},
	Authenticated: {Circulated, Returned, Withdrawn, Expired},
	Circulated:    {InterestShown, Returned, Withdrawn, Expired},
	InterestShown: {Introduced, Circulated, Withdrawn, Expired},
	Introduced:    {Negotiating, Circulated, Declined, Withdrawn},
	Negotiating:   {Funded, Circulated, Declined, Withdrawn},
	Funded:        {UnderWay, Withdrawn},
	UnderWay:      {Completed},
	Completed:     {},
	Declined:      {Circulated, Withdrawn},
	Expired:       {Submitted},
	Withdrawn:     {},
}

// ProposalMoves is the life of a proposal.
var ProposalMoves = Moves[ProposalStatus]{
	Proposed:          {Pinned, Vetoed, Published},
	Pinned:            {Proposed, Published},
	Vetoed:            {Proposed},
	Published:         {DonorInterested, DonorDeclined, ProposalWithdrawn},
	DonorInterested:   {Agreed, DonorDeclined, ProposalWithdrawn},
	DonorDeclined:     {},
	Agreed:            {},
	ProposalWithdrawn: {},
}

// Check returns nil when a step is in the table, else a Problem on field "status" that names the steps that are.
func (m Moves[S]) Check(from, to S) error {
	if slices.Contains(m[from], to) {
		return nil
	}
	var p Problems
	allowed := ""
	for i, s := range m[from] {
		if i > 0 {
			allowed += ", "
		}
		allowed += string(s)
	}
	p.Add("status", "move_not_allowed", "from", string(from), "to", string(to), "allowed", allowed)
	return p
}
