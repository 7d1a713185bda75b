package intake

import (
	"bytes"
	"context"
	"testing"
)

// fuzzed reads whatever comes: a row has a record or problems, never both, and nothing panics.
func fuzzed(t *testing.T, format Format, content []byte) {
	r, err := Read(File{Name: "fuzz", Body: bytes.NewReader(content), Size: int64(len(content)), Format: format}, register(t))
	if err != nil {
		return
	}
	for row, err := range r.Rows(context.Background()) {
		if err != nil {
			break
		}
		records := 0
		for _, there := range []bool{row.Request != nil, row.Offer != nil, row.Pairing != nil, row.Party != nil} {
			if there {
				records++
			}
		}
		if (records == 1) == (len(row.Problems) > 0) {
			t.Errorf("line %d has %d records and %d problems", row.Line, records, len(row.Problems))
		}
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func FuzzCSV(f *testing.F) {
	for _, name := range []string{"requests.csv", "offers.csv", "pairings.csv"} {
		content := realFile(f, name)
		f.Add(content[:min(len(content), 2000)])
	}
	f.Add([]byte("\ufeffrequester;need;year\n\"Togo\";\"a\nb\";2003-\n\n;;\n"))
	f.Add([]byte("kind\tname_en\nfund\tX\n"))
	f.Fuzz(func(t *testing.T, content []byte) { fuzzed(t, CSV, content) })
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`[{"requester": "Togo", "need": "x", "themes": [{"code": "marking", "percent": 100}]}, {}, 3]`))
	f.Add([]byte(`[{"donors": ["DEU", "JPN (UN trust fund)"], "programme": "P", "form": "pledge", "envelope": {"minor": 150, "currency": "EUR"}}]`))
	f.Add([]byte(`[{"kind": "fund", "names": {"en": "X", "fr": "Y"}}]`))
	f.Fuzz(func(t *testing.T, content []byte) { fuzzed(t, JSON, content) })
}

func FuzzXLSX(f *testing.F) {
	f.Add(asXLSX(f, [][]string{{"requester", "need"}, {"Togo", "Marking machines"}}))
	f.Add(packed(f, "xl/worksheets/sheet1.xml", []byte("<worksheet/>")))
	f.Fuzz(func(t *testing.T, content []byte) { fuzzed(t, XLSX, content) })
}
