package desk

import (
	"context"
	"strconv"

	"ploughshare/aid"
	"ploughshare/store"
)

// tell writes a notice to everybody who subscribed to an event and whom it concerns, and the jobs that deliver them,
// in the transaction of the change: what is undone is not told, and what is kept is. The parties are those that it
// concerns; the secretariat hears everything. The pairs are the arguments of the sentence notice_EVENT.
func (d *Desk) tell(ctx context.Context, tx *store.Store, event aid.Event, subject string, parties []aid.PartyID, pairs ...string) error {
	subscriptions, err := tx.SubscriptionsTo(ctx, event)
	if err != nil {
		return err
	}
	var notices []aid.Notice
	for _, s := range subscriptions {
		hears := s.Hears(parties)
		if hears && s.SearchID != "" {
			if hears, err = inSearch(ctx, tx, s.SearchID, subject); err != nil {
				return err
			}
		}
		if hears {
			notices = append(notices, d.notice(s, event, subject, aid.Say("notice_"+string(event), pairs...)))
		}
	}
	return d.send(ctx, tx, notices...)
}

func (d *Desk) notice(s aid.Subscription, event aid.Event, subject string, body aid.Message) aid.Notice {
	n := aid.Notice{
		ID: newID[aid.NoticeID](), SubscriptionID: s.ID, Address: s.Address, Language: s.Language, Event: event,
		Subject: subject, Body: body, State: aid.NoticeQueued, CreatedAt: d.instant(),
	}
	if s.Rhythm != aid.AtOnce && event != aid.Digested {
		n.State = aid.NoticeHeld
	}
	return n
}

// send keeps notices, with a job for each that does not wait for a digest.
func (d *Desk) send(ctx context.Context, tx *store.Store, notices ...aid.Notice) error {
	if len(notices) == 0 {
		return nil
	}
	if err := tx.AddNotices(ctx, notices); err != nil {
		return err
	}
	for _, n := range notices {
		if n.State == aid.NoticeHeld {
			continue
		}
		if err := d.queue.Insert(ctx, tx.SQLTx(), delivering, string(n.ID)); err != nil {
			return err
		}
	}
	return nil
}

// moveEvents are the events of the statuses that somebody waits for.
var moveEvents = map[aid.RequestStatus]aid.Event{
	aid.Submitted: aid.OnSubmitted, aid.Returned: aid.OnReturned, aid.Authenticated: aid.OnAuthenticated,
	aid.Circulated: aid.OnCirculated, aid.InterestShown: aid.OnInterest, aid.Funded: aid.OnFunded,
	aid.Declined: aid.OnClosed, aid.Withdrawn: aid.OnClosed, aid.Expired: aid.OnClosed,
}

// tellMove tells that a request has come to its status. A circulated one concerns all whom its State lets see it.
func (d *Desk) tellMove(ctx context.Context, tx *store.Store, r aid.Request, why string) error {
	event, ok := moveEvents[r.Status]
	if !ok {
		return nil
	}
	parties := []aid.PartyID{r.RequesterID}
	if r.Status == aid.Circulated {
		audience, err := audience(ctx, tx, r.Consent)
		if err != nil {
			return err
		}
		parties, why = append(parties, audience...), "" // a reason is between the State and the secretariat
	}
	return d.tell(ctx, tx, event, "requests/"+string(r.ID), parties,
		"request", string(r.ID), "state", string(r.RequesterID), "need", r.Heading(), "status", string(r.Status), "why", why)
}

// audience are the parties to which a request of some consent may be shown, beside its own State.
func audience(ctx context.Context, tx *store.Store, consent aid.Consent) ([]aid.PartyID, error) {
	switch consent {
	case aid.ConsentPublic:
		return []aid.PartyID{aid.AllParties}, nil
	case aid.ConsentNone:
		return nil, nil
	}
	reference, err := tx.Reference(ctx)
	var donors []aid.PartyID
	for _, party := range reference.Parties {
		if party.Has(aid.Donor) {
			donors = append(donors, party.ID)
		}
	}
	return donors, err
}

// tellProposal tells the two sides that their proposal has been published or taken back.
func (d *Desk) tellProposal(ctx context.Context, tx *store.Store, x dealing, to aid.ProposalStatus, why string) error {
	event, ok := map[aid.ProposalStatus]aid.Event{aid.Published: aid.OnPublished, aid.ProposalWithdrawn: aid.OnWithdrawn}[to]
	if !ok {
		return nil
	}
	return d.tell(ctx, tx, event, "proposals/"+string(x.ID), append([]aid.PartyID{x.request.RequesterID}, x.offer.Donors...),
		"request", string(x.RequestID), "offer", string(x.OfferID), "state", string(x.request.RequesterID), "why", why)
}

// tellRound tells the secretariat that there is a round to look at.
func (d *Desk) tellRound(ctx context.Context, tx *store.Store, r aid.Round) error {
	return d.tell(ctx, tx, aid.OnRound, "rounds/"+string(r.ID), nil, "round", string(r.ID), "day", string(r.AsOf),
		"proposals", strconv.Itoa(r.Proposals), "unmatched", strconv.Itoa(r.Unmatched))
}
