package papers

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pageWidth is what lies between the margins, in twentieths of a point.
const pageWidth = 9298

// whole is of how many rows a table is at most that is not parted.
const whole = 12

// table repeats its headings on every page, and parts no row in two.
func (x *docx) table(t Table) {
	together := len(t.Rows) <= whole
	x.say(paragraph{style: "Caption"}, t.Caption)
	x.openTable("Lined", t.weights(), len(t.Total) > 0)
	x.put("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
	for _, c := range t.Columns {
		x.cell(paragraph{style: "Cell", end: c.Number, keep: true}, plain(c.Title))
	}
	x.put("</w:tr>")
	for i, row := range t.Rows {
		x.row(t.Columns, row, together && (i < len(t.Rows)-1 || len(t.Total) > 0))
	}
	if len(t.Total) > 0 {
		x.row(t.Columns, t.Total, false)
	}
	x.closeTable()
}

// lineLength is about how many letters of a table fit beside each other on the page, padding what each cell loses, and
// barLength the length of a bar.
const (
	lineLength = 84
	padding    = 2
	barLength  = 9
)

// textLeast is the room of a column of texts at least, if they fill it: a word a line is hard to read.
const textLeast = 14

// weights share the width out: each column gets room for its longest word, and of what is left a part that goes by its
// longest text, within bounds.
func (t Table) weights() []int {
	weights, wants := make([]int, len(t.Columns)), make([]int, len(t.Columns))
	left, wanted := lineLength, 0
	for i, c := range t.Columns {
		weights[i] = longestWord(c.Title) + padding + 1 // headings are bold
		longest := 0
		for _, row := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Total) {
			if i < len(row) {
				text := row[i].Text.String()
				word := longestWord(text) + padding
				if row[i].Bar {
					word += barLength
				}
				if !c.Number {
					word = max(word, min(utf8.RuneCountInString(text), textLeast))
				}
				weights[i] = max(weights[i], word)
				longest = max(longest, min(utf8.RuneCountInString(text), 40))
			}
		}
		wants[i] = max(0, longest-weights[i]) + 1
		left, wanted = left-weights[i], wanted+wants[i]
	}
	for i := range weights {
		weights[i] = 100*weights[i] + 100*max(0, left)*wants[i]/wanted
	}
	return weights
}

// longestWord is at most a third of a line: what is longer may break. The signs in numbers are half as wide as letters,
// and Chinese characters twice.
func longestWord(text string) int {
	longest := 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '-' }) {
		halves := 0
		for _, r := range word {
			switch {
			case strings.ContainsRune(",.()\u00a0\u202f", r):
				halves++
			case unicode.Is(unicode.Han, r):
				halves += 4
			default:
				halves += 2
			}
		}
		longest = max(longest, min((halves+1)/2, lineLength/3))
	}
	return longest
}

// row stays on the page of the next one where it is kept.
func (x *docx) row(columns []Column, row Row, keep bool) {
	x.put("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
	for i, c := range row {
		x.shaded(c.Heat)
		x.say(paragraph{style: "Cell", end: columns[i].Number, keep: keep}, c.Text)
		x.put("</w:tc>")
	}
	x.put("</w:tr>")
}

// shades are those of Cell.Heat.
var shades = [Hottest]string{"F4F7F9", "FDF0D5", "F9D9A0", "F2B765", "E08E2D"}

func (x *docx) shaded(heat int) {
	if heat == 0 {
		x.openCell()
		return
	}
	x.put(`<w:tc><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="%s"/></w:tcPr>`, shades[heat-1])
}

func (x *docx) definitions(d Definitions) {
	x.openTable("Plain", []int{3, 7}, false)
	for _, item := range d.Items {
		x.put("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		x.cell(paragraph{style: "Term"}, plain(item.Term))
		x.cell(paragraph{style: "Cell"}, item.Lines...)
		x.put("</w:tr>")
	}
	x.closeTable()
}

// figures stand three in a row.
func (x *docx) figures(f Figures) {
	x.openTable("Plain", []int{1, 1, 1}, false)
	for start := 0; start < len(f.Items); start += 3 {
		x.put("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		for i := start; i < start+3; i++ {
			x.openCell()
			if i < len(f.Items) {
				for _, line := range f.Items[i].Lines {
					x.say(paragraph{style: "Figure"}, line)
				}
				x.say(paragraph{style: "FigureTerm"}, plain(f.Items[i].Term))
			} else {
				x.say(paragraph{style: "FigureTerm"}, nil)
			}
			x.put("</w:tc>")
		}
		x.put("</w:tr>")
	}
	x.closeTable()
}

func (x *docx) openTable(style string, weights []int, total bool) {
	x.put(`<w:tbl><w:tblPr><w:tblStyle w:val="%s"/>`, style)
	if x.Dir == "rtl" {
		x.put("<w:bidiVisual/>")
	}
	last := 0
	if total {
		last = 1
	}
	x.put(`<w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>`)
	x.put(`<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="%d" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>`, last)
	sum := 0
	for _, w := range weights {
		sum += w
	}
	for _, w := range weights {
		x.put(`<w:gridCol w:w="%d"/>`, pageWidth*w/sum)
	}
	x.put("</w:tblGrid>")
}

// closeTable ends with a paragraph: without one Word joins tables that follow each other.
func (x *docx) closeTable() {
	x.put("</w:tbl>")
	x.say(paragraph{style: "Normal"}, nil)
}

func (x *docx) openCell() { x.put("<w:tc><w:tcPr/>") }

func (x *docx) cell(p paragraph, lines ...Text) {
	x.openCell()
	for _, line := range lines {
		x.say(p, line)
	}
	if len(lines) == 0 {
		x.say(p, nil) // a cell without a paragraph is no cell
	}
	x.put("</w:tc>")
}
