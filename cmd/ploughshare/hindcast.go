package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"ploughshare/intake"
	"ploughshare/matcher"
)

type hindcastCmd struct {
	File string `arg:"" optional:"" help:"File of past pairings to find again; those on record when left out." type:"existingfile"`
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
	found, err := o.Hindcast(ctx, operator, judged)
	if err != nil {
		return err
	}
	if h.JSON {
		return h.json(found)
	}
	return tellHindcast(h, found)
}

func tellHindcast(h *house, found matcher.Hindcast) error {
	fmt.Fprintf(h.stdout, "%d pairings of %d projects can be looked for.\n\n", found.Used, found.Projects)
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "hit@1\thit@3\thit@5\tMRR\t ranked by")
	for _, hits := range found.Hits {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t %s\n", thousandths(hits.At1), thousandths(hits.At3), thousandths(hits.At5), thousandths(hits.MRR), hits.Ranking)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(h.stdout, "\nNot used:")
	for _, s := range found.Skipped {
		fmt.Fprintf(h.stdout, "  %3d  %s\n", len(s.Pairings), s.Reason)
	}
	return nil
}

func thousandths(n int) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }
