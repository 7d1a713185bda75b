package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"ploughshare/aid"
)

var roundOrders = []order{
	{name: "created_at", columns: []string{"created_at", "id"}, desc: true},
	{name: "id", columns: []string{"id"}},
}

// roundRecord is what a round read and made, gzipped. It is large and seldom wanted, hence not part of the round.
type roundRecord struct {
	RoundID aid.RoundID `gorm:"primaryKey"`
	Inputs  []byte
	Outcome []byte
}

// NextRoundID is the id of the next round of a year. Who uses it within the transaction that adds the round has it for
// himself on SQLite; on PostgreSQL another may be quicker, which AddRound calls a conflict.
func (s *Store) NextRoundID(ctx context.Context, year int) (aid.RoundID, error) {
	prefix := fmt.Sprintf("R%04d-", year)
	var last int
	err := s.read.WithContext(ctx).Model(&aid.Round{}).Where("id LIKE ?", prefix+"%").
		Select("coalesce(max(cast(substr(id, 7) AS integer)), 0)").Scan(&last).Error
	return aid.RoundID(fmt.Sprintf("%s%d", prefix, last+1)), failure("rounds of the year", err)
}

// AddRound keeps a round with its proposals, unmatched requests and the records of what it read and made. It gives
// proposals and unmatched requests the id of the round.
func (s *Store) AddRound(ctx context.Context, r aid.Round, proposals []aid.Proposal, unmatched []aid.Unmatched,
	inputs, outcome []byte) error {
	record, err := pack(r.ID, inputs, outcome)
	if err != nil {
		return failure("record of round "+string(r.ID), err)
	}
	mark(&r)
	proposals, unmatched = slices.Clone(proposals), slices.Clone(unmatched)
	for i, p := range proposals {
		proposals[i].ID, proposals[i].RoundID = aid.NewProposalID(r.ID, p.RequestID, p.OfferID), r.ID
	}
	for i := range unmatched {
		unmatched[i].RoundID = r.ID
	}
	return failure("round "+string(r.ID), s.InTx(ctx, func(tx *Store) error {
		db := tx.write.WithContext(ctx)
		return inTurn(
			func() error { return db.Create(&r).Error },
			func() error { return db.Create(&record).Error },
			func() error { return db.CreateInBatches(proposals, batch).Error },
			func() error { return db.CreateInBatches(unmatched, batch).Error },
		)
	}))
}

// Round returns one round.
func (s *Store) Round(ctx context.Context, id aid.RoundID) (aid.Round, error) {
	return take[aid.Round](s.read.WithContext(ctx).Where("id = ?", id), "round "+string(id))
}

// LatestRound returns the round of the latest day, of those the one that was added last: a round made for a day long
// past is a look back. The longer of two ids of one moment is the later.
func (s *Store) LatestRound(ctx context.Context) (aid.Round, error) {
	db := s.read.WithContext(ctx).Order("as_of DESC, created_at DESC, length(id) DESC, id DESC")
	return take[aid.Round](db, "latest round")
}

// Rounds lists rounds, the latest first; they can be sorted by created_at and id.
func (s *Store) Rounds(ctx context.Context, p aid.Page) ([]aid.Round, string, error) {
	return page[aid.Round](s.read.WithContext(ctx), roundOrders, p)
}

// RoundRecord returns what a round read and what it made, as they were given to AddRound.
func (s *Store) RoundRecord(ctx context.Context, id aid.RoundID) (inputs, outcome []byte, err error) {
	what := "record of round " + string(id)
	record, err := take[roundRecord](s.read.WithContext(ctx).Where("round_id = ?", id), what)
	if err != nil {
		return nil, nil, err
	}
	inputs, errIn := unzip(record.Inputs)
	outcome, errOut := unzip(record.Outcome)
	return inputs, outcome, failure(what, errors.Join(errIn, errOut))
}

func pack(id aid.RoundID, inputs, outcome []byte) (roundRecord, error) {
	in, errIn := zip(inputs)
	out, errOut := zip(outcome)
	return roundRecord{RoundID: id, Inputs: in, Outcome: out}, errors.Join(errIn, errOut)
}

func zip(text []byte) ([]byte, error) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := w.Write(text)
	err = errors.Join(err, w.Close())
	return zipped.Bytes(), err
}

func unzip(zipped []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// RoundTimes says when each round was made. Rounds are few.
func (s *Store) RoundTimes(ctx context.Context) (map[aid.RoundID]time.Time, error) {
	var rounds []aid.Round
	err := s.read.WithContext(ctx).Select("id", "created_at").Find(&rounds).Error
	made := make(map[aid.RoundID]time.Time, len(rounds))
	for _, r := range rounds {
		made[r.ID] = r.CreatedAt
	}
	return made, failure("rounds", err)
}
