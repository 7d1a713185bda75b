package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/post"
	"ploughshare/store"
)

// Subscribe takes in somebody's wish to hear of events. The answer for a program has the secret that its calls will be
// signed with, which is not shown again. The error is aid.Problems when it is not sound.
func (d *Desk) Subscribe(ctx context.Context, who aid.Actor, s aid.Subscription) (aid.Subscription, error) {
	if err := who.May(aid.Subscribe, s.PartyID); err != nil {
		return aid.Subscription{}, err
	}
	now := d.instant()
	s.ID, s.UserID, s.Version, s.CreatedAt, s.UpdatedAt = newID[aid.SubscriptionID](), who.User, 1, now, now
	if s.Mail() == "" {
		if !d.Settings.Post.MayCall(s.Address) { // a kind word at once; what counts is the look when it is called
			return aid.Subscription{}, aid.Problems{{Field: "address", Message: aid.Say("address_private")}}
		}
		s.Secret = post.NewSecret()
	}
	// Who hears what is in the journal; the address may be a person's and is not.
	entry := d.entry(who, "subscribed", "subscriptions/"+string(s.ID), string(s.PartyID))
	return s, d.keep(ctx, s, entry, func(tx *store.Store) error { return tx.AddSubscription(ctx, s) })
}

// Unsubscribe removes a subscription.
func (d *Desk) Unsubscribe(ctx context.Context, who aid.Actor, id aid.SubscriptionID) error {
	return d.store.InTx(ctx, func(tx *store.Store) error {
		s, err := tx.Subscription(ctx, id)
		if err != nil {
			return err
		}
		if err := who.May(aid.Subscribe, s.PartyID); err != nil {
			return err
		}
		if err := tx.RemoveSubscription(ctx, id); err != nil {
			return err
		}
		if s.SearchID != "" {
			if err := quiet(ctx, tx, s.SearchID); err != nil {
				return err
			}
		}
		return tx.AddEntry(ctx, d.entry(who, "unsubscribed", "subscriptions/"+string(id), string(s.PartyID)))
	})
}

// Subscriptions lists those that the reader may change: all for the secretariat, else those of his party.
func (d *Desk) Subscriptions(ctx context.Context, who aid.Actor, p aid.Page) ([]aid.Subscription, string, error) {
	party := aid.PartyID("")
	if who.May(aid.Subscribe) != nil {
		party = who.Party
	}
	if err := who.May(aid.Subscribe, party); err != nil {
		return nil, "", err
	}
	return d.store.Subscriptions(ctx, party, p)
}

// Notices is the log of what was told to whom and whether it arrived.
func (d *Desk) Notices(ctx context.Context, who aid.Actor, f aid.NoticeFilter, p aid.Page) ([]aid.Notice, string, error) {
	if err := who.May(aid.ReadNotices); err != nil {
		return nil, "", err
	}
	return d.store.Notices(ctx, f, p)
}
