// Package jobs is the clock and the workshop: when something is to be done, and doing it once however many servers
// there are. It knows no domain.
//
// A [Schedule] is a cron spec in a time zone. The parser and the calculation of the next time are robfig/cron's. Its
// known traps are guarded against here: a spec that begins with TZ= may make the parser panic, a day that never comes
// (31 February) parses, and @every takes any interval.
//
// A [Queue] puts jobs into the database by River, in the transaction of the change that they belong to: both are kept
// or neither. A [Workshop] does them: one server takes a job, and another takes it over when that one dies. A job is
// therefore done at least once, and what it does must bear being done again. River shares the store's connections; on
// SQLite there is one that writes, and River waits its turn like everybody else.
package jobs

import (
	"context"
	"time"
)

// EachMinute calls do at once and then at the beginning of every minute, with that minute, until ctx ends. It returns
// when the last call has.
func EachMinute(ctx context.Context, now func() time.Time, do func(ctx context.Context, at time.Time)) {
	at := now()
	for {
		do(ctx, at)
		at = at.Truncate(time.Minute).Add(time.Minute)
		if late := now(); late.After(at) { // do took its time, or the machine slept
			at = late
		}
		timer := time.NewTimer(at.Sub(now()))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if ctx.Err() != nil { // both may have come at once
			return
		}
	}
}
