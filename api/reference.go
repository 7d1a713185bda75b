package api

import (
	"context"

	"ploughshare/aid"
)

func (a *api) themes(ctx context.Context, _ *struct{}) (*list[aid.Theme], error) {
	themes, err := a.desk.Themes(ctx)
	return listOf(themes, "", err)
}

type partiesQuery struct {
	PageQuery
	Kind   string `query:"kind" enum:"state,territory,organisation,fund,group,aggregate"`
	Role   string `query:"role" enum:"requester,donor,implementer"`
	Region string `query:"region" doc:"UN M49 region or sub-region"`
}

func (a *api) parties(ctx context.Context, q *partiesQuery) (*list[aid.Party], error) {
	return listOf(a.desk.Parties(ctx, who(ctx), aid.PartyFilter{Kind: aid.PartyKind(q.Kind), Role: aid.Role(q.Role), Region: q.Region}, q.page()))
}

type partyPath struct {
	ID aid.PartyID `path:"id" doc:"ISO 3166-1 alpha-3 code, or a short name"`
}

type party struct{ Body aid.Party }

func (a *api) party(ctx context.Context, in *partyPath) (*party, error) {
	p, err := a.desk.Party(ctx, who(ctx), in.ID)
	return &party{p}, err
}

type pairingsQuery struct {
	PageQuery
	Beneficiary string `query:"beneficiary" doc:"A State, or an area"`
	Donor       string `query:"donor"`
	Theme       string `query:"theme"`
}

func (a *api) pairings(ctx context.Context, q *pairingsQuery) (*list[aid.Pairing], error) {
	filter := aid.PairingFilter{Beneficiary: q.Beneficiary, Donor: aid.PartyID(q.Donor), Theme: aid.ThemeID(q.Theme)}
	return listOf(a.desk.Pairings(ctx, filter, q.page()))
}
