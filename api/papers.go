package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"

	"ploughshare/aid"
	"ploughshare/desk"
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

func (a *api) paperOfAny(ctx context.Context, in *struct {
	DraftQuery
	Round string `query:"round" default:"latest" doc:"Round of the papers that are of one"`
}) (*paper, error) {
	return a.draft(ctx, in.DraftQuery, aid.RoundID(in.Round))
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

// languages are not many: all six.
func (a *api) languages(ctx context.Context, in *struct {
	Kind string `path:"kind" doc:"booklet, proposal, briefing, feedback, comparison or figures"`
	SubjectQuery
	Round string `query:"round" default:"latest" doc:"Round of the papers that are of one"`
}) (*list[desk.Completeness], error) {
	all, err := a.desk.Languages(ctx, who(ctx), a.catalogs, in.Kind, in.subject(aid.RoundID(in.Round)))
	return listOf(all, "", err)
}

func (a *api) issues(ctx context.Context, q *roundsQuery) (*list[aid.Issue], error) {
	return listOf(a.desk.Issues(ctx, who(ctx), q.page()))
}

type IssuePath struct {
	ID aid.IssueID `path:"id" doc:"The symbol with hyphens for strokes: GIS-2026-1-PP.3"`
}

type issueView struct{ Body desk.Issued }

func (a *api) issue(ctx context.Context, in *IssuePath) (*issueView, error) {
	shown, err := a.desk.Issue(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for i := range shown.Runs {
		say(printer, &shown.Runs[i].Progress)
	}
	return &issueView{shown}, err
}

func (a *api) issuePaper(ctx context.Context, in *struct{ Body aid.Order }) (*one[desk.Issued], error) {
	issue, run, err := a.desk.IssuePaper(ctx, who(ctx), in.Body)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	say(printer, &run.Progress)
	view := desk.Issued{Issue: issue, Of: len(issue.Papers()), Papers: []aid.Paper{}, Runs: []aid.Run{run}}
	return created(part(view), "/issues/"+string(issue.ID)), err
}

func (a *api) resumeIssue(ctx context.Context, in *IssuePath) (*one[aid.Run], error) {
	run, err := a.desk.ResumeIssue(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	say(printer, &run.Progress)
	return created(part(run), "/runs/"+string(run.ID)), err
}

type papersQuery struct {
	PageQuery
	Issue    string `query:"issue"`
	Kind     string `query:"kind"`
	Round    string `query:"round"`
	Party    string `query:"party" doc:"The donor or State for whom they are"`
	Language string `query:"language"`
	Format   string `query:"format"`
}

func (a *api) papers(ctx context.Context, q *papersQuery) (*list[aid.Paper], error) {
	return listOf(a.desk.Papers(ctx, who(ctx), aid.PaperFilter{
		Issue: aid.IssueID(q.Issue), Kind: q.Kind, Round: aid.RoundID(q.Round), Party: aid.PartyID(q.Party),
		Language: q.Language, Format: q.Format,
	}, q.page()))
}

// issuedFile never changes, so that whoever has it need not ask again.
type issuedFile struct {
	Type     string `header:"Content-Type"`
	Policy   string `header:"Content-Security-Policy"`
	ETag     string `header:"ETag"`
	Language string `header:"Content-Language"`
	Saved    string `header:"Content-Disposition"`
	Cache    string `header:"Cache-Control"`
	Digest   string `header:"Repr-Digest" doc:"SHA-256 of the file (RFC 9530)"`
	Body     []byte
}

func (a *api) paperFile(ctx context.Context, in *struct {
	ID aid.PaperID `path:"id" doc:"GIS-2026-1-PP.3.fr.docx"`
}) (*issuedFile, error) {
	p, data, err := a.desk.PaperFile(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	format, err := a.desk.PaperFormat(p.Format)
	if err != nil {
		return nil, err
	}
	sum, err := hex.DecodeString(p.Digest)
	return &issuedFile{
		Type: format.Type, Policy: paperPolicy, Body: data, ETag: `"` + p.Digest + `"`, Language: p.Language,
		Saved: `attachment; filename="` + string(p.ID) + `"`, Cache: "private, immutable, max-age=31536000",
		Digest: "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":",
	}, err
}

type TranslationPath struct {
	RequestPath
	Language string `path:"language" doc:"ar, zh, en, fr, ru or es"`
}

func (a *api) translations(ctx context.Context, in *RequestPath) (*list[aid.Translation], error) {
	all, err := a.desk.Translations(ctx, who(ctx), in.ID)
	return listOf(all, "", err)
}

func (a *api) translate(ctx context.Context, in *struct {
	TranslationPath
	Body aid.Texts
}) (*one[aid.Translation], error) {
	x, err := a.desk.Translate(ctx, who(ctx), aid.Translation{RequestID: in.ID, Language: in.Language, Texts: in.Body})
	return oneOf(x, x.Version, err)
}

func (a *api) activities(ctx context.Context, _ *struct{}) (*paper, error) {
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = a.desk.Activities(ctx, who(ctx), &text, printer)
	return &paper{Type: "application/xml; charset=utf-8", Policy: paperPolicy, Body: text.Bytes()}, err
}
