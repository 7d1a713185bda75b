package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"ploughshare/aid"
	"ploughshare/intake"
	"ploughshare/store"
)

// ImportOptions say how a file is taken in.
type ImportOptions struct {
	Partial  bool                    // keep the good rows even when others are refused
	DryRun   bool                    // only say what would happen
	Progress func(done, total int64) // told now and then how much of the file has been read; may be nil

	// Circulated takes new requests in as before donors already, as those of an earlier compendium are. Those that their
	// State does not let donors see come in as submitted.
	Circulated bool
}

// ImportReport says what came of a file. When rows were refused and Partial was not asked for, nothing is written and
// Written is false.
type ImportReport struct {
	Kind      intake.Kind      `json:"kind"`
	Written   bool             `json:"written"`
	Added     int              `json:"added"`
	Changed   int              `json:"changed"`
	Unchanged int              `json:"unchanged"`
	Refused   int              `json:"refused"`
	Parties   []aid.PartyID    `json:"parties" doc:"Parties that only this file names, now on record"`
	Gaps      int              `json:"gaps" doc:"Requests or offers taken in that lack something to be fundable"`
	Problems  []intake.Problem `json:"problems" doc:"The first thousand"`
	Notes     []aid.Message    `json:"notes"`
}

const (
	importBatch = 500
	// ReportedProblems is how many problems a report lists.
	ReportedProblems = 1000
)

// errNotWritten rolls the transaction of an import back that is not to be kept.
var errNotWritten = errors.New("not written")

// Import takes a file in as one transaction. Taking the same file in again changes nothing. The error is aid.Problems
// when the file as a whole cannot be read; refused rows are in the report.
func (d *Desk) Import(ctx context.Context, who aid.Actor, file intake.File, options ImportOptions) (ImportReport, error) {
	if err := who.May(aid.ImportFiles); err != nil {
		return ImportReport{}, err
	}
	digest, err := fileDigest(file)
	if err != nil {
		return ImportReport{}, err
	}
	register, err := d.Register(ctx)
	if err != nil {
		return ImportReport{}, err
	}
	reader, err := intake.Read(file, register)
	if err != nil {
		return ImportReport{}, err
	}
	defer reader.Close()
	i := &importing{options: options, now: d.instant(), reader: reader, report: ImportReport{Kind: reader.Kind(), Parties: []aid.PartyID{}, Problems: []intake.Problem{}}, roles: roles{}}
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		if err := i.rows(ctx, tx); err != nil {
			return err
		}
		if options.DryRun || i.report.Refused > 0 && !options.Partial {
			return errNotWritten
		}
		if i.report.Added+i.report.Changed == 0 {
			return nil
		}
		note := fmt.Sprintf("%s, SHA-256 %s: %d added, %d changed, %d unchanged, %d refused",
			file.Name, digest, i.report.Added, i.report.Changed, i.report.Unchanged, i.report.Refused)
		if options.Circulated {
			note += ", as circulated before"
		}
		return tx.AddEntry(ctx, d.entry(who, "imported", string(i.report.Kind), note))
	})
	i.report.Notes = append([]aid.Message{}, reader.Notes()...)
	i.report.Written = err == nil
	if errors.Is(err, errNotWritten) {
		err = nil
	}
	return i.report, err
}

