package reports_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/intake/reports"
)

// office packs parts, by name and content, into a file.
func office(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := archive.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func document(paragraphs ...string) string {
	return "<document><body><p><t>" + strings.Join(paragraphs, "</t></p><p><t>") + "</t></p></body></document>"
}

// What is too large, too deep, too long or broken is refused with its reason.
func TestLimits(t *testing.T) {
	r := reader(t)
	many := make([]string, 0, 5000)
	for range 2500 {
		many = append(many, "word/x", "")
	}
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"large.docx":    {make([]byte, reports.MaxFile+1), "file_too_large"},
		"bomb.docx":     {office(t, "word/document.xml", strings.Repeat("a", 3<<20)), "office_bomb"},
		"parts.docx":    {office(t, append(many, "word/document.xml", "")...), "office_bomb"},
		"deep.docx":     {office(t, "word/document.xml", strings.Repeat("<p>", 300)), "office_deep"},
		"cut.docx":      {office(t, "word/document.xml", "<document><p><t>1.1"), "office_broken"},
		"entity.docx":   {office(t, "word/document.xml", `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d><p><t>&x;</t></p></d>`), "office_broken"},
		"blank.docx":    {office(t, "word/document.xml", document("", " ")), "report_no_text"},
		"deep.xlsx":     {office(t, "xl/workbook.xml", "<a/>", "xl/worksheets/sheet1.xml", strings.Repeat("<p>", 300)), "office_deep"},
		"broken.xlsx":   {office(t, "xl/workbook.xml", "<a/>", "xl/worksheets/sheet1.xml", "<sheet"), "office_broken"},
		"other.docx":    {office(t, "mimetype", "application/epub+zip"), "report_unknown_format"},
		"deep.json":     {[]byte(strings.Repeat("[", 300)), "json_deep"},
		"broken.csv":    {[]byte("1.1,a\n\"1.2,b"), "template_not_recognised"},
		"latin.csv":     {[]byte("1.1,\xe9t\xe9"), "file_not_utf8"},
		"page.html":     {[]byte("<html>"), "report_unknown_format"},
		"long.txt":      {[]byte(strings.Repeat("a\n", 60_000)), "report_too_long"},
		"scan.pdf":      {[]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>"), "pdf_no_text"},
		"truncated.pdf": {[]byte("%PDF-1.7\n1 0 obj"), "pdf_unreadable"},
	} {
		_, err := r.Read(t.Context(), reports.File{Name: name, Content: c.content, Cache: cache(t)}, templates(t), "")
		var problems aid.Problems
		if !errors.As(err, &problems) || problems[0].Key != c.key {
			t.Errorf("%s: %v, not %s", name, err, c.key)
		}
	}
}

// A hostile text takes no longer than its length: many numbers, many hints, and cells at the far end of a sheet.
func TestHostileTexts(t *testing.T) {
	r := reader(t)
	for name, answer := range map[string]string{
		"numbers": strings.Repeat("1 000 000 $ ", 20_000), "hints": strings.Repeat("We lack fences here. ", 2_000) + strings.Repeat("We lack that. And ", 2_000),
		"words": strings.Repeat("not yet enough ", 20_000), "years": strings.Repeat("2027 ", 20_000), "commas": strings.Repeat(",", 100_000),
	} {
		var different strings.Builder
		for i := range 600 {
			fmt.Fprintf(&different, "1.4 We lack %d fences.\n", i)
		}
		text := "needs-2026\n" + different.String() + "1.4 What stands in the way of small-arms control?\n" + answer + "\n9.1 What help?\n" + answer
		got, err := r.Read(t.Context(), reports.File{Name: "x.txt", Content: []byte(text)}, templates(t), "")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		found := r.Draft(aid.Report{ID: "CIV-PoA-2026", PartyID: "CIV", Instrument: "PoA", Year: 2026, Language: "en", Answers: got.Answers})
		if len(found) != reports.MaxFindings {
			t.Errorf("%s: %d findings", name, len(found))
		}
	}
}

// A reading ends with its context.
func TestReadingStops(t *testing.T) {
	r := reader(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, name := range []string{"en.docx", "fr.xlsx", "es.csv", "ru.json", "zh.pdf"} {
		content, err := os.ReadFile("testdata/made/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Read(ctx, reports.File{Name: name, Content: content, Cache: cache(t)}, templates(t), ""); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Macros, links, fields, deleted text and anything that is not the text of the document do not count.
func TestOnlyTextCounts(t *testing.T) {
	body := `<document xmlns:w="w"><w:body><w:p><w:r><w:t>needs-2026</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>9.1</w:t></w:r></w:p></w:tc>` +
		`<w:tc><w:p><w:r><w:t>What help?</w:t></w:r></w:p></w:tc><w:tc><w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>Fences</w:t></w:r></w:ins>` +
		`<w:r><w:instrText>INCLUDETEXT "http://elsewhere.example/x"</w:instrText></w:r><w:r><w:t> and</w:t><w:tab/><w:t>locks</w:t></w:r>` +
		`<Fallback><w:r><w:t>twice</w:t></w:r></Fallback></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl></w:body></document>`
	content := office(t, "word/document.xml", body, "word/vbaProject.bin", "Sub AutoOpen()", "word/header1.xml", document("9.1 header"))
	got, err := reader(t).Read(t.Context(), reports.File{Name: "x.docm", Content: content}, templates(t), "")
	if err != nil || len(got.Answers) != 1 || got.Answers[0].Text != "Fences and locks\ninner" {
		t.Errorf("%+v, %v", got.Answers, err)
	}
}

func fuzz(f *testing.F, name string, seeds ...[]byte) {
	r, all := reader(f), templates(f)
	for _, seed := range seeds {
		f.Add(seed)
	}
	if made, err := os.ReadFile("testdata/made/" + name); err == nil {
		f.Add(made)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := r.Read(t.Context(), reports.File{Name: name, Content: content, Cache: cache(t)}, all, "")
		var problems aid.Problems
		if err != nil && !errors.As(err, &problems) {
			t.Fatalf("refused without a reason: %v", err)
		}
		report := aid.Report{ID: "TGO-PoA-2026", PartyID: "TGO", Instrument: "PoA", Year: 2026, Answers: got.Answers}
		for _, finding := range r.Draft(report) {
			words := []rune(finding.Words)
			for _, mark := range finding.Marks {
				if mark.From < 0 || mark.From >= mark.To || mark.To > len(words) {
					t.Errorf("a mark outside the words: %v of %q", mark, finding.Words)
				}
			}
			if r := finding.Drafted; r.Need == "" || r.FirstStage.Currency == r.Amount.Currency && r.FirstStage.Minor > r.Amount.Minor {
				t.Errorf("a draft that is not sound: %+v", r)
			}
		}
	})
}

// What is packed is fuzzed unpacked, since hardly any change of a packed file is one of its text.
func FuzzDOCX(f *testing.F) {
	f.Add(document("11. Does the State wish", "Yes, 12 sites for US$ 1,000"))
	f.Add("<tbl><tr><tc><p><t>9.1</t></p></tc><tc><p><t>x</t></p></tc></tr></tbl>")
	r, all := reader(f), templates(f)
	f.Fuzz(func(t *testing.T, body string) {
		content := office(t, "word/document.xml", body)
		_, err := r.Read(t.Context(), reports.File{Name: "x.docx", Content: content}, all, "poa-2010")
		if problems := (aid.Problems{}); err != nil && !errors.As(err, &problems) {
			t.Fatalf("refused without a reason: %v", err)
		}
	})
}

func FuzzXLSX(f *testing.F) { fuzz(f, "fr.xlsx", office(f, "xl/workbook.xml", "<workbook/>")) }
func FuzzCSV(f *testing.F) {
	fuzz(f, "es.csv", []byte("11;\"a\n1.1\";b\n"), []byte("١١٫١ ما\tنعم"))
}
func FuzzJSON(f *testing.F) { fuzz(f, "ru.json", []byte(`{"11":"yes","11.1":["a",{"12":1e9}]}`)) }
func FuzzPDF(f *testing.F)  { fuzz(f, "zh.pdf") }
func FuzzText(f *testing.F) {
	fuzz(f, "x.txt", []byte("Q11. Does\nYes\n11.1 What\n2,5 млн долларов США, с 2027 по 2029\n"), []byte("9.1 x? [x] Yes 1.350.000,50 €"), []byte("11.1 总费用为120万美元，缺乏打标机5台"))
}
