package intake

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"ploughshare/aid"
)

func table(t testing.TB, content []byte) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func asXLSX(t testing.TB, table [][]string) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, texts := range table {
		cells := make([]any, len(texts))
		for j, text := range texts {
			cells[j] = text
		}
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	return saved(t, book)
}

func saved(t testing.TB, book *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := errors.Join(book.Write(&out), book.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJSON(t testing.TB, table [][]string) []byte {
	t.Helper()
	var objects []map[string]string
	for _, texts := range table[1:] {
		object := map[string]string{}
		for i, text := range texts {
			if text != "" {
				object[table[0][i]] = text
			}
		}
		objects = append(objects, object)
	}
	out, err := json.Marshal(objects)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAllFormatsGiveTheSameRecords(t *testing.T) {
	for _, name := range []string{"requests", "offers", "pairings"} {
		content := realFile(t, name+".csv")
		want := rows(t, name+".csv", content)
		cells := table(t, content)
		semicolons := new(bytes.Buffer)
		out := csv.NewWriter(semicolons)
		out.Comma = ';'
		if err := out.WriteAll(cells); err != nil {
			t.Fatal(err)
		}
		for file, variant := range map[string][]byte{
			name + ".xlsx": asXLSX(t, cells),
			name + ".json": asJSON(t, cells),
			name + ".txt":  append([]byte(bom), semicolons.Bytes()...),
		} {
			if diff := cmp.Diff(want, rows(t, file, variant), cmpopts.IgnoreFields(Row{}, "Line")); diff != "" {
				t.Errorf("%s: %s", file, diff)
			}
		}
	}
}

func TestOurOwnJSONReadsBack(t *testing.T) {
	for _, name := range []string{"requests.csv", "offers.csv", "pairings.csv"} {
		all := rows(t, name, realFile(t, name))
		var records []any
		for _, row := range all {
			switch {
			case row.Request != nil && row.Named == nil:
				records = append(records, row.Request)
			case row.Offer != nil:
				records = append(records, row.Offer)
			case row.Pairing != nil:
				records = append(records, row.Pairing)
			}
		}
		content, err := json.Marshal(records)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows(t, "own.json", content) {
			if len(row.Problems) > 0 {
				t.Fatalf("%s: %v", name, row.Problems)
			}
			var got any = row.Request
			switch {
			case row.Offer != nil:
				got = row.Offer
			case row.Pairing != nil:
				got = row.Pairing
			}
			if diff := cmp.Diff(records[i], got, cmpopts.IgnoreFields(aid.Request{}, "KindsRead")); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
		}
	}
}

func TestSpreadsheetCellsAreTakenAsTheyAreMeant(t *testing.T) {
	book := excelize.NewFile()
	style, err := book.NewStyle(&excelize.Style{NumFmt: 3}) // #,##0: shows no cents
	day, err2 := book.NewStyle(&excelize.Style{NumFmt: 14})
	_, err3 := book.NewSheet("Notes")
	if err := errors.Join(err, err2, err3); err != nil {
		t.Fatal(err)
	}
	err = errors.Join(
		book.SetSheetRow("Sheet1", "A1", &[]any{"Requester", "What is asked", "Budget amount", "Budget currency", "Wanted from", "Remarks"}),
		book.SetSheetRow("Sheet1", "A3", &[]any{"Togo", "Marking machines", 1234567.89, "EUR", time.Date(2027, 3, 24, 0, 0, 0, 0, time.UTC), "x"}),
		book.SetCellStyle("Sheet1", "C3", "C3", style), book.SetCellStyle("Sheet1", "E3", "E3", day))
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, "a.xlsx", saved(t, book))
	for row, err := range r.Rows(t.Context()) {
		if err != nil || len(row.Problems) > 0 {
			t.Fatal(row.Problems, err)
		}
		q := row.Request
		if row.Line != 3 || q.RequesterID != "TGO" || q.Amount.String() != "1234567.89 EUR" || q.Wanted.From != "2027-03-24" || q.Consent != aid.ConsentDonors {
			t.Errorf("line %d: %+v", row.Line, q)
		}
	}
	want := []aid.Message{aid.Say("sheet_not_read", "sheet", "Notes"), aid.Say("column_not_read", "column", "Remarks")}
	if diff := cmp.Diff(want, r.Notes()); diff != "" {
		t.Error(diff)
	}
}

func packed(t testing.TB, name string, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create(name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bomb is a workbook whose one sheet unpacks to a million spaces and says that it unpacks to size.
func bomb(t testing.TB, size uint64) []byte {
	t.Helper()
	var sheet, out bytes.Buffer
	deflated, err := flate.NewWriter(&sheet, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	_, err = deflated.Write([]byte("<worksheet>" + strings.Repeat(" ", 1_000_000)))
	w := zip.NewWriter(&out)
	err = errors.Join(err, deflated.Close())
	part, err2 := w.CreateRaw(&zip.FileHeader{
		Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CompressedSize64: uint64(sheet.Len()), UncompressedSize64: size,
	})
	if err = errors.Join(err, err2); err == nil {
		_, err = part.Write(sheet.Bytes())
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestUnreadableFilesAreRefusedClearly(t *testing.T) {
	good := asXLSX(t, [][]string{{"requester", "need"}, {"Togo", "Marking machines"}})
	for _, test := range []struct {
		name, content, key string
	}{
		{"a.csv", "", "file_empty"},
		{"a.csv", " \n\n", "file_empty"},
		{"a.csv", "\xff\xfer\x00e\x00q\x00", "file_not_utf8"},
		{"a.csv", "requester,need\nC\xf4te d'Ivoire,x\n", "file_not_utf8"},
		{"a.csv", "\x01\x02\x00\x03rubbish", "file_unknown"},
		{"a.pdf", "%PDF-1.7 …", "file_is_pdf"},
		{"a.docx", "requester,need", "file_unknown"},
		{"a.csv", "<html><body>", "file_unknown"},
		{"a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "file_old_or_protected"},
		{"a.csv", "List of requests\nTogo,x\n", "headings_unknown"},
		{"a.csv", "requester,need,what_is_asked\n", "heading_twice"},
		{"a.csv", "requester,\"need\n", "quote_not_closed"},
		{"a.json", `{"requester": "Togo"}`, "json_no_array"},
		{"a.json", `[1, 2]`, "json_no_array"},
		{"a.json", `[]`, "file_empty"},
		{"a.json", `[{"requester": "Togo", "need"`, "json_broken"},
		{"a.json", `[{"colour": "red"}]`, "headings_unknown"},
		{"a.xlsx", "PK\x03\x04 and no more", "xlsx_broken"},
		{"a.xlsx", string(good[:len(good)/2]), "xlsx_broken"},
		{"a.xlsx", string(packed(t, "word/document.xml", []byte("<w/>"))), "xlsx_broken"},
		{"a.xlsx", string(packed(t, "xl/worksheets/sheet1.xml", []byte("<worksheet><sheetData><row>"))), "xlsx_broken"},
		{"a.xlsx", string(packed(t, "xl/media/bomb.png", make([]byte, maxPart+1))), "xlsx_too_large"},
		{"a.xlsx", string(bomb(t, maxUnpacked+1)), "xlsx_too_large"},
		{"a.xlsx", string(bomb(t, 12)), "xlsx_broken"},
		{"a.xlsx", string(asXLSX(t, [][]string{{"colour"}, {"red"}})), "headings_unknown"},
	} {
		_, err := Read(File{Name: test.name, Body: strings.NewReader(test.content), Size: int64(len(test.content))}, register(t))
		var problems aid.Problems
		if !errors.As(err, &problems) || problems[0].Key != test.key || problems[0].Field != "file" {
			t.Errorf("%.40q: %v, want %s", test.content, err, test.key)
		}
		if !errors.Is(err, aid.ErrInvalid) {
			t.Errorf("%.40q: %v is not ErrInvalid", test.content, err)
		}
	}
}

func TestFilesThatBreakOffSayWhere(t *testing.T) {
	for _, test := range []struct {
		name, content, key string
		rows               int
	}{
		{"a.csv", "requester,need\nTogo,x\nMali,\"open\nGhana,y\n", "quote_not_closed", 1},
		{"a.csv", "requester,need\nTogo," + strings.Repeat("x", HeadSize) + "\nMali,C\xf4te\n", "line_not_utf8", 1},
		{"a.json", `[{"requester": "Togo", "need": "x"}, {"requester"`, "json_broken", 1},
		{"a.json", `[{"requester": "Togo", "need": "x"}] []`, "json_after_end", 1},
	} {
		n := 0
		var problems aid.Problems
		for _, err := range open(t, test.name, []byte(test.content)).Rows(t.Context()) {
			if err == nil {
				n++
			} else if !errors.As(err, &problems) {
				t.Fatal(err)
			}
		}
		if n != test.rows || len(problems) != 1 || problems[0].Key != test.key {
			t.Errorf("%s: %d rows, %v", test.key, n, problems)
		}
	}
}

func TestManyRowsStayWithinMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100,000 rows")
	}
	var content bytes.Buffer
	content.WriteString("id,requester_iso3,theme,what_is_asked,source\n")
	for i := range 100_000 {
		fmt.Fprintf(&content, "RQ%d,TGO,marking;stockpile,\"Marking machines,\nnumber %d\",https://example.org/%d\n", i, i, i)
	}
	r := open(t, "many.csv", content.Bytes())
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, last, most := 0, 0, uint64(0)
	for row, err := range r.Rows(t.Context()) {
		if err != nil || len(row.Problems) > 0 {
			t.Fatal(row.Problems, err)
		}
		n, last = n+1, row.Line
		if n%25_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	}
	if n != 100_000 || last != 200_000 {
		t.Errorf("%d rows, the last on line %d", n, last)
	}
	if grown := int64(most) - int64(before.HeapAlloc); grown > 64<<20 {
		t.Errorf("reading holds %d MB", grown>>20)
	}
}
