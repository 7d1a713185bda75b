package aid

import (
	"database/sql/driver"
	"slices"
	"strconv"
	"time"
)

// RequestID is the reference of a request, given by its source ("RQ010") or made from its content.
type RequestID string

// HelpKind is the form that help takes.
type HelpKind string

const (
	Expertise      HelpKind = "expertise"
	Legal          HelpKind = "legal"
	Training       HelpKind = "training"
	Equipment      HelpKind = "equipment"
	Infrastructure HelpKind = "infrastructure"
	Finance        HelpKind = "finance"
	Assessment     HelpKind = "assessment"
)

// HelpKinds lists the kinds of help.
var HelpKinds = []HelpKind{Expertise, Legal, Training, Equipment, Infrastructure, Finance, Assessment}

// Consent says how far a request may be shown.
type Consent string

const (
	ConsentNone   Consent = "none"   // the secretariat only
	ConsentDonors Consent = "donors" // donors too
	ConsentPublic Consent = "public" // everybody
)

// Provenance says where a request comes from, so that a reader can go back to it.
type Provenance struct {
	Instrument string `json:"instrument,omitempty" doc:"What was reported on, e.g. PoA"`
	ReportYear int    `json:"report_year,omitempty"`
	Question   string `json:"question,omitempty" doc:"Number of the question in the reporting form"`
	Words      string `json:"words,omitempty" doc:"The words of the answer"`
	Channel    string `json:"channel,omitempty"`
	Evidence   string `json:"evidence,omitempty" doc:"How strong the evidence is, in the source's terms"`
	Precision  string `json:"precision,omitempty" doc:"exact, or site only: check before quoting"`
	Source     string `json:"source,omitempty"`
}

// Value and Scan keep the provenance in one text column as JSON.
func (p Provenance) Value() (driver.Value, error) { return jsonColumn(p) }

func (p *Provenance) Scan(src any) error { return scanJSON(src, p) }

func (Provenance) GormDataType() string { return "text" }

// Request is one fundable need of one State. Themes and countries are in shares of a hundred.
type Request struct {
	ID          RequestID      `json:"id"`
	RequesterID PartyID        `json:"requester"`
	Title       string         `json:"title,omitempty"`
	Need        string         `json:"need" doc:"What is asked for"`
	Quantity    string         `json:"quantity,omitempty" doc:"How many of what, as the State put it"`
	Background  string         `json:"background,omitempty" doc:"Why the need is there"`
	Objective   string         `json:"objective,omitempty" doc:"What the project is to reach"`
	Activities  string         `json:"activities,omitempty" doc:"What would be done, step by step"`
	Expected    string         `json:"expected,omitempty" doc:"Results that are expected"`
	Language    string         `json:"language,omitempty" doc:"In which the texts are written: en, fr, es, ru, zh or ar; empty when not stated"`
	Themes      List[Share]    `json:"themes"`
	Countries   List[Share]    `json:"countries"`
	Kinds       List[HelpKind] `json:"kinds"`
	KindsRead   bool           `json:"kinds_read" doc:"The kinds of help were read from the words, not stated"`
	Amount      Money          `json:"amount,omitzero"`
	FirstStage  Money          `json:"first_stage,omitzero" doc:"Cost of the first stage alone"`
	Whole       bool           `json:"whole" doc:"All or nothing: a part of the sum is of no use"`
	OneDonor    bool           `json:"one_donor" doc:"From one offer only"`
	Asked       Period         `json:"asked" doc:"When the need was stated: a year, month, day or an interval"`
	Wanted      Period         `json:"wanted" doc:"When the work should begin and end"`
	DrawnUp     Answer         `json:"drawn_up,omitempty" doc:"Has a project proposal been drawn up?"`
	Endorsed    Answer         `json:"endorsed,omitempty" doc:"Do the national authorities endorse it?"`
	Implementer string         `json:"implementer,omitempty"`
	Contact     string         `json:"contact,omitempty"`
	Consent     Consent        `json:"consent"`
	Provenance  Provenance     `json:"provenance"`
	Confirmed   Date           `json:"confirmed,omitempty" doc:"When the State last said that the need still stands"`
	Committed   Money          `json:"committed,omitzero" doc:"What donors have committed to it, in the currency of its amount, else in US dollars"`
	Status      RequestStatus  `json:"status"`
	EnteredAt   time.Time      `json:"entered_at,omitzero" doc:"When it came to this status"`
	Version     int64          `json:"version"`
	CreatedAt   time.Time      `json:"created_at"`
	UpdatedAt   time.Time      `json:"updated_at"`
}

// Heading is the title, or the need where there is none.
func (r Request) Heading() string {
	if r.Title != "" {
		return r.Title
	}
	return r.Need
}

// MainTheme is the theme with the largest share, of equals the one named first; "" when no theme is known.
func (r Request) MainTheme() ThemeID {
	if len(r.Themes) == 0 {
		return ""
	}
	return ThemeID(slices.MinFunc(r.Themes, largestFirst).Code)
}

// counting is the currency in which commitments to the request are counted.
func (r Request) counting() string {
	if r.Amount.Known() && r.Amount.Currency != NoCurrency {
		return r.Amount.Currency
	}
	return "USD"
}

// After takes over from the version that r replaces what is not the State's to write. The error is Problems when that
// version may not be replaced.
func (r Request) After(old Request) (Request, error) {
	r.Status, r.EnteredAt, r.Confirmed, r.Committed = old.Status, old.EnteredAt, old.Confirmed, old.Committed
	var p Problems
	if !old.Status.Editable() {
		p.Add("status", "already_moved_on", "status", string(old.Status))
	}
	if r.Committed.Known() && r.Committed.Currency != r.counting() {
		p.Add("amount", "amount_committed", "committed", r.Committed.String())
	}
	return r, p.Err()
}

// Covered says whether all that is needed is committed.
func (r Request) Covered() bool {
	return r.Committed.Known() && r.Amount.within(r.Committed)
}

// Validate says what makes the request unfit to be kept.
func (r Request) Validate(reg *Register) error {
	var p Problems
	checkID(&p, string(r.ID))
	if r.Need == "" {
		p.Add("need", "required")
	}
	if _, known := reg.Party(r.RequesterID); !known {
		p.Add("requester", "unknown_party", "value", string(r.RequesterID))
	}
	checkShares(&p, "themes", r.Themes, func(code string) bool { _, ok := reg.Theme(ThemeID(code)); return ok }, "unknown_theme")
	checkShares(&p, "countries", r.Countries, func(code string) bool { return reg.IsPlace(PartyID(code)) }, "unknown_country")
	checkListed(&p, "kinds", HelpKinds, r.Kinds...)
	if r.Language != "" {
		checkListed(&p, "language", Languages, r.Language)
	}
	checkListed(&p, "consent", []Consent{ConsentNone, ConsentDonors, ConsentPublic}, r.Consent)
	checkAnswer(&p, "drawn_up", r.DrawnUp)
	checkAnswer(&p, "endorsed", r.Endorsed)
	if y := r.Provenance.ReportYear; y != 0 && (y < 1990 || y > 2100) {
		p.Add("report_year", "year_out_of_range", "value", strconv.Itoa(y))
	}
	checkMoney(&p, "amount", r.Amount)
	checkMoney(&p, "first_stage", r.FirstStage)
	if r.FirstStage.Currency == r.Amount.Currency && r.FirstStage.Minor > r.Amount.Minor {
		p.Add("first_stage", "first_stage_above_amount", "stage", r.FirstStage.String(), "amount", r.Amount.String())
	}
	return p.Err()
}
