package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
)

type backupCmd struct {
	File string `arg:"" help:"File to write; it must not be there yet." type:"path"`
}

// Run writes a copy. To restore, stop the server and put the copy in the place of the database.
func (c *backupCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		if err := o.Backup(ctx, operator, c.File); err != nil {
			return err
		}
		_, err := fmt.Fprintf(h.stdout, "Wrote %s. To restore: stop the server, put this file in the place of the database, run `ploughshare verify`.\n", c.File)
		return err
	})
}

type verifyCmd struct{}

// Run looks at everything that is kept for good.
func (c *verifyCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		v, err := o.Verify(ctx, operator)
		if err != nil {
			return err
		}
		if h.JSON {
			err = h.json(v)
		} else {
			fmt.Fprintf(h.stdout, "Looked at %d entries of the journal, %d issued files, %d rounds and %d proposals: %d findings.\nThe journal ends with %s\n",
				v.Entries, v.Papers, v.Rounds, v.Proposals, len(v.Findings), v.LastHash)
			w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
			for _, f := range v.Findings {
				fmt.Fprintf(w, "%s\t%s\n", f.Subject, short(f.What, 300))
			}
			err = w.Flush()
		}
		if err == nil && len(v.Findings) > 0 {
			err = errors.New("not all is as it was kept")
		}
		return err
	})
}
