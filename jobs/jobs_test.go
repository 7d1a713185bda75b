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

// The clock strikes at once and then at each minute. A stroke that takes two and a half minutes does not overlap with
// the next, and stopping in the middle of one waits for its end.
func TestEachMinuteDoesNotOverlapAndWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(20 * time.Second) // past the minute
		begin := time.Now()
		ctx, stop := context.WithCancel(t.Context())
		var began, ended []time.Duration
		finished := make(chan bool)
		go func() {
			defer close(finished)
			jobs.EachMinute(ctx, time.Now, func(_ context.Context, at time.Time) {
				if late := time.Since(at); late != 0 {
					t.Errorf("the clock strikes %s late", late)
				}
				began = append(began, time.Since(begin))
				if len(began) > 2 {
					time.Sleep(150 * time.Second)
				}
				ended = append(ended, time.Since(begin))
			})
		}()
		time.Sleep(5 * time.Minute)
		stop()
		<-finished
		want := []time.Duration{0, 40 * time.Second, 100 * time.Second, 250 * time.Second}
		if !slices.Equal(began, want) {
			t.Errorf("strokes came after %v, want %v", began, want)
		}
		if last := ended[len(ended)-1]; len(ended) != 4 || last != 400*time.Second {
			t.Errorf("strokes ended after %v: stopping did not wait", ended)
		}
	})
}

// Of the times that passed only the last counts, and the schedule goes on after it.
func TestDue(t *testing.T) {
	s, err := jobs.Parse("0 5 * * *", "Europe/Berlin", noon)
	if err != nil {
		t.Fatal(err)
	}
	come := s.Next(noon)
	last, next := s.Due(come, come.Add(50*time.Hour))
	if want := come.Add(48 * time.Hour); !last.Equal(want) || !next.Equal(want.Add(24*time.Hour)) {
		t.Errorf("the last is %s and the next %s", last, next)
	}
	if last, next = s.Due(come, noon); !last.IsZero() || !next.Equal(come) {
		t.Errorf("nothing has come, yet the last is %s and the next %s", last, next)
	}
}
