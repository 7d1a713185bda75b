package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"ploughshare/aid"
	"ploughshare/intake/reports"
	"ploughshare/store"
)

// FileChronicle reads a text that tells who helped whom with what, and keeps the past pairings that are found in it for a
// person to decide on; reading the same file again changes nothing. The line of the log says what came of it, also where
// the error, aid.Problems, says why the file was refused.
func (d *Desk) FileChronicle(ctx context.Context, who aid.Actor, symbol, name string, content []byte) (aid.Ingest, error) {
	if err := who.May(aid.ImportFiles); err != nil {
		return aid.Ingest{}, err
	}
	sum := sha256.Sum256(content)
	log := aid.Ingest{At: d.instant(), By: who.Name, File: name, Size: int64(len(content)), Digest: hex.EncodeToString(sum[:])}
	c := aid.Chronicle{
		ID: aid.NewChronicleID(symbol), Symbol: symbol, File: name, Digest: log.Digest, ReadAt: log.At, ReadBy: who.Name, Version: 1,
	}
	found, err := d.readChronicle(ctx, &c, reports.File{Name: name, Content: content, Cache: d.Settings.Cache})
	var problems aid.Problems
	switch {
	case errors.As(err, &problems):
		return d.refuse(ctx, who, log, problems)
	case err != nil:
		return aid.Ingest{}, err
	}
	if len(found) == reports.MaxPassages {
		log.Notes = append(log.Notes, aid.Say("chronicle_many_passages", "most", strconv.Itoa(reports.MaxPassages)))
	}
	log.Answers = c.Paragraphs
	return d.keepChronicle(ctx, who, log, c, found)
}

// readChronicle reads the file within its time.
func (d *Desk) readChronicle(ctx context.Context, c *aid.Chronicle, f reports.File) ([]aid.Passage, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	ref, err := d.store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	reader, err := reports.NewReader()
	if err != nil {
		return nil, err
	}
	limited, stop := context.WithTimeout(ctx, readingTime)
	defer stop()
	read, found, err := reader.Chronicle(limited, f, *c, ref)
	*c = read
	return found, tooSlow(ctx, err)
}

// tooSlow says of a reading that ran out of its own time that it did.
func tooSlow(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return aid.Problems{{Field: "file", Message: aid.Say("report_too_slow", "seconds", strconv.Itoa(int(readingTime.Seconds())))}}
	}
	return err
}

// keepChronicle puts a chronicle in place of what was there, unless it is the same. What was decided stays decided.
func (d *Desk) keepChronicle(ctx context.Context, who aid.Actor, log aid.Ingest, c aid.Chronicle, found []aid.Passage) (aid.Ingest, error) {
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		known, err := tx.ChronicleByID(ctx, c.ID)
		if err != nil {
			return err
		}
		old, there := known[c.ID]
		switch {
		case there && old.Digest == c.Digest:
			log.Became = aid.BecameUnchanged
			return tx.AddIngest(ctx, log)
		case there:
			c.Version = old.Version
			err = tx.ReplaceChronicle(ctx, c)
		default:
			err = tx.AddChronicle(ctx, c)
		}
		if err != nil {
			return err
		}
		if log.Drafts, err = keepPassages(ctx, tx, c.ID, found); err != nil {
			return err
		}
		log.Became = aid.BecameRead
		if err := tx.AddIngest(ctx, log); err != nil {
			return err
		}
		note := fmt.Sprintf("%s, SHA-256 %s: %d paragraphs, %d passages", log.File, log.Digest, log.Answers, log.Drafts)
		return tx.AddEntry(ctx, d.entry(who, "filed", chronicleAddress(c.ID), note))
	})
	return log, err
}

func chronicleAddress(id aid.ChronicleID) string { return "chronicles/" + string(id) }

// keepPassages puts what was found in place of what nobody has decided on, and says how many passages are to be decided.
func keepPassages(ctx context.Context, tx *store.Store, id aid.ChronicleID, found []aid.Passage) (int, error) {
	before, err := tx.PassagesOf(ctx, id)
	if err != nil {
		return 0, err
	}
	decided := map[aid.PassageID]bool{}
	for _, p := range before {
		decided[p.ID] = !p.Open()
	}
	var added []aid.Passage
	for _, p := range found {
		if !decided[p.ID] {
			added = append(added, p)
		}
	}
	if err := tx.RemoveOpenPassages(ctx, id); err != nil {
		return 0, err
	}
	return len(added), tx.AddPassages(ctx, added)
}

// Chronicles lists the texts that were read.
func (d *Desk) Chronicles(ctx context.Context, who aid.Actor, p aid.Page) ([]aid.Chronicle, string, error) {
	if err := who.May(aid.ReadReports); err != nil {
		return nil, "", err
	}
	return d.store.Chronicles(ctx, p)
}

