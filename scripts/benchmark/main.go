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
	"runtime/debug"
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
	if len(args) > 0 && args[0] == "generate" {
		return generate(args[1:])
	}
	if len(args) > 0 && args[0] == "round" {
		return proposeRound(args[1:])
	}
	if len(args) > 0 && args[0] == "list" {
		return serveLists(args[1:])
	}
	if len(args) == 1 && args[0] == "papers" {
		return writePapers()
	}
	if len(args) != 2 {
		return errors.New("usage: benchmark generate|round|list FLAGS, benchmark papers, or benchmark solve|whole|extend|scores|need|budget FILE")
	}
	debug.SetGCPercent(5) // the peers leave no garbage
	p, err := read(args[1])
	if err != nil {
		return err
	}
	switch args[0] {
	case "solve":
		return solve(p)
	case "whole":
		return whole(p)
	case "extend":
		return extend(p)
	}
	return change(p, args[0])
}

// solve prints what the drivers of the other solvers print: processor seconds of the solver
// alone, largest resident set in MiB, and the value. The certificate is checked after that.
func solve(p *flow.Problem) error {
	runtime.GC()
	before := processor()
	s, err := flow.Solve(context.Background(), p)
	if err != nil {
		return err
	}
	return report(p, s, processor()-before, 1)
}

// report prints what part of the processor seconds one time took.
func report(p *flow.Problem, s *flow.Solution, used time.Duration, times int) error {
	size := resident()
	if err := flow.Check(p, s); err != nil {
		return err
	}
	fmt.Printf("%.5f\t%.0f\t%d\n", used.Seconds()/float64(times), size, s.Levels[0].Value)
	return nil
}

// extend solves the problem without one arc in a hundred, and then all of it from there.
func extend(p *flow.Problem) error {
	g := rng(1)
	q := &flow.Problem{Need: p.Need, Budget: p.Budget, Start: []int32{0}, Levels: [][]int32{nil}}
	var kept []int32
	for i := range p.Need {
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			if g.below(100) > 0 {
				kept = append(kept, a)
				q.Offer = append(q.Offer, p.Offer[a])
				q.Levels[0] = append(q.Levels[0], p.Levels[0][a])
			}
		}
		q.Start = append(q.Start, int32(len(kept)))
	}
	start, err := flow.Solve(context.Background(), q)
	if err != nil {
		return err
	}
	part := start.Flow
	start.Flow = make([]int32, len(p.Offer))
	for k, a := range kept {
		start.Flow[a] = part[k]
	}
	runtime.GC()
	before := processor()
	s, err := flow.SolveFrom(context.Background(), p, start)
	if err != nil {
		return err
	}
	return report(p, s, processor()-before, 1)
}

// change halves the scores or the need of one request after another, or the budget of offers. It prints
// the seconds of one change.
func change(p *flow.Problem, what string) error {
	v, err := flow.NewSolver(context.Background(), p)
	if err != nil {
		return err
	}
	const changes = 200
	g := rng(1)
	before := processor()
	for range changes {
		if err := halve(v, p, &g, what); err != nil {
			return err
		}
	}
	return report(p, v.Solution(), processor()-before, changes)
}

func halve(v *flow.Solver, p *flow.Problem, g *rng, what string) error {
	i, j := g.below(len(p.Need)), g.below(len(p.Budget))
	switch what {
	case "need":
		return v.SetNeed(context.Background(), i, p.Need[i]/2)
	case "budget":
		return v.SetBudget(context.Background(), j, p.Budget[j]/2)
	case "scores":
		var scores []int32
		for _, x := range p.Levels[0][p.Start[i]:p.Start[i+1]] {
			scores = append(scores, x/2)
		}
		return v.SetScores(context.Background(), i, scores)
	}
	return fmt.Errorf("no change of %s", what)
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
