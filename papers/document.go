// Package papers writes documents: what they say and how they look are two lists that never multiply. A kind of paper
// ([Kinds]) makes a neutral [Document] of a [Dossier]; a format ([Formats]) writes any Document.
//
// To add a kind: write a function from Dossier to Document and add a line to Kinds. To add a format: write a function
// from Document to an io.Writer and add a line to Formats. The same dossier gives the same bytes: no clock, no map
// order.
package papers

// Document is a paper that has no format yet. All of it is in one language.
type Document struct {
	Lang     string    `json:"lang"`
	Dir      string    `json:"dir"`
	House    string    `json:"house"` // whose paper it is
	Symbol   string    `json:"symbol"`
	Title    string    `json:"title"`
	Subtitle string    `json:"subtitle"`
	Skip     string    `json:"skip"`    // the words of the link that leads past the head
	PageOf   string    `json:"page_of"` // the words at the foot, with two PageMarks: for the number of the page and that of all pages
	Cover    []Block   `json:"cover"`
	Sections []Section `json:"sections"`
}

// PageMark stands for a number that only the finished paper knows.
const PageMark = "\x00"

// Block is a piece of a document. Its name is that of its form in each format.
type Block interface{ Block() string }

// Text is a run of pieces.
type Text []Run

// Run is a piece of text. Own means that somebody else wrote it, in a language and direction that we do not know.
type Run struct {
	Text   string `json:"text,omitempty"`
	Link   string `json:"link,omitempty"` // an address, or # and the ID of a section
	Own    bool   `json:"own,omitempty"`
	Strong bool   `json:"strong,omitempty"`
	Code   bool   `json:"code,omitempty"` // a digest or seed, which may break anywhere
	Note   []Text `json:"note,omitempty"` // a footnote to it, in one or more lines
}

// Section has a heading. Sections lie in one another; Level is 2 for those of the document itself.
type Section struct {
	ID      string  `json:"id,omitempty"`
	Level   int     `json:"level,omitempty"`
	Title   Text    `json:"title,omitempty"`
	Kicker  string  `json:"kicker,omitempty"` // a word or two above the heading
	NewPage bool    `json:"new_page,omitempty"`
	Blocks  []Block `json:"blocks,omitempty"`
}

// Paragraph is a text; a Lead one opens a section.
type Paragraph struct {
	Text Text `json:"text,omitempty"`
	Lead bool `json:"lead,omitempty"`
}

// Words are somebody else's, word for word; Mark says below in which language they are, and may be empty.
type Words struct {
	Text string `json:"text,omitempty"`
	Mark string `json:"mark,omitempty"`
}

// Contents lists links to the sections of a document.
type Contents struct {
	Title string `json:"title,omitempty"`
	Items []Text `json:"items,omitempty"`
}

// List is a plain list.
type List struct {
	Items []Text `json:"items,omitempty"`
}

// Definitions are pairs of a term and what it is, in one or more lines. Those with Long terms want a line each; others
// may stand in two columns.
type Definitions struct {
	Items []Definition `json:"items,omitempty"`
	Long  bool         `json:"long,omitempty"`
}

// Definition is one pair.
type Definition struct {
	Term  string `json:"term,omitempty"`
	Lines []Text `json:"lines,omitempty"`
}

// Figures are definitions that catch the eye.
type Figures struct {
	Items []Definition `json:"items,omitempty"`
}

// Table has a heading for each column and, when Total is not empty, a last row that sums it up. The first cell of a
// row is its heading.
type Table struct {
	Caption Text     `json:"caption,omitempty"`
	Columns []Column `json:"columns,omitempty"`
	Rows    []Row    `json:"rows,omitempty"`
	Total   Row      `json:"total,omitempty"`
}

// Column says how its cells stand. A Number stands at the end of the cell. A Wide one gets a line of its own where the
// page is narrow.
type Column struct {
	Title  string `json:"title,omitempty"`
	Number bool   `json:"number,omitempty"`
	Wide   bool   `json:"wide,omitempty"`
	// Hashtag is that of HXL, which tells programs what the column holds.
	Hashtag string `json:"hashtag,omitempty"`
}

// Row has a cell for each column.
type Row []Cell

// Cell is a text, beside a bar of Value hundredths where Bar is set, on a shade where Heat is.
type Cell struct {
	Text  Text `json:"text,omitempty"`
	Bar   bool `json:"bar,omitempty"`
	Value int  `json:"value,omitempty"`
	Heat  int  `json:"heat,omitempty"` // 1 to Hottest: how dark it is shaded; what that means is also written in it
}

// Hottest is the darkest shade of a cell.
const Hottest = 5

// The kinds of Notice.
const (
	Caveat = "caveat" // to settle before money moves
	Review = "review" // for lawyers
	Note   = "note"   // for every reader
)

// Notice is a box: its heading and its items.
type Notice struct {
	Kind  string `json:"kind,omitempty"`
	Title string `json:"title,omitempty"`
	Items []Text `json:"items,omitempty"`
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
