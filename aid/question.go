package aid

import (
	"fmt"
	"slices"
)

// QuestionID is the reference of a question: its request's and a number, "RQ010.Q1".
type QuestionID string

// NewQuestionID joins the two.
func NewQuestionID(request RequestID, number int) QuestionID {
	return QuestionID(fmt.Sprintf("%s.Q%d", request, number))
}

// Question is something that the secretariat or a donor wants to know about a request, and the State's answer. The
// public sees what was asked and answered, not who did.
type Question struct {
	ID         QuestionID `json:"id"`
	RequestID  RequestID  `json:"request"`
	Seq        int        `json:"seq" doc:"1 for the first of its request"`
	By         PartyID    `json:"by,omitempty" doc:"Donor that asks; empty for the secretariat"`
	Field      string     `json:"field,omitempty" doc:"What it is about: what, where, how_many, cost, first_stage, owner, contact or endorsement"`
	Text       string     `json:"text"`
	AskedOn    Date       `json:"asked_on"`
	AskedBy    string     `json:"asked_by,omitempty" doc:"The person"`
	Answer     string     `json:"answer,omitempty"`
	AnsweredOn Date       `json:"answered_on,omitempty"`
	AnsweredBy string     `json:"answered_by,omitempty" doc:"The person"`
	Version    int64      `json:"version"`
}

// Anonymous is the question without who asked and who answered.
func (q Question) Anonymous() Question {
	q.By, q.AskedBy, q.AnsweredBy = "", "", ""
	return q
}

// Validate says what makes the question unfit to be kept.
func (q Question) Validate(reg *Register) error {
	var p Problems
	checkText(&p, "text", q.Text)
	if q.Field != "" {
		checkListed(&p, "field", fundItems(), q.Field)
	}
	if q.By != "" {
		checkParties(&p, "by", reg, []PartyID{q.By})
	}
	return p.Err()
}

// checkText wants a text that somebody will read in one go.
func checkText(p *Problems, field, text string) {
	if text == "" {
		p.Add(field, "required")
	}
	checkLength(p, field, text)
}

func checkLength(p *Problems, field, text string) {
	if len(text) > 10_000 {
		p.Add(field, "text_too_long")
	}
}

// fundItems are the things that a question can be about.
func fundItems() []string {
	var items []string
	for _, item := range (Request{}).Fundability().Items {
		items = append(items, item.Item)
	}
	return slices.Compact(items)
}
