package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
	"ploughshare/papers"
	"ploughshare/store"
)

// IssuePaper gives a paper its symbol, freezes what it speaks of, and starts the run that writes its files.
func (d *Desk) IssuePaper(ctx context.Context, who aid.Actor, o aid.Order) (issue aid.Issue, run aid.Run, err error) {
	issue, err = d.issue(ctx, who, o, func(tx *store.Store, i aid.Issue) error {
		run, err = d.startIssuing(ctx, tx, i)
		return err
	})
	return issue, run, err
}

// IssueNow is IssuePaper for whoever waits: the files are written before it returns. What was written before a failure
// stays, and ResumeIssue goes on from there.
func (d *Desk) IssueNow(ctx context.Context, who aid.Actor, o aid.Order) (aid.Issue, error) {
	issue, err := d.issue(ctx, who, o, func(*store.Store, aid.Issue) error { return nil })
	if err != nil {
		return issue, err
	}
	return issue, d.writePapers(ctx, issue, nil)
}

// issue keeps an issue, with what else is to be done in its transaction.
func (d *Desk) issue(ctx context.Context, who aid.Actor, o aid.Order, also func(*store.Store, aid.Issue) error) (aid.Issue, error) {
	if err := who.May(aid.IssuePapers); err != nil {
		return aid.Issue{}, err
	}
	corrected, err := d.corrected(ctx, &o)
	if err != nil {
		return aid.Issue{}, err
	}
	if err := o.CheckReason(); err != nil {
		return aid.Issue{}, err
	}
	k, err := d.checkOrder(o)
	if err != nil {
		return aid.Issue{}, err
	}
	dossier, err := d.dossier(ctx, who, k, o.Subject)
	if err != nil {
		return aid.Issue{}, err
	}
	numbered := dossier.Subject
	if numbered.Round == "" && numbered.Year == 0 { // what became of a State's requests is of no round and of all years
		numbered.Year = d.now().UTC().Year()
	}
	form := func(n int) string { return numbered.Symbol(k.Series, n) }
	if o.Corrects != "" {
		dossier.Corrects, dossier.Reason = corrected, o.Reason
		form = func(n int) string { return aid.Corrigendum(corrected, n) }
	}
	issue := aid.Issue{
		Kind: k.Name, Subject: dossier.Subject, Corrects: o.Corrects, Reason: o.Reason, Languages: o.Languages,
		Formats: o.Formats, IssuedOn: d.Today(), IssuedBy: who.Name, CreatedAt: d.instant(),
	}
	for range numberings { // on PostgreSQL another server may take the number first
		err = d.store.InTx(ctx, func(tx *store.Store) error {
			if issue, err = d.keepIssue(ctx, tx, who, issue, dossier, form); err != nil {
				return err
			}
			return also(tx, issue)
		})
		if !errors.Is(err, aid.ErrConflict) {
			break
		}
	}
	return issue, err
}

// corrected finds the symbol of what an order corrects, and takes over its kind and subject.
func (d *Desk) corrected(ctx context.Context, o *aid.Order) (string, error) {
	if o.Corrects == "" {
		return "", nil
	}
	old, err := d.store.Issue(ctx, o.Corrects)
	if o.Kind == "" {
		o.Kind, o.Subject = old.Kind, old.Subject
	}
	if err == nil && (o.Kind != old.Kind || o.Subject.Round != old.Subject.Round || o.Subject.Party != old.Subject.Party) {
		err = aid.Problems{{Field: "corrects", Message: aid.Say("corrigendum_of_another")}}
	}
	return old.Symbol, err
}

// checkOrder says which kind, languages or formats there are not.
func (d *Desk) checkOrder(o aid.Order) (papers.Kind, error) {
	k, err := paperKind(o.Kind)
	if err != nil {
		return k, err
	}
	var p aid.Problems
	if len(o.Languages) == 0 {
		p.Add("languages", "required")
	}
	if len(o.Formats) == 0 {
		p.Add("formats", "required")
	}
	for _, format := range o.Formats {
		if _, err := d.PaperFormat(format); err != nil {
			return k, err
		}
	}
	known := d.Settings.Catalogs.Languages()
	for _, language := range o.Languages {
		if !slices.Contains(known, language) {
			p.Add("languages", "not_listed", "value", language, "allowed", strings.Join(known, ", "))
		}
	}
	return k, p.Err()
}

// keepIssue gives the issue the next symbol and writes it down. The journal seals the digest of what is frozen.
func (d *Desk) keepIssue(ctx context.Context, tx *store.Store, who aid.Actor, issue aid.Issue, dossier papers.Dossier,
	form func(int) string) (aid.Issue, error) {
	var err error
	if issue.Symbol, err = tx.NextSymbol(ctx, form); err != nil {
		return issue, err
	}
	issue.ID, dossier.Symbol = aid.NewIssueID(issue.Symbol), issue.Symbol
	frozen, err := json.Marshal(dossier)
	if err != nil {
		return issue, err
	}
	if issue, err = tx.AddIssue(ctx, issue, frozen); err != nil {
		return issue, err
	}
	return issue, tx.AddEntry(ctx, d.entry(who, "issued", issueAddress(issue.ID), "digest "+issue.Digest))
}

