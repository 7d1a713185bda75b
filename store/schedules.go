package store

import (
	"context"
	"time"

	"ploughshare/aid"

	"gorm.io/gorm/clause"
)

var schedules = kind[aid.Schedule, aid.ScheduleID]{
	one: "schedule", many: "schedules",
	id:      func(s aid.Schedule) aid.ScheduleID { return s.ID },
	version: func(s *aid.Schedule) *int64 { return &s.Version },
}

var runs = kind[aid.Run, aid.RunID]{one: "run", many: "runs", id: func(r aid.Run) aid.RunID { return r.ID }}

var runOrders = []order{
	{name: "id", columns: []string{"id"}, desc: true},
}

// AddSchedule adds a new schedule.
func (s *Store) AddSchedule(ctx context.Context, row aid.Schedule) error {
	return schedules.add(ctx, s, []aid.Schedule{row})
}

// Schedule returns one schedule.
func (s *Store) Schedule(ctx context.Context, id aid.ScheduleID) (aid.Schedule, error) {
	return schedules.get(ctx, s, id)
}

// Schedules returns all schedules, by order of id.
func (s *Store) Schedules(ctx context.Context) ([]aid.Schedule, error) {
	return schedules.all(s.read.WithContext(ctx))
}

// ReplaceSchedule writes all of a schedule anew, see ReplaceOffer.
func (s *Store) ReplaceSchedule(ctx context.Context, row aid.Schedule) error {
	mark(&row)
	return schedules.replace(ctx, s, row)
}

// DueSchedules returns the enabled schedules whose next time has come. On PostgreSQL they are this transaction's until
// its end, and those of another are left out; on SQLite there is one transaction at a time anyway.
func (s *Store) DueSchedules(ctx context.Context, at time.Time) ([]aid.Schedule, error) {
	var due []aid.Schedule
	err := s.write.WithContext(ctx).Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).
		Where("enabled AND next_at <= ?", instant(at)).Order("id").Find(&due).Error
	return due, failure("schedules", err)
}

// AddRun adds a new run. It is a conflict when its slot has one.
func (s *Store) AddRun(ctx context.Context, row aid.Run) error {
	return runs.add(ctx, s, []aid.Run{row})
}

// Run returns one run.
func (s *Store) Run(ctx context.Context, id aid.RunID) (aid.Run, error) {
	return runs.get(ctx, s, id)
}

// ReplaceRun writes all of a run anew.
func (s *Store) ReplaceRun(ctx context.Context, row aid.Run) error {
	mark(&row)
	return runs.replace(ctx, s, row)
}

// MoveRun takes a run from one of some states to another, and says whether it was in one of them.
func (s *Store) MoveRun(ctx context.Context, id aid.RunID, from []aid.RunState, to aid.RunState) (bool, error) {
	change := s.write.WithContext(ctx).Model(&aid.Run{}).Where("id = ? AND state IN ?", id, from).Update("state", to)
	return change.RowsAffected == 1, failure("run "+string(id), change.Error)
}

// NoteProgress writes how far a run has come.
func (s *Store) NoteProgress(ctx context.Context, id aid.RunID, progress aid.Message) error {
	err := s.write.WithContext(ctx).Model(&aid.Run{}).Where("id = ?", id).Update("progress", progress).Error
	return failure("run "+string(id), err)
}

// NoteAlive writes that a run is being worked at.
func (s *Store) NoteAlive(ctx context.Context, id aid.RunID, at time.Time) error {
	err := s.write.WithContext(ctx).Model(&aid.Run{}).Where("id = ?", id).Update("alive_at", instant(at)).Error
	return failure("run "+string(id), err)
}

// SilentRuns returns the runs at work that have not been heard of since a time.
func (s *Store) SilentRuns(ctx context.Context, since time.Time) ([]aid.Run, error) {
	working := []aid.RunState{aid.RunRunning, aid.RunStopping}
	return runs.all(s.read.WithContext(ctx).Where("state IN ? AND alive_at < ?", working, instant(since)))
}

// NoteRound ties the round that it made to a run, and says whether that attempt of it is still at work.
func (s *Store) NoteRound(ctx context.Context, run aid.Run, round aid.RoundID) (bool, error) {
	change := s.write.WithContext(ctx).Model(&aid.Run{}).
		Where("id = ? AND state = ? AND attempts = ?", run.ID, aid.RunRunning, run.Attempts).Update("round_id", round)
	return change.RowsAffected == 1, failure("run "+string(run.ID), change.Error)
}

// UnfinishedRuns returns the runs of a schedule that have not come to their end.
func (s *Store) UnfinishedRuns(ctx context.Context, id aid.ScheduleID) ([]aid.Run, error) {
	return runs.all(s.read.WithContext(ctx).Where("schedule_id = ? AND state IN ?", id, aid.Unfinished))
}

// Runs lists runs, the latest first; they can be sorted by id, which is by time.
func (s *Store) Runs(ctx context.Context, f aid.RunFilter, p aid.Page) ([]aid.Run, string, error) {
	db := where(s.read.WithContext(ctx), "schedule_id = ?", f.Schedule)
	db = where(db, "job = ?", f.Job)
	db = where(db, "state = ?", f.State)
	return page[aid.Run](db, runOrders, p)
}
