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

// titled is a table under the title of the section that it stands in.
type titled struct {
	Table
	title string
}

func (d Document) tables() []titled {
	var found []titled
	var walk func(title string, blocks []Block)
	walk = func(title string, blocks []Block) {
		for _, block := range blocks {
			switch b := block.(type) {
			case Section:
				walk(b.Title.String(), b.Blocks)
			case Table:
				found = append(found, titled{b, title})
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

// sheet is a table as rows of texts: its titles, the headings, where they are asked for their hashtags, and the rows.
func (t titled) sheet(hashtags bool) [][]string {
	headings, tags := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i, c := range t.Columns {
		headings[i], tags[i] = c.Title, c.Hashtag
	}
	rows := [][]string{{t.title}, {t.Caption.String()}, headings}
	if hashtags && t.tagged() {
		rows = append(rows, tags)
	}
	body := t.Rows
	if len(t.Total) > 0 && !hashtags {
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

// CSV writes the tables of a document below each other, each under its titles. Spreadsheet programs take it for UTF-8
// and run nothing in it as a formula.
func CSV(w io.Writer, doc Document) error { return writeCSV(w, doc.tables(), false) }

func writeCSV(w io.Writer, tables []titled, hashtags bool) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	for i, t := range tables {
		rows := t.sheet(hashtags)
		if i > 0 {
			rows = append([][]string{{""}}, rows...)
		}
		for _, row := range rows {
			for j, text := range row {
				row[j] = disarmed(text)
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// disarmed puts an apostrophe before what a spreadsheet program would run as a formula, also behind spaces; a number below
// nothing is none.
func disarmed(text string) string {
	said := strings.TrimLeft(text, " \u00a0\n")
	if said == "" || !strings.Contains("=+-@\t\r", said[:1]) || strings.Trim(said[1:], "0123456789.,\u00a0\u202f") == "" {
		return text
	}
	return "'" + text
}

// XLSX writes each table of a document as a sheet of a workbook, from the right where the language is.
func XLSX(w io.Writer, doc Document) error {
	return writeXLSX(w, doc.tables(), doc.Dir == "rtl", false)
}

func writeXLSX(w io.Writer, tables []titled, rtl, hashtags bool) error {
	book := excelize.NewFile()
	defer book.Close() // it holds nothing on disk
	for i, t := range tables {
		name := strconv.Itoa(i + 1)
		if _, err := book.NewSheet(name); err != nil {
			return err
		}
		if err := fill(book, name, rtl, t.sheet(hashtags)); err != nil {
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
func fill(book *excelize.File, sheet string, rtl bool, rows [][]string) error {
	if err := book.SetSheetView(sheet, 0, &excelize.ViewOptions{RightToLeft: &rtl}); err != nil {
		return err
	}
	for i, row := range rows {
		for j, text := range row {
			place, err := excelize.CoordinatesToCellName(j+1, i+1)
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
