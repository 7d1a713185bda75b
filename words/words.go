// Package words breaks text in the six languages of the UN into the stems by which it is found again, so that a search
// for "armes détruites" finds "destruction d'une arme", and 弹药库 is found by 弹药.
//
// It also knows the terms of the field (terms.go): what a text is about, and what it names in whatever language.
//
// Nobody says in which language a text is, and one text may be in several. So a word is read by the analyzers of all
// languages of its script, and a text keeps every reading. The analyzers are those of Bleve (Apache-2.0).
package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ar" // the analyzers enter themselves in Bleve's registry
	_ "github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/es"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fr"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/registry"
	"golang.org/x/text/unicode/norm"
)

// Edition changes whenever the same text could give other stems: what was indexed before has to be indexed again.
const Edition = "3"

// scripts with the analyzers that read them. What is in none of them is read as Latin: numbers, for one.
var scripts = []struct {
	table     *unicode.RangeTable
	analyzers []string
}{
	{unicode.Arabic, []string{"ar"}},
	{unicode.Cyrillic, []string{"ru"}},
	{unicode.Han, []string{"cjk"}},
	{unicode.Latin, []string{"en", "fr", "es"}},
}

// Reader reads words. It is safe for concurrent use.
type Reader struct {
	analyzers [][]analysis.Analyzer // by script
	places    map[string]int        // of the analyzers in the order of scripts
	terms     func() []map[string][]term
	subjects  [][]string // the rows of the table of themes
}

// NewReader makes a reader. The error would be a defect of the program.
func NewReader() (*Reader, error) {
	cache := registry.NewCache()
	r := &Reader{analyzers: make([][]analysis.Analyzer, len(scripts)), places: map[string]int{}}
	for i, script := range scripts {
		for _, name := range script.analyzers {
			analyzer, err := cache.AnalyzerNamed(name)
			if err != nil {
				return nil, err
			}
			r.analyzers[i] = append(r.analyzers[i], analyzer)
			r.places[name] = len(r.places)
		}
	}
	return r, r.loadTerms()
}

// reading is how one analyzer reads the words of its script.
type reading struct {
	place  int // of the analyzer
	tokens []token
}

// token is a stem and its place among the words of its script.
type token struct {
	stem string
	at   int
}

// readings are all ways to read a text.
func (r *Reader) readings(text string) []reading {
	var all []reading
	place := 0
	for i, part := range parts(text) {
		for _, analyzer := range r.analyzers[i] {
			all = append(all, reading{place, read(analyzer, part)})
			place++
		}
	}
	return all
}

// Stems are all readings of all words of a text, each stem once, and the concepts that its terms stand for.
func (r *Reader) Stems(text string) []string {
	var stems []string
	for _, read := range r.readings(text) {
		stems = append(stems, stemsOf(read.tokens)...)
		for _, t := range r.termsIn(read) {
			if t.lead {
				stems = append(stems, t.concept())
			}
		}
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}

func stemsOf(tokens []token) []string {
	stems := make([]string, len(tokens))
	for i, t := range tokens {
		stems[i] = t.stem
	}
	return stems
}

// Query is what a text must have to be found: for every word, in one of its readings, all of the stems.
type Query [][][]string

// Query reads what somebody looks for. Words that mean nothing by themselves, such as "the", are left out. A term of the
// field is found in all languages.
func (r *Reader) Query(text string) Query {
	var query Query
	words := strings.Fields(text)
	concepts := r.conceptsOf(words)
	for w, word := range words {
		for i, part := range parts(word) {
			var readings [][]string
			for _, analyzer := range r.analyzers[i] {
				readings = append(readings, stemsOf(read(analyzer, part)))
			}
			if !slices.ContainsFunc(readings, func(stems []string) bool { return len(stems) == 0 }) {
				for _, concept := range concepts[w] {
					readings = append(readings, []string{concept})
				}
				query = append(query, readings)
			}
		}
	}
	return query
}

// parts gives each script its words of the text.
func parts(text string) []string {
	found := make([]strings.Builder, len(scripts))
	last := len(scripts) - 1
	for _, c := range text {
		if unicode.IsLetter(c) { // digits and marks go with the letters before them
			last = scriptOf(c)
		}
		for i := range found {
			if i == last {
				found[i].WriteRune(c)
			} else if !strings.HasSuffix(found[i].String(), " ") {
				found[i].WriteByte(' ')
			}
		}
	}
	out := make([]string, len(scripts))
	for i := range found {
		out[i] = strings.TrimSpace(found[i].String())
	}
	return out
}

func scriptOf(c rune) int {
	for i, script := range scripts {
		if unicode.Is(script.table, c) {
			return i
		}
	}
	return len(scripts) - 1
}

func read(analyzer analysis.Analyzer, text string) []token {
	if text == "" {
		return nil
	}
	var tokens []token
	for _, t := range analyzer.Analyze([]byte(text)) {
		tokens = append(tokens, token{bare(string(t.Term)), t.Position})
	}
	return tokens
}

// bare takes the accents off Latin letters: many keyboards have none. In other scripts they make other letters.
func bare(stem string) string {
	first, _ := utf8.DecodeRuneInString(stem)
	if !unicode.Is(unicode.Latin, first) {
		return stem
	}
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, norm.NFD.String(stem))
}
