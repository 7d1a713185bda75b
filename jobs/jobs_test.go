package jobs_test

import (
	"context"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"go.uber.org/goleak"

	"ploughshare/jobs"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestNext(t *testing.T) {
	for _, c := range []struct{ spec, zone, want string }{
		{"0 5 * * 1", "", "2026-11-30T05:00:00Z"},
		{"@daily", "", "2026-11-25T00:00:00Z"},
		{"@every 6h", "", "2026-11-24T18:00:00Z"},
		{"0 9 * * *", "America/New_York", "2026-11-24T14:00:00Z"},
		{"0 0 29 2 *", "", "2028-02-29T00:00:00Z"},
	} {
		s, err := jobs.Parse(c.spec, c.zone, noon)
		if err != nil {
			t.Errorf("%s: %v", c.spec, err)
			continue
		}
		if got := s.Next(noon).Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %q: next is %s, want %s", c.spec, c.zone, got, c.want)
		}
	}
}

func TestParserTraps(t *testing.T) {
	for _, c := range []struct{ name, spec, zone, says string }{
		{"a zone without a space made the parser panic", "TZ=UTC", "", "own setting"},
		{"a zone in the spec", "CRON_TZ=Asia/Tokyo 0 5 * * *", "", "own setting"},
		{"a day that never comes", "0 0 31 2 *", "", "never comes"},
		{"an interval below zero became a second", "@every -1s", "", "at least 1m0s apart"},
		{"an interval below zero, long", "@every -90m", "", "at least 1m0s apart"},
		{"an interval too short", "@every 10s", "", "at least 1m0s apart"},
		{"six fields", "0 0 5 * * 1", "", "five fields"},
		{"words", "every monday", "", "five fields"},
		{"nothing", "", "", "five fields"},
		{"an unknown zone", "@daily", "Mars/Olympus", "time zone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := jobs.Parse(c.spec, c.zone, noon)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q: got %v, want an error that says %q", c.spec, err, c.says)
			}
		})
	}
}

// The clock of this test jumps to the next slot each time that it is asked, so that nothing has to wait.
func TestRunDoesNotOverlapAndWaits(t *testing.T) {
	defer goleak.VerifyNone(t)
	s, err := jobs.Parse("* * * * *", "", noon)
	if err != nil {
		t.Fatal(err)
	}
	clock := noon.Add(-time.Millisecond)
	now := func() time.Time { clock = clock.Add(time.Minute - time.Microsecond); return clock }
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	runs, running := 0, false
	err = jobs.Run(ctx, now, s, func(context.Context) {
		if running {
			t.Error("a run began while another was going on")
		}
		running = true
		if runs++; runs == 3 {
			stop()
		}
		running = false
	})
	if err != nil || runs != 3 {
		t.Errorf("got %d runs and %v, want 3 runs and no error", runs, err)
	}
}
