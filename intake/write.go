package intake

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ploughshare/aid"
)

// written says what each column of the table holds of a record. Reading it again changes nothing. Columns that only
// say otherwise what another one says are not written.
type written[T any] map[string]func(T) string

var requestCells = written[aid.Request]{
	"id":               func(r aid.Request) string { return string(r.ID) },
	"requester_iso3":   func(r aid.Request) string { return string(r.RequesterID) },
	"title":            func(r aid.Request) string { return r.Title },
	"what_is_asked":    func(r aid.Request) string { return r.Need },
	"quantity":         func(r aid.Request) string { return r.Quantity },
	"background":       func(r aid.Request) string { return r.Background },
	"objective":        func(r aid.Request) string { return r.Objective },
	"activities":       func(r aid.Request) string { return r.Activities },
	"expected":         func(r aid.Request) string { return r.Expected },
	"language":         func(r aid.Request) string { return r.Language },
	"theme":            func(r aid.Request) string { return sharesText(r.Themes) },
	"countries":        func(r aid.Request) string { return sharesText(r.Countries) },
	"kinds":            func(r aid.Request) string { return statedKinds(r) },
	"budget_amount":    func(r aid.Request) string { return sumText(r.Amount, r.FirstStage) },
	"budget_currency":  func(r aid.Request) string { return currencyText(r.Amount, r.FirstStage) },
	"first_stage":      func(r aid.Request) string { return sumText(r.FirstStage, r.Amount) },
	"year":             func(r aid.Request) string { return r.Asked.String() },
	"wanted":           func(r aid.Request) string { return r.Wanted.String() },
	"drawn_up":         func(r aid.Request) string { return string(r.DrawnUp) },
	"endorsed":         func(r aid.Request) string { return string(r.Endorsed) },
	"whole":            func(r aid.Request) string { return yes(r.Whole) },
	"one_donor":        func(r aid.Request) string { return yes(r.OneDonor) },
	"implementer":      func(r aid.Request) string { return r.Implementer },
	"contact":          func(r aid.Request) string { return r.Contact },
	"consent":          func(r aid.Request) string { return string(r.Consent) },
	"instrument":       func(r aid.Request) string { return r.Provenance.Instrument },
	"report_year":      func(r aid.Request) string { return orNothing(int64(r.Provenance.ReportYear)) },
	"question":         func(r aid.Request) string { return r.Provenance.Question },
	"words":            func(r aid.Request) string { return r.Provenance.Words },
	"channel":          func(r aid.Request) string { return r.Provenance.Channel },
	"evidence_kind":    func(r aid.Request) string { return r.Provenance.Evidence },
	"source_precision": func(r aid.Request) string { return r.Provenance.Precision },
	"source":           func(r aid.Request) string { return r.Provenance.Source },
}

var offerCells = written[aid.Offer]{
	"id":               func(o aid.Offer) string { return string(o.ID) },
	"donor":            func(o aid.Offer) string { return codesText(o.Donors) },
	"programme":        func(o aid.Offer) string { return o.Programme },
	"offer_kind":       func(o aid.Offer) string { return string(o.Form) },
	"themes":           func(o aid.Offer) string { return codesText(o.Themes) },
	"regions":          func(o aid.Offer) string { return codesText(o.Places) },
	"places_text":      func(o aid.Offer) string { return o.PlacesText },
	"eligible":         func(o aid.Offer) string { return o.Applicants },
	"modality":         func(o aid.Offer) string { return o.Modality },
	"kinds":            func(o aid.Offer) string { return codesText(o.Kinds) },
	"amount":           func(o aid.Offer) string { return sumText(o.Envelope, o.MinProject, o.MaxProject) },
	"currency":         func(o aid.Offer) string { return currencyText(o.Envelope, o.MinProject, o.MaxProject) },
	"cap_per_project":  func(o aid.Offer) string { return sumText(o.MaxProject, o.MinProject, o.Envelope) },
	"min_project":      func(o aid.Offer) string { return sumText(o.MinProject, o.MaxProject, o.Envelope) },
	"valid":            func(o aid.Offer) string { return o.Valid.String() },
	"forecast":         func(o aid.Offer) string { return yes(o.Forecast) },
	"oda_only":         func(o aid.Offer) string { return string(o.ODAOnly) },
	"report_years":     func(o aid.Offer) string { return orNothing(int64(o.ReportYears)) },
	"conditions":       func(o aid.Offer) string { return o.Conditions },
	"source_precision": func(o aid.Offer) string { return o.Precision },
	"source":           func(o aid.Offer) string { return o.Source },
}

