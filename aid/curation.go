package aid

import (
	"fmt"
	"strings"
)

// CurationID is the reference of a curation: its round's and a number.
type CurationID string

// NewCurationID joins the two.
func NewCurationID(round RoundID, number int) CurationID {
	return CurationID(fmt.Sprintf("%s.C%d", round, number))
}

// CurationKind is what the secretariat settles for a pair before the rest of a round is solved.
type CurationKind string

const (
	Pin       CurationKind = "pin"    // the offer gives the request this sum at least
	SetAmount CurationKind = "amount" // it gives exactly this sum
	Veto      CurationKind = "veto"   // it gives nothing
)

// CurationKinds lists them.
var CurationKinds = []CurationKind{Pin, SetAmount, Veto}

// Curation is a decision of the secretariat about one pair of a round, with its reason. It changes nothing of its round:
// the standing ones are frozen into the inputs of the round that is made with them.
type Curation struct {
	ID        CurationID   `json:"id,omitempty"`
	RoundID   RoundID      `json:"round,omitempty" doc:"The round as the matcher made it"`
	Seq       int          `json:"seq,omitempty" doc:"1 for the first of its round"`
	Kind      CurationKind `json:"kind" doc:"pin, amount or veto"`
	RequestID RequestID    `json:"request"`
	OfferID   OfferID      `json:"offer"`
	Amount    Money        `json:"amount,omitzero" doc:"In whole thousands of US dollars, or all that the request needs; none for a veto"`
	Reason    string       `json:"reason"`
	By        string       `json:"by"`
	MadeOn    Date         `json:"on"`
	UndoneBy  string       `json:"undone_by,omitempty"`
	UndoneOn  Date         `json:"undone_on,omitempty" doc:"It does not stand any more"`
	UndoneWhy string       `json:"undone_why,omitempty"`
	Version   int64        `json:"version,omitempty"`
}

// Stands says whether the curation has not been undone.
func (c Curation) Stands() bool { return c.UndoneOn == "" }

// Validate says what makes the curation unfit to be kept beside those that were made before. Whether its round can keep
// to it is for the matcher to say.
func (c Curation) Validate(before []Curation) error {
	var p Problems
	checkListed(&p, "kind", CurationKinds, c.Kind)
	if strings.TrimSpace(c.Reason) == "" {
		p.Add("reason", "required")
	}
	checkLength(&p, "reason", c.Reason)
	switch {
	case c.Kind == Veto && c.Amount != Money{}:
		p.Add("amount", "curation_veto_amount")
	case c.Kind != Veto && c.Amount.Currency != "USD":
		p.Add("amount", "dollars_required")
	}
	for _, old := range before {
		if old.Stands() && old.RequestID == c.RequestID && old.OfferID == c.OfferID {
			p.Add("request", "curation_twice", "id", string(old.ID))
		}
	}
	return p.Err()
}

// Frozen is what of a curation a round reads and shows.
func (c Curation) Frozen() Curation {
	c.ID, c.RoundID, c.Seq, c.Version = "", "", 0, 0
	return c
}

// Said is the curation as a sentence, for all who see the proposal; who decided is for the secretariat to see.
func (c Curation) Said() Message {
	key := map[CurationKind]string{Pin: "curated_pin", SetAmount: "curated_amount", Veto: "curated_veto"}[c.Kind]
	return Say(key, "amount", c.Amount.String(), "reason", c.Reason, "on", string(c.MadeOn))
}
