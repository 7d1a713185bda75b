package desk_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/jobs"
	"ploughshare/papers"
)

// order asks for the proposal paper of one request.
func order(request aid.RequestID, formats ...string) aid.Order {
	return aid.Order{
		Kind: "proposal", Subject: aid.Subject{Round: "latest", Requests: aid.List[aid.RequestID]{request}},
		Languages: []string{"en"}, Formats: formats,
	}
}

func issued(t *testing.T, d *desk.Desk, id aid.IssueID) desk.Issued {
	t.Helper()
	shown, err := d.Issue(t.Context(), machine, id)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

func file(t *testing.T, d *desk.Desk, id aid.PaperID) []byte {
	t.Helper()
	_, data, err := d.PaperFile(t.Context(), machine, id)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// An issue has a symbol, its files are written by a run, say what a draft of that day said, and stay as they are
// whatever changes afterwards. A corrigendum is another paper that names it.
func TestAnIssuedPaperStaysAsItIs(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		d, s := server(t, dsn, desk.Settings{})
		demo(t, d, "requests.csv", "offers.csv", "pairings.csv")
		if _, err := d.Match(t.Context(), machine, today); err != nil {
			t.Fatal(err)
		}
		issue, run, err := d.IssuePaper(t.Context(), machine, order("RQ022", "html", "docx"))
		if err != nil || issue.Symbol != "GIS/2026/1/PP.1" || issue.ID != "GIS-2026-1-PP.1" {
			t.Fatalf("got %+v (%v)", issue, err)
		}
		if _, err := d.ResumeIssue(t.Context(), machine, issue.ID); !errors.Is(err, aid.ErrConflict) {
			t.Errorf("a second run while the first waits: %v", err)
		}
		if _, err := d.Translate(t.Context(), machine, aid.Translation{RequestID: "RQ022", Language: "fr", Texts: aid.Texts{Need: "Évaluation"}}); err != nil {
			t.Fatal(err)
		}
		work(t, d, s)
		eventually(t, "the run is done", func() bool { r, _ := d.Run(t.Context(), machine, run.ID); return r.State.Ended() })
		shown := issued(t, d, issue.ID)
		if len(shown.Papers) != 2 || shown.Of != 2 || len(shown.Runs) != 1 || shown.Runs[0].State != aid.RunDone {
			t.Fatalf("got %+v", shown)
		}
		page := file(t, d, "GIS-2026-1-PP.1.en.html")
		var draft bytes.Buffer
		printer, err := d.Printer(t.Context(), d.Settings.Catalogs, "en")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Paper(t.Context(), machine, &draft, "proposal", order("RQ022").Subject, papers.Formats[0], printer); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(anonymous(draft.String()), anonymous(string(page))); diff != "" {
			t.Errorf("the issued paper says otherwise than its draft: %s", diff)
		}
		second, err := d.IssueNow(t.Context(), machine, order("RQ010", "html"))
		if err != nil || second.Symbol != "GIS/2026/1/PP.2" {
			t.Fatalf("got %+v (%v)", second, err)
		}
		right, err := d.IssueNow(t.Context(), machine, aid.Order{Corrects: issue.ID, Reason: "A <sum> was wrong", Languages: []string{"en"}, Formats: []string{"html"}})
		if err != nil || right.Symbol != "GIS/2026/1/PP.1/Corr.1" || !strings.Contains(string(file(t, d, "GIS-2026-1-PP.1-Corr.1.en.html")), "corrigendum to GIS/2026/1/PP.1") {
			t.Fatalf("got %+v (%v)", right, err)
		}
		if !strings.Contains(string(file(t, d, "GIS-2026-1-PP.1-Corr.1.en.html")), "A &lt;sum&gt; was wrong") {
			t.Error("the corrigendum does not say why")
		}
		if old := issued(t, d, issue.ID); len(old.Corrigenda) != 1 || old.Corrigenda[0].ID != right.ID || old.Corrigenda[0].Reason != "A <sum> was wrong" {
			t.Errorf("put right by %+v", old.Corrigenda)
		}
		for _, o := range []aid.Order{{Corrects: issue.ID, Reason: " "}, {Kind: "figures", Subject: aid.Subject{Year: 2026}, Reason: "none"}} {
			o.Languages, o.Formats = []string{"en"}, []string{"html"}
			var problems aid.Problems
			if _, err := d.IssueNow(t.Context(), machine, o); !errors.As(err, &problems) || problems[0].Field != "reason" {
				t.Errorf("%+v: got %v", o, err)
			}
		}
		if !bytes.Equal(page, file(t, d, "GIS-2026-1-PP.1.en.html")) {
			t.Error("an issued paper changed")
		}
		if v := verify(t, d); len(v.Findings) > 0 || v.Issues != 3 || v.Papers != 4 {
			t.Errorf("got %+v", v)
		}
	})
}

