package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"ploughshare/desk"
	"ploughshare/intake"
)

type importCmd struct {
	Files   []string `arg:"" name:"file" help:"Files to take in, in this order." type:"existingfile"`
	Kind    string   `help:"What the rows are: requests, offers, pairings or parties. Recognised from the headings when left out." enum:"requests,offers,pairings,parties," default:""`
	Format  string   `help:"csv, xlsx or json; recognised from the content when left out." enum:"csv,xlsx,json," default:""`
	Partial bool     `help:"Take the good rows of a file even when others are refused."`
	DryRun  bool     `help:"Only say what would happen."`

	Circulated bool `help:"Donors have the requests before them already, as those of an earlier compendium."`
}

// Run takes the files in, each whole or not at all. It stops at the first one of which nothing was written.
func (c *importCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	for _, name := range c.Files {
		if err := c.file(ctx, h, o, name); err != nil {
			return err
		}
	}
	return nil
}

func (c *importCmd) file(ctx context.Context, h *house, o *open, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	bar := newBar(h.stderr, filepath.Base(name))
	report, err := o.Import(ctx, operator, intake.File{
		Name: filepath.Base(name), Body: file, Size: info.Size(), Format: intake.Format(c.Format), Kind: intake.Kind(c.Kind),
	}, desk.ImportOptions{Partial: c.Partial, DryRun: c.DryRun, Progress: bar.show, Circulated: c.Circulated})
	bar.end()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := c.tell(h, o, name, report); err != nil {
		return err
	}
	if report.Refused > 0 && !report.Written && !c.DryRun {
		return fmt.Errorf("%s: nothing was written; mend the rows above, or take the others with --partial", name)
	}
	return nil
}

func (c *importCmd) tell(h *house, o *open, name string, r desk.ImportReport) error {
	if h.JSON {
		for i := range r.Problems {
			r.Problems[i].Text = o.sentence(r.Problems[i].Message)
		}
		o.fill(r.Notes)
		return h.json(r)
	}
	for _, p := range r.Problems {
		column := p.Column
		if column != "" {
			column += ": "
		}
		fmt.Fprintf(h.stderr, "%s:%d: %s%s\n", name, p.Line, column, o.sentence(p.Message))
	}
	if hidden := r.Refused - len(r.Problems); hidden > 0 && len(r.Problems) == desk.ReportedProblems {
		fmt.Fprintf(h.stderr, "%s: and more; the first %d problems are shown\n", name, desk.ReportedProblems)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(h.stderr, "%s: %s\n", name, o.sentence(note))
	}
	after := ""
	switch {
	case c.DryRun:
		after = " (dry run: nothing was written)"
	case !r.Written:
		after = " (nothing was written)"
	}
	_, err := fmt.Fprintf(h.stdout, "%s: %s: %d added, %d changed, %d unchanged, %d refused; %d lack something to be fundable or usable%s\n",
		name, r.Kind, r.Added, r.Changed, r.Unchanged, r.Refused, r.Gaps, after)
	if len(r.Parties) > 0 && err == nil {
		names := make([]string, len(r.Parties))
		for i, id := range r.Parties {
			names[i] = string(id)
		}
		_, err = fmt.Fprintf(h.stdout, "  named only in this file, now on record as parties: %s\n", strings.Join(names, ", "))
	}
	return err
}

// bar is a progress bar, on a terminal only.
type bar struct {
	w    io.Writer
	name string
	last int
}

func newBar(w io.Writer, name string) *bar {
	if terminal(w) {
		return &bar{w: w, name: name, last: -1}
	}
	return &bar{}
}

func (b *bar) show(done, total int64) {
	switch {
	case b.w == nil:
		return
	case total <= 0: // a spreadsheet does not say how many rows it has
		b.last = 0
		fmt.Fprintf(b.w, "\r%s %d rows", b.name, done)
		return
	}
	if percent := int(min(100, done*100/total)); percent != b.last {
		b.last = percent
		fmt.Fprintf(b.w, "\r%s [%-40s] %3d %%", b.name, strings.Repeat("=", percent*40/100), percent)
	}
}

// end wipes the bar.
func (b *bar) end() {
	if b.w != nil && b.last >= 0 {
		fmt.Fprintf(b.w, "\r%s\r", strings.Repeat(" ", len(b.name)+50))
	}
}

type columnsCmd struct {
	Kind string `arg:"" help:"${enum}" enum:"requests,offers,pairings,parties"`
}

// Run prints the table of columns.
func (c *columnsCmd) Run(h *house) error {
	columns := intake.Columns(intake.Kind(c.Kind))
	if h.JSON {
		return h.json(columns)
	}
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "COLUMN\tALSO\tREQUIRED\tMEANING\tEXAMPLE")
	for _, col := range columns {
		required := ""
		if col.Required {
			required = "yes"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", col.Name, strings.Join(col.Aliases, ", "), required, col.Doc, col.Example)
	}
	return w.Flush()
}
