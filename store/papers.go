package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"ploughshare/aid"

	"gorm.io/gorm/clause"
)

var issues = kind[aid.Issue, aid.IssueID]{
	one: "issue", many: "issues", id: func(i aid.Issue) aid.IssueID { return i.ID },
}

var papers = kind[aid.Paper, aid.PaperID]{
	one: "paper", many: "papers", id: func(p aid.Paper) aid.PaperID { return p.ID },
}

var translations = kind[aid.Translation, aid.TranslationID]{
	one: "translation", many: "translations",
	id:      func(x aid.Translation) aid.TranslationID { return x.ID },
	version: func(x *aid.Translation) *int64 { return &x.Version },
}

var (
	issueOrders = []order{{name: "created_at", columns: []string{"created_at", "id"}, desc: true}, {name: "id", columns: []string{"id"}}}
	paperOrders = []order{{name: "id", columns: []string{"id"}}, {name: "issued_at", columns: []string{"issued_at", "id"}}}
)

// content is something that is kept by what it is.
type content struct {
	Digest string `gorm:"primaryKey"`
	Data   []byte
}

// Digest is the SHA-256 of data, under which it is kept.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// AddContent keeps data, once however often it comes, and returns its digest.
func (s *Store) AddContent(ctx context.Context, data []byte) (string, error) {
	row := content{Digest(data), data}
	err := s.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
	return row.Digest, failure("content "+row.Digest, err)
}

// Content returns what is kept under a digest. It is not checked: see Digest.
func (s *Store) Content(ctx context.Context, digest string) ([]byte, error) {
	row, err := take[content](s.read.WithContext(ctx).Where("digest = ?", digest), "content "+digest)
	return row.Data, err
}

// AddIssue keeps an issue with what it freezes, and returns it with the digest. Nothing changes an issue.
func (s *Store) AddIssue(ctx context.Context, i aid.Issue, frozen []byte) (aid.Issue, error) {
	zipped, err := zip(frozen)
	if err != nil {
		return i, failure("issue "+string(i.ID), err)
	}
	err = s.InTx(ctx, func(tx *Store) error {
		if i.Digest, err = tx.AddContent(ctx, zipped); err != nil {
			return err
		}
		return issues.add(ctx, tx, []aid.Issue{i})
	})
	return i, err
}

// Frozen is what an issue froze.
func (s *Store) Frozen(ctx context.Context, i aid.Issue) ([]byte, error) {
	zipped, err := s.Content(ctx, i.Digest)
	if err != nil {
		return nil, err
	}
	frozen, err := unzip(zipped)
	return frozen, failure("what issue "+string(i.ID)+" froze", err)
}

// Issue and Issues read them; they can be sorted by created_at and id.

func (s *Store) Issue(ctx context.Context, id aid.IssueID) (aid.Issue, error) {
	return issues.get(ctx, s, id)
}

func (s *Store) Issues(ctx context.Context, p aid.Page) ([]aid.Issue, string, error) {
	return page[aid.Issue](s.read.WithContext(ctx), issueOrders, p)
}

// Corrigenda are the issues that put one right, in the order in which they were made.
func (s *Store) Corrigenda(ctx context.Context, id aid.IssueID) ([]aid.Issue, error) {
	rows := []aid.Issue{}
	err := s.read.WithContext(ctx).Where("corrects = ?", id).Order("created_at, id").Find(&rows).Error
	return rows, failure("corrigenda to "+string(id), err)
}

// NextSymbol numbers on: it is the first symbol of a form that no issue has, which corrigenda do not count as.
// On PostgreSQL another may be quicker, which AddIssue calls a conflict.
func (s *Store) NextSymbol(ctx context.Context, form func(n int) string) (string, error) {
	stem := strings.TrimSuffix(form(0), "0")
	var taken []string
	err := s.read.WithContext(ctx).Model(&aid.Issue{}).Where(`symbol LIKE ? ESCAPE '\'`, likeness(stem)+"%").Pluck("symbol", &taken).Error
	last := 0
	for _, symbol := range taken {
		var n int
		if _, err := fmt.Sscanf(strings.TrimPrefix(symbol, stem), "%d", &n); err == nil {
			last = max(last, n)
		}
	}
	return form(last + 1), failure("symbols", err)
}

