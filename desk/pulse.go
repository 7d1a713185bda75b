package desk

import (
	"context"
	"errors"
	"time"

	"ploughshare/aid"
	"ploughshare/jobs"
)

// Pulse is the state of the house, for those who watch it.
type Pulse struct {
	Jobs      map[string]int64 // in the queue, by state
	LastRound time.Time        // zero when there is none
	LastRuns  []aid.Run        // the last one of each job that was done
}

// Pulse takes it. It reads a few rows and never waits for who writes.
func (d *Desk) Pulse(ctx context.Context) (p Pulse, err error) {
	if p.Jobs, err = jobs.Count(ctx, d.store.Pools()["read"]); err != nil {
		return p, err
	}
	round, err := d.store.LatestRound(ctx)
	if err != nil && !errors.Is(err, aid.ErrNotFound) {
		return p, err
	}
	p.LastRound = round.CreatedAt
	for _, job := range aid.Jobs {
		last, _, err := d.store.Runs(ctx, aid.RunFilter{Job: job, State: aid.RunDone}, aid.Page{Limit: 1})
		if err != nil {
			return p, err
		}
		p.LastRuns = append(p.LastRuns, last...)
	}
	return p, nil
}

// Ready is an error while the database does not answer, or the tables of records or jobs are not those of this program.
func (d *Desk) Ready(ctx context.Context) error {
	return errors.Join(d.store.Ready(ctx), jobs.Ready(ctx, Jobs(d.store)))
}
