package reports_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/intake/reports"
)

var update = flag.Bool("update", false, "write the golden file anew")

// cache keeps PDFium compiled from one run of the tests to the next.
func cache(t testing.TB) string {
	t.Helper()
	folder, err := os.UserCacheDir()
	if err != nil {
		return t.TempDir()
	}
	return filepath.Join(folder, "ploughshare-test")
}

func templates(t testing.TB) []aid.Template {
	t.Helper()
	all, err := reports.Templates()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A made-up report in each language and format, read to the end; see testdata/made/README.md.
func TestMadeUpReports(t *testing.T) {
	r := reader(t)
	var all strings.Builder
	for _, name := range []string{"en.docx", "fr.xlsx", "es.csv", "ru.json", "zh.pdf", "ar.docx"} {
		content, err := os.ReadFile("testdata/made/" + name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Read(t.Context(), reports.File{Name: name, Content: content, Cache: cache(t)}, templates(t), "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		fmt.Fprintf(&all, "# %s: %s, %s, %d answers\n", name, got.Template.ID, got.Language, len(got.Answers))
		report := aid.Report{ID: "CIV-PoA-2026", PartyID: "CIV", Instrument: "PoA", Year: 2026, Answers: got.Answers, File: name}
		for _, f := range r.Draft(report) {
			tell(&all, f)
		}
	}
	const golden = "testdata/made/found.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("found something else (-want +got):\n%s", diff)
	}
}

func tell(w *strings.Builder, f aid.Finding) {
	r := f.Drafted
	fmt.Fprintf(w, "%s of %s (%s%v)\n  “%s”\n", f.Kind, f.Question, f.Where.Key, f.Where.Args, f.Words)
	runes := []rune(f.Words)
	for _, mark := range f.Marks {
		fmt.Fprintf(w, "  marked: %s\n", string(runes[mark.From:mark.To]))
	}
	fmt.Fprintf(w, "  theme %s, kinds %v, quantity %q, amount %q, first stage %q, wanted %q\n", r.MainTheme(), r.Kinds, r.Quantity, r.Amount, r.FirstStage, r.Wanted)
	fmt.Fprintf(w, "  drawn up %q, endorsed %q, contact %q, fundable %d\n", r.DrawnUp, r.Endorsed, r.Contact, r.Fundability().Score)
}

// The embedded templates are sound, and what was not seen in a source says so.
func TestTemplates(t *testing.T) {
	unseen := 0
	for _, template := range templates(t) {
		keys := map[string]bool{}
		for _, section := range template.Sections {
			for _, q := range section.Questions {
				if keys[q.Key()] || q.Note == "" || len(q.Wording) != len(aid.Languages) {
					t.Errorf("%s: question %q comes twice, has no note or not all languages", template.ID, q.Key())
				}
				keys[q.Key()] = true
				if !q.Verified {
					unseen++
				}
				if q.Verified && q.Asks == aid.AsksWish {
					t.Errorf("%s: question %s is said to be verified, which no question for help is", template.ID, q.Key())
				}
			}
		}
		if template.ID != reports.Own && !template.Holds(aid.AsksWish) {
			t.Errorf("%s asks for no help", template.ID)
		}
	}
	if unseen == 0 {
		t.Error("all questions are verified")
	}
}
