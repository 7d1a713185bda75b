package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ploughshare/aid"
	"ploughshare/intake/reports"
	"ploughshare/store"
)

// Upload is a report as somebody sends it. An empty Template is recognised, a Year of 0 is the present one. What comes by
// mail may be forged: it must not say that it is another State's, and puts nothing in the place of another report.
type Upload struct {
	Party    aid.PartyID
	Year     int
	Template aid.TemplateID
	Name     string
	Content  []byte
	ByMail   bool
}

// readingTime is how long a report may take to be read: a PDF of 500 pages takes some seconds.
const readingTime = time.Minute

// FileReport reads a report of a State and keeps its answers with what is found in them, all or nothing; reading the same
// file again changes nothing. The line of the log says what came of it, also where the error, aid.Problems, says why the
// file was refused.
func (d *Desk) FileReport(ctx context.Context, who aid.Actor, up Upload) (aid.Ingest, error) {
	if err := who.May(aid.FileReports, up.Party); err != nil {
		return aid.Ingest{}, err
	}
	register, err := d.Register(ctx)
	if err != nil {
		return aid.Ingest{}, err
	}
	if up.Year == 0 {
		up.Year = d.now().UTC().Year()
	}
	sum := sha256.Sum256(up.Content)
	log := aid.Ingest{
		At: d.instant(), By: who.Name, PartyID: up.Party, File: up.Name, Size: int64(len(up.Content)), Digest: hex.EncodeToString(sum[:]),
	}
	reader, err := reports.NewReader()
	if err != nil {
		return aid.Ingest{}, err
	}
	got, err := d.readReport(ctx, reader, up)
	report := aid.Report{
		ID: aid.NewReportID(up.Party, got.Template.Instrument, up.Year), PartyID: up.Party, Instrument: got.Template.Instrument,
		Year: up.Year, TemplateID: got.Template.ID, Language: got.Language, File: up.Name, Digest: log.Digest,
		Answers: got.Answers, ReadAt: log.At, ReadBy: who.Name, Version: 1,
	}
	if err == nil {
		err = report.Validate(register)
	}
	if err == nil && up.ByMail {
		err = d.trusted(ctx, register, report, got.Head)
	}
	if err == nil && len(got.Answers) == 0 { // it would take the place of one that has some
		err = aid.Problems{{Field: "file", Message: aid.Say("report_no_answers")}}
	}
	var problems aid.Problems
	switch {
	case errors.As(err, &problems):
		return d.refuse(ctx, who, log, problems)
	case err != nil:
		return aid.Ingest{}, err
	}
	log.ReportID, log.Notes, log.Answers = report.ID, got.Notes, len(report.Answers)
	found := reader.Draft(report)
	if len(found) == reports.MaxFindings {
		log.Notes = append(log.Notes, aid.Say("report_many_findings", "most", strconv.Itoa(reports.MaxFindings)))
	}
	return d.keepReport(ctx, who, log, report, found)
}

// readReport reads the file within its time.
func (d *Desk) readReport(ctx context.Context, reader *reports.Reader, up Upload) (reports.Reading, error) {
	templates, err := d.Templates(ctx)
	if err != nil {
		return reports.Reading{}, err
	}
	limited, stop := context.WithTimeout(ctx, readingTime)
	defer stop()
	file := reports.File{Name: up.Name, Content: up.Content, Cache: d.Settings.Cache}
	got, err := reader.Read(limited, file, templates, up.Template)
	return got, tooSlow(ctx, err)
}

// trusted says why a report is not taken that came by mail, though it can be read.
func (d *Desk) trusted(ctx context.Context, register *aid.Register, report aid.Report, head []string) error {
	for _, text := range head {
		if p, named := register.PartyNamed(text); named && register.IsPlace(p.ID) && p.ID != report.PartyID {
			return aid.Problems{{Field: "file", Message: aid.Say("mail_other_state", "state", string(p.ID))}}
		}
	}
	known, err := d.store.ReportByID(ctx, report.ID)
	if old, there := known[report.ID]; there && old.Digest != report.Digest {
		return aid.Problems{{Field: "file", Message: aid.Say("mail_replaces", "report", string(report.ID))}}
	}
	return err
}

// refuse writes a refusal into the log and the journal, and nothing else.
func (d *Desk) refuse(ctx context.Context, who aid.Actor, log aid.Ingest, why aid.Problems) (aid.Ingest, error) {
	log.Became = aid.BecameRefused
	var keys []string
	for _, p := range why {
		log.Notes = append(log.Notes, p.Message)
		keys = append(keys, p.Key)
	}
	note := fmt.Sprintf("%s, SHA-256 %s: refused, %s", log.File, log.Digest, strings.Join(keys, ", "))
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.AddIngest(ctx, log); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, "refused", "reports/"+string(log.PartyID), note))
	})
	if err != nil {
		return log, err
	}
	return log, why
}

