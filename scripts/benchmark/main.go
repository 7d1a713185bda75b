// Benchmark is the driver behind scripts/bench: it makes instances, and solves them
// with our own solver in the way that the drivers of the other solvers do.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"runtime"
	"syscall"
	"time"

	"ploughshare/matcher/flow"
)

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	switch {
	case len(args) > 0 && args[0] == "generate":
		return generate(args[1:])
	case len(args) > 0 && args[0] == "round":
		return proposeRound(args[1:])
	case len(args) == 2 && args[0] == "solve":
		return solve(args[1])
	case len(args) == 2 && args[0] == "resolve":
		return resolve(args[1])
	}
	return errors.New("usage: benchmark generate FLAGS, or benchmark solve FILE, or benchmark resolve FILE")
}

// solve prints what the drivers of the other solvers print: processor seconds of the solver
// alone, largest resident set in MiB, and the value. The certificate is checked after that.
func solve(path string) error {
	p, err := read(path)
	if err != nil {
		return err
	}
	runtime.GC()
	before := processor()
	s, err := flow.Solve(context.Background(), p)
	if err != nil {
		return err
	}
	used, size := processor()-before, resident()
	if err := flow.Check(p, s); err != nil {
		return err
	}
	fmt.Printf("%.3f\t%.0f\t%d\n", used.Seconds(), size, s.Levels[0].Value)
	return nil
}

// resolve halves the scores of one request after another. It prints processor seconds of one
// change, the largest resident set and the value in the end, after a check.
func resolve(path string) error {
	p, err := read(path)
	if err != nil {
		return err
	}
	v, err := flow.NewSolver(context.Background(), p)
	if err != nil {
		return err
	}
	const changes = 200
	g := rng(1)
	before := processor()
	for range changes {
		i := g.below(len(p.Need))
		var scores []int32
		for _, x := range p.Levels[0][p.Start[i]:p.Start[i+1]] {
			scores = append(scores, x/2)
		}
		if err := v.Resolve(context.Background(), i, scores); err != nil {
			return err
		}
	}
	used, size := processor()-before, resident()
	s := v.Solution()
	if err := flow.Check(p, s); err != nil {
		return err
	}
	fmt.Printf("%.5f\t%.0f\t%d\n", used.Seconds()/changes, size, s.Levels[0].Value)
	return nil
}

func usage() syscall.Rusage {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return u
}

func processor() time.Duration {
	u := usage()
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resident is in MiB.
func resident() float64 { return float64(usage().Maxrss) / 1024 }
