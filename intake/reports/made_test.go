package reports_test

import (
	"os"
	"testing"

	"ploughshare/aid"
	"ploughshare/intake/reports"
)

func TestDump(t *testing.T) {
	r := reader(t)
	templates, err := reports.Templates()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"en.docx", "fr.xlsx", "es.csv", "ru.json", "zh.pdf", "ar.docx"} {
		content, _ := os.ReadFile("testdata/made/" + name)
		got, err := r.Read(t.Context(), reports.File{Name: name, Content: content, Cache: t.TempDir()}, templates, "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		t.Logf("== %s %s %s %v", name, got.Template.ID, got.Language, got.Notes)
		for _, a := range got.Answers {
			t.Logf("   %s [%s] %v: %q", a.Question, a.Theme, a.Where.Args, a.Text)
		}
		report := aid.Report{ID: "CIV-PoA-2026", PartyID: "CIV", Instrument: "PoA", Year: 2026, Answers: got.Answers, File: name}
		for _, f := range r.Draft(report, "XOF") {
			d := f.Drafted
			t.Logf(" > %s %s %v | %s | q=%q %s / %s %v kinds %v | %s %v %s|%s|%s", f.Kind, f.Question, d.Themes, f.Words, d.Quantity, d.Amount, d.FirstStage, d.Wanted, d.Kinds, f.ID, f.Marks, d.DrawnUp, d.Endorsed, d.Contact)
		}
	}
}
