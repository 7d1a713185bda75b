package aid

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

// RequestStatuses lists the statuses, in the order of a life.
var RequestStatuses = []RequestStatus{
	Draft, Submitted, Returned, Authenticated, Circulated, InterestShown, Introduced, Negotiating, Funded, UnderWay,
	Completed, Declined, Withdrawn, Expired,
}

// OpenRequests are the statuses in which a need is before the house or before donors and not yet funded.
var OpenRequests = []RequestStatus{Submitted, Authenticated, Circulated, InterestShown, Introduced, Negotiating}

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

// Carried says whether the two sides are at work on the request, so that results may be reported of it.
func (s RequestStatus) Carried() bool { return s == Funded || s == UnderWay || s == Completed }

// Over says whether the life of the request has ended for good.
func (s RequestStatus) Over() bool { return s == Completed || s == Withdrawn }

// Editable says whether what a request says may still be changed. Later it is on record with others and goes back
// through Returned first.
func (s RequestStatus) Editable() bool { return s == Draft || s == Submitted || s == Returned }

// Open says whether the donors of the offer may answer the proposal.
func (s ProposalStatus) Open() bool {
	return s == Published || s == DonorInterested || s == DonorDeclined
}
