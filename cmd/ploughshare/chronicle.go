package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"ploughshare/aid"
)

type chronicleCmd struct {
	File   string `arg:"" help:"The text: DOCX, PDF or plain text, in English or Chinese." type:"existingfile"`
	Symbol string `help:"Symbol of the document, e.g. A/67/176." required:""`
}

// Run reads a text that tells who helped whom, and lists the past pairings that it was read to tell of.
func (c *chronicleCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	content, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	log, err := o.FileChronicle(ctx, operator, c.Symbol, filepath.Base(c.File), content)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if log.Became == aid.BecameUnchanged {
		fmt.Fprintf(h.stdout, "%s was read before; nothing has changed.\n", c.File)
		return nil
	}
	chronicle, found, err := o.Chronicle(ctx, operator, aid.NewChronicleID(c.Symbol))
	if err != nil {
		return err
	}
	if h.JSON {
		return h.json(struct {
			aid.Chronicle
			Passages []aid.Passage `json:"passages"`
		}{chronicle, found})
	}
	fmt.Fprintf(h.stdout, "%s (%s): %d paragraphs, %d passages to decide on\n", chronicle.Symbol, chronicle.Language, log.Answers, log.Drafts)
	return listPassages(h, found)
}

func listPassages(h *house, found []aid.Passage) error {
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	for _, p := range found {
		fmt.Fprintf(w, "%s\t%s\t%s\n", p.ID, p.State, short(p.Words, 80))
		for _, x := range p.Drafted {
			var donors []string
			for _, donor := range x.Donors {
				donors = append(donors, string(donor))
			}
			fmt.Fprintf(w, "  %s\tfrom %s\t%s\t%s\t%d %s %s\t%s\n",
				x.BeneficiaryID, strings.Join(donors, " "), x.Implementer, x.Ran, x.Result, x.ResultUnit, x.ResultNote, x.Amount)
		}
	}
	return w.Flush()
}

type passageCmd struct {
	Accept struct {
		ID string `arg:"" help:"The passage, e.g. A-67-176.28-1a2b3c4d."`
	} `cmd:"" help:"Put its past pairings on record."`
	Reject struct {
		ID  string `arg:"" help:"The passage."`
		Why string `help:"Goes into the journal." required:""`
	} `cmd:"" help:"Take nothing from it."`
}

// Run decides on one passage.
func (c *passageCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	id := aid.PassageID(c.Accept.ID + c.Reject.ID) // one of the two
	p, err := o.Passage(ctx, operator, id)
	if err != nil {
		return err
	}
	if c.Accept.ID != "" {
		p, err = o.AcceptPassage(ctx, operator, id, p.Version, nil)
	} else {
		p, err = o.RejectPassage(ctx, operator, id, p.Version, c.Reject.Why)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(h.stdout, "%s: %s\n", p.ID, p.State)
	return err
}
