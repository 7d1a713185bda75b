package store

import (
	"context"
	"slices"

	"ploughshare/aid"

	"gorm.io/gorm"
)

// batch is how many rows go into one statement: few enough for the parameters that SQLite allows (32,766).
const batch = 500

// kind is what the store must know of a type to keep its rows by id.
type kind[T any, ID ~string] struct {
	one, many string // what errors call it
	id        func(T) ID
	version   func(*T) *int64                          // nil where rows have no version
	index     func(*Store, context.Context, []T) error // nil where rows are not searched
}

func (k kind[T, ID]) add(ctx context.Context, s *Store, rows []T) error {
	rows = slices.Clone(rows)
	for i := range rows {
		mark(&rows[i])
	}
	return failure(k.many, s.InTx(ctx, func(tx *Store) error {
		if err := tx.write.WithContext(ctx).CreateInBatches(rows, batch).Error; err != nil || k.index == nil {
			return err
		}
		return k.index(tx, ctx, rows)
	}))
}

func (k kind[T, ID]) get(ctx context.Context, s *Store, id ID) (T, error) {
	return take[T](s.read.WithContext(ctx).Where("id = ?", id), k.one+" "+string(id))
}

func (k kind[T, ID]) byID(ctx context.Context, s *Store, ids []ID) (map[ID]T, error) {
	found := make(map[ID]T, len(ids))
	for some := range slices.Chunk(ids, batch) {
		var rows []T
		if err := s.read.WithContext(ctx).Where("id IN ?", some).Find(&rows).Error; err != nil {
			return nil, failure(k.many, err)
		}
		for _, row := range rows {
			found[k.id(row)] = row
		}
	}
	return found, nil
}

// all reads every row that db selects, by order of id.
func (k kind[T, ID]) all(db *gorm.DB) ([]T, error) {
	var rows, some []T
	err := db.FindInBatches(&some, batch, func(*gorm.DB, int) error {
		rows = append(rows, some...)
		return nil
	}).Error
	return rows, failure(k.many, err)
}

// replace writes all columns but the id and the time of creation. Where rows have a version the stored one must still
// be that of the row; it goes up by one.
func (k kind[T, ID]) replace(ctx context.Context, s *Store, row T) error {
	if k.index == nil {
		return k.update(ctx, s, row)
	}
	return s.InTx(ctx, func(tx *Store) error {
		if err := k.update(ctx, tx, row); err != nil {
			return err
		}
		return failure(k.one+" "+string(k.id(row)), k.index(tx, ctx, []T{row}))
	})
}

func (k kind[T, ID]) update(ctx context.Context, s *Store, row T) error {
	id := k.id(row)
	what := k.one + " " + string(id)
	change := s.write.WithContext(ctx).Model(new(T)).Select("*").Omit("id", "created_at").Where("id = ?", id)
	if k.version != nil {
		version := k.version(&row)
		change = change.Where("version = ?", *version)
		*version++
	}
	change = change.Updates(row)
	if change.Error != nil || change.RowsAffected == 1 {
		return failure(what, change.Error)
	}
	if _, err := k.get(ctx, s, id); err != nil {
		return err
	}
	return failure(what, aid.ErrConflict)
}

// take returns the one row that db selects.
func take[T any](db *gorm.DB, what string) (T, error) {
	var row T
	err := db.Take(&row).Error
	return row, failure(what, err)
}
