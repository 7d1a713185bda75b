package desk

import (
	"context"
	"fmt"

	"ploughshare/aid"
	"ploughshare/store"
)

// AddRequest takes in a new request as submitted. The error is aid.Problems when it is not sound, aid.ErrConflict when
// its id is taken.
func (d *Desk) AddRequest(ctx context.Context, by string, r aid.Request) (aid.Request, error) {
	r.Status, r.Version, r.CreatedAt, r.UpdatedAt = aid.Submitted, 1, d.now(), d.now()
	err := d.keep(ctx, r, d.entry(by, "added", "requests/"+string(r.ID), ""), func(tx *store.Store) error {
		if err := tx.AddRequests(ctx, []aid.Request{r}); err != nil {
			return err
		}
		return roles{r.RequesterID: {aid.Requester}}.write(ctx, tx)
	})
	return r, err
}

// ReplaceRequest puts new content in place of the version that the caller has seen (r.Version); the status stays.
// The error is aid.Problems, aid.ErrNotFound, or aid.ErrConflict when somebody was faster.
func (d *Desk) ReplaceRequest(ctx context.Context, by string, r aid.Request) (aid.Request, error) {
	err := d.keep(ctx, r, d.entry(by, "changed", "requests/"+string(r.ID), ""), func(tx *store.Store) error {
		old, err := tx.Request(ctx, r.ID)
		if err != nil {
			return err
		}
		r.Status = old.Status
		return tx.ReplaceRequest(ctx, r)
	})
	if err != nil {
		return aid.Request{}, err
	}
	return d.store.Request(ctx, r.ID)
}

// MoveRequest takes the request one step on in its life, see aid.RequestMoves, from the version that the caller has seen.
func (d *Desk) MoveRequest(ctx context.Context, by string, id aid.RequestID, version int64, to aid.RequestStatus, why string) (aid.Request, error) {
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		r, err := tx.Request(ctx, id)
		if err != nil {
			return err
		}
		if err := aid.RequestMoves.Check(r.Status, to); err != nil {
			return err
		}
		note := fmt.Sprintf("%s to %s: %s", r.Status, to, why)
		r.Status, r.Version = to, version
		if err := tx.ReplaceRequest(ctx, r); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(by, "moved", "requests/"+string(id), note))
	})
	if err != nil {
		return aid.Request{}, err
	}
	return d.store.Request(ctx, id)
}

// AddOffer takes in a new offer. Errors are those of AddRequest.
func (d *Desk) AddOffer(ctx context.Context, by string, o aid.Offer) (aid.Offer, error) {
	o.Version, o.CreatedAt, o.UpdatedAt = 1, d.now(), d.now()
	err := d.keep(ctx, o, d.entry(by, "added", "offers/"+string(o.ID), ""), func(tx *store.Store) error {
		if err := tx.AddOffers(ctx, []aid.Offer{o}); err != nil {
			return err
		}
		granted := roles{}
		granted.grant(aid.Donor, o.Donors...)
		return granted.write(ctx, tx)
	})
	return o, err
}

// ReplaceOffer puts new content in place of the version that the caller has seen. Errors are those of ReplaceRequest.
func (d *Desk) ReplaceOffer(ctx context.Context, by string, o aid.Offer) (aid.Offer, error) {
	err := d.keep(ctx, o, d.entry(by, "changed", "offers/"+string(o.ID), ""), func(tx *store.Store) error {
		return tx.ReplaceOffer(ctx, o)
	})
	if err != nil {
		return aid.Offer{}, err
	}
	return d.store.Offer(ctx, o.ID)
}

// keep checks a record against the register, then writes it and its journal entry in one transaction.
func (d *Desk) keep(ctx context.Context, record interface{ Validate(*aid.Register) error }, e aid.Entry, write func(*store.Store) error) error {
	register, err := d.Register(ctx)
	if err != nil {
		return err
	}
	if err := record.Validate(register); err != nil {
		return err
	}
	return d.store.InTx(ctx, func(tx *store.Store) error {
		if err := write(tx); err != nil {
			return err
		}
		return tx.AddEntry(ctx, e)
	})
}
