package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"

	"ploughshare/matcher/flow"
	"ploughshare/scripts/benchmark/trial"
)

// instance is a problem from a file, and how its scores came about.
type instance struct {
	*flow.Problem
	scale, off float64
}

// load reads the file that flags end with: an instance (.tpi), or a matrix of affinities (.csv, .npy) with capacities.
func load(name string, args []string) (in instance, rest []string, err error) {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	need := f.String("need", "1", "with a matrix: what each request needs, a number or a file of one for each")
	budget := f.String("budget", "1", "with a matrix: what each offer has, a number or a file of one for each")
	most := f.Int("most", 1, "with a matrix: the most that a request gets from one offer; 0 for no maximum")
	scale := f.Float64("scale", 0, "with a matrix: scores are affinities times this, rounded; "+
		"0 for the power of ten that takes the greatest up to a billion, or 1 if all are whole")
	turn := f.Bool("transpose", false, "with a matrix: the rows are the offers")
	if err := f.Parse(args); err != nil {
		return in, nil, err
	}
	if f.NArg() == 0 {
		return in, nil, fmt.Errorf("usage: benchmark %s FLAGS FILE (see -help)", name)
	}
	in.scale, rest = 1, f.Args()[1:]
	if filepath.Ext(f.Arg(0)) == ".tpi" {
		in.Problem, err = read(f.Arg(0))
		return in, rest, err
	}
	m, err := readMatrix(f.Arg(0))
	if err != nil {
		return in, nil, err
	}
	if *turn {
		m = m.transposed()
	}
	if in.scale = *scale; in.scale == 0 {
		in.scale = m.scale()
	}
	if in.Problem, in.off, err = m.problem(in.scale); err != nil {
		return in, nil, err
	}
	if in.Need, err = amounts(*need, m.rows); err != nil {
		return in, nil, err
	}
	if in.Budget, err = amounts(*budget, m.columns); err != nil {
		return in, nil, err
	}
	if *most > 0 && m.rows > 0 && *most < int(slices.Max(in.Need)) {
		in.Most = slices.Repeat([]int32{int32(*most)}, m.columns)
	}
	return in, rest, nil
}

// convert writes a matrix in the form that the other solvers read.
func convert(args []string) error {
	in, rest, err := load("convert", args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return fmt.Errorf("usage: benchmark convert FLAGS MATRIX FILE.tpi")
	}
	return write(rest[0], in.Problem)
}

// solve says in words what the best plan is worth, and what proves it.
func solve(args []string) error {
	in, _, err := load("solve", args)
	if err != nil {
		return err
	}
	runtime.GC()
	before := trial.Processor()
	s, err := flow.Solve(context.Background(), in.Problem)
	if err != nil {
		return err
	}
	used, size, value := trial.Processor()-before, trial.Resident(), s.Levels[0].Value
	var need, budget, placed int64
	for _, x := range in.Need {
		need += int64(x)
	}
	for _, x := range in.Budget {
		budget += int64(x)
	}
	for _, x := range s.Flow {
		placed += int64(x)
	}
	fmt.Printf("instance     %d requests that need %d, %d offers that have %d, %d pairs\n", len(in.Need), need, len(in.Budget), budget, len(in.Offer))
	fmt.Printf("objective    %d, with %d placed\n", value, placed)
	if in.scale != 1 {
		fmt.Printf("in affinity  %.9g: scores are affinities times %g, rounded by at most %.2g, so that no plan is better by more than %.2g\n",
			float64(value)/in.scale, in.scale, in.off, 2*in.off*float64(min(need, budget))/in.scale)
	}
	fmt.Printf("time         %.3f s of a processor, %.0f MiB at most\n", used.Seconds(), size)
	if err := flow.Check(in.Problem, s); err != nil {
		return fmt.Errorf("certificate  %w", err)
	}
	fmt.Printf("certificate  the plan is feasible, and the prices of all needs and budgets prove it the best: all %d pairs were checked\n", len(in.Offer))
	return nil
}
