package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"ploughshare/aid"
	"ploughshare/store"
)

// Seen is a request at the version that the caller has seen.
type Seen struct {
	ID      aid.RequestID `json:"id"`
	Version int64         `json:"version"`
}

// Step is a request that is to go one step on together with others.
type Step struct {
	Request aid.Request  `json:"request"`
	Hinders aid.Problems `json:"-"` // what stands in its way
}

// StepsTo says of each request whether it could go to a status now. Nothing is changed.
func (d *Desk) StepsTo(ctx context.Context, who aid.Actor, ids []aid.RequestID, to aid.RequestStatus) ([]Step, error) {
	if err := who.May(aid.JudgeRequests); err != nil {
		return nil, err
	}
	var steps []Step
	err := d.store.InSnapshot(ctx, func(snapshot *store.Store) error {
		for _, id := range ids {
			r, err := snapshot.Request(ctx, id)
			if errors.Is(err, aid.ErrNotFound) {
				steps = append(steps, Step{aid.Request{ID: id}, unknown(id)})
				continue
			}
			if err != nil {
				return err
			}
			hinders, err := hinders(d.mayMove(ctx, snapshot, who, r, to))
			if err != nil {
				return err
			}
			steps = append(steps, Step{r, hinders})
		}
		return nil
	})
	return steps, err
}

func unknown(id aid.RequestID) aid.Problems {
	return aid.Problems{{Field: string(id), Message: aid.Say("moves_unknown", "id", string(id))}}
}

// hinders are the problems of an error; any other error stays one.
func hinders(err error) (aid.Problems, error) {
	if problems, are := errors.AsType[aid.Problems](err); are {
		return problems, nil
	}
	return nil, err
}

// MoveRequests takes several requests one step on with one reason, each with its own entry in the journal: all of them,
// or none when one cannot. The error is then aid.Problems, each on the field that the reference of its request names.
func (d *Desk) MoveRequests(ctx context.Context, who aid.Actor, seen []Seen, to aid.RequestStatus, why string) error {
	if err := who.May(aid.JudgeRequests); err != nil {
		return err
	}
	if why == "" {
		return aid.Problems{{Field: "why", Message: aid.Say("why_required")}}
	}
	seen = slices.SortedFunc(slices.Values(seen), func(a, b Seen) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return d.store.InTx(ctx, func(tx *store.Store) error {
		rows, err := d.lockSteps(ctx, tx, who, seen, to)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := d.place(ctx, tx, who, r, to, why); err != nil {
				return err
			}
		}
		return nil
	})
}

// lockSteps locks requests, all before the journal and always in one order, so that nobody waits in a circle, and says
// what stands in the way of any.
func (d *Desk) lockSteps(ctx context.Context, tx *store.Store, who aid.Actor, seen []Seen, to aid.RequestStatus) ([]aid.Request, error) {
	var rows []aid.Request
	var all aid.Problems
	for _, s := range slices.CompactFunc(seen, func(a, b Seen) bool { return a.ID == b.ID }) {
		r, err := tx.LockRequest(ctx, s.ID)
		if errors.Is(err, aid.ErrNotFound) {
			all = append(all, unknown(s.ID)...)
			continue
		}
		if err != nil {
			return nil, err
		}
		problems, err := hinders(d.mayMove(ctx, tx, who, r, to))
		if err != nil {
			return nil, err
		}
		if r.Version != s.Version {
			problems.Add("", "changed_meanwhile")
		}
		for _, p := range problems {
			all = append(all, aid.Problem{Field: string(s.ID), Message: p.Message})
		}
		rows = append(rows, r)
	}
	return rows, all.Err()
}
