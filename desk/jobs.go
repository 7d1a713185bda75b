package desk

import (
	"context"
	"time"

	"ploughshare/aid"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/papers"
	"ploughshare/post"
)

// Settings are for what the desk does by itself. Their zero value sends no mail and keeps no backups.
type Settings struct {
	Site       string // address under which a subject such as requests/RQ001 can be read
	Post       post.Office
	Catalogs   *locale.Catalogs
	Backups    Backups
	Timeout    time.Duration      // of a round
	Typesetter *papers.Typesetter // nil where no PDF is made
	Cache      string             // folder for what PDF is read with, compiled; may be empty

	KeepHistory int // days for which ended runs and told notices are kept; 0 for ever
}

// The tasks. Attempts of runs are for servers that are stopped or killed; those of letters last half a day.
var (
	matching   = jobs.Task{Name: "match", Timeout: 30 * time.Minute, Attempts: 5}
	digesting  = jobs.Task{Name: "digest", Timeout: 10 * time.Minute, Attempts: 5}
	backing    = jobs.Task{Name: "backup", Timeout: time.Hour, Attempts: 5}
	issuing    = jobs.Task{Name: "issue", Timeout: 2 * time.Hour, Attempts: 5}
	pruning    = jobs.Task{Name: "prune", Timeout: 10 * time.Minute, Attempts: 5}
	delivering = jobs.Task{Name: "deliver", Timeout: 30 * time.Second, Attempts: 12, Many: true}
)

// scheduled are the tasks that can be put on a schedule; aid.Jobs names them.
var scheduled = []jobs.Task{matching, digesting, backing, pruning}

// Works is the list of all that is done in the background, for a workshop.
func (d *Desk) Works() []jobs.Work {
	match := matching
	if d.Settings.Timeout > 0 {
		match.Timeout = d.Settings.Timeout
	}
	return []jobs.Work{
		d.run(match, d.matchRun),
		d.run(digesting, d.digestRun),
		d.run(backing, d.backupRun),
		d.run(issuing, d.issueRun),
		d.run(pruning, d.pruneRun),
		{Task: delivering, Do: d.deliver},
	}
}

// run makes a work whose runs are in the history.
func (d *Desk) run(task jobs.Task, do func(context.Context, *work) error) jobs.Work {
	return jobs.Work{Task: task, Do: func(ctx context.Context, key string, last bool) error {
		return d.carryOut(ctx, aid.RunID(key), last, do)
	}}
}

// matchRun expires old needs, so that the round is of those that stand, and makes it.
func (d *Desk) matchRun(ctx context.Context, w *work) error {
	if _, err := d.ExpireRequests(ctx, aid.Machine("schedule")); err != nil {
		return err
	}
	_, err := d.match(ctx, aid.Machine("schedule"), d.Today(), w)
	return err
}
