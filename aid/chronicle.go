package aid

import (
	"regexp"
	"strings"
	"time"
)

// ChronicleID is the reference of a chronicle: the symbol of its document with hyphens, "A-67-176".
type ChronicleID string

var notInID = regexp.MustCompile(`[^A-Za-z0-9]+`)

// NewChronicleID makes it.
func NewChronicleID(symbol string) ChronicleID {
	return ChronicleID(strings.Trim(notInID.ReplaceAllString(symbol, "-"), "-"))
}

// Chronicle is a text that tells, paragraph by paragraph, who helped whom with what and what came of it, such as a report
// of the Secretary-General.
type Chronicle struct {
	ID         ChronicleID `json:"id"`
	Symbol     string      `json:"symbol" doc:"Of the document, e.g. A/67/176"`
	Language   string      `json:"language"`
	File       string      `json:"file"`
	Digest     string      `json:"digest" doc:"SHA-256 of the file"`
	Paragraphs int         `json:"paragraphs"`
	ReadAt     time.Time   `json:"read_at"`
	ReadBy     string      `json:"read_by"`
	Version    int64       `json:"version"`
}

// longestSymbol leaves room for what the references of its past pairings add.
const longestSymbol = 36

// Validate says what makes the chronicle unfit to be kept.
func (c Chronicle) Validate() error {
	var p Problems
	switch {
	case c.ID == "":
		p.Add("symbol", "required")
	case len(c.ID) > longestSymbol:
		p.Add("symbol", "symbol_too_long", "limit", "36")
	}
	return p.Err()
}

// PassageID is the reference of a passage: that of its chronicle, its paragraph and a digest of its words.
type PassageID string

// Passage is a sentence of a chronicle that tells of help, with the past pairings that a program read out of it. They are
// nothing until a person accepts them.
type Passage struct {
	ID          PassageID     `json:"id"`
	ChronicleID ChronicleID   `json:"chronicle"`
	Seq         int           `json:"seq" doc:"Their order in the text"`
	Paragraph   string        `json:"paragraph,omitempty" doc:"Its number in the text"`
	Where       Message       `json:"where"`
	Words       string        `json:"words" doc:"The words of the text"`
	Drafted     List[Pairing] `json:"drafted" doc:"The past pairings as they would be"`
	State       FindingState  `json:"state"`
	Why         string        `json:"why,omitempty"`
	DecidedAt   time.Time     `json:"decided_at,omitzero"`
	DecidedBy   string        `json:"decided_by,omitempty"`
	Version     int64         `json:"version"`
}

// Open says whether nobody has decided yet.
func (p Passage) Open() bool { return p.State == FindingOpen }
