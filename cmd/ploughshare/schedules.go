package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"ploughshare/aid"
)

type schedulesCmd struct{}

// Run lists the schedules.
func (c *schedulesCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		all, err := o.Schedules(ctx, operator)
		if err != nil {
			return err
		}
		if h.JSON {
			return h.json(all)
		}
		w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "SCHEDULE\tJOB\tSPEC\tZONE\tMISSED\tNEXT\tLAST")
		for _, s := range all {
			next := moment(s.NextAt)
			if !s.Enabled {
				next = "off"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Job, s.Spec, s.Zone, s.Missed, next, moment(s.LastSlot))
		}
		return w.Flush()
	})
}

type scheduleCmd struct {
	Add scheduleAddCmd `cmd:"" help:"Set up a schedule, or change the one of that name."`
	Run scheduleRunCmd `cmd:"" help:"Run a schedule now, beside its times. A server must be there to do it."`
}

type scheduleAddCmd struct {
	ID     string `arg:"" help:"Name of the schedule."`
	Spec   string `arg:"" help:"Five cron fields (minute hour day month weekday) in quotes, or a word such as @daily."`
	Job    string `help:"What is to be done: match, digest, backup or prune; the name of the schedule when left out."`
	Zone   string `help:"Time zone, by its IANA name." default:"UTC"`
	Missed string `help:"What becomes of times that passed while no server ran: once (one run makes up for all) or skip." enum:"once,skip" default:"once"`
	Off    bool   `help:"Keep the schedule and do not run it."`
}

// Run sets up a schedule.
func (c *scheduleAddCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		job := c.Job
		if job == "" {
			job = c.ID
		}
		s, err := o.PutSchedule(ctx, operator, aid.Schedule{
			ID: aid.ScheduleID(c.ID), Job: job, Spec: c.Spec, Zone: c.Zone, Missed: aid.Missed(c.Missed), Enabled: !c.Off,
		})
		if err != nil {
			return err
		}
		if h.JSON {
			return h.json(s)
		}
		_, err = fmt.Fprintf(h.stdout, "Schedule %s: %s, next at %s\n", s.ID, s.Job, moment(s.NextAt))
		return err
	})
}

type scheduleRunCmd struct {
	ID string `arg:"" help:"Name of the schedule."`
}

// Run starts a run.
func (c *scheduleRunCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		run, err := o.RunNow(ctx, operator, aid.ScheduleID(c.ID))
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h.stdout, "Run %s waits for a server\n", run.ID)
		return err
	})
}

type runsCmd struct {
	Cancel string `help:"A run to cancel." placeholder:"RUN"`
	Top    int    `help:"Runs to show, the latest first." default:"20"`
}

// Run shows the history, or cancels a run.
func (c *runsCmd) Run(ctx context.Context, h *house) error {
	return h.with(ctx, func(o *open) error {
		if c.Cancel != "" {
			run, err := o.CancelRun(ctx, operator, aid.RunID(c.Cancel))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(h.stdout, "Run %s is %s\n", run.ID, run.State)
			return err
		}
		runs, _, err := o.Runs(ctx, operator, aid.RunFilter{}, aid.Page{Limit: c.Top})
		if err != nil {
			return err
		}
		return h.showRuns(o, runs)
	})
}

func (h *house) showRuns(o *open, runs []aid.Run) error {
	for i := range runs {
		runs[i].Progress.Text = o.sentence(runs[i].Progress)
	}
	if h.JSON {
		return h.json(runs)
	}
	w := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RUN\tSCHEDULE\tSLOT\tSTATE\tATTEMPTS\tENDED\tROUND\tPROGRESS\tERROR")
	for _, r := range runs {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n", r.ID, r.ScheduleID, moment(r.Slot), r.State, r.Attempts,
			moment(r.EndedAt), r.RoundID, short(r.Progress.Text, 60), short(r.Error, 60))
	}
	return w.Flush()
}

// moment writes a time to the minute, in UTC; "-" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}

// with opens the desk for one command.
func (h *house) with(ctx context.Context, do func(*open) error) error {
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	return do(o)
}
