package reports

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ploughshare/aid"
)

// The phrases by which a text tells of a lack (lack), or says that there is none (not). A star stands for any letters,
// dots for up to four words (in Chinese six characters), and a stroke parts words any of which will do. They are
// written without accents, as texts are compared.
//
//go:embed lacks.csv
var lackFile []byte

// gapWords and gapHan are how far the dots of a phrase reach.
const (
	gapWords = 4
	gapHan   = 6
)

// phrase is a phrase of the table: words, or for Chinese the pieces between the dots.
type phrase struct {
	lang   string
	words  [][]pattern // for each word, those of which any will do; none for dots
	pieces [][]rune    // of Chinese
}

// pattern is a word that may go on before or behind.
type pattern struct {
	text       string
	head, tail bool
}

func newPhrase(lang, text string) phrase {
	p := phrase{lang: lang}
	if lang == "zh" {
		for piece := range strings.SplitSeq(text, "…") {
			p.pieces = append(p.pieces, []rune(piece))
		}
		return p
	}
	for word := range strings.FieldsSeq(strings.ReplaceAll(text, "'", " ")) {
		var patterns []pattern
		for one := range strings.SplitSeq(word, "|") {
			if one != "…" {
				patterns = append(patterns, pattern{strings.Trim(one, "*"), strings.HasPrefix(one, "*"), strings.HasSuffix(one, "*")})
			}
		}
		p.words = append(p.words, patterns)
	}
	return p
}

// lacks finds the words that tell of a lack.
type lacks struct {
	lack, not []phrase
}

// newLacks reads the phrases. The error would be a defect of the program.
func newLacks() (*lacks, error) {
	rows, err := csv.NewReader(bytes.NewReader(lackFile)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("lacks.csv: %w", err)
	}
	l := &lacks{}
	for _, row := range rows[1:] {
		p := newPhrase(row[0], row[2])
		switch row[1] {
		case "lack":
			l.lack = append(l.lack, p)
		case "not":
			l.not = append(l.not, p)
		}
	}
	return l, nil
}

// in marks the words of a sentence in a language that tell of a lack; none where another phrase says that there is none.
func (l *lacks) in(sentence, lang string) []aid.Span {
	s := newFolded(sentence)
	for _, p := range l.not {
		if p.lang != lang {
			continue
		}
		if _, found := s.find(p); found {
			return nil
		}
	}
	var marks []aid.Span
	for _, p := range l.lack {
		if p.lang != lang {
			continue
		}
		if span, found := s.find(p); found {
			marks = append(marks, span)
		}
	}
	return merged(marks)
}

// merged joins spans that overlap.
func merged(marks []aid.Span) []aid.Span {
	slices.SortFunc(marks, func(a, b aid.Span) int { return a.From - b.From })
	var out []aid.Span
	for _, m := range marks {
		if n := len(out); n > 0 && m.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, m.To)
		} else {
			out = append(out, m)
		}
	}
	return out
}

// folded is a sentence as phrases are looked for in it.
type folded struct {
	runes []rune // one for each of the sentence
	words []foldedWord
}

type foldedWord struct {
	text string
	aid.Span
}

func newFolded(sentence string) folded {
	var f folded
	for _, c := range sentence {
		f.runes = append(f.runes, foldRune(c))
	}
	begin := -1
	for i := 0; i <= len(f.runes); i++ {
		inside := i < len(f.runes) && (unicode.IsLetter(f.runes[i]) || unicode.IsDigit(f.runes[i]))
		switch {
		case inside && begin < 0:
			begin = i
		case !inside && begin >= 0:
			f.words = append(f.words, foldedWord{string(f.runes[begin:i]), aid.Span{From: begin, To: i}})
			begin = -1
		}
	}
	return f
}

// foldRune takes the accents off a letter and writes the forms of an Arabic letter as one.
func foldRune(c rune) rune {
	switch c {
	case 'أ', 'إ', 'آ':
		return 'ا'
	case 'ى':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ё':
		return 'е'
	}
	c = unicode.ToLower(c)
	if !unicode.Is(unicode.Latin, c) {
		return c
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(c)))
	return base
}

// find looks for a phrase and says where it begins and ends.
func (f folded) find(p phrase) (aid.Span, bool) {
	if p.pieces != nil {
		return f.findHan(p)
	}
	for i := range f.words {
		if end, ok := f.follow(p.words, i); ok {
			return aid.Span{From: f.words[i].From, To: f.words[end-1].To}, true
		}
	}
	return aid.Span{}, false
}

// follow matches the words of a phrase from a word on, and says behind which word it ends.
func (f folded) follow(phrase [][]pattern, word int) (int, bool) {
	if len(phrase) == 0 {
		return word, true
	}
	if phrase[0] == nil {
		for skip := 0; skip <= gapWords; skip++ {
			if end, ok := f.follow(phrase[1:], word+skip); ok {
				return end, true
			}
		}
		return 0, false
	}
	if word >= len(f.words) {
		return 0, false
	}
	fits := func(p pattern) bool { return p.fits(f.words[word].text) }
	if !slices.ContainsFunc(phrase[0], fits) {
		return 0, false
	}
	return f.follow(phrase[1:], word+1)
}

func (p pattern) fits(word string) bool {
	switch {
	case p.head && p.tail:
		return strings.Contains(word, p.text)
	case p.tail:
		return strings.HasPrefix(word, p.text)
	case p.head:
		return strings.HasSuffix(word, p.text)
	}
	return word == p.text
}

func (f folded) findHan(p phrase) (aid.Span, bool) {
	first := p.pieces[0]
	for begin := 0; begin+len(first) <= len(f.runes); begin++ {
		if !slices.Equal(f.runes[begin:begin+len(first)], first) {
			continue
		}
		if end, ok := f.pieces(p.pieces[1:], begin+len(first)); ok {
			return aid.Span{From: begin, To: end}, true
		}
	}
	return aid.Span{}, false
}

// pieces looks for what follows the dots of a Chinese phrase.
func (f folded) pieces(rest [][]rune, from int) (int, bool) {
	end := from
	for _, want := range rest {
		found := false
		for skip := 0; skip <= gapHan && end+skip+len(want) <= len(f.runes) && !found; skip++ {
			if slices.Equal(f.runes[end+skip:end+skip+len(want)], want) {
				end, found = end+skip+len(want), true
			}
		}
		if !found {
			return 0, false
		}
	}
	return end, true
}

// sentences cuts a text at the ends of sentences and lines.
func sentences(text string) []string {
	var out []string
	var sentence strings.Builder
	runes := []rune(text)
	for i, c := range runes {
		sentence.WriteRune(c)
		next := ' '
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if strings.ContainsRune("。！？；\n", c) || strings.ContainsRune(".!?;؟؛", c) && unicode.IsSpace(next) {
			out = append(out, strings.TrimSpace(sentence.String()))
			sentence.Reset()
		}
	}
	out = append(out, strings.TrimSpace(sentence.String()))
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}
