package store

import (
	"context"

	"ploughshare/aid"
)

var templates = kind[aid.Template, aid.TemplateID]{
	one: "template", many: "templates",
	id:      func(t aid.Template) aid.TemplateID { return t.ID },
	version: func(t *aid.Template) *int64 { return &t.Version },
}

var reports = kind[aid.Report, aid.ReportID]{
	one: "report", many: "reports",
	id:      func(r aid.Report) aid.ReportID { return r.ID },
	version: func(r *aid.Report) *int64 { return &r.Version },
}

var findings = kind[aid.Finding, aid.FindingID]{
	one: "finding", many: "findings",
	id:      func(f aid.Finding) aid.FindingID { return f.ID },
	version: func(f *aid.Finding) *int64 { return &f.Version },
}

var reportOrders = []order{
	{name: "id", columns: []string{"id"}},
	{name: "year", columns: []string{"year", "id"}},
}

var ingestOrders = []order{
	{name: "id", columns: []string{"id"}, desc: true},
}

// AddTemplate, Template, ReplaceTemplate and Templates keep the templates that came to those of the program.
func (s *Store) AddTemplate(ctx context.Context, t aid.Template) error {
	return templates.add(ctx, s, []aid.Template{t})
}

func (s *Store) Template(ctx context.Context, id aid.TemplateID) (aid.Template, error) {
	return templates.get(ctx, s, id)
}

func (s *Store) ReplaceTemplate(ctx context.Context, t aid.Template) error {
	return templates.replace(ctx, s, t)
}

func (s *Store) Templates(ctx context.Context) ([]aid.Template, error) {
	return templates.all(s.read.WithContext(ctx))
}

// AddReport, Report, ReportByID and ReplaceReport keep reports.
func (s *Store) AddReport(ctx context.Context, r aid.Report) error {
	return reports.add(ctx, s, []aid.Report{r})
}

func (s *Store) Report(ctx context.Context, id aid.ReportID) (aid.Report, error) {
	return reports.get(ctx, s, id)
}

func (s *Store) ReportByID(ctx context.Context, id aid.ReportID) (map[aid.ReportID]aid.Report, error) {
	return reports.byID(ctx, s, []aid.ReportID{id})
}

func (s *Store) ReplaceReport(ctx context.Context, r aid.Report) error {
	return reports.replace(ctx, s, r)
}

// Reports lists reports; they can be sorted by id and year.
func (s *Store) Reports(ctx context.Context, f aid.ReportFilter, p aid.Page) ([]aid.Report, string, error) {
	return page[aid.Report](where(s.read.WithContext(ctx), "party_id = ?", f.Party), reportOrders, p)
}

// AddFindings adds new findings, all or none.
func (s *Store) AddFindings(ctx context.Context, rows []aid.Finding) error {
	return findings.add(ctx, s, rows)
}

// Finding returns one finding.
func (s *Store) Finding(ctx context.Context, id aid.FindingID) (aid.Finding, error) {
	return findings.get(ctx, s, id)
}

// ReplaceFinding writes a finding anew. It is a conflict when the stored version is no longer that of f.
func (s *Store) ReplaceFinding(ctx context.Context, f aid.Finding) error {
	return findings.replace(ctx, s, f)
}

// FindingsOf returns what was found in a report, in its order.
func (s *Store) FindingsOf(ctx context.Context, report aid.ReportID) ([]aid.Finding, error) {
	var rows []aid.Finding
	err := s.read.WithContext(ctx).Where("report_id = ?", report).Order("seq, id").Find(&rows).Error
	return rows, failure("findings of report "+string(report), err)
}

// RemoveOpenFindings removes what nobody has decided on of a report that is read anew.
func (s *Store) RemoveOpenFindings(ctx context.Context, report aid.ReportID) error {
	return failure("findings of report "+string(report), s.write.WithContext(ctx).
		Where("report_id = ? AND state = ?", report, aid.FindingOpen).Delete(&aid.Finding{}).Error)
}

// AddIngest adds a line to the log of files.
func (s *Store) AddIngest(ctx context.Context, i aid.Ingest) error {
	mark(&i)
	return failure("log of files", s.write.WithContext(ctx).Create(&i).Error)
}

// Ingests lists the log, the latest first; it can be sorted by id, which is by time.
func (s *Store) Ingests(ctx context.Context, f aid.ReportFilter, p aid.Page) ([]aid.Ingest, string, error) {
	return page[aid.Ingest](where(s.read.WithContext(ctx), "party_id = ?", f.Party), ingestOrders, p)
}

// RequestsOf returns all requests of a party, by order of id.
func (s *Store) RequestsOf(ctx context.Context, party aid.PartyID) ([]aid.Request, error) {
	return requests.all(s.read.WithContext(ctx).Where("requester_id = ?", party))
}
