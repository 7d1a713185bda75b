package store

import (
	"context"
	"time"

	"ploughshare/aid"
)

// RemoveExpired removes the receipts and sessions whose time is over.
func (s *Store) RemoveExpired(ctx context.Context) error {
	return failure("what has expired", s.InTx(ctx, func(tx *Store) error {
		db := tx.write.WithContext(ctx)
		return inTurn(
			func() error { return db.Where("expires_at <= ?", db.NowFunc()).Delete(&aid.Receipt{}).Error },
			func() error { return db.Where("expires_at <= ?", db.NowFunc()).Delete(&session{}).Error },
		)
	}))
}

// RemoveHistory removes runs that have ended and notices that are sent or given up, from before a time, and says how many
// of each. The journal is never cut.
func (s *Store) RemoveHistory(ctx context.Context, before time.Time) (runs, notices int64, err error) {
	before = instant(before)
	err = s.InTx(ctx, func(tx *Store) error {
		db := tx.write.WithContext(ctx)
		gone := db.Where("created_at < ? AND state NOT IN ?", before, aid.Unfinished).Delete(&aid.Run{})
		if runs = gone.RowsAffected; gone.Error != nil {
			return gone.Error
		}
		told := []aid.NoticeState{aid.NoticeSent, aid.NoticeFailed}
		gone = db.Where("created_at < ? AND state IN ?", before, told).Delete(&aid.Notice{})
		notices = gone.RowsAffected
		return gone.Error
	})
	return runs, notices, failure("history", err)
}
