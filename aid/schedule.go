package aid

import (
	"slices"
	"time"
)

// ScheduleID is the name of a schedule, such as "match".
type ScheduleID string

// Missed is what becomes of the times of a schedule that passed while no server ran.
type Missed string

const (
	MissedOnce Missed = "once" // one run makes up for all of them
	MissedSkip Missed = "skip" // they are left out
)

// MissedPolicies lists the two.
var MissedPolicies = []Missed{MissedOnce, MissedSkip}

// Jobs are what can be put on a schedule.
var Jobs = []string{"match", "digest", "backup", "prune"}

// Schedule says when a job is done by itself: a cron spec in a time zone. Each of its times is a slot, which has one
// run however many servers there are. A slot that comes while the run before has not ended is left out.
type Schedule struct {
	ID        ScheduleID `json:"id"`
	Job       string     `json:"job" doc:"match, digest, backup or prune"`
	Spec      string     `json:"spec" doc:"Five cron fields, or a word such as @daily"`
	Zone      string     `json:"zone" doc:"IANA name of the time zone; UTC when empty"`
	Missed    Missed     `json:"missed" doc:"What becomes of slots that passed while no server ran: once (one run makes up for all) or skip"`
	Enabled   bool       `json:"enabled"`
	NextAt    time.Time  `json:"next_at" doc:"The next slot"`
	LastSlot  time.Time  `json:"last_slot,omitzero" doc:"The last slot that had a run"`
	Version   int64      `json:"version"`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
}

// Validate says what makes the schedule unfit to be kept. Whether its spec can be read is for package jobs to say.
func (s Schedule) Validate() error {
	var p Problems
	checkID(&p, string(s.ID))
	checkListed(&p, "job", Jobs, s.Job)
	checkListed(&p, "missed", MissedPolicies, s.Missed)
	return p.Err()
}

// RunID is the reference of a run, a UUID that sorts by time.
type RunID string

// RunState is where a run stands.
type RunState string

const (
	RunWaiting   RunState = "waiting" // for its turn, or for another attempt
	RunRunning   RunState = "running"
	RunStopping  RunState = "stopping" // it was asked to stop and has not yet
	RunDone      RunState = "done"
	RunFailed    RunState = "failed"
	RunCancelled RunState = "cancelled"
	RunSkipped   RunState = "skipped" // its slot was left out
)

// RunStates lists the states; the first three are not the end.
var RunStates = []RunState{RunWaiting, RunRunning, RunStopping, RunDone, RunFailed, RunCancelled, RunSkipped}

// Unfinished are the states that are not the end.
var Unfinished = RunStates[:3]

// Ended says whether nothing more will come of a run.
func (s RunState) Ended() bool { return !slices.Contains(Unfinished, s) }

// Run is one time that a job was done: its slot of a schedule, how far it came, and what came of it.
type Run struct {
	ID         RunID      `json:"id"`
	ScheduleID ScheduleID `json:"schedule"`
	Job        string     `json:"job"`
	Subject    string     `json:"subject,omitempty" doc:"What it is done to, where the job is not one of a schedule: issues/GIS-2026-1-BP.1"`
	Slot       time.Time  `json:"slot" doc:"The time of the schedule that it is for"`
	State      RunState   `json:"state"`
	Progress   Message    `json:"progress"`
	Attempts   int        `json:"attempts"`
	StartedAt  time.Time  `json:"started_at,omitzero" doc:"Beginning of the last attempt"`
	AliveAt    time.Time  `json:"alive_at,omitzero" doc:"When its server last said that it works at it"`
	EndedAt    time.Time  `json:"ended_at,omitzero"`
	Error      string     `json:"error,omitempty"`
	RoundID    RoundID    `json:"round,omitempty" doc:"The round that it made"`
	CreatedAt  time.Time  `json:"created_at"`
}
