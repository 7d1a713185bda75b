package api

import (
	"context"

	"ploughshare/aid"
)

func (a *api) searches(ctx context.Context, q *PageQuery) (*list[aid.Search], error) {
	return listOf(a.desk.Searches(ctx, who(ctx), q.page()))
}

func (a *api) saveSearch(ctx context.Context, in *struct {
	Body struct {
		Name     string       `json:"name" minLength:"1" maxLength:"120"`
		List     aid.Searched `json:"list" enum:"requests,proposals"`
		Query    string       `json:"query,omitempty" maxLength:"2000" doc:"The filters as the address of the page has them, e.g. region=Africa&theme=stockpile"`
		Rhythm   aid.Rhythm   `json:"rhythm,omitempty" enum:"at_once,daily,weekly" doc:"How soon a mail tells of what is new in it; never when left out"`
		Language string       `json:"language,omitempty" enum:"ar,zh,en,fr,ru,es" default:"en" doc:"Of the mails"`
	}
}) (*one[aid.Search], error) {
	s := aid.Search{Name: in.Body.Name, List: in.Body.List, Query: in.Body.Query, Rhythm: in.Body.Rhythm}
	s, err := a.desk.KeepSearch(ctx, who(ctx), s, in.Body.Language)
	return oneOf(s, s.Version, err)
}

func (a *api) removeSearch(ctx context.Context, in *struct {
	ID aid.SearchID `path:"id"`
}) (*struct{}, error) {
	return nil, a.desk.RemoveSearch(ctx, who(ctx), in.ID)
}
