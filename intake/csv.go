package intake

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"ploughshare/aid"
)

// openCSV reads the heading line, which also tells the delimiter.
func (r *Reader) openCSV(file File) error {
	in := bufio.NewReaderSize(io.NewSectionReader(file.Body, 0, file.Size), 64<<10)
	skipped := int64(0)
	if begin, _ := in.Peek(len(bom)); string(begin) == bom {
		n, _ := in.Discard(len(bom))
		skipped = int64(n)
	}
	head, err := in.Peek(HeadSize)
	if err != nil && err != io.EOF {
		return err
	}
	cells := csv.NewReader(in)
	cells.Comma = delimiter(string(head))
	cells.FieldsPerRecord = -1
	headings, err := cells.Read()
	if err == io.EOF {
		return unreadable("file_empty")
	}
	if err != nil {
		return csvError(err)
	}
	if err := checkText(headings, 1); err != nil {
		return err
	}
	kind, l, err := recognise(file.Kind, trimmed(headings))
	if err != nil {
		return err
	}
	r.kind, r.total = kind, file.Size
	r.lines = func() (line, error) {
		next, err := csvLine(cells, l)
		next.done = skipped + cells.InputOffset()
		return next, err
	}
	return nil
}

// delimiter is the one of comma, semicolon and tab that is most frequent outside quotes in the heading line.
func delimiter(head string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range strings.TrimLeft(head, "\r\n") {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, candidate := range []rune{';', '\t'} {
		if counts[candidate] > counts[best] {
			best = candidate
		}
	}
	return best
}

func csvLine(cells *csv.Reader, l *layout) (line, error) {
	texts, err := cells.Read()
	if err != nil {
		return brokenLine(err, l)
	}
	number, _ := cells.FieldPos(0)
	if err := checkText(texts, number); err != nil {
		return line{}, err
	}
	next := line{number: number, layout: l, texts: trimmed(texts)}
	if want := len(l.headings); len(texts) != want && !blank(next) {
		problem := rowProblem(number, "cells_count", "got", strconv.Itoa(len(texts)), "want", strconv.Itoa(want))
		next.problems = append(next.problems, problem)
	}
	return next, nil
}

// brokenLine makes a row problem of a stray quote. A quote that swallows further lines breaks the whole file.
func brokenLine(err error, l *layout) (line, error) {
	var broken *csv.ParseError
	if !errors.As(err, &broken) || broken.Line > broken.StartLine {
		return line{}, csvError(err)
	}
	problem := rowProblem(broken.StartLine, "quotes_broken")
	return line{number: broken.StartLine, layout: l, problems: []Problem{problem}}, nil
}

func csvError(err error) error {
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		return unreadable("quote_not_closed", "line", strconv.Itoa(broken.StartLine))
	}
	return err
}

// checkText refuses what is not UTF-8 text rather than keep signs that nobody can read.
func checkText(texts []string, number int) error {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return unreadable("line_not_utf8", "line", strconv.Itoa(number))
		}
	}
	return nil
}

func rowProblem(number int, key string, pairs ...string) Problem {
	p := Problem{Line: number}
	p.Field, p.Message = "row", aid.Say(key, pairs...)
	return p
}

// trimmed copies the texts without the white space around them. The cells of a csv.Reader share one buffer for each row,
// which a single kept cell would hold on to.
func trimmed(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = strings.Clone(armed(strings.TrimSpace(text)))
	}
	return out
}
