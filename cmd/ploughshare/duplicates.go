package main

import (
	"context"
	"fmt"
)

type duplicatesCmd struct{}

// Run lists the requests that may ask for one need, with what speaks for it and against.
func (c *duplicatesCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	found, err := o.Duplicates(ctx, operator)
	if err != nil {
		return err
	}
	for i := range found {
		found[i].Title.Text = o.sentence(found[i].Title)
		o.fill(found[i].Reasons)
	}
	if h.JSON {
		return h.json(found)
	}
	if len(found) == 0 {
		fmt.Fprintln(h.stdout, "No two requests look like one need.")
	}
	for _, d := range found {
		fmt.Fprintf(h.stdout, "%s and %s, %s: %s (agree to %d of 100)\n",
			d.First, d.Second, o.Name("party", string(d.RequesterID)), d.Title.Text, d.Score)
		for _, reason := range d.Reasons {
			fmt.Fprintf(h.stdout, "  - %s\n", reason.Text)
		}
	}
	return nil
}
