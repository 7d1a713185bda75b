package api

import (
	"context"

	"ploughshare/matcher"
)

func (a *api) duplicates(ctx context.Context, _ *struct{}) (*list[matcher.Duplicate], error) {
	found, err := a.desk.Duplicates(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for i := range found {
		say(printer, &found[i].Title)
		sayAll(printer, found[i].Reasons)
	}
	return listOf(found, "", err)
}
