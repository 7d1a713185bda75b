package api

import (
	"context"

	"ploughshare/aid"
)

type schedules struct{ Body []aid.Schedule }

func (a *api) schedules(ctx context.Context, _ *struct{}) (*schedules, error) {
	all, err := a.desk.Schedules(ctx, who(ctx))
	return &schedules{append([]aid.Schedule{}, all...)}, err
}

type SchedulePath struct {
	ID aid.ScheduleID `path:"id"`
}

// ScheduleFields are what a client may say of a schedule.
type ScheduleFields struct {
	Job     string     `json:"job" doc:"match, digest or backup"`
	Spec    string     `json:"spec" doc:"Five cron fields (minute hour day month weekday), or a word such as @daily"`
	Zone    string     `json:"zone,omitempty" default:"UTC" doc:"IANA name of the time zone"`
	Missed  aid.Missed `json:"missed,omitempty" enum:"once,skip" default:"once" doc:"What becomes of times that passed while no server ran: one run makes up for all, or they are left out"`
	Enabled *bool      `json:"enabled,omitempty" doc:"True when left out"`
}

func (a *api) putSchedule(ctx context.Context, in *struct {
	SchedulePath
	Body ScheduleFields
}) (*one[aid.Schedule], error) {
	s, err := a.desk.PutSchedule(ctx, who(ctx), aid.Schedule{
		ID: in.ID, Job: in.Body.Job, Spec: in.Body.Spec, Zone: in.Body.Zone, Missed: in.Body.Missed, Enabled: in.Body.Enabled == nil || *in.Body.Enabled,
	})
	return oneOf(s, s.Version, err)
}

type run struct{ Body aid.Run }

func (a *api) runOf(ctx context.Context, r aid.Run, err error) (*run, error) {
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err == nil {
		say(printer, &r.Progress)
	}
	return &run{r}, err
}

func (a *api) startRun(ctx context.Context, in *SchedulePath) (*run, error) {
	r, err := a.desk.RunNow(ctx, who(ctx), in.ID)
	return a.runOf(ctx, r, err)
}

func (a *api) runs(ctx context.Context, q *struct {
	PageQuery
	Schedule string `query:"schedule"`
	Job      string `query:"job"`
	State    string `query:"state" enum:"waiting,running,stopping,done,failed,cancelled,skipped"`
}) (*list[aid.Run], error) {
	filter := aid.RunFilter{Schedule: aid.ScheduleID(q.Schedule), Job: q.Job, State: aid.RunState(q.State)}
	runs, next, err := a.desk.Runs(ctx, who(ctx), filter, q.page())
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for i := range runs {
		say(printer, &runs[i].Progress)
	}
	return listOf(runs, next, err)
}

type RunPath struct {
	ID aid.RunID `path:"id"`
}

func (a *api) run(ctx context.Context, in *RunPath) (*run, error) {
	r, err := a.desk.Run(ctx, who(ctx), in.ID)
	return a.runOf(ctx, r, err)
}

func (a *api) cancelRun(ctx context.Context, in *RunPath) (*run, error) {
	r, err := a.desk.CancelRun(ctx, who(ctx), in.ID)
	return a.runOf(ctx, r, err)
}
