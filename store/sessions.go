package store

import (
	"context"
	"errors"
	"time"

	"ploughshare/aid"

	"gorm.io/gorm/clause"
)

// session is what the server remembers of a browser. The id is the hash of what the browser holds.
type session struct {
	ID        string `gorm:"primaryKey"`
	Data      []byte
	ExpiresAt time.Time
}

// Sessions keeps sessions for the session manager (scs), which hands over hashes of tokens and calls the methods with a
// context.
type Sessions struct{ store *Store }

// Sessions of this store.
func (s *Store) Sessions() Sessions { return Sessions{s} }

// FindCtx returns a session unless it has expired.
func (s Sessions) FindCtx(ctx context.Context, id string) ([]byte, bool, error) {
	now := s.store.write.NowFunc()
	found, err := take[session](s.store.read.WithContext(ctx).Where("id = ? AND expires_at > ?", id, now), "session")
	if errors.Is(err, aid.ErrNotFound) {
		return nil, false, nil
	}
	return found.Data, err == nil, err
}

// CommitCtx keeps a session, and forgets those that have expired.
func (s Sessions) CommitCtx(ctx context.Context, id string, data []byte, expiry time.Time) error {
	return failure("session", s.store.InTx(ctx, func(tx *Store) error {
		db := tx.write.WithContext(ctx)
		if err := db.Where("expires_at <= ?", db.NowFunc()).Delete(&session{}).Error; err != nil {
			return err
		}
		return db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&session{id, data, instant(expiry)}).Error
	}))
}

// DeleteCtx forgets a session.
func (s Sessions) DeleteCtx(ctx context.Context, id string) error {
	return failure("session", s.store.write.WithContext(ctx).Where("id = ?", id).Delete(&session{}).Error)
}

// Find, Commit and Delete are the same without a context, which scs asks for.
func (s Sessions) Find(id string) ([]byte, bool, error) { return s.FindCtx(context.Background(), id) }

func (s Sessions) Commit(id string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), id, data, expiry)
}

func (s Sessions) Delete(id string) error { return s.DeleteCtx(context.Background(), id) }