func fileDigest(file intake.File) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file.Body, 0, file.Size)); err != nil {
		return "", fmt.Errorf("reading %s: %w", file.Name, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// importing is one import under way.
type importing struct {
	options ImportOptions
	now     time.Time
	reader  *intake.Reader
	report  ImportReport
	batch   []intake.Row
	roles   roles
}

func (i *importing) rows(ctx context.Context, tx *store.Store) error {
	for row, err := range i.reader.Rows(ctx) {
		if err != nil {
			return err
		}
		if len(row.Problems) > 0 {
			i.refuse(row.Problems...)
			continue
		}
		if i.batch = append(i.batch, row); len(i.batch) == importBatch {
			if err := i.flush(ctx, tx); err != nil {
				return err
			}
		}
	}
	if err := i.flush(ctx, tx); err != nil {
		return err
	}
	return i.roles.write(ctx, tx)
}

// refuse counts a row with its problems.
func (i *importing) refuse(problems ...intake.Problem) {
	i.report.Refused++
	room := ReportedProblems - len(i.report.Problems)
	i.report.Problems = append(i.report.Problems, problems[:min(room, len(problems))]...)
}

func (i *importing) gaps(gaps []aid.Message) {
	if len(gaps) > 0 {
		i.report.Gaps++
	}
}

// flush writes the rows of a batch: first the parties that they name, then what they say.
func (i *importing) flush(ctx context.Context, tx *store.Store) error {
	batch := i.batch
	i.batch = nil
	for _, row := range batch {
		if err := i.name(ctx, tx, row.Named); err != nil {
			return err
		}
	}
	if i.options.Progress != nil {
		i.options.Progress(i.reader.Progress())
	}
	switch i.report.Kind {
	case intake.Requests:
		return put(ctx, i, batch, requestShelf(i, tx))
	case intake.Offers:
		return put(ctx, i, batch, offerShelf(i, tx))
	case intake.Pairings:
		return put(ctx, i, batch, pairingShelf(i, tx))
	default:
		return put(ctx, i, batch, partyShelf(tx))
	}
}

// name puts parties on record that rows name; several rows may name the same one.
func (i *importing) name(ctx context.Context, tx *store.Store, named []aid.Party) error {
	var ids []aid.PartyID
	for _, p := range named {
		if !slices.Contains(i.report.Parties, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	known, err := tx.PartyByID(ctx, ids) // another import may have named them meanwhile
	if err != nil {
		return err
	}
	var added []aid.Party
	for _, p := range named {
		if _, there := known[p.ID]; !there && slices.Contains(ids, p.ID) {
			added = append(added, p)
		}
	}
	i.report.Parties = append(i.report.Parties, ids...)
	return tx.AddParties(ctx, added)
}

// shelf is where records of one kind stand.
type shelf[T any, ID comparable] struct {
	record  func(intake.Row) *T
	id      func(*T) ID
	byID    func(context.Context, []ID) (map[ID]T, error)
	add     func(context.Context, []T) error
	replace func(context.Context, T) error
	settle  func(record, old *T) error // fills in what a file does not say; aid.Problems when the old may not be changed
	kept    func(*T)                   // is told of each record that is or was on record as the file has it
}

// put adds the records that are new and replaces those that say something else than before.
func put[T any, ID comparable](ctx context.Context, i *importing, batch []intake.Row, s shelf[T, ID]) error {
	ids := make([]ID, len(batch))
	for n, row := range batch {
		ids[n] = s.id(s.record(row))
	}
	known, err := s.byID(ctx, ids)
	if err != nil {
		return err
	}
	var added []T
	for n, row := range batch {
		record := s.record(row)
		old, found := known[ids[n]]
		if !found {
			if err := s.settle(record, nil); err != nil {
				return err
			}
			s.kept(record)
			added = append(added, *record)
			continue
		}
		err := s.settle(record, &old)
		var problems aid.Problems
		switch {
		case same(*record, old):
			i.report.Unchanged++
		case errors.As(err, &problems):
			i.refuse(intake.Problem{Line: row.Line, Column: "id", Problem: problems[0]})
			continue
		default:
			i.report.Changed++
			if err := s.replace(ctx, *record); err != nil {
				return err
			}
		}
		s.kept(record)
	}
	i.report.Added += len(added)
	return s.add(ctx, added)
}

// same compares what two records say.
func same(a, b any) bool {
	left, _ := json.Marshal(a) // records are made of texts, numbers and times
	right, _ := json.Marshal(b)
	return string(left) == string(right)
}

func requestShelf(i *importing, tx *store.Store) shelf[aid.Request, aid.RequestID] {
	return shelf[aid.Request, aid.RequestID]{
		record: func(row intake.Row) *aid.Request { return row.Request },
		id:     func(r *aid.Request) aid.RequestID { return r.ID },
		byID:   tx.RequestByID, add: tx.AddRequests, replace: tx.ReplaceRequest,
		settle: func(r, old *aid.Request) (err error) {
			if old == nil {
				r.Version, r.EnteredAt, r.CreatedAt, r.UpdatedAt = 1, i.now, i.now, i.now
				if i.options.Circulated && r.Consent != aid.ConsentNone {
					r.Status = aid.Circulated
				}
				return nil
			}
			r.Version, r.CreatedAt, r.UpdatedAt = old.Version, old.CreatedAt, old.UpdatedAt
			*r, err = r.After(*old)
			return err
		},
		kept: func(r *aid.Request) {
			i.roles.grant(aid.Requester, r.RequesterID)
			i.gaps(r.Gaps())
		},
	}
}

func offerShelf(i *importing, tx *store.Store) shelf[aid.Offer, aid.OfferID] {
	return shelf[aid.Offer, aid.OfferID]{
		record: func(row intake.Row) *aid.Offer { return row.Offer },
		id:     func(o *aid.Offer) aid.OfferID { return o.ID },
		byID:   tx.OfferByID, add: tx.AddOffers, replace: tx.ReplaceOffer,
		settle: func(o, old *aid.Offer) (err error) {
			if old == nil {
				o.Version, o.CreatedAt, o.UpdatedAt = 1, i.now, i.now
				return nil
			}
			o.Version, o.CreatedAt, o.UpdatedAt = old.Version, old.CreatedAt, old.UpdatedAt
			*o, err = o.After(*old)
			return err
		},
		kept: func(o *aid.Offer) {
			i.roles.grant(aid.Donor, o.Donors...)
			i.gaps(o.Gaps())
		},
	}
}

func pairingShelf(i *importing, tx *store.Store) shelf[aid.Pairing, aid.PairingID] {
	return shelf[aid.Pairing, aid.PairingID]{
		record: func(row intake.Row) *aid.Pairing { return row.Pairing },
		id:     func(x *aid.Pairing) aid.PairingID { return x.ID },
		byID:   tx.PairingByID, add: tx.AddPairings, replace: tx.ReplacePairing,
		settle: func(_, _ *aid.Pairing) error { return nil },
		kept:   func(x *aid.Pairing) { i.roles.grant(aid.Donor, x.Donors...) },
	}
}

func partyShelf(tx *store.Store) shelf[aid.Party, aid.PartyID] {
	return shelf[aid.Party, aid.PartyID]{
		record: func(row intake.Row) *aid.Party { return row.Party },
		id:     func(p *aid.Party) aid.PartyID { return p.ID },
		byID:   tx.PartyByID, add: tx.AddParties, replace: tx.ReplaceParty,
		settle: func(p, old *aid.Party) error {
			if old != nil {
				p.Roles = union(p.Roles, old.Roles)
			}
			return nil
		},
		kept: func(*aid.Party) {},
	}
}
