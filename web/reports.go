package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/intake/reports"
)

// reportsPage is what a State has filed, what became of each file, and the forms that it can fill in offline.
type reportsPage struct {
	Reports   []aid.Report
	Log       []aid.Ingest
	Next      string
	Templates []aid.Template
	States    []Option // to choose from, for who speaks for none
}

// mostMegabytes is how much of a report is taken.
const mostMegabytes = reports.MaxFile >> 20

// mostReport is a report with the rest of its form.
const mostReport = reports.MaxFile + mostForm

// Megabytes is how large a report may be.
func (v *visit) Megabytes() string { return v.Number(mostMegabytes) }

func showReports(v *visit) (any, error) {
	templates, err := v.desk.Templates(v.ctx())
	if err != nil {
		return nil, err
	}
	if form := aid.TemplateID(v.Query("form")); form != "" {
		return v.form(form)
	}
	page := reportsPage{Templates: templates}
	page.Reports, err = aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Report, string, error) {
		return v.desk.Reports(v.ctx(), v.Who, aid.ReportFilter{}, p)
	})
	if err != nil {
		return nil, err
	}
	ask := aid.Page{After: v.Query("after"), Desc: true, Limit: perPage}
	if page.Log, page.Next, err = v.desk.Ingests(v.ctx(), v.Who, aid.ReportFilter{}, ask); err != nil {
		return nil, err
	}
	page.Next = v.further(page.Next)
	if v.Who.Party == "" {
		page.States, err = v.parties(aid.PartyFilter{Kind: aid.State}, "")
	}
	return page, err
}

// parties are those of a filter to choose from, by name. Any is the text for no choice.
func (v *visit) parties(f aid.PartyFilter, any string) ([]Option, error) {
	all, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Party, string, error) { return v.desk.Parties(v.ctx(), v.Who, f, p) })
	options := make([]Option, len(all))
	for i, p := range all {
		options[i] = Option{string(p.ID), v.Name("party", string(p.ID))}
	}
	return optional(any, v.byText(options)), err
}

// form writes the form of a template in the reader's language, filled in with what is on record.
func (v *visit) form(id aid.TemplateID) (any, error) {
	format, err := v.desk.PaperFormat(v.Query("format"))
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	err = v.desk.Form(v.ctx(), v.Who, &body, v.reporting(v.Query("state")), id, format.Name, v.Printer)
	return download{fmt.Sprintf("%s.%s.%s", id, v.Lang(), format.Name), format.Type, body.Bytes()}, err
}

// reporting is the State whose report it is: the visitor's own, else the one that was chosen.
func (v *visit) reporting(chosen string) aid.PartyID {
	if v.Who.Party != "" {
		return v.Who.Party
	}
	return aid.PartyID(chosen)
}

// postReports reads a report that was sent in; the page that follows asks about what was found in it. Its form has no
// ticket: the same file changes nothing when it comes twice.
func postReports(v *visit) (string, error) {
	up := desk.Upload{Party: v.reporting(v.values.Get("state")), Template: aid.TemplateID(v.values.Get("template"))}
	var problems aid.Problems
	if year := v.text("year"); year != "" {
		n, err := strconv.Atoi(year)
		if err != nil {
			problems.Add("year", "year_out_of_range", "value", year)
		}
		up.Year = n
	}
	var err error
	up.Name, up.Content, err = v.file("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		problems.Add("file", "required")
	} else if err != nil {
		return "", err
	}
	if err := problems.Err(); err != nil {
		return "", err
	}
	log, err := v.desk.FileReport(v.ctx(), v.Who, up)
	return v.To("/mine/reports/", log.ReportID), err
}

// file is a file that was sent with a form, with its name.
func (v *visit) file(field string) (string, []byte, error) {
	file, header, err := v.c.Request.FormFile(field)
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	return header.Filename, content, err
}

// reportPage is a report with what was found in it: needs of before first, because they come first in the list.
type reportPage struct {
	aid.Report
	Found    []found
	Open     int
	Changing int // the number of the finding whose draft is being changed; 0 for none
}

// found is a finding as a person decides on it.
type found struct {
	aid.Finding
	Said  []Stretch
	Facts []Fact
	Gaps  []aid.Message
}

// Stretch is a piece of the words of a report, marked where it tells of a lack.
type Stretch struct {
	Text   string
	Marked bool
}

func (v *visit) reportID() aid.ReportID { return aid.ReportID(v.c.Param("report")) }

func showReport(v *visit) (any, error) {
	report, findings, err := v.desk.Report(v.ctx(), v.Who, v.reportID())
	if err != nil {
		return nil, err
	}
	v.Title = v.T("report_title", "instrument", report.Instrument, "year", report.Year)
	page := reportPage{Report: report}
	for _, f := range findings {
		if f.Open() {
			page.Open++
		}
		drafted := f.Drafted.Request
		drafted.Provenance = aid.Provenance{} // the words stand above
		if f.Open() && f.Kind != aid.FoundAgain && v.Query("change") == strconv.Itoa(f.Seq) {
			page.Changing = f.Seq
			fillNeed(v, f.Drafted.Request)
			fillCost(v, f.Drafted.Request)
			v.fundable(f.Drafted.Request)
		}
		page.Found = append(page.Found, found{f, stretches(f.Words, f.Marks), v.requestFacts(drafted), f.Drafted.Gaps()})
	}
	return page, nil
}

// stretches cuts words at their marks, which are in order.
func stretches(words string, marks []aid.Span) []Stretch {
	runes, at := []rune(words), 0
	var all []Stretch
	for _, m := range marks {
		if m.From < at || m.To > len(runes) { // of other words
			continue
		}
		all = append(all, Stretch{string(runes[at:m.From]), false}, Stretch{string(runes[m.From:m.To]), true})
		at = m.To
	}
	return append(all, Stretch{string(runes[at:]), false})
}

// postReport decides on a finding and goes back to it.
func postReport(v *visit) (string, error) {
	id := aid.FindingID(v.values.Get("finding"))
	f, err := v.desk.Finding(v.ctx(), v.Who, id)
	if err != nil {
		return "", err
	}
	switch v.values.Get("do") {
	case "accept":
		_, err = v.desk.AcceptFinding(v.ctx(), v.Who, id, v.version(), nil)
	case "change":
		err = v.acceptChanged(f)
	default:
		_, err = v.desk.RejectFinding(v.ctx(), v.Who, id, v.version(), v.text("why"))
	}
	return v.To("/mine/reports/", f.ReportID, "#found-", f.Seq), meanwhile(err, "finding")
}

// acceptChanged accepts a finding with what a person has typed over its draft.
func (v *visit) acceptChanged(f aid.Finding) error {
	r, problems := f.Drafted.Request, aid.Problems{}
	takeNeed(v, &r, &problems)
	takeCost(v, &r, &problems)
	if err := problems.Err(); err != nil {
		return err
	}
	_, err := v.desk.AcceptFinding(v.ctx(), v.Who, f.ID, v.version(), &r)
	return err
}
