package jobs_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/mattn/go-sqlite3"

	"ploughshare/jobs"
)

// onEach runs a test on a database of each kind with the tables of jobs.
func onEach(t *testing.T, test func(t *testing.T, db jobs.Database)) {
	t.Run("sqlite", func(t *testing.T) {
		pool := pool(t, "sqlite3", "file:"+filepath.Join(t.TempDir(), "jobs.db")+"?_journal_mode=WAL&_txlock=immediate&_busy_timeout=5000")
		pool.SetMaxOpenConns(1)
		test(t, migrated(t, jobs.Database{Pool: pool}))
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := os.Getenv("PLOUGHSHARE_TEST_POSTGRES")
		if dsn == "" && os.Getenv("CI") == "true" {
			t.Fatal("PLOUGHSHARE_TEST_POSTGRES must be set in CI")
		}
		if dsn == "" {
			t.Skip("PLOUGHSHARE_TEST_POSTGRES is not set")
		}
		admin := pool(t, "pgx", dsn)
		schema := fmt.Sprintf("jobs_%d", time.Now().UnixNano())
		if _, err := admin.Exec("CREATE SCHEMA " + schema); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { admin.Exec("DROP SCHEMA " + schema + " CASCADE") })
		address, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		query := address.Query()
		query.Set("search_path", schema)
		address.RawQuery = query.Encode()
		test(t, migrated(t, jobs.Database{Pool: pool(t, "pgx", address.String()), Postgres: true}))
	})
}

