// Package jobs is the clock: it runs a function at the times that a cron spec names. It knows no domain.
//
// The parser and the calculation of the next time are robfig/cron's. Its known traps are guarded against here: a spec
// that begins with TZ= may make the parser panic, a day that never comes (31 February) parses, and @every takes any
// interval. The loop is our own, since cron's own fires and forgets: here one run ends before the next begins, and
// stopping waits.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// shortest is the smallest distance between two runs.
const shortest = time.Minute

// Schedule says when to run.
type Schedule struct {
	spec cron.Schedule
	zone *time.Location
}

// Parse reads five cron fields, or a word such as @daily or "@every 6h", in a time zone by its IANA name ("" is UTC).
// The error says what to write instead.
func Parse(spec, zone string, now time.Time) (Schedule, error) {
	location, err := time.LoadLocation(zone)
	if err != nil {
		return Schedule{}, fmt.Errorf("time zone %q: %w", zone, err)
	}
	if strings.Contains(spec, "TZ=") {
		return Schedule{}, fmt.Errorf("schedule %q: name the time zone in its own setting, not in the spec", spec)
	}
	parsed, err := cron.ParseStandard(spec)
	if err != nil {
		return Schedule{}, fmt.Errorf("schedule %q: %w; write five fields (minute hour day month weekday), e.g. \"0 5 * * 1\" for Mondays at 05:00", spec, err)
	}
	s := Schedule{spec: parsed, zone: location}
	if fixed, ok := parsed.(cron.ConstantDelaySchedule); ok && (fixed.Delay < shortest) {
		return Schedule{}, fmt.Errorf("schedule %q: runs must be at least %s apart", spec, shortest)
	}
	if s.Next(now).IsZero() {
		return Schedule{}, fmt.Errorf("schedule %q: that day never comes", spec)
	}
	return s, nil
}

// Next is the first time after t, in UTC; the zero time when there is none.
func (s Schedule) Next(t time.Time) time.Time {
	next := s.spec.Next(t.In(s.zone))
	if next.IsZero() {
		return time.Time{}
	}
	return next.UTC()
}

// Run calls do at each time of the schedule until ctx ends, and returns when the last call has. A time that passes
// while do still runs is left out. do reports its own errors; the next run comes all the same.
func Run(ctx context.Context, now func() time.Time, s Schedule, do func(context.Context)) error {
	for {
		next := s.Next(now())
		if next.IsZero() {
			return errors.New("the schedule has no further time")
		}
		timer := time.NewTimer(next.Sub(now()))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
		if ctx.Err() != nil { // both may have come at once
			return nil
		}
		do(ctx)
	}
}
