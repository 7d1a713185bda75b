package post

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// letterWith is a mail from an address with a file in base64, as mail programs write it.
func letterWith(from, disposition, content string) string {
	return "From: " + from + "\r\nTo: reports@ploughshare.example\r\nSubject: =?utf-8?b?5oql5ZGK?=\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n" +
		"--b2\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease find our report.\r\n--b2\r\nContent-Type: text/html\r\n\r\n<p>Please</p>\r\n--b2--\r\n" +
		"--b1\r\nContent-Type: application/octet-stream\r\nContent-Disposition: " + disposition + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString([]byte(content)) + "\r\n--b1--\r\n"
}

// Names of senders and files come in many scripts and encodings.
func TestArrive(t *testing.T) {
	for disposition, name := range map[string]string{
		`attachment; filename="report.docx"`:                                               "report.docx",
		`attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.docx`:                             "报告.docx",
		`attachment; filename="=?UTF-8?B?2KrZgtix2YrYsS5kb2N4?="`:                          "تقرير.docx",
		`attachment; filename="=?windows-1256?B?yt7R7dEuZG9jeA==?="`:                       "تقرير.docx",
		`attachment; filename="=?gb2312?B?sai45i5kb2N4?="`:                                 "报告.docx",
		`attachment; filename="../../etc/passwd"`:                                          "passwd",
		`attachment; filename="C:\\Users\\x\\report.docx"`:                                 "report.docx",
		`attachment; filename*0*=UTF-8''%D0%BE%D1%82; filename*1*=%D1%87%D1%91%D1%82.docx`: "отчёт.docx",
	} {
		got, err := Arrive(strings.NewReader(letterWith("=?UTF-8?B?2YbZgti32Kkg2KfZhNin2KrYtdin2YQ=?= <focal@example.org>", disposition, "needs-2026")))
		if err != nil || got.From != "focal@example.org" || len(got.Files) != 1 || got.Files[0].Name != name || string(got.Files[0].Content) != "needs-2026" {
			t.Errorf("%s: %+v, %v", disposition, got, err)
		}
	}
}

// A message that is no letter, is nobody's or everybody's, or is made to wear out its reader, is refused.
func TestArriveRefuses(t *testing.T) {
	deep := "From: a@example.org\r\n"
	for i := range 30 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d.\r\n\r\n--b%d.\r\n", i, i)
	}
	many := "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 200) + "--b--\r\n"
	files := "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Disposition: attachment; filename=x.csv\r\n\r\nx\r\n", 20) + "--b--\r\n"
	for name, message := range map[string]string{
		"empty": "", "no header": "hello", "no sender": "To: b@example.org\r\n\r\nx", "two": letterWith("a@example.org, b@example.org", "attachment; filename=x", ""),
		"two lines": "From: a@example.org\r\n" + letterWith("b@example.org", "attachment; filename=x", ""), "cut": letterWith("a@example.org", "attachment; filename=x", "content")[:400],
		"deep": deep, "many": many, "files": files,
	} {
		if got, err := Arrive(strings.NewReader(message)); !errors.Is(err, ErrNoLetter) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	endless := io.MultiReader(strings.NewReader("From: a@example.org\r\nX: "), zeros{})
	if _, err := Arrive(endless); !errors.Is(err, ErrNoLetter) {
		t.Errorf("a message without end: %v", err)
	}
	auto, err := Arrive(strings.NewReader("From: a@example.org\r\nAuto-Submitted: auto-replied\r\n\r\nI am on holiday."))
	if err != nil || !auto.Automatic {
		t.Errorf("%+v, %v", auto, err)
	}
}

// zeros is a reader without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func FuzzArrive(f *testing.F) {
	f.Add(letterWith("a@example.org", `attachment; filename="report.docx"`, "PK"))
	f.Add("From: =?utf-8?q?a?= <a@example.org>\r\nContent-Type: text/csv; name=\"=?koi8-r?B?8A==?=\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n9.1=2Ex")
	f.Fuzz(func(t *testing.T, message string) {
		got, err := Arrive(strings.NewReader(message))
		if err != nil && !errors.Is(err, ErrNoLetter) {
			t.Fatalf("refused without a reason: %v", err)
		}
		for _, file := range got.Files {
			if file.Name == "" || strings.ContainsAny(file.Name, `/\`) || len(file.Content) > len(message) {
				t.Errorf("%q with %d bytes of %d", file.Name, len(file.Content), len(message))
			}
		}
	})
}