func pool(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func migrated(t *testing.T, db jobs.Database) jobs.Database {
	t.Helper()
	if err := jobs.Ready(t.Context(), db); err == nil {
		t.Error("an empty database is ready")
	}
	for range 2 { // the second time there is nothing to do
		if err := jobs.Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
	}
	if err := jobs.Ready(t.Context(), db); err != nil {
		t.Error(err)
	}
	return db
}

// insert puts jobs into the queue in one transaction, which is kept or undone.
func insert(t *testing.T, db jobs.Database, keep bool, task jobs.Task, keys ...string) {
	t.Helper()
	tx, err := db.Pool.Begin()
	if err != nil {
		t.Fatal(err)
	}
	queue := jobs.NewQueue(db)
	for _, key := range keys {
		if err := queue.Insert(t.Context(), tx, task, key); err != nil {
			t.Fatal(err)
		}
	}
	end := tx.Commit
	if !keep {
		end = tx.Rollback
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, db jobs.Database, works ...jobs.Work) *jobs.Workshop {
	t.Helper()
	shop, err := jobs.Open(t.Context(), db, slog.New(slog.DiscardHandler), works)
	if err != nil {
		t.Fatal(err)
	}
	return shop
}

func stop(t *testing.T, shops ...*jobs.Workshop) {
	t.Helper()
	for _, shop := range shops {
		if err := shop.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

func receive(t *testing.T, from <-chan string) string {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(time.Minute):
		t.Fatal("nothing was done")
	}
	return ""
}

var letters = jobs.Task{Name: "letters", Timeout: time.Minute, Attempts: 3, Many: true}

// What a transaction undoes is not done; what it keeps is done once, by one of two servers, though it was put in twice.
func TestJobsBelongToTheirTransaction(t *testing.T) {
	onEach(t, func(t *testing.T, db jobs.Database) {
		insert(t, db, false, letters, "undone")
		insert(t, db, true, letters, "a", "b", "a", "c")
		insert(t, db, true, letters, "b")
		done := make(chan string, 20)
		work := jobs.Work{Task: letters, Do: func(_ context.Context, key string, _ bool) error { done <- key; return nil }}
		one, two := start(t, db, work), start(t, db, work)
		got := map[string]int{}
		for range 3 {
			got[receive(t, done)]++
		}
		stop(t, one, two)
		for len(done) > 0 {
			got[<-done]++
		}
		if len(got) != 3 || got["a"] != 1 || got["b"] != 1 || got["c"] != 1 {
			t.Errorf("done: %v, want a, b and c once each", got)
		}
	})
}

// A server that stops in the middle of a job breaks it off; the next one takes it up again.
func TestBrokenOffJobsAreTakenUpAgain(t *testing.T) {
	onEach(t, func(t *testing.T, db jobs.Database) {
		long := jobs.Task{Name: "long", Timeout: time.Minute, Attempts: 3}
		insert(t, db, true, long, "k")
		begun, done := make(chan string, 1), make(chan string, 1)
		first := start(t, db, jobs.Work{Task: long, Do: func(ctx context.Context, key string, _ bool) error {
			begun <- key
			<-ctx.Done()
			return ctx.Err()
		}})
		receive(t, begun)
		now, cancel := context.WithCancel(context.Background())
		cancel()
		if err := first.Close(now); err != nil {
			t.Error(err)
		}
		second := start(t, db, jobs.Work{Task: long, Do: func(_ context.Context, key string, _ bool) error { done <- key; return nil }})
		if got := receive(t, done); got != "k" {
			t.Errorf("done: %q", got)
		}
		stop(t, second)
	})
}

// An error brings a job back until its last attempt, which is told; Enough ends it at once; a job that takes too long
// is told why it ends.
func TestAttempts(t *testing.T) {
	onEach(t, func(t *testing.T, db jobs.Database) {
		two := jobs.Task{Name: "two", Timeout: time.Minute, Attempts: 2, Many: true}
		slow := jobs.Task{Name: "slow", Timeout: 50 * time.Millisecond, Attempts: 1, Many: true}
		insert(t, db, true, two, "fails", "enough")
		insert(t, db, true, slow, "slow")
		said := make(chan string, 20)
		var enough atomic.Int32
		shop := start(t, db,
			jobs.Work{Task: two, Do: func(_ context.Context, key string, last bool) error {
				if key == "enough" {
					enough.Add(1)
					return jobs.Enough(errors.New("no use"))
				}
				said <- fmt.Sprintf("%s %t", key, last)
				return errors.New("not yet")
			}},
			jobs.Work{Task: slow, Do: func(ctx context.Context, _ string, _ bool) error {
				<-ctx.Done()
				said <- context.Cause(ctx).Error()
				return jobs.Enough(ctx.Err())
			}},
		)
		got := map[string]int{}
		for range 3 {
			got[receive(t, said)]++
		}
		stop(t, shop)
		if len(said) > 0 || got["fails false"] != 1 || got["fails true"] != 1 || got["timed out"] != 1 || enough.Load() != 1 {
			t.Errorf("got %v and %d more; enough was tried %d times", got, len(said), enough.Load())
		}
	})
}

// A job of a server that died is taken up at once when it is freed, unless that was its last attempt.
func TestFreedJobsAreTakenUp(t *testing.T) {
	onEach(t, func(t *testing.T, db jobs.Database) {
		insert(t, db, true, letters, "a", "b", "last")
		_, err := db.Pool.Exec("UPDATE river_job SET state = 'running', attempted_at = CURRENT_TIMESTAMP, " +
			"attempt = CASE WHEN args ->> 'key' = 'last' THEN max_attempts ELSE 1 END")
		tx, errBegin := db.Pool.Begin()
		if err := errors.Join(err, errBegin); err != nil {
			t.Fatal(err)
		}
		queue := jobs.NewQueue(db)
		for _, key := range []string{"a", "last", "unknown"} {
			err = errors.Join(err, queue.Free(t.Context(), tx, letters.Name, key))
		}
		if err := errors.Join(err, tx.Commit()); err != nil {
			t.Fatal(err)
		}
		rows, err := jobs.Count(t.Context(), db.Pool)
		if err != nil || rows["available"] != 1 || rows["running"] != 2 {
			t.Errorf("got %v (%v)", rows, err)
		}
		done := make(chan string, 3)
		shop := start(t, db, jobs.Work{Task: letters, Do: func(_ context.Context, key string, _ bool) error { done <- key; return nil }})
		if got := receive(t, done); got != "a" {
			t.Errorf("done: %q", got)
		}
		stop(t, shop)
	})
}
