package api

import (
	"context"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/locale"
)

func (a *api) confirmRequest(ctx context.Context, in *RequestPath) (*one[requestView], error) {
	r, err := a.desk.ConfirmRequest(ctx, who(ctx), in.ID)
	return a.viewRequest(ctx, r, err)
}

type history struct{ Body desk.History }

func (a *api) history(ctx context.Context, in *RequestPath) (*history, error) {
	h, err := a.desk.History(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	if h.Due != nil {
		say(printer, &h.Due.Said)
	}
	for i := range h.Events {
		say(printer, &h.Events[i].What)
	}
	return &history{h}, nil
}

func sayFundability(p locale.Printer, f aid.Fundability) {
	for _, item := range f.Items {
		if item.Missing != nil {
			say(p, item.Missing)
		}
	}
}

func (a *api) questions(ctx context.Context, in *RequestPath) (*list[aid.Question], error) {
	all, err := a.desk.Questions(ctx, who(ctx), in.ID)
	return listOf(all, "", err)
}

func (a *api) askQuestion(ctx context.Context, in *struct {
	RequestPath
	Body struct {
		By    aid.PartyID `json:"by,omitempty" doc:"Donor that asks; your own party when left out"`
		Field string      `json:"field,omitempty" doc:"What it is about, e.g. cost; see the items of fundability"`
		Text  string      `json:"text"`
	}
}) (*one[aid.Question], error) {
	q, err := a.desk.AskQuestion(ctx, who(ctx), aid.Question{RequestID: in.ID, By: in.Body.By, Field: in.Body.Field, Text: in.Body.Text})
	view, err := oneOf(q, q.Version, err)
	return created(view, "/requests/"+string(in.ID)+"/questions"), err
}

func (a *api) answerQuestion(ctx context.Context, in *struct {
	ID aid.QuestionID `path:"id"`
	IfMatch
	Body struct {
		Answer string `json:"answer" minLength:"1"`
	}
}) (*one[aid.Question], error) {
	present, err := a.desk.Question(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	version, err := in.version(present.Version)
	if err != nil {
		return nil, err
	}
	q, err := a.desk.AnswerQuestion(ctx, who(ctx), in.ID, version, in.Body.Answer)
	return oneOf(q, q.Version, lost(err))
}

type ProposalPath struct {
	ID aid.ProposalID `path:"id" doc:"Round, request and offer joined by dots"`
}

func (a *api) moveProposal(ctx context.Context, in *struct {
	ProposalPath
	IfMatch
	Body struct {
		To  aid.ProposalStatus `json:"to" doc:"proposed, pinned, vetoed, published or withdrawn"`
		Why string             `json:"why" minLength:"1" doc:"Goes into the journal"`
	}
}) (*one[aid.Proposal], error) {
	present, err := a.desk.Proposal(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	version, err := in.version(present.Version)
	if err != nil {
		return nil, err
	}
	p, err := a.desk.MoveProposal(ctx, who(ctx), in.ID, version, in.Body.To, in.Body.Why)
	return oneOf(p, p.Version, lost(err))
}

// FollowQuery asks for what donors answer or commit.
type FollowQuery struct {
	PageQuery
	Request  string `query:"request"`
	Proposal string `query:"proposal"`
	Donor    string `query:"donor"`
}

func (q FollowQuery) filter() aid.FollowFilter {
	return aid.FollowFilter{
		Request: aid.RequestID(q.Request), Proposal: aid.ProposalID(q.Proposal), Donor: aid.PartyID(q.Donor),
	}
}

func (a *api) answers(ctx context.Context, q *FollowQuery) (*list[aid.Interest], error) {
	return listOf(a.desk.Interests(ctx, who(ctx), q.filter(), q.page()))
}

func (a *api) answerProposal(ctx context.Context, in *struct {
	ProposalPath
	Body struct {
		Donor   aid.PartyID  `json:"donor,omitempty" doc:"Donor of the offer that answers; your own party when left out"`
		Reply   aid.Reply    `json:"reply" doc:"interested, not_us or ask"`
		Portion aid.Portion  `json:"portion,omitempty" default:"whole" doc:"whole, first_stage, or a kind of help"`
		Amount  aid.Money    `json:"amount,omitzero" doc:"How much of it; no promise"`
		Reasons []aid.Reason `json:"reasons,omitempty" doc:"Why not: one at least, e.g. priorities, no_money_left, too_vague"`
		Note    string       `json:"note,omitempty" doc:"The question, where the reply is ask"`
	}
}) (*one[aid.Interest], error) {
	b := in.Body
	i, err := a.desk.AnswerProposal(ctx, who(ctx), aid.Interest{
		ProposalID: in.ID, DonorID: b.Donor, Reply: b.Reply, Portion: b.Portion, Amount: b.Amount, Reasons: b.Reasons, Note: b.Note,
	})
	view, err := oneOf(i, 1, err)
	return created(view, "/answers?proposal="+string(in.ID)), err
}

func (a *api) commitments(ctx context.Context, q *FollowQuery) (*list[aid.Commitment], error) {
	return listOf(a.desk.Commitments(ctx, who(ctx), q.filter(), q.page()))
}

func (a *api) commitMoney(ctx context.Context, in *struct {
	ProposalPath
	Body struct {
		Donor    aid.PartyID        `json:"donor,omitempty" doc:"Donor of the offer; your own party when left out"`
		Kind     aid.CommitmentKind `json:"kind" doc:"pledge, commitment or disbursement"`
		Amount   aid.Money          `json:"amount"`
		Previous aid.CommitmentID   `json:"previous,omitempty" doc:"The pledge or commitment that this makes good, so that the sum counts once"`
		On       aid.Date           `json:"on,omitempty" doc:"Day of the decision or payment; today when left out"`
		Note     string             `json:"note,omitempty"`
		Over     bool               `json:"over,omitempty" doc:"More than the need asks for is wanted"`
	}
}) (*one[aid.Commitment], error) {
	b := in.Body
	c, err := a.desk.CommitMoney(ctx, who(ctx), aid.Commitment{
		ProposalID: in.ID, DonorID: b.Donor, Kind: b.Kind, Amount: b.Amount, Previous: b.Previous, MadeOn: b.On, Note: b.Note,
	}, b.Over)
	view, err := oneOf(c, c.Version, err)
	return created(view, "/commitments?proposal="+string(in.ID)), err
}

func (a *api) cancelCommitment(ctx context.Context, in *struct {
	ID aid.CommitmentID `path:"id"`
	IfMatch
	Body struct {
		Why string `json:"why" minLength:"1" doc:"Goes into the journal"`
	}
}) (*one[aid.Commitment], error) {
	present, err := a.desk.Commitment(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	version, err := in.version(present.Version)
	if err != nil {
		return nil, err
	}
	c, err := a.desk.CancelCommitment(ctx, who(ctx), in.ID, version, in.Body.Why)
	return oneOf(c, c.Version, lost(err))
}

// ResultFields are what a client may say of a result.
type ResultFields struct {
	Unit     aid.Unit `json:"unit" doc:"weapons_destroyed, rounds_destroyed, officials_trained, stores_upgraded, laws_adopted or states_helped"`
	Quantity int64    `json:"quantity"`
	On       aid.Date `json:"on" doc:"A year, a month or a day"`
	Note     string   `json:"note,omitempty"`
	Evidence string   `json:"evidence,omitempty" doc:"Where it can be checked"`
}

func (f ResultFields) result() aid.Result {
	return aid.Result{Unit: f.Unit, Quantity: f.Quantity, AchievedOn: f.On, Note: f.Note, Evidence: f.Evidence}
}

func (a *api) reportResult(ctx context.Context, in *struct {
	RequestPath
	Body struct {
		By aid.PartyID `json:"by,omitempty" doc:"The State, or a donor that has a part in the request; your own party when left out"`
		ResultFields
	}
}) (*one[aid.Result], error) {
	x := in.Body.result()
	x.RequestID, x.By = in.ID, in.Body.By
	x, err := a.desk.ReportResult(ctx, who(ctx), x)
	view, err := oneOf(x, x.Version, err)
	return created(view, "/requests/"+string(in.ID)+"/history"), err
}

func (a *api) replaceResult(ctx context.Context, in *struct {
	ID aid.ResultID `path:"id"`
	IfMatch
	Body ResultFields
}) (*one[aid.Result], error) {
	present, err := a.desk.Result(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	x := in.Body.result()
	x.ID = in.ID
	if x.Version, err = in.version(present.Version); err != nil {
		return nil, err
	}
	x, err = a.desk.ReplaceResult(ctx, who(ctx), x)
	return oneOf(x, x.Version, lost(err))
}

type totals struct{ Body aid.Totals }

func (a *api) totals(ctx context.Context, _ *struct{}) (*totals, error) {
	t, err := a.desk.Totals(ctx, who(ctx))
	return &totals{t}, err
}
