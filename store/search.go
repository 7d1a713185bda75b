package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"ploughshare/aid"
	"ploughshare/words"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// text is what a record is found by: the stems of its words.
type text struct {
	ID        int64
	Kind      string // the table of the record
	SubjectID string
	Edition   string // of the analysis, see words.Edition
	Stems     string
}

// index writes what records of a kind are found by, in place of what was: what each says, and the names of its codes.
func (s *Store) index(ctx context.Context, kind string, ids []string, said, codes [][]string) error {
	n, err := s.names(ctx, codes)
	if err != nil {
		return err
	}
	rows := make([]text, len(ids))
	for i, id := range ids {
		rows[i] = text{Kind: kind, SubjectID: id, Edition: words.Edition, Stems: n.all(said[i], codes[i])}
	}
	for start := 0; start < len(ids); start += batch {
		end := min(start+batch, len(ids))
		db := s.write.WithContext(ctx)
		if err := db.Where("kind = ? AND subject_id IN ?", kind, ids[start:end]).Delete(&text{}).Error; err != nil {
			return err
		}
		if err := db.Create(rows[start:end]).Error; err != nil {
			return err
		}
	}
	return nil
}

// names knows the stems of the names of some parties and themes in all languages.
type names struct {
	words *words.Reader
	named map[string]aid.Names
	stems map[string]string
}

// names of the parties among the codes, and of all themes: a single request changes far more often than many.
func (s *Store) names(ctx context.Context, codes [][]string) (*names, error) {
	n := &names{words: s.words, named: map[string]aid.Names{}, stems: map[string]string{}}
	var wanted []aid.PartyID
	for _, code := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(codes...)))) {
		wanted = append(wanted, aid.PartyID(code))
	}
	parties, err := s.PartyByID(ctx, wanted)
	if err != nil {
		return nil, err
	}
	for id, p := range parties {
		n.named[string(id)] = p.Names
	}
	var themes []aid.Theme
	err = s.read.WithContext(ctx).Select("id", "names").Find(&themes).Error
	for _, t := range themes {
		n.named[string(t.ID)] = t.Names
	}
	return n, err
}

// all are the stems of a text and of the names of what the codes stand for.
func (n *names) all(said []string, codes []string) string {
	stems := []string{strings.Join(n.words.Stems(strings.Join(said, "\n")), " ")}
	for _, code := range codes {
		if _, known := n.stems[code]; !known {
			name := strings.Join(slices.Collect(maps.Values(n.named[code])), "\n")
			n.stems[code] = strings.Join(n.words.Stems(name), " ")
		}
		stems = append(stems, n.stems[code])
	}
	return strings.Join(stems, " ")
}

// indexRequests takes what everybody may see who may see the request: a search must not tell of what it does not show.
func (s *Store) indexRequests(ctx context.Context, rows []aid.Request) error {
	ids, codes, said := make([]string, len(rows)), make([][]string, len(rows)), make([][]string, len(rows))
	for i, r := range rows {
		ids[i], said[i] = string(r.ID), []string{string(r.ID), r.Title, r.Need}
		codes[i] = []string{string(r.RequesterID)}
		for _, share := range slices.Concat(r.Countries, r.Themes) {
			codes[i] = append(codes[i], share.Code)
		}
	}
	return s.index(ctx, "requests", ids, said, codes)
}

// indexOffers does the same with offers.
func (s *Store) indexOffers(ctx context.Context, rows []aid.Offer) error {
	ids, codes, said := make([]string, len(rows)), make([][]string, len(rows)), make([][]string, len(rows))
	for i, o := range rows {
		ids[i], said[i] = string(o.ID), []string{string(o.ID), o.Programme, o.PlacesText, o.Applicants}
		for _, id := range o.Donors {
			codes[i] = append(codes[i], string(id))
		}
		for _, id := range o.Themes {
			codes[i] = append(codes[i], string(id))
		}
	}
	return s.index(ctx, "offers", ids, said, codes)
}

// Reindex makes sure that every request and offer is found by its words as they are read now: after the names of
// parties and themes, or the reading itself, have changed.
func (s *Store) Reindex(ctx context.Context) error {
	return failure("search index", s.InTx(ctx, func(tx *Store) error {
		db := tx.write.WithContext(ctx)
		var requests []aid.Request
		var offers []aid.Offer
		return inTurn(
			func() error { return db.Where("1 = 1").Delete(&text{}).Error },
			func() error {
				return db.FindInBatches(&requests, batch, func(*gorm.DB, int) error { return tx.indexRequests(ctx, requests) }).Error
			},
			func() error {
				return db.FindInBatches(&offers, batch, func(*gorm.DB, int) error { return tx.indexOffers(ctx, offers) }).Error
			},
		)
	}))
}

// Indexed says whether every request and offer is found by its words as this program reads them.
func (s *Store) Indexed(ctx context.Context) (bool, error) {
	var there, wanted int64
	err := s.read.WithContext(ctx).Model(&text{}).Where("edition = ?", words.Edition).Count(&there).Error
	for _, table := range []any{&aid.Request{}, &aid.Offer{}} {
		var n int64
		if err == nil {
			err = s.read.WithContext(ctx).Model(table).Count(&n).Error
		}
		wanted += n
	}
	return there == wanted, failure("search index", err)
}

// found keeps the rows of a table in which somebody's words occur. Words that mean nothing by themselves do not filter.
func (s *Store) found(db *gorm.DB, column, kind, asked string) *gorm.DB {
	query := s.words.Query(asked)
	if len(query) == 0 {
		return db
	}
	texts := db.Session(&gorm.Session{NewDB: true}).Table("texts").Select("subject_id").Where("kind = ?", kind)
	if s.db.dialect == goose.DialectPostgres {
		texts = texts.Where("to_tsvector('simple', stems) @@ to_tsquery('simple', ?)", spell(query, " & ", " | ", "'"))
	} else {
		texts = texts.Where("id IN (SELECT rowid FROM words WHERE words MATCH ?)", spell(query, " AND ", " OR ", `"`))
	}
	return db.Where(column+" IN (?)", texts)
}

// spell writes a query in the language of a database: every word, in any of its readings, with all of the stems.
func spell(q words.Query, and, or, quote string) string {
	every := make([]string, len(q))
	for i, readings := range q {
		any := make([]string, len(readings))
		for j, stems := range readings {
			quoted := make([]string, len(stems))
			for k, stem := range stems {
				quoted[k] = quote + strings.NewReplacer(quote, quote+quote, `\`, `\\`).Replace(stem) + quote
			}
			any[j] = "(" + strings.Join(quoted, and) + ")"
		}
		every[i] = "(" + strings.Join(any, or) + ")"
	}
	return strings.Join(every, and)
}
