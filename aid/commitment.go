package aid

import (
	"fmt"
	"slices"
)

// CommitmentID is the reference of a pledge, commitment or disbursement: the proposal's and a number.
type CommitmentID string

// NewCommitmentID joins the two.
func NewCommitmentID(proposal ProposalID, number int) CommitmentID {
	return CommitmentID(fmt.Sprintf("%s.C%d", proposal, number))
}

// CommitmentKind says how firm the money is.
type CommitmentKind string

const (
	Pledged   CommitmentKind = "pledge"       // a word; shown, never counted
	Firm      CommitmentKind = "commitment"   // bound by a decision
	Disbursed CommitmentKind = "disbursement" // paid
)

// CommitmentKinds lists the kinds, the firmer the later.
var CommitmentKinds = []CommitmentKind{Pledged, Firm, Disbursed}

// Commitment is money that a donor pledges, commits or pays for a proposal. One sum may come three times: as a pledge,
// as the commitment that makes it good, and as the payments of that. Each names the one before as Previous, and it is
// counted once: a pledge never, a commitment always, a payment only when no commitment stands behind it. OfOffer and
// OfRequest are what counts, in the currency of the envelope and of the need, at the rates of the day.
type Commitment struct {
	ID         CommitmentID   `json:"id"`
	ProposalID ProposalID     `json:"proposal"`
	RequestID  RequestID      `json:"request"`
	OfferID    OfferID        `json:"offer"`
	Seq        int            `json:"seq" doc:"1 for the first of its request"`
	DonorID    PartyID        `json:"donor"`
	Kind       CommitmentKind `json:"kind" doc:"pledge, commitment or disbursement"`
	Amount     Money          `json:"amount"`
	Previous   CommitmentID   `json:"previous,omitempty" doc:"The pledge or commitment that this makes good"`
	MadeOn     Date           `json:"on" doc:"Day of the decision or payment; its rates hold"`
	Note       string         `json:"note,omitempty"`
	OfOffer    Money          `json:"of_offer,omitzero" doc:"What counts against the envelope"`
	OfRequest  Money          `json:"of_request,omitzero" doc:"What counts towards the need"`
	Cancelled  Date           `json:"cancelled,omitempty"`
	MadeBy     string         `json:"made_by,omitempty" doc:"The person"`
	Version    int64          `json:"version"`
}

// Stands says whether it has not been cancelled.
func (c Commitment) Stands() bool { return c.Cancelled == "" }

// oldestMoney is how many months back money may have been given that is entered now.
const oldestMoney = 120

// Validate says what makes the commitment unfit to be kept, given the offer and all that was committed before for the
// same request.
func (c Commitment) Validate(o Offer, before []Commitment, today Date) error {
	var p Problems
	if !slices.Contains(o.Donors, c.DonorID) {
		p.Add("donor", "not_a_donor", "allowed", joined(o.Donors))
	}
	checkListed(&p, "kind", CommitmentKinds, c.Kind)
	checkLength(&p, "note", c.Note)
	checkMoney(&p, "amount", c.Amount)
	if !c.Amount.Known() || c.Amount.Currency == NoCurrency {
		p.Add("amount", "commitment_amount")
	}
	oldest := today.AddMonths(-oldestMoney)
	if day, err := ParseDate(string(c.MadeOn)); err != nil || len(day) != len(today) || today.Before(day) || day.Before(oldest) {
		p.Add("on", "commitment_day")
	}
	if c.Kind != Pledged && o.Forecast {
		p.Add("kind", "commitment_forecast")
	}
	c.checkPrevious(&p, before)
	return p.Err()
}

// checkPrevious wants what was there before to be the same donor's word for the same proposal, and less firm.
func (c Commitment) checkPrevious(p *Problems, before []Commitment) {
	if c.Previous == "" {
		return
	}
	firmness := func(k CommitmentKind) int { return slices.Index(CommitmentKinds, k) }
	i := slices.IndexFunc(before, func(b Commitment) bool { return b.ID == c.Previous })
	if i < 0 || !before[i].Stands() || before[i].ProposalID != c.ProposalID || before[i].DonorID != c.DonorID ||
		firmness(before[i].Kind) >= firmness(c.Kind) {
		p.Add("previous", "commitment_previous", "value", string(c.Previous))
		return
	}
	if before[i].Kind == Firm && before[i].Amount.Currency != c.Amount.Currency {
		p.Add("amount", "payment_currency", "currency", before[i].Amount.Currency)
	}
	if before[i].Kind == Firm && before[i].Amount.Minor < paid(c.Previous, before)+c.Amount.Minor {
		p.Add("amount", "payment_above_commitment", "committed", before[i].Amount.String())
	}
}

func paid(on CommitmentID, before []Commitment) (minor int64) {
	for _, b := range before {
		if b.Previous == on && b.Stands() {
			minor += b.Amount.Minor
		}
	}
	return minor
}

// counts says whether the sum counts, and is not one that another commitment has counted before.
func (c Commitment) counts(before []Commitment) bool {
	behind := slices.ContainsFunc(before, func(b Commitment) bool { return b.ID == c.Previous && b.Kind == Firm })
	return c.Kind == Firm || c.Kind == Disbursed && !behind
}

// Commit counts the sum, if it counts, against an offer and towards a request, and returns all three as they then are.
// The error is Problems: the offer states no envelope, or less is left of it; the request needs less, unless more is
// wanted (over).
func (c Commitment) Commit(o Offer, r Request, before []Commitment, reg *Register, over bool) (Commitment, Offer, Request, error) {
	c.OfOffer, c.OfRequest, c.Cancelled = Money{}, Money{}, ""
	if !c.counts(before) {
		return c, o, r, nil
	}
	var p Problems
	if o.Envelope.Known() && o.Envelope.Currency != NoCurrency {
		c.OfOffer = c.in(&p, reg, o.Envelope.Currency)
	} else {
		p.Add("amount", "commitment_envelope_unknown")
	}
	if left := o.Envelope.Minus(o.Committed); !c.OfOffer.within(left) && c.OfOffer.Known() {
		p.Add("amount", "envelope_exceeded", "left", left.String(), "envelope", o.Envelope.String())
	}
	c.OfRequest = c.in(&p, reg, r.counting())
	left := r.Amount.Minus(r.Committed)
	if stated := r.Amount.Currency == r.counting(); stated && left.Minor < c.OfRequest.Minor && !over {
		p.Add("amount", "need_exceeded", "left", left.String(), "amount", r.Amount.String())
	}
	o.Committed, r.Committed = o.Committed.Plus(c.OfOffer), r.Committed.Plus(c.OfRequest)
	return c, o, r, p.Err()
}

// in is the sum in a currency at the rates of its day.
func (c Commitment) in(p *Problems, reg *Register, currency string) Money {
	sum, known := reg.Convert(c.Amount, currency, c.MadeOn)
	switch {
	case !known:
		p.Add("amount", "rate_unknown", "from", c.Amount.Currency, "to", currency)
	case !sum.Known():
		p.Add("amount", "amount_worth_nothing", "currency", currency)
	}
	return sum
}

// Cancel takes what counts back from the offer and the request.
func (c Commitment) Cancel(o Offer, r Request, on Date) (Commitment, Offer, Request) {
	o.Committed, r.Committed = o.Committed.Minus(c.OfOffer), r.Committed.Minus(c.OfRequest)
	c.OfOffer, c.OfRequest, c.Cancelled = Money{}, Money{}, on
	return c, o, r
}
