package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"ploughshare/desk"
	"ploughshare/intake"
	"ploughshare/matcher"
)

type hindcastCmd struct {
	File        string `arg:"" optional:"" help:"File of past pairings to find again; those on record when left out." type:"existingfile"`
	Sensitivity bool   `help:"Also say how far the hits move when five points of weight go from one criterion to another."`
}

// Run tells how often the policy would have put the offer of the real donor first.
func (c *hindcastCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	var judged *intake.File
	if c.File != "" {
		file, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		judged = &intake.File{Name: filepath.Base(c.File), Body: file, Size: info.Size()}
	}
	found, err := o.Hindcast(ctx, operator, judged, c.Sensitivity)
	if err != nil {
		return err
	}
	for i := range found.Skipped {
		found.Skipped[i].Reason.Text = o.sentence(found.Skipped[i].Reason)
	}
	for i := range found.Parts {
		found.Parts[i].Name.Text = o.sentence(found.Parts[i].Name)
	}
	for i := range found.Refused {
		found.Refused[i].Text = o.sentence(found.Refused[i].Message)
	}
	if h.JSON {
		return h.json(found)
	}
	return tellHindcast(h, found)
}

func tellHindcast(h *house, found desk.Hindcast) error {
	fmt.Fprintf(h.stdout, "%d pairings of %d projects can be looked for.\n\n", found.Used, found.Projects)
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "hit@1\thit@3\thit@5\tMRR\t ranked by")
	for _, hits := range found.Hits {
		tellHits(w, hits, hits.Ranking)
	}
	for _, part := range found.Parts {
		fmt.Fprintf(w, "\t\t\t\t\n\t\t\t\t %s: %d pairings of %d projects\n", part.Name.Text, part.Used, part.Projects)
		for _, hits := range part.Hits {
			tellHits(w, hits, hits.Ranking)
		}
	}
	if n := len(found.Sensitivity); n > 0 {
		fmt.Fprintf(w, "\t\t\t\t\n\t\t\t\t five points of weight moved, %d ways: the worst and the best\n", n)
		for _, shift := range []matcher.WeightShift{found.Sensitivity[0], found.Sensitivity[n-1]} {
			tellHits(w, shift.Hits, fmt.Sprintf("policy, from %s to %s", shift.From, shift.To))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(h.stdout, "\nNot used:")
	for _, s := range found.Skipped {
		fmt.Fprintf(h.stdout, "  %3d  %s\n", len(s.Pairings), s.Reason.Text)
	}
	for _, p := range found.Refused {
		fmt.Fprintf(h.stdout, "  line %d cannot be read: %s: %s\n", p.Line, p.Column, p.Text)
	}
	return nil
}

func tellHits(w *tabwriter.Writer, hits matcher.Hits, name string) {
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t %s\n", thousandths(hits.At1), thousandths(hits.At3), thousandths(hits.At5), thousandths(hits.MRR), name)
}

func thousandths(n int) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }
