package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"ploughshare/aid"
	"ploughshare/store"
)

// ReportResult keeps what one side, the State or a donor, says was achieved on a request that is funded.
func (d *Desk) ReportResult(ctx context.Context, who aid.Actor, x aid.Result) (aid.Result, error) {
	if x.By == "" {
		x.By = who.Party
	}
	if err := who.May(aid.ReportResults, x.By); err != nil {
		return aid.Result{}, err
	}
	if _, err := d.Request(ctx, who, x.RequestID); err != nil { // who may not see it, is not to learn that it is there
		return aid.Result{}, err
	}
	_, err := d.change(ctx, x.RequestID, func(tx *store.Store, r aid.Request) error {
		if !r.Status.Carried() {
			return aid.Problems{{Field: "request", Message: aid.Say("result_too_early", "status", string(r.Status))}}
		}
		before, err := tx.ResultsOf(ctx, r.ID)
		if err != nil {
			return err
		}
		x.Seq, x.ReportedBy, x.Version = len(before)+1, who.Name, 1
		x.ID = aid.NewResultID(r.ID, x.Seq)
		return d.keepResult(ctx, tx, who, r, x, "reported", tx.AddResult)
	})
	if err != nil {
		return aid.Result{}, err
	}
	return x, nil
}

// ReplaceResult mends what one side has reported, from the version that the caller has seen. Whose report it is, and of
// which request, stays.
func (d *Desk) ReplaceResult(ctx context.Context, who aid.Actor, x aid.Result) (aid.Result, error) {
	old, err := d.store.Result(ctx, x.ID)
	if err != nil {
		return old, err
	}
	if err := who.May(aid.ReportResults, old.By); err != nil {
		return aid.Result{}, err
	}
	x.RequestID, x.By, x.Seq, x.ReportedBy = old.RequestID, old.By, old.Seq, who.Name
	_, err = d.change(ctx, x.RequestID, func(tx *store.Store, r aid.Request) error {
		return d.keepResult(ctx, tx, who, r, x, "corrected", tx.ReplaceResult)
	})
	if err != nil {
		return aid.Result{}, err
	}
	return d.store.Result(ctx, x.ID)
}

func (d *Desk) keepResult(ctx context.Context, tx *store.Store, who aid.Actor, r aid.Request, x aid.Result, verb string,
	write func(context.Context, aid.Result) error) error {
	donors, err := d.donorsOf(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	if err := x.Validate(r, donors, d.Today()); err != nil {
		return err
	}
	if err := write(ctx, x); err != nil {
		return err
	}
	note := fmt.Sprintf("%s: %d %s, %s", x.By, x.Quantity, x.Unit, x.AchievedOn)
	return tx.AddEntry(ctx, d.entry(who, verb, requestAddress(r.ID)+"/results/"+string(x.ID), note))
}

// Result returns one reported result.
func (d *Desk) Result(ctx context.Context, id aid.ResultID) (aid.Result, error) {
	return d.store.Result(ctx, id)
}

// Totals says what has been asked for, committed and achieved in all, at one moment. Of which requests the two sides tell
// different results only the secretariat learns.
func (d *Desk) Totals(ctx context.Context, who aid.Actor) (t aid.Totals, err error) {
	err = d.store.InSnapshot(ctx, func(tx *store.Store) error {
		if t.Requests, err = tx.CountRequests(ctx, who, aid.RequestFilter{}); err != nil {
			return err
		}
		reference, err := tx.Reference(ctx)
		if err != nil {
			return err
		}
		commitments, err := tx.AllCommitments(ctx)
		if err != nil {
			return err
		}
		t.Money(commitments, aid.NewRegister(reference))
		results, err := tx.AllResults(ctx)
		if err != nil {
			return err
		}
		requests, err := tx.RequestByID(ctx, requestsOf(results))
		if err != nil {
			return err
		}
		t.Results(slices.SortedFunc(maps.Values(requests), func(a, b aid.Request) int { return cmp.Compare(a.ID, b.ID) }), results)
		return nil
	})
	if who.May(aid.ReadRounds) != nil {
		t.Differ = nil
	}
	return t, err
}

func requestsOf(results []aid.Result) []aid.RequestID {
	ids := make([]aid.RequestID, len(results))
	for i, x := range results {
		ids[i] = x.RequestID
	}
	return ids
}
