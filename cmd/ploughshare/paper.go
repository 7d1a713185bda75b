package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ploughshare/aid"
	"ploughshare/papers"
)

// subjectFlags say what a paper is of.
type subjectFlags struct {
	Round   string   `arg:"" optional:"" default:"latest" help:"The round, e.g. R2026-1, or latest."`
	Kind    string   `help:"Kind of paper: booklet, proposal, briefing, feedback, comparison or figures." default:"booklet"`
	Request []string `help:"Request that a proposal paper is of, or two to four to compare." placeholder:"ID"`
	Bundle  string   `help:"Joint request of the round that a proposal paper is of, e.g. B1." placeholder:"ID"`
	Party   string   `help:"Donor of a briefing, or State of a feedback paper." placeholder:"ID"`
	Year    int      `help:"Year of figures."`
}

func (f subjectFlags) subject() aid.Subject {
	s := aid.Subject{Round: aid.RoundID(f.Round), Bundle: f.Bundle, Party: aid.PartyID(f.Party), Year: f.Year}
	for _, id := range f.Request {
		s.Requests = append(s.Requests, aid.RequestID(id))
	}
	return s
}

type paperCmd struct {
	subjectFlags
	Format   string `help:"Format of the file." default:"html"`
	Language string `help:"Language of the paper." default:"en"`
	Out      string `short:"o" help:"File to write; standard output when left out." placeholder:"FILE"`
}

// Run writes a paper. A file appears whole or not at all.
func (c *paperCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	format, err := o.PaperFormat(c.Format)
	if err != nil {
		return misspeak("%w", err)
	}
	printer, err := o.PaperPrinter(ctx, o.catalogs, c.Language)
	if err != nil {
		return misspeak("%w", err)
	}
	write := func(w io.Writer, format papers.Format) error {
		return o.Paper(ctx, operator, w, c.Kind, c.subject(), format, printer)
	}
	if c.Out == "" {
		w := bufio.NewWriter(h.stdout)
		return errors.Join(write(w, format), w.Flush())
	}
	if err := whole(c.Out, func(w io.Writer) error { return write(w, format) }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(h.stdout, "Wrote %s\n", c.Out)
	return err
}

// whole writes a file that appears whole or not at all.
func whole(path string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // nothing is left to remove once it has its name
	if err := errors.Join(write(file), file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

type issueCmd struct {
	subjectFlags
	Corrects  string   `help:"Issue that this one puts right, e.g. GIS-2026-1-PP.3; it is of the same kind and subject." placeholder:"ID"`
	Reason    string   `help:"What was wrong in it; for a corrigendum." placeholder:"TEXT"`
	Languages []string `help:"Languages of the files." default:"en"`
	Formats   []string `help:"Formats of the files." default:"docx,pdf"`
}

// Run issues a paper and writes its files at once.
func (c *issueCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		order := aid.Order{Kind: c.Kind, Subject: c.subject(), Corrects: aid.IssueID(c.Corrects), Reason: c.Reason, Languages: c.Languages, Formats: c.Formats}
		if c.Corrects != "" {
			order.Kind, order.Subject = "", aid.Subject{}
		}
		issue, err := o.IssueNow(ctx, operator, order)
		if issue.ID == "" {
			return err
		}
		shown, failed := o.Issue(ctx, operator, issue.ID)
		if err = errors.Join(err, failed); h.JSON {
			return errors.Join(h.json(shown), err)
		}
		fmt.Fprintf(h.stdout, "Issued %s: %d of %d files\n", issue.Symbol, len(shown.Papers), shown.Of)
		for _, p := range shown.Papers {
			fmt.Fprintf(h.stdout, "%s  %s\n", p.Digest, p.ID)
		}
		return err
	})
}

type issuedCmd struct {
	ID  string `arg:"" optional:"" help:"File to write out, e.g. GIS-2026-1-PP.3.en.docx; the list of all when left out."`
	Out string `short:"o" help:"Where to write it; its own name when left out." placeholder:"FILE"`
}

// Run lists issued files, as sha256sum does, or writes one out.
func (c *issuedCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		if c.ID == "" {
			return c.list(ctx, h, o)
		}
		p, data, err := o.PaperFile(ctx, operator, aid.PaperID(c.ID))
		if err != nil {
			return err
		}
		path := cmp.Or(c.Out, string(p.ID))
		err = whole(path, func(w io.Writer) error { _, err := w.Write(data); return err })
		if err == nil {
			_, err = fmt.Fprintf(h.stdout, "Wrote %s, SHA-256 %s\n", path, p.Digest)
		}
		return err
	})
}

func (c *issuedCmd) list(ctx context.Context, h *house, o *open) error {
	papers := func(p aid.Page) ([]aid.Paper, string, error) { return o.Papers(ctx, operator, aid.PaperFilter{}, p) }
	for p, err := range aid.Each(aid.Page{}, papers) {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(h.stdout, "%s  %s\n", p.Digest, p.ID); err != nil {
			return err
		}
	}
	return nil
}

type iatiCmd struct {
	Out string `short:"o" help:"File to write; standard output when left out." placeholder:"FILE"`
}

// Run writes what is funded, or on the way to it, as IATI 2.03.
func (c *iatiCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		write := func(w io.Writer) error { return o.Activities(ctx, operator, w, o.Printer) }
		if c.Out == "" {
			return write(h.stdout)
		}
		return whole(c.Out, write)
	})
}
