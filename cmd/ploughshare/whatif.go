package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"ploughshare/aid"
	"ploughshare/matcher"
)

type worthCmd struct {
	Round string `arg:"" optional:"" default:"latest" help:"The round, e.g. R2026-1, or latest."`
}

// Run says what the next dollars would be worth.
func (c *worthCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	worth, err := o.Worth(ctx, operator, aid.RoundID(c.Round))
	if err != nil {
		return err
	}
	if h.JSON {
		for _, x := range worth.Offers {
			o.fill(x.Says)
		}
		for _, cells := range [][]matcher.CellWorth{worth.Cells, worth.Themes, worth.Regions} {
			for _, x := range cells {
				o.fill(x.Says)
			}
		}
		return h.json(worth)
	}
	return tellWorth(h, o, worth)
}

func tellWorth(h *house, o *open, worth matcher.Worth) error {
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "OFFER\tENVELOPE\tPROPOSED\tWORTH")
	idle := 0
	for _, x := range worth.Offers {
		if x.More == 0 && x.Less == 0 {
			idle++
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", x.OfferID, o.Money(x.Envelope.String()), o.Money(x.Used.String()), o.sentences(x.Says))
	}
	if idle > 0 {
		fmt.Fprintf(w, "%d others\t\t\tMore or a little less would change nothing.\n", idle)
	}
	for _, part := range []struct {
		title string
		cells []matcher.CellWorth
	}{{"THEME\tREGION", worth.Cells}, {"THEME\t", worth.Themes}, {"\tREGION", worth.Regions}} {
		fmt.Fprintf(w, "\n%s\tBEST FOR\tWORTH OF NEW MONEY\n", part.title)
		for _, x := range dearestFirst(part.cells) {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", o.Name("theme", string(x.Theme)), x.Region, x.RequestID, o.sentences(x.Says))
		}
	}
	return w.Flush()
}

func dearestFirst(cells []matcher.CellWorth) []matcher.CellWorth {
	return slices.SortedStableFunc(slices.Values(cells), func(a, b matcher.CellWorth) int { return cmp.Compare(b.More, a.More) })
}

type whatifCmd struct {
	Round        string            `arg:"" optional:"" default:"latest" help:"The round, e.g. R2026-1, or latest."`
	Offer        map[string]string `help:"Another sum for an offer, in US dollars." placeholder:"ID=DOLLARS"`
	WithoutOffer []string          `help:"An offer to take away." placeholder:"ID"`
	Floor        *int              `help:"Another smallest score." placeholder:"POINTS"`
	Weight       map[string]int    `help:"Another weight for a criterion; all of them add up to 100." placeholder:"CRITERION=POINTS"`
	Least        *int              `help:"Percentage of its need that each sub-region is to get at least; 0 for no share." placeholder:"PERCENT"`
}

// Help says what the flags of all commands mean here.
func (c *whatifCmd) Help() string {
	return "Flags may be given several times. The settings of --policy are laid over those of the round. Nothing is kept."
}

// Run shows what would change.
func (c *whatifCmd) Run(ctx context.Context, h *house) error {
	changes, err := c.changes(h)
	if err != nil {
		return err
	}
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	found, err := o.WhatIf(ctx, operator, aid.RoundID(c.Round), changes)
	if err != nil {
		return err
	}
	if h.JSON {
		return h.json(found)
	}
	return tellWhatIf(h, o, found)
}

func (c *whatifCmd) changes(h *house) (matcher.Changes, error) {
	changes := matcher.Changes{Floor: c.Floor, Weights: c.Weight, Least: c.Least}
	var problems aid.Problems
	for _, id := range slices.Sorted(maps.Keys(c.Offer)) {
		sum, err := aid.ParseMoney(c.Offer[id], "USD")
		if err != nil {
			problems.Add("--offer "+id, err.Error(), "value", c.Offer[id])
		}
		changes.Offers = append(changes.Offers, matcher.Envelope{OfferID: aid.OfferID(id), Amount: sum})
	}
	for _, id := range c.WithoutOffer {
		changes.Without = append(changes.Without, aid.OfferID(id))
	}
	if h.Policy != "" {
		var err error
		if changes.Policy, err = os.ReadFile(h.Policy); err != nil {
			return changes, err
		}
	}
	return changes, problems.Err()
}

func tellWhatIf(h *house, o *open, found matcher.WhatIf) error {
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	before, after := found.Before, found.After
	fmt.Fprintln(w, "\tBEFORE\tAFTER\tCHANGE")
	fmt.Fprintf(w, "placed\t%s\t%s\t%s\n", o.Money(before.Placed.String()), o.Money(after.Placed.String()), o.change(before.Placed, after.Placed))
	fmt.Fprintf(w, "points × USD 1,000\t%s\t%s\t%s\n", o.Points(int(before.Value)), o.Points(int(after.Value)), o.Points(int(after.Value-before.Value)))
	for _, count := range []struct {
		name          string
		before, after int
	}{
		{"proposals", before.Proposals, after.Proposals}, {"requests without one", before.Unmatched, after.Unmatched},
		{"requests in part", before.Short, after.Short},
	} {
		fmt.Fprintf(w, "%s\t%d\t%d\t%+d\n", count.name, count.before, count.after, count.after-count.before)
	}
	if len(found.Requests) == 0 {
		fmt.Fprintln(w, "\nNo proposal would change.")
		return w.Flush()
	}
	row := func(name, state, offer string, s matcher.Shift) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, state, offer, cmp.Or(o.Money(s.Before.String()), "-"),
			cmp.Or(o.Money(s.After.String()), "-"), o.change(s.Before, s.After), o.Points(int(s.Points)))
	}
	fmt.Fprintln(w, "\nREQUEST\tSTATE\tOFFER\tBEFORE\tAFTER\tCHANGE\tPOINTS × USD 1,000")
	for _, r := range found.Requests {
		row(string(r.RequestID), o.Name("party", string(r.StateID)), "", r.Shift)
		for _, offer := range r.Offers {
			row("", "", string(offer.OfferID), offer.Shift)
		}
	}
	fmt.Fprintln(w, "\nSTATE\t\t\tBEFORE\tAFTER\tCHANGE\tPOINTS × USD 1,000")
	for _, s := range found.States {
		row(o.Name("party", string(s.StateID)), "", "", s.Shift)
	}
	return w.Flush()
}

// change is the difference of two sums in dollars.
func (o *open) change(before, after aid.Money) string {
	difference := aid.Money{Minor: after.Minor - before.Minor, Currency: "USD"}
	switch {
	case difference.Minor < 0:
		difference.Minor = -difference.Minor
		return "−" + o.Money(difference.String())
	case difference.Minor == 0:
		return "="
	}
	return "+" + o.Money(difference.String())
}
