package papers

import (
	"bytes"
	"encoding/xml"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"ploughshare/locale"
	"ploughshare/papers/typst"
)

// sixLanguages are those of the United Nations.
var sixLanguages = []string{"ar", "en", "es", "fr", "ru", "zh"}

var figure = regexp.MustCompile(`\d+(?:[.,\x{a0}\x{202f}]\d+)*`)

// figuresIn are the numbers of a text without their separators, sorted.
func figuresIn(text string) []string {
	found := figure.FindAllString(text, -1)
	for i := range found {
		found[i] = strings.NewReplacer(".", "", ",", "", "\u00a0", "", "\u202f", "").Replace(found[i])
	}
	slices.Sort(found)
	return found
}

// columnsOf are the cells of the columns of numbers, and the figures that catch the eye.
func columnsOf(doc Document) string {
	var text strings.Builder
	var walk func([]Block)
	walk = func(blocks []Block) {
		for _, block := range blocks {
			switch b := block.(type) {
			case Section:
				walk(b.Blocks)
			case Figures:
				for _, item := range b.Items {
					text.WriteString(item.Lines[0].String() + "\n")
				}
			case Table:
				for _, row := range b.Rows {
					for i, cell := range row {
						if b.Columns[i].Number {
							text.WriteString(cell.Text.String() + "\n")
						}
					}
				}
			}
		}
	}
	walk(doc.Cover)
	walk(asBlocks(doc.Sections))
	return text.String()
}

func inLanguage(t *testing.T, lang string) locale.Printer {
	t.Helper()
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogs.Printer(lang, nameOf)
}

// The sums, scores and counts of a paper are the same in every language, and in each in every format.
func TestFiguresAreEqualInAllLanguagesAndFormats(t *testing.T) {
	for kind, d := range dossiers() {
		paper := Kinds[slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == kind })].Make
		want := figuresIn(columnsOf(paper(d, english(t))))
		for _, lang := range sixLanguages {
			doc := paper(d, inLanguage(t, lang))
			if diff := cmp.Diff(want, figuresIn(columnsOf(doc))); diff != "" {
				t.Errorf("%s in %s has other figures than in English: %s", kind, lang, diff)
			}
			doc.Cover = slices.DeleteFunc(doc.Cover, func(b Block) bool { return b.Block() == "contents" }) // which go by sections in an office file
			if diff := cmp.Diff(figuresIn(pageText(t, doc)), figuresIn(officeText(t, doc))); diff != "" {
				t.Errorf("%s in %s has other figures in the office file: %s", kind, lang, diff)
			}
		}
	}
}

func pageText(t *testing.T, doc Document) string {
	t.Helper()
	var out bytes.Buffer
	if err := HTML(&out, doc); err != nil {
		t.Fatal(err)
	}
	page, err := html.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && n.Data == "main" {
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					text.WriteString(d.Data + " ")
				}
			}
		}
	}
	return text.String()
}

// officeText has a space between paragraphs only: a run may end within a number no more than within a word.
func officeText(t *testing.T, doc Document) string {
	t.Helper()
	parts := office(t, doc)
	var text strings.Builder
	for _, name := range []string{"word/document.xml", "word/footnotes.xml"} {
		within := false
		decoder := xml.NewDecoder(strings.NewReader(parts[name]))
		for token, err := decoder.Token(); err == nil; token, err = decoder.Token() {
			switch token := token.(type) {
			case xml.StartElement:
				within = token.Name.Local == "t"
			case xml.EndElement:
				within = false
				if token.Name.Local == "p" {
					text.WriteString(" ")
				}
			case xml.CharData:
				if within {
					text.Write(token)
				}
			}
		}
	}
	return text.String()
}

// A PDF has the figures of its document, all its fonts within, no fault that qpdf knows, and its Arabic in logical order.
func TestPDFHoldsTheFiguresAndTheWords(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	typesetter := NewTypesetter(filepath.Join(cache, "ploughshare"))
	for _, lang := range sixLanguages {
		doc := Booklet(dossier(), inLanguage(t, lang))
		var out bytes.Buffer
		err := typesetter.Format().Write(t.Context(), &out, doc)
		if errors.Is(err, typst.ErrMissing) && os.Getenv("CI") == "" {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), lang+".pdf")
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		text := tool(t, "pdftotext", file, "-")
		flat := strings.Join(strings.Fields(text), " ") // pdftotext makes plain spaces of all
		for _, want := range figure.FindAllString(columnsOf(doc), -1) {
			if !strings.Contains(flat, strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(want)) {
				t.Errorf("the file in %s lacks %s", lang, want)
			}
		}
		if lang == "ar" && !strings.Contains(text, "مقترحات المساعدة") {
			t.Error("the Arabic title is not in logical order")
		}
		for _, font := range strings.Split(strings.TrimSpace(tool(t, "pdffonts", file)), "\n")[2:] {
			if fields := strings.Fields(font); fields[len(fields)-5] != "yes" {
				t.Errorf("the file in %s lacks a font: %s", lang, font)
			}
		}
		tool(t, "qpdf", "--check", file)
	}
}

// tool runs a program that reads PDF files. Without it there is nothing to see, but where everything is tested it must be there.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// States stand in the order of the reader's alphabet: É beside E, and Chinese by its sound.
func TestStatesStandInTheReadersAlphabet(t *testing.T) {
	for lang, want := range map[string][]string{
		"fr": {"Égypte", "Estonie", "Zambie"}, "zh": {"埃及", "法国", "中国"},
	} {
		b := newAuthor(Dossier{}, inLanguage(t, lang))
		got := []string{want[2], want[0], want[1]}
		slices.SortFunc(got, b.alphabet.CompareString)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

// What others wrote keeps its direction in an office file, and so do addresses.
func TestOfficeFileIsolatesTheOtherDirection(t *testing.T) {
	for _, c := range []struct {
		dir  string
		run  Run
		want string
	}{
		{"rtl", Run{Text: "6 armouries", Own: true}, "\u20666 armouries\u2069"},
		{"rtl", Run{Text: "https://x.org/", Code: true}, "\u2066https://x.org/\u2069"},
		{"ltr", Run{Text: "12 بلدية", Own: true}, "\u206712 بلدية\u2069"},
		{"rtl", Run{Text: "12 بلدية", Own: true}, "12 بلدية"},
		{"ltr", Run{Text: "6 armouries", Own: true}, "6 armouries"},
	} {
		x := docx{Document: Document{Dir: c.dir}}
		if got := x.isolated(c.run); got != c.want {
			t.Errorf("%q in %s is %q", c.run.Text, c.dir, got)
		}
	}
}
