package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// Database is the one that jobs are kept in: the pool that writes, and which of the two kinds it is.
type Database struct {
	Pool     *sql.DB
	Postgres bool
}

func (db Database) driver() riverdriver.Driver[*sql.Tx] {
	if db.Postgres {
		return riverdatabasesql.New(db.Pool)
	}
	return riversqlite.New(db.Pool)
}

// Migrate brings River's own tables up to date. They belong to River alone, hence not among our migrations.
func Migrate(ctx context.Context, db Database) error {
	if Ready(ctx, db) == nil {
		return nil // without a write, which would wait for those of others
	}
	migrator, err := rivermigrate.New(db.driver(), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("tables of jobs: %w", err)
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err == nil {
		return nil
	}
	if Ready(ctx, db) == nil { // another process was faster
		return nil
	}
	return fmt.Errorf("tables of jobs: %w", err)
}

// Ready is an error unless River's tables are up to date. It only reads.
func Ready(ctx context.Context, db Database) error {
	migrator, err := rivermigrate.New(db.driver(), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("tables of jobs: %w", err)
	}
	have, err := migrator.ExistingVersions(ctx)
	if want := migrator.AllVersions(); err == nil && len(have) < len(want) {
		err = fmt.Errorf("they have version %d and this program needs %d: run `ploughshare migrate`", len(have), len(want))
	}
	if err != nil {
		return fmt.Errorf("tables of jobs: %w", err)
	}
	return nil
}

// Count counts the jobs on record by their state. It only reads, so that any pool of the database will do.
func Count(ctx context.Context, pool *sql.DB) (map[string]int64, error) {
	rows, err := pool.QueryContext(ctx, "SELECT state, count(*) FROM river_job GROUP BY state")
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	defer rows.Close()
	counts := map[string]int64{}
	for rows.Next() {
		var state string
		var n int64
		if err := rows.Scan(&state, &n); err != nil {
			return nil, fmt.Errorf("jobs: %w", err)
		}
		counts[state] = n
	}
	return counts, rows.Err()
}

// args is a job as River keeps it: which task, and what to do it to.
type args struct {
	task string
	Key  string `json:"key"`
}

func (a args) Kind() string { return a.task }

// Queue puts jobs into the database. It is safe for concurrent use.
type Queue struct{ client *river.Client[*sql.Tx] }

// NewQueue makes a queue on a database. River's tables must be there when the first job comes.
func NewQueue(db Database) *Queue {
	client, err := river.NewClient(db.driver(), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		panic(err) // it looks at its settings only, and these are fixed
	}
	return &Queue{client: client}
}

// Insert adds a job to a transaction, unless the same one is waiting or has been done within the day.
func (q *Queue) Insert(ctx context.Context, tx *sql.Tx, task Task, key string) error {
	_, err := q.client.InsertTx(ctx, tx, args{task.Name, key}, &river.InsertOpts{
		Queue: task.queue(), MaxAttempts: task.Attempts, UniqueOpts: river.UniqueOpts{ByArgs: true},
	})
	if err != nil {
		return fmt.Errorf("job %s: %w", task.Name, err)
	}
	return nil
}

// free is the same in both dialects. The columns are River's own words for a job that waits.
const free = `UPDATE river_job SET state = 'available'
	WHERE state = 'running' AND attempt < max_attempts AND kind = $1 AND args ->> 'key' = $2`

// Free takes a job from a server that died, so that another takes it up without waiting for its time-out. After the last
// attempt it is left to the time-out, and to River's own rescuer: such a job may be what servers die of.
func (q *Queue) Free(ctx context.Context, tx *sql.Tx, task, key string) error {
	if _, err := tx.ExecContext(ctx, free, task, key); err != nil {
		return fmt.Errorf("job %s: %w", task, err)
	}
	return nil
}
