package web

import (
	"cmp"
	"errors"
	"strconv"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/intake"
)

// proposalList is what fits the offers of a donor, or for the secretariat what the latest round proposes.
type proposalList struct {
	Listing
	Rows []proposalRow
}

type proposalRow struct {
	aid.Proposal
	desk.Brief
}

var proposalSortings = []sorting{
	{"total", "sort_score", true}, {"request", "sort_request", false}, {"offer", "sort_offer", false},
}

func (v *visit) proposalFilter() aid.ProposalFilter {
	f := aid.ProposalFilterOf(v.c.Request.URL.Query())
	if v.Gives() {
		f.Donor = v.Who.Party
	} else {
		f.Round = aid.RoundID(cmp.Or(v.Query("round"), "latest"))
	}
	return f
}

func showProposals(v *visit) (any, error) {
	filter := v.proposalFilter()
	found, next, err := whole(v, v.ask(proposalSortings), func(p aid.Page) ([]aid.Proposal, string, error) {
		return v.desk.Proposals(v.ctx(), v.Who, filter, p)
	})
	if errors.Is(err, aid.ErrNotFound) { // there has been no round yet
		return proposalList{}, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := v.proposalRows(found)
	if err != nil {
		return nil, err
	}
	if v.Query("sheet") != "" {
		return v.sheet("proposals", v.proposalSheet(rows))
	}
	counts, err := v.desk.CountProposals(v.ctx(), v.Who, filter)
	least := v.chip("least", "")
	if least.Text != "" {
		least.Text = v.T("chip_least", "least", least.Text)
	}
	review := v.chip("review", "")
	if review.Text != "" {
		review.Text = v.T("filter_review")
	}
	l := v.listing(total(counts), next, proposalSortings,
		v.chip("round", ""), v.chip("q", ""), v.chip("theme", "theme"), v.chip("region", "region"), v.chip("status", "status"), least, review)
	return proposalList{l, rows}, err
}

func (v *visit) proposalRows(found []aid.Proposal) ([]proposalRow, error) {
	briefs, err := v.desk.Briefs(v.ctx(), found)
	if err != nil {
		return nil, err
	}
	rows := make([]proposalRow, len(found))
	for i, p := range found {
		rows[i] = proposalRow{p, briefs[i]}
	}
	return rows, nil
}

// proposalSheet is the list as a table: what is on the screen, with the references to find it by.
func (v *visit) proposalSheet(rows []proposalRow) intake.Sheet {
	sheet := intake.Sheet{Headings: []string{
		"proposal", "state", "request", "need", "offer", "programme", "amount", "score", "status", "legal_review",
	}}
	for _, r := range rows {
		sheet.Rows = append(sheet.Rows, []string{
			string(r.ID), v.Name("party", string(r.Requester)), string(r.RequestID), r.Heading, string(r.OfferID), r.Programme,
			r.Amount.String(), strconv.Itoa(r.Total/100) + "." + strconv.Itoa(r.Total%100/10) + strconv.Itoa(r.Total%10),
			string(r.Proposal.Status), strconv.FormatBool(len(r.Flags) > 0),
		})
	}
	return sheet
}

// ProposalStatuses and Leasts are what the list can be narrowed to.
func (v *visit) ProposalStatuses(any string) []Option {
	return optional(any, codes(v, "status", aid.ToldProposals))
}

func (v *visit) Leasts(any string) []Option {
	var options []Option
	for _, least := range []string{"40", "50", "60", "70", "80"} {
		options = append(options, Option{least, v.T("chip_least", "least", least)})
	}
	return optional(any, options)
}

// Piece is a part of a score as a stretch of its bar, in thousandths of the whole.
type Piece struct {
	X, Width, Colour int
	Name, Reason     string
	Points, Most     string
	Lost             int // hundredths of a point
}

// pieces are the parts of a score one after the other: together they are as long as its total.
func (v *visit) pieces(s aid.Score) []Piece {
	var all []Piece
	points := 0
	for i, part := range s.Parts {
		x := points / 10 // of the sum, so that what is cut off does not add up
		points += part.Points
		all = append(all, Piece{
			X: x, Width: points/10 - x, Colour: i % 8, Name: v.Name("criterion", part.Criterion), Reason: v.Say(part.Reason),
			Points: v.Points(part.Points), Most: v.Points(part.Weight * 100), Lost: part.Weight*100 - part.Points,
		})
	}
	return all
}

// Bar is how many of a hundred pixels a total has.
func (v *visit) Bar(total int) int { return total / 100 }

// Lacking are the parts that could still grow, those first that could grow most.
func lacking(pieces []Piece) []Piece {
	var all []Piece
	for _, p := range pieces {
		if p.Lost > 0 {
			all = append(all, p)
		}
	}
	return sorted(all, func(a, b Piece) int { return cmp.Compare(b.Lost, a.Lost) })
}
