package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
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
	for _, order := range []aid.Order{
		{Kind: "booklet", Subject: aid.Subject{Round: "R2026-1"}},
		{Corrects: "GIS-2026-1-BP.1", Reason: "Two sums stood in the wrong column"},
	} {
		order.Languages, order.Formats = []string{"en"}, []string{"csv"}
		_, err = w.desk.IssueNow(t.Context(), aid.Machine("test"), order)
		fatal(t, err)
	}
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

// A draft is changed in place: what is wrong comes back with all that was typed; then the request says what the person
// says, and the journal has both.
func TestAFindingIsAcceptedWithChanges(t *testing.T) {
	w := newWorld(t)
	const address = "/en/mine/reports/JAM-PoA-2026"
	seq := regexp.MustCompile(`\?change=(\d+)#`).FindStringSubmatch(w.get(t, "state", address).body)
	if seq == nil {
		t.Fatal("no finding can be changed")
	}
	page := w.get(t, "state", address+"?change="+seq[1]).body
	page = page[strings.Index(page, `id="form"`):]
	held := func(name string) string {
		return regexp.MustCompile(`name="` + name + `"[^>]*? value="([^"]*)"`).FindStringSubmatch(page)[1]
	}
	form := url.Values{"ticket": {held("ticket")}, "finding": {held("finding")}, "version": {held("version")}, "do": {"change"},
		"title": {"Marking machines"}, "need": {"Two marking machines"}, "themes": {"marking"}, "kinds": {"equipment"},
		"amount": {"many"}, "currency": {"USD"}}
	refused := w.post(t, "state", address+"?change="+seq[1], form)
	if refused.status != http.StatusUnprocessableEntity || !strings.Contains(refused.body, `href="#f-amount"`) || !strings.Contains(refused.body, ">Two marking machines<") {
		t.Errorf("a sum that is none gets %d: %s", refused.status, refused.body)
	}
	form.Set("amount", "40000")
	if got := w.post(t, "state", address+"?change="+seq[1], form); got.header.Get("Location") != address+"#found-"+seq[1] {
		t.Fatalf("%d leads to %q", got.status, got.header.Get("Location"))
	}
	if page = w.get(t, "state", address).body; !strings.Contains(page, "accepted with changes") {
		t.Errorf("the page does not say so: %s", page)
	}
	f, err := w.desk.Finding(t.Context(), aid.Machine("test"), aid.FindingID(form.Get("finding")))
	fatal(t, err)
	r, err := w.desk.Request(t.Context(), aid.Machine("test"), f.RequestID)
	if err != nil || r.Title != "Marking machines" || r.Amount.String() != "40000.00 USD" || r.MainTheme() != "marking" || r.Status != aid.Draft {
		t.Errorf("%+v, %v", r, err)
	}
	if journal := w.get(t, "secretariat", "/en/journal").body; !strings.Contains(journal, "title: –, now Marking machines") {
		t.Error("the journal does not say what was changed")
	}
}

// A corrigendum says what was wrong, and each of the two papers leads to the other.
func TestACorrigendumIsIssued(t *testing.T) {
	w := newWorld(t)
	form := "/en/issued/GIS-2026-1-BP.1/corrigendum"
	refused := w.post(t, "secretariat", form, url.Values{"languages": {"fr"}, "formats": {"html"}})
	if refused.status != http.StatusUnprocessableEntity || !strings.Contains(refused.body, `href="#f-reason"`) || !strings.Contains(refused.body, `value="fr" checked`) {
		t.Errorf("without a reason: %d %s", refused.status, refused.body)
	}
	sent := w.post(t, "secretariat", form, url.Values{"reason": {"A <State> was missing"}, "languages": {"fr"}, "formats": {"html"}})
	if next := sent.header.Get("Location"); next != "/en/issued/GIS-2026-1-BP.1-Corr.2" {
		t.Fatalf("%d leads to %q: %s", sent.status, next, sent.body)
	}
	for path, links := range map[string]string{
		"/en/issued/GIS-2026-1-BP.1": `href="/en/issued/GIS-2026-1-BP.1-Corr.2"`, "/en/issued/GIS-2026-1-BP.1-Corr.2": `href="/en/issued/GIS-2026-1-BP.1"`,
	} {
		if page := w.get(t, "secretariat", path); !strings.Contains(page.body, links) || !strings.Contains(page.body, "A &lt;State&gt; was missing") {
			t.Errorf("%s: without %s: %s", path, links, page.body)
		}
	}
	if got := w.get(t, "donor", form); got.status != http.StatusForbidden {
		t.Errorf("a donor may issue a corrigendum: %d", got.status)
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
