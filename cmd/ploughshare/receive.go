package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ploughshare/aid"
)

type receiveCmd struct {
	mailFlags
	Maildir string `arg:"" optional:"" help:"Folder in the form of Maildir; one mail on standard input when left out." type:"existingdir"`
}

// Run reads mails. A mail that is refused is done with and stands in the log; an error means that it is to be tried again,
// which changes nothing twice.
func (c *receiveCmd) Run(ctx context.Context, h *house) error {
	if err := c.office().Check(); err != nil {
		return misspeak("--mail-server: %w", err)
	}
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	o.Settings.Post, o.Settings.Site = c.office(), c.Site
	if c.Maildir == "" {
		return c.receive(ctx, h, o, h.stdin)
	}
	paths, err := filepath.Glob(filepath.Join(c.Maildir, "new", "*"))
	for _, path := range paths {
		err = errors.Join(err, c.take(ctx, h, o, path))
	}
	return err
}

// take reads a mail of a Maildir and puts it where those are that were seen.
func (c *receiveCmd) take(ctx context.Context, h *house, o *open, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := c.receive(ctx, h, o, file); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.Rename(path, filepath.Join(c.Maildir, "cur", filepath.Base(path)+":2,S"))
}

func (c *receiveCmd) receive(ctx context.Context, h *house, o *open, mail io.Reader) error {
	logs, err := o.Receive(ctx, aid.Machine("mail"), mail)
	for _, log := range logs {
		fmt.Fprintf(h.stdout, "%s: %s %s\n", log.File, log.Became, log.ReportID)
		for _, note := range log.Notes {
			fmt.Fprintln(h.stdout, "  "+o.sentence(note))
		}
	}
	return err
}
