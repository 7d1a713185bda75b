package api

import (
	"context"

	"ploughshare/aid"
	"ploughshare/desk"
)

// movedView is a request that moved together with others, or would.
type movedView struct {
	ID      aid.RequestID     `json:"id"`
	Status  aid.RequestStatus `json:"status" doc:"As it is now"`
	Version int64             `json:"version"`
	Hinders []aid.Message     `json:"hinders" doc:"What stands in the way of the step"`
}

// moveTogether takes several requests one step on, or with dry_run says which could go.
func (a *api) moveTogether(ctx context.Context, in *struct {
	DryRun bool `query:"dry_run" doc:"Say what would become of each, and change nothing"`
	Body   struct {
		To       aid.RequestStatus `json:"to"`
		Why      string            `json:"why" minLength:"1" doc:"Goes into the journal of each"`
		Requests []desk.Seen       `json:"requests" minItems:"1" maxItems:"500" doc:"At the versions that you have seen"`
	}
}) (*list[movedView], error) {
	if !in.DryRun {
		if err := a.desk.MoveRequests(ctx, who(ctx), in.Body.Requests, in.Body.To, in.Body.Why); err != nil {
			return nil, err
		}
	}
	var ids []aid.RequestID
	for _, seen := range in.Body.Requests {
		ids = append(ids, seen.ID)
	}
	steps, err := a.desk.StepsTo(ctx, who(ctx), ids, in.Body.To)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	rows := []movedView{}
	for _, s := range steps {
		view := movedView{s.Request.ID, s.Request.Status, s.Request.Version, []aid.Message{}}
		for _, p := range s.Hinders {
			if in.DryRun {
				view.Hinders = append(view.Hinders, p.Message)
			}
		}
		sayAll(printer, view.Hinders)
		rows = append(rows, view)
	}
	return listOf(rows, "", err)
}
