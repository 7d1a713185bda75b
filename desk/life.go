package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"ploughshare/aid"
	"ploughshare/store"
)

// SetClocks puts other limits in place of the standard ones. See aid.Clocks.Check for what they must be.
func (d *Desk) SetClocks(c aid.Clocks) { d.clocks = c }

// Due says what is due of a request today; false where nothing is.
func (d *Desk) Due(r aid.Request) (aid.Due, bool) { return d.clocks.Due(r, d.Today()) }

// Expires is the day on which a request expires unless its State confirms it before; empty where it cannot any more.
func (d *Desk) Expires(r aid.Request) aid.Date {
	if !slices.Contains(aid.RequestMoves.From(r.Status), aid.Expired) {
		return ""
	}
	return r.Expires(d.policy.ExpireMonths)
}

// MoveRequest takes the request one step on in its life, see aid.RequestMoves, from the version that the caller has seen.
// The error is aid.Problems when there is no such step or something is not yet true that must be.
func (d *Desk) MoveRequest(ctx context.Context, who aid.Actor, id aid.RequestID, version int64, to aid.RequestStatus, why string) (aid.Request, error) {
	return d.change(ctx, id, func(tx *store.Store, r aid.Request) error {
		return d.move(ctx, tx, who, r, version, to, why)
	})
}

func (d *Desk) move(ctx context.Context, tx *store.Store, who aid.Actor, r aid.Request, version int64, to aid.RequestStatus, why string) error {
	if err := d.mayMove(ctx, tx, who, r, to); err != nil {
		return err
	}
	r.Version = version
	return d.place(ctx, tx, who, r, to, why)
}

// mayMove says what stands in the way of a step: there is none, he may not, or something is not yet true.
func (d *Desk) mayMove(ctx context.Context, tx *store.Store, who aid.Actor, r aid.Request, to aid.RequestStatus) error {
	move, err := aid.RequestMoves.Find(r.Status, to)
	if err != nil {
		return err
	}
	sides, err := d.sides(ctx, tx, r, move.Verb)
	if err != nil {
		return err
	}
	if err := who.May(move.Verb, sides...); err != nil {
		return err
	}
	s, err := d.standing(ctx, tx, r)
	if err != nil {
		return err
	}
	return move.Check(s)
}

// change runs a verb on a request that nobody else changes meanwhile, and returns it as it then is.
func (d *Desk) change(ctx context.Context, id aid.RequestID, do func(*store.Store, aid.Request) error) (aid.Request, error) {
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		r, err := tx.LockRequest(ctx, id)
		if err != nil {
			return err
		}
		return do(tx, r)
	})
	if err != nil {
		return aid.Request{}, err
	}
	return d.store.Request(ctx, id)
}

// place puts a request into a status. That a State submits it says that the need stands.
func (d *Desk) place(ctx context.Context, tx *store.Store, who aid.Actor, r aid.Request, to aid.RequestStatus, why string) error {
	note := fmt.Sprintf("%s to %s: %s", r.Status, to, why)
	r.Status, r.EnteredAt = to, d.instant()
	if to == aid.Submitted {
		r.Confirmed = d.Today()
	}
	if err := tx.ReplaceRequest(ctx, r); err != nil {
		return err
	}
	if err := d.tellMove(ctx, tx, r, why); err != nil {
		return err
	}
	return tx.AddEntry(ctx, d.entry(who, "moved", requestAddress(r.ID), note))
}

func requestAddress(id aid.RequestID) string { return "requests/" + string(id) }

// sides are those for whom a verb on a request is their own: the State, and where both carry the request, its donors.
func (d *Desk) sides(ctx context.Context, tx *store.Store, r aid.Request, do aid.Verb) ([]aid.PartyID, error) {
	own := []aid.PartyID{r.RequesterID}
	if do != aid.CarryRequests {
		return own, nil
	}
	donors, err := d.donorsOf(ctx, tx, r.ID)
	return append(own, donors...), err
}

