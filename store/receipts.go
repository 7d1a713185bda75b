package store

import (
	"context"

	"ploughshare/aid"

	"gorm.io/gorm/clause"
)

// Receipt returns a receipt unless it has expired.
func (s *Store) Receipt(ctx context.Context, id string) (aid.Receipt, error) {
	return take[aid.Receipt](s.read.WithContext(ctx).Where("id = ? AND expires_at > ?", id, s.write.NowFunc()), "receipt")
}

// AnswerReceipt keeps the answer of the attempt that a receipt is for, and the receipt itself if no change has done so.
func (s *Store) AnswerReceipt(ctx context.Context, r aid.Receipt) error {
	return failure("receipt", s.InTx(ctx, func(tx *Store) error {
		if err := tx.keepReceipt(ctx, r); err != nil {
			return err
		}
		return tx.write.WithContext(ctx).Model(&aid.Receipt{}).Where("id = ?", r.ID).Update("answer", r.Answer).Error
	}))
}

// keepReceipt keeps a receipt once, in the transaction of the change that it is for. It is a conflict when an equal
// call has left one, which undoes the change.
func (s *Store) keepReceipt(ctx context.Context, r aid.Receipt) error {
	r.ExpiresAt = instant(r.ExpiresAt)
	db := s.write.WithContext(ctx)
	if err := db.Where("id = ? AND expires_at <= ?", r.ID, db.NowFunc()).Delete(&aid.Receipt{}).Error; err != nil {
		return err
	}
	added := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&r)
	if added.Error != nil || added.RowsAffected == 1 {
		return added.Error
	}
	kept, err := take[aid.Receipt](db.Where("id = ?", r.ID), "receipt")
	if err == nil && kept.Attempt != r.Attempt {
		err = aid.ErrRepeated
	}
	return err
}
