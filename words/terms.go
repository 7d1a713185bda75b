package words

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The terms of the field, by theme (themes.csv) and by kind of help (kinds.csv). A row is a concept: its cells hold the
// words for it in each language, apart from each other by semicolons. The first ones of a row translate each other
// exactly and are what a search in one language finds in another; those behind them only point to the subject.
//
//go:embed terms/*.csv
var termFiles embed.FS

var termNames = []string{"themes", "kinds"}

// languages are the columns of the tables, with the analyzers that read them.
var languages = []struct{ lang, analyzer string }{
	{"en", "en"}, {"fr", "fr"}, {"es", "es"}, {"ru", "ru"}, {"zh", "cjk"}, {"ar", "ar"},
}

// term is a word or phrase that points to a subject.
type term struct {
	subject string // the code of a theme or of a kind of help
	row     int
	lead    bool
	stems   []string
}

// concept stands in an index for the lead terms of a row, in any language.
func (t term) concept() string { return "concept" + strconv.Itoa(t.row) }

// loadTerms reads the tables and hands over what analyzes them when first asked: not everybody who reads words needs it.
func (r *Reader) loadTerms() error {
	var all [][]string
	for i, name := range termNames {
		file, err := termFiles.Open("terms/" + name + ".csv")
		if err != nil {
			return err
		}
		rows, err := csv.NewReader(file).ReadAll()
		if err != nil {
			return fmt.Errorf("terms/%s.csv: %w", name, err)
		}
		all = append(all, rows[1:]...)
		if i == 0 {
			r.subjects = rows[1:]
		}
	}
	r.terms = sync.OnceValue(func() []map[string][]term { return r.analyze(all) })
	return nil
}

// analyze gives the terms by analyzer, and by their first stem.
func (r *Reader) analyze(rows [][]string) []map[string][]term {
	analyzers := slices.Concat(r.analyzers...)
	terms := make([]map[string][]term, len(analyzers))
	for i, language := range languages {
		place := r.places[language.analyzer]
		terms[place] = map[string][]term{}
		for row, cells := range rows {
			for j, words := range strings.Split(cells[i+1], ";") {
				t := term{subject: cells[0], row: row + 1, lead: j == 0, stems: stemsOf(read(analyzers[place], words))}
				if len(t.stems) > 0 {
					terms[place][t.stems[0]] = append(terms[place][t.stems[0]], t)
				}
			}
		}
	}
	return terms
}

// Term is what a text says of a subject: the code of a theme or a kind of help, and how many words it takes to say it.
type Term struct {
	Subject string
	Row     int
	Words   int
}

// Terms finds the terms of the field in a text, each row of the tables once, by the most words it is said in.
func (r *Reader) Terms(text string) []Term {
	found := map[int]Term{}
	for _, read := range r.readings(text) {
		for _, t := range r.termsIn(read) {
			if n := t.size(); n > found[t.row].Words {
				found[t.row] = Term{Subject: t.subject, Row: t.row, Words: n}
			}
		}
	}
	var terms []Term
	for _, t := range found {
		terms = append(terms, t)
	}
	slices.SortFunc(terms, func(a, b Term) int { return a.Row - b.Row })
	return terms
}

// Concepts are the things of the field that a text names in whatever language, by their English words, in order: those by
// which a search in one language finds texts in another.
func (r *Reader) Concepts(text string) []string {
	var named []string
	for _, read := range r.readings(text) {
		for _, t := range r.termsIn(read) {
			if t.lead && t.row <= len(r.subjects) {
				named = append(named, lead(r.subjects[t.row-1][1]))
			}
		}
	}
	slices.Sort(named)
	return slices.Compact(named)
}

// Name is what a concept is called in a language; "" when that is not known.
func (r *Reader) Name(concept, lang string) string {
	for i, language := range languages {
		for _, row := range r.subjects {
			if language.lang == lang && lead(row[1]) == concept {
				return lead(row[i+1])
			}
		}
	}
	return ""
}

// lead is the first of the words in a cell.
func lead(cell string) string {
	first, _, _ := strings.Cut(cell, ";")
	return first
}

// size is how much a term says: its words, of which Chinese has about one to two characters.
func (t term) size() int {
	first := []rune(t.stems[0])
	if isHan(first) {
		return (len(t.stems) + 2) / 2
	}
	return len(t.stems)
}

func isHan(word []rune) bool {
	return len(word) > 0 && scripts[scriptOf(word[0])].analyzers[0] == "cjk"
}

// slack is how many other words may stand among those of a term: "destruction of all surplus weapons".
const slack = 2

// termsIn finds the terms in a reading; one may come more than once.
func (r *Reader) termsIn(read reading) []term {
	known := r.terms()[read.place]
	var found []term
	for i, t := range read.tokens {
		for _, candidate := range known[t.stem] {
			if candidate.begins(read.tokens, i) {
				found = append(found, candidate)
			}
		}
	}
	return found
}

// begins says whether the other words of a term stand around its first, in any order; the characters of Chinese must
// follow each other.
func (t term) begins(tokens []token, first int) bool {
	han := len(t.stems) > 1 && isHan([]rune(t.stems[0]))
	reach := len(t.stems) + slack
	near := tokens[max(0, first-reach):min(len(tokens), first+reach+1)]
	for i, stem := range t.stems[1:] {
		if !slices.ContainsFunc(near, func(other token) bool {
			distance := other.at - tokens[first].at
			if han {
				return other.stem == stem && distance == i+1
			}
			return other.stem == stem && distance != 0 && max(distance, -distance) <= reach
		}) {
			return false
		}
	}
	return true
}

// longest is how many words of a query are taken together for a term.
const longest = 6

// conceptsOf says for each word of a query what concepts it stands for, alone or with its neighbours.
func (r *Reader) conceptsOf(words []string) [][]string {
	concepts := make([][]string, len(words))
	for from := range words {
		for to := from + 1; to <= min(from+longest, len(words)); to++ {
			for _, read := range r.readings(strings.Join(words[from:to], " ")) {
				r.equal(read, func(t term) {
					for w := from; w < to; w++ {
						concepts[w] = append(concepts[w], t.concept())
					}
				})
			}
		}
	}
	for w := range concepts {
		slices.Sort(concepts[w])
		concepts[w] = slices.Compact(concepts[w])
	}
	return concepts
}

// equal hands over the lead terms that a reading is, no more and no less.
func (r *Reader) equal(read reading, take func(term)) {
	stems := stemsOf(read.tokens)
	if len(stems) == 0 {
		return
	}
	for _, t := range r.terms()[read.place][stems[0]] {
		if t.lead && slices.Equal(t.stems, stems) {
			take(t)
		}
	}
}
