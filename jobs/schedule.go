package jobs

import (
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

// Due walks from a time of the schedule that has come by at: last is the latest time that has, next the first to come.
func (s Schedule) Due(come, at time.Time) (last, next time.Time) {
	for next = come; !next.IsZero() && !next.After(at); next = s.Next(next) {
		last = next
	}
	return last, next
}
