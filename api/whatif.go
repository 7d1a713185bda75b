package api

import (
	"context"

	"ploughshare/aid"
	"ploughshare/matcher"
)

func (a *api) short(ctx context.Context, in *RoundPath) (*list[aid.Short], error) {
	rows, err := a.desk.Short(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for _, s := range rows {
		sayAll(printer, s.Reasons)
	}
	return listOf(rows, "", err)
}

type worth struct{ Body matcher.Worth }

func (a *api) worth(ctx context.Context, in *RoundPath) (*worth, error) {
	w, err := a.desk.Worth(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	for _, x := range w.Offers {
		sayAll(printer, x.Says)
	}
	for _, cells := range [][]matcher.CellWorth{w.Cells, w.Themes, w.Regions} {
		for _, x := range cells {
			sayAll(printer, x.Says)
		}
	}
	return &worth{w}, nil
}

type whatIf struct{ Body matcher.WhatIf }

func (a *api) whatIf(ctx context.Context, in *struct {
	RoundPath
	Body matcher.Changes
}) (*whatIf, error) {
	found, err := a.desk.WhatIf(ctx, who(ctx), in.ID, in.Body)
	return &whatIf{found}, err
}
