package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"ploughshare/aid"
	"ploughshare/matcher"
	"ploughshare/scripts/benchmark/trial"
)

// round makes a world in memory and runs a round on it, from rows to proposals that are proved optimal over all eligible
// pairs. It prints what it took; the making of the world does not count in time, but in memory.
func proposeRound(args []string) error {
	f, w := flag.NewFlagSet("round", flag.ContinueOnError), &world{}
	f.IntVar(&w.requests, "requests", 10000, "number of requests")
	f.IntVar(&w.offers, "offers", 1000, "number of offers")
	f.Float64Var(&w.tight, "tight", 0.8, "total of envelopes over total of needs")
	f.Float64Var(&w.minima, "minima", 0.1, "share of offers with a smallest sum for a project")
	f.Uint64Var((*uint64)(&w.Random), "seed", 7, "seed")
	fairness := f.String("fairness", "standard", "standard, as the policy has it, or none: the score alone")
	profile := f.String("profile", "", "file for a processor profile")
	if err := f.Parse(args); err != nil {
		return err
	}
	in, err := w.inputs()
	if err != nil {
		return err
	}
	switch *fairness {
	case "standard":
	case "none":
		in.Policy.Fairness = aid.Fairness{Shares: aid.NoShares}
	default:
		return fmt.Errorf("no fairness %q", *fairness)
	}
	rows := trial.Resident()
	if *profile != "" {
		out, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer out.Close()
		if err := pprof.StartCPUProfile(out); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	start, used := time.Now(), trial.Processor()
	out, err := matcher.Propose(context.Background(), in)
	if err != nil {
		return err
	}
	fmt.Printf("%d requests, %d offers: %.1f s, %.1f s of processors; %.0f MiB at most, %.0f of them for the rows; "+
		"%d proposals, %d requests without one\n", w.requests, w.offers, time.Since(start).Seconds(), (trial.Processor() - used).Seconds(),
		trial.Resident(), rows, len(out.Proposals), len(out.Unmatched))
	return nil
}
