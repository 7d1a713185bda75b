package intake

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync/atomic"

	"ploughshare/aid"
)

// Reader yields the rows of one file, once. It holds the ids seen so far and, of a spreadsheet, the packed file; never
// the rows.
type Reader struct {
	kind   Kind
	reg    *aid.Register
	lines  lines
	ids    map[string]int
	named  map[aid.PartyID]aid.Party
	short  map[string]aid.PartyID
	slips  map[string]string     // what was suggested for a word: the same mistake often fills a column
	donors aid.List[aid.PartyID] // of the row before, for "same"
	notes  []aid.Message
	noted  map[*layout]bool
	done   atomic.Int64
	total  int64
	close  func() error
}

// lines hands over one line of cells after another, and io.EOF after the last.
type lines func() (line, error)

// line is one row of a file as text. Stored are the cells as a spreadsheet keeps them, before it formats them.
type line struct {
	number   int
	layout   *layout
	texts    []string
	stored   []string
	done     int64 // bytes or rows read when this line was
	problems []Problem
}

// Read opens a file and reads its headings. Parties that the file names and the register lacks are added to reg, so reg
// must be the caller's own. The caller closes the Reader.
func Read(file File, reg *aid.Register) (*Reader, error) {
	if file.Size > MaxFile {
		return nil, unreadable("file_too_large", "limit", "64 MB")
	}
	format, err := file.format()
	if err != nil {
		return nil, err
	}
	r := &Reader{
		reg: reg, ids: map[string]int{}, named: map[aid.PartyID]aid.Party{}, noted: map[*layout]bool{}, slips: map[string]string{},
		close: func() error { return nil },
	}
	if r.short, err = shortNames(); err != nil {
		return nil, err
	}
	switch format {
	case XLSX:
		err = r.openXLSX(file)
	case JSON:
		err = r.openJSON(file)
	case CSV:
		err = r.openCSV(file)
	default:
		err = unreadable("file_unknown")
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (f File) format() (Format, error) {
	if f.Format != "" {
		return f.Format, nil
	}
	head := make([]byte, min(HeadSize, f.Size))
	if _, err := f.Body.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", err
	}
	return Detect(f.Name, head)
}

// Kind is what the rows are.
func (r *Reader) Kind() Kind { return r.kind }

// Notes says what the file holds that was not read: columns without a meaning here, further sheets; the first
// hundred of them. It is complete once Rows has ended.
func (r *Reader) Notes() []aid.Message { return r.notes }

// Progress says how much has been read: bytes out of the size of the file, or rows of a spreadsheet, whose total is not
// known (0). It may be asked while another goroutine reads.
func (r *Reader) Progress() (done, total int64) { return r.done.Load(), r.total }

// Close frees what an open file holds.
func (r *Reader) Close() error { return r.close() }

// Rows yields every row that is not blank. An error means that the rest of the file cannot be read; it is the last.
func (r *Reader) Rows(ctx context.Context) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			next, err := r.lines()
			if err == nil {
				err = ctx.Err()
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			r.done.Store(next.done)
			r.note(next.layout)
			if !blank(next) && !yield(r.row(next), nil) {
				return
			}
		}
	}
}

func blank(l line) bool {
	for _, text := range l.texts {
		if text != "" {
			return false
		}
	}
	return len(l.problems) == 0
}

// note remembers the columns of a layout that nobody reads. JSON has a layout for each set of keys.
func (r *Reader) note(l *layout) {
	if l == nil || r.noted[l] {
		return
	}
	r.noted[l] = true
	for i, column := range l.columns {
		if column == nil && l.headings[i] != "" {
			r.addNote(aid.Say("column_not_read", "column", l.headings[i]))
		}
	}
}

// maxNotes keeps a file of a million different keys from becoming a million notes.
const maxNotes = 100

func (r *Reader) addNote(note aid.Message) {
	if len(r.notes) == maxNotes {
		return
	}
	for _, have := range r.notes {
		if have.Key == note.Key && have.Args["column"] == note.Args["column"] && have.Args["sheet"] == note.Args["sheet"] {
			return
		}
	}
	r.notes = append(r.notes, note)
}
