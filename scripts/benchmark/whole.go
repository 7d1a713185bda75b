package main

import (
	"context"
	"fmt"

	"ploughshare/matcher/flow"
	"ploughshare/scripts/benchmark/trial"
)

// whole rounds an instance in which every request is all or nothing, and then one in which each also has one donor. It
// prints processor seconds of the solver and of each rounding, the value of the bound, and by how much, in percent,
// the rounded plans fall short of it.
func whole(p *flow.Problem) error {
	before := trial.Processor()
	s, err := flow.Solve(context.Background(), p)
	if err != nil {
		return err
	}
	if err := flow.Check(p, s); err != nil {
		return err
	}
	bound := s.Levels[0].Value
	fmt.Printf("%.2f s\tbound %d\n", (trial.Processor() - before).Seconds(), bound)
	rules := flow.Rules{Whole: make([]bool, len(p.Need)), Single: make([]bool, len(p.Need)), Least: make([]int32, len(p.Offer))}
	for i := range rules.Whole {
		rules.Whole[i] = true
	}
	for _, name := range []string{"whole", "whole, one donor"} {
		before := trial.Processor()
		rounded, err := flow.Round(context.Background(), p, s, rules, nil)
		if err != nil {
			return err
		}
		var value int64
		for a, x := range rounded {
			value += int64(x) * int64(p.Levels[0][a])
		}
		fmt.Printf("%.2f s\t%s: %d, %.3f %% below the bound\n", (trial.Processor() - before).Seconds(), name, value, 100*float64(bound-value)/float64(bound))
		for i := range rules.Single {
			rules.Single[i] = true
		}
	}
	return nil
}
