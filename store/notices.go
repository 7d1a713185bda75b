package store

import (
	"context"

	"ploughshare/aid"

	"gorm.io/gorm"
)

var subscriptions = kind[aid.Subscription, aid.SubscriptionID]{
	one: "subscription", many: "subscriptions",
	id:      func(s aid.Subscription) aid.SubscriptionID { return s.ID },
	version: func(s *aid.Subscription) *int64 { return &s.Version },
}

var notices = kind[aid.Notice, aid.NoticeID]{
	one: "notice", many: "notices", id: func(n aid.Notice) aid.NoticeID { return n.ID },
}

var subscriptionOrders = []order{
	{name: "id", columns: []string{"id"}},
}

var noticeOrders = []order{
	{name: "id", columns: []string{"id"}, desc: true},
}

// AddSubscription adds a new subscription.
func (s *Store) AddSubscription(ctx context.Context, row aid.Subscription) error {
	return subscriptions.add(ctx, s, []aid.Subscription{row})
}

// Subscription returns one subscription, with its secret.
func (s *Store) Subscription(ctx context.Context, id aid.SubscriptionID) (aid.Subscription, error) {
	return subscriptions.get(ctx, s, id)
}

// Subscriptions lists those of a party, or all when it is empty; they can be sorted by id.
func (s *Store) Subscriptions(ctx context.Context, party aid.PartyID, p aid.Page) ([]aid.Subscription, string, error) {
	return page[aid.Subscription](where(s.read.WithContext(ctx), "party_id = ?", party), subscriptionOrders, p)
}

// SubscriptionsTo returns those that name an event, by order of id.
func (s *Store) SubscriptionsTo(ctx context.Context, event aid.Event) ([]aid.Subscription, error) {
	return subscriptions.all(where(s.read.WithContext(ctx), "events"+holds, item(event)))
}

// SubscriptionsOf returns those of a rhythm, by order of id.
func (s *Store) SubscriptionsOf(ctx context.Context, rhythm aid.Rhythm) ([]aid.Subscription, error) {
	return subscriptions.all(where(s.read.WithContext(ctx), "rhythm = ?", rhythm))
}

// RemoveSubscription removes a subscription. What was told to it stays in the log; what was not yet is given up.
func (s *Store) RemoveSubscription(ctx context.Context, id aid.SubscriptionID) error {
	return failure("subscription "+string(id), s.InTx(ctx, func(tx *Store) error {
		gone := tx.write.WithContext(ctx).Where("id = ?", id).Delete(&aid.Subscription{})
		if gone.Error == nil && gone.RowsAffected == 0 {
			gone.Error = aid.ErrNotFound
		}
		if gone.Error != nil {
			return gone.Error
		}
		return tx.write.WithContext(ctx).Model(&aid.Notice{}).
			Where("subscription_id = ? AND state IN ?", id, []aid.NoticeState{aid.NoticeQueued, aid.NoticeHeld}).
			Updates(map[string]any{"state": aid.NoticeFailed, "error": "the subscription was removed"}).Error
	}))
}

// AddNotices adds new notices, all or none.
func (s *Store) AddNotices(ctx context.Context, rows []aid.Notice) error {
	return notices.add(ctx, s, rows)
}

// Notice returns one notice.
func (s *Store) Notice(ctx context.Context, id aid.NoticeID) (aid.Notice, error) {
	return notices.get(ctx, s, id)
}

// ReplaceNotice writes all of a notice anew.
func (s *Store) ReplaceNotice(ctx context.Context, row aid.Notice) error {
	mark(&row)
	return notices.replace(ctx, s, row)
}

// HeldNotices returns what waits for the digest of a subscriber, in the order in which it happened.
func (s *Store) HeldNotices(ctx context.Context, id aid.SubscriptionID) ([]aid.Notice, error) {
	return notices.all(s.read.WithContext(ctx).Where("subscription_id = ? AND state = ?", id, aid.NoticeHeld))
}

// NoticesIn returns the notices that a digest tells, in the order in which they happened.
func (s *Store) NoticesIn(ctx context.Context, digest aid.NoticeID) ([]aid.Notice, error) {
	return notices.all(s.read.WithContext(ctx).Where("digest_id = ?", digest))
}

// Notices lists the log, the latest first; it can be sorted by id, which is by time.
func (s *Store) Notices(ctx context.Context, f aid.NoticeFilter, p aid.Page) ([]aid.Notice, string, error) {
	return page[aid.Notice](s.noticesBy(ctx, f), noticeOrders, p)
}

// CountNotices says how long the list is that Notices returns.
func (s *Store) CountNotices(ctx context.Context, f aid.NoticeFilter) (int, error) {
	var n int64
	err := s.noticesBy(ctx, f).Model(&aid.Notice{}).Count(&n).Error
	return int(n), failure("notices", err)
}

func (s *Store) noticesBy(ctx context.Context, f aid.NoticeFilter) *gorm.DB {
	db := where(s.read.WithContext(ctx), "state = ?", f.State)
	db = where(db, "event = ?", f.Event)
	db = where(db, "subject = ?", f.Subject)
	return where(db, "subscription_id = ?", f.Subscription)
}
