package reports

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ploughshare/aid"
)

// Limits of a file. A long national report has 200 pages and 100,000 words.
const (
	MaxFile     = 16 << 20 // bytes as sent
	maxUnpacked = 64 << 20 // bytes of an office file once unpacked
	maxRatio    = 200      // times that a part of it may grow
	maxParts    = 2_000    // parts of an office file
	maxDepth    = 200      // elements of XML or values of JSON within each other
	maxLines    = 50_000   // rows and paragraphs
	maxText     = 8 << 20  // bytes of text in all
	maxPages    = 500      // of a PDF
	maxCells    = 64       // of a line; a form has four
)

// File is a report as it was sent. Cache is a folder in which the program that reads PDF is kept compiled, if there is one.
type File struct {
	Name    string
	Content []byte
	Cache   string
}

// line is a row of a table or a paragraph: its cells, and where each stands. One that is whole goes on with nothing before
// it; one that is wrapped goes on where the line before ended for want of room.
type line struct {
	cells []string
	at    func(cell int) aid.Message
	layout
}

type layout struct{ whole, wrapped bool }

// format is one way to write a report down. A reader stops when the context ends.
type format struct {
	is   func(File) bool
	read func(context.Context, File) ([]line, error)
}

// formats are tried in this order.
func formats() []format {
	return []format{
		{isZip("word/document.xml"), readDOCX},
		{isZip("xl/workbook.xml"), readXLSX},
		{begins("%PDF-"), readPDF},
		{begins("{"), readJSON},
		{begins("["), readJSON},
		{named(".csv", ".tsv", ".tab"), readCSV},
		{named("", ".txt", ".md"), readText},
	}
}

// lines reads a file in whatever format it is. The error is aid.Problems when it cannot be read.
func (f File) lines(ctx context.Context) ([]line, error) {
	for _, format := range formats() {
		if format.is(f) {
			lines, err := format.read(ctx, f)
			if err == nil {
				err = ctx.Err()
			}
			return lines, err
		}
	}
	return nil, unreadable("report_unknown_format")
}

// check says what makes a file unfit before its format matters.
func (f File) check() error {
	content := bytes.TrimSpace(f.text())
	switch {
	case len(f.Content) > MaxFile:
		return unreadable("file_too_large", "limit", "16 MB")
	case len(content) == 0:
		return unreadable("file_empty")
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return unreadable("file_old_or_protected")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")), bytes.HasPrefix(content, []byte("%PDF-")):
		return nil
	case bytes.IndexByte(content, 0) >= 0 || content[0] == '<':
		return unreadable("report_unknown_format")
	case !utf8.Valid(content):
		return unreadable("file_not_utf8")
	}
	return nil
}

// text is the content without a byte order mark.
func (f File) text() []byte { return bytes.TrimPrefix(f.Content, []byte("\ufeff")) }

func begins(mark string) func(File) bool {
	return func(f File) bool { return bytes.HasPrefix(bytes.TrimSpace(f.text()), []byte(mark)) }
}

func named(extensions ...string) func(File) bool {
	return func(f File) bool { return slices.Contains(extensions, strings.ToLower(filepath.Ext(f.Name))) }
}

func isZip(part string) func(File) bool {
	return func(f File) bool {
		archive, err := zip.NewReader(bytes.NewReader(f.Content), int64(len(f.Content)))
		return err == nil && slices.ContainsFunc(archive.File, func(p *zip.File) bool { return p.Name == part })
	}
}

// unzip looks at the table of contents of an office file before anything of it is unpacked.
func (f File) unzip() (*zip.Reader, error) {
	archive, err := zip.NewReader(bytes.NewReader(f.Content), int64(len(f.Content)))
	if err != nil {
		return nil, unreadable("office_broken")
	}
	size := uint64(0)
	for _, part := range archive.File {
		size += min(part.UncompressedSize64, maxUnpacked+1)
		grows := part.UncompressedSize64 > 1<<20 && part.UncompressedSize64/maxRatio > part.CompressedSize64
		if grows || size > maxUnpacked || len(archive.File) > maxParts {
			return nil, unreadable("office_bomb")
		}
	}
	return archive, nil
}

// part opens a part of an office file, of which no more is read than it may hold, whatever it says of itself.
func part(archive *zip.Reader, name string) (io.ReadCloser, error) {
	file, err := archive.Open(name)
	if err != nil {
		return nil, unreadable("office_broken")
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(file, maxUnpacked), file}, nil
}

// gathering collects lines up to the limits.
type gathering struct {
	lines []line
	bytes int
	layout
}

// add takes a line, unless it is blank; false when there is no room for more.
func (g *gathering) add(cells []string, at func(int) aid.Message) bool {
	size := 0
	cells = slices.Clone(cells[:min(len(cells), maxCells)])
	for i, cell := range cells {
		cells[i] = tidy(cell)
		size += len(cells[i])
	}
	if size == 0 {
		return true
	}
	g.bytes += size
	g.lines = append(g.lines, line{cells, at, g.layout})
	return len(g.lines) <= maxLines && g.bytes <= maxText
}

var errTooMuch = unreadable("report_too_long", "lines", strconv.Itoa(maxLines))

// tidy takes out what is not text: controls, marks of direction, doubled blanks.
func tidy(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	rows := strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029' })
	kept := rows[:0]
	for _, row := range rows {
		row = strings.Map(visible, row)
		if row = strings.Join(strings.Fields(row), " "); row != "" {
			kept = append(kept, row)
		}
	}
	return strings.Join(kept, "\n")
}

func visible(c rune) rune {
	switch {
	case c == '\t' || c == '\u00a0' || c == '\u202f' || c == '\u2009':
		return ' '
	case unicode.In(c, unicode.Cc, unicode.Cf):
		return -1
	}
	return c
}

// always is the place of a line that has no cells.
func always(m aid.Message) func(int) aid.Message { return func(int) aid.Message { return m } }

// unreadable is the error of a file that cannot be read as a whole.
func unreadable(key string, pairs ...string) error {
	var p aid.Problems
	p.Add("file", key, pairs...)
	return p
}
