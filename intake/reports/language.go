package reports

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scripts that only one of the languages is written in.
var scripts = []struct {
	lang  string
	table *unicode.RangeTable
	worth int // letters of Latin that one of it stands for
}{{"zh", unicode.Han, 3}, {"ar", unicode.Arabic, 1}, {"ru", unicode.Cyrillic, 1}}

// common are the words that tell English, French and Spanish apart.
var common = []struct{ lang, words string }{
	{"en", " the and of to in is are for with has have by was not on its yes this that be it which "},
	{"fr", " le la les des du et est une un dans pour avec par sur ne pas au aux oui non que qui sont été ont "},
	{"es", " el la los las del y es una un en para con por no al sí si que se su son ha han fue como "},
}

// Language tells in which of the six languages a text is; empty where there is nothing to go by.
func Language(text string) string {
	counts := map[string]int{}
	latin := 0
	for _, c := range text {
		for _, s := range scripts {
			if unicode.Is(s.table, c) {
				counts[s.lang] += s.worth
			}
		}
		if unicode.Is(unicode.Latin, c) {
			latin++
		}
	}
	for _, s := range scripts {
		if counts[s.lang] > latin {
			return s.lang
		}
	}
	return latinLanguage(text)
}

func latinLanguage(text string) string {
	best, most := "", 0
	found := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) })
	for _, language := range common {
		n := 0
		for _, word := range found {
			if strings.Contains(language.words, " "+word+" ") {
				n++
			}
		}
		if n > most {
			best, most = language.lang, n
		}
	}
	return best
}

func firstRune(text string) (rune, int) { return utf8.DecodeRuneInString(text) }

// westernDigits writes the digits of Arabic, Persian and full width as 0 to 9, and their signs as ours.
func westernDigits(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case '٠' <= c && c <= '٩':
			return '0' + c - '٠'
		case '۰' <= c && c <= '۹':
			return '0' + c - '۰'
		case '０' <= c && c <= '９':
			return '0' + c - '０'
		case c == '٫' || c == '．':
			return '.'
		case c == '٬' || c == '，':
			return ','
		}
		return c
	}, text)
}
