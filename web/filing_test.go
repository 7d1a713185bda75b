package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
)

// made is one of the made-up reports.
func made(name string) string {
	return filepath.Join("..", "intake", "reports", "testdata", "made", name)
}

// file has Jamaica file a report, and the secretariat read a text on past help and issue the booklet of the first round.
func (w *world) file(t *testing.T) {
	t.Helper()
	content, err := os.ReadFile(made("en.docx"))
	fatal(t, err)
	_, err = w.desk.FileReport(t.Context(), aid.Machine("test"), desk.Upload{Party: "JAM", Year: 2026, Name: "en.docx", Content: content})
	fatal(t, err)
	content, err = os.ReadFile(filepath.Join("..", "intake", "reports", "testdata", "chronicles", "en.txt"))
	fatal(t, err)
	_, err = w.desk.FileChronicle(t.Context(), aid.Machine("test"), "A/68/999", "en.txt", content)
	fatal(t, err)
	_, err = w.desk.IssueNow(t.Context(), aid.Machine("test"), aid.Order{
		Kind: "booklet", Subject: aid.Subject{Round: "R2026-1"}, Languages: []string{"en"}, Formats: []string{"csv"},
	})
	fatal(t, err)
}

// upload sends a file with the form of reports.
func (w *world) upload(t *testing.T, name string, content []byte) *http.Response {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	fatal(t, err)
	_, err = part.Write(content)
	fatal(t, err)
	fatal(t, form.WriteField("year", "2025"))
	fatal(t, form.Close())
	request, err := http.NewRequestWithContext(t.Context(), "POST", w.URL+"/en/mine/reports", &body)
	fatal(t, err)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := (&http.Client{Jar: w.jars["state"], CheckRedirect: stay}).Do(request)
	fatal(t, err)
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func TestAReportIsReadOrRefusedWithTheReason(t *testing.T) {
	w := newWorld(t)
	w.signIn(t, "state")
	if got := w.upload(t, "broken.docx", []byte("PK\x03\x04 and no more")); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a broken file: %d", got.StatusCode)
	}
	if page := w.get(t, "state", "/en/mine/reports"); !strings.Contains(page.body, "broken.docx") || !strings.Contains(page.body, "refused") {
		t.Errorf("the log does not tell of it: %s", page.body)
	}
	content, err := os.ReadFile(made("fr.xlsx"))
	fatal(t, err)
	for range 2 { // the second time changes nothing
		if got := w.upload(t, "fr.xlsx", content); got.Header.Get("Location") != "/en/mine/reports/JAM-PoA-2025" {
			t.Errorf("%d leads to %q", got.StatusCode, got.Header.Get("Location"))
		}
	}
	page := w.get(t, "state", "/en/mine/reports/JAM-PoA-2025")
	if again, asked := strings.Index(page.body, "A need of before"), strings.Index(page.body, "asks for help"); again < 0 || asked < again {
		t.Errorf("needs of before do not come first: %d and %d", again, asked)
	}
	if !strings.Contains(page.body, "<mark>") {
		t.Error("no words are marked")
	}
	if got := w.post(t, "state", "/en/mine/reports", url.Values{"year": {"soon"}}); !strings.Contains(got.body, `href="#f-file"`) || !strings.Contains(got.body, `href="#f-year"`) {
		t.Errorf("nothing was sent: %d %s", got.status, got.body)
	}
	if got := w.upload(t, "large.csv", make([]byte, mostReport)); got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("far too much: %d", got.StatusCode)
	}
}

func TestFormsAreThereToFillIn(t *testing.T) {
	w := newWorld(t)
	for _, lang := range []string{"en", "fr", "ar"} {
		got := w.get(t, "state", "/"+lang+"/mine/reports?form=poa-2010&format=docx")
		if got.status != http.StatusOK || !strings.HasPrefix(got.body, "PK") || !strings.Contains(got.header.Get("Content-Disposition"), "poa-2010."+lang+".docx") {
			t.Errorf("%s: %d %v", lang, got.status, got.header)
		}
	}
	if got := w.get(t, "state", "/en/mine/reports?form=poa-2010&format=html"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a form that cannot be read back: %d", got.status)
	}
}

// Where what a paper is to be of is wrong, the form says so; an issued paper is handed out to whom it is for.
func TestPapersAreIssuedAndHandedOut(t *testing.T) {
	w := newWorld(t)
	if got := w.get(t, "secretariat", "/en/issue?kind=proposal&round=R2026-1"); !strings.Contains(got.body, "Name one of them") {
		t.Errorf("a proposal paper of nothing: %d", got.status)
	}
	empty := w.post(t, "secretariat", "/en/issue?kind=booklet&round=R2026-1", url.Values{})
	if empty.status != http.StatusUnprocessableEntity || !strings.Contains(empty.body, `href="#f-languages"`) || !strings.Contains(empty.body, `href="#f-formats"`) {
		t.Errorf("in no language: %d", empty.status)
	}
	file := "/en/papers?file=GIS-2026-1-BP.1.en.csv"
	if got := w.get(t, "secretariat", file); got.status != http.StatusOK || !strings.Contains(got.header.Get("Content-Disposition"), "GIS-2026-1-BP.1.en.csv") {
		t.Errorf("%d %v", got.status, got.header)
	}
	for who, want := range map[string]int{"donor": http.StatusNotFound, "state": http.StatusNotFound, "public": http.StatusSeeOther} {
		if got := w.get(t, who, file); got.status != want {
			t.Errorf("%s gets %d, want %d", who, got.status, want)
		}
	}
	if got := w.get(t, "donor", "/en/issued/GIS-2026-1-BP.1"); got.status != http.StatusForbidden {
		t.Errorf("a donor looks at the issue: %d", got.status)
	}
}

// Of what a passage tells, the rows that are marked go on record, and no others.
func TestAPassageIsTakenRowByRow(t *testing.T) {
	w := newWorld(t)
	_, found, err := w.desk.Chronicle(t.Context(), aid.Machine("test"), "A-68-999")
	fatal(t, err)
	send := url.Values{"passage": {string(found[0].ID)}, "version": {"1"}, "do": {"accept"}}
	page := "/en/chronicles/A-68-999"
	if got := w.post(t, "state", page, send); got.status != http.StatusForbidden {
		t.Errorf("a State decides: %d", got.status)
	}
	if got := w.post(t, "secretariat", page, send); got.status != http.StatusUnprocessableEntity {
		t.Errorf("no row is marked: %d", got.status)
	}
	send["row"] = []string{"1"}
	if got := w.post(t, "secretariat", page, send); got.status != http.StatusSeeOther && got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
	p, err := w.desk.Passage(t.Context(), aid.Machine("test"), found[0].ID)
	if err != nil || p.State != aid.FindingChanged || len(p.Drafted) != 1 || p.Drafted[0].BeneficiaryID != found[0].Drafted[1].BeneficiaryID {
		t.Errorf("%+v, %v", p, err)
	}
}
