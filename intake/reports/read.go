package reports

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ploughshare/aid"
	"ploughshare/words"
)

// Reading is what a file says: the template that it follows, the answers, and what could not be placed.
type Reading struct {
	Template aid.Template
	Language string // of the answers
	Answers  aid.List[aid.ReportAnswer]
	Notes    aid.List[aid.Message]
	Head     []string // what stands first, where a report says whose it is
}

// Reader reads reports. It is safe for concurrent use.
type Reader struct {
	words *words.Reader
	lacks *lacks
}

// NewReader makes a reader. The error would be a defect of the program.
func NewReader() (*Reader, error) {
	known, err := words.NewReader()
	if err != nil {
		return nil, err
	}
	lacks, err := newLacks()
	return &Reader{words: known, lacks: lacks}, err
}

// Read reads a report. It takes the template that is wanted, else the one whose questions occur. The error is
// aid.Problems where the file or its template cannot be read.
func (r *Reader) Read(ctx context.Context, f File, templates []aid.Template, want aid.TemplateID) (Reading, error) {
	if err := f.check(); err != nil {
		return Reading{}, err
	}
	lines, err := f.lines(ctx)
	if err != nil {
		return Reading{}, err
	}
	if len(lines) == 0 {
		return Reading{}, unreadable("report_no_text")
	}
	named, stems := namedTemplate(lines, templates), stemmer{r.words, map[string][]string{}}
	var best *answering
	for _, t := range templates {
		if want != "" && t.ID != want || want == "" && named != "" && t.ID != named {
			continue
		}
		a := &answering{sheet: newSheet(t, stems), last: -1}
		if err := a.all(ctx, lines); err != nil {
			return Reading{}, err
		}
		if best == nil || a.score > best.score {
			best = a
		}
	}
	if best == nil || best.score < surely && want == "" && named == "" || len(best.answers) == 0 {
		return Reading{}, templateProblem(templates, want)
	}
	got := best.reading()
	got.Head = head(lines)
	return got, nil
}

// firstLines is how far from its beginning a report says what it is.
const firstLines = 20

func head(lines []line) []string {
	var cells []string
	for _, l := range lines[:min(len(lines), firstLines)] {
		cells = append(cells, l.cells...)
	}
	return cells
}

// surely is the number of questions, counted twice when recognised by their words, that make sure of a template.
const surely = 4

func templateProblem(templates []aid.Template, want aid.TemplateID) error {
	var ids []string
	for _, t := range templates {
		ids = append(ids, string(t.ID))
	}
	var p aid.Problems
	switch {
	case want == "":
		p.Add("template", "template_not_recognised", "known", strings.Join(ids, ", "))
	case !slices.Contains(ids, string(want)):
		p.Add("template", "template_unknown", "value", string(want), "known", strings.Join(ids, ", "))
	default:
		p.Add("template", "template_no_question", "value", string(want))
	}
	return p
}

// namedTemplate finds the id of a template among the first lines, where our own forms have it.
func namedTemplate(lines []line, templates []aid.Template) aid.TemplateID {
	for _, l := range lines[:min(len(lines), firstLines)] {
		text := strings.Join(l.cells, " ")
		for _, t := range templates {
			if strings.Contains(text, string(t.ID)) {
				return t.ID
			}
		}
	}
	return ""
}

// answering follows the questions of a template through the lines of a file.
type answering struct {
	sheet   *sheet
	answers []aid.ReportAnswer
	asked   string // the present question as it stands in the file, where more of it may come
	open    bool   // lines belong to the last answer
	last    int    // question that was recognised last
	score   int
	outside int // lines with text that answer nothing
}

func (a *answering) all(ctx context.Context, lines []line) error {
	for _, l := range lines {
		if err := ctx.Err(); err != nil {
			return err
		}
		if h, ok := a.sheet.find(l, a.last); ok {
			a.begin(l, h)
		} else {
			a.goOn(l)
		}
	}
	return nil
}

func (a *answering) begin(l line, h hit) {
	q := a.sheet.questions[h.question]
	a.answers = append(a.answers, aid.ReportAnswer{
		Question: q.Key(), Theme: q.Theme, Asks: q.Asks, Verified: q.Verified, Text: h.answer, Where: l.at(h.cell),
	})
	a.open, a.last, a.asked = true, h.question, h.asked
	a.score++
	if h.byWords || h.asked != "" {
		a.score++
	}
}

// goOn takes a line that asks nothing: the rest of a question, a part of an answer, or the title of a section.
func (a *answering) goOn(l line) {
	text := strings.TrimSpace(joinLines(l.cells...))
	switch {
	case !a.open || l.whole || a.sheet.isTitle(l):
		a.open = false
		if utf8.RuneCountInString(text) > 40 {
			a.outside++
		}
	case a.continues(text):
		a.asked += " " + text
	default:
		answer := &a.answers[len(a.answers)-1]
		if answer.Text == "" {
			answer.Where = l.at(firstFull(l.cells))
		}
		if l.wrapped {
			answer.Text = unwrapped(answer.Text, text)
		} else {
			answer.Text = joinLines(answer.Text, text)
		}
		a.asked = ""
	}
}

// unwrapped joins lines that were broken for want of room, unless a sentence ends there.
func unwrapped(text, more string) string {
	last, _ := utf8.DecodeLastRuneInString(text)
	first, _ := firstRune(more)
	switch {
	case text == "":
		return more
	case strings.ContainsRune(".。!！?？:：;；؟؛", last):
		return text + "\n" + more
	case unicode.Is(unicode.Han, last) || unicode.Is(unicode.Han, first):
		return text + more
	}
	return text + " " + more
}

// continues says whether a line is more of a question that the line before broke off.
func (a *answering) continues(text string) bool {
	over := strings.ContainsAny(a.asked, "?؟？") || len(a.asked)+len(text) > longestQuestion
	if a.asked == "" || a.answers[len(a.answers)-1].Text != "" || over {
		return false
	}
	q := a.sheet.questions[a.last]
	before, with := a.sheet.words.Stems(a.asked), a.sheet.words.Stems(a.asked+" "+text)
	return q.like(with) > q.like(before)
}

func firstFull(cells []string) int {
	return max(0, slices.IndexFunc(cells, func(cell string) bool { return cell != "" }))
}

func (a *answering) reading() Reading {
	r := Reading{Template: a.sheet.template}
	var all strings.Builder
	unseen := 0
	for _, answer := range a.answers {
		if answer.Text == "" {
			continue
		}
		r.Answers = append(r.Answers, answer)
		all.WriteString(answer.Text + "\n")
		if !answer.Verified {
			unseen++
		}
	}
	r.Language = Language(all.String())
	if a.outside > 0 {
		r.Notes = append(r.Notes, aid.Say("report_text_outside", "n", strconv.Itoa(a.outside)))
	}
	if unseen > 0 {
		r.Notes = append(r.Notes, aid.Say("report_unverified", "n", strconv.Itoa(unseen)))
	}
	return r
}
