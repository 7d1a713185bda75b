package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
)

// Task is one kind of job.
type Task struct {
	Name     string
	Timeout  time.Duration // for one attempt
	Attempts int           // at most; between them the wait grows with the fourth power: 1 s, 16 s, 81 s, ... 4 h
	Many     bool          // short and many, such as letters: ten at once. All others are done one after the other
}

// queue parts the short from the long, so that a letter does not wait for a round.
func (t Task) queue() string {
	if t.Many {
		return "short"
	}
	return river.QueueDefault
}

// Work does a job. The last of the attempts is told, so that it can give up properly. An error brings the job back
// later, unless it is [Enough].
type Work struct {
	Task
	Do func(ctx context.Context, key string, last bool) error
}

// Enough wraps an error after which trying again makes no sense.
func Enough(err error) error { return river.JobCancel(err) }

// ErrTimeout is the cause of the end of a context whose job took too long.
var ErrTimeout = errors.New("timed out")

// Workshop does the jobs of a queue.
type Workshop struct {
	client *river.Client[*sql.Tx]
}

// settle is how long a job may take, beyond the time-out of its task, to notice that it is over. One that does not
// come back, because its server was killed, is given to another after that, unless the queue frees it before.
const settle = 15 * time.Second

// Open starts the work on a database. Jobs of other tasks stay where they are.
func Open(ctx context.Context, db Database, log *slog.Logger, works []Work) (*Workshop, error) {
	workers := river.NewWorkers()
	for _, w := range works {
		river.AddWorkerArgs(workers, args{task: w.Name}, &worker{work: w})
	}
	client, err := river.NewClient(db.driver(), &river.Config{
		Workers: workers, Logger: log, FetchOnlyKnownKinds: true,
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}, "short": {MaxWorkers: 10}},
		// Asking once a second costs less than being told, and needs no connection that does nothing but listen.
		PollOnly: true, FetchPollInterval: time.Second, JobTimeout: settle, RescueStuckJobsAfter: settle,
	})
	if err != nil {
		return nil, fmt.Errorf("workshop: %w", err)
	}
	// The jobs outlive ctx: Close lets them finish.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("workshop: %w", err)
	}
	return &Workshop{client: client}, nil
}

// Working says whether it works, and has not been closed or broken down.
func (w *Workshop) Working() bool {
	select {
	case <-w.client.Stopped():
		return false
	default:
		return true
	}
}

// Close takes no further jobs, lets those at work finish until ctx ends, then breaks them off; they are taken up again
// at the next start, or by another server.
func (w *Workshop) Close(ctx context.Context) error {
	err := w.client.Stop(ctx)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), settle)
		defer cancel()
		err = w.client.StopAndCancel(hard)
	}
	return err
}

// worker is a Work as River wants it.
type worker struct {
	river.WorkerDefaults[args]
	work Work
}

// Timeout is when River gives the job up for lost.
func (w *worker) Timeout(*river.Job[args]) time.Duration { return w.work.Timeout + settle }

func (w *worker) Work(ctx context.Context, job *river.Job[args]) error {
	ctx, cancel := context.WithTimeoutCause(ctx, w.work.Timeout, ErrTimeout)
	defer cancel()
	return w.work.Do(ctx, job.Args.Key, job.Attempt >= job.MaxAttempts)
}
