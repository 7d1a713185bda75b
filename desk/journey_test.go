package desk_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/store"
)

// Reports in all six languages, made up in the manner of national reports, go the whole way: read, one draft accepted,
// submitted, authenticated, circulated, in a round, and in a proposal paper in the language of the report, which has the
// need as its title and quotes the words of the report with the number of the question.
func TestReportsInSixLanguagesReachAPaper(t *testing.T) {
	now := clock()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "journey.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := desk.New(s, matcher.DefaultPolicy(), func() time.Time { return now })
	if err := d.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d.Settings.Catalogs, err = locale.Load(); err != nil {
		t.Fatal(err)
	}
	if caches, err := os.UserCacheDir(); err == nil {
		d.Settings.Cache = filepath.Join(caches, "ploughshare-test")
	}
	demo(t, d, "offers.csv")
	taken := map[string]aid.Request{}
	for name, state := range map[string]aid.PartyID{"en.docx": "JAM", "fr.xlsx": "CIV", "es.csv": "DOM", "ru.json": "KGZ", "zh.pdf": "KHM", "ar.docx": "TUN"} {
		taken[name[:2]] = takenUp(t, d, name, state)
	}
	now = now.AddDate(0, 0, 8) // nobody objects
	for _, r := range taken {
		step(t, d, machine, r.ID, aid.Circulated)
	}
	round, err := d.Match(t.Context(), machine, d.Today())
	if err != nil || round.Requests != 6 || round.Proposals == 0 {
		t.Fatalf("%+v, %v", round, err)
	}
	for lang, r := range taken {
		inPaper(t, d, lang, r)
	}
}

// takenUp files a report and brings one draft of it as far as the secretariat's consent.
func takenUp(t *testing.T, d *desk.Desk, name string, state aid.PartyID) aid.Request {
	t.Helper()
	who := aid.Actor{User: "u", Name: "focal point", Party: state, Roles: []aid.Role{aid.Requester}}
	log, err := d.FileReport(t.Context(), who, desk.Upload{Party: state, Name: name, Content: made(t, name)})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	report, found, err := d.Report(t.Context(), who, log.ReportID)
	if err != nil || report.Language != name[:2] {
		t.Fatalf("%s is in %q, %v", name, report.Language, err)
	}
	draft := found[slices.IndexFunc(found, func(f aid.Finding) bool { return f.Kind == aid.FoundRequest })]
	change := draft.Drafted.Request
	change.Consent = aid.ConsentDonors // which no report gives
	accepted, err := d.AcceptFinding(t.Context(), who, draft.ID, draft.Version, &change)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	step(t, d, who, accepted.RequestID, aid.Submitted)
	return step(t, d, machine, accepted.RequestID, aid.Authenticated)
}

func step(t *testing.T, d *desk.Desk, who aid.Actor, id aid.RequestID, to aid.RequestStatus) aid.Request {
	t.Helper()
	r, err := d.Request(t.Context(), machine, id)
	if err == nil {
		r, err = d.MoveRequest(t.Context(), who, id, r.Version, to, "because")
	}
	if err != nil {
		t.Fatalf("%s to %s: %v", id, to, err)
	}
	return r
}

// inPaper issues the proposal paper of a request and looks for what it must say, on the page and in the office file.
func inPaper(t *testing.T, d *desk.Desk, lang string, r aid.Request) {
	t.Helper()
	order := order(r.ID, "html", "docx")
	order.Languages = []string{lang}
	issue, err := d.IssueNow(t.Context(), machine, order)
	if err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	for _, p := range issued(t, d, issue.ID).Papers {
		content := file(t, d, p.ID)
		said := officeWords(t, content)
		if p.Format == "html" {
			said = html.UnescapeString(tags.ReplaceAllString(string(content), " "))
		}
		said = strings.Join(strings.Fields(said), "")
		for what, want := range map[string]string{"title": r.Heading(), "words": r.Provenance.Words, "number": r.Provenance.Question} {
			if !strings.Contains(said, strings.Join(strings.Fields(want), "")) {
				t.Errorf("%s, %s: the paper does not have the %s %q", lang, p.Format, what, want)
			}
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// officeWords are the words of an office file and of its footnotes; none where it is no such file.
func officeWords(t *testing.T, content []byte) (said string) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	for _, name := range []string{"word/document.xml", "word/footnotes.xml"} {
		part, err := archive.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		words := xml.NewDecoder(part)
		for {
			token, err := words.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if text, ok := token.(xml.CharData); ok {
				said += string(text) + " "
			}
		}
		part.Close()
	}
	return said
}
