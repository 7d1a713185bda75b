package store

import (
	"context"
	"errors"

	"ploughshare/aid"

	"gorm.io/gorm"
)

var entryOrders = []order{
	{name: "id", columns: []string{"id"}},
}

// AddEntry seals an entry with the hash of the last one and adds it, and beside it the receipt of the context, if there
// is one. Within a transaction it makes others that add entries wait for its end, so it should come last.
func (s *Store) AddEntry(ctx context.Context, e aid.Entry) error {
	return failure("journal", s.InTx(ctx, func(tx *Store) error {
		if err := tx.lockJournal(ctx); err != nil {
			return err
		}
		var last aid.Entry
		err := tx.read.WithContext(ctx).Last(&last).Error
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		e = e.Seal(last.Hash)
		if err := tx.write.WithContext(ctx).Create(&e).Error; err != nil {
			return err
		}
		receipt, wanted := aid.ReceiptOf(ctx)
		if !wanted {
			return nil
		}
		receipt.Subject = e.Subject
		return tx.keepReceipt(ctx, receipt)
	}))
}

// Entries lists the journal in the order of its chain; it can be sorted by id.
func (s *Store) Entries(ctx context.Context, p aid.Page) ([]aid.Entry, string, error) {
	return page[aid.Entry](s.read.WithContext(ctx), entryOrders, p)
}

// JournalHead is the hash of the last entry: as long as it is the same, so are the records.
func (s *Store) JournalHead(ctx context.Context) (hash string, err error) {
	err = s.read.WithContext(ctx).Model(&aid.Entry{}).Select("hash").Order("id DESC").Limit(1).Scan(&hash).Error
	return hash, failure("journal", err)
}

// HasEntry says whether something has been written in the journal before.
func (s *Store) HasEntry(ctx context.Context, verb, subject, note string) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&aid.Entry{}).
		Where(&aid.Entry{Verb: verb, Subject: subject, Note: note}).Limit(1).Count(&n).Error
	return n > 0, failure("journal", err)
}

// EntriesUnder returns what the journal says of a subject and of all whose address goes on from it, in order.
func (s *Store) EntriesUnder(ctx context.Context, subject string) ([]aid.Entry, error) {
	var entries []aid.Entry
	err := s.read.WithContext(ctx).Where("subject = ? OR (subject >= ? AND subject < ?)", subject, subject+"/", subject+"0").
		Order("id").Find(&entries).Error // "0" comes right behind "/"
	return entries, failure("journal", err)
}
