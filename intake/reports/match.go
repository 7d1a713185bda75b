package reports

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ploughshare/aid"
	"ploughshare/words"
)

// question is a question of a template, ready to be recognised.
type question struct {
	aid.TemplateQuestion
	section  int
	wordings [][]string // stems, by language
}

// stemmer remembers the stems of what it is asked more than once: each line is held against each template.
type stemmer struct {
	words *words.Reader
	known map[string][]string
}

// Stems are those of package words.
func (s stemmer) Stems(text string) []string {
	stems, there := s.known[text]
	if !there {
		stems = s.words.Stems(text)
		s.known[text] = stems
	}
	return stems
}

// sheet is a template, ready to recognise its questions in lines.
type sheet struct {
	template  aid.Template
	words     stemmer
	questions []question
	numbers   map[string]int // → questions
	titles    [][]string     // stems of the titles of sections, by section and language
}

func newSheet(t aid.Template, reader stemmer) *sheet {
	s := &sheet{template: t, words: reader, numbers: map[string]int{}}
	for i, section := range t.Sections {
		for _, name := range section.Names {
			s.titles = append(s.titles, reader.Stems(name))
		}
		for _, q := range section.Questions {
			if q.Theme == "" {
				q.Theme = section.Theme
			}
			asked := question{TemplateQuestion: q, section: i}
			for _, wording := range q.Wording {
				asked.wordings = append(asked.wordings, reader.Stems(wording))
			}
			if q.Number != "" {
				s.numbers[q.Number] = len(s.questions)
			}
			s.questions = append(s.questions, asked)
		}
	}
	return s
}

// How alike two texts must be, in hundredths: to be a question by its wording alone; to be it where the number says so
// too; to be a part of it.
const (
	alikeAlone  = 70
	alikeNumber = 40
	alikePart   = 60
)

// alike is Dice's measure of two sets of stems, in hundredths.
func alike(a, b []string) int {
	if len(a)+len(b) == 0 {
		return 0
	}
	return 200 * shared(a, b) / (len(a) + len(b))
}

func shared(a, b []string) int {
	n := 0
	for _, stem := range a {
		if _, found := slices.BinarySearch(b, stem); found {
			n++
		}
	}
	return n
}

// like is how alike a text is to a question in the language that fits best.
func (q question) like(stems []string) int {
	best := 0
	for _, wording := range q.wordings {
		best = max(best, alike(stems, wording))
	}
	return best
}

// partOf says whether a text is a part of the question's wording, as where a line ends within it.
func (q question) partOf(stems []string) bool {
	return len(stems) > 1 && slices.ContainsFunc(q.wordings, func(wording []string) bool {
		return 100*shared(stems, wording) >= alikePart*len(stems)
	})
}

// hit is a question that a line asks, and what the line says behind it.
type hit struct {
	question int
	asked    string // the question as it stands there; empty where only its number does
	answer   string
	cell     int // in which the answer begins
	byWords  bool
}

// leading is a number at the beginning of a text, such as "Q 11.2)".
var leading = regexp.MustCompile(`^(?i:(q|question|вопрос|pregunta|问题|السؤال|سؤال)[ .:№]*)?(\d{1,3}(?:\.\d{1,3})*)(\s*[.):：、）–—-]*\s*)`)

// cutNumber parts a text from the number that it begins with. Named says that it is called a question.
func cutNumber(text string) (number, rest string, named bool) {
	plain := westernDigits(text)
	found := leading.FindStringSubmatchIndex(plain)
	if found == nil {
		return "", text, false
	}
	behind := []rune(text)[utf8.RuneCountInString(plain[:found[1]]):] // digits have different lengths
	if found[6] == found[7] && len(behind) > 0 && !unicode.In(behind[0], unicode.Han, unicode.Arabic) {
		return "", text, false // as in 3D, 12,000 or 50%
	}
	return plain[found[4]:found[5]], string(behind), found[2] >= 0
}

