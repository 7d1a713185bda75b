package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"ploughshare/aid"
	"ploughshare/desk"
)

type reportCmd struct {
	File     string `arg:"" help:"The report: DOCX, XLSX, PDF, CSV, JSON or text." type:"existingfile"`
	State    string `help:"State that reports, e.g. CIV." required:""`
	Year     int    `help:"Year of the report; this year when left out."`
	Template string `help:"Template that it follows, e.g. poa-2010; recognised when left out." placeholder:"ID"`
}

// Run reads a report and lists what was found; nothing is a request until somebody accepts it.
func (c *reportCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	content, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	log, err := o.FileReport(ctx, operator, desk.Upload{
		Party: aid.PartyID(c.State), Year: c.Year, Template: aid.TemplateID(c.Template), Name: filepath.Base(c.File), Content: content,
	})
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	id := log.ReportID
	if log.Became == aid.BecameUnchanged {
		fmt.Fprintf(h.stdout, "%s was read before; nothing has changed.\n", c.File)
		return nil
	}
	report, found, err := o.Report(ctx, operator, id)
	if err != nil {
		return err
	}
	if h.JSON {
		return h.json(struct {
			aid.Ingest
			Findings []aid.Finding `json:"findings"`
		}{log, found})
	}
	fmt.Fprintf(h.stdout, "%s (%s, %s): %d answers, %d drafts of requests, %d hints, %d needs of before\n",
		id, report.TemplateID, report.Language, log.Answers, log.Drafts, log.Hints, log.Repeated)
	for _, note := range log.Notes {
		fmt.Fprintln(h.stdout, "  "+o.sentence(note))
	}
	return c.list(h, o, found)
}

func (c *reportCmd) list(h *house, o *open, found []aid.Finding) error {
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	for _, f := range found {
		r := f.Drafted
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d of 100\t%s\n",
			f.ID, f.Kind, o.sentence(f.Where), r.MainTheme(), r.Amount, r.Fundability().Score, short(f.Words, 60))
	}
	return w.Flush()
}

type decideCmd struct {
	Accept struct {
		ID string `arg:"" help:"The finding, e.g. CIV-PoA-2026.1a2b3c4d5e6f."`
	} `cmd:"" help:"Make a request (in draft) of it, or confirm a need of before."`
	Reject struct {
		ID  string `arg:"" help:"The finding."`
		Why string `help:"Goes into the journal." required:""`
	} `cmd:"" help:"Take nothing from it; a need of before is withdrawn."`
}

// Run decides on one finding.
func (c *decideCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	id := aid.FindingID(c.Accept.ID + c.Reject.ID) // one of the two
	f, err := o.Finding(ctx, operator, id)
	if err != nil {
		return err
	}
	if c.Accept.ID != "" {
		f, err = o.AcceptFinding(ctx, operator, id, f.Version, nil)
	} else {
		f, err = o.RejectFinding(ctx, operator, id, f.Version, c.Reject.Why)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(h.stdout, "%s: %s %s\n", f.ID, f.State, f.RequestID)
	return err
}
