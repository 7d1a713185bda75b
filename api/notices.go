package api

import (
	"context"

	"ploughshare/aid"
)

func (a *api) subscriptions(ctx context.Context, q *PageQuery) (*list[aid.Subscription], error) {
	return listOf(a.desk.Subscriptions(ctx, who(ctx), q.page()))
}

// newSubscription is the one answer that has the secret.
type newSubscription struct {
	aid.Subscription
	Secret string `json:"secret,omitempty" doc:"Calls of a program are signed with it, as Standard Webhooks has it. It is not shown again."`
}

func (a *api) subscribe(ctx context.Context, in *struct {
	Body struct {
		Address  string      `json:"address" doc:"mailto:person@example.org, or the https address of a program"`
		Events   []aid.Event `json:"events" minItems:"1" doc:"What to hear of"`
		Party    aid.PartyID `json:"party,omitempty" doc:"Only what concerns this party; everything, for the secretariat, when left out"`
		Rhythm   aid.Rhythm  `json:"rhythm,omitempty" enum:"at_once,daily,weekly" default:"at_once"`
		Language string      `json:"language,omitempty" enum:"ar,zh,en,fr,ru,es" default:"en"`
	}
}) (*one[newSubscription], error) {
	s, err := a.desk.Subscribe(ctx, who(ctx), aid.Subscription{
		Address: in.Body.Address, Events: in.Body.Events, PartyID: in.Body.Party, Rhythm: in.Body.Rhythm, Language: in.Body.Language,
	})
	return oneOf(newSubscription{s, s.Secret}, s.Version, err)
}

func (a *api) unsubscribe(ctx context.Context, in *struct {
	ID aid.SubscriptionID `path:"id"`
}) (*struct{}, error) {
	return nil, a.desk.Unsubscribe(ctx, who(ctx), in.ID)
}

func (a *api) notices(ctx context.Context, q *struct {
	PageQuery
	State        string `query:"state" enum:"queued,held,sent,failed"`
	Event        string `query:"event"`
	Subject      string `query:"subject" doc:"What they are about, e.g. requests/RQ001"`
	Subscription string `query:"subscription"`
}) (*list[aid.Notice], error) {
	notices, next, err := a.desk.Notices(ctx, who(ctx), aid.NoticeFilter{
		State: aid.NoticeState(q.State), Event: aid.Event(q.Event), Subject: q.Subject, Subscription: aid.SubscriptionID(q.Subscription),
	}, q.page())
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for i := range notices {
		say(printer, &notices[i].Body)
	}
	return listOf(notices, next, err)
}
