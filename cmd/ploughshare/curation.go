package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/matcher"
)

type actionsCmd struct {
	Overdue bool   `help:"Only open ones that were due before today."`
	Owner   string `help:"Only those of a party."`
	Done    string `help:"An action that is done." placeholder:"ACTION"`
	Outcome string `help:"What came of it."`
}

// Run lists the action log, or closes an action.
func (c *actionsCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		if c.Done != "" {
			return c.close(ctx, h, o)
		}
		all, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]desk.LoggedAction, string, error) {
			return o.Actions(ctx, operator, aid.ActionFilter{Owner: aid.PartyID(c.Owner)}, c.Overdue, p)
		})
		if err != nil {
			return err
		}
		if h.JSON {
			return h.json(all)
		}
		w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
		for _, a := range all {
			tellAction(w, o, a)
		}
		return w.Flush()
	})
}

func (c *actionsCmd) close(ctx context.Context, h *house, o *open) error {
	a, err := o.Action(ctx, operator, aid.ActionID(c.Done))
	if err != nil {
		return err
	}
	if a, err = o.MoveAction(ctx, operator, a.ID, a.Version, aid.ActionDone, c.Outcome); err != nil {
		return err
	}
	_, err = fmt.Fprintf(h.stdout, "Action %s is %s\n", a.ID, a.State)
	return err
}

func tellAction(w io.Writer, o *open, a desk.LoggedAction) {
	state := string(a.State)
	if a.Overdue {
		state = "overdue"
	}
	fmt.Fprintf(w, "action\t%s\t%s\t%s\t%s\t%s\n", a.ID, state, a.DueOn, o.Name("party", string(a.OwnerID)), a.Text)
}

type curateCmd struct {
	Round   string `arg:"" help:"The round, e.g. R2026-1, or latest."`
	Kind    string `arg:"" help:"pin (this sum at least), amount (exactly this sum), veto (nothing), or match (solve the round around them)." enum:"pin,amount,veto,match"`
	Request string `arg:"" optional:""`
	Offer   string `arg:"" optional:""`
	Amount  string `help:"In US dollars."`
	Reason  string `help:"Shown with the proposal."`
}

// Run settles a pair, or solves the round around what is settled.
func (c *curateCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		if c.Kind == "match" {
			return c.match(ctx, h, o)
		}
		curation := aid.Curation{
			RoundID: aid.RoundID(c.Round), Kind: aid.CurationKind(c.Kind), RequestID: aid.RequestID(c.Request),
			OfferID: aid.OfferID(c.Offer), Reason: c.Reason,
		}
		if c.Amount != "" {
			var err error
			if curation.Amount, err = aid.ParseMoney(c.Amount, "USD"); err != nil {
				return misspeak("--amount: %s is no sum", c.Amount)
			}
		}
		curation, err := o.Curate(ctx, operator, curation)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.stdout, "%s: %s\n", curation.ID, o.sentence(curation.Said()))
		return err
	})
}

func (c *curateCmd) match(ctx context.Context, h *house, o *open) error {
	found, err := o.MatchCurated(ctx, operator, aid.RoundID(c.Round))
	if err != nil {
		return err
	}
	if h.JSON {
		return h.json(found)
	}
	p := found.Price.Change
	_, err = fmt.Fprintf(h.stdout, "Round %s, of %s with its curations: %d proposals\nPrice of curation: %+d thousand dollars placed, %+d States, %s points × USD 1,000\n",
		found.Round.ID, found.Round.Base, found.Round.Proposals, p.Thousands, p.States, o.Points(int(p.Value)))
	return err
}

type uncurateCmd struct {
	Curation string `arg:"" help:"The curation, e.g. R2026-1.C1."`
	Why      string `help:"Goes into the journal." required:""`
}

// Run undoes a curation.
func (c *uncurateCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		present, err := o.Curation(ctx, operator, aid.CurationID(c.Curation))
		if err != nil {
			return err
		}
		undone, err := o.UndoCuration(ctx, operator, present.ID, present.Version, c.Why)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.stdout, "%s does not stand any more\n", undone.ID)
		return err
	})
}

type compareCmd struct {
	Round string `arg:"" help:"The earlier round, e.g. R2026-1."`
	Later string `arg:"" optional:"" default:"latest" help:"The later one, or latest."`
}

// Run says what changed.
func (c *compareCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		found, err := o.CompareRounds(ctx, operator, aid.RoundID(c.Round), aid.RoundID(c.Later))
		if err != nil {
			return err
		}
		o.fill(found.Settings)
		o.fill(found.Curations)
		for _, p := range found.Proposals {
			o.fill(p.Why)
		}
		if h.JSON {
			return h.json(found)
		}
		return tellComparison(h, o, found)
	})
}

func tellComparison(h *house, o *open, c matcher.Comparison) error {
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\tBEFORE\tAFTER\nplaced\t%s\t%s\npoints × USD 1,000\t%s\t%s\nproposals\t%d\t%d\n", o.Money(c.Before.Placed.String()),
		o.Money(c.After.Placed.String()), o.Points(int(c.Before.Value)), o.Points(int(c.After.Value)), c.Before.Proposals, c.After.Proposals)
	w.Flush()
	for _, said := range [][]aid.Message{c.Settings, c.Curations} {
		for _, m := range said {
			fmt.Fprintln(h.stdout, m.Text)
		}
	}
	for _, records := range [][]matcher.RecordChange{c.Requests, c.Offers} {
		for _, r := range records {
			fmt.Fprintln(h.stdout, o.sentence(r.Says))
		}
	}
	for _, p := range c.Proposals {
		fmt.Fprintf(h.stdout, "%s %s with %s: %s\n", p.Change, p.RequestID, p.OfferID, o.change(p.Before, p.After))
		for _, why := range p.Why {
			fmt.Fprintln(h.stdout, "  "+why.Text)
		}
	}
	if len(c.Proposals) == 0 {
		fmt.Fprintln(h.stdout, "No proposal changed.")
	}
	return nil
}
