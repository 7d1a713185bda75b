package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ploughshare/aid"
	"ploughshare/jobs"
	"ploughshare/store"
)

// Schedules are all schedules, by id.
func (d *Desk) Schedules(ctx context.Context, who aid.Actor) ([]aid.Schedule, error) {
	if err := who.May(aid.ManageSchedules); err != nil {
		return nil, err
	}
	return d.store.Schedules(ctx)
}

// PutSchedule sets a schedule up or changes it. Its next time stays as it is unless spec or zone change or it was off,
// so that what was missed is not forgotten. The error is aid.Problems when it is not sound.
func (d *Desk) PutSchedule(ctx context.Context, who aid.Actor, s aid.Schedule) (aid.Schedule, error) {
	if err := who.May(aid.ManageSchedules); err != nil {
		return aid.Schedule{}, err
	}
	if err := s.Validate(); err != nil {
		return aid.Schedule{}, err
	}
	now := d.instant()
	times, err := jobs.Parse(s.Spec, s.Zone, now)
	if err != nil {
		return aid.Schedule{}, aid.Problems{{Field: "spec", Message: aid.Say("spec_malformed", "why", err.Error())}}
	}
	s.NextAt, s.LastSlot, s.Version, s.CreatedAt, s.UpdatedAt = times.Next(now), time.Time{}, 1, now, now
	keep := func(tx *store.Store) error { return d.keepSchedule(ctx, tx, who, s) }
	if err = d.store.InTx(ctx, keep); errors.Is(err, aid.ErrConflict) {
		err = d.store.InTx(ctx, keep) // another server that starts with the same settings was faster
	}
	if err != nil {
		return aid.Schedule{}, err
	}
	return d.store.Schedule(ctx, s.ID)
}

// keepSchedule writes a schedule and its journal entry, unless it says nothing new.
func (d *Desk) keepSchedule(ctx context.Context, tx *store.Store, who aid.Actor, s aid.Schedule) error {
	old, err := tx.Schedule(ctx, s.ID)
	switch {
	case errors.Is(err, aid.ErrNotFound):
		err = tx.AddSchedule(ctx, s)
	case err != nil:
		return err
	default:
		if s = changed(old, s); s == old {
			return nil
		}
		err = tx.ReplaceSchedule(ctx, s)
	}
	if err != nil {
		return err
	}
	note := fmt.Sprintf("%s at %q, zone %q, enabled %t, missed %s", s.Job, s.Spec, s.Zone, s.Enabled, s.Missed)
	return tx.AddEntry(ctx, d.entry(who, "scheduled", "schedules/"+string(s.ID), note))
}

// changed is the old schedule with what the new one says otherwise.
func changed(old, s aid.Schedule) aid.Schedule {
	if old.Spec != s.Spec || old.Zone != s.Zone || s.Enabled && !old.Enabled {
		old.NextAt = s.NextAt
	}
	old.Job, old.Spec, old.Zone, old.Missed, old.Enabled = s.Job, s.Spec, s.Zone, s.Missed, s.Enabled
	return old
}

// RunNow starts a run of a schedule beside its times.
func (d *Desk) RunNow(ctx context.Context, who aid.Actor, id aid.ScheduleID) (run aid.Run, err error) {
	if err := who.May(aid.ManageSchedules); err != nil {
		return aid.Run{}, err
	}
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		s, err := tx.Schedule(ctx, id)
		if err != nil {
			return err
		}
		if run, err = d.start(ctx, tx, s, d.instant(), d.instant()); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, "started", "runs/"+string(run.ID), "beside its schedule"))
	})
	return run, err
}

// late is how far behind its time a slot may begin and not have been missed: the tick comes every minute.
const late = 2 * time.Minute

// Tick starts what is due at a time, and frees the runs of servers that died. Servers may tick at once: each slot has
// one run.
func (d *Desk) Tick(ctx context.Context, at time.Time) error {
	return d.store.InTx(ctx, func(tx *store.Store) error {
		if err := d.freeSilent(ctx, tx, at); err != nil {
			return err
		}
		due, err := tx.DueSchedules(ctx, at)
		if err != nil {
			return err
		}
		for _, s := range due {
			if err := d.strike(ctx, tx, s, at); err != nil {
				return fmt.Errorf("schedule %s: %w", s.ID, err)
			}
		}
		return nil
	})
}

