package papers

import (
	"cmp"
	"slices"

	"ploughshare/aid"
)

// Dossier is all that a paper looks at. An issue freezes one as JSON, so that its files say the same whenever they are
// written. Of the fields below the kinds of paper use what they need.
type Dossier struct {
	Symbol       string      // of an issued paper
	Corrects     string      // symbol of the paper that it puts right
	Reason       string      // what was wrong in that one
	Subject      aid.Subject // what it speaks of
	Round        aid.Round
	Reference    aid.Reference
	Register     *aid.Register `json:"-"` // of the reference
	Items        []Item
	Aside        []Aside
	Blocking     int // pairs that would score more together than the plan gives both
	Bundles      []Joint
	Withheld     int // requests that are left out because their States did not consent to show them
	Translations []aid.Translation
	Past         []aid.Pairing
	Worth        []Worth
	Offers       []aid.Offer // of the round
	Yearly       aid.Yearly
}

// Worth is what the next thousand dollars for a theme in a sub-region would be worth, and to which request they would go.
type Worth struct {
	Theme     aid.ThemeID
	Region    string
	RequestID aid.RequestID
	More      int64     // hundredths of a point
	MoreFor   aid.Money // at least so much can come at that gain; not known when any sum can
}

// Item is one request of the round and what the round made of it: proposals, best first, with what holds the rest of the
// money back and who else could serve, or the reason for none.
type Item struct {
	Request   aid.Request
	Proposals []Proposed
	Short     *aid.Short
	Others    []Other
	Unmatched *aid.Unmatched
	Thousands int64 // its need in the plan, in thousands of US dollars
	Life      Life
}

// Life is what became of a request.
type Life struct {
	Due         *aid.Message // whose turn it is
	Questions   []aid.Question
	Answers     []aid.Interest
	Commitments []aid.Commitment
	Results     []aid.Result
}

// Other is an eligible offer that is not proposed, and why.
type Other struct {
	Offer  aid.Offer
	Total  int
	Reason aid.Message
}

// Proposed is a proposal with the offer it is about.
type Proposed struct {
	Proposal aid.Proposal
	Offer    aid.Offer
}

// Joint is a joint request with the offer that would carry it.
type Joint struct {
	Bundle aid.Bundle
	Offer  aid.Offer
}

// Aside is a request that took no part in the round, and why.
type Aside struct {
	Request aid.Request
	Reason  aid.Message
}

// chapter is a requesting party with its requests.
type chapter struct {
	party aid.Party
	items []Item
}

// chapters are in the order of the reader's alphabet, then of the request's id, whatever the order of Items.
func (b author) chapters() []chapter {
	items := slices.SortedFunc(slices.Values(b.Items), func(x, y Item) int { return b.order(x.Request, y.Request) })
	var chapters []chapter
	for _, item := range items {
		if n := len(chapters); n > 0 && chapters[n-1].party.ID == item.Request.RequesterID {
			chapters[n-1].items = append(chapters[n-1].items, item)
			continue
		}
		chapters = append(chapters, chapter{b.party(item.Request.RequesterID), []Item{item}})
	}
	return chapters
}

func (b author) order(x, y aid.Request) int {
	return cmp.Or(
		b.alphabet.CompareString(b.party(x.RequesterID).Name(b.Lang()), b.party(y.RequesterID).Name(b.Lang())),
		cmp.Compare(x.RequesterID, y.RequesterID),
		cmp.Compare(x.ID, y.ID),
	)
}

// party is the register's, or one that shows its bare id.
func (d Dossier) party(id aid.PartyID) aid.Party {
	if p, known := d.Register.Party(id); known {
		return p
	}
	return aid.Party{ID: id}
}
