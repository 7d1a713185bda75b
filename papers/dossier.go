package papers

import (
	"cmp"
	"slices"

	"ploughshare/aid"
	"ploughshare/locale"
)

// Dossier is all that the papers of a round look at.
type Dossier struct {
	Round    aid.Round
	Register *aid.Register
	Items    []Item
	Aside    []Aside
	Blocking int // pairs that would score more together than the plan gives both
	Withheld int // requests that are left out because their States did not consent to show them
}

// Item is one request of the round and what the round made of it: proposals, best first, with what holds the rest of the
// money back and who else could serve, or the reason for none.
type Item struct {
	Request   aid.Request
	Proposals []Proposed
	Short     *aid.Short
	Others    []Other
	Unmatched *aid.Unmatched
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

// Aside is a request that took no part in the round, and why.
type Aside struct {
	Request aid.Request
	Reason  aid.Message
}

// Kind is a kind of paper.
type Kind struct {
	Name string
	Make func(Dossier, locale.Printer) Document
}

// Kinds lists the kinds of paper.
var Kinds = []Kind{
	{"booklet", Booklet},
}

// chapter is a requesting party with its requests.
type chapter struct {
	party aid.Party
	items []Item
}

// chapters are in the order of the requester's English name, then of the request's id, whatever the order of Items and
// the language of the paper, so that one place in it is the same place in every language.
func (d Dossier) chapters() []chapter {
	items := slices.Clone(d.Items)
	slices.SortFunc(items, func(a, b Item) int { return d.order(a.Request, b.Request) })
	var chapters []chapter
	for _, item := range items {
		if n := len(chapters); n > 0 && chapters[n-1].party.ID == item.Request.RequesterID {
			chapters[n-1].items = append(chapters[n-1].items, item)
			continue
		}
		chapters = append(chapters, chapter{d.party(item.Request.RequesterID), []Item{item}})
	}
	return chapters
}

func (d Dossier) order(a, b aid.Request) int {
	return cmp.Or(
		cmp.Compare(d.party(a.RequesterID).Name("en"), d.party(b.RequesterID).Name("en")),
		cmp.Compare(a.RequesterID, b.RequesterID),
		cmp.Compare(a.ID, b.ID),
	)
}

// party is the register's, or one that shows its bare id.
func (d Dossier) party(id aid.PartyID) aid.Party {
	if p, known := d.Register.Party(id); known {
		return p
	}
	return aid.Party{ID: id}
}