// strike starts the run of the last slot that has come, or notes that it is left out, and moves the schedule on.
func (d *Desk) strike(ctx context.Context, tx *store.Store, s aid.Schedule, at time.Time) error {
	times, err := jobs.Parse(s.Spec, s.Zone, at)
	if err != nil {
		return d.disable(ctx, tx, s, err)
	}
	slot, next := times.Due(s.NextAt, at)
	busy, err := d.busy(ctx, tx, s, at)
	if err != nil {
		return err
	}
	if reason := leaveOut(s, slot, at, busy); reason != "" {
		err = tx.AddRun(ctx, aid.Run{
			ID: newID[aid.RunID](), ScheduleID: s.ID, Job: s.Job, Slot: slot, State: aid.RunSkipped, EndedAt: at,
			Progress: aid.Say(reason), CreatedAt: at,
		})
	} else {
		s.LastSlot = slot
		_, err = d.start(ctx, tx, s, slot, at)
	}
	if err != nil {
		return err
	}
	s.NextAt = next
	if next.IsZero() {
		s.Enabled = false
	}
	return tx.ReplaceSchedule(ctx, s)
}

// leaveOut is the reason why a slot has no run, "" when it has one.
func leaveOut(s aid.Schedule, slot, at time.Time, busy bool) string {
	switch {
	case busy:
		return "skipped_busy"
	case s.Missed == aid.MissedSkip && at.Sub(slot) > late:
		return "skipped_missed"
	}
	return ""
}

// start puts a run into the history and its job into the queue.
func (d *Desk) start(ctx context.Context, tx *store.Store, s aid.Schedule, slot, at time.Time) (aid.Run, error) {
	i := slices.IndexFunc(scheduled, func(t jobs.Task) bool { return t.Name == s.Job })
	if i < 0 {
		return aid.Run{}, fmt.Errorf("job %q: %w", s.Job, aid.ErrInvalid)
	}
	run := aid.Run{
		ID: newID[aid.RunID](), ScheduleID: s.ID, Job: s.Job, Slot: slot, State: aid.RunWaiting,
		Progress: aid.Say("phase_waiting"), CreatedAt: at,
	}
	if err := tx.AddRun(ctx, run); err != nil {
		return aid.Run{}, err
	}
	return run, d.queue.Insert(ctx, tx.SQLTx(), scheduled[i], string(run.ID))
}

// lost is how long after its last sign of life a run is given up: longer than all attempts and the waits between them.
const lost = 6 * time.Hour

// busy says whether the run before has not ended. One whose servers all died is brought to its end here.
func (d *Desk) busy(ctx context.Context, tx *store.Store, s aid.Schedule, at time.Time) (bool, error) {
	before, err := tx.UnfinishedRuns(ctx, s.ID)
	if err != nil {
		return false, err
	}
	busy := false
	for _, run := range before {
		if at.Sub(run.CreatedAt) < lost || at.Sub(run.StartedAt) < lost {
			busy = true
			continue
		}
		run.State, run.EndedAt, run.Error = aid.RunFailed, at, "no server brought it to its end"
		if err := tx.ReplaceRun(ctx, run); err != nil {
			return false, err
		}
	}
	return busy, nil
}

// disable takes a schedule off that cannot be read, so that it does not hold up the others.
func (d *Desk) disable(ctx context.Context, tx *store.Store, s aid.Schedule, why error) error {
	s.Enabled = false
	if err := tx.ReplaceSchedule(ctx, s); err != nil {
		return err
	}
	return tx.AddEntry(ctx, d.entry(aid.Machine("schedule"), "disabled", "schedules/"+string(s.ID), why.Error()))
}

// newID makes an id that sorts by time.
func newID[ID ~string]() ID { return ID(uuid.Must(uuid.NewV7()).String()) }
