package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/locale"
	"ploughshare/store"
)

var focal = aid.Actor{User: "u", Name: "focal point", Party: "CIV", Roles: []aid.Role{aid.Requester}}

// made reads one of the made-up reports.
func made(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "intake", "reports", "testdata", "made", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// kinds says what was found, in its order.
func kinds(found []aid.Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, string(f.Kind))
	}
	return strings.Join(all, " ")
}

// From a report to a request that is in a round: the focal point files it, accepts one draft, changes another, rejects a
// hint; next year's report asks first whether the needs are still true.
func TestFromReportToRound(t *testing.T) {
	d, s := open(t, "")
	ctx := t.Context()
	log, err := d.FileReport(ctx, focal, desk.Upload{Party: "CIV", Year: 2025, Name: "fr.xlsx", Content: made(t, "fr.xlsx")})
	if err != nil || log.Became != aid.BecameRead || log.Drafts != 3 || log.Hints != 2 || log.ReportID != "CIV-PoA-2025" {
		t.Fatalf("%+v, %v", log, err)
	}
	report, found, err := d.Report(ctx, focal, log.ReportID)
	if err != nil || report.Language != "fr" || report.TemplateID != "poa-2010" || kinds(found) != "request request request hint hint" {
		t.Fatalf("%+v, %s, %v", report, kinds(found), err)
	}
	accepted, err := d.AcceptFinding(ctx, focal, found[1].ID, found[1].Version, nil)
	if err != nil {
		t.Fatal(err)
	}
	change := found[0].Drafted.Request
	change.Quantity = "300 forgerons"
	if _, err := d.AcceptFinding(ctx, focal, found[0].ID, found[0].Version, &change); err != nil {
		t.Fatal(err)
	}
	entries, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Entry, string, error) { return s.Entries(ctx, p) })
	if last := entries[len(entries)-1]; err != nil || last.Verb != "changed" || !strings.HasSuffix(last.Note, "quantity: –, now 300 forgerons") {
		t.Errorf("the journal has %+v, %v", last, err)
	}
	if _, err := d.RejectFinding(ctx, focal, found[3].ID, found[3].Version, "that is settled"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.RejectFinding(ctx, focal, found[3].ID, found[3].Version, "again"); !errors.As(err, new(aid.Problems)) {
		t.Errorf("a finding was decided on twice: %v", err)
	}
	r, err := d.Request(ctx, focal, accepted.RequestID)
	if err != nil || r.Status != aid.Draft || r.Amount.String() != "1200000.00 EUR" || r.FirstStage.String() != "250000.00 EUR" ||
		r.Wanted.String() != "2027/2029" || r.DrawnUp != aid.Yes || r.Provenance.Question != "11.1" || r.MainTheme() != "stockpile" ||
		!strings.Contains(r.Contact, "point.focal@example.org") {
		t.Errorf("%+v, %v", r, err)
	}
	r, err = d.Request(ctx, focal, found[0].NewRequestID())
	if err != nil || r.Quantity != "300 forgerons" || r.Amount.String() != "75000000 XOF" || r.Provenance.Words == "" {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := d.MoveRequest(ctx, focal, accepted.RequestID, 1, aid.Submitted, "from our report"); err != nil {
		t.Fatal(err)
	}
	round, err := d.Match(ctx, test, today)
	if err != nil {
		t.Fatal(err)
	}
	if round.Requests != 1 {
		t.Errorf("the round has %d requests", round.Requests)
	}
	wantJournal(t, s, "filed", "accepted", "changed", "rejected", "added")

	again(t, d, log)
	nextYear(t, d, accepted.RequestID)
	if requests, err := s.RequestsOf(ctx, "CIV"); err != nil || len(requests) != 2 {
		t.Errorf("%d requests, %v", len(requests), err)
	}
}

// again files the same report, then a corrected one: what was decided stays decided.
func again(t *testing.T, d *desk.Desk, first aid.Ingest) {
	t.Helper()
	up := desk.Upload{Party: "CIV", Year: 2025, Name: "copy.xlsx", Content: made(t, "fr.xlsx")}
	log, err := d.FileReport(t.Context(), focal, up)
	if err != nil || log.Became != aid.BecameUnchanged {
		t.Errorf("%+v, %v", log, err)
	}
	up.Content, up.Name = append(slices.Clone(up.Content), 0), "other.xlsx" // other bytes, the same report
	log, err = d.FileReport(t.Context(), focal, up)
	if err != nil || log.Became != aid.BecameRead || log.Drafts != 1 || log.Hints != 1 || log.Repeated != 0 {
		t.Errorf("%+v, %v", log, err)
	}
	_, found, err := d.Report(t.Context(), focal, first.ReportID)
	if err != nil || len(found) != 5 {
		t.Errorf("%s, %v", kinds(found), err)
	}
}

// nextYear asks about the needs that are on record before anything else; one is confirmed, one is no more.
func nextYear(t *testing.T, d *desk.Desk, kept aid.RequestID) {
	t.Helper()
	ctx := t.Context()
	log, err := d.FileReport(ctx, focal, desk.Upload{Party: "CIV", Year: 2026, Name: "ru.json", Content: made(t, "ru.json")})
	if err != nil || log.Repeated != 2 || log.Drafts != 2 || log.Hints != 1 {
		t.Fatalf("%+v, %v", log, err)
	}
	_, found, err := d.Report(ctx, focal, log.ReportID)
	if err != nil || kinds(found) != "again again request request hint" {
		t.Fatalf("%s, %v", kinds(found), err)
	}
	for _, f := range found[:2] {
		if f.RequestID == kept {
			_, err = d.AcceptFinding(ctx, focal, f.ID, f.Version, nil)
		} else {
			_, err = d.RejectFinding(ctx, focal, f.ID, f.Version, "the blacksmiths are registered")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := d.Request(ctx, focal, kept)
	if err != nil || r.Confirmed != today {
		t.Errorf("%+v, %v", r, err)
	}
}

func wantJournal(t *testing.T, s *store.Store, verbs ...string) {
	t.Helper()
	entries, _, err := s.Entries(t.Context(), aid.Page{Limit: aid.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range verbs {
		if !slices.ContainsFunc(entries, func(e aid.Entry) bool { return e.Verb == verb && e.By == "focal point" }) {
			t.Errorf("the journal has no entry %q", verb)
		}
	}
}

// A file that cannot be read leaves a line in the log that its State sees, and nothing else.
func TestRefusedReports(t *testing.T) {
	d, _ := open(t, "")
	ctx := t.Context()
	for _, c := range []struct{ name, content, key string }{
		{"empty.docx", "", "file_empty"},
		{"old.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_old_or_protected"},
		{"broken.pdf", "%PDF-1.7 nothing", "pdf_unreadable"},
		{"picture.png", "\x89PNG\r\n\x1a\n\x00", "report_unknown_format"},
		{"letter.txt", "Dear colleagues,\nwe had a nice meeting.", "template_not_recognised"},
		{"broken.json", `{"answers": [`, "report_json_broken"},
	} {
		_, err := d.FileReport(ctx, focal, desk.Upload{Party: "CIV", Name: c.name, Content: []byte(c.content)})
		var problems aid.Problems
		if !errors.As(err, &problems) || problems[0].Key != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	logs, _, err := d.Ingests(ctx, focal, aid.ReportFilter{}, aid.Page{})
	if err != nil || len(logs) != 6 || logs[0].Became != aid.BecameRefused || logs[0].Notes[0].Key != "report_json_broken" {
		t.Errorf("%+v, %v", logs, err)
	}
	if all, _, err := d.Reports(ctx, focal, aid.ReportFilter{}, aid.Page{}); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	other := aid.Actor{User: "v", Party: "TGO", Roles: []aid.Role{aid.Requester}}
	if logs, _, err := d.Ingests(ctx, other, aid.ReportFilter{}, aid.Page{}); err != nil || len(logs) != 0 {
		t.Errorf("another State sees %+v, %v", logs, err)
	}
	if _, _, err := d.Ingests(ctx, other, aid.ReportFilter{Party: "CIV"}, aid.Page{}); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("another State: %v", err)
	}
	if _, err := d.FileReport(ctx, other, desk.Upload{Party: "CIV"}); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("another State files: %v", err)
	}
}

// A form that comes back as it was sent asks only whether the needs are still true, in each language and format.
func TestFormComesBack(t *testing.T) {
	d, _ := open(t, "")
	ctx := t.Context()
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	usd := func(cents int64) aid.Money { return aid.Money{Minor: cents, Currency: "USD"} }
	for _, r := range []aid.Request{
		{ID: "C1", Need: "Two marking machines for the police", Themes: aid.EqualShares([]string{"marking"}), Amount: usd(4500000)},
		{ID: "C2", Need: "Fences for four armouries\nand alarms", Themes: aid.EqualShares([]string{"stockpile"}), Amount: usd(10000000), FirstStage: usd(100)},
		{ID: "C3", Need: "12 gun safes, 12.1 of them large?", Themes: aid.EqualShares([]string{"stockpile"})},
	} {
		r.RequesterID, r.Consent, r.Contact = "CIV", aid.ConsentNone, "point@example.org"
		if _, err := d.AddRequest(ctx, focal, r); err != nil {
			t.Fatal(err)
		}
	}
	for i, lang := range aid.Languages {
		for _, format := range []string{"docx", "xlsx"} {
			printer, err := d.Printer(ctx, catalogs, lang)
			if err != nil {
				t.Fatal(err)
			}
			var form, twice bytes.Buffer
			for _, w := range []*bytes.Buffer{&form, &twice} {
				if err := d.Form(ctx, focal, w, "CIV", "needs-2026", format, printer); err != nil {
					t.Fatal(err)
				}
			}
			if format == "docx" && !bytes.Equal(form.Bytes(), twice.Bytes()) {
				t.Errorf("%s, %s: the same form has other bytes", lang, format)
			}
			log, err := d.FileReport(ctx, focal, desk.Upload{Party: "CIV", Year: 2000 + i, Name: "form." + format, Content: form.Bytes()})
			if err != nil || log.Repeated != 3 || log.Drafts != 0 || log.Hints != 0 {
				_, found, _ := d.Report(ctx, focal, log.ReportID)
				t.Errorf("%s, %s: %+v, %v, %+v", lang, format, log, err, found)
			}
		}
	}
	if err := d.Form(ctx, aid.Actor{}, &bytes.Buffer{}, "CIV", "needs-2026", "docx", locale.Printer{}); !errors.Is(err, aid.ErrUnauthenticated) {
		t.Errorf("the public gets a form: %v", err)
	}
}

// A template of another region is recognised once it is on record.
func TestOwnTemplate(t *testing.T) {
	d, _ := open(t, "")
	ctx := t.Context()
	osce := aid.Template{ID: "osce-1", Instrument: "OSCE", Names: aid.Names{"en": "OSCE"}, Sections: aid.List[aid.TemplateSection]{{
		Number: "A", Names: aid.Names{"en": "Stockpiles"}, Theme: "stockpile", Questions: []aid.TemplateQuestion{
			{Number: "1", Asks: aid.AsksWish, Wording: aid.Names{"en": "Does the participating State seek help from the OSCE with its stockpiles?"}},
			{Number: "2", Wording: aid.Names{"en": "Which units guard the stockpiles of the participating State?"}},
		},
	}}}
	if _, err := d.PutTemplate(ctx, focal, osce); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("a State changes templates: %v", err)
	}
	for range 2 {
		if _, err := d.PutTemplate(ctx, test, osce); err != nil {
			t.Fatal(err)
		}
	}
	osce.ID, osce.Sections[0].Questions[1].Number = "bad", "1"
	if _, err := d.PutTemplate(ctx, test, osce); !errors.As(err, new(aid.Problems)) {
		t.Errorf("two questions with one number: %v", err)
	}
	text := "1. Does the participating State seek help from the OSCE with its stockpiles?\nYes, with 12 sites.\n" +
		"2. Which units guard the stockpiles of the participating State?\nThe border guard lacks staff for this."
	log, err := d.FileReport(ctx, focal, desk.Upload{Party: "CIV", Name: "osce.txt", Content: []byte(text)})
	if err != nil || log.ReportID != "CIV-OSCE-2026" || log.Drafts != 1 || log.Hints != 1 {
		t.Errorf("%+v, %v", log, err)
	}
}
