package papers

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"ploughshare/locale"
)

var update = flag.Bool("update", false, "write the golden files anew")

func english(t *testing.T) locale.Printer {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer("en", nameOf)
}

func write(t *testing.T, d Dossier) string { return writeKind(t, "booklet", d) }

func writeKind(t *testing.T, kind string, d Dossier) string {
	t.Helper()
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == kind })
	var out bytes.Buffer
	if err := HTML(&out, Kinds[i].Make(d, english(t))); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Each kind has its golden paper. That of the booklet is the fullest: the others share its parts.
func TestPapersAreTheGoldenOnes(t *testing.T) {
	for kind, d := range dossiers() {
		golden := "testdata/" + kind + ".html"
		got := writeKind(t, kind, d)
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("the %s changed; look at it and run with -update:\n%s", kind, diff)
		}
	}
}

func TestTheOrderOfItemsDoesNotMatter(t *testing.T) {
	d := dossier()
	d.Items[0], d.Items[2] = d.Items[2], d.Items[0]
	d.Items[0].Proposals, d.Items[2].Proposals = reversed(d.Items[0].Proposals), reversed(d.Items[2].Proposals)
	if diff := cmp.Diff(write(t, dossier()), write(t, d)); diff != "" {
		t.Error(diff)
	}
}

func reversed(p []Proposed) []Proposed {
	var r []Proposed
	for i := range p {
		r = append(r, p[len(p)-1-i])
	}
	return r
}

func TestAllIsSaid(t *testing.T) {
	page := write(t, dossier())
	if at := strings.Index(page, "⟦"); at >= 0 {
		t.Errorf("a sentence is missing: %s", page[at:min(at+60, len(page))])
	}
	for kind, d := range dossiers() {
		if page := writeKind(t, kind, d); strings.Contains(page, "⟦") || strings.Contains(page, "<dd></dd>") || strings.Contains(page, "<no value>") {
			t.Errorf("the %s lacks a sentence", kind)
		}
	}
	for _, never := range []string{"<script>alert", "ZgotmplZ", "<no value>", "<h3></h3>", "<dd></dd>"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %s", never)
		}
	}
	for _, always := range []string{
		"&lt;script&gt;alert(1)&lt;/script&gt;", "proposes and does not allocate", "USD\u00a060,000 assumed for the plan",
		"6,500,000 (currency not stated)", "Programme of Action II.17 and II.29", `<div class="words" dir="auto"><p>حملة`,
		`lang="en" dir="ltr"`, "For legal review", "RQ050", "Joint requests", "Marking: Western States", "-1,157",
	} {
		if !strings.Contains(strings.ReplaceAll(page, "6,500,000\u00a0", "6,500,000 "), always) {
			t.Errorf("the page lacks %s", always)
		}
	}
}

// hundredths reads "62.35" back.
func hundredths(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.Replace(text, ".", "", 1))
	if err != nil || len(text) < 4 || text[len(text)-3] != '.' {
		t.Fatalf("%q is no number of points", text)
	}
	return n
}

func TestPointsOnThePageAddUp(t *testing.T) {
	page, err := html.Parse(strings.NewReader(write(t, dossier())))
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for table := range page.Descendants() {
		if table.Data != "table" {
			continue
		}
		sum, total := 0, -1
		for cell := range table.Descendants() {
			if attribute(cell, "data-label") != "Points" {
				continue
			}
			if cell.Parent.Parent.Data == "tfoot" {
				total = hundredths(t, words(cell))
			} else {
				sum += hundredths(t, words(cell))
			}
		}
		if total < 0 {
			continue
		}
		tables++
		if sum != total {
			t.Errorf("the parts make %d and the total says %d", sum, total)
		}
	}
	if tables != 3 {
		t.Errorf("%d score tables, want 3", tables)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	text := ""
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text += d.Data
		}
	}
	return text
}

// void elements have no end tag.
const void = " meta "

