package papers

import (
	"strings"
	"unicode"
)

// paragraph is how a paragraph stands.
type paragraph struct {
	style   string
	keep    bool // on the page of what follows
	newPage bool
	end     bool   // stands at the end of the line
	own     bool   // goes in the direction of its own words
	mark    string // ID of the section whose heading it is
}

func (x *docx) say(p paragraph, text Text) {
	if p.own && len(text) > 0 {
		x.openIn(p, rightward(text[0].Text, x.Dir == "rtl"))
	} else {
		x.open(p)
	}
	x.runs(text)
	x.close()
}

func (x *docx) open(p paragraph) { x.openIn(p, x.Dir == "rtl") }

func (x *docx) openIn(p paragraph, rtl bool) {
	x.put(`<w:p><w:pPr><w:pStyle w:val="%s"/>`, p.style)
	if p.keep {
		x.put("<w:keepNext/>")
	}
	if p.newPage {
		x.put("<w:pageBreakBefore/>")
	}
	if rtl {
		x.put("<w:bidi/>")
	}
	if p.end {
		x.put(`<w:jc w:val="end"/>`)
	}
	x.put("</w:pPr>")
	if p.mark != "" {
		name := x.mark(p.mark)
		x.put(`<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%[1]d"/>`, x.marks[p.mark], name)
	}
}

func (x *docx) close() { x.put("</w:p>") }

func (x *docx) runs(text Text) {
	for _, r := range text {
		switch {
		case r.Link == "":
			x.run(r)
		case strings.HasPrefix(r.Link, "#"):
			x.put(`<w:hyperlink w:anchor="%s">`, x.mark(r.Link[1:]))
			x.run(r)
			x.put("</w:hyperlink>")
		default:
			x.put(`<w:hyperlink r:id="link%d">`, len(x.Links))
			x.Links = append(x.Links, r.Link)
			x.run(r)
			x.put("</w:hyperlink>")
		}
		if len(r.Note) > 0 {
			x.notes = append(x.notes, r.Note)
			x.put(`<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>`, len(x.notes))
		}
	}
}

// footnotes writes what the runs have noted, each line a paragraph.
func (x *docx) footnotes() {
	for i, lines := range x.notes {
		x.put(`<w:footnote w:id="%d">`, i+1)
		for j, line := range lines {
			x.open(paragraph{style: "FootnoteText"})
			if j == 0 {
				x.put(`<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>`)
			}
			x.runs(line)
			x.close()
		}
		x.put("</w:footnote>")
	}
}

// run parts a text where its direction changes: Word takes the direction of a run from its mark, not from its letters.
func (x *docx) run(r Run) {
	for _, s := range stretches(x.isolated(r)) {
		x.put("<w:r><w:rPr>")
		if r.Link != "" {
			x.put(`<w:rStyle w:val="Hyperlink"/>`)
		}
		if r.Strong {
			x.put("<w:b/><w:bCs/>")
		}
		if s.rtl {
			x.put("<w:rtl/>")
		}
		x.put("</w:rPr>")
		for i, line := range strings.Split(s.text, "\n") {
			if i > 0 {
				x.put("<w:br/>")
			}
			x.put(`<w:t xml:space="preserve">%s</w:t>`, escaped(line))
		}
		x.put("</w:r>")
	}
}

// isolated keeps what somebody else wrote in its own direction, and an address or digest in that of Latin: a number or a
// slash at its end would else go to the other side of it. What goes with the paper anyway needs no marks.
func (x *docx) isolated(r Run) string {
	rtl := x.Dir == "rtl"
	if r.Own {
		rtl = rightward(r.Text, rtl)
	} else if r.Code {
		rtl = false
	}
	switch {
	case rtl == (x.Dir == "rtl") || r.Text == "":
		return r.Text
	case rtl:
		return "\u2067" + r.Text + "\u2069"
	}
	return "\u2066" + r.Text + "\u2069"
}

type stretch struct {
	text string
	rtl  bool
}

// stretches part a text into what is written from the right and what is not. Numbers are written from the left, also
// in Arabic; what stands between two words goes with the first, unless they differ: then it is the paragraph's.
func stretches(text string) []stretch {
	var all []stretch
	add := func(part string, rtl bool) {
		if part == "" {
			return
		}
		if n := len(all); n > 0 && all[n-1].rtl == rtl {
			all[n-1].text += part
			return
		}
		all = append(all, stretch{part, rtl})
	}
	start, end, rtl := 0, 0, false // text[start:end] is one word or more of one direction, behind it come spaces and points
	for i, c := range text {
		strong := unicode.IsLetter(c) || unicode.IsDigit(c)
		if !strong && !unicode.IsMark(c) {
			continue
		}
		right := unicode.In(c, unicode.Arabic, unicode.Hebrew) && !unicode.IsDigit(c)
		if unicode.IsMark(c) {
			right = rtl
		}
		if right != rtl {
			add(text[start:end], rtl)
			add(text[end:i], false)
			start, rtl = i, right
		}
		end = i + len(string(c))
	}
	add(text[start:end], rtl)
	add(text[end:], false)
	return all
}

// rightward says whether a text begins with a letter that is written from the right.
func rightward(text string, otherwise bool) bool {
	for _, c := range text {
		if unicode.IsLetter(c) {
			return unicode.In(c, unicode.Arabic, unicode.Hebrew)
		}
	}
	return otherwise
}
