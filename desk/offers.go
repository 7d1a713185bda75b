package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/store"
)

// AddOffer takes in a new offer. Errors are those of AddRequest.
func (d *Desk) AddOffer(ctx context.Context, by string, o aid.Offer) (aid.Offer, error) {
	now := d.instant()
	o.Version, o.CreatedAt, o.UpdatedAt = 1, now, now
	err := d.keep(ctx, o, d.entry(by, "added", "offers/"+string(o.ID), ""), func(tx *store.Store) error {
		if err := tx.AddOffers(ctx, []aid.Offer{o}); err != nil {
			return err
		}
		return donors(o).write(ctx, tx)
	})
	return o, err
}

// ReplaceOffer puts new content in place of the version that the caller has seen. Errors are those of ReplaceRequest.
func (d *Desk) ReplaceOffer(ctx context.Context, by string, o aid.Offer) (aid.Offer, error) {
	err := d.keep(ctx, o, d.entry(by, "changed", "offers/"+string(o.ID), ""), func(tx *store.Store) error {
		if err := tx.ReplaceOffer(ctx, o); err != nil {
			return err
		}
		return donors(o).write(ctx, tx)
	})
	if err != nil {
		return aid.Offer{}, err
	}
	return d.store.Offer(ctx, o.ID)
}
