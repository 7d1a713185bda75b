package main

import (
	"cmp"
	"fmt"
	"slices"
	"text/tabwriter"

	"ploughshare/aid"
)

// listing is a round as the command line shows it.
type listing struct {
	Round     aid.Round  `json:"round"`
	Proposals []proposed `json:"proposals"`
	Short     []part     `json:"short"`
	Unmatched []without  `json:"unmatched"`
	Blocking  int        `json:"blocking_pairs"`
}

type proposed struct {
	aid.Proposal
	Request aid.Request `json:"-"`
	Offer   aid.Offer   `json:"-"`
}

type part struct {
	aid.Short
	Request aid.Request `json:"-"`
}

type without struct {
	Request aid.Request `json:"request"`
	Reason  aid.Message `json:"reason"`
}

// sort puts the best first and keeps the top ones; 0 keeps all.
func (l *listing) sort(top int) {
	slices.SortFunc(l.Proposals, func(a, b proposed) int { return cmp.Compare(a.Rank, b.Rank) })
	if top > 0 {
		l.Proposals = l.Proposals[:min(top, len(l.Proposals))]
	}
	slices.SortFunc(l.Short, func(a, b part) int { return cmp.Compare(a.RequestID, b.RequestID) })
	slices.SortFunc(l.Unmatched, func(a, b without) int { return cmp.Compare(a.Request.ID, b.Request.ID) })
}

func (l *listing) fill(o *open) {
	for _, p := range l.Proposals {
		o.fillScore(p.Score)
		o.fill(p.Flags, p.Caveats)
	}
	for _, s := range l.Short {
		o.fill(s.Reasons)
	}
	for i := range l.Unmatched {
		l.Unmatched[i].Reason.Text = o.sentence(l.Unmatched[i].Reason)
	}
}

func (l *listing) print(h *house, o *open) error {
	if err := showRound(h, l.Round); err != nil {
		return err
	}
	fmt.Fprintf(h.stdout, "Blocking pairs: %d (pairs that would score more together than the plan gives both)\n", l.Blocking)
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nRANK\tPOINTS\tREQUEST\tSTATE\tASKS\tOFFER\tPROGRAMME\tSUGGESTED\tREVIEW")
	for _, p := range l.Proposals {
		review := ""
		if len(p.Flags) > 0 {
			review = "legal"
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", p.Rank, o.Points(p.Total), p.RequestID,
			o.Name("party", string(p.Request.RequesterID)), short(p.Request.Heading(), 40), p.OfferID, short(p.Offer.Programme, 40),
			o.Money(p.Amount.String()), review)
	}
	if len(l.Short) > 0 {
		fmt.Fprintln(w, "\nIN PART\tSTATE\tNEEDED\tPROPOSED\tWHAT HOLDS THE REST BACK")
	}
	for _, s := range l.Short {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", s.RequestID, o.Name("party", string(s.Request.RequesterID)),
			o.Money(s.Asked.String()), o.Money(s.Proposed.String()), o.sentences(s.Reasons))
	}
	if len(l.Unmatched) > 0 {
		fmt.Fprintln(w, "\nWITHOUT\tSTATE\tREASON")
	}
	for _, u := range l.Unmatched {
		fmt.Fprintf(w, "%s\t%s\t%s\n", u.Request.ID, o.Name("party", string(u.Request.RequesterID)), o.sentence(u.Reason))
	}
	return w.Flush()
}