// keepReport puts a report in place of what was there, unless it is the same.
func (d *Desk) keepReport(ctx context.Context, who aid.Actor, log aid.Ingest, report aid.Report, found []aid.Finding) (aid.Ingest, error) {
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		known, err := tx.ReportByID(ctx, report.ID)
		if err != nil {
			return err
		}
		if old, there := known[report.ID]; there {
			if old.Digest == report.Digest && old.TemplateID == report.TemplateID {
				log.Became = aid.BecameUnchanged
				return tx.AddIngest(ctx, log)
			}
			report.Version = old.Version
			err = tx.ReplaceReport(ctx, report)
		} else {
			err = tx.AddReport(ctx, report)
		}
		if err != nil {
			return err
		}
		if err := d.keepFindings(ctx, tx, &log, report, found); err != nil {
			return err
		}
		log.Became = aid.BecameRead
		if err := tx.AddIngest(ctx, log); err != nil {
			return err
		}
		note := fmt.Sprintf("%s, SHA-256 %s: %d answers, %d drafts, %d hints, %d needs of before",
			log.File, log.Digest, log.Answers, log.Drafts, log.Hints, log.Repeated)
		return tx.AddEntry(ctx, d.entry(who, "filed", reportAddress(report.ID), note))
	})
	return log, err
}

func reportAddress(id aid.ReportID) string { return "reports/" + string(id) }

// keepFindings puts what was found in place of what nobody has decided on yet. What was decided stays decided.
func (d *Desk) keepFindings(ctx context.Context, tx *store.Store, log *aid.Ingest, report aid.Report, found []aid.Finding) error {
	before, err := tx.FindingsOf(ctx, report.ID)
	if err != nil {
		return err
	}
	if err := tx.RemoveOpenFindings(ctx, report.ID); err != nil {
		return err
	}
	again, err := stillTrue(ctx, tx, report, before)
	if err != nil {
		return err
	}
	decided := map[aid.FindingID]bool{}
	for _, f := range before {
		decided[f.ID] = !f.Open()
	}
	var added []aid.Finding
	for _, f := range append(again, newOnly(found, again)...) {
		if decided[f.ID] {
			continue
		}
		f.Seq = len(added) + 1
		added = append(added, f)
		switch f.Kind {
		case aid.FoundAgain:
			log.Repeated++
		case aid.FoundRequest:
			log.Drafts++
		case aid.FoundHint:
			log.Hints++
		}
	}
	return tx.AddFindings(ctx, added)
}

// stillTrue asks about each need of the State that is on record, but those that this report brought.
func stillTrue(ctx context.Context, tx *store.Store, report aid.Report, before []aid.Finding) ([]aid.Finding, error) {
	requests, err := tx.RequestsOf(ctx, report.PartyID)
	if err != nil {
		return nil, err
	}
	var again []aid.Finding
	for _, r := range requests {
		own := slices.ContainsFunc(before, func(f aid.Finding) bool { return f.RequestID == r.ID && f.Kind != aid.FoundAgain })
		if own || r.Status.Over() {
			continue
		}
		again = append(again, aid.Finding{
			ID: aid.NewFindingID(report.ID, aid.FoundAgain, string(r.ID), r.Need), ReportID: report.ID, PartyID: report.PartyID,
			Kind: aid.FoundAgain, Question: r.Provenance.Question, Where: aid.Say("at_request", "request", string(r.ID)), Words: r.Need,
			Drafted: aid.Drafted{Request: r}, RequestID: r.ID, State: aid.FindingOpen, Version: 1,
		})
	}
	return again, nil
}

// newOnly leaves out the requests that say, word for word, what is on record; these are shown where the report has them.
func newOnly(found, again []aid.Finding) []aid.Finding {
	words := func(f aid.Finding) string { return strings.Join(strings.Fields(f.Words), " ") }
	return slices.DeleteFunc(slices.Clone(found), func(f aid.Finding) bool {
		i := slices.IndexFunc(again, func(old aid.Finding) bool { return words(old) == words(f) })
		if f.Kind != aid.FoundRequest || i < 0 {
			return false
		}
		again[i].Where, again[i].Question = f.Where, f.Question
		return true
	})
}

// Reports lists the reports that the reader may see.
func (d *Desk) Reports(ctx context.Context, who aid.Actor, f aid.ReportFilter, p aid.Page) ([]aid.Report, string, error) {
	f, err := ownReports(who, f)
	if err != nil {
		return nil, "", err
	}
	return d.store.Reports(ctx, f, p)
}

// Ingests lists the log of files, the latest first: a State sees its own.
func (d *Desk) Ingests(ctx context.Context, who aid.Actor, f aid.ReportFilter, p aid.Page) ([]aid.Ingest, string, error) {
	f, err := ownReports(who, f)
	if err != nil {
		return nil, "", err
	}
	return d.store.Ingests(ctx, f, p)
}

// ownReports narrows a list to what the reader may see.
func ownReports(who aid.Actor, f aid.ReportFilter) (aid.ReportFilter, error) {
	if f.Party == "" && who.May(aid.ReadReports) != nil {
		f.Party = who.Party
	}
	return f, who.May(aid.ReadReports, f.Party)
}

// Report returns a report with what was found in it.
func (d *Desk) Report(ctx context.Context, who aid.Actor, id aid.ReportID) (aid.Report, []aid.Finding, error) {
	report, err := d.store.Report(ctx, id)
	if err == nil && who.May(aid.ReadReports, report.PartyID) != nil {
		err = fmt.Errorf("report %s: %w", id, aid.ErrNotFound)
	}
	if err != nil {
		return aid.Report{}, nil, err
	}
	found, err := d.store.FindingsOf(ctx, id)
	return report, found, err
}
