package papers

import (
	"context"
	"io"
)

// Format is a way to write a document.
type Format struct {
	Name  string // of the format, and the ending of a file's name
	Type  string // for the Content-Type header
	Write func(context.Context, io.Writer, Document) error
}

// Formats lists the formats that need nothing but the program; a Typesetter has one more.
var Formats = []Format{
	{"html", "text/html; charset=utf-8", plainly(HTML)},
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", plainly(DOCX)},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", plainly(XLSX)},
	{"csv", "text/csv; charset=utf-8", plainly(CSV)},
	{"hxl.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", plainly(HXLXLSX)},
	{"hxl.csv", "text/csv; charset=utf-8", plainly(HXLCSV)},
	{"json", "application/json", plainly(JSON)},
}

// plainly is a format that is written at once.
func plainly(write func(io.Writer, Document) error) func(context.Context, io.Writer, Document) error {
	return func(_ context.Context, w io.Writer, doc Document) error { return write(w, doc) }
}
