package papers

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ploughshare/aid"
)

// The sheets of the workbook, the rows of the text file and the tables of the document say the same.
func TestTablesAreTheSameInEveryFormat(t *testing.T) {
	doc := Booklet(dossier(), english(t))
	doc.Dir = "rtl"
	var text, book bytes.Buffer
	if err := CSV(&text, doc); err != nil {
		t.Fatal(err)
	}
	if err := XLSX(&book, doc); err != nil {
		t.Fatal(err)
	}
	lines := csv.NewReader(strings.NewReader(strings.TrimPrefix(text.String(), "\ufeff")))
	lines.FieldsPerRecord = -1
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	opened, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	tables := doc.tables()
	if len(tables) < 5 || opened.SheetCount != len(tables) {
		t.Fatalf("%d tables and %d sheets", len(tables), opened.SheetCount)
	}
	at := 0
	for _, name := range opened.GetSheetList() {
		sheet, err := opened.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range sheet {
			got := strings.Join(rows[at], "|")
			if want := strings.Join(row, "|"); strings.TrimRight(got, "|") != want {
				t.Errorf("sheet %s says %q and the text %q", name, want, got)
			}
			at++
		}
	}
	if at != len(rows) {
		t.Errorf("%d rows in the sheets and %d in the text", at, len(rows))
	}
}

func TestNothingInATextFileRuns(t *testing.T) {
	doc := Document{Sections: []Section{{Blocks: []Block{Table{Columns: []Column{{Title: "=1+1"}}, Rows: []Row{{{Text: own("@SUM(A1)")}}}}}}}}
	var text bytes.Buffer
	if err := CSV(&text, doc); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"'=1+1", "'@SUM(A1)"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q lacks %s", text.String(), want)
		}
	}
}

func TestJSONSaysWhatEachBlockIs(t *testing.T) {
	var text bytes.Buffer
	if err := JSON(&text, Booklet(dossier(), english(t))); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Lang     string
		Sections []struct {
			Block, ID string
			Blocks    []map[string]any
		}
	}
	if err := json.Unmarshal(text.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if back.Lang != "en" || len(back.Sections) < 5 || back.Sections[0].ID != "summary" || back.Sections[1].Blocks[0]["block"] != "section" {
		t.Errorf("%+v", back)
	}
}

// The row of hashtags stands below the headings, one for each column, and what follows are rows alone, the same in
// every language; a paper without such a table says so.
func TestHashtagsTellProgramsWhatColumnsHold(t *testing.T) {
	for kind, d := range dossiers() {
		doc := Kinds[slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == kind })].Make(d, inLanguage(t, "ar"))
		var text, book bytes.Buffer
		err := errors.Join(HXLCSV(&text, doc), HXLXLSX(&book, doc))
		if kind == "comparison" {
			if !errors.Is(err, aid.ErrInvalid) {
				t.Errorf("a comparison has no such table: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(kind, err)
		}
		lines := csv.NewReader(strings.NewReader(strings.TrimPrefix(text.String(), "\ufeff")))
		lines.FieldsPerRecord = -1
		rows, err := lines.ReadAll()
		if err != nil || len(rows) < 5 || len(rows[3]) != len(rows[2]) {
			t.Fatalf("%s: %v %q", kind, err, rows)
		}
		for _, tag := range rows[3] {
			if tag != "" && !hashtag.MatchString(tag) {
				t.Errorf("%s: %q is no hashtag", kind, tag)
			}
		}
		if table := doc.tables()[slices.IndexFunc(doc.tables(), func(t titled) bool { return t.tagged() })]; len(rows) != 4+len(table.Rows) {
			t.Errorf("%s: %d rows, want those of the table and four above", kind, len(rows))
		}
		opened, err := excelize.OpenReader(&book)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range opened.GetSheetList() {
			if first, err := opened.GetCellValue(name, "A4"); err != nil || !strings.HasPrefix(first, "#") {
				t.Errorf("%s: sheet %s has %q for a hashtag (%v)", kind, name, first, err)
			}
		}
	}
}

var hashtag = regexp.MustCompile(`^#[a-z]+(\+[a-z_0-9]+)*$`)
