package papers

import (
	"archive/zip"
	"embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"text/template"
)

//go:embed docx/*.xml
var docxFiles embed.FS

var docxParts = template.Must(template.New("").Funcs(template.FuncMap{"xml": escaped}).ParseFS(docxFiles, "docx/*.xml"))

// docxNames are the places of the parts in the file. The first must come first.
var docxNames = []struct{ part, name string }{
	{"content_types.xml", "[Content_Types].xml"},
	{"rels.xml", "_rels/.rels"},
	{"core.xml", "docProps/core.xml"},
	{"document.xml", "word/document.xml"},
	{"document_rels.xml", "word/_rels/document.xml.rels"},
	{"styles.xml", "word/styles.xml"},
	{"numbering.xml", "word/numbering.xml"},
	{"settings.xml", "word/settings.xml"},
	{"header1.xml", "word/header1.xml"},
	{"footer1.xml", "word/footer1.xml"},
	{"footnotes.xml", "word/footnotes.xml"},
	{"footnotes_rels.xml", "word/_rels/footnotes.xml.rels"},
}

// docx is a document on its way into WordprocessingML (ISO/IEC 29500). The elements within w:pPr and w:rPr stand in the
// order of the schema: Word refuses files in which they do not.
type docx struct {
	Document
	out   strings.Builder
	Links []string       // addresses outside
	marks map[string]int // numbers of the bookmarks of sections
	notes []([]Text)     // footnotes
	// The parts.
	Body, Header, Footer, Notes string
}

// DOCX writes a document as an office file that the secretariat can edit: real headings, a table of contents that Word
// keeps up to date, headings of tables that repeat on every page. The same document gives the same bytes.
func DOCX(w io.Writer, doc Document) error {
	x := &docx{Document: doc, marks: map[string]int{}}
	x.Header = x.take(func() { x.head() })
	x.Footer = x.take(func() { x.foot() })
	x.Body = x.take(func() { x.text() })
	x.Notes = x.take(func() { x.footnotes() })
	archive := zip.NewWriter(w)
	for _, n := range docxNames {
		part, err := archive.CreateHeader(&zip.FileHeader{Name: n.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if err := docxParts.ExecuteTemplate(part, n.part, x); err != nil {
			return err
		}
	}
	return archive.Close()
}

// Tag is the language as Word knows it: the UN writes British English.
func (x *docx) Tag() string {
	return map[string]string{"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "zh": "zh-CN", "ar": "ar-SA"}[x.Lang]
}

func (x *docx) take(write func()) string {
	x.out.Reset()
	write()
	return x.out.String()
}

func (x *docx) put(format string, args ...any) { fmt.Fprintf(&x.out, format, args...) }

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes all; what XML cannot hold becomes U+FFFD
	return b.String()
}

func (x *docx) head() {
	x.open(paragraph{style: "Header"})
	x.run(Run{Text: x.House})
	x.put("<w:r><w:tab/></w:r>")
	x.run(Run{Text: x.Symbol})
	x.close()
}

// foot says "page of pages" in the document's words; Word fills in the numbers.
func (x *docx) foot() {
	x.open(paragraph{style: "Footer"})
	for i, part := range strings.Split(x.PageOf, PageMark) {
		if i > 0 {
			x.field([]string{"PAGE", "NUMPAGES"}[min(i-1, 1)], func() { x.run(Run{Text: "1"}) })
		}
		x.run(Run{Text: part})
	}
	x.close()
}

// field is something that Word works out, with what stands there until then.
func (x *docx) field(code string, shown func()) {
	x.put(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> %s </w:instrText></w:r>`, code)
	x.put(`<w:r><w:fldChar w:fldCharType="separate"/></w:r>`)
	shown()
	x.put(`<w:r><w:fldChar w:fldCharType="end"/></w:r>`)
}

func (x *docx) text() {
	x.say(paragraph{style: "Title"}, plain(x.Title))
	x.say(paragraph{style: "Subtitle"}, plain(x.Subtitle))
	x.blocks(x.Cover)
	for _, s := range x.Sections {
		x.section(s)
	}
}

func (x *docx) blocks(blocks []Block) {
	for _, block := range blocks {
		switch b := block.(type) {
		case Section:
			x.section(b)
		case Paragraph:
			x.say(paragraph{style: map[bool]string{true: "Lead", false: "Normal"}[b.Lead]}, b.Text)
		case Words:
			for line := range strings.SplitSeq(b.Text, "\n") {
				x.say(paragraph{style: "Quote", own: true}, own(line))
			}
			if b.Mark != "" {
				x.say(paragraph{style: "Kicker"}, plain(b.Mark))
			}
		case Contents:
			x.contents(b)
		case List:
			x.list("ListItem", b.Items)
		case Definitions:
			x.definitions(b)
		case Figures:
			x.figures(b)
		case Table:
			x.table(b)
		case Notice:
			x.notice(b)
		}
	}
}

// section makes the document's own sections, of level 2, Word's first level.
func (x *docx) section(s Section) {
	heading := paragraph{style: fmt.Sprintf("Heading%d", s.Level-1), newPage: s.NewPage, mark: s.ID}
	if s.Kicker != "" {
		x.say(paragraph{style: "Kicker", newPage: s.NewPage}, plain(s.Kicker))
		heading.newPage = false
	}
	x.say(heading, s.Title)
	x.blocks(s.Blocks)
}

func (x *docx) list(style string, items []Text) {
	for _, item := range items {
		x.say(paragraph{style: style}, item)
	}
}

func (x *docx) notice(n Notice) {
	kind := strings.ToUpper(n.Kind[:1]) + n.Kind[1:]
	x.say(paragraph{style: "NoticeTitle" + kind}, plain(n.Title))
	style := "NoticeItem" + kind
	if len(n.Items) == 1 {
		style = "Notice" + kind
	}
	x.list(style, n.Items)
	x.say(paragraph{style: "Normal"}, nil)
}

// contents is a field that Word renews with the numbers of the pages, which only it can know; until then it leads to the
// headings without them.
func (x *docx) contents(c Contents) {
	x.say(paragraph{style: "ContentsTitle"}, plain(c.Title))
	entries := x.entries(x.Sections, nil)
	for i, s := range entries {
		x.open(paragraph{style: fmt.Sprintf("TOC%d", s.Level-1)})
		if i == 0 {
			x.put(`<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`)
		}
		x.put(`<w:hyperlink w:anchor="%s">`, x.mark(s.ID))
		x.runs(s.Title)
		x.put("</w:hyperlink>")
		if i == len(entries)-1 {
			x.put(`<w:r><w:fldChar w:fldCharType="end"/></w:r>`)
		}
		x.close()
	}
}

// entries are the sections of two levels that can be led to.
func (x *docx) entries(sections []Section, found []Section) []Section {
	for _, s := range sections {
		if s.ID == "" || s.Level > 3 {
			continue
		}
		found = append(found, s)
		for _, b := range s.Blocks {
			if inner, ok := b.(Section); ok {
				found = x.entries([]Section{inner}, found)
			}
		}
	}
	return found
}

// mark names the bookmark of a section: Word allows no hyphens in a name, and only forty characters.
func (x *docx) mark(id string) string {
	if _, known := x.marks[id]; !known {
		x.marks[id] = len(x.marks) + 1
	}
	return fmt.Sprintf("s%d", x.marks[id])
}
