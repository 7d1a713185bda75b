package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/store"
)

var machine = aid.Machine("test")

// onEach runs a test on a database of each kind, with the tables of jobs.
func onEach(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "clock.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, postgres(t)) })
}

// server is a desk with its queue ready, as one of the servers on a database.
func server(t *testing.T, dsn string, settings desk.Settings) (*desk.Desk, *store.Store) {
	t.Helper()
	d, s := open(t, dsn)
	if err := jobs.Migrate(t.Context(), desk.Jobs(s)); err != nil {
		t.Fatal(err)
	}
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	settings.Catalogs = catalogs
	d.Settings = settings
	return d, s
}

// work opens the workshop of a server; it closes before the store does.
func work(t *testing.T, d *desk.Desk, s *store.Store) *jobs.Workshop {
	t.Helper()
	shop, err := jobs.Open(t.Context(), desk.Jobs(s), slog.New(slog.DiscardHandler), d.Works())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shop.Close(context.Background()) })
	return shop
}

func schedule(t *testing.T, d *desk.Desk, s aid.Schedule) aid.Schedule {
	t.Helper()
	s.Enabled = true
	if s.Missed == "" {
		s.Missed = aid.MissedOnce
	}
	s, err := d.PutSchedule(t.Context(), machine, s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func history(t *testing.T, d *desk.Desk) []aid.Run {
	t.Helper()
	runs, _, err := d.Runs(t.Context(), machine, aid.RunFilter{}, aid.Page{})
	if err != nil {
		t.Fatal(err)
	}
	return runs
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// Two servers on one database strike the same minute many times over: the slot has one run and makes one round.
func TestASlotHasOneRunHoweverManyServers(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		one, oneStore := server(t, dsn, desk.Settings{})
		two, twoStore := server(t, dsn, desk.Settings{})
		s := schedule(t, one, aid.Schedule{ID: "match", Job: "match", Spec: "*/5 * * * *"})
		var strokes sync.WaitGroup
		for range 8 {
			for _, d := range []*desk.Desk{one, two} {
				strokes.Go(func() {
					if err := d.Tick(context.Background(), s.NextAt); err != nil {
						t.Error(err)
					}
				})
			}
		}
		strokes.Wait()
		work(t, one, oneStore)
		work(t, two, twoStore)
		eventually(t, "the run is done", func() bool { return history(t, one)[0].State.Ended() })
		runs := history(t, one)
		if len(runs) != 1 || runs[0].State != aid.RunDone || runs[0].RoundID != "R2026-1" || runs[0].Attempts != 1 || !runs[0].Slot.Equal(s.NextAt) {
			t.Errorf("the history is %+v", runs)
		}
		rounds, _, err := two.Rounds(t.Context(), aid.Machine("test"), aid.Page{})
		if err != nil || len(rounds) != 1 {
			t.Errorf("there are %d rounds (%v), want 1", len(rounds), err)
		}
		pool, _ := oneStore.Pool()
		var jobs int
		if err := pool.QueryRow("SELECT count(*) FROM river_job").Scan(&jobs); err != nil || jobs != 1 {
			t.Errorf("there are %d jobs (%v), want 1", jobs, err)
		}
	})
}

// What passed while no server ran is made up for once, or left out, as the schedule says. Both go on from there.
func TestMissedSlots(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		d, _ := server(t, dsn, desk.Settings{})
		once := schedule(t, d, aid.Schedule{ID: "once", Job: "match", Spec: "0 * * * *"})
		schedule(t, d, aid.Schedule{ID: "skip", Job: "match", Spec: "0 * * * *", Missed: aid.MissedSkip})
		at := once.NextAt.Add(72*time.Hour + 10*time.Minute)
		if err := d.Tick(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		states := map[aid.ScheduleID]aid.RunState{}
		for _, run := range history(t, d) {
			states[run.ScheduleID] = run.State
			if want := at.Add(-10 * time.Minute); !run.Slot.Equal(want) {
				t.Errorf("%s runs for %s, want the last slot that passed, %s", run.ScheduleID, run.Slot, want)
			}
		}
		if len(states) != 2 || states["once"] != aid.RunWaiting || states["skip"] != aid.RunSkipped {
			t.Errorf("got %v", states)
		}
		// The next slot of the first comes while its run waits; that of the second is on time.
		if err := d.Tick(t.Context(), at.Add(50*time.Minute)); err != nil {
			t.Fatal(err)
		}
		for _, run := range history(t, d)[:2] {
			if run.ScheduleID == "once" && run.Progress.Key != "skipped_busy" || run.ScheduleID == "skip" && run.State != aid.RunWaiting {
				t.Errorf("%s: %s, %s", run.ScheduleID, run.State, run.Progress.Key)
			}
		}
		if n := len(history(t, d)); n != 4 {
			t.Errorf("the history has %d runs, want 4", n)
		}
	})
}

