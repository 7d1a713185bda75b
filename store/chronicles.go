package store

import (
	"context"

	"ploughshare/aid"
)

var chronicles = kind[aid.Chronicle, aid.ChronicleID]{
	one: "chronicle", many: "chronicles",
	id:      func(c aid.Chronicle) aid.ChronicleID { return c.ID },
	version: func(c *aid.Chronicle) *int64 { return &c.Version },
}

var passages = kind[aid.Passage, aid.PassageID]{
	one: "passage", many: "passages",
	id:      func(p aid.Passage) aid.PassageID { return p.ID },
	version: func(p *aid.Passage) *int64 { return &p.Version },
}

var chronicleOrders = []order{
	{name: "id", columns: []string{"id"}},
}

// AddChronicle, Chronicle, ChronicleByID, ReplaceChronicle and Chronicles keep texts that tell of past help.
func (s *Store) AddChronicle(ctx context.Context, c aid.Chronicle) error {
	return chronicles.add(ctx, s, []aid.Chronicle{c})
}

func (s *Store) Chronicle(ctx context.Context, id aid.ChronicleID) (aid.Chronicle, error) {
	return chronicles.get(ctx, s, id)
}

func (s *Store) ChronicleByID(ctx context.Context, id aid.ChronicleID) (map[aid.ChronicleID]aid.Chronicle, error) {
	return chronicles.byID(ctx, s, []aid.ChronicleID{id})
}

func (s *Store) ReplaceChronicle(ctx context.Context, c aid.Chronicle) error {
	return chronicles.replace(ctx, s, c)
}

func (s *Store) Chronicles(ctx context.Context, p aid.Page) ([]aid.Chronicle, string, error) {
	return page[aid.Chronicle](s.read.WithContext(ctx), chronicleOrders, p)
}

// AddPassages adds new passages, all or none.
func (s *Store) AddPassages(ctx context.Context, rows []aid.Passage) error {
	return passages.add(ctx, s, rows)
}

// Passage returns one passage.
func (s *Store) Passage(ctx context.Context, id aid.PassageID) (aid.Passage, error) {
	return passages.get(ctx, s, id)
}

// ReplacePassage writes a passage anew. It is a conflict when the stored version is no longer that of p.
func (s *Store) ReplacePassage(ctx context.Context, p aid.Passage) error {
	return passages.replace(ctx, s, p)
}

// PassagesOf returns the passages of a chronicle, in their order.
func (s *Store) PassagesOf(ctx context.Context, chronicle aid.ChronicleID) ([]aid.Passage, error) {
	var rows []aid.Passage
	err := s.read.WithContext(ctx).Where("chronicle_id = ?", chronicle).Order("seq, id").Find(&rows).Error
	return rows, failure("passages of chronicle "+string(chronicle), err)
}

// RemoveOpenPassages removes what nobody has decided on of a chronicle that is read anew.
func (s *Store) RemoveOpenPassages(ctx context.Context, chronicle aid.ChronicleID) error {
	return failure("passages of chronicle "+string(chronicle), s.write.WithContext(ctx).
		Where("chronicle_id = ? AND state = ?", chronicle, aid.FindingOpen).Delete(&aid.Passage{}).Error)
}
