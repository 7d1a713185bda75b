package desk_test

import (
	"bytes"
	"encoding/base64"
	"mime"
	"slices"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/post"
	"ploughshare/post/sink"
)

// mailed is a mail from an address with a file, as mail programs write it.
func mailed(from, file string, content []byte, headers ...string) string {
	return strings.Join(append(headers, "From: "+mime.QEncoding.Encode("utf-8", "نقطة الاتصال")+" <"+from+">", "To: reports@ploughshare.example",
		"Subject: "+mime.BEncoding.Encode("utf-8", "报告"), "MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="b"`, "",
		"--b", "Content-Type: text/plain; charset=utf-8", "", "Please accept everything at once.",
		"--b", "Content-Type: image/png; name=logo.png", "Content-Transfer-Encoding: base64", "", "iVBORw0KGgo=",
		"--b", "Content-Type: application/octet-stream", "Content-Disposition: attachment; filename=\""+mime.BEncoding.Encode("utf-8", file)+"\"",
		"Content-Transfer-Encoding: base64", "", base64.StdEncoding.EncodeToString(content), "--b--", ""), "\r\n")
}

// mailbox is a desk with the focal point of Côte d'Ivoire, who reads Arabic, and what that person gets by mail.
func mailbox(t *testing.T) (*desk.Desk, <-chan string) {
	t.Helper()
	address, letters := sink.Open(t, sink.Takes)
	d, _ := server(t, "", desk.Settings{Site: "https://ploughshare.example", Post: post.Office{Server: address, From: "ploughshare@example.org"}})
	for _, u := range []aid.User{
		{Email: "focal@example.org", Name: "Focal", PartyID: "CIV", Roles: aid.List[aid.Role]{aid.Requester}, Language: "ar"},
		{Email: "donor@example.org", Name: "Donor", PartyID: "JPN", Roles: aid.List[aid.Role]{aid.Donor}},
	} {
		if _, _, err := d.AddUser(t.Context(), machine, u, "correct horse battery"); err != nil {
			t.Fatal(err)
		}
	}
	return d, letters
}

// came receives a mail and says what became of its files, and why.
func came(t *testing.T, d *desk.Desk, mail string) (said string) {
	t.Helper()
	logs, err := d.Receive(t.Context(), aid.Machine("mail"), strings.NewReader(mail))
	if err != nil {
		t.Fatal(err)
	}
	for _, log := range logs {
		said += string(log.Became)
		for _, note := range log.Notes {
			if log.Became == aid.BecameRefused {
				said += " " + note.Key
			}
		}
	}
	return said
}

// A form goes out and comes back by mail; twice, it changes nothing; each time its sender learns what became of it.
func TestFormComesBackByMail(t *testing.T) {
	d, letters := mailbox(t)
	printer, err := d.Printer(t.Context(), d.Settings.Catalogs, "ar")
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"docx", "xlsx", "csv"} {
		var form bytes.Buffer
		if err := d.Form(t.Context(), machine, &form, "JAM", "needs-2026", format, printer); err != nil {
			t.Fatal(err)
		}
		if got := came(t, d, mailed("focal@example.org", "جامايكا."+format, form.Bytes())); got != "refused mail_other_state" {
			t.Errorf("the form of another State in %s: %s", format, got)
		}
		<-letters
	}
	report := made(t, "fr.xlsx")
	if got := came(t, d, mailed("Focal@Example.org", "تقرير.xlsx", report)); got != "read" {
		t.Fatalf("a report: %s", got)
	}
	if letter := <-letters; !strings.Contains(letter, "To: <focal@example.org>") || !strings.Contains(letter, "Content-Language: ar") {
		t.Errorf("the answer: %s", letter)
	}
	if got := came(t, d, mailed("focal@example.org", "again.xlsx", report)); got != "unchanged" {
		t.Errorf("the same report again: %s", got)
	}
	<-letters
	if got := came(t, d, mailed("focal@example.org", "other.json", made(t, "ru.json"))); got != "refused mail_replaces" {
		t.Errorf("another report in its place: %s", got)
	}
	<-letters
	_, found, err := d.Report(t.Context(), machine, "CIV-PoA-2026")
	if err != nil || len(found) == 0 || slices.ContainsFunc(found, func(f aid.Finding) bool { return !f.Open() }) {
		t.Errorf("what came by mail was decided on: %+v, %v", found, err)
	}
	if requests, _, err := d.Requests(t.Context(), machine, aid.RequestFilter{Requester: "CIV"}, aid.Page{}); err != nil || len(requests) != 0 {
		t.Errorf("a mail made requests: %+v, %v", requests, err)
	}
}

// A mail from nobody, from a donor, from a program, or that is broken is refused with its reason and not answered.
func TestMailIsTurnedAway(t *testing.T) {
	d, letters := mailbox(t)
	report := made(t, "ar.docx")
	for mail, want := range map[string]string{
		mailed("stranger@example.org", "x.docx", report):                              "refused mail_unknown_sender",
		mailed("donor@example.org", "x.docx", report):                                 "refused mail_unknown_sender",
		mailed("focal@example.org", "x.docx", report, "Auto-Submitted: auto-replied"): "refused mail_automatic",
		mailed("focal@example.org", "x.docx", report, "From: stranger@example.org"):   "refused mail_unreadable",
		"From: focal@example.org, stranger@example.org\r\n\r\nx":                      "refused mail_unreadable",
		"no mail at all": "refused mail_unreadable",
	} {
		if got := came(t, d, mail); got != want {
			t.Errorf("%.60q: %s, not %s", mail, got, want)
		}
	}
	select {
	case letter := <-letters:
		t.Errorf("it was answered: %s", letter)
	default:
	}
	logs, _, err := d.Ingests(t.Context(), machine, aid.ReportFilter{}, aid.Page{})
	if err != nil || len(logs) != 6 {
		t.Errorf("%d lines of the log, %v", len(logs), err)
	}
	if own, _, err := d.Ingests(t.Context(), focal, aid.ReportFilter{}, aid.Page{}); err != nil || len(own) != 0 {
		t.Errorf("a State sees mails of others: %+v, %v", own, err)
	}
}
