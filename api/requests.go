package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"ploughshare/aid"
)

// RequestsQuery says which requests a list has.
type RequestsQuery struct {
	PageQuery
	Requester string `query:"requester" doc:"State that asks"`
	Theme     string `query:"theme" doc:"Code of a theme"`
	Region    string `query:"region" doc:"UN M49 region or sub-region of the State"`
	Silent    bool   `query:"silent" doc:"Only those in whose stage somebody has been silent too long"`
	Status    string `query:"status" enum:"draft,submitted,authenticated,returned,circulated,interest_shown,introduced,negotiating,funded,under_way,completed,declined,withdrawn,expired"`
	Words     string `query:"q" maxLength:"200" doc:"Words to find in any of the six languages, also in the names of States and themes"`
}

func (q *RequestsQuery) filter() aid.RequestFilter {
	return aid.RequestFilter{
		Requester: aid.PartyID(q.Requester), Theme: aid.ThemeID(q.Theme), Region: q.Region, Status: aid.RequestStatus(q.Status),
		Words: q.Words, Silent: q.Silent,
	}
}

func (a *api) requests(ctx context.Context, q *RequestsQuery) (*list[aid.Request], error) {
	return listOf(a.desk.Requests(ctx, who(ctx), q.filter(), q.page()))
}

// requestView is a request with what it lacks to be fundable.
type requestView struct {
	aid.Request
	Gaps        []aid.Message   `json:"gaps" doc:"What is missing for the request to be fundable"`
	Fundability aid.Fundability `json:"fundability" doc:"How complete it is, item by item"`
	Due         *aid.Due        `json:"due,omitempty" doc:"Whose turn it is; absent where nobody is awaited"`
	Expires     aid.Date        `json:"expires,omitempty" doc:"Unless the State confirms the need before"`
}

func (a *api) viewRequest(ctx context.Context, r aid.Request, err error) (*one[requestView], error) {
	if err != nil {
		return nil, err
	}
	if !wholeRequest(ctx, r) { // what he may not see is no gap
		return part(requestView{Request: r, Gaps: []aid.Message{}}), nil
	}
	printer, err := a.printer(ctx)
	view := requestView{Request: r, Gaps: r.Gaps(), Fundability: r.Fundability(), Expires: a.desk.Expires(r)}
	if due, waits := a.desk.Due(r); waits {
		view.Due = &due
	}
	if err == nil {
		sayAll(printer, view.Gaps)
		sayFundability(printer, view.Fundability)
		if view.Due != nil {
			say(printer, &view.Due.Said)
		}
	}
	return oneOf(view, r.Version, err)
}

type RequestPath struct {
	ID aid.RequestID `path:"id"`
}

// Preview lets the owners of a record and the secretariat see it with the eyes of others.
type Preview struct {
	As string `query:"as" enum:"public,party,donor" doc:"Show what these would see; for the owners of the record and the secretariat"`
}

func wholeRequest(ctx context.Context, r aid.Request) bool {
	return who(ctx).May(aid.ReadRequests, r.RequesterID) == nil
}

// eyes are those that a reader can borrow.
var eyes = map[string]aid.Audience{"public": aid.ForPublic, "party": aid.ForParties, "donor": aid.ForDonors}

func (a *api) request(ctx context.Context, in *struct {
	RequestPath
	Preview
	IfNoneMatch
}) (*one[requestView], error) {
	if in.As != "" {
		r, err := a.desk.RequestAs(ctx, who(ctx), in.ID, eyes[in.As])
		return part(requestView{Request: r, Gaps: []aid.Message{}}), err
	}
	r, err := a.desk.Request(ctx, who(ctx), in.ID)
	if err == nil && wholeRequest(ctx, r) {
		err = in.fresh(r.Version)
	}
	return a.viewRequest(ctx, r, err)
}

