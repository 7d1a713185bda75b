package aid

import (
	"fmt"
	"slices"
)

// InterestID is the reference of an answer to a proposal: the proposal's and a number.
type InterestID string

// NewInterestID joins the two.
func NewInterestID(proposal ProposalID, number int) InterestID {
	return InterestID(fmt.Sprintf("%s.A%d", proposal, number))
}

// Reply is what a donor says to a proposal.
type Reply string

const (
	Interested Reply = "interested"
	NotUs      Reply = "not_us"
	Ask        Reply = "ask" // it wants to know something first: the note is the question
)

// Replies lists the replies.
var Replies = []Reply{Interested, NotUs, Ask}

// Portion is what of a request a donor speaks of: all of it, its first stage, or one kind of help.
type Portion string

const (
	Whole           Portion = "whole"
	FirstStageAlone Portion = "first_stage"
)

// Portions lists what of a request can be answered one by one.
func (r Request) Portions() []Portion {
	all := []Portion{Whole, FirstStageAlone}
	kinds := []HelpKind(r.Kinds)
	if len(kinds) == 0 {
		kinds = HelpKinds
	}
	for _, kind := range kinds {
		all = append(all, Portion(kind))
	}
	return all
}

// Reason is why a donor says no.
type Reason string

// OtherReason is one that the note spells out.
const OtherReason Reason = "other"

// Reasons lists the reasons that a donor may give.
var Reasons = []Reason{
	"priorities", "region", "theme", "no_money_left", "money_later", "already_helped", "others_help", "too_large",
	"too_small", "too_vague", "not_eligible", "legal", "capacity", "timing", OtherReason,
}

// Interest is what a donor of the offer answers to a proposal, or to a part of it. The last answer of a donor to a part
// is the one that stands.
type Interest struct {
	ID         InterestID   `json:"id"`
	ProposalID ProposalID   `json:"proposal"`
	RequestID  RequestID    `json:"request"`
	Seq        int          `json:"seq" doc:"1 for the first of its request"`
	DonorID    PartyID      `json:"donor"`
	Reply      Reply        `json:"reply" doc:"interested, not_us or ask"`
	Portion    Portion      `json:"portion" doc:"whole, first_stage, or a kind of help"`
	Amount     Money        `json:"amount,omitzero" doc:"How much of it, if that is known; no promise"`
	Reasons    List[Reason] `json:"reasons" doc:"Why not"`
	Note       string       `json:"note,omitempty"`
	RepliedOn  Date         `json:"on"`
	RepliedBy  string       `json:"replied_by,omitempty" doc:"The person"`
	MeetingID  MeetingID    `json:"meeting,omitempty" doc:"The meeting at which it was said"`
	RecordedBy string       `json:"recorded_by,omitempty" doc:"Who noted it there"`
}

// Validate says what makes the answer unfit to be kept.
func (i Interest) Validate(r Request, o Offer) error {
	var p Problems
	if !slices.Contains(o.Donors, i.DonorID) {
		p.Add("donor", "not_a_donor", "allowed", joined(o.Donors))
	}
	checkListed(&p, "reply", Replies, i.Reply)
	checkListed(&p, "part", r.Portions(), i.Portion)
	checkListed(&p, "reasons", Reasons, i.Reasons...)
	checkMoney(&p, "amount", i.Amount)
	checkLength(&p, "note", i.Note)
	if i.Reply == NotUs && len(i.Reasons) == 0 {
		p.Add("reasons", "reason_required")
	}
	if i.Note == "" && (i.Reply == Ask || slices.Contains(i.Reasons, OtherReason)) {
		p.Add("note", "required")
	}
	return p.Err()
}

// StandingReplies keeps the last answer of each donor to each part of each proposal. The answers are in the order in
// which they were given.
func StandingReplies(all []Interest) []Interest {
	type key struct {
		proposal ProposalID
		donor    PartyID
		portion  Portion
	}
	place := map[key]int{}
	var standing []Interest
	for _, i := range all {
		k := key{i.ProposalID, i.DonorID, i.Portion}
		if at, there := place[k]; there {
			standing[at] = i
			continue
		}
		place[k] = len(standing)
		standing = append(standing, i)
	}
	return standing
}

// Answered is where the standing answers to one proposal take it: it is interested as long as a donor is, in the whole
// or a part; declined once all donors of the offer have said no to the whole; else it waits as published.
func Answered(standing []Interest, donors []PartyID) ProposalStatus {
	declined := 0
	for _, i := range standing {
		switch {
		case i.Reply == Interested:
			return DonorInterested
		case i.Reply == NotUs && i.Portion == Whole:
			declined++
		}
	}
	if declined == len(donors) {
		return DonorDeclined
	}
	return Published
}
