package reports

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"ploughshare/aid"
)

// The short names by which texts call those whose full names the register has.
//
//go:embed names.csv
var nameFile []byte

// mention is a place in a sentence that names a party or an area.
type mention struct {
	id     string
	body   bool // an organisation or fund, no place
	donors bool // gives money and nothing else
	aid.Span
}

// names finds parties and areas in texts of one language.
type names map[rune][]name // by first letter, the longest first

type name struct {
	mention
	folded []rune
	exact  string // an abbreviation, which counts in capitals only
}

// newNames takes the names of a reference in a language, and the abbreviations that stand in all.
func newNames(ref aid.Reference, lang string) (names, error) {
	n := names{}
	who := map[string]mention{}
	for _, area := range ref.Areas {
		who[area.ID] = mention{id: area.ID}
	}
	for _, party := range ref.Parties {
		m := mention{id: string(party.ID), body: party.Kind != aid.State && party.Kind != aid.Territory, donors: party.Kind == aid.Fund}
		who[m.id] = m
		before, _, _ := strings.Cut(party.Names[lang], " (") // "Bolivia" of "Bolivia (Plurinational State of)"
		for _, text := range []string{party.Names[lang], before} {
			n.add(m, text)
		}
		if m.body {
			n.add(m, m.id)
		}
	}
	for _, area := range ref.Areas {
		for _, text := range append([]string{area.Name}, area.Aliases...) {
			n.add(mention{id: area.ID}, text)
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(nameFile)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("names.csv: %w", err)
	}
	for _, row := range rows[1:] {
		if m, known := who[row[0]]; known && row[1] == lang {
			n.add(m, row[2])
		}
	}
	for _, all := range n {
		slices.SortStableFunc(all, func(a, b name) int { return len(b.folded) - len(a.folded) })
	}
	return n, nil
}

func (n names) add(m mention, text string) {
	if text == "" {
		return
	}
	one := name{mention: m, folded: foldText([]rune(text))}
	if strings.ToUpper(text) == text && strings.ToLower(text) != text {
		one.exact = text
	}
	n[one.folded[0]] = append(n[one.folded[0]], one)
}

// foldText writes runes as names are compared, one for each.
func foldText(text []rune) []rune {
	folded := make([]rune, len(text))
	for i, c := range text {
		switch {
		case c == '’':
			c = '\''
		case c == '–' || c == '‑':
			c = '-'
		case unicode.IsSpace(c):
			c = ' '
		}
		folded[i] = foldRune(c)
	}
	return folded
}

// in finds who is named in a sentence, in its order. Where one name begins another, the longer one counts.
func (n names) in(sentence []rune) []mention {
	folded := foldText(sentence)
	var found []mention
	for i := 0; i < len(folded); i++ {
		at := slices.IndexFunc(n[folded[i]], func(one name) bool { return one.stands(sentence, folded, i) })
		if at < 0 {
			continue
		}
		m := n[folded[i]][at].mention
		m.Span = aid.Span{From: i, To: i + len(n[folded[i]][at].folded)}
		found = append(found, m)
		i = m.To - 1
	}
	return found
}

// stands says whether the name is at a place of a sentence. In an alphabet it is a word of its own and begins with a capital.
func (n name) stands(sentence, folded []rune, at int) bool {
	end := at + len(n.folded)
	if end > len(folded) || !slices.Equal(folded[at:end], n.folded) {
		return false
	}
	if unicode.Is(unicode.Han, n.folded[0]) {
		return true
	}
	inWord := func(c rune) bool { return unicode.IsDigit(c) || unicode.IsLetter(c) && !unicode.Is(unicode.Han, c) }
	if at > 0 && inWord(sentence[at-1]) || end < len(sentence) && inWord(sentence[end]) {
		return false
	}
	return unicode.IsUpper(sentence[at]) && (n.exact == "" || string(sentence[at:end]) == n.exact)
}
