package aid

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"strings"
	"time"
)

// FindingID is the reference of a finding: that of its report and a digest of what it was made from.
type FindingID string

// FindingKind says what a person is asked about.
type FindingKind string

const (
	FoundAgain   FindingKind = "again"   // a need of before: is it still true?
	FoundRequest FindingKind = "request" // help that the report asks for
	FoundHint    FindingKind = "hint"    // words that tell of a lack, where no help is asked for
)

// FindingState says what became of a finding.
type FindingState string

const (
	FindingOpen     FindingState = "open"
	FindingAccepted FindingState = "accepted"
	FindingChanged  FindingState = "changed" // accepted with changes
	FindingRejected FindingState = "rejected"
)

// Finding is what a program read out of a report: a draft of a request, or a hint at a need. It is nothing until a
// person accepts it.
type Finding struct {
	ID        FindingID    `json:"id"`
	ReportID  ReportID     `json:"report"`
	PartyID   PartyID      `json:"party"`
	Seq       int          `json:"seq" doc:"Their order: needs of before, then requests, then hints"`
	Kind      FindingKind  `json:"kind"`
	Question  string       `json:"question,omitempty"`
	Where     Message      `json:"where"`
	Words     string       `json:"words" doc:"The words of the report"`
	Marks     List[Span]   `json:"marks" doc:"The words that tell of a lack"`
	Drafted   Drafted      `json:"drafted" doc:"The request as it would be"`
	RequestID RequestID    `json:"request,omitempty" doc:"The one it repeats, or that was made of it"`
	State     FindingState `json:"state"`
	Why       string       `json:"why,omitempty"`
	DecidedAt time.Time    `json:"decided_at,omitzero"`
	DecidedBy string       `json:"decided_by,omitempty"`
	Version   int64        `json:"version"`
}

// NewFindingID is the same for the same words in answer to the same question of a report, so that reading a file again
// finds what was decided.
func NewFindingID(report ReportID, kind FindingKind, question, words string) FindingID {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(kind), question, words}, "\x00")))
	return FindingID(string(report) + "." + hex.EncodeToString(sum[:6]))
}

// Open says whether nobody has decided yet.
func (f Finding) Open() bool { return f.State == FindingOpen }

// NewRequestID is the reference of the request that is made of the finding.
func (f Finding) NewRequestID() RequestID {
	return RequestID(strings.ReplaceAll(string(f.ID), ".", "-"))
}

// Span is a part of a text, in characters.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Drafted is a request in one column of a finding.
type Drafted struct{ Request }

// Value and Scan keep it in one text column as JSON.
func (d Drafted) Value() (driver.Value, error) { return jsonColumn(d) }

func (d *Drafted) Scan(src any) error { return scanJSON(src, d) }

func (Drafted) GormDataType() string { return "text" }
