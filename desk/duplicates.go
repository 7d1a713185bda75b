package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/matcher"
	"ploughshare/store"
)

// Duplicates finds the requests on record that may ask for one need, whatever their status: what is being paid for
// already must not be paid for again. It changes nothing.
func (d *Desk) Duplicates(ctx context.Context, who aid.Actor) (found []matcher.Duplicate, err error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return nil, err
	}
	err = d.store.InSnapshot(ctx, func(tx *store.Store) error {
		requests, err := tx.RequestsIn(ctx, aid.RequestStatuses)
		if err != nil {
			return err
		}
		reference, err := tx.Reference(ctx)
		if err != nil {
			return err
		}
		found = matcher.Duplicates(requests, aid.NewRegister(reference))
		return nil
	})
	return found, err
}
