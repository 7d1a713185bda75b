package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"ploughshare/aid"
	"ploughshare/desk"
)

type fairnessCmd struct {
	Round string `arg:"" optional:"" default:"latest" help:"The round, e.g. R2026-1, or latest."`
}

// Run shows who gets which share, whom nothing reaches, and the price of fairness.
func (c *fairnessCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	f, err := o.Fairness(ctx, operator, aid.RoundID(c.Round))
	if err != nil {
		return err
	}
	for i := range f.Unreached {
		f.Unreached[i].Reason.Text = o.sentence(f.Unreached[i].Reason)
	}
	for _, r := range f.Regions {
		if r.Note != nil {
			r.Note.Text = o.sentence(*r.Note)
		}
	}
	if h.JSON {
		return h.json(f)
	}
	return tellFairness(h, o, f)
}

func tellFairness(h *house, o *open, f desk.FairnessReport) error {
	fmt.Fprintf(h.stdout, "Round %s, in thousands of dollars:\n\n", f.Round)
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "NEED\tPLACED\tSHARE\tFLOOR\tPRICE\t SUB-REGION\f")
	for _, r := range f.Regions {
		fmt.Fprintf(w, "%d\t%d\t%s %%\t%d\t%s\t %s\n", r.Thousands, r.Placed, o.Points(r.Share), r.Floor, o.Points(int(r.Price)), r.ID)
	}
	fmt.Fprintln(w, "\nVALUE\tBOUND\t LEVEL\f")
	for _, l := range f.Levels {
		fmt.Fprintf(w, "%d\t%d\t %s\n", l.Value, l.Bound, l.Name)
	}
	fmt.Fprintln(w, "\nEACH GETS\tSCORE\tLOST\t\f")
	for _, p := range f.Curve {
		note := ""
		if p.Leximin {
			note = " then the next smallest share, and so on"
		}
		fmt.Fprintf(w, "%s %%\t%d\t%s %%\t%s\n", o.Points(p.Share), p.Value, o.Points(p.Loss), note)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, u := range f.Unreached {
		fmt.Fprintf(h.stdout, "\nNot reached: %s. %s", o.Name("party", string(u.State)), u.Reason.Text)
	}
	for _, r := range f.Regions {
		if r.Note != nil {
			fmt.Fprintf(h.stdout, "\n%s: %s", r.ID, r.Note.Text)
		}
	}
	_, err := fmt.Fprintln(h.stdout)
	return err
}
