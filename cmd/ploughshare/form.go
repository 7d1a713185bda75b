package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"ploughshare/aid"
	"ploughshare/intake/reports"
)

type formCmd struct {
	State    string `arg:"" help:"State, e.g. CIV."`
	Template string `help:"Template of the form." placeholder:"ID"`
	Lang     string `help:"Language of the form." default:"en" enum:"en,fr,es,ru,zh,ar"`
	Format   string `help:"docx, xlsx or csv." default:"docx" enum:"docx,xlsx,csv"`
	Out      string `short:"o" help:"File to write; STATE.FORMAT when left out." placeholder:"FILE"`
}

// Run writes a form for a State to fill in, with what is on record; ploughshare report reads it back.
func (c *formCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	printer, err := o.Desk.Printer(ctx, o.catalogs, c.Lang)
	if err != nil {
		return err
	}
	if c.Template == "" {
		c.Template = string(reports.Own)
	}
	if c.Out == "" {
		c.Out = c.State + "." + c.Format
	}
	var form bytes.Buffer
	if err := o.Form(ctx, operator, &form, aid.PartyID(c.State), aid.TemplateID(c.Template), c.Format, printer); err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, form.Bytes(), 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(h.stdout, "Wrote %s\n", c.Out)
	return err
}
