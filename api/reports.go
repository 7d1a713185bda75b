package api

import (
	"bytes"
	"context"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/locale"
)

type ingestView struct{ Body aid.Ingest }

// fileReport answers 422 with the reason where the file was refused; the log keeps it.
func (a *api) fileReport(ctx context.Context, in *struct {
	Party    aid.PartyID    `query:"party" required:"true" doc:"State that reports, ISO 3166-1 alpha-3"`
	Year     int            `query:"year" doc:"Of the report; this year when left out"`
	Template aid.TemplateID `query:"template" doc:"Recognised from the questions when left out"`
	Name     string         `query:"name" doc:"Name of the file, for the log"`
	RawBody  []byte         `contentType:"application/octet-stream"`
}) (*ingestView, error) {
	log, err := a.desk.FileReport(ctx, who(ctx), desk.Upload{
		Party: in.Party, Year: in.Year, Template: in.Template, Name: in.Name, Content: in.RawBody,
	})
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	sayAll(printer, log.Notes)
	return &ingestView{log}, nil
}

type ReportsQuery struct {
	PageQuery
	Party aid.PartyID `query:"party" doc:"State that reports; your own when left out"`
}

func (q ReportsQuery) filter() aid.ReportFilter { return aid.ReportFilter{Party: q.Party} }

func (a *api) ingests(ctx context.Context, q *ReportsQuery) (*list[aid.Ingest], error) {
	all, next, err := a.desk.Ingests(ctx, who(ctx), q.filter(), q.page())
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for i := range all {
		sayAll(printer, all[i].Notes)
	}
	return listOf(all, next, err)
}

func (a *api) reports(ctx context.Context, q *ReportsQuery) (*list[aid.Report], error) {
	all, next, err := a.desk.Reports(ctx, who(ctx), q.filter(), q.page())
	for i := range all {
		all[i].Answers = nil // a list of a hundred reports would be a book
	}
	return listOf(all, next, err)
}

type reportView struct {
	aid.Report
	Findings []findingView `json:"findings" doc:"Needs of before first, then what the report asks for, then hints"`
}

type findingView struct {
	aid.Finding
	Asks aid.Message   `json:"asks" doc:"What is to be decided"`
	Gaps []aid.Message `json:"gaps" doc:"What the request lacks to be fundable"`
}

func viewFinding(p locale.Printer, f aid.Finding) findingView {
	v := findingView{Finding: f, Asks: aid.Message{Key: "finding_kind_" + string(f.Kind)}, Gaps: f.Drafted.Gaps()}
	say(p, &v.Asks, &v.Where)
	sayAll(p, v.Gaps)
	return v
}

func (a *api) report(ctx context.Context, in *struct {
	ID aid.ReportID `path:"id"`
}) (*one[reportView], error) {
	report, found, err := a.desk.Report(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	view := reportView{Report: report, Findings: []findingView{}}
	for i := range view.Answers {
		say(printer, &view.Answers[i].Where)
	}
	for _, f := range found {
		view.Findings = append(view.Findings, viewFinding(printer, f))
	}
	return oneOf(view, report.Version, nil)
}

type FindingPath struct {
	ID aid.FindingID `path:"id" doc:"Report and digest joined by a dot"`
	IfMatch
}

// finding returns the version of a finding that the caller has seen.
func (a *api) findingVersion(ctx context.Context, in FindingPath) (int64, error) {
	present, err := a.desk.Finding(ctx, who(ctx), in.ID)
	if err != nil {
		return 0, err
	}
	return in.version(present.Version)
}

func (a *api) acceptFinding(ctx context.Context, in *struct {
	FindingPath
	Body struct {
		Change *FindingChange `json:"change,omitempty" doc:"The request as it should be, where that is not as it was read"`
	}
}) (*one[findingView], error) {
	version, err := a.findingVersion(ctx, in.FindingPath)
	if err != nil {
		return nil, err
	}
	var change *aid.Request
	if in.Body.Change != nil {
		r := RequestFields(*in.Body.Change).request("")
		change = &r
	}
	f, err := a.desk.AcceptFinding(ctx, who(ctx), in.ID, version, change)
	return a.oneFinding(ctx, f, lost(err))
}

// FindingChange are the fields of a request.
type FindingChange RequestFields

func (a *api) rejectFinding(ctx context.Context, in *struct {
	FindingPath
	Body struct {
		Why string `json:"why" minLength:"1" doc:"Goes into the journal"`
	}
}) (*one[findingView], error) {
	version, err := a.findingVersion(ctx, in.FindingPath)
	if err != nil {
		return nil, err
	}
	f, err := a.desk.RejectFinding(ctx, who(ctx), in.ID, version, in.Body.Why)
	return a.oneFinding(ctx, f, lost(err))
}

func (a *api) oneFinding(ctx context.Context, f aid.Finding, err error) (*one[findingView], error) {
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	return oneOf(viewFinding(printer, f), f.Version, nil)
}

func (a *api) templates(ctx context.Context, _ *struct{}) (*list[aid.Template], error) {
	all, err := a.desk.Templates(ctx)
	return listOf(all, "", err)
}

func (a *api) putTemplate(ctx context.Context, in *struct {
	ID   aid.TemplateID `path:"id"`
	Body struct {
		Instrument string                `json:"instrument"`
		Years      aid.Period            `json:"years,omitempty"`
		Names      aid.Names             `json:"names"`
		Source     string                `json:"source,omitempty"`
		Sections   []aid.TemplateSection `json:"sections"`
	}
}) (*one[aid.Template], error) {
	b := in.Body
	t, err := a.desk.PutTemplate(ctx, who(ctx), aid.Template{
		ID: in.ID, Instrument: b.Instrument, Years: b.Years, Names: b.Names, Source: b.Source, Sections: b.Sections,
	})
	return oneOf(t, t.Version, err)
}

func (a *api) form(ctx context.Context, in *struct {
	State    aid.PartyID    `path:"state"`
	Template aid.TemplateID `query:"template" default:"needs-2026"`
	Format   string         `query:"format" enum:"docx,xlsx,csv" default:"docx"`
	Language string         `query:"lang" enum:"en,fr,es,ru,zh,ar" default:"en"`
}) (*sheet, error) {
	printer, err := a.desk.Printer(ctx, a.catalogs, in.Language)
	if err != nil {
		return nil, err
	}
	format, err := a.desk.PaperFormat(in.Format)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	err = a.desk.Form(ctx, who(ctx), &body, in.State, in.Template, in.Format, printer)
	name := "form-" + string(in.State) + "." + in.Format
	return &sheet{Type: format.Type, Saved: `attachment; filename="` + name + `"`, Body: body.Bytes()}, err
}
