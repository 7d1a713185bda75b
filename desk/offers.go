package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/store"
)

// AddOffer takes in a new offer. Errors are those of AddRequest.
func (d *Desk) AddOffer(ctx context.Context, who aid.Actor, o aid.Offer) (aid.Offer, error) {
	if err := who.May(aid.AddOffers, o.Donors...); err != nil {
		return aid.Offer{}, err
	}
	now := d.instant()
	o.Version, o.CreatedAt, o.UpdatedAt, o.Committed = 1, now, now, aid.Money{}
	err := d.keep(ctx, o, d.entry(who, "added", "offers/"+string(o.ID), ""), func(tx *store.Store) error {
		if err := tx.AddOffers(ctx, []aid.Offer{o}); err != nil {
			return err
		}
		return donors(o).write(ctx, tx)
	})
	return o, err
}

// ReplaceOffer puts new content in place of the version that the caller has seen. Errors are those of ReplaceRequest.
func (d *Desk) ReplaceOffer(ctx context.Context, who aid.Actor, o aid.Offer) (aid.Offer, error) {
	err := d.keep(ctx, o, d.entry(who, "changed", "offers/"+string(o.ID), ""), func(tx *store.Store) error {
		old, err := tx.LockOffer(ctx, o.ID)
		if err != nil {
			return err
		}
		if err := mayAll(who, aid.ChangeOffers, old.Donors, o.Donors); err != nil {
			return err
		}
		if o, err = o.After(old); err != nil {
			return err
		}
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
