package papers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/papers/typst"
)

// A paper is set as a tagged PDF in its language, the same bytes each time, whatever people wrote; also from the right.
func TestPapersAreSetAsPDF(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	typesetter := NewTypesetter(filepath.Join(cache, "ploughshare"))
	set := func(doc Document) []byte {
		t.Helper()
		var out bytes.Buffer
		err := typesetter.Format().Write(t.Context(), &out, doc)
		if errors.Is(err, typst.ErrMissing) && os.Getenv("CI") == "" {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	doc := Booklet(dossier(), english(t))
	doc.Title = `#panic("no") $x$ *b* @ref \`
	pdf := set(doc)
	for _, want := range []string{"%PDF-1.", "/StructTreeRoot", "/Lang (en", "/MarkInfo"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("the file lacks %s", want)
		}
	}
	if !bytes.Equal(pdf, set(doc)) {
		t.Error("the same paper gave other bytes")
	}
	for _, k := range Kinds {
		if pdf := set(k.Make(dossiers()[k.Name], english(t))); !bytes.Contains(pdf, []byte("/StructTreeRoot")) {
			t.Errorf("the %s is not tagged", k.Name)
		}
	}
	doc.Title = "Ὅ ไ 😀"
	err = typesetter.Format().Write(t.Context(), io.Discard, doc)
	if !errors.Is(err, aid.ErrInvalid) || !strings.Contains(fmt.Sprint(err), "no_glyph") {
		t.Errorf("a paper with characters that no font has: %v", err)
	}
	doc.Lang, doc.Dir, doc.Title = "ar", "rtl", "مقترحات المساعدة"
	if pdf := set(doc); !bytes.Contains(pdf, []byte("/Lang (ar")) {
		t.Error("the file does not say that it is in Arabic")
	}
	doc.Lang, doc.Dir, doc.Title = "zh", "ltr", "援助建议"
	if pdf := set(doc); !bytes.Contains(pdf, []byte("/Lang (zh")) {
		t.Error("the file does not say that it is in Chinese")
	}
}
