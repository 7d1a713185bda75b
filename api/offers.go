package api

import (
	"context"

	"ploughshare/aid"
)

// OffersQuery says which offers a list has.
type OffersQuery struct {
	PageQuery
	Donor string `query:"donor" doc:"A State, an organisation or a fund"`
	Theme string `query:"theme" doc:"Code of a theme"`
	Form  string `query:"form" enum:"standing_mechanism,pooled_fund,contribution_to_pooled_fund,bilateral_programme,regional_programme,regional_grant,call_for_proposals,council_decision,pledge,small_grants,trust_fund_project,eu_project" doc:"Instrument through which the donor gives"`
	Words string `query:"q" maxLength:"200" doc:"Words to find in any of the six languages, also in the names of donors and themes"`
}

func (q *OffersQuery) filter() aid.OfferFilter {
	return aid.OfferFilter{Donor: aid.PartyID(q.Donor), Theme: aid.ThemeID(q.Theme), Form: aid.OfferForm(q.Form), Words: q.Words}
}

func (a *api) offers(ctx context.Context, q *OffersQuery) (*list[aid.Offer], error) {
	return listOf(a.desk.Offers(ctx, who(ctx), q.filter(), q.page()))
}

// offerView is an offer with what the donor should still state.
type offerView struct {
	aid.Offer
	Gaps []aid.Message `json:"gaps" doc:"What the donor should still state"`
}

func (a *api) viewOffer(ctx context.Context, o aid.Offer, err error) (*one[offerView], error) {
	if err != nil {
		return nil, err
	}
	if !wholeOffer(ctx, o) {
		return part(offerView{Offer: o, Gaps: []aid.Message{}}), nil
	}
	printer, err := a.printer(ctx)
	view := offerView{Offer: o, Gaps: o.Gaps()}
	if err == nil {
		sayAll(printer, view.Gaps)
	}
	return oneOf(view, o.Version, err)
}

func wholeOffer(ctx context.Context, o aid.Offer) bool {
	return who(ctx).May(aid.ReadOffers, o.Donors...) == nil
}

type OfferPath struct {
	ID aid.OfferID `path:"id"`
}

func (a *api) offer(ctx context.Context, in *struct {
	OfferPath
	Preview
	IfNoneMatch
}) (*one[offerView], error) {
	if in.As != "" {
		o, err := a.desk.OfferAs(ctx, who(ctx), in.ID, eyes[in.As])
		return part(offerView{Offer: o, Gaps: []aid.Message{}}), err
	}
	o, err := a.desk.Offer(ctx, who(ctx), in.ID)
	if err == nil && wholeOffer(ctx, o) {
		err = in.fresh(o.Version)
	}
	return a.viewOffer(ctx, o, err)
}

// OfferFields are what a client may say of an offer.
type OfferFields struct {
	Donors      []aid.PartyID  `json:"donors" minItems:"1"`
	Programme   string         `json:"programme"`
	Form        aid.OfferForm  `json:"form" doc:"Instrument, e.g. bilateral_programme"`
	Themes      []aid.ThemeID  `json:"themes,omitempty" doc:"None for any theme"`
	Places      []string       `json:"places,omitempty" doc:"Areas, States, or global"`
	PlacesText  string         `json:"places_text,omitempty"`
	Applicants  string         `json:"applicants,omitempty"`
	Kinds       []aid.HelpKind `json:"kinds,omitempty"`
	Modality    string         `json:"modality,omitempty"`
	Envelope    aid.Money      `json:"envelope,omitzero"`
	MinProject  aid.Money      `json:"min_project,omitzero"`
	MaxProject  aid.Money      `json:"max_project,omitzero"`
	Valid       aid.Period     `json:"valid,omitempty"`
	Forecast    bool           `json:"forecast,omitempty"`
	ODAOnly     aid.Answer     `json:"oda_only,omitempty"`
	ReportYears int            `json:"report_years,omitempty" minimum:"0"`
	Conditions  string         `json:"conditions,omitempty"`
	Source      string         `json:"source,omitempty"`
}

func (f OfferFields) offer(id aid.OfferID) aid.Offer {
	return aid.Offer{
		ID: id, Donors: f.Donors, Programme: f.Programme, Form: f.Form, Themes: f.Themes, Places: f.Places,
		PlacesText: f.PlacesText, Applicants: f.Applicants, Kinds: f.Kinds, Modality: f.Modality, Envelope: f.Envelope,
		MinProject: f.MinProject, MaxProject: f.MaxProject, Valid: f.Valid, Forecast: f.Forecast, ODAOnly: f.ODAOnly,
		ReportYears: f.ReportYears, Conditions: f.Conditions, Source: f.Source,
	}
}

func (a *api) addOffer(ctx context.Context, in *struct {
	Body struct {
		ID aid.OfferID `json:"id" doc:"Reference of your choice: letters, digits, - and _"`
		OfferFields
	}
}) (*one[offerView], error) {
	o, err := a.desk.AddOffer(ctx, who(ctx), in.Body.offer(in.Body.ID))
	view, err := a.viewOffer(ctx, o, err)
	return created(view, "/offers/"+string(in.Body.ID)), err
}

func (a *api) replaceOffer(ctx context.Context, in *struct {
	OfferPath
	IfMatch
	Body OfferFields
}) (*one[offerView], error) {
	present, err := a.desk.Offer(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	o := in.Body.offer(in.ID)
	if o.Version, err = in.version(present.Version); err != nil {
		return nil, err
	}
	o, err = a.desk.ReplaceOffer(ctx, who(ctx), o)
	return a.viewOffer(ctx, o, lost(err))
}
