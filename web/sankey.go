package web

import (
	"cmp"
	"fmt"
	"slices"
)

// Sankey is a diagram of what flows from the themes of needs to donors. It is drawn to scale: a bar's height and a band's
// width are money. The same figures stand in a table below it.
type Sankey struct {
	Width, Height int
	Bars          []Bar
	Bands         []Band
}

// Bar is one side's sum, with where its name stands.
type Bar struct {
	X, Y, Height int
	Text         string
	TextX, TextY int
	Anchor       string // of the text: start or end
	Class        string
}

// Band is what flows between two bars, as the path of its outline.
type Band struct{ Path, Class, Title string }

// stream is money from one name to another.
type stream struct {
	from, to string
	sum      int64
}

// The measures of a Sankey in units of its view box.
const (
	sankeyWidth, sankeyMiddle = 720, 220 // the diagram, and how much of it the bands have
	barWidth, barGap          = 10, 8
	pixelsOfMoney             = 360 // for all of it
	leastHeight               = 2
	mostName                  = 36 // letters of a name that fit beside its bar
)

// sankey lays a diagram out. Right to left it is mirrored, so that reading begins where the needs are.
func sankey(streams []stream, rtl bool) Sankey {
	left, right := sums(streams, func(s stream) string { return s.from }), sums(streams, func(s stream) string { return s.to })
	all := int64(0)
	for _, s := range streams {
		all += s.sum
	}
	if all == 0 {
		return Sankey{}
	}
	tall := func(sum int64) int { return max(leastHeight, int(sum*pixelsOfMoney/all)) }
	d := Sankey{Width: sankeyWidth}
	x1, x2 := (sankeyWidth-sankeyMiddle)/2, (sankeyWidth+sankeyMiddle)/2
	from := d.column(left, tall, x1-barWidth, x1-barWidth-6, "end", rtl)
	to := d.column(right, tall, x2, x2+barWidth+6, "start", rtl)
	order := func(s stream) (int, int) { return from[s.from], to[s.to] }
	slices.SortFunc(streams, func(a, b stream) int {
		af, at := order(a)
		bf, bt := order(b)
		return cmp.Or(cmp.Compare(af, bf), cmp.Compare(at, bt))
	})
	colour := map[string]string{}
	for i, s := range left {
		colour[s.from] = fmt.Sprintf("p%d", i%8)
	}
	arrow := " → "
	if rtl { // arrows do not mirror
		arrow = " ← "
	}
	for _, s := range streams {
		h := tall(s.sum)
		d.Bands = append(d.Bands, Band{Path: band(x1, from[s.from], x2, to[s.to], h, rtl), Class: colour[s.from], Title: s.from + arrow + s.to})
		from[s.from] += h
		to[s.to] += h
	}
	return d
}

// sums adds the streams up by one of their ends, the largest first.
func sums(streams []stream, end func(stream) string) []stream {
	var all []stream
	for _, s := range streams {
		i := slices.IndexFunc(all, func(a stream) bool { return a.from == end(s) })
		if i < 0 {
			i = len(all)
			all = append(all, stream{from: end(s)})
		}
		all[i].sum += s.sum
	}
	slices.SortFunc(all, func(a, b stream) int { return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.from, b.from)) })
	return all
}

// column stands the bars of one side on one another and returns where each begins.
func (d *Sankey) column(sums []stream, tall func(int64) int, x, textX int, anchor string, rtl bool) map[string]int {
	tops, y := map[string]int{}, barGap
	for _, s := range sums {
		h := max(tall(s.sum), leastHeight)
		b := Bar{X: x, Y: y, Height: h, Text: short(s.from, mostName), TextX: textX, TextY: y + h/2 + 4, Anchor: anchor}
		if rtl { // text anchors follow the direction of the text, so they mirror by themselves
			b.X, b.TextX = sankeyWidth-x-barWidth, sankeyWidth-textX
		}
		d.Bars = append(d.Bars, b)
		tops[s.from] = y
		y += max(h, 14) + barGap // room for the name
	}
	d.Height = max(d.Height, y)
	return tops
}

func band(x1, y1, x2, y2, h int, rtl bool) string {
	if rtl {
		x1, x2 = sankeyWidth-x1, sankeyWidth-x2
	}
	m := (x1 + x2) / 2
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %dV%dC%d %d %d %d %d %dZ", x1, y1, m, y1, m, y2, x2, y2, y2+h, m, y2+h, m, y1+h, x1, y1+h)
}
