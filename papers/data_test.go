package papers

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
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
