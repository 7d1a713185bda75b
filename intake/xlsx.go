package intake

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ploughshare/aid"
)

// openXLSX takes the first sheet whose first row that is not blank has headings we know.
func (r *Reader) openXLSX(file File) error {
	if err := checkParts(file); err != nil {
		return err
	}
	book, err := excelize.OpenReader(io.NewSectionReader(file.Body, 0, file.Size), excelize.Options{
		UnzipSizeLimit: maxUnpacked, ShortDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		return unreadable("xlsx_broken")
	}
	r.close = book.Close
	var firstErr error
	for i, name := range book.GetSheetList() {
		sheet, err := openSheet(book, name)
		if err != nil {
			return unreadable("xlsx_broken")
		}
		if err = r.headings(sheet, file.Kind); err == nil {
			r.noteSheets(book, i)
			return nil
		}
		firstErr = firstOf(firstErr, err)
		if err := sheet.close(); err != nil {
			return err
		}
	}
	return firstOf(firstErr, unreadable("xlsx_no_sheet"))
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkParts looks at the table of contents of the packed file before anything is unpacked.
func checkParts(file File) error {
	packed, err := zip.NewReader(file.Body, file.Size)
	if err != nil {
		return unreadable("xlsx_broken")
	}
	size := uint64(0)
	for _, part := range packed.File {
		size += min(part.UncompressedSize64, maxUnpacked+1)
		if part.UncompressedSize64 > maxPart && !isRows(part) {
			return unreadable("xlsx_too_large", "limit", "32 MB")
		}
	}
	if size > maxUnpacked || len(packed.File) > maxParts {
		return unreadable("xlsx_too_large", "limit", "320 MB")
	}
	for _, part := range packed.File {
		if isRows(part) && !wellFormed(part) {
			return unreadable("xlsx_broken")
		}
	}
	return nil
}

// isRows says whether a part holds rows or their texts, which excelize reads from disk where they are large.
func isRows(part *zip.File) bool {
	name := strings.ToLower(strings.ReplaceAll(part.Name, "\\", "/"))
	return strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml"
}

// wellFormed reads a part to its end, because excelize takes broken XML for the end of a sheet.
func wellFormed(part *zip.File) bool {
	body, err := part.Open()
	if err != nil {
		return false
	}
	defer body.Close()
	tokens := xml.NewDecoder(body)
	for depth := 0; ; {
		token, err := tokens.RawToken()
		if err != nil {
			return err == io.EOF && depth == 0
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

func (r *Reader) noteSheets(book *excelize.File, read int) {
	for i, name := range book.GetSheetList() {
		if i != read {
			r.addNote(aid.Say("sheet_not_read", "sheet", name))
		}
	}
}

// sheet walks one worksheet twice at once: as it shows its cells, which is how dates and lists are meant, and as it
// stores them, since the sum that a cell shows may be rounded.
type sheet struct {
	shown, stored *excelize.Rows
	row           int
	date1904      bool
}

func openSheet(book *excelize.File, name string) (*sheet, error) {
	props, err := book.GetWorkbookProps()
	if err != nil {
		return nil, err
	}
	shown, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	stored, err := book.Rows(name)
	return &sheet{shown: shown, stored: stored, date1904: props.Date1904 != nil && *props.Date1904}, err
}

func (s *sheet) close() error { return errors.Join(s.shown.Close(), s.stored.Close()) }

func (s *sheet) next() (line, error) {
	if !s.shown.Next() || !s.stored.Next() {
		return line{}, firstOf(s.shown.Error(), s.stored.Error(), io.EOF)
	}
	s.row++
	shown, err := s.shown.Columns()
	if err != nil {
		return line{}, unreadable("xlsx_broken")
	}
	stored, err := s.stored.Columns(excelize.Options{RawCellValue: true})
	if err != nil {
		return line{}, unreadable("xlsx_broken")
	}
	return line{number: s.row, texts: trimmed(shown), stored: trimmed(stored), done: int64(s.row)}, nil
}

func (r *Reader) headings(s *sheet, want Kind) error {
	for {
		first, err := s.next()
		if err == io.EOF {
			return unreadable("file_empty")
		}
		if err != nil {
			return err
		}
		if blank(first) {
			continue
		}
		kind, l, err := recognise(want, first.texts)
		if err != nil {
			return err
		}
		r.kind = kind
		r.lines = func() (line, error) { return s.line(l) }
		return nil
	}
}

// line fits a row to the headings: a sheet leaves out empty cells at the end of a row.
func (s *sheet) line(l *layout) (line, error) {
	next, err := s.next()
	if err != nil {
		return line{}, err
	}
	next.layout = l
	for len(next.texts) < len(l.headings) {
		next.texts = append(next.texts, "")
	}
	for i, text := range next.texts {
		if text != "" && (i >= len(l.headings) || l.headings[i] == "") {
			next.problems = append(next.problems, rowProblem(next.number, "cell_without_heading", "value", text))
		}
	}
	for i, column := range l.columns {
		if column == nil || i >= len(next.stored) || next.stored[i] == next.texts[i] {
			continue
		}
		next.texts[i] = s.meant(column.Form, next.texts[i], next.stored[i])
	}
	return next, nil
}

// meant chooses between what a cell shows and what it stores.
func (s *sheet) meant(form Form, shown, stored string) string {
	number, err := strconv.ParseFloat(stored, 64)
	switch {
	case err != nil:
		return shown
	case form == Sum || form == Number:
		return stored
	case form == Day && !isDate(shown):
		day, err := excelize.ExcelDateToTime(number, s.date1904)
		if err != nil {
			return shown
		}
		return string(aid.DateOf(day))
	}
	return shown
}

func isDate(text string) bool {
	_, err := aid.ParseDate(strings.TrimSpace(text))
	return err == nil
}
