package jobs_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

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

// A run of two and a half minutes on a schedule of every minute: the slots that pass meanwhile are left out, and
// stopping in the middle of a run waits for its end.
func TestRunDoesNotOverlapAndWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := jobs.Parse("* * * * *", "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		ctx, stop := context.WithCancel(t.Context())
		var began, ended []time.Duration
		finished := make(chan error)
		go func() {
			finished <- jobs.Run(ctx, time.Now, s, func(context.Context) {
				began = append(began, time.Since(begin))
				time.Sleep(150 * time.Second)
				ended = append(ended, time.Since(begin))
			})
		}()
		time.Sleep(5 * time.Minute)
		stop()
		if err := <-finished; err != nil {
			t.Error(err)
		}
		if want := []time.Duration{time.Minute, 4 * time.Minute}; !slices.Equal(began, want) {
			t.Errorf("runs began after %v, want %v", began, want)
		}
		if last := ended[len(ended)-1]; len(ended) != 2 || last != 6*time.Minute+30*time.Second {
			t.Errorf("runs ended after %v: stopping did not wait", ended)
		}
	})
}
