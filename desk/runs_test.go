package desk

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ploughshare/aid"
	"ploughshare/jobs"
	"ploughshare/matcher"
	"ploughshare/store"
)

// waiting is a desk with a run that waits for its turn.
func waiting(t *testing.T) (*Desk, aid.RunID) {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "runs.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := New(s, matcher.DefaultPolicy(), now)
	run := aid.Run{ID: newID[aid.RunID](), ScheduleID: "match", Job: "match", Slot: now(), State: aid.RunWaiting, CreatedAt: now()}
	if err := errors.Join(d.Seed(t.Context()), s.AddRun(t.Context(), run)); err != nil {
		t.Fatal(err)
	}
	return d, run.ID
}

// hang says that it has begun and works until it is stopped.
func hang(begun chan<- bool) func(context.Context, *work) error {
	return func(ctx context.Context, w *work) error {
		if err := w.phase(ctx, aid.Say("phase_waiting")); err != nil {
			return err
		}
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}
}

// Whatever ends an attempt, the history says so, and River hears whether to bring the run back.
func TestHowRunsEnd(t *testing.T) {
	broken := func(context.Context, *work) error { return errors.New("the disk is full") }
	for _, c := range []struct {
		name  string
		last  bool
		do    func(begun chan<- bool) func(context.Context, *work) error
		end   func(d *Desk, id aid.RunID, stop context.CancelCauseFunc) error
		state aid.RunState
		says  string
	}{
		{name: "done", state: aid.RunDone,
			do: func(chan<- bool) func(context.Context, *work) error {
				return func(context.Context, *work) error { return nil }
			}},
		{name: "an error that may pass", state: aid.RunWaiting, says: "the disk is full",
			do: func(chan<- bool) func(context.Context, *work) error { return broken }},
		{name: "an error that does not", last: true, state: aid.RunFailed, says: "the disk is full",
			do: func(chan<- bool) func(context.Context, *work) error { return broken }},
		{name: "a panic", last: true, state: aid.RunFailed, says: "panic: tea",
			do: func(chan<- bool) func(context.Context, *work) error {
				return func(context.Context, *work) error { panic("tea") }
			}},
		{name: "cancelled", do: hang, state: aid.RunCancelled, says: "cancelled",
			end: func(d *Desk, id aid.RunID, _ context.CancelCauseFunc) error {
				_, err := d.CancelRun(context.Background(), aid.Machine("test"), id)
				return err
			}},
		{name: "timed out", do: hang, state: aid.RunFailed, says: "timed out",
			end: func(_ *Desk, _ aid.RunID, stop context.CancelCauseFunc) error { stop(jobs.ErrTimeout); return nil }},
		{name: "the server stops", do: hang, state: aid.RunWaiting, says: "canceled",
			end: func(_ *Desk, _ aid.RunID, stop context.CancelCauseFunc) error { stop(nil); return nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, id := waiting(t)
			ctx, stop := context.WithCancelCause(t.Context())
			begun, ended := make(chan bool), make(chan error, 1)
			go func() { ended <- d.carryOut(ctx, id, c.last, c.do(begun)) }()
			if c.end != nil {
				<-begun
				if err := c.end(d, id, stop); err != nil {
					t.Error(err)
				}
			}
			err := <-ended
			stop(nil)
			run, errRun := d.Run(context.Background(), aid.Machine("test"), id)
			if errRun != nil || run.State != c.state || !strings.Contains(run.Error, c.says) || run.Attempts != 1 {
				t.Errorf("the run is %+v (%v)", run, errRun)
			}
			if (err == nil) != (c.state == aid.RunDone) || run.State.Ended() == run.EndedAt.IsZero() {
				t.Errorf("River hears %v; ended at %v", err, run.EndedAt)
			}
		})
	}
}

// A run that waits is cancelled at once; one that has ended is not.
func TestCancelBeforeAndAfter(t *testing.T) {
	d, id := waiting(t)
	if run, err := d.CancelRun(t.Context(), aid.Machine("test"), id); err != nil || run.State != aid.RunCancelled {
		t.Errorf("got %v, %s", err, run.State)
	}
	if _, err := d.CancelRun(t.Context(), aid.Machine("test"), id); !errors.Is(err, aid.ErrConflict) {
		t.Errorf("got %v", err)
	}
	worked := false
	err := d.carryOut(t.Context(), id, false, func(context.Context, *work) error { worked = true; return nil })
	if err != nil || worked {
		t.Errorf("a cancelled run was done (%v)", err)
	}
	if _, err := d.CancelRun(t.Context(), aid.Actor{Name: "public"}, id); !errors.Is(err, aid.ErrUnauthenticated) {
		t.Errorf("got %v", err)
	}
}

