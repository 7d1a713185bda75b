package reports

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ploughshare/aid"
)

// readXLSX takes the rows of all sheets. Formulas count with the values that were stored with them.
func readXLSX(ctx context.Context, f File) ([]line, error) {
	archive, err := f.unzip()
	if err != nil {
		return nil, err
	}
	for _, file := range archive.File { // excelize would take broken XML for the end of a sheet
		if strings.HasPrefix(file.Name, "xl/worksheets/") && strings.HasSuffix(file.Name, ".xml") || file.Name == "xl/sharedStrings.xml" {
			if err := sound(ctx, file.Open); err != nil {
				return nil, err
			}
		}
	}
	limits := excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked}
	book, err := excelize.OpenReader(bytes.NewReader(f.Content), limits)
	if err != nil {
		return nil, unreadable("office_broken")
	}
	defer book.Close()
	var g gathering
	for _, sheet := range book.GetSheetList() {
		if err := g.sheet(ctx, book, sheet); err != nil {
			return nil, err
		}
	}
	return g.lines, nil
}

// sound reads a part to its end.
func sound(ctx context.Context, open func() (io.ReadCloser, error)) error {
	body, err := open()
	if err != nil {
		return unreadable("office_broken")
	}
	defer body.Close()
	return walk(ctx, io.LimitReader(body, maxUnpacked), func(e xmlStart) {}, func(xmlEnd) bool { return true }, func(string) {})
}

func (g *gathering) sheet(ctx context.Context, book *excelize.File, sheet string) error {
	rows, err := book.Rows(sheet)
	if err != nil {
		return unreadable("office_broken")
	}
	defer rows.Close()
	for row := 1; rows.Next(); row++ {
		cells, err := rows.Columns()
		if err != nil {
			return unreadable("office_broken")
		}
		at := func(cell int) aid.Message {
			name, _ := excelize.CoordinatesToCellName(cell+1, row) // both are above zero
			return aid.Say("at_cell", "sheet", sheet, "cell", name)
		}
		if !g.add(cells, at) {
			return errTooMuch
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// readCSV takes the separator that the first line has most of.
func readCSV(_ context.Context, f File) ([]line, error) {
	text := f.text()
	first, _, _ := bytes.Cut(text, []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(text))
	for _, separator := range ",;\t" {
		if bytes.Count(first, []byte(string(separator))) > bytes.Count(first, []byte(string(reader.Comma))) {
			reader.Comma = separator
		}
	}
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	var g gathering
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return g.lines, nil
		}
		if err != nil {
			return nil, unreadable("report_csv_broken")
		}
		row, _ := reader.FieldPos(0)
		if !g.add(cells, always(aid.Say("at_line", "line", strconv.Itoa(row)))) {
			return nil, errTooMuch
		}
	}
}

// readText takes each line of a plain text.
func readText(_ context.Context, f File) ([]line, error) {
	var g gathering
	n := 0
	for text := range strings.SplitSeq(string(f.text()), "\n") {
		n++
		if !g.add([]string{text}, always(aid.Say("at_line", "line", strconv.Itoa(n)))) {
			return nil, errTooMuch
		}
	}
	return g.lines, nil
}

// readJSON takes objects with a question (or number) and an answer (or text), and objects whose keys are the questions.
func readJSON(ctx context.Context, f File) ([]line, error) {
	if deep(f.text()) {
		return nil, unreadable("json_deep", "limit", strconv.Itoa(maxDepth))
	}
	var document any
	if err := json.Unmarshal(f.text(), &document); err != nil {
		return nil, unreadable("report_json_broken")
	}
	j := jsonLines{ctx: ctx, gathering: gathering{layout: layout{whole: true}}}
	if !j.value("$", "", document) {
		return nil, errors.Join(ctx.Err(), errTooMuch)
	}
	return j.lines, nil
}

// deep counts brackets, those in texts too: a report has few.
func deep(text []byte) bool {
	depth := 0
	for _, c := range text {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		}
		if depth > maxDepth {
			return true
		}
	}
	return false
}
