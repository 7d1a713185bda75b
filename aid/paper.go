package aid

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
)

// Subject is what a paper speaks of; which of its fields count depends on the kind of paper.
type Subject struct {
	Round    RoundID         `json:"round,omitempty"`
	Requests List[RequestID] `json:"requests,omitempty"`
	Bundle   string          `json:"bundle,omitempty" doc:"A joint request of the round, such as B1, in place of requests"`
	Party    PartyID         `json:"party,omitempty" doc:"The donor or State for whom it is"`
	Year     int             `json:"year,omitempty"`
}

// Value and Scan keep the subject in one text column as JSON.
func (s Subject) Value() (driver.Value, error) { return jsonColumn(s) }

func (s *Subject) Scan(src any) error { return scanJSON(src, s) }

func (Subject) GormDataType() string { return "text" }

// IssueID is the symbol of an issue with hyphens for strokes, so that it can stand in an address: "GIS-2026-1-PP.3".
type IssueID string

// Issue is the act of handing out a paper: it gives the paper its symbol and freezes all that it speaks of, so that its
// files say the same in every language and format, whenever they are written. An issued paper is never changed: what
// was wrong is put right by another issue that names it, the corrigendum.
type Issue struct {
	ID        IssueID      `json:"id"`
	Symbol    string       `json:"symbol" doc:"GIS/year/number of the round/series.number; a corrigendum has /Corr.number behind it"`
	Kind      string       `json:"kind"`
	Subject   Subject      `json:"subject"`
	Corrects  IssueID      `json:"corrects,omitempty" doc:"The issue that this one puts right"`
	Reason    string       `json:"reason,omitempty" doc:"What was wrong in the issue that this one puts right"`
	Languages List[string] `json:"languages"`
	Formats   List[string] `json:"formats"`
	Digest    string       `json:"digest" doc:"SHA-256 of what is frozen"`
	IssuedOn  Date         `json:"on"`
	IssuedBy  string       `json:"by"`
	CreatedAt time.Time    `json:"created_at"`
}

// Order asks for an issue. A corrigendum is of the kind and subject of what it corrects, so that it names neither.
type Order struct {
	Kind      string   `json:"kind,omitempty" doc:"booklet, proposal, briefing, feedback, comparison or figures"`
	Subject   Subject  `json:"subject,omitzero"`
	Corrects  IssueID  `json:"corrects,omitempty" doc:"The issue that this one puts right"`
	Reason    string   `json:"reason,omitempty" doc:"What was wrong in it; a corrigendum must say so"`
	Languages []string `json:"languages"`
	Formats   []string `json:"formats"`
}

// CheckReason says whether a corrigendum, and nothing else, gives a reason.
func (o Order) CheckReason() error {
	var p Problems
	if o.Corrects != "" {
		checkText(&p, "reason", strings.TrimSpace(o.Reason))
	} else if o.Reason != "" {
		p.Add("reason", "reason_of_nothing")
	}
	return p.Err()
}

// Symbol makes the symbol of the nth paper of a series: of a round, "GIS/2026/1/PP.3", or of a year, "GIS/2026/YF.1".
func (s Subject) Symbol(series string, n int) string {
	of := strings.Replace(strings.TrimPrefix(string(s.Round), "R"), "-", "/", 1)
	if s.Round == "" {
		of = fmt.Sprint(s.Year)
	}
	return fmt.Sprintf("GIS/%s/%s.%d", of, series, n)
}

// Corrigendum is the symbol of the nth corrigendum to a paper, or to a corrigendum to it.
func Corrigendum(symbol string, n int) string {
	paper, _, _ := strings.Cut(symbol, "/Corr.")
	return fmt.Sprintf("%s/Corr.%d", paper, n)
}

// NewIssueID makes the id that goes with a symbol.
func NewIssueID(symbol string) IssueID { return IssueID(strings.ReplaceAll(symbol, "/", "-")) }

// PaperID is the name of an issued file: "GIS-2026-1-PP.3.fr.docx".
type PaperID string

// Paper is one file of an issue. It is there for good, as the bytes of its digest.
type Paper struct {
	ID       PaperID   `json:"id"`
	IssueID  IssueID   `json:"issue"`
	Symbol   string    `json:"symbol"`
	Kind     string    `json:"kind"`
	RoundID  RoundID   `json:"round,omitempty"`
	PartyID  PartyID   `json:"party,omitempty" doc:"The donor or State for whom it is"`
	Corrects IssueID   `json:"corrects,omitempty"`
	Language string    `json:"language"`
	Format   string    `json:"format"`
	Digest   string    `json:"digest" doc:"SHA-256 of the file"`
	Size     int64     `json:"size" doc:"In bytes"`
	IssuedAt time.Time `json:"issued_at"`
	IssuedBy string    `json:"issued_by"`
}

// Paper is the file of the issue in a language and a format, without its content.
func (i Issue) Paper(language, format string) Paper {
	return Paper{
		ID: PaperID(fmt.Sprintf("%s.%s.%s", i.ID, language, format)), IssueID: i.ID, Symbol: i.Symbol, Kind: i.Kind,
		RoundID: i.Subject.Round, PartyID: i.Subject.Party, Corrects: i.Corrects, Language: language, Format: format,
		IssuedBy: i.IssuedBy,
	}
}

// Papers are all files that the issue is to have, language by language.
func (i Issue) Papers() []Paper {
	var all []Paper
	for _, language := range i.Languages {
		for _, format := range i.Formats {
			all = append(all, i.Paper(language, format))
		}
	}
	return all
}