// Chronicle returns a text with what was found in it.
func (d *Desk) Chronicle(ctx context.Context, who aid.Actor, id aid.ChronicleID) (aid.Chronicle, []aid.Passage, error) {
	if err := who.May(aid.ReadReports); err != nil {
		return aid.Chronicle{}, nil, err
	}
	c, err := d.store.Chronicle(ctx, id)
	if err != nil {
		return c, nil, err
	}
	found, err := d.store.PassagesOf(ctx, id)
	return c, found, err
}

// Passage returns one passage.
func (d *Desk) Passage(ctx context.Context, who aid.Actor, id aid.PassageID) (aid.Passage, error) {
	if err := who.May(aid.ReadReports); err != nil {
		return aid.Passage{}, err
	}
	return d.store.Passage(ctx, id)
}

// AcceptPassage puts the past pairings of a passage on record: those that were read, or those that the person has made of
// them. Their source, evidence and references stay those of the passage. The error is aid.Problems when it has been decided
// or a pairing is not sound.
func (d *Desk) AcceptPassage(ctx context.Context, who aid.Actor, id aid.PassageID, version int64, change []aid.Pairing) (aid.Passage, error) {
	return d.decideOn(ctx, who, id, version, func(tx *store.Store, p *aid.Passage) error {
		p.State = aid.FindingAccepted
		if change != nil {
			p.Drafted, p.State = mended(p.Drafted, change), aid.FindingChanged
		}
		return d.addPast(ctx, tx, who, p.Drafted)
	})
}

// mended gives each past pairing that a person has made of a passage the references of the passage.
func mended(drafted, change []aid.Pairing) aid.List[aid.Pairing] {
	all := make(aid.List[aid.Pairing], len(change))
	id := string(drafted[0].ID)
	for i, x := range change {
		x.ID = aid.PairingID(id[:len(id)-1] + strconv.Itoa(i+1)) // the first one ends in 1
		x.Project, x.Evidence, x.Source = drafted[0].Project, drafted[0].Evidence, drafted[0].Source
		all[i] = x
	}
	return all
}

// addPast puts past pairings on record.
func (d *Desk) addPast(ctx context.Context, tx *store.Store, who aid.Actor, rows []aid.Pairing) error {
	present, err := tx.Reference(ctx)
	if err != nil {
		return err
	}
	register, given := aid.NewRegister(present), roles{}
	for _, x := range rows {
		if err := x.Validate(register); err != nil {
			return err
		}
		given.grant(aid.Donor, x.Donors...)
	}
	if len(rows) == 0 {
		return aid.Problems{{Field: "pairings", Message: aid.Say("required")}}
	}
	if err := tx.AddPairings(ctx, rows); err != nil {
		return err
	}
	if err := given.write(ctx, tx); err != nil {
		return err
	}
	for _, x := range rows {
		if err := tx.AddEntry(ctx, d.entry(who, "added", "pairings/"+string(x.ID), "from "+x.Source)); err != nil {
			return err
		}
	}
	return nil
}

// RejectPassage takes nothing from a passage.
func (d *Desk) RejectPassage(ctx context.Context, who aid.Actor, id aid.PassageID, version int64, why string) (aid.Passage, error) {
	return d.decideOn(ctx, who, id, version, func(_ *store.Store, p *aid.Passage) error {
		p.State, p.Why = aid.FindingRejected, why
		return nil
	})
}

// decideOn runs a decision on a passage that nobody has decided on, with its entry in the journal.
func (d *Desk) decideOn(ctx context.Context, who aid.Actor, id aid.PassageID, version int64, do func(*store.Store, *aid.Passage) error) (aid.Passage, error) {
	if err := who.May(aid.ImportFiles); err != nil {
		return aid.Passage{}, err
	}
	p, err := d.store.Passage(ctx, id)
	if err != nil {
		return p, err
	}
	if !p.Open() {
		return p, aid.Problems{{Field: "state", Message: aid.Say("finding_decided", "state", string(p.State))}}
	}
	p.Version = version
	p.DecidedAt, p.DecidedBy = d.instant(), who.Name
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		if err := do(tx, &p); err != nil {
			return err
		}
		if err := tx.ReplacePassage(ctx, p); err != nil {
			return err
		}
		note := p.Words
		if p.Why != "" {
			note += ": " + p.Why
		}
		return tx.AddEntry(ctx, d.entry(who, string(p.State), chronicleAddress(p.ChronicleID)+"/passages/"+string(p.ID), note))
	})
	if err != nil {
		return aid.Passage{}, err
	}
	return d.store.Passage(ctx, id)
}
