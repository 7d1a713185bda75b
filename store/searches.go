package store

import (
	"context"

	"ploughshare/aid"
)

var searches = kind[aid.Search, aid.SearchID]{
	one: "search", many: "searches", id: func(s aid.Search) aid.SearchID { return s.ID },
	version: func(s *aid.Search) *int64 { return &s.Version },
}

var searchOrders = []order{
	{name: "id", columns: []string{"id"}},
}

// AddSearch adds a new search.
func (s *Store) AddSearch(ctx context.Context, row aid.Search) error {
	return searches.add(ctx, s, []aid.Search{row})
}

// Search returns one search.
func (s *Store) Search(ctx context.Context, id aid.SearchID) (aid.Search, error) {
	return searches.get(ctx, s, id)
}

// ReplaceSearch writes all of a search anew.
func (s *Store) ReplaceSearch(ctx context.Context, row aid.Search) error {
	return searches.replace(ctx, s, row)
}

// Searches lists those of a user; they can be sorted by id, which is by time.
func (s *Store) Searches(ctx context.Context, user aid.UserID, p aid.Page) ([]aid.Search, string, error) {
	return page[aid.Search](s.read.WithContext(ctx).Where("user_id = ?", user), searchOrders, p)
}

// RemoveSearch removes a search.
func (s *Store) RemoveSearch(ctx context.Context, id aid.SearchID) error {
	return failure("search "+string(id), s.write.WithContext(ctx).Where("id = ?", id).Delete(&aid.Search{}).Error)
}

// SubscriptionsOfSearch returns what tells of a search.
func (s *Store) SubscriptionsOfSearch(ctx context.Context, id aid.SearchID) ([]aid.Subscription, error) {
	return subscriptions.all(s.read.WithContext(ctx).Where("search_id = ?", id))
}
