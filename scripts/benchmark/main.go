// Benchmark is the driver behind scripts/bench: it makes instances, and solves them
// with our own solver in the way that the drivers of the other solvers do.
package main

import (
	"context"
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
	if len(args) == 2 && args[0] == "solve" {
		return solve(args[1])
	}
	return fmt.Errorf("usage: benchmark solve FILE")
}

// solve prints what the other drivers print: processor seconds of the solver alone, the
// value, the largest resident set. The certificate is checked outside that time.
func solve(path string) error {
	runtime.GOMAXPROCS(1)
	p, err := read(path)
	if err != nil {
		return err
	}
	runtime.GC()
	wall, cpu := time.Now(), processor()
	s, err := flow.Solve(context.Background(), p)
	if err != nil {
		return err
	}
	took, used, rss := time.Since(wall), processor()-cpu, resident()
	wall = time.Now()
	if err := flow.Check(p, s); err != nil {
		return err
	}
	fmt.Printf("{\"solver\":\"ploughshare\",\"obj\":%d,\"solve_s\":%.3f,\"cpu_s\":%.3f,\"check_s\":%.3f,\"rss_mib\":%.0f}\n",
		s.Levels[0].Value, took.Seconds(), used.Seconds(), time.Since(wall).Seconds(), rss)
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
