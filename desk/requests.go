package desk

import (
	"context"
	"errors"
	"fmt"

	"ploughshare/aid"
	"ploughshare/store"
)

// AddRequest takes in a new request as submitted. The error is aid.Problems when it is not sound, aid.ErrConflict when
// its id is taken.
func (d *Desk) AddRequest(ctx context.Context, who aid.Actor, r aid.Request) (aid.Request, error) {
	r.Status = aid.Submitted
	return d.takeIn(ctx, who, r)
}

// DraftRequest takes in what a State has begun to write, under the next free reference of that State and year: CIV-2026-1.
// Nobody else sees it before it is submitted.
func (d *Desk) DraftRequest(ctx context.Context, who aid.Actor, r aid.Request) (aid.Request, error) {
	r.Status = aid.Draft
	for number := 1; ; number++ {
		r.ID = aid.RequestID(fmt.Sprintf("%s-%d-%d", r.RequesterID, d.now().Year(), number))
		drafted, err := d.takeIn(ctx, who, r)
		if !errors.Is(err, aid.ErrConflict) || errors.Is(err, aid.ErrRepeated) {
			return drafted, err
		}
	}
}

// takeIn puts a request on record in the status it begins with.
func (d *Desk) takeIn(ctx context.Context, who aid.Actor, r aid.Request) (aid.Request, error) {
	if err := who.May(aid.AddRequests, r.RequesterID); err != nil {
		return aid.Request{}, err
	}
	now := d.instant()
	r.EnteredAt, r.Version, r.CreatedAt, r.UpdatedAt = now, 1, now, now
	r.Confirmed, r.Committed = "", aid.Money{}
	err := d.keep(ctx, r, d.entry(who, "added", requestAddress(r.ID), ""), func(tx *store.Store) error {
		if err := tx.AddRequests(ctx, []aid.Request{r}); err != nil {
			return err
		}
		if err := d.tellMove(ctx, tx, r, ""); err != nil {
			return err
		}
		return roles{r.RequesterID: {aid.Requester}}.write(ctx, tx)
	})
	return r, err
}

// ReplaceRequest puts new content in place of the version that the caller has seen (r.Version); the status stays.
// The error is aid.Problems, aid.ErrNotFound, or aid.ErrConflict when somebody was faster.
func (d *Desk) ReplaceRequest(ctx context.Context, who aid.Actor, r aid.Request) (aid.Request, error) {
	err := d.keep(ctx, r, d.entry(who, "changed", "requests/"+string(r.ID), ""), func(tx *store.Store) error {
		old, err := tx.LockRequest(ctx, r.ID)
		if err != nil {
			return err
		}
		if err := mayAll(who, aid.ChangeRequests, []aid.PartyID{old.RequesterID}, []aid.PartyID{r.RequesterID}); err != nil {
			return err
		}
		if r, err = r.After(old); err != nil {
			return err
		}
		if err := tx.ReplaceRequest(ctx, r); err != nil {
			return err
		}
		return roles{r.RequesterID: {aid.Requester}}.write(ctx, tx)
	})
	if err != nil {
		return aid.Request{}, err
	}
	return d.store.Request(ctx, r.ID)
}

// mayAll asks for each set of owners: those of a record before and after a change.
func mayAll(who aid.Actor, do aid.Verb, each ...[]aid.PartyID) error {
	for _, owners := range each {
		if err := who.May(do, owners...); err != nil {
			return err
		}
	}
	return nil
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
