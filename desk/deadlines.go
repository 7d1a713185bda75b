package desk

import (
	"context"
	"errors"

	"ploughshare/aid"
	"ploughshare/store"
)

// deadline is a day by which something should have come and has not.
type deadline struct {
	subject string // such as requests/RQ001
	id      string
	about   string
	day     aid.Date
	awaited []aid.PartyID // the secretariat hears anyhow
}

// tellDeadlines tells those who are awaited, and the secretariat, of every deadline that has passed.
func (d *Desk) tellDeadlines(ctx context.Context) error {
	silent, err := d.silences(ctx)
	if err != nil {
		return err
	}
	open, err := d.openActions(ctx)
	for _, passed := range append(silent, open...) {
		tell := func(tx *store.Store) error { return d.tellDeadline(ctx, tx, passed) }
		err = errors.Join(err, d.store.InTx(ctx, tell))
	}
	return err
}

// tellDeadline tells of one, once: a notice that is younger than the deadline was of this one.
func (d *Desk) tellDeadline(ctx context.Context, tx *store.Store, passed deadline) error {
	f := aid.NoticeFilter{Event: aid.OnDeadline, Subject: passed.subject}
	last, _, err := tx.Notices(ctx, f, aid.Page{Limit: 1})
	if err != nil || len(last) > 0 && passed.day.Before(aid.DateOf(last[0].CreatedAt)) {
		return err
	}
	return d.tell(ctx, tx, aid.OnDeadline, passed.subject, passed.awaited,
		"subject", passed.id, "about", passed.about, "day", string(passed.day))
}

// silences are the requests in whose stage somebody has been silent too long.
func (d *Desk) silences(ctx context.Context) (all []deadline, err error) {
	f := aid.RequestFilter{Overdue: d.clocks.Overdue(d.Today())}
	requests := func(p aid.Page) ([]aid.Request, string, error) {
		return d.store.Requests(ctx, aid.Machine("schedule"), f, p)
	}
	for r, err := range aid.Each(aid.Page{}, requests) {
		if err != nil {
			return nil, err
		}
		due, _ := d.Due(r)
		passed := deadline{subject: requestAddress(r.ID), id: string(r.ID), about: r.Heading(), day: due.By}
		if due.Awaits == aid.AwaitState || due.Awaits == aid.AwaitBoth {
			passed.awaited = append(passed.awaited, r.RequesterID)
		}
		if due.Awaits == aid.AwaitDonors || due.Awaits == aid.AwaitBoth {
			donors, err := d.donorsOf(ctx, d.store, r.ID)
			if err != nil {
				return nil, err
			}
			passed.awaited = append(passed.awaited, donors...)
		}
		all = append(all, passed)
	}
	return all, nil
}

// openActions are the actions of meetings that are not done in time.
func (d *Desk) openActions(ctx context.Context) (all []deadline, err error) {
	actions := func(p aid.Page) ([]aid.Action, string, error) {
		return d.store.Actions(ctx, aid.ActionFilter{Overdue: d.Today()}, p)
	}
	for a, err := range aid.Each(aid.Page{}, actions) {
		if err != nil {
			return nil, err
		}
		all = append(all, deadline{
			subject: "actions/" + string(a.ID), id: string(a.ID), about: a.Text, day: a.DueOn, awaited: []aid.PartyID{a.OwnerID},
		})
	}
	return all, nil
}