// AddPaper keeps an issued file and returns it with its digest and size.
func (s *Store) AddPaper(ctx context.Context, p aid.Paper, data []byte) (aid.Paper, error) {
	err := s.InTx(ctx, func(tx *Store) (err error) {
		if p.Digest, err = tx.AddContent(ctx, data); err != nil {
			return err
		}
		p.Size = int64(len(data))
		return papers.add(ctx, tx, []aid.Paper{p})
	})
	return p, err
}

// Paper returns one issued file, without its content.

func (s *Store) Paper(ctx context.Context, id aid.PaperID) (aid.Paper, error) {
	return papers.get(ctx, s, id)
}

// Papers lists issued files; they can be sorted by id and issued_at.
func (s *Store) Papers(ctx context.Context, f aid.PaperFilter, p aid.Page) ([]aid.Paper, string, error) {
	db := where(s.read.WithContext(ctx), "id = ?", f.ID)
	db = where(db, "issue_id = ?", f.Issue)
	db = where(db, "kind = ?", f.Kind)
	db = where(db, "round_id = ?", f.Round)
	db = where(db, "party_id = ?", f.Party)
	db = where(db, "language = ?", f.Language)
	db = where(db, "format = ?", f.Format)
	if f.Reader != "" {
		published := s.read.WithContext(ctx).Model(&aid.Meeting{}).Select("round_id").Where("published_on <> ''")
		db = db.Where("party_id = ? OR party_id = '' AND kind IN ? AND (round_id = '' OR round_id IN (?))", f.Reader, f.Open, published)
	}
	return page[aid.Paper](db, paperOrders, p)
}

// PutTranslation keeps a translation of a request in a language, in place of an earlier one of the version given.
func (s *Store) PutTranslation(ctx context.Context, x aid.Translation) error {
	if x.Version > 0 {
		return translations.replace(ctx, s, x)
	}
	x.Version = 1
	return translations.add(ctx, s, []aid.Translation{x})
}

// TranslationsOf returns the translations of requests.
func (s *Store) TranslationsOf(ctx context.Context, ids ...aid.RequestID) ([]aid.Translation, error) {
	var all []aid.Translation
	for some := range slices.Chunk(ids, batch) {
		rows, err := translations.all(s.read.WithContext(ctx).Where("request_id IN ?", some))
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// RunsOf returns the runs of a subject, the first one first.
func (s *Store) RunsOf(ctx context.Context, subject string) ([]aid.Run, error) {
	return runs.all(s.read.WithContext(ctx).Where("subject = ?", subject))
}

// ProposalsIn returns all proposals of rounds as of days of a year, by order of id.
func (s *Store) ProposalsIn(ctx context.Context, year int) ([]aid.Proposal, error) {
	db := s.read.WithContext(ctx)
	rounds := db.Model(&aid.Round{}).Select("id").Where("as_of LIKE ?", fmt.Sprintf("%04d%%", year))
	return proposals.all(db.Where("round_id IN (?)", rounds))
}

// AllRequests returns all requests, or those of a State, by order of id.
func (s *Store) AllRequests(ctx context.Context, requester aid.PartyID) ([]aid.Request, error) {
	return requests.all(where(s.read.WithContext(ctx), "requester_id = ?", requester))
}

// ReportedIn returns the States whose reports for a year on an instrument were read in, by order of id.
func (s *Store) ReportedIn(ctx context.Context, instrument string, year int) ([]aid.PartyID, error) {
	var states []aid.PartyID
	err := s.read.WithContext(ctx).Model(&aid.Report{}).Where("instrument = ? AND year = ?", instrument, year).
		Distinct("party_id").Order("party_id").Pluck("party_id", &states).Error
	return states, failure("reports of the year", err)
}
