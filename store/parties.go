package store

import (
	"context"

	"ploughshare/aid"
)

var parties = kind[aid.Party, aid.PartyID]{
	one: "party", many: "parties",
	id: func(p aid.Party) aid.PartyID { return p.ID },
}

var partyOrders = []order{
	{name: "id", columns: []string{"id"}},
	{name: "kind", columns: []string{"kind", "id"}},
}

// inRegion is the condition on parties of an M49 region or sub-region.
const inRegion = "? IN (region, subregion)"

// AddParties adds new parties, all or none.
func (s *Store) AddParties(ctx context.Context, rows []aid.Party) error {
	return parties.add(ctx, s, rows)
}

// Party returns one party.
func (s *Store) Party(ctx context.Context, id aid.PartyID) (aid.Party, error) {
	return parties.get(ctx, s, id)
}

// PartyByID returns those of the parties that there are.
func (s *Store) PartyByID(ctx context.Context, ids []aid.PartyID) (map[aid.PartyID]aid.Party, error) {
	return parties.byID(ctx, s, ids)
}

// ReplaceParty writes all of a party anew.
func (s *Store) ReplaceParty(ctx context.Context, p aid.Party) error {
	return parties.replace(ctx, s, p)
}

// Parties lists parties; they can be sorted by id and kind.
func (s *Store) Parties(ctx context.Context, f aid.PartyFilter, p aid.Page) ([]aid.Party, string, error) {
	db := where(s.read.WithContext(ctx), "kind = ?", f.Kind)
	db = where(db, "roles"+holds, item(f.Role))
	db = where(db, inRegion, f.Region)
	return page[aid.Party](db, partyOrders, p)
}
