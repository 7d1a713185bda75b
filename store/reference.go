package store

import (
	"context"
	"slices"

	"ploughshare/aid"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Reference returns all that everything else refers to, in a fixed order.
func (s *Store) Reference(ctx context.Context) (aid.Reference, error) {
	var ref aid.Reference
	for _, list := range []struct {
		rows  any
		order string
	}{
		{&ref.Parties, "id"},
		{&ref.Themes, "id"},
		{&ref.Areas, "id"},
		{&ref.Memberships, `area_id, party_id, "from"`},
		{&ref.Embargoes, "id"},
		{&ref.Rates, `currency, "from"`},
	} {
		if err := s.read.WithContext(ctx).Order(list.order).Find(list.rows).Error; err != nil {
			return aid.Reference{}, failure("reference", err)
		}
	}
	return ref, nil
}

// PutReference adds what is new in a reference and updates what is there; what it does not name stays. Only the
// memberships of an area and the rates of a currency are replaced as a whole, since they have no ids of their own.
func (s *Store) PutReference(ctx context.Context, ref aid.Reference) error {
	return failure("reference", s.InTx(ctx, func(tx *Store) error {
		db := tx.write.WithContext(ctx)
		return inTurn(
			func() error { return upsert(db, ref.Parties) },
			func() error { return upsert(db, ref.Themes) },
			func() error { return upsert(db, ref.Areas) },
			func() error { return upsert(db, ref.Embargoes) },
			func() error { return putMemberships(db, ref) },
			func() error { return putRates(db, ref.Rates) },
		)
	}))
}

func upsert[T any](db *gorm.DB, rows []T) error {
	return db.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(slices.Clone(rows), batch).Error
}

func putMemberships(db *gorm.DB, ref aid.Reference) error {
	var areas []string
	for _, area := range ref.Areas {
		areas = append(areas, area.ID)
	}
	for _, membership := range ref.Memberships {
		areas = append(areas, membership.AreaID)
	}
	return replaceAll(db, "area_id", areas, ref.Memberships)
}

func putRates(db *gorm.DB, rates []aid.Rate) error {
	var currencies []string
	for _, rate := range rates {
		currencies = append(currencies, rate.Currency)
	}
	return replaceAll(db, "currency", currencies, rates)
}

// replaceAll replaces the rows whose column has one of the values.
func replaceAll[T any](db *gorm.DB, column string, values []string, rows []T) error {
	slices.Sort(values)
	for some := range slices.Chunk(slices.Compact(values), batch) {
		if err := db.Where(column+" IN ?", some).Delete(new(T)).Error; err != nil {
			return err
		}
	}
	return db.CreateInBatches(slices.Clone(rows), batch).Error
}
