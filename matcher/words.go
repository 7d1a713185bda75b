package matcher

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ploughshare/aid"
)

// fillers say nothing about what is wanted: the small words of English, French and Spanish, and help itself.
const fillers = " and the for with from that this their its are was has have been into under other more " +
	"des les une aux par pour dans sur avec qui que est los las del una con para por sobre " +
	"help assistance support aid need request project technical national aide ayuda apoyo "

// wordsOf are the words of a request's title and need that tell it from others: in lower case, without marks on
// letters, each once, in order. A character of Chinese is a word.
func wordsOf(r aid.Request) []string {
	var plain strings.Builder
	for _, c := range norm.NFKD.String(strings.ToLower(r.Title + " " + r.Need)) {
		switch {
		case unicode.Is(unicode.Han, c):
			plain.WriteString(" " + string(c) + " ")
		case unicode.IsLetter(c), unicode.IsDigit(c):
			plain.WriteRune(c)
		case !unicode.Is(unicode.Mn, c):
			plain.WriteByte(' ')
		}
	}
	words := []string{}
	for word := range strings.FieldsSeq(plain.String()) {
		word = singular(word)
		short := len(word) < 3 && word[0] < unicode.MaxASCII && !unicode.IsDigit(rune(word[0]))
		if !short && !strings.Contains(fillers, " "+word+" ") {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func singular(word string) string {
	if len(word) > 3 {
		return strings.TrimSuffix(word, "s")
	}
	return word
}

// compareWords is the share of words that are in both sorted lists among those in either (Jaccard), in percent.
func compareWords(a, b []string) (percent int, common []string) {
	either := len(a) + len(b)
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			common = append(common, a[0])
			a, b = a[1:], b[1:]
		}
	}
	if either == 0 {
		return 0, nil
	}
	return 100 * len(common) / (either - len(common)), common
}
