package aid

import "slices"

// Standing is what is on record about a request or a proposal when somebody wants to move it.
type Standing struct {
	Request  Request
	Interest bool // a donor has said that it is interested, and stands by it
	Firm     bool // money is committed, not only pledged
	Results  bool // something has been reported as achieved
	Quiet    bool // the time in which the State may object has passed
	Stale    bool // the need was last stated so long ago that it counts as expired
}

// Condition is what must be true before a move; Unmet says what to do about it.
type Condition struct {
	Unmet Message
	Holds func(Standing) bool
}

// Move is one step: from where to where, who may take it, and what must be true.
type Move[S ~string] struct {
	From, To S
	Verb     Verb
	Needs    []Condition
}

// Moves is a table of steps.
type Moves[S ~string] []Move[S]

var (
	consented  = Condition{Say("unmet_consent"), func(s Standing) bool { return s.Request.Consent != ConsentNone }}
	unopposed  = Condition{Say("unmet_objection"), func(s Standing) bool { return s.Quiet }}
	interest   = Condition{Say("unmet_interest"), func(s Standing) bool { return s.Interest }}
	firm       = Condition{Say("unmet_money"), func(s Standing) bool { return s.Firm }}
	noFirm     = Condition{Say("unmet_no_money"), func(s Standing) bool { return !s.Firm }}
	reported   = Condition{Say("unmet_results"), func(s Standing) bool { return s.Results }}
	stale      = Condition{Say("unmet_stale"), func(s Standing) bool { return s.Stale }}
	circulated = Condition{Say("unmet_circulated"), func(s Standing) bool { return s.Request.Status.Shown() }}
)

// Shown says whether donors have the request before them.
func (s RequestStatus) Shown() bool {
	return slices.Contains([]RequestStatus{Circulated, InterestShown, Introduced, Negotiating}, s)
}

// RequestMoves is the life of a request. A State takes its request back to mend it (returned) as long as nobody has
// been introduced; within the time for objections that is how it objects to being circulated.
var RequestMoves = Moves[RequestStatus]{
	{Draft, Submitted, SubmitRequests, nil},
	{Draft, Withdrawn, SubmitRequests, nil},
	{Submitted, Authenticated, JudgeRequests, nil},
	{Submitted, Returned, JudgeRequests, nil},
	{Submitted, Withdrawn, SubmitRequests, nil},
	{Submitted, Expired, JudgeRequests, []Condition{stale}},
	{Returned, Submitted, SubmitRequests, nil},
	{Returned, Withdrawn, SubmitRequests, nil},
	{Returned, Expired, JudgeRequests, []Condition{stale}},
	{Authenticated, Circulated, JudgeRequests, []Condition{consented, unopposed}},
	{Authenticated, Returned, SubmitRequests, nil},
	{Authenticated, Withdrawn, SubmitRequests, nil},
	{Authenticated, Expired, JudgeRequests, []Condition{stale}},
	{Circulated, InterestShown, JudgeRequests, []Condition{interest}},
	{Circulated, Returned, SubmitRequests, nil},
	{Circulated, Withdrawn, SubmitRequests, nil},
	{Circulated, Expired, JudgeRequests, []Condition{stale, noFirm}},
	{InterestShown, Introduced, JudgeRequests, []Condition{interest}},
	{InterestShown, Circulated, JudgeRequests, nil},
	{InterestShown, Withdrawn, SubmitRequests, nil},
	{InterestShown, Expired, JudgeRequests, []Condition{stale, noFirm}},
	{Introduced, Negotiating, CarryRequests, nil},
	{Introduced, Circulated, JudgeRequests, nil},
	{Introduced, Declined, JudgeRequests, []Condition{noFirm}},
	{Introduced, Withdrawn, SubmitRequests, []Condition{noFirm}},
	{Negotiating, Funded, CarryRequests, []Condition{firm}},
	{Negotiating, Circulated, JudgeRequests, nil},
	{Negotiating, Declined, JudgeRequests, []Condition{noFirm}},
	{Negotiating, Withdrawn, SubmitRequests, []Condition{noFirm}},
	{Funded, UnderWay, CarryRequests, nil},
	{Funded, Withdrawn, SubmitRequests, []Condition{noFirm}},
	{UnderWay, Completed, CarryRequests, []Condition{reported}},
	{Declined, Circulated, JudgeRequests, nil},
	{Declined, Withdrawn, SubmitRequests, nil},
	{Expired, Submitted, SubmitRequests, nil},
}

// ProposalMoves is the life of a proposal. The moves that donors make follow from what they answer and commit.
var ProposalMoves = Moves[ProposalStatus]{
	{Proposed, Pinned, CurateProposals, nil},
	{Proposed, Vetoed, CurateProposals, nil},
	{Proposed, Published, CurateProposals, []Condition{consented, circulated}},
	{Pinned, Proposed, CurateProposals, nil},
	{Pinned, Published, CurateProposals, []Condition{consented, circulated}},
	{Vetoed, Proposed, CurateProposals, nil},
	{Published, DonorInterested, AnswerProposals, nil},
	{Published, DonorDeclined, AnswerProposals, nil},
	{Published, ProposalWithdrawn, CurateProposals, nil},
	{DonorInterested, Agreed, CommitMoney, nil},
	{DonorInterested, DonorDeclined, AnswerProposals, nil},
	{DonorInterested, Published, AnswerProposals, nil},
	{DonorInterested, ProposalWithdrawn, CurateProposals, nil},
	{DonorDeclined, DonorInterested, AnswerProposals, nil},
	{DonorDeclined, Published, AnswerProposals, nil},
	{Agreed, DonorInterested, CommitMoney, nil},
}

// From lists where one can go from a status.
func (m Moves[S]) From(from S) []S {
	var next []S
	for _, move := range m {
		if move.From == from {
			next = append(next, move.To)
		}
	}
	return next
}

// Find returns the step, or a Problem on field "status" that names the steps that there are.
func (m Moves[S]) Find(from, to S) (Move[S], error) {
	for _, move := range m {
		if move.From == from && move.To == to {
			return move, nil
		}
	}
	var p Problems
	p.Add("status", "move_not_allowed", "from", string(from), "to", string(to), "allowed", inList(m.From(from)))
	return Move[S]{}, p
}

// Check says which of the conditions do not hold, as Problems on field "status".
func (m Move[S]) Check(s Standing) error {
	var p Problems
	for _, need := range m.Needs {
		if !need.Holds(s) {
			p = append(p, Problem{Field: "status", Message: need.Unmet})
		}
	}
	return p.Err()
}