// Sheet is a table on its way out, in the columns that reading knows.
type Sheet struct {
	Headings []string
	Rows     [][]string
}

// The types of content of sheets.
const (
	CSVType  = "text/csv; charset=utf-8"
	XLSXType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// As is the sheet in a format, with its type of content: XLSX where that is asked for, else CSV.
func (s Sheet) As(format Format) (kind string, content []byte, err error) {
	kind, write := CSVType, s.CSV
	if format == XLSX {
		kind, write = XLSXType, s.XLSX
	}
	var body bytes.Buffer
	err = write(&body)
	return kind, body.Bytes(), err
}

// RequestSheet writes requests down, and OfferSheet offers.
func RequestSheet(rows []aid.Request) Sheet { return sheetOf(requestColumns, requestCells, rows) }

func OfferSheet(rows []aid.Offer) Sheet { return sheetOf(offerColumns, offerCells, rows) }

func sheetOf[T any](columns []Column, cells written[T], rows []T) Sheet {
	sheet := Sheet{Rows: make([][]string, len(rows))}
	for _, column := range columns {
		cell, ok := cells[column.Name]
		if !ok {
			continue
		}
		sheet.Headings = append(sheet.Headings, column.Name)
		for i, row := range rows {
			sheet.Rows[i] = append(sheet.Rows[i], cell(row))
		}
	}
	return sheet
}

// CSV writes a sheet so that spreadsheet programs take it for UTF-8 and run nothing in it as a formula.
func (s Sheet) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(s.Headings); err != nil {
		return err
	}
	for _, row := range s.Rows {
		safe := make([]string, len(row))
		for i, text := range row {
			safe[i] = disarmed(text)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// XLSX writes a sheet as a workbook. Its cells are texts: no program takes them for formulas.
func (s Sheet) XLSX(w io.Writer) error {
	book := excelize.NewFile()
	defer book.Close() // it holds nothing on disk
	stream, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, row := range append([][]string{s.Headings}, s.Rows...) {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
		}
		place, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := stream.SetRow(place, cells); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return book.Write(w)
}

// formulaMarks begin what spreadsheet programs run.
const formulaMarks = "=+-@\t\r"

// disarmed puts an apostrophe before what a spreadsheet program would run as a formula; armed takes it away again.
func disarmed(text string) string {
	if text != "" && strings.Contains(formulaMarks, text[:1]) {
		return "'" + text
	}
	return text
}

func armed(text string) string {
	if len(text) > 1 && text[0] == '\'' && strings.Contains(formulaMarks, text[1:2]) {
		return text[1:]
	}
	return text
}

// sharesText writes the percentages only where they are not equal ones: that is how codes alone are read.
func sharesText(shares aid.List[aid.Share]) string {
	codes := make([]string, len(shares))
	for i, share := range shares {
		codes[i] = share.Code
	}
	equal := aid.EqualShares(codes)
	for i, share := range shares {
		if share.Percent != equal[i].Percent {
			return withPercents(shares)
		}
	}
	return strings.Join(codes, "; ")
}

func withPercents(shares aid.List[aid.Share]) string {
	parts := make([]string, len(shares))
	for i, share := range shares {
		parts[i] = share.Code + ":" + strconv.Itoa(share.Percent)
	}
	return strings.Join(parts, "; ")
}

func codesText[T ~string](codes aid.List[T]) string {
	parts := make([]string, len(codes))
	for i, code := range codes {
		parts[i] = string(code)
	}
	return strings.Join(parts, "; ")
}

// statedKinds leaves out what was read from the words of the request: it will be read again.
func statedKinds(r aid.Request) string {
	if r.KindsRead {
		return ""
	}
	return codesText(r.Kinds)
}

// currencyText is the one currency of all sums of a row; with several, each sum says its own.
func currencyText(sums ...aid.Money) string {
	one := ""
	for _, m := range sums {
		if m.Known() && one != "" && m.Currency != one {
			return ""
		}
		if m.Known() {
			one = m.Currency
		}
	}
	if one == aid.NoCurrency {
		return ""
	}
	return one
}

func sumText(m aid.Money, others ...aid.Money) string {
	number, _, _ := strings.Cut(m.String(), " ")
	if currencyText(append(others, m)...) == "" && m.Known() && m.Currency != aid.NoCurrency {
		return m.String()
	}
	return number
}

func yes(is bool) string { return map[bool]string{true: string(aid.Yes)}[is] }

func orNothing(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
