// Package trial is what the benchmarks share: random numbers that are the same on every machine, and what a program has
// used.
package trial

import (
	"log"
	"math"
	"sort"
	"syscall"
	"time"
)

// Random is splitmix64: the same stream on every machine.
type Random uint64

// Next is 64 random bits.
func (r *Random) Next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// Unit is in [0,1).
func (r *Random) Unit() float64 { return float64(r.Next()>>11) / (1 << 53) }

// Below is in [0,n).
func (r *Random) Below(n int) int { return int((r.Next() >> 32) * uint64(n) >> 32) }

// Normal has mean 0 and deviation 1.
func (r *Random) Normal() float64 {
	return math.Sqrt(-2*math.Log(1-r.Unit())) * math.Cos(2*math.Pi*r.Unit())
}

// Of draws a rank from a distribution function.
func (r *Random) Of(c []float64) int { return min(sort.SearchFloat64s(c, r.Unit()), len(c)-1) }

// Zipf is the distribution function of n ranks with the given exponent.
func Zipf(n int, exponent float64) []float64 {
	c := make([]float64, n)
	var sum float64
	for i := range c {
		sum += math.Pow(float64(i+1), -exponent)
		c[i] = sum
	}
	for i := range c {
		c[i] /= sum
	}
	return c
}

func usage() syscall.Rusage {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return u
}

// Processor is the processor time used so far.
func Processor() time.Duration {
	u := usage()
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Resident is the largest resident set so far, in MiB.
func Resident() float64 { return float64(usage().Maxrss) / 1024 }