// anonymous are the lines of a page that name neither its symbol nor its round.
func anonymous(page string) []string {
	return slices.DeleteFunc(strings.Split(page, "\n"), func(line string) bool {
		return strings.Contains(line, "PP.1") || strings.Contains(line, "R2026-1")
	})
}

// A run that is cancelled keeps what it wrote; another goes on from there and does not write it again.
func TestIssuingIsCancelledAndResumed(t *testing.T) {
	d := withRound(t, "")
	issue, run, err := d.IssuePaper(t.Context(), machine, order("RQ022", "html", "docx", "csv"))
	if err != nil {
		t.Fatal(err)
	}
	if run, err = d.CancelRun(t.Context(), machine, run.ID); err != nil || run.State != aid.RunCancelled {
		t.Fatalf("got %+v (%v)", run, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := d.IssueNow(ctx, machine, order("RQ022", "html")); err == nil {
		t.Error("a call that was broken off succeeded")
	}
	run, err = d.ResumeIssue(t.Context(), machine, issue.ID)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(d.Works(), func(w jobs.Work) bool { return w.Name == "issue" })
	for range 2 { // the second time there is nothing left to do
		if err := d.Works()[i].Do(t.Context(), string(run.ID), false); err != nil {
			t.Fatal(err)
		}
	}
	shown := issued(t, d, issue.ID)
	if len(shown.Papers) != 3 || shown.Runs[1].State != aid.RunDone || shown.Runs[1].Progress.Args["done"] != "2" {
		t.Errorf("got %+v", shown)
	}
	if v := verify(t, d); len(v.Findings) > 0 {
		t.Errorf("got %+v", v)
	}
}

// Who may write and read what.
func TestPapersAreForThoseTheyAreFor(t *testing.T) {
	d := withRound(t, "")
	congo := aid.Actor{User: "c", Name: "focal point", Party: "COD", Roles: []aid.Role{aid.Requester}}
	union := aid.Actor{User: "e", Name: "desk officer", Party: "EU", Roles: []aid.Role{aid.Donor}}
	printer, err := d.Printer(t.Context(), d.Settings.Catalogs, "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who     aid.Actor
		kind    string
		subject aid.Subject
		want    error
	}{
		{congo, "feedback", aid.Subject{Party: "COD"}, nil},
		{congo, "feedback", aid.Subject{Party: "TGO"}, aid.ErrForbidden},
		{congo, "booklet", aid.Subject{Round: "latest"}, aid.ErrForbidden},
		{union, "briefing", aid.Subject{Round: "latest", Party: "EU"}, nil},
		{union, "briefing", aid.Subject{Round: "latest", Party: "JPN"}, aid.ErrForbidden},
		{aid.Actor{}, "figures", aid.Subject{Year: 2026}, aid.ErrUnauthenticated},
		{machine, "figures", aid.Subject{Year: 1999}, aid.ErrInvalid},
		{machine, "proposal", aid.Subject{Round: "latest"}, aid.ErrInvalid},
		{machine, "proposal", aid.Subject{Round: "latest", Requests: aid.List[aid.RequestID]{"NONE"}}, aid.ErrNotFound},
		{machine, "comparison", aid.Subject{Round: "latest", Requests: aid.List[aid.RequestID]{"RQ022", "RQ022"}}, aid.ErrInvalid},
		{machine, "poem", aid.Subject{}, aid.ErrInvalid},
	} {
		var out bytes.Buffer
		if err := d.Paper(t.Context(), c.who, &out, c.kind, c.subject, papers.Formats[0], printer); !errors.Is(err, c.want) {
			t.Errorf("%s writes %s of %+v: %v, want %v", c.who.Name, c.kind, c.subject, err, c.want)
		}
		if c.who.Party == "EU" && strings.Contains(out.String(), "RQ010") {
			t.Error("a donor reads of a proposal that has not been published")
		}
	}
	briefing := aid.Order{Kind: "briefing", Subject: aid.Subject{Round: "latest", Party: "EU"}, Languages: []string{"en"}, Formats: []string{"csv"}}
	if _, err := d.IssueNow(t.Context(), machine, briefing); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.PaperFile(t.Context(), union, "GIS-2026-1-DB.1.en.csv"); err != nil {
		t.Error(err)
	}
	if _, _, err := d.PaperFile(t.Context(), congo, "GIS-2026-1-DB.1.en.csv"); !errors.Is(err, aid.ErrNotFound) {
		t.Errorf("a State reads a donor's briefing: %v", err)
	}
	if list, _, err := d.Papers(t.Context(), union, aid.PaperFilter{}, aid.Page{}); err != nil || len(list) != 1 {
		t.Errorf("the donor's list has %d (%v)", len(list), err)
	}
	if _, err := d.IssueNow(t.Context(), union, briefing); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("a donor issues: %v", err)
	}
}

// A translation is of a text as it is, by the State or the secretariat; completeness counts it.
func TestTranslations(t *testing.T) {
	d := withRound(t, "")
	togo := aid.Actor{User: "t", Name: "Togo", Party: "TGO", Roles: []aid.Role{aid.Requester}}
	request := aid.Request{ID: "T1", RequesterID: "TGO", Need: "Deux machines à marquer", Title: "Marquage", Language: "fr", Consent: aid.ConsentDonors}
	if _, err := d.AddRequest(t.Context(), togo, request); err != nil {
		t.Fatal(err)
	}
	put := func(who aid.Actor, language string, texts aid.Texts) error {
		_, err := d.Translate(t.Context(), who, aid.Translation{RequestID: "T1", Language: language, Texts: texts})
		return err
	}
	for _, c := range []struct {
		who      aid.Actor
		language string
		texts    aid.Texts
		want     error
	}{
		{togo, "en", aid.Texts{Need: "Two machines"}, nil},
		{machine, "en", aid.Texts{Need: "Two marking machines", Title: "Marking"}, nil},
		{togo, "fr", aid.Texts{Need: "Deux"}, aid.ErrInvalid},
		{togo, "tlh", aid.Texts{Need: "cha'"}, aid.ErrInvalid},
		{togo, "es", aid.Texts{Need: "Dos", Quantity: "dos"}, aid.ErrInvalid},
		{togo, "es", aid.Texts{}, aid.ErrInvalid},
		{aid.Actor{User: "j", Party: "JPN", Roles: []aid.Role{aid.Donor}}, "es", aid.Texts{Need: "Dos"}, aid.ErrForbidden},
		{aid.Actor{}, "es", aid.Texts{Need: "Dos"}, aid.ErrNotFound},
	} {
		if err := put(c.who, c.language, c.texts); !errors.Is(err, c.want) {
			t.Errorf("%s %+v: %v, want %v", c.language, c.texts, err, c.want)
		}
	}
	all, err := d.Translations(t.Context(), togo, "T1")
	if err != nil || len(all) != 1 || all[0].Title != "Marking" || all[0].Version != 2 || all[0].EnteredBy != "test" {
		t.Errorf("got %+v (%v)", all, err)
	}
	languages, err := d.Languages(t.Context(), machine, d.Settings.Catalogs, "feedback", aid.Subject{Party: "TGO"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range languages {
		translated := map[string]int{"en": 1}[c.Language]
		written := map[string]int{"fr": 1}[c.Language]
		if c.Texts != 1 || c.Translated != translated || c.Written != written || len(c.Untranslated) != 1-translated-written || c.Ready != (c.Missing < c.Sentences) {
			t.Errorf("got %+v", c)
		}
	}
}
