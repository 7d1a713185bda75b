package main

import (
	"bufio"
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
