// Package papers writes documents: what they say and how they look are two lists that never multiply. A kind of paper
// ([Kinds]) makes a neutral [Document] of a [Dossier]; a format ([Formats]) writes any Document.
//
// To add a kind: write a function from Dossier to Document and add a line to Kinds. To add a format: write a function
// from Document to an io.Writer and add a line to Formats. The same dossier gives the same bytes: no clock, no map
// order.
package papers

// Document is a paper that has no format yet. All of it is in one language.
type Document struct {
	Lang, Dir string
	House     string // whose paper it is
	Symbol    string
	Title     string
	Subtitle  string
	Skip      string // the words of the link that leads past the head
	PageOf    string // the words at the foot, with two PageMarks: for the number of the page and that of all pages
	Cover     []Block
	Sections  []Section
}

// PageMark stands for a number that only the finished paper knows.
const PageMark = "\x00"

// Block is a piece of a document. Its name is that of its form in each format.
type Block interface{ Block() string }

// Text is a run of pieces.
type Text []Run

// Run is a piece of text. Own means that somebody else wrote it, in a language and direction that we do not know.
type Run struct {
	Text   string
	Link   string // an address, or # and the ID of a section
	Own    bool
	Strong bool
	Code   bool // a digest or seed, which may break anywhere
}

// Section has a heading. Sections lie in one another; Level is 2 for those of the document itself.
type Section struct {
	ID      string
	Level   int
	Title   Text
	Kicker  string // a word or two above the heading
	NewPage bool
	Blocks  []Block
}

// Paragraph is a text; a Lead one opens a section.
type Paragraph struct {
	Text Text
	Lead bool
}

// Words are somebody else's, word for word; Mark says whose or where, and may be empty.
type Words struct {
	Text, Mark string
}

// Contents lists links to the sections of a document.
type Contents struct {
	Title string
	Items []Text
}

// List is a plain list.
type List struct {
	Items []Text
}

// Definitions are pairs of a term and what it is, in one or more lines. Those with Long terms want a line each; others
// may stand in two columns.
type Definitions struct {
	Items []Definition
	Long  bool
}

// Definition is one pair.
type Definition struct {
	Term  string
	Lines []Text
}

// Figures are definitions that catch the eye.
type Figures struct {
	Items []Definition
}

// Table has a heading for each column and, when Total is not empty, a last row that sums it up. The first cell of a
// row is its heading.
type Table struct {
	Caption Text
	Columns []Column
	Rows    []Row
	Total   Row
}

// Column says how its cells stand. A Number stands at the end of the cell. A Wide one gets a line of its own where the
// page is narrow.
type Column struct {
	Title  string
	Number bool
	Wide   bool
}

// Row has a cell for each column.
type Row []Cell

// Cell is a text, beside a bar of Value hundredths where Bar is set.
type Cell struct {
	Text  Text
	Bar   bool
	Value int
}

// The kinds of Notice.
const (
	Caveat = "caveat" // to settle before money moves
	Review = "review" // for lawyers
	Note   = "note"   // for every reader
)

// Notice is a box: its heading and its items.
type Notice struct {
	Kind  string
	Title string
	Items []Text
}

func (Section) Block() string     { return "section" }
func (Paragraph) Block() string   { return "paragraph" }
func (Words) Block() string       { return "words" }
func (Contents) Block() string    { return "contents" }
func (List) Block() string        { return "list" }
func (Definitions) Block() string { return "definitions" }
func (Figures) Block() string     { return "figures" }
func (Table) Block() string       { return "table" }
func (Notice) Block() string      { return "notice" }

func plain(s string) Text { return Text{{Text: s}} }

func own(s string) Text { return Text{{Text: s, Own: true}} }
