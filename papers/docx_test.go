package papers

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func office(t *testing.T, doc Document) map[string]string {
	t.Helper()
	var out, again bytes.Buffer
	for _, w := range []io.Writer{&out, &again} {
		if err := DOCX(w, doc); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same document gave other bytes")
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[file.Name] = string(text)
	}
	return parts
}

// order of the elements that we write, as the schema has it. Word refuses what is out of order.
var order = map[string][]string{
	"pPr":    {"pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "shd", "tabs", "bidi", "spacing", "ind", "jc", "outlineLvl"},
	"rPr":    {"rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "color", "sz", "szCs", "u", "vertAlign", "rtl", "lang"},
	"tblPr":  {"tblStyle", "bidiVisual", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook"},
	"sectPr": {"headerReference", "footerReference", "pgSz", "pgMar", "bidi"},
}

func TestOfficeFileKeepsTheOrderOfTheSchema(t *testing.T) {
	doc := Booklet(dossier(), english(t))
	doc.Dir = "rtl"
	for name, text := range office(t, doc) {
		var path []string
		last := map[int]int{}
		for decoder := xml.NewDecoder(strings.NewReader(text)); ; {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				if n := len(path); n > 0 && order[path[n-1]] != nil {
					at := slices.Index(order[path[n-1]], token.Name.Local)
					if at < last[n] {
						t.Errorf("%s: %s in %s is out of order or not known", name, token.Name.Local, path[n-1])
					}
					last[n] = at
				}
				path = append(path, token.Name.Local)
				last[len(path)] = 0
			case xml.EndElement:
				path = path[:len(path)-1]
			}
		}
	}
}

// Every part of every kind is valid against the schemas of ECMA-376.
func TestOfficePartsAreValid(t *testing.T) {
	folder := t.TempDir()
	for kind, d := range dossiers() {
		i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == kind })
		doc := Kinds[i].Make(d, english(t))
		if kind == "proposal" {
			doc.Dir, doc.Lang = "rtl", "ar"
		}
		files := map[string][]string{}
		for name, text := range office(t, doc) {
			schema := "wml.xsd"
			switch {
			case name == "docProps/core.xml":
				continue
			case name == "[Content_Types].xml":
				schema = "opc-contentTypes.xsd"
			case strings.HasSuffix(name, ".rels"):
				schema = "opc-relationships.xsd"
			}
			file := filepath.Join(folder, kind+"-"+strings.NewReplacer("/", "-", "[", "", "]", "").Replace(name))
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			files[schema] = append(files[schema], file)
		}
		for schema, parts := range files {
			xmllint(t, append([]string{"--noout", "--schema", "testdata/ooxml/" + schema}, parts...)...)
		}
	}
}

// said are the words of a paper in their order. Notes stand in brackets on the page and at the foot on paper.
func said(texts ...string) []string {
	return strings.Fields(strings.NewReplacer(", ", " ", "[", " ", "]", " ", "\u2066", "", "\u2067", "", "\u2069", "").Replace(strings.Join(texts, " ")))
}

func TestOfficeFileSaysWhatThePageSays(t *testing.T) {
	doc := Booklet(dossier(), english(t))
	doc.Cover = doc.Cover[:len(doc.Cover)-1] // contents go by sections here
	var out bytes.Buffer
	if err := HTML(&out, doc); err != nil {
		t.Fatal(err)
	}
	page, err := html.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && n.Data == "main" {
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					want = append(want, d.Data)
				}
			}
		}
	}
	parts := office(t, doc)
	for _, part := range []string{"word/document.xml", "word/footnotes.xml"} {
		decoder := xml.NewDecoder(strings.NewReader(parts[part]))
		for token, err := decoder.Token(); err == nil; token, err = decoder.Token() {
			switch token := token.(type) {
			case xml.CharData:
				got = append(got, string(token))
			case xml.EndElement:
				if token.Name.Local == "p" || token.Name.Local == "footnoteReference" {
					got = append(got, " ")
				}
			}
		}
	}
	// Figures have their term first on the page and below the number on paper, so the words are compared as a set.
	a, b := said(want...), said(strings.Join(got, ""))
	slices.Sort(a)
	slices.Sort(b)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}

func TestStretches(t *testing.T) {
	for text, want := range map[string][]stretch{
		"marking of arms":       {{"marking of arms", false}},
		"وسم الأسلحة":           {{"وسم الأسلحة", true}},
		"المادة 7 من Article 7": {{"المادة", true}, {" 7 ", false}, {"من", true}, {" Article 7", false}},
		"(12,000 دولار)":        {{"(12,000 ", false}, {"دولار", true}, {")", false}},
		"وَسْم":                 {{"وَسْم", true}},
		" ":                     {{" ", false}},
	} {
		if diff := cmp.Diff(want, stretches(text), cmp.AllowUnexported(stretch{})); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestEveryOfficeLinkArrives(t *testing.T) {
	text := office(t, Booklet(dossier(), english(t)))["word/document.xml"]
	for _, part := range strings.Split(text, `w:anchor="`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		if !strings.Contains(text, `<w:bookmarkStart w:id="`+name[1:]+`" w:name="`+name+`"/>`) {
			t.Errorf("%s leads nowhere", name)
		}
	}
}

// LibreOffice opens the booklet in all six languages and finds its title and its last section.
func TestAnOfficeProgramOpensTheFiles(t *testing.T) {
	folder := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + folder + "/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder}
	docs := map[string]Document{}
	for _, lang := range sixLanguages {
		var out bytes.Buffer
		docs[lang] = Booklet(dossier(), inLanguage(t, lang))
		if err := DOCX(&out, docs[lang]); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(folder, lang+".docx")
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	tool(t, "soffice", args...)
	for lang, doc := range docs {
		text, err := os.ReadFile(filepath.Join(folder, lang+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{doc.Title, doc.Sections[len(doc.Sections)-1].Title.String()} {
			if !strings.Contains(string(text), want) {
				t.Errorf("what opens in %s lacks %q", lang, want)
			}
		}
	}
}
