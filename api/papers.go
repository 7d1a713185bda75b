package api

import (
	"bytes"
	"context"

	"ploughshare/aid"
)

// SubjectQuery says what a paper is of.
type SubjectQuery struct {
	Request []string `query:"request" doc:"Request that a proposal paper is of, or two to four to compare"`
	Bundle  string   `query:"bundle" doc:"Joint request of the round that a proposal paper is of, such as B1"`
	Party   string   `query:"party" doc:"Donor of a briefing, or State of a feedback paper"`
	Year    int      `query:"year" doc:"Year of figures"`
}

func (q SubjectQuery) subject(round aid.RoundID) aid.Subject {
	s := aid.Subject{Round: round, Bundle: q.Bundle, Party: aid.PartyID(q.Party), Year: q.Year}
	for _, id := range q.Request {
		s.Requests = append(s.Requests, aid.RequestID(id))
	}
	return s
}

// DraftQuery says which draft to write.
type DraftQuery struct {
	Kind string `path:"kind" doc:"booklet, proposal, briefing, feedback, comparison or figures"`
	SubjectQuery
	Format   string `query:"format" default:"html"`
	Language string `query:"language" default:"en" doc:"One that there are catalogs for"`
}

type paper struct {
	Type   string `header:"Content-Type"`
	Policy string `header:"Content-Security-Policy"`
	Body   []byte
}

// paperPolicy lets a paper bring its own looks and nothing else.
const paperPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"

func (a *api) paper(ctx context.Context, in *struct {
	RoundPath
	DraftQuery
}) (*paper, error) {
	return a.draft(ctx, in.DraftQuery, in.ID)
}

func (a *api) paperOfAny(ctx context.Context, in *DraftQuery) (*paper, error) {
	return a.draft(ctx, *in, "latest")
}

func (a *api) draft(ctx context.Context, q DraftQuery, round aid.RoundID) (*paper, error) {
	format, err := a.desk.PaperFormat(q.Format)
	if err != nil {
		return nil, err
	}
	printer, err := a.desk.PaperPrinter(ctx, a.catalogs, q.Language)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = a.desk.Paper(ctx, who(ctx), &text, q.Kind, q.subject(round), format, printer)
	return &paper{Type: format.Type, Policy: paperPolicy, Body: text.Bytes()}, err
}
