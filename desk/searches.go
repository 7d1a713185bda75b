package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"ploughshare/aid"
	"ploughshare/store"
)

// searchEvents are the events that bring something new into a searched list.
var searchEvents = map[aid.Searched]aid.Event{
	aid.SearchedRequests: aid.OnCirculated, aid.SearchedProposals: aid.OnPublished,
}

// KeepSearch saves a filtered list for the caller. Where he wants to hear of what is new in it, that is a subscription at
// the address of his account, in the language given. The error is aid.Problems when the search is not sound.
func (d *Desk) KeepSearch(ctx context.Context, who aid.Actor, s aid.Search, language string) (aid.Search, error) {
	if err := who.May(aid.KeepSearches, who.Party); err != nil {
		return aid.Search{}, err
	}
	user, err := d.Me(ctx, who)
	if err != nil {
		return aid.Search{}, err
	}
	s.ID, s.UserID, s.Version, s.CreatedAt = newID[aid.SearchID](), who.User, 1, d.instant()
	s.Query = s.Filters().Encode()
	entry := d.entry(who, "saved", "searches/"+string(s.ID), s.Name)
	return s, d.keep(ctx, s, entry, func(tx *store.Store) error {
		if err := tx.AddSearch(ctx, s); err != nil || s.Rhythm == "" {
			return err
		}
		return tx.AddSubscription(ctx, aid.Subscription{
			ID: newID[aid.SubscriptionID](), UserID: who.User, PartyID: who.Party, Address: "mailto:" + user.Email, SearchID: s.ID,
			Events: aid.List[aid.Event]{searchEvents[s.List]}, Rhythm: s.Rhythm, Language: language,
			Version: 1, CreatedAt: s.CreatedAt, UpdatedAt: s.CreatedAt,
		})
	})
}

// Searches lists those that the caller has saved.
func (d *Desk) Searches(ctx context.Context, who aid.Actor, p aid.Page) ([]aid.Search, string, error) {
	if err := who.May(aid.KeepSearches, who.Party); err != nil {
		return nil, "", err
	}
	return d.store.Searches(ctx, who.User, p)
}

// RemoveSearch forgets a search that the caller has saved, and tells of it no more.
func (d *Desk) RemoveSearch(ctx context.Context, who aid.Actor, id aid.SearchID) error {
	if err := who.May(aid.KeepSearches, who.Party); err != nil {
		return err
	}
	return d.store.InTx(ctx, func(tx *store.Store) error {
		s, err := tx.Search(ctx, id)
		if err == nil && s.UserID != who.User {
			err = fmt.Errorf("search %s: %w", id, aid.ErrNotFound)
		}
		if err != nil {
			return err
		}
		told, err := tx.SubscriptionsOfSearch(ctx, id)
		for _, one := range told {
			err = errors.Join(err, tx.RemoveSubscription(ctx, one.ID))
		}
		if err := errors.Join(err, tx.RemoveSearch(ctx, id)); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, "forgot", "searches/"+string(id), s.Name))
	})
}

// quiet notes that nothing tells of a search any more.
func quiet(ctx context.Context, tx *store.Store, id aid.SearchID) error {
	s, err := tx.Search(ctx, id)
	if err != nil {
		return err
	}
	s.Rhythm = ""
	return tx.ReplaceSearch(ctx, s)
}

// inSearch says whether a request or proposal is in the list that a subscriber has saved.
func inSearch(ctx context.Context, tx *store.Store, id aid.SearchID, subject string) (bool, error) {
	s, err := tx.Search(ctx, id)
	if err != nil {
		return false, err
	}
	_, reference, _ := strings.Cut(subject, "/")
	reader, one := aid.Machine("desk"), aid.Page{Limit: 1}
	if s.List == aid.SearchedRequests {
		filter := aid.RequestFilterOf(s.Filters())
		filter.ID = aid.RequestID(reference)
		found, _, err := tx.Requests(ctx, reader, filter, one)
		return len(found) > 0, err
	}
	filter := aid.ProposalFilterOf(s.Filters())
	filter.ID = aid.ProposalID(reference)
	found, _, err := tx.Proposals(ctx, reader, filter, one)
	return len(found) > 0, err
}
