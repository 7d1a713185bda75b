package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"os"

	"ploughshare/scripts/benchmark/trial"
)

// affinities writes a full matrix like those by which papers are given to reviewers, as numpy.save would. The same flags
// give the same file everywhere.
func affinities(args []string) error {
	f := flag.NewFlagSet("affinity", flag.ContinueOnError)
	papers := f.Int("papers", 2000, "number of papers, the rows")
	reviewers := f.Int("reviewers", 500, "number of reviewers, the columns")
	seed := f.Uint64("seed", 7, "seed")
	out := f.String("out", "affinity.npy", "file to write")
	if err := f.Parse(args); err != nil {
		return err
	}
	file, err := os.Create(*out)
	if err != nil {
		return err
	}
	w, g := bufio.NewWriterSize(file, 1<<20), trial.Random(*seed)
	// The heading fills up to a multiple of 64 bytes.
	heading := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }", *papers, *reviewers)
	fmt.Fprintf(w, "\x93NUMPY\x01\x00v\x00%-117s\n", heading)
	subjects, experts := spread(&g, *papers, 3), spread(&g, *reviewers, 8)
	for i, subject := range subjects {
		for j, expert := range experts {
			if err := binary.Write(w, binary.LittleEndian, likeness(subject, expert, i, j)); err != nil {
				return err
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// spread draws hundredths of attention to some themes each, to so many at most.
func spread(g *trial.Random, n, most int) [][themes]int {
	byTheme, list := trial.Zipf(themes, 0.7), make([][themes]int, n)
	for k := range list {
		count := 1 + g.Below(most)
		for range count {
			list[k][g.Of(byTheme)] += 100 / count
		}
	}
	return list
}

// likeness is the attention that the two have in common, and something between the two alone; one pair in a hundred
// must not meet, which -1 says. It has four digits, as such files do, so that it is the same on every machine.
func likeness(subject, expert [themes]int, i, j int) float64 {
	own := affinity(i+1, j+7)
	if own < 0.01 {
		return -1
	}
	common := 0
	for t := range themes {
		common += min(subject[t], expert[t])
	}
	return math.Round(60*float64(common)+4000*own) / 10000
}
