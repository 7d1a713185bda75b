package web

import "fmt"

// Curve is a line through points of hundredths of a percent, in a box of 600 by 240. The same figures stand in a table
// below it.
type Curve struct {
	xs, ys     []int
	Line       string // the points of the line
	Dots       []Dot
	MostX      int
	MostY      int
	Start, End int // where the axes stand
}

// Dot is a point of the line.
type Dot struct{ X, Y int }

func (c *Curve) add(x, y int) { c.xs, c.ys = append(c.xs, x), append(c.ys, y) }

// The box of a curve, with room for the words at its axes.
const (
	curveWidth, curveHeight = 600, 240
	curveEdge               = 40
)

func (c *Curve) draw(rtl bool) {
	for i := range c.xs {
		c.MostX, c.MostY = max(c.MostX, c.xs[i]), max(c.MostY, c.ys[i])
	}
	c.Start, c.End = curveEdge, curveWidth-curveEdge
	if rtl {
		c.Start, c.End = c.End, c.Start
	}
	for i := range c.xs {
		d := Dot{X: c.Start + (c.End-c.Start)*c.xs[i]/max(1, c.MostX), Y: curveHeight - curveEdge - (curveHeight-2*curveEdge)*c.ys[i]/max(1, c.MostY)}
		c.Dots = append(c.Dots, d)
		c.Line += fmt.Sprintf("%d,%d ", d.X, d.Y)
	}
}
