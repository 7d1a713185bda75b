package locale

import (
	"maps"
	"strings"
	"unicode"
)

// An isolate keeps a text of the other direction from pulling the words and points around it out of their order.
const (
	isolate    = "\u2068" // the text goes the way of its own first letter
	isolateEnd = "\u2069"
)

// rightward are the scripts that are written from the right.
var rightward = []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko}

// isolated puts a text into an isolate if it has a letter of the other direction than the language.
func (p Printer) isolated(text string) string {
	foreign := func(r rune) bool { return unicode.IsLetter(r) && unicode.In(r, rightward...) != (p.dir == "rtl") }
	if !strings.ContainsFunc(text, foreign) || strings.HasPrefix(text, isolate) {
		return text
	}
	return isolate + text + isolateEnd
}

// bare takes the isolate off, for the functions that look a code up.
func bare(text string) string {
	return strings.TrimSuffix(strings.TrimPrefix(text, isolate), isolateEnd)
}

// quoted are the arguments of a sentence, isolated where they need it.
func (p Printer) quoted(args map[string]string) map[string]string {
	all := maps.Clone(args)
	for name, text := range all {
		all[name] = p.isolated(text)
	}
	return all
}