func issueAddress(id aid.IssueID) string { return "issues/" + string(id) }

func paperAddress(id aid.PaperID) string { return "papers/" + string(id) }

// startIssuing puts a run that writes the files of an issue into the queue.
func (d *Desk) startIssuing(ctx context.Context, tx *store.Store, i aid.Issue) (aid.Run, error) {
	at := d.instant()
	run := aid.Run{
		ID: newID[aid.RunID](), Job: issuing.Name, Subject: issueAddress(i.ID), Slot: at, State: aid.RunWaiting,
		Progress: aid.Say("phase_waiting"), CreatedAt: at,
	}
	if err := tx.AddRun(ctx, run); err != nil {
		return aid.Run{}, err
	}
	return run, d.queue.Insert(ctx, tx.SQLTx(), issuing, string(run.ID))
}

// ResumeIssue starts a run that writes those files of an issue that are not there yet. It is a conflict while another
// is under way.
func (d *Desk) ResumeIssue(ctx context.Context, who aid.Actor, id aid.IssueID) (run aid.Run, err error) {
	if err := who.May(aid.IssuePapers); err != nil {
		return aid.Run{}, err
	}
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		issue, err := tx.Issue(ctx, id)
		if err != nil {
			return err
		}
		before, err := tx.RunsOf(ctx, issueAddress(id))
		if err != nil {
			return err
		}
		for _, r := range before {
			if !r.State.Ended() && d.now().Sub(r.CreatedAt) < lost {
				return fmt.Errorf("run %s writes it: %w", r.ID, aid.ErrConflict)
			}
		}
		if run, err = d.startIssuing(ctx, tx, issue); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, "started", "runs/"+string(run.ID), "of "+issueAddress(id)))
	})
	return run, err
}

// issueRun writes the files of an issue.
func (d *Desk) issueRun(ctx context.Context, w *work) error {
	issue, err := d.store.Issue(ctx, aid.IssueID(strings.TrimPrefix(w.run.Subject, "issues/")))
	if err != nil {
		return err
	}
	return d.writePapers(ctx, issue, w)
}

// writePapers writes the files of an issue that are not there yet. One that fails does not hold up the others; the
// error names each.
func (d *Desk) writePapers(ctx context.Context, issue aid.Issue, w *work) error {
	dossier, err := d.thaw(ctx, issue)
	if err != nil {
		return err
	}
	k, err := paperKind(issue.Kind)
	if err != nil {
		return err
	}
	all, failures := issue.Papers(), []error{}
	var doc papers.Document
	for i, p := range all {
		if _, err := d.store.Paper(ctx, p.ID); !errors.Is(err, aid.ErrNotFound) {
			if err != nil {
				return err
			}
			continue
		}
		if err := w.phase(ctx, progress(p, i, len(all))); err != nil {
			return err
		}
		if doc.Lang != p.Language {
			doc = k.Make(dossier, d.Settings.Catalogs.Printer(p.Language, d.names(dossier.Register)))
		}
		if err := d.writePaper(ctx, doc, p); err != nil {
			if ctx.Err() != nil {
				return err
			}
			failures = append(failures, fmt.Errorf("%s: %w", p.ID, err))
		}
	}
	if len(failures) > 0 {
		return fmt.Errorf("%d of %d files: %w: %w", len(failures), len(all), errFutile, errors.Join(failures...))
	}
	return nil
}

func progress(p aid.Paper, done, of int) aid.Message {
	return aid.Say("phase_issuing", "done", strconv.Itoa(done), "of", strconv.Itoa(of), "language", p.Language, "format", p.Format)
}

// thaw is the dossier that an issue froze.
func (d *Desk) thaw(ctx context.Context, issue aid.Issue) (dossier papers.Dossier, err error) {
	frozen, err := d.store.Frozen(ctx, issue)
	if err != nil {
		return dossier, err
	}
	if err := json.Unmarshal(frozen, &dossier); err != nil {
		return dossier, fmt.Errorf("what issue %s froze: %w", issue.ID, err)
	}
	dossier.Register = aid.NewRegister(dossier.Reference)
	return dossier, nil
}

// writePaper writes one file and keeps it. Whoever keeps it first is right: the others have the same.
func (d *Desk) writePaper(ctx context.Context, doc papers.Document, p aid.Paper) error {
	format, err := d.PaperFormat(p.Format)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := format.Write(ctx, &file, doc); err != nil {
		return err
	}
	p.IssuedAt = d.instant()
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		kept, err := tx.AddPaper(ctx, p, file.Bytes())
		if err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(aid.Machine(p.IssuedBy), "wrote", paperAddress(p.ID), "digest "+kept.Digest))
	})
	if errors.Is(err, aid.ErrConflict) {
		return nil
	}
	return err
}