// donorsOf are the donors that are interested in a request or have committed money to it.
func (d *Desk) donorsOf(ctx context.Context, tx *store.Store, id aid.RequestID) ([]aid.PartyID, error) {
	answers, err := tx.InterestsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	money, err := tx.CommitmentsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var donors []aid.PartyID
	for _, i := range aid.StandingReplies(answers) {
		if i.Reply == aid.Interested {
			donors = append(donors, i.DonorID)
		}
	}
	for _, c := range money {
		if c.Stands() {
			donors = append(donors, c.DonorID)
		}
	}
	slices.Sort(donors)
	return slices.Compact(donors), nil
}

// standing gathers what the conditions of moves ask about.
func (d *Desk) standing(ctx context.Context, tx *store.Store, r aid.Request) (aid.Standing, error) {
	s := aid.Standing{
		Request: r, Firm: r.Committed.Known(),
		Quiet: d.clocks.Objection.After(aid.DateOf(r.EnteredAt)).Before(d.Today()),
		Stale: r.Expires(d.policy.ExpireMonths).Before(d.Today()),
	}
	for _, status := range []aid.ProposalStatus{aid.DonorInterested, aid.Agreed} {
		taken, _, err := tx.Proposals(ctx, aid.Machine("desk"), aid.ProposalFilter{Request: r.ID, Status: status}, aid.Page{Limit: 1})
		if err != nil {
			return s, err
		}
		s.Interest = s.Interest || len(taken) > 0
	}
	results, err := tx.ResultsOf(ctx, r.ID)
	for _, a := range aid.Achievements(r, results) {
		s.Results = s.Results || a.Counted > 0
	}
	return s, err
}

// ConfirmRequest says for the State that a need still stands, so that it does not expire; one that has expired comes
// back as submitted. Saying it twice a day changes nothing.
func (d *Desk) ConfirmRequest(ctx context.Context, who aid.Actor, id aid.RequestID) (aid.Request, error) {
	if _, err := d.Request(ctx, who, id); err != nil {
		return aid.Request{}, err
	}
	return d.change(ctx, id, func(tx *store.Store, r aid.Request) error { return d.confirm(ctx, tx, who, r) })
}

func (d *Desk) confirm(ctx context.Context, tx *store.Store, who aid.Actor, r aid.Request) error {
	if err := who.May(aid.SubmitRequests, r.RequesterID); err != nil {
		return err
	}
	if r.Status == aid.Expired {
		return d.place(ctx, tx, who, r, aid.Submitted, "the need still stands")
	}
	if r.Status.Over() {
		return aid.Problems{{Field: "status", Message: aid.Say("confirm_over", "status", string(r.Status))}}
	}
	if r.Confirmed == d.Today() {
		return nil
	}
	r.Confirmed = d.Today()
	if err := tx.ReplaceRequest(ctx, r); err != nil {
		return err
	}
	return tx.AddEntry(ctx, d.entry(who, "confirmed", requestAddress(r.ID), ""))
}

// ExpireRequests moves every need to expired that was last stated too long ago, each with its own entry in the journal,
// and returns which. A need to which money is committed stays. The clock calls this.
func (d *Desk) ExpireRequests(ctx context.Context, who aid.Actor) ([]aid.RequestID, error) {
	if err := who.May(aid.JudgeRequests); err != nil {
		return nil, err
	}
	var open []aid.RequestStatus
	for _, move := range aid.RequestMoves {
		if move.To == aid.Expired {
			open = append(open, move.From)
		}
	}
	requests, err := d.store.RequestsIn(ctx, open)
	if err != nil {
		return nil, err
	}
	expired := []aid.RequestID{}
	for _, r := range requests {
		if !r.Expires(d.policy.ExpireMonths).Before(d.Today()) {
			continue
		}
		why := "last stated " + string(r.LastSaid()) + " and not confirmed since"
		_, err := d.MoveRequest(ctx, who, r.ID, r.Version, aid.Expired, why)
		switch {
		case err == nil:
			expired = append(expired, r.ID)
		case !errors.Is(err, aid.ErrInvalid) && !errors.Is(err, aid.ErrConflict): // else somebody was faster, or money is committed
			return expired, err
		}
	}
	return expired, nil
}
