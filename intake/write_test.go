package intake

import (
	"bytes"
	"io"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
)

// Read back, a sheet gives the records that it was made of.
func TestWhatIsWrittenIsReadBackTheSame(t *testing.T) {
	reference, err := Reference()
	must(t, err)
	var requests []aid.Request
	var offers []aid.Offer
	for _, row := range rowsOf(t, reference, "requests.csv", nil) {
		requests = append(requests, *row.Request)
		reference.Parties = append(reference.Parties, row.Named...)
	}
	for _, row := range rowsOf(t, reference, "offers.csv", nil) {
		offers = append(offers, *row.Offer)
		reference.Parties = append(reference.Parties, row.Named...)
	}
	odd := requests[0]
	odd.ID, odd.Need, odd.Title = "odd", "=HYPERLINK(1)", "-2 + \"3\",\nor more"
	odd.Amount, odd.FirstStage = aid.Money{Minor: 250, Currency: "EUR"}, aid.Money{Minor: 100, Currency: "USD"}
	odd.Themes = aid.List[aid.Share]{{Code: "marking", Percent: 70}, {Code: "stockpile", Percent: 30}}
	odd.Background, odd.Objective, odd.Activities, odd.Expected, odd.Language = "Stores burnt", "Safe stores", "Works\nTraining", "6 stores", "en"
	odd.Kinds, odd.KindsRead, odd.Consent = aid.List[aid.HelpKind]{aid.Training}, false, aid.ConsentNone
	requests = append(requests, odd)
	for _, format := range []struct {
		ending string
		write  func(Sheet, io.Writer) error
	}{{".csv", Sheet.CSV}, {".xlsx", Sheet.XLSX}} {
		var file bytes.Buffer
		must(t, format.write(RequestSheet(requests), &file))
		for i, row := range rowsOf(t, reference, "again"+format.ending, file.Bytes()) {
			same(t, requests[i], *row.Request)
		}
		file.Reset()
		must(t, format.write(OfferSheet(offers), &file))
		for i, row := range rowsOf(t, reference, "again"+format.ending, file.Bytes()) {
			same(t, offers[i], *row.Offer)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// rowsOf reads a file, by default one of the demo's.
func rowsOf(t *testing.T, reference aid.Reference, name string, content []byte) []Row {
	t.Helper()
	if content == nil {
		var err error
		content, err = os.ReadFile("../scripts/demo/" + name)
		must(t, err)
	}
	reader, err := Read(File{Name: name, Body: bytes.NewReader(content), Size: int64(len(content))}, aid.NewRegister(reference))
	must(t, err)
	defer reader.Close()
	var rows []Row
	for row, err := range reader.Rows(t.Context()) {
		must(t, err)
		if len(row.Problems) > 0 {
			t.Fatalf("line %d: %v", row.Line, row.Problems)
		}
		rows = append(rows, row)
	}
	return rows
}

// Every column is written, or another one says the same.
func TestEveryColumnIsWritten(t *testing.T) {
	said := []string{"requester", "requester_kind", "wanted_from", "wanted_to", "period_start", "period_end"}
	check := func(columns []Column, headings []string) {
		for _, column := range columns {
			if !slices.Contains(headings, column.Name) && !slices.Contains(said, column.Name) {
				t.Errorf("the column %s is not written", column.Name)
			}
		}
	}
	check(requestColumns, RequestSheet(nil).Headings)
	check(offerColumns, OfferSheet(nil).Headings)
}