// TestTagsBalance is stricter than a browser: every element that is not void ends, in order, and ids are unique.
func TestTagsBalance(t *testing.T) {
	for kind, d := range dossiers() {
		t.Run(kind, func(t *testing.T) { tagsBalance(t, writeKind(t, kind, d)) })
	}
}

func tagsBalance(t *testing.T, page string) {
	var open []string
	ids := map[string]bool{}
	tokens := html.NewTokenizer(strings.NewReader(page))
	for tokens.Next() != html.ErrorToken {
		token := tokens.Token()
		switch {
		case token.Type == html.StartTagToken && !strings.Contains(void, " "+token.Data+" "):
			open = append(open, token.Data)
		case token.Type == html.EndTagToken && (len(open) == 0 || open[len(open)-1] != token.Data):
			t.Fatalf("</%s> ends %v", token.Data, open)
		case token.Type == html.EndTagToken:
			open = open[:len(open)-1]
		}
		for _, a := range token.Attr {
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("id %s is there twice", a.Val)
			}
			ids[a.Val] = ids[a.Val] || a.Key == "id"
		}
	}
	if len(open) > 0 {
		t.Errorf("left open: %v", open)
	}
}

func TestNothingIsFetchedAndEveryLinkArrives(t *testing.T) {
	for kind, d := range dossiers() {
		t.Run(kind, func(t *testing.T) { nothingIsFetched(t, writeKind(t, kind, d)) })
	}
}

func nothingIsFetched(t *testing.T, text string) {
	page, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for n := range page.Descendants() {
		ids["#"+attribute(n, "id")] = true
	}
	for n := range page.Descendants() {
		switch n.Data {
		case "script", "img", "link", "iframe", "object", "embed", "source", "use", "image":
			t.Errorf("the page has a <%s>", n.Data)
		case "style":
			if css := words(n); strings.Contains(css, "url(") || strings.Contains(css, "@import") {
				t.Error("the style fetches something")
			}
		case "a":
			if link := attribute(n, "href"); strings.HasPrefix(link, "#") && !ids[link] {
				t.Errorf("%s leads nowhere", link)
			}
		}
		if attribute(n, "src")+attribute(n, "srcset")+attribute(n, "background") != "" {
			t.Errorf("<%s> fetches something", n.Data)
		}
	}
}

func TestHeadingsAreInOrder(t *testing.T) {
	for kind, d := range dossiers() {
		t.Run(kind, func(t *testing.T) { headingsAreInOrder(t, writeKind(t, kind, d)) })
	}
}

func headingsAreInOrder(t *testing.T, text string) {
	page, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		level := int(n.Data[1] - '0')
		if level > last+1 || level == 1 && last > 0 {
			t.Errorf("h%d %s comes after h%d", level, words(n), last)
		}
		last = level
	}
}

func TestEmptyDossier(t *testing.T) {
	for _, kind := range Kinds {
		if page := writeKind(t, kind.Name, Dossier{Register: register()}); strings.Contains(page, "⟦") {
			t.Errorf("a sentence of the %s is missing", kind.Name)
		}
	}
}

func TestStyleIsLogical(t *testing.T) {
	css, err := sheets.ReadFile("html/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, side := range []string{"left:", "right:", "-left ", "-right ", "-left:", "-right:", "float:", " width:", "height:"} {
		for i, line := range strings.Split(string(css), "\n") {
			if strings.Contains(line, side) && !strings.Contains(line, "@bottom") && !strings.Contains(line, "line-height:") && !strings.Contains(line, "max-width:") {
				t.Errorf("line %d: %s is not a logical property", i+1, side)
			}
		}
	}
}

func BenchmarkBooklet(b *testing.B) {
	c, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	d, p := dossier(), c.Printer("en", nameOf)
	for b.Loop() {
		var out bytes.Buffer
		if err := HTML(&out, Booklet(d, p)); err != nil {
			b.Fatal(err)
		}
	}
}