// A run that no server brought to its end does not hold up its schedule for ever.
func TestLostRunsAreGivenUp(t *testing.T) {
	d, _ := server(t, "", desk.Settings{})
	s := schedule(t, d, aid.Schedule{ID: "match", Job: "match", Spec: "0 5 * * *"})
	for _, at := range []time.Time{s.NextAt, s.NextAt.Add(24 * time.Hour)} {
		if err := d.Tick(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	if runs := history(t, d); len(runs) != 2 || runs[1].State != aid.RunFailed || runs[1].Error == "" || runs[0].State != aid.RunWaiting {
		t.Errorf("the history is %+v", runs)
	}
}

func TestSchedulesThatCannotBe(t *testing.T) {
	d, _ := server(t, "", desk.Settings{})
	for _, s := range []aid.Schedule{
		{ID: "a", Job: "match", Spec: "TZ=UTC * * * * *", Missed: aid.MissedOnce},
		{ID: "a", Job: "match", Spec: "0 0 31 2 *", Missed: aid.MissedOnce},
		{ID: "a", Job: "match", Spec: "@daily", Zone: "Mars/Olympus", Missed: aid.MissedOnce},
		{ID: "a", Job: "tea", Spec: "@daily", Missed: aid.MissedOnce},
		{ID: "a", Job: "match", Spec: "@daily", Missed: "twice"},
		{ID: "a b", Job: "match", Spec: "@daily", Missed: aid.MissedOnce},
	} {
		if _, err := d.PutSchedule(t.Context(), machine, s); !errors.Is(err, aid.ErrInvalid) {
			t.Errorf("%+v: got %v", s, err)
		}
	}
	donor := aid.Actor{Name: "donor", Party: "JPN", Roles: []aid.Role{aid.Donor}}
	if _, err := d.PutSchedule(t.Context(), donor, aid.Schedule{}); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("a donor sets up a schedule: %v", err)
	}
}

// A server that starts again with the same settings does not forget what it has missed; a new spec begins anew.
func TestSettingASchedulingUpAgainKeepsItsPlace(t *testing.T) {
	d, s := server(t, "", desk.Settings{})
	first := schedule(t, d, aid.Schedule{ID: "match", Job: "match", Spec: "0 5 * * *"})
	missed := first
	missed.NextAt = first.NextAt.Add(-72 * time.Hour)
	if err := s.ReplaceSchedule(t.Context(), missed); err != nil {
		t.Fatal(err)
	}
	if again := schedule(t, d, aid.Schedule{ID: "match", Job: "match", Spec: "0 5 * * *"}); !again.NextAt.Equal(missed.NextAt) || again.Version != 2 {
		t.Errorf("got %+v", again)
	}
	if other := schedule(t, d, aid.Schedule{ID: "match", Job: "match", Spec: "0 6 * * *"}); !other.NextAt.Equal(first.NextAt.Add(time.Hour)) {
		t.Errorf("got %+v", other)
	}
}

// Servers that start at once with the same settings set one schedule up.
func TestServersThatStartAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		one, _ := server(t, dsn, desk.Settings{})
		two, _ := server(t, dsn, desk.Settings{})
		var starts sync.WaitGroup
		for range 4 {
			for _, d := range []*desk.Desk{one, two} {
				starts.Go(func() {
					s := aid.Schedule{ID: "match", Job: "match", Spec: "@daily", Missed: aid.MissedOnce, Enabled: true}
					if _, err := d.PutSchedule(context.Background(), machine, s); err != nil {
						t.Error(err)
					}
				})
			}
		}
		starts.Wait()
		if all, err := one.Schedules(t.Context(), machine); err != nil || len(all) != 1 || all[0].Version != 1 {
			t.Errorf("got %+v (%v)", all, err)
		}
	})
}

// A server is killed in the middle of a run: another takes it up when it has been silent for a minute, long before its
// time-out, and not sooner.
func TestRunsOfDeadServersAreTakenUp(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		d, s := server(t, dsn, desk.Settings{})
		at := schedule(t, d, aid.Schedule{ID: "match", Job: "match", Spec: "0 5 * * *"}).NextAt
		if err := d.Tick(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		run := history(t, d)[0]
		run.State, run.Attempts, run.StartedAt, run.AliveAt = aid.RunRunning, 1, at, at.Add(30*time.Second)
		pool, _ := s.Pool()
		_, err := pool.Exec("UPDATE river_job SET state = 'running', attempt = 1, attempted_at = $1, attempted_by = $2", at, attemptedBy(s))
		if err := errors.Join(err, s.ReplaceRun(t.Context(), run)); err != nil {
			t.Fatal(err)
		}
		for after, want := range []string{"running", "available"} { // one minute later, and two
			if err := d.Tick(t.Context(), at.Add(time.Duration(after+1)*time.Minute)); err != nil {
				t.Fatal(err)
			}
			var state string
			if err := pool.QueryRow("SELECT state FROM river_job").Scan(&state); err != nil || state != want {
				t.Errorf("after %d min the job is %s (%v), want %s", after+1, state, err, want)
			}
		}
		work(t, d, s)
		eventually(t, "the run is done", func() bool { return history(t, d)[0].State.Ended() })
		if runs := history(t, d); len(runs) != 1 || runs[0].State != aid.RunDone || runs[0].Attempts != 2 {
			t.Errorf("the history is %+v", runs)
		}
	})
}

// attemptedBy is the server that died, as River writes it.
func attemptedBy(s *store.Store) string {
	if _, postgres := s.Pool(); postgres {
		return "{dead}"
	}
	return `["dead"]`
}
