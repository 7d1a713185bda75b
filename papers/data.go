package papers

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// JSON writes a document as it is, for programs. Each block says what it is.
func JSON(w io.Writer, doc Document) error {
	out := json.NewEncoder(w)
	out.SetIndent("", " ")
	return out.Encode(struct {
		Document
		Cover    []any `json:"cover"`
		Sections []any `json:"sections"`
	}{doc, tagged(doc.Cover), tagged(asBlocks(doc.Sections))})
}

func asBlocks(sections []Section) []Block {
	blocks := make([]Block, len(sections))
	for i, s := range sections {
		blocks[i] = s
	}
	return blocks
}

func tagged(blocks []Block) []any {
	out := make([]any, len(blocks))
	for i, block := range blocks {
		switch b := block.(type) {
		case Section:
			out[i] = struct {
				Block string `json:"block"`
				Section
				Blocks []any `json:"blocks"`
			}{b.Block(), b, tagged(b.Blocks)}
		case Table:
			out[i] = map[string]any{"block": b.Block(), b.Block(): struct {
				Table
				Weights []int `json:"weights"`
			}{b, b.weights()}}
		default:
			out[i] = map[string]any{"block": b.Block(), b.Block(): b}
		}
	}
	return out
}

// tables are all the tables of a document, each under the title of the section that it stands in.
func (d Document) tables() []Table {
	var found []Table
	var walk func(title string, blocks []Block)
	walk = func(title string, blocks []Block) {
		for _, block := range blocks {
			switch b := block.(type) {
			case Section:
				walk(b.Title.String(), b.Blocks)
			case Table:
				b.Caption = plain(title + ": " + b.Caption.String())
				found = append(found, b)
			}
		}
	}
	walk(d.Title, d.Cover)
	walk(d.Title, asBlocks(d.Sections))
	return found
}

// String is the text without its looks.
func (t Text) String() string {
	var b strings.Builder
	for _, r := range t {
		b.WriteString(r.Text)
	}
	return b.String()
}

// sheet is a table as rows of texts: headings first.
func (t Table) sheet() [][]string {
	rows := [][]string{make([]string, len(t.Columns))}
	for i, c := range t.Columns {
		rows[0][i] = c.Title
	}
	body := t.Rows
	if len(t.Total) > 0 {
		body = append(body[:len(body):len(body)], t.Total)
	}
	for _, row := range body {
		texts := make([]string, len(row))
		for i, cell := range row {
			texts[i] = cell.Text.String()
		}
		rows = append(rows, texts)
	}
	return rows
}

// CSV writes the tables of a document below each other, each under its caption. Spreadsheet programs take it for UTF-8
// and run nothing in it as a formula.
func CSV(w io.Writer, doc Document) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	for i, t := range doc.tables() {
		rows := append([][]string{{t.Caption.String()}}, t.sheet()...)
		if i > 0 {
			rows = append([][]string{{""}}, rows...)
		}
		for _, row := range rows {
			for j, text := range row {
				if text != "" && strings.Contains("=+-@\t\r", text[:1]) {
					row[j] = "'" + text
				}
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// XLSX writes each table of a document as a sheet of a workbook, from the right where the language is.
func XLSX(w io.Writer, doc Document) error {
	book := excelize.NewFile()
	defer book.Close() // it holds nothing on disk
	for i, t := range doc.tables() {
		name := strconv.Itoa(i + 1)
		if _, err := book.NewSheet(name); err != nil {
			return err
		}
		if err := fill(book, name, doc.Dir == "rtl", t); err != nil {
			return err
		}
	}
	if book.SheetCount > 1 {
		if err := book.DeleteSheet("Sheet1"); err != nil {
			return err
		}
	}
	return book.Write(w)
}

// fill writes texts: no program takes them for formulas.
func fill(book *excelize.File, sheet string, rtl bool, t Table) error {
	if err := book.SetSheetView(sheet, 0, &excelize.ViewOptions{RightToLeft: &rtl}); err != nil {
		return err
	}
	if err := book.SetCellStr(sheet, "A1", t.Caption.String()); err != nil {
		return err
	}
	for i, row := range t.sheet() {
		for j, text := range row {
			place, err := excelize.CoordinatesToCellName(j+1, i+2)
			if err != nil {
				return err
			}
			if err := book.SetCellStr(sheet, place, text); err != nil {
				return err
			}
		}
	}
	return nil
}
