package main

import (
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"ploughshare/matcher/flow"
)

// matrix has the affinity of each request, a row, to each offer, a column.
type matrix struct {
	rows, columns int
	values        []float64 // row by row; NaN where the file has none
}

// readMatrix reads rows of numbers without a heading (.csv), or what numpy.save writes (.npy).
func readMatrix(path string) (*matrix, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	read := readCSV
	if filepath.Ext(path) == ".npy" {
		read = readNPY
	}
	m, err := read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

func readCSV(r io.Reader) (*matrix, error) {
	in, m := csv.NewReader(r), &matrix{} // which sees to it that all rows are as long
	in.ReuseRecord, in.TrimLeadingSpace = true, true
	for {
		cells, err := in.Read()
		if err == io.EOF {
			return m, nil
		}
		if err != nil {
			return nil, err
		}
		m.rows, m.columns = m.rows+1, len(cells)
		for k, cell := range cells {
			x := math.NaN()
			if cell = strings.TrimSpace(cell); cell != "" {
				if x, err = strconv.ParseFloat(cell, 64); err != nil {
					return nil, fmt.Errorf("row %d, column %d: %w", m.rows, k+1, err)
				}
			}
			m.values = append(m.values, x)
		}
	}
}

// readNPY reads one or two dimensions in C order: a list is a matrix with one column. The form is that of NEP 1, "A simple
// file format for NumPy arrays".
func readNPY(r io.Reader) (*matrix, error) {
	heading, err := npyHeading(r)
	if err != nil {
		return nil, err
	}
	pattern := regexp.MustCompile(`'descr': '(<[fi][48])', 'fortran_order': False, 'shape': \((\d+),(?: (\d+))?\)`)
	form := pattern.FindStringSubmatch(heading)
	if form == nil {
		return nil, fmt.Errorf("no list or matrix of <f4, <f8, <i4 or <i8 in C order: %s", heading)
	}
	m := &matrix{columns: 1}
	if m.rows, err = strconv.Atoi(form[2]); err == nil && form[3] != "" {
		m.columns, err = strconv.Atoi(form[3])
	}
	if err != nil {
		return nil, err
	}
	number := map[string]func([]byte) float64{
		"<f4": func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) },
		"<f8": func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) },
		"<i4": func(b []byte) float64 { return float64(int32(binary.LittleEndian.Uint32(b))) },
		"<i8": func(b []byte) float64 { return float64(int64(binary.LittleEndian.Uint64(b))) },
	}[form[1]]
	size := int(form[1][2] - '0')
	row := make([]byte, size*m.columns)
	for range m.rows {
		if _, err := io.ReadFull(r, row); err != nil {
			return nil, err
		}
		for k := range m.columns {
			m.values = append(m.values, number(row[size*k:]))
		}
	}
	return m, nil
}

func npyHeading(r io.Reader) (string, error) {
	var start [8]byte // a magic of six, and the version
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return "", err
	}
	length := make([]byte, 4)
	if start[6] == 1 {
		length = length[:2]
	}
	if _, err := io.ReadFull(r, length); err != nil {
		return "", err
	}
	if string(start[:6]) != "\x93NUMPY" {
		return "", fmt.Errorf("not a file of numpy.save")
	}
	text := make([]byte, binary.LittleEndian.Uint32(append(length, 0, 0)))
	_, err := io.ReadFull(r, text)
	return string(text), err
}

// transposed has the offers in rows.
func (m *matrix) transposed() *matrix {
	t := &matrix{rows: m.columns, columns: m.rows, values: make([]float64, len(m.values))}
	for k, x := range m.values {
		t.values[k%m.columns*m.rows+k/m.columns] = x
	}
	return t
}

// bestScore leaves room for sums of millions of units.
const bestScore = 1e9

// scale is the greatest power of ten by which all affinities are at most a billion, or 1 if those that count are whole already.
func (m *matrix) scale() float64 {
	most, whole := 0.0, true
	for _, x := range m.values {
		if x > most { // not for NaN
			most = x
		}
		whole = whole && (x <= 0 || x == math.Trunc(x) || math.IsNaN(x))
	}
	if whole && most <= bestScore || most <= 0 {
		return 1
	}
	return math.Pow(10, math.Floor(math.Log10(bestScore/most)))
}

// problem has an arc for each affinity above zero: others are not eligible, or gain nothing. Scores are affinities times
// the scale, rounded; off is how far the rounding went at most, in scores.
func (m *matrix) problem(scale float64) (p *flow.Problem, off float64, err error) {
	p = &flow.Problem{Start: []int32{0}, Levels: [][]int32{nil}}
	for i := range m.rows {
		for j, x := range m.values[i*m.columns : (i+1)*m.columns] {
			score := math.Round(x * scale)
			switch {
			case score > math.MaxInt32:
				return nil, 0, fmt.Errorf("row %d, column %d: %g times %g is too great for a score", i+1, j+1, x, scale)
			case x > 0:
				off = max(off, math.Abs(x*scale-score))
				p.Offer = append(p.Offer, int32(j))
				p.Levels[0] = append(p.Levels[0], int32(score))
			}
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
	}
	return p, off, nil
}

// amounts are n times one number, or the numbers of a file.
func amounts(from string, n int) ([]int32, error) {
	list := make([]int32, n)
	if one, err := strconv.ParseInt(from, 10, 32); err == nil {
		for k := range list {
			list[k] = int32(one)
		}
		return list, nil
	}
	m, err := readMatrix(from)
	if err != nil {
		return nil, err
	}
	if len(m.values) != n {
		return nil, fmt.Errorf("%s has %d numbers for %d", from, len(m.values), n)
	}
	for k, x := range m.values {
		if list[k] = int32(x); float64(list[k]) != x {
			return nil, fmt.Errorf("%s: number %d is %g", from, k+1, x)
		}
	}
	return list, nil
}
