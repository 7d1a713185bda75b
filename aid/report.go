package aid

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// TemplateID is the reference of a reporting template, such as "poa-2010".
type TemplateID string

// Asks says what the answer to a question of a template tells.
type Asks string

const (
	AsksFact        Asks = ""            // anything that is no need by itself
	AsksWish        Asks = "wish"        // does the State wish help? The questions behind it, up to the next such, belong to it
	AsksNeed        Asks = "need"        // what is needed
	AsksQuantity    Asks = "quantity"    // how many of what
	AsksCost        Asks = "cost"        // what it costs in all
	AsksFirstStage  Asks = "first_stage" // what its first stage costs
	AsksWhen        Asks = "when"        // when the work should begin and end
	AsksDrawnUp     Asks = "drawn_up"    // has a project proposal been drawn up?
	AsksEndorsed    Asks = "endorsed"    // do the national authorities endorse it?
	AsksImplementer Asks = "implementer" // who would carry it out
	AsksContact     Asks = "contact"     // the point of contact, of the report as a whole
)

// AllAsks lists them.
var AllAsks = []Asks{
	AsksFact, AsksWish, AsksNeed, AsksQuantity, AsksCost, AsksFirstStage, AsksWhen, AsksDrawnUp, AsksEndorsed, AsksImplementer,
	AsksContact,
}

// Template is a form in which States report under an instrument, as it was in some years.
type Template struct {
	ID         TemplateID            `json:"id"`
	Instrument string                `json:"instrument" doc:"What is reported on, e.g. PoA"`
	Years      Period                `json:"years" doc:"Of the reports that came in this form"`
	Names      Names                 `json:"names"`
	Source     string                `json:"source" doc:"Where the form was seen, and how much of it"`
	Sections   List[TemplateSection] `json:"sections"`
	Version    int64                 `json:"version"`
}

// TemplateSection is a part of a template on one theme; Theme is empty where it has several or none.
type TemplateSection struct {
	Number    string             `json:"number,omitempty"`
	Names     Names              `json:"names"`
	Theme     ThemeID            `json:"theme,omitempty"`
	Questions []TemplateQuestion `json:"questions"`
}

// TemplateQuestion is one question. A question without a number is recognised by its wording alone, and one without a
// wording by its number alone.
type TemplateQuestion struct {
	Number   string  `json:"number,omitempty"`
	Asks     Asks    `json:"asks,omitempty"`
	Theme    ThemeID `json:"theme,omitempty" doc:"Where it differs from that of the section"`
	Wording  Names   `json:"wording,omitempty"`
	Verified bool    `json:"verified" doc:"The number and the content were seen in a source"`
	Note     string  `json:"note,omitempty"`
}

// Key is by what a question is told apart within its template: its number, else its wording.
func (q TemplateQuestion) Key() string {
	if q.Number != "" {
		return q.Number
	}
	return q.Wording["en"]
}

// Validate says what makes the template unfit to be kept.
func (t Template) Validate(reg *Register) error {
	var p Problems
	checkID(&p, string(t.ID))
	if t.Instrument == "" || strings.ContainsAny(t.Instrument, " .") {
		p.Add("instrument", "instrument_malformed", "value", t.Instrument)
	}
	if len(t.Sections) == 0 {
		p.Add("sections", "required")
	}
	seen := map[string]bool{}
	for _, section := range t.Sections {
		checkTheme(&p, reg, section.Theme)
		for _, q := range section.Questions {
			checkTheme(&p, reg, q.Theme)
			checkListed(&p, "asks", AllAsks, q.Asks)
			if q.Key() == "" || seen[q.Key()] {
				p.Add("number", "template_question_twice", "value", q.Key())
			}
			seen[q.Key()] = true
		}
	}
	return p.Err()
}

func checkTheme(p *Problems, reg *Register, id ThemeID) {
	if _, known := reg.Theme(id); !known && id != "" {
		p.Add("theme", "unknown_theme", "value", string(id))
	}
}

// ReportID is the reference of a report: "CIV-PoA-2026".
type ReportID string

// NewReportID makes it: a State reports once a year on an instrument.
func NewReportID(state PartyID, instrument string, year int) ReportID {
	return ReportID(fmt.Sprintf("%s-%s-%d", state, instrument, year))
}

// Report is what a State reported in a year, answer by answer.
type Report struct {
	ID         ReportID           `json:"id"`
	PartyID    PartyID            `json:"party"`
	Instrument string             `json:"instrument"`
	Year       int                `json:"year"`
	TemplateID TemplateID         `json:"template"`
	Language   string             `json:"language" doc:"In which most of it is written"`
	File       string             `json:"file"`
	Digest     string             `json:"digest" doc:"SHA-256 of the file"`
	Answers    List[ReportAnswer] `json:"answers"`
	ReadAt     time.Time          `json:"read_at"`
	ReadBy     string             `json:"read_by"`
	Version    int64              `json:"version"`
}

// ReportAnswer is the answer to one question, as it stands in the file.
type ReportAnswer struct {
	Question string  `json:"question" doc:"Its number; its wording in English where it has none"`
	Theme    ThemeID `json:"theme,omitempty"`
	Asks     Asks    `json:"asks,omitempty"`
	Verified bool    `json:"verified" doc:"The question was seen in a source of its template"`
	Text     string  `json:"text"`
	Where    Message `json:"where"`
}

// Validate says what makes the report unfit to be kept.
func (r Report) Validate(reg *Register) error {
	var p Problems
	checkID(&p, string(r.ID))
	if !reg.IsPlace(r.PartyID) {
		p.Add("party", "unknown_country", "value", string(r.PartyID))
	}
	if r.Year < 1990 || r.Year > 2100 {
		p.Add("year", "year_out_of_range", "value", strconv.Itoa(r.Year))
	}
	return p.Err()
}

// Became says what came of a file.
type Became string

const (
	BecameRead      Became = "read"
	BecameUnchanged Became = "unchanged" // it was read before
	BecameRefused   Became = "refused"
)

// Ingest is a line of the log of files that were read in: for whom, and what came of them.
type Ingest struct {
	ID       int64         `json:"id"`
	At       time.Time     `json:"at"`
	By       string        `json:"by"`
	PartyID  PartyID       `json:"party"`
	File     string        `json:"file"`
	Size     int64         `json:"size"`
	Digest   string        `json:"digest"`
	Became   Became        `json:"became"`
	ReportID ReportID      `json:"report,omitempty"`
	Answers  int           `json:"answers"`
	Drafts   int           `json:"drafts" doc:"Findings that ask for help"`
	Hints    int           `json:"hints"`
	Repeated int           `json:"repeated" doc:"Needs of before that are to be confirmed"`
	Notes    List[Message] `json:"notes" doc:"Why it was refused, or what could not be read"`
}

// ReportFilter narrows a list of reports or of the log; empty fields do not filter.
type ReportFilter struct {
	Party PartyID
}

// Holds says whether a template has a question that asks for something.
func (t Template) Holds(asks Asks) bool {
	return slices.ContainsFunc(t.Sections, func(s TemplateSection) bool {
		return slices.ContainsFunc(s.Questions, func(q TemplateQuestion) bool { return q.Asks == asks })
	})
}
