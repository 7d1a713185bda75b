package store

import (
	"context"

	"ploughshare/aid"
)

var offers = kind[aid.Offer, aid.OfferID]{
	one: "offer", many: "offers",
	id:      func(o aid.Offer) aid.OfferID { return o.ID },
	version: func(o *aid.Offer) *int64 { return &o.Version },
	index:   (*Store).indexOffers,
}

var offerOrders = []order{
	{name: "id", columns: []string{"id"}},
	{name: "programme", columns: []string{"programme", "id"}},
	{name: "form", columns: []string{"form", "id"}},
	{name: "updated_at", columns: []string{"updated_at", "id"}},
}

// AddOffers adds new offers, all or none.
func (s *Store) AddOffers(ctx context.Context, rows []aid.Offer) error {
	return offers.add(ctx, s, rows)
}

// Offer returns one offer.
func (s *Store) Offer(ctx context.Context, id aid.OfferID) (aid.Offer, error) {
	return offers.get(ctx, s, id)
}

// OfferByID returns those of the offers that there are.
func (s *Store) OfferByID(ctx context.Context, ids []aid.OfferID) (map[aid.OfferID]aid.Offer, error) {
	return offers.byID(ctx, s, ids)
}

// LockOffer returns one offer, which nobody else changes until the transaction ends.
func (s *Store) LockOffer(ctx context.Context, id aid.OfferID) (aid.Offer, error) {
	return take[aid.Offer](s.locking(ctx).Where("id = ?", id), "offer "+string(id))
}

// ReplaceOffer writes all of an offer anew but the time of its creation. It is a conflict when the stored version is
// no longer that of o; else the stored version becomes o.Version+1.
func (s *Store) ReplaceOffer(ctx context.Context, o aid.Offer) error {
	return offers.replace(ctx, s, o)
}

// Offers lists offers that the reader may see; they can be sorted by id, programme, form and updated_at.
func (s *Store) Offers(ctx context.Context, who aid.Actor, f aid.OfferFilter, p aid.Page) ([]aid.Offer, string, error) {
	db := where(offersFor(s.read.WithContext(ctx), who), "form = ?", f.Form)
	db = where(db, "donors"+holds, item(f.Donor))
	db = where(db, "themes"+holds, item(f.Theme))
	db = s.found(db, "id", "offers", f.Words)
	return page[aid.Offer](db, offerOrders, p)
}

// AllOffers returns all offers, by order of id.
func (s *Store) AllOffers(ctx context.Context) ([]aid.Offer, error) {
	return offers.all(s.read.WithContext(ctx))
}
