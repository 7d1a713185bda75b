package papers

import (
	"embed"
	"html/template"
	"io"
)

//go:embed html
var sheets embed.FS

// page is one file with its own style: no script, no picture, nothing fetched.
var page = template.Must(template.ParseFS(sheets, "html/*"))

// HTML writes a document as one page, to be read on a telephone, a screen or paper.
func HTML(w io.Writer, doc Document) error { return page.ExecuteTemplate(w, "page.html", doc) }
