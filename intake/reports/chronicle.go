package reports

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// paragraph is one of a chronicle, with its number where it has one.
type paragraph struct {
	number, text string
	where        aid.Message
}

// Chronicle reads a text that tells in paragraphs who helped whom with what, such as a report of the Secretary-General.
// The chronicle says what the text is called and when it came in; what is found in it stands in the order of the text.
// The error is aid.Problems where the file cannot be read.
func (r *Reader) Chronicle(ctx context.Context, f File, c aid.Chronicle, ref aid.Reference) (aid.Chronicle, []aid.Passage, error) {
	if err := f.check(); err != nil {
		return c, nil, err
	}
	lines, err := f.lines(ctx)
	if err != nil {
		return c, nil, err
	}
	var all strings.Builder
	for _, l := range lines {
		all.WriteString(strings.Join(l.cells, " ") + "\n")
	}
	c.Language = Language(all.String())
	g, known := grammarOf(c.Language)
	if !known {
		return c, nil, unreadable("chronicle_language")
	}
	names, err := newNames(ref, c.Language)
	if err != nil {
		return c, nil, err
	}
	paragraphs := paragraphsOf(lines)
	c.Paragraphs = len(paragraphs)
	t := &telling{Reader: r, grammar: g, names: names, chronicle: c}
	for _, p := range paragraphs {
		if err := ctx.Err(); err != nil {
			return c, nil, err
		}
		t.paragraph(p)
	}
	return c, t.passages, nil
}

var (
	numbered = regexp.MustCompile(`^(\d{1,3})(?:[.．]\s*|[、]|\s{2,})(\D.*)$`)
	// running heads and feet of pages: the symbol of a document, its number, that of the page
	running = regexp.MustCompile(`^(?:[AS]/[\w./()-]+|\d{2}-\d{5}(?:\s*\(\w\))?|\d{1,3}\s*/\s*\d{1,3}|\d{1,3})(?:\s+(?:[AS]/[\w./()-]+|\d{2}-\d{5}|\d{1,3}\s*/\s*\d{1,3}|\d{1,3}))*$`)
)

// mostSkipped is how many numbers of paragraphs may be missing, as in an extract, before a number is taken for none.
const mostSkipped = 5

// paragraphsOf joins lines into the paragraphs that their numbers begin. A text without numbers has a paragraph wherever a
// line follows one that ends a sentence.
func paragraphsOf(lines []line) []paragraph {
	var all []paragraph
	last := 0
	for _, l := range lines {
		text := strings.Join(l.cells, " ")
		if running.MatchString(text) {
			continue
		}
		number, rest := 0, text
		if match := numbered.FindStringSubmatch(text); match != nil {
			number, _ = strconv.Atoi(match[1])
			rest = match[2]
		}
		switch begins := number > last && (last == 0 || number <= last+mostSkipped); {
		case begins:
			last = number
			all = append(all, paragraph{strconv.Itoa(number), rest, l.at(0)})
		case len(all) == 0 || last == 0 && strings.HasSuffix(unwrapped(all[len(all)-1].text, "\x00"), "\n\x00"):
			all = append(all, paragraph{"", text, l.at(0)})
		case len(all[len(all)-1].text) < longestAnswer: // more of it is not looked at
			p := &all[len(all)-1]
			p.text = unwrapped(p.text, text)
		}
	}
	return all
}
