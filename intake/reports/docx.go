package reports

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// readDOCX walks the text of an office document: each row of a table is a line, and so is each paragraph outside of one.
// What was deleted, instructions of fields, headers and anything but the document itself is not text of the report.
func readDOCX(ctx context.Context, f File) ([]line, error) {
	archive, err := f.unzip()
	if err != nil {
		return nil, err
	}
	body, err := part(archive, "word/document.xml")
	if err != nil {
		return nil, err
	}
	defer body.Close()
	d := &docx{}
	if err := walk(ctx, body, d.begin, d.end, d.chars); err != nil {
		return nil, err
	}
	return d.lines, nil
}

// walk reads XML to its end within the limits of depth and time.
func walk(ctx context.Context, body io.Reader, begin func(xml.StartElement), end func(xml.EndElement) bool, chars func(string)) error {
	decoder := xml.NewDecoder(body)
	for depth, count := 0, 0; ; count++ {
		token, err := decoder.Token()
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return unreadable("office_deep", "limit", strconv.Itoa(maxDepth))
			}
			begin(t)
		case xml.EndElement:
			depth--
			if !end(t) {
				return errTooMuch
			}
		case xml.CharData:
			chars(string(t))
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable("office_broken")
		}
		if count%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// docx is a document on its way into lines.
type docx struct {
	gathering
	tables, rows, paragraphs int
	within                   int // tables that the text is in
	text                     bool
	skipped                  int // elements within one whose text does not count
	cells                    []string
	cell                     strings.Builder
}

func (d *docx) begin(e xml.StartElement) {
	if d.skipped > 0 || e.Name.Local == "Fallback" || e.Name.Local == "txbxContent" {
		d.skipped++
		return
	}
	switch e.Name.Local {
	case "tbl":
		if d.within++; d.within == 1 {
			d.tables, d.rows = d.tables+1, 0
		}
	case "tr":
		if d.within == 1 {
			d.rows, d.cells = d.rows+1, nil
		}
	case "t":
		d.text = true
	case "tab", "br", "cr":
		d.cell.WriteString(map[string]string{"tab": " ", "br": "\n", "cr": "\n"}[e.Name.Local])
	case "checkBox":
		d.cell.WriteString("☐")
	case "checked":
		d.check(e)
	}
}

// check turns the box of an old form field into a checked one. The newer boxes are characters of the text.
func (d *docx) check(e xml.StartElement) {
	for _, a := range e.Attr {
		if a.Name.Local == "val" && (a.Value == "0" || a.Value == "false") {
			return
		}
	}
	if before, found := strings.CutSuffix(d.cell.String(), "☐"); found {
		d.cell.Reset()
		d.cell.WriteString(before + "☒")
	}
}

func (d *docx) chars(text string) {
	if d.text && d.skipped == 0 {
		d.cell.WriteString(text)
	}
}

// end closes what an element opened; false when the document is too long.
func (d *docx) end(e xml.EndElement) bool {
	if d.skipped > 0 {
		d.skipped--
		return true
	}
	switch e.Name.Local {
	case "t":
		d.text = false
	case "p":
		d.cell.WriteString("\n")
		if d.within == 0 {
			d.paragraphs++
			return d.take([]string{d.flush()}, aid.Say("at_paragraph", "paragraph", strconv.Itoa(d.paragraphs)))
		}
	case "tc":
		if d.within == 1 {
			d.cells = append(d.cells, d.flush())
		}
	case "tr":
		if d.within == 1 {
			return d.take(d.cells, aid.Say("at_table_row", "table", strconv.Itoa(d.tables), "row", strconv.Itoa(d.rows)))
		}
	case "tbl":
		d.within--
	}
	return true
}

func (d *docx) flush() string {
	text := d.cell.String()
	d.cell.Reset()
	return text
}

func (d *docx) take(cells []string, at aid.Message) bool { return d.add(cells, always(at)) }
