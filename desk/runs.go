package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"ploughshare/aid"
	"ploughshare/jobs"
	"ploughshare/store"
)

// Runs lists the history of runs.
func (d *Desk) Runs(ctx context.Context, who aid.Actor, f aid.RunFilter, p aid.Page) ([]aid.Run, string, error) {
	if err := who.May(aid.ManageSchedules); err != nil {
		return nil, "", err
	}
	return d.store.Runs(ctx, f, p)
}

// Run returns one run, to see how far it has come.
func (d *Desk) Run(ctx context.Context, who aid.Actor, id aid.RunID) (aid.Run, error) {
	if err := who.May(aid.ManageSchedules); err != nil {
		return aid.Run{}, err
	}
	return d.store.Run(ctx, id)
}

// CancelRun stops a run: one that waits at once, one at work within seconds, wherever it runs. It is a conflict when
// the run has ended.
func (d *Desk) CancelRun(ctx context.Context, who aid.Actor, id aid.RunID) (aid.Run, error) {
	if err := who.May(aid.ManageSchedules); err != nil {
		return aid.Run{}, err
	}
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		run, err := tx.Run(ctx, id)
		if err != nil {
			return err
		}
		switch run.State {
		case aid.RunWaiting:
			run.State, run.EndedAt = aid.RunCancelled, d.instant()
			err = tx.ReplaceRun(ctx, run)
		case aid.RunRunning:
			err = d.ask(ctx, tx, id)
		case aid.RunStopping:
			return nil
		default:
			return fmt.Errorf("run %s is %s: %w", id, run.State, aid.ErrConflict)
		}
		if err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, "cancelled", "runs/"+string(id), ""))
	})
	if err != nil {
		return aid.Run{}, err
	}
	return d.store.Run(ctx, id)
}

// ask asks a run to stop; it is a conflict when it has just ended.
func (d *Desk) ask(ctx context.Context, tx *store.Store, id aid.RunID) error {
	asked, err := tx.MoveRun(ctx, id, []aid.RunState{aid.RunRunning}, aid.RunStopping)
	if err == nil && !asked {
		err = fmt.Errorf("run %s: %w", id, aid.ErrConflict)
	}
	return err
}

// work is a run at work. A nil one is a person's call, which nobody follows.
type work struct {
	desk *Desk
	run  aid.Run
}

// phase says how far the run has come.
func (w *work) phase(ctx context.Context, m aid.Message) error {
	if w == nil {
		return nil
	}
	return w.desk.store.NoteProgress(ctx, w.run.ID, m)
}

// made ties a round to the run in the transaction that keeps the round, so that a run that is taken up again does not
// make another. A run that was asked to stop, or that another server has taken up, keeps nothing.
func (w *work) made(ctx context.Context, tx *store.Store, round aid.RoundID) error {
	if w == nil {
		return nil
	}
	still, err := tx.NoteRound(ctx, w.run, round)
	if err == nil && !still {
		err = errStopped
	}
	return err
}

// errFutile is an error that another attempt would meet again.
var errFutile = errors.New("trying again makes no sense")

// errStopped is the cause of the end of a run that somebody cancelled.
var errStopped = errors.New("cancelled")

// carryOut does a run, notes what came of it, and says whether River should bring it back.
func (d *Desk) carryOut(ctx context.Context, id aid.RunID, last bool, do func(context.Context, *work) error) error {
	run, err := d.begin(ctx, id)
	if err != nil || run.State.Ended() {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	var watch sync.WaitGroup
	watch.Go(func() { d.heed(ctx, run, stop) })
	err = safely(ctx, &work{d, run}, do)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	stop(nil)
	watch.Wait()
	return d.end(context.WithoutCancel(ctx), run, err, last)
}

// safely makes an error of a panic, so that the history has it.
func safely(ctx context.Context, w *work, do func(context.Context, *work) error) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	return do(ctx, w)
}

// begin marks the beginning of an attempt. A run that had made its round before its server died has no more to do.
func (d *Desk) begin(ctx context.Context, id aid.RunID) (run aid.Run, err error) {
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		if run, err = tx.Run(ctx, id); err != nil || run.State.Ended() {
			return err
		}
		now := d.instant()
		switch {
		case run.State == aid.RunStopping:
			run.State, run.EndedAt = aid.RunCancelled, now
		case run.RoundID != "":
			run.State, run.EndedAt = aid.RunDone, now
		default:
			run.State, run.StartedAt, run.AliveAt, run.Attempts = aid.RunRunning, now, now, run.Attempts+1
		}
		return tx.ReplaceRun(ctx, run)
	})
	return run, err
}

// heed stops a run that is not to go on.
func (d *Desk) heed(ctx context.Context, run aid.Run, stop context.CancelCauseFunc) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for second := 1; ; second++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !d.goesOn(ctx, run, second) {
			stop(errStopped)
			return
		}
	}
}

// goesOn looks every second whether a run was asked to stop, or taken up by another server, and writes every ten that it
// is alive. What fails here may not fail the next time.
func (d *Desk) goesOn(ctx context.Context, run aid.Run, second int) bool {
	now, err := d.store.Run(ctx, run.ID)
	if err == nil && (now.State != aid.RunRunning || now.Attempts != run.Attempts) {
		return false
	}
	if second%10 == 0 {
		_ = d.store.NoteAlive(ctx, run.ID, d.now())
	}
	return true
}

// silence is how long after its last word the server of a run is taken to be dead. Should it live, nothing is lost: of two
// attempts the later one counts.
const silence = time.Minute

// freeSilent gives the runs of dead servers to others.
func (d *Desk) freeSilent(ctx context.Context, tx *store.Store, at time.Time) error {
	silent, err := tx.SilentRuns(ctx, at.Add(-silence))
	if err != nil {
		return err
	}
	for _, run := range silent {
		if err := d.queue.Free(ctx, tx.SQLTx(), run.Job, string(run.ID)); err != nil {
			return err
		}
	}
	return nil
}

// end notes what came of an attempt. After a server that stops, or an error that is not the last, the run waits again.
func (d *Desk) end(ctx context.Context, run aid.Run, failure error, last bool) error {
	state, again := after(failure, last)
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		now, err := tx.Run(ctx, run.ID)
		if err != nil || now.State.Ended() || now.Attempts != run.Attempts {
			return err // another server has taken it up
		}
		now.State, now.Error = state, text(failure)
		if now.State.Ended() {
			now.EndedAt = d.instant()
		}
		if err := tx.ReplaceRun(ctx, now); err != nil || state != aid.RunFailed {
			return err
		}
		return d.tell(ctx, tx, aid.OnRunFailed, "runs/"+string(run.ID), nil, "job", run.Job, "why", now.Error)
	})
	if failure != nil && !again {
		failure = jobs.Enough(failure)
	}
	return errors.Join(failure, err)
}

// after is the state of a run after an attempt, and whether there will be another.
func after(failure error, last bool) (state aid.RunState, again bool) {
	switch {
	case failure == nil:
		return aid.RunDone, false
	case errors.Is(failure, errStopped):
		return aid.RunCancelled, false
	case errors.Is(failure, jobs.ErrTimeout), errors.Is(failure, errFutile), last:
		return aid.RunFailed, false
	}
	return aid.RunWaiting, true
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