// RequestFields are what a client may say of a request. Who moves it, and its version, are not among them.
type RequestFields struct {
	Requester   aid.PartyID    `json:"requester" doc:"State that asks, ISO 3166-1 alpha-3"`
	Title       string         `json:"title,omitempty"`
	Need        string         `json:"need" doc:"What is asked for"`
	Quantity    string         `json:"quantity,omitempty"`
	Background  string         `json:"background,omitempty" doc:"Why the need is there"`
	Objective   string         `json:"objective,omitempty" doc:"What the project is to reach"`
	Activities  string         `json:"activities,omitempty" doc:"What would be done, step by step"`
	Expected    string         `json:"expected,omitempty" doc:"Results that are expected"`
	Language    string         `json:"language,omitempty" doc:"In which it is written: ar, zh, en, fr, ru or es"`
	Themes      []aid.Share    `json:"themes,omitempty" doc:"Shares of a hundred"`
	Countries   []aid.Share    `json:"countries,omitempty" doc:"Shares of a hundred; the requester alone when left out"`
	Kinds       []aid.HelpKind `json:"kinds,omitempty"`
	Amount      aid.Money      `json:"amount,omitzero"`
	FirstStage  aid.Money      `json:"first_stage,omitzero"`
	Whole       bool           `json:"whole,omitempty" doc:"All or nothing: a part of the sum is of no use"`
	OneDonor    bool           `json:"one_donor,omitempty" doc:"From one offer only"`
	Asked       aid.Period     `json:"asked,omitempty"`
	Wanted      aid.Period     `json:"wanted,omitempty"`
	DrawnUp     aid.Answer     `json:"drawn_up,omitempty"`
	Endorsed    aid.Answer     `json:"endorsed,omitempty"`
	Implementer string         `json:"implementer,omitempty"`
	Contact     string         `json:"contact,omitempty"`
	Consent     aid.Consent    `json:"consent,omitempty" default:"donors"`
	Provenance  aid.Provenance `json:"provenance,omitempty"`
}

func (f RequestFields) request(id aid.RequestID) aid.Request {
	if len(f.Countries) == 0 {
		f.Countries = aid.EqualShares([]string{string(f.Requester)})
	}
	return aid.Request{
		ID: id, RequesterID: f.Requester, Title: f.Title, Need: f.Need, Quantity: f.Quantity, Themes: f.Themes,
		Countries: f.Countries, Kinds: f.Kinds, Amount: f.Amount, FirstStage: f.FirstStage, Whole: f.Whole, OneDonor: f.OneDonor,
		Background: f.Background, Objective: f.Objective, Activities: f.Activities, Expected: f.Expected, Language: f.Language,
		Asked: f.Asked, Wanted: f.Wanted,
		DrawnUp: f.DrawnUp, Endorsed: f.Endorsed, Implementer: f.Implementer, Contact: f.Contact, Consent: f.Consent,
		Provenance: f.Provenance,
	}
}

func (a *api) addRequest(ctx context.Context, in *struct {
	Body struct {
		ID aid.RequestID `json:"id" doc:"Reference of your choice: letters, digits, - and _"`
		RequestFields
	}
}) (*one[requestView], error) {
	r, err := a.desk.AddRequest(ctx, who(ctx), in.Body.request(in.Body.ID))
	view, err := a.viewRequest(ctx, r, err)
	return created(view, "/requests/"+string(in.Body.ID)), err
}

func (a *api) replaceRequest(ctx context.Context, in *struct {
	RequestPath
	IfMatch
	Body RequestFields
}) (*one[requestView], error) {
	present, err := a.desk.Request(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	r := in.Body.request(in.ID)
	if r.Version, err = in.version(present.Version); err != nil {
		return nil, err
	}
	r, err = a.desk.ReplaceRequest(ctx, who(ctx), r)
	return a.viewRequest(ctx, r, lost(err))
}

func (a *api) moveRequest(ctx context.Context, in *struct {
	RequestPath
	IfMatch
	Body struct {
		To  aid.RequestStatus `json:"to"`
		Why string            `json:"why" minLength:"1" doc:"Goes into the journal"`
	}
}) (*one[requestView], error) {
	present, err := a.desk.Request(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	version, err := in.version(present.Version)
	if err != nil {
		return nil, err
	}
	r, err := a.desk.MoveRequest(ctx, who(ctx), in.ID, version, in.Body.To, in.Body.Why)
	return a.viewRequest(ctx, r, lost(err))
}

// lost says 412 when somebody was faster between our look and our change.
func lost(err error) error {
	if errors.Is(err, aid.ErrConflict) {
		return huma.NewError(http.StatusPreconditionFailed, "somebody has changed it since; read it first")
	}
	return err
}
