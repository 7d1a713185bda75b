package store

import (
	"context"

	"ploughshare/aid"
)

var pairings = kind[aid.Pairing, aid.PairingID]{
	one: "pairing", many: "pairings",
	id: func(x aid.Pairing) aid.PairingID { return x.ID },
}

var pairingOrders = []order{
	{name: "id", columns: []string{"id"}},
	{name: "project", columns: []string{"project", "id"}},
	{name: "beneficiary", columns: []string{"beneficiary_id", "id"}},
}

// AddPairings adds new pairings, all or none.
func (s *Store) AddPairings(ctx context.Context, rows []aid.Pairing) error {
	return pairings.add(ctx, s, rows)
}

// Pairing returns one pairing.
func (s *Store) Pairing(ctx context.Context, id aid.PairingID) (aid.Pairing, error) {
	return pairings.get(ctx, s, id)
}

// PairingByID returns those of the pairings that there are.
func (s *Store) PairingByID(ctx context.Context, ids []aid.PairingID) (map[aid.PairingID]aid.Pairing, error) {
	return pairings.byID(ctx, s, ids)
}

// ReplacePairing writes all of a pairing anew.
func (s *Store) ReplacePairing(ctx context.Context, x aid.Pairing) error {
	return pairings.replace(ctx, s, x)
}

// Pairings lists pairings; they can be sorted by id, project and beneficiary.
func (s *Store) Pairings(ctx context.Context, f aid.PairingFilter, p aid.Page) ([]aid.Pairing, string, error) {
	db := where(s.read.WithContext(ctx), "beneficiary_id = ?", f.Beneficiary)
	db = where(db, "donors"+holds, item(f.Donor))
	db = where(db, "themes"+holds, item(f.Theme))
	return page[aid.Pairing](db, pairingOrders, p)
}

// AllPairings returns all pairings, by order of id.
func (s *Store) AllPairings(ctx context.Context) ([]aid.Pairing, error) {
	return pairings.all(s.read.WithContext(ctx))
}
