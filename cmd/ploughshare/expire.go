package main

import (
	"context"
	"fmt"

	"ploughshare/aid"
)

type expireCmd struct{}

// Run expires the needs that nobody has confirmed for too long, and names them.
func (c *expireCmd) Run(ctx context.Context, h *house) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	expired, err := o.ExpireRequests(ctx, aid.Machine("command line"))
	if err != nil {
		return err
	}
	if h.JSON {
		return h.json(expired)
	}
	for _, id := range expired {
		fmt.Fprintln(h.stdout, id)
	}
	_, err = fmt.Fprintf(h.stdout, "%d requests expired. Their States can bring each back by confirming it.\n", len(expired))
	return err
}
