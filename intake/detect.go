package intake

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// HeadSize is how much of the beginning of a file Detect wants to see.
const HeadSize = 4096

// bom is the byte order mark that some programs put before UTF-8 text.
const bom = "\ufeff"

// marks are the first bytes of files that are not text.
var marks = []struct {
	begin, key string
}{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_old_or_protected"}, // .xls, and any Office file with a password
	{"\xff\xfe", "file_not_utf8"},
	{"\xfe\xff", "file_not_utf8"},
	{"%PDF-", "file_is_pdf"},
}

// textNames are the extensions under which text is read as CSV; a file without an extension is, too.
var textNames = []string{"", ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".json"}

// Detect tells the format of a file from its first bytes, and where these leave it open, from its name.
func Detect(name string, head []byte) (Format, error) {
	for _, mark := range marks {
		if bytes.HasPrefix(head, []byte(mark.begin)) {
			return "", unreadable(mark.key)
		}
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte(bom)))
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return XLSX, nil
	case len(text) == 0:
		return "", unreadable("file_empty")
	case bytes.IndexByte(head, 0) >= 0:
		return "", unreadable("file_unknown")
	case !utf8.Valid(wholeRunes(head)):
		return "", unreadable("file_not_utf8")
	}
	return detectText(strings.ToLower(filepath.Ext(name)), text)
}

func detectText(extension string, text []byte) (Format, error) {
	switch {
	case text[0] == '[' || text[0] == '{':
		return JSON, nil
	case text[0] == '<' || !slices.Contains(textNames, extension):
		return "", unreadable("file_unknown")
	}
	return CSV, nil
}

// wholeRunes cuts off a character whose bytes the end of the head has split.
func wholeRunes(head []byte) []byte {
	if len(head) < HeadSize {
		return head
	}
	for i := 1; i < utf8.UTFMax; i++ {
		if begin := len(head) - i; utf8.RuneStart(head[begin]) {
			if !utf8.FullRune(head[begin:]) {
				return head[:begin]
			}
			return head
		}
	}
	return head
}