// A server is killed between the round and the note that the run is done: the run is not done again.
func TestARunMakesOneRound(t *testing.T) {
	d, id := waiting(t)
	run, err := d.begin(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.matchRun(t.Context(), &work{d, run}); err != nil {
		t.Fatal(err)
	}
	if err := d.carryOut(t.Context(), id, false, d.matchRun); err != nil {
		t.Fatal(err)
	}
	rounds, _, err := d.Rounds(t.Context(), aid.Machine("test"), aid.Page{})
	if run, _ = d.Run(t.Context(), aid.Machine("test"), id); err != nil || len(rounds) != 1 || run.State != aid.RunDone || run.RoundID != rounds[0].ID {
		t.Errorf("%d rounds, the run is %+v (%v)", len(rounds), run, err)
	}
}

// A run that was asked to stop, or that another server has taken up meanwhile, keeps no round.
func TestStoppedRunsKeepNothing(t *testing.T) {
	for name, meanwhile := range map[string]func(*Desk, aid.Run) error{
		"stopped": func(d *Desk, run aid.Run) error {
			_, err := d.CancelRun(context.Background(), aid.Machine("test"), run.ID)
			return err
		},
		"taken up": func(d *Desk, run aid.Run) error { _, err := d.begin(context.Background(), run.ID); return err },
	} {
		d, id := waiting(t)
		run, err := d.begin(t.Context(), id)
		if err == nil {
			err = meanwhile(d, run)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := d.matchRun(t.Context(), &work{d, run}); !errors.Is(err, errStopped) {
			t.Errorf("%s: got %v", name, err)
		}
		if rounds, _, err := d.Rounds(t.Context(), aid.Machine("test"), aid.Page{}); err != nil || len(rounds) > 0 {
			t.Errorf("%s: %d rounds were kept (%v)", name, len(rounds), err)
		}
	}
}

// A run says every ten seconds that it is alive; it does not go on when another server has taken it up.
func TestRunsSayThatTheyAreAlive(t *testing.T) {
	d, id := waiting(t)
	run, err := d.begin(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	begin := d.now()
	for second := 1; second <= 29; second++ {
		d.now = func() time.Time { return begin.Add(time.Duration(second) * time.Second) }
		if !d.goesOn(t.Context(), run, second) {
			t.Fatalf("it stops after %d s", second)
		}
	}
	now, err := d.Run(t.Context(), aid.Machine("test"), id)
	if want := begin.Add(20 * time.Second); err != nil || !now.AliveAt.Equal(want) {
		t.Errorf("it was last alive at %s (%v), want %s", now.AliveAt, err, want)
	}
	if _, err := d.begin(t.Context(), id); err != nil || d.goesOn(t.Context(), run, 30) {
		t.Errorf("it goes on beside the other (%v)", err)
	}
}

func TestWhichCopiesAreKept(t *testing.T) {
	b := Backups{Daily: 2, Weekly: 2}
	names := []string{
		"ploughshare-20261124T020000Z.db",                                    // Tuesday: the newest, of its day and week
		"ploughshare-20261123T030000Z.db", "ploughshare-20261123T020000Z.db", // the last of Monday, and one before
		"ploughshare-20261122T020000Z.db", "ploughshare-20261121T020000Z.db", // the last of the week before, and one before
		"ploughshare-20261115T020000Z.db", // three weeks ago
		"ploughshare.db", "notes.txt", "ploughshare-20261399T020000Z.db", "old-ploughshare-20200101T000000Z.db",
	}
	want := "ploughshare-20261123T020000Z.db ploughshare-20261121T020000Z.db ploughshare-20261115T020000Z.db"
	if got := strings.Join(b.expendable(names), " "); got != want {
		t.Errorf("expendable: %s\nwant: %s", got, want)
	}
	if got := (Backups{}).expendable(names[:2]); len(got) != 1 || got[0] != names[1] {
		t.Errorf("with nothing to keep the newest stays: got %v", got)
	}
}
