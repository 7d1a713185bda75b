package papers

import "io"

// Format is a way to write a document.
type Format struct {
	Name  string // of the format, and the ending of a file's name
	Type  string // for the Content-Type header
	Write func(io.Writer, Document) error
}

// Formats lists the formats.
var Formats = []Format{
	{"html", "text/html; charset=utf-8", HTML},
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCX},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XLSX},
	{"csv", "text/csv; charset=utf-8", CSV},
	{"json", "application/json", JSON},
}
