package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ploughshare/matcher/flow"
)

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// npy is a file as numpy.save writes it.
func npy(form, shape, data string) string {
	heading := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", form, shape)
	return "\x93NUMPY\x01\x00" + string(rune(len(heading)+1)) + "\x00" + heading + "\n" + data
}

func TestReadMatrix(t *testing.T) {
	for name, text := range map[string]string{
		"a.csv": "1, 2.5,-1\n 0.25,0,3e2\n",
		"b.npy": npy("<f8", "(2, 3)", "\x00\x00\x00\x00\x00\x00\xf0?\x00\x00\x00\x00\x00\x00\x04@\x00\x00\x00\x00\x00\x00\xf0\xbf"+
			"\x00\x00\x00\x00\x00\x00\xd0?\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc0r@"),
		"c.npy": npy("<f4", "(2, 3)", "\x00\x00\x80?\x00\x00 @\x00\x00\x80\xbf\x00\x00\x80>\x00\x00\x00\x00\x00\x00\x96C"),
	} {
		m, err := readMatrix(file(t, name, text))
		if err != nil || m.rows != 2 || m.columns != 3 || !slices.Equal(m.values, []float64{1, 2.5, -1, 0.25, 0, 300}) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	m, err := readMatrix(file(t, "loads.npy", npy("<i4", "(2,)", "\x05\x00\x00\x00\xff\xff\xff\xff")))
	if err != nil || m.rows != 2 || m.columns != 1 || !slices.Equal(m.values, []float64{5, -1}) {
		t.Errorf("a list: %+v, %v", m, err)
	}
}

func TestReadMatrixRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"word.csv":    "1,two\n",
		"ragged.csv":  "1,2\n3\n",
		"none.npy":    "hello, this is no such file",
		"short.npy":   npy("<f8", "(2, 3)", "12345678"),
		"complex.npy": npy("<c8", "(1, 1)", "12345678"),
		"solid.npy":   npy("<f8", "(1, 1, 1)", "12345678"),
	} {
		if m, err := readMatrix(file(t, name, text)); err == nil {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// TestSolveMatrix has a conflict, an empty cell and an offer for two, against the list of all plans.
func TestSolveMatrix(t *testing.T) {
	path := file(t, "m.csv", "0.9,0.8,\n0.7,0.1,-1\n0.6,0.5,0.2\n")
	in, _, err := load("solve", []string{"-need", "1", "-budget", file(t, "loads.csv", "1\n1\n2\n"), path})
	if err != nil {
		t.Fatal(err)
	}
	s, err := flow.Solve(t.Context(), in.Problem)
	if err != nil {
		t.Fatal(err)
	}
	if got := float64(s.Levels[0].Value) / in.scale; math.Abs(got-1.7) > 1e-9 { // 0.8 + 0.7 + 0.2
		t.Errorf("%g of affinity", got)
	}
	if in.scale != 1e9 || len(in.Offer) != 7 {
		t.Errorf("scale %g, %d pairs", in.scale, len(in.Offer))
	}
}

// TestConvert turns a matrix of whole numbers round and reads it back.
func TestConvert(t *testing.T) {
	out := filepath.Join(t.TempDir(), "m.tpi")
	if err := convert([]string{"-transpose", "-need", "3", "-budget", "4", "-most", "2", file(t, "m.csv", "1,0\n5,2\n7,3\n"), out}); err != nil {
		t.Fatal(err)
	}
	p, err := read(out)
	if err != nil {
		t.Fatal(err)
	}
	want := &flow.Problem{Need: []int32{3, 3}, Budget: []int32{4, 4, 4}, Most: []int32{2, 2, 2}, Start: []int32{0, 3, 5},
		Offer: []int32{0, 1, 2, 1, 2}, Levels: [][]int32{{1, 5, 7, 2, 3}}}
	if fmt.Sprint(*p) != fmt.Sprint(*want) {
		t.Errorf("%+v, want %+v", p, want)
	}
}

func TestScale(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{1, 0.5}, 1e9}, {[]float64{2, 12.5}, 1e7}, {[]float64{3, 40}, 1}, {[]float64{-1, 0}, 1}, {[]float64{4e12, 1}, 1e-4}} {
		if got := (&matrix{values: c.values}).scale(); math.Abs(got-c.want) > c.want/1e9 {
			t.Errorf("%v: %g, want %g", c.values, got, c.want)
		}
	}
	_, _, err := (&matrix{rows: 1, columns: 1, values: []float64{3}}).problem(1e9)
	if err == nil || !strings.Contains(err.Error(), "too great") {
		t.Errorf("got %v", err)
	}
}

// TestAffinities is read back by what reads numpy's files.
func TestAffinities(t *testing.T) {
	out := filepath.Join(t.TempDir(), "a.npy")
	if err := affinities([]string{"-papers", "30", "-reviewers", "20", "-out", out}); err != nil {
		t.Fatal(err)
	}
	m, err := readMatrix(out)
	if err != nil || m.rows != 30 || m.columns != 20 || slices.Max(m.values) > 1 || slices.Min(m.values) != -1 {
		t.Errorf("%d rows, %d columns, %v", m.rows, m.columns, err)
	}
}