// find tells which question a line asks, if any. Last is the question before, since the order of a form tells apart what
// is worded alike.
func (s *sheet) find(l line, last int) (hit, bool) {
	if s.isTitle(l) { // a section may have the number of a question
		return hit{}, false
	}
	first := slices.IndexFunc(l.cells, func(cell string) bool { return cell != "" })
	number, rest, named := cutNumber(l.cells[first])
	if q, known := s.numbers[number]; known {
		if h, ok := s.numbered(l, first, q, rest, named, last); ok {
			return h, true
		}
	}
	for cell := first; cell < min(first+2, len(l.cells)); cell++ {
		if h, ok := s.worded(l, cell, last); ok {
			return h, true
		}
	}
	return hit{}, false
}

// numbered looks whether a line that begins with the number of a question asks it.
func (s *sheet) numbered(l line, first, q int, rest string, named bool, last int) (hit, bool) {
	cell := first
	if rest == "" && first+1 < len(l.cells) { // the number has a cell of its own
		cell = first + 1
		rest = l.cells[cell]
		asked := questionOf(rest)
		if s.questions[q].like(s.words.Stems(asked)) < alikeNumber && (asked != rest || !strings.ContainsAny(asked, "?؟？")) {
			return s.hit(l, q, "", rest, cell), true
		}
		return s.hit(l, q, asked, rest[len(asked):], cell), true
	}
	asked := questionOf(rest)
	stems := s.words.Stems(asked)
	switch asks := s.questions[q]; {
	case asks.like(stems) >= alikeNumber || asks.partOf(stems):
		return s.hit(l, q, asked, rest[len(asked):], cell), true
	case named, strings.Contains(asks.Number, ".") && q > last, len(asks.wordings) == 0 && q > last:
		return s.hit(l, q, "", rest, cell), true
	}
	return hit{}, false
}

// longestQuestion is how long a cell may be that asks something, in bytes.
const longestQuestion = 600

// worded looks for the question that a cell asks by its words. Of those that are equally alike it takes the next one.
func (s *sheet) worded(l line, cell, last int) (hit, bool) {
	asked := questionOf(l.cells[cell])
	if len(asked) > longestQuestion {
		return hit{}, false
	}
	_, bare, _ := cutNumber(asked)
	stems := s.words.Stems(bare)
	best, likest := -1, alikeAlone-1
	for i := range s.questions {
		q := (last + 1 + i) % len(s.questions)
		if like := s.questions[q].like(stems); like > likest {
			best, likest = q, like
		}
	}
	if best < 0 {
		return hit{}, false
	}
	h := s.hit(l, best, asked, l.cells[cell][len(asked):], cell)
	h.byWords = true
	return h, true
}

// hit puts together what a line says behind its question.
func (s *sheet) hit(l line, q int, asked, rest string, cell int) hit {
	h := hit{question: q, asked: asked, cell: cell}
	parts := []string{strings.TrimSpace(rest)}
	for i := cell + 1; i < len(l.cells); i++ {
		if l.cells[i] != "" && parts[0] == "" && len(parts) == 1 {
			h.cell = i
		}
		parts = append(parts, l.cells[i])
	}
	h.answer = joinLines(parts...)
	return h
}

func joinLines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), "\n")
}

// questionOf is a text up to its question mark, or its first line.
func questionOf(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	if i := strings.IndexAny(first, "?؟？"); i >= 0 {
		_, width := firstRune(first[i:])
		return first[:i+width]
	}
	return first
}

// isTitle says whether a line is the title of a section.
func (s *sheet) isTitle(l line) bool {
	text := strings.TrimSpace(strings.Join(l.cells, " "))
	if len(text) > 200 {
		return false
	}
	_, bare, _ := cutNumber(text)
	stems := s.words.Stems(bare)
	return slices.ContainsFunc(s.titles, func(title []string) bool { return alike(stems, title) >= 80 })
}
