package post

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// Limits of a mail that comes in.
const (
	MaxArrival     = 48 << 20 // bytes of the message, in which a file takes a third more than by itself
	maxParts       = 100
	maxPartDepth   = 8
	maxAttachments = 10
	maxNameLength  = 200
)

// ErrNoLetter is a message that cannot be read, or that is larger or deeper than a letter is.
var ErrNoLetter = errors.New("no readable mail")

// Arrival is a mail that came in: the address that it says it is from, which anybody can forge, and the files in it.
type Arrival struct {
	From      string
	Automatic bool // sent by a program, which must not be answered (RFC 3834)
	Files     []Attachment
}

// Attachment is a file in a mail.
type Attachment struct {
	Name    string
	Content []byte
}

// Arrive reads a message (RFC 5322 with MIME). It looks at names and contents of attachments and at no text.
func Arrive(message io.Reader) (Arrival, error) {
	content, err := io.ReadAll(io.LimitReader(message, MaxArrival+1))
	if err != nil {
		return Arrival{}, err
	}
	if len(content) > MaxArrival {
		return Arrival{}, fmt.Errorf("%w: too large", ErrNoLetter)
	}
	m, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return Arrival{}, fmt.Errorf("%w: %w", ErrNoLetter, err)
	}
	from, err := sender(m.Header)
	if err != nil {
		return Arrival{}, fmt.Errorf("%w: sender: %w", ErrNoLetter, err)
	}
	u := unpacking{}
	if err := u.part(header(m.Header), m.Body, 0); err != nil {
		return Arrival{From: from}, fmt.Errorf("%w: %w", ErrNoLetter, err)
	}
	automatic := m.Header.Get("Auto-Submitted")
	return Arrival{
		From: from, Files: u.files,
		Automatic: automatic != "" && !strings.EqualFold(automatic, "no") || m.Header.Get("List-Id") != "" || strings.EqualFold(m.Header.Get("Precedence"), "bulk"),
	}, nil
}

// sender is the one address in From; a message that names several, or has several such lines, is nobody's.
func sender(h mail.Header) (string, error) {
	if len(h["From"]) != 1 {
		return "", errors.New("not exactly one From")
	}
	parser := mail.AddressParser{WordDecoder: decoder()}
	all, err := parser.ParseList(h.Get("From"))
	if err != nil {
		return "", err
	}
	if len(all) != 1 {
		return "", errors.New("several addresses")
	}
	return all[0].Address, nil
}

// decoder reads words of headers in whatever character set they are.
func decoder() *mime.WordDecoder {
	return &mime.WordDecoder{CharsetReader: func(charset string, in io.Reader) (io.Reader, error) {
		encoding, err := htmlindex.Get(charset)
		if err != nil {
			return nil, err
		}
		return encoding.NewDecoder().Reader(in), nil
	}}
}

// header is what a message and a part of one have in common.
type header map[string][]string

func (h header) get(key string) string { return mail.Header(h).Get(key) }

// unpacking is a message on its way into files.
type unpacking struct {
	parts int
	files []Attachment
}

func (u *unpacking) part(h header, body io.Reader, depth int) error {
	if u.parts++; u.parts > maxParts || depth > maxPartDepth {
		return errors.New("too many parts")
	}
	kind, params, err := mime.ParseMediaType(h.get("Content-Type"))
	if err == nil && strings.HasPrefix(kind, "multipart/") {
		return u.all(multipart.NewReader(body, params["boundary"]), depth)
	}
	name := fileName(h, params)
	if name == "" {
		return nil
	}
	if len(u.files) == maxAttachments {
		return errors.New("too many attachments")
	}
	content, err := io.ReadAll(decoded(h, body))
	if err != nil {
		return err
	}
	u.files = append(u.files, Attachment{name, content})
	return nil
}

func (u *unpacking) all(parts *multipart.Reader, depth int) error {
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := u.part(header(p.Header), p, depth+1); err != nil {
			return err
		}
	}
}

// decoded undoes how a part was encoded for its way.
func decoded(h header, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(h.get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// fileName is the name of an attached file without any folder; none for a part that is no file. Names are written in two
// ways: as RFC 2231 has it, and as words of headers, which is wrong and usual.
func fileName(h header, params map[string]string) string {
	_, disposition, _ := mime.ParseMediaType(h.get("Content-Disposition"))
	for _, name := range []string{disposition["filename"], params["name"]} {
		if plain, err := decoder().DecodeHeader(name); err == nil {
			name = plain
		}
		name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
		if name != "." && name != "/" {
			return strings.ToValidUTF8(name[:min(len(name), maxNameLength)], "")
		}
	}
	return ""
}
