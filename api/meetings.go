package api

import (
	"context"

	"ploughshare/aid"
	"ploughshare/desk"
)

func (a *api) meetings(ctx context.Context, q *struct {
	PageQuery
	State string   `query:"state" enum:"planned,held,closed"`
	From  aid.Date `query:"from" doc:"Only those that end on this day or later"`
}) (*list[aid.Meeting], error) {
	return listOf(a.desk.Meetings(ctx, who(ctx), aid.MeetingFilter{State: aid.MeetingState(q.State), From: q.From}, q.page()))
}

type MeetingPath struct {
	ID aid.MeetingID `path:"id"`
}

// viewMeeting gives the whole meeting its entity tag; what others see of the same version differs.
func (a *api) viewMeeting(ctx context.Context, m aid.Meeting, err error) (*one[aid.Meeting], error) {
	if err == nil && who(ctx).May(aid.ReadMeetings) != nil {
		return part(m), nil
	}
	return oneOf(m, m.Version, err)
}

func (a *api) meeting(ctx context.Context, in *MeetingPath) (*one[aid.Meeting], error) {
	m, err := a.desk.Meeting(ctx, who(ctx), in.ID)
	return a.viewMeeting(ctx, m, err)
}

// MeetingFields are what a client may say of a meeting.
type MeetingFields struct {
	Title        string            `json:"title"`
	Place        string            `json:"place,omitempty"`
	Starts       aid.Date          `json:"starts" doc:"First day"`
	Ends         aid.Date          `json:"ends" doc:"Last day"`
	CutOff       aid.Date          `json:"cut_off" doc:"Last day on which requests and offers are taken in for it"`
	Agenda       []aid.AgendaItem  `json:"agenda,omitempty" doc:"In the order in which it is gone through"`
	Participants []aid.Participant `json:"participants,omitempty"`
	Announced    bool              `json:"announced,omitempty" doc:"Everybody sees it; else those who take part do"`
}

func (f MeetingFields) meeting(id aid.MeetingID) aid.Meeting {
	return aid.Meeting{
		ID: id, Title: f.Title, Place: f.Place, Starts: f.Starts, Ends: f.Ends, CutOff: f.CutOff, Agenda: f.Agenda,
		Participants: f.Participants, Announced: f.Announced,
	}
}

func (a *api) addMeeting(ctx context.Context, in *struct {
	Body struct {
		ID aid.MeetingID `json:"id" doc:"Reference of your choice: letters, digits, - and _"`
		MeetingFields
	}
}) (*one[aid.Meeting], error) {
	m, err := a.desk.AddMeeting(ctx, who(ctx), in.Body.meeting(in.Body.ID))
	view, err := a.viewMeeting(ctx, m, err)
	return created(view, "/meetings/"+string(in.Body.ID)), err
}

// seenMeeting is the version of a meeting that the caller has seen.
func (a *api) seenMeeting(ctx context.Context, id aid.MeetingID, match IfMatch) (int64, error) {
	present, err := a.desk.Meeting(ctx, who(ctx), id)
	if err != nil {
		return 0, err
	}
	return match.version(present.Version)
}

func (a *api) replaceMeeting(ctx context.Context, in *struct {
	MeetingPath
	IfMatch
	Body MeetingFields
}) (*one[aid.Meeting], error) {
	m := in.Body.meeting(in.ID)
	var err error
	if m.Version, err = a.seenMeeting(ctx, in.ID, in.IfMatch); err != nil {
		return nil, err
	}
	m, err = a.desk.ReplaceMeeting(ctx, who(ctx), m)
	return a.viewMeeting(ctx, m, lost(err))
}

func (a *api) moveMeeting(ctx context.Context, in *struct {
	MeetingPath
	IfMatch
	Body struct {
		To  aid.MeetingState `json:"to" doc:"planned, held or closed"`
		Why string           `json:"why,omitempty" doc:"Goes into the journal"`
	}
}) (*one[aid.Meeting], error) {
	version, err := a.seenMeeting(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	m, err := a.desk.MoveMeeting(ctx, who(ctx), in.ID, version, in.Body.To, in.Body.Why)
	return a.viewMeeting(ctx, m, lost(err))
}

func (a *api) matchFor(ctx context.Context, in *MeetingPath) (*one[aid.Round], error) {
	r, err := a.desk.MatchFor(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return created(part(r), "/rounds/"+string(r.ID)), nil
}

type publication struct{ Body desk.Publication }

func (a *api) publicationOf(ctx context.Context, p desk.Publication, err error) (*publication, error) {
	if err != nil {
		return nil, lost(err)
	}
	printer, err := a.printer(ctx)
	for i := range p.Left {
		say(printer, &p.Left[i].Reason)
	}
	return &publication{p}, err
}

func (a *api) publish(ctx context.Context, in *struct {
	MeetingPath
	IfMatch
}) (*publication, error) {
	version, err := a.seenMeeting(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	p, err := a.desk.Publish(ctx, who(ctx), in.ID, version)
	return a.publicationOf(ctx, p, err)
}

func (a *api) withdraw(ctx context.Context, in *struct {
	MeetingPath
	IfMatch
	Body struct {
		Why string `json:"why" minLength:"1" doc:"Told to the States and donors concerned"`
	}
}) (*publication, error) {
	version, err := a.seenMeeting(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	p, err := a.desk.Withdraw(ctx, who(ctx), in.ID, version, in.Body.Why)
	return a.publicationOf(ctx, p, err)
}

func (a *api) sitting(ctx context.Context, in *MeetingPath) (*one[desk.Sitting], error) {
	s, err := a.desk.Sitting(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	for _, p := range s.Proposals {
		sayProposal(printer, p)
	}
	return oneOf(s, s.Meeting.Version, err)
}

func (a *api) takeUp(ctx context.Context, in *struct {
	MeetingPath
	IfMatch
	Body struct {
		Item int    `json:"item" minimum:"0" doc:"Number of the item to go on to; 0 for none"`
		Note string `json:"note,omitempty" doc:"What came of the item before"`
	}
}) (*one[aid.Meeting], error) {
	version, err := a.seenMeeting(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	m, err := a.desk.TakeUp(ctx, who(ctx), in.ID, version, in.Body.Item, in.Body.Note)
	return a.viewMeeting(ctx, m, lost(err))
}

func (a *api) noteInterest(ctx context.Context, in *struct {
	MeetingPath
	Body struct {
		Proposal aid.ProposalID `json:"proposal" doc:"Of the meeting's round"`
		Donor    aid.PartyID    `json:"donor" doc:"Donor of the offer"`
		SaidBy   string         `json:"said_by,omitempty" doc:"The person"`
		Reply    aid.Reply      `json:"reply" doc:"interested, not_us or ask"`
		Portion  aid.Portion    `json:"portion,omitempty" default:"whole" doc:"whole, first_stage, or a kind of help"`
		Amount   aid.Money      `json:"amount,omitzero" doc:"How much of it; no promise"`
		Reasons  []aid.Reason   `json:"reasons,omitempty" doc:"Why not: one at least"`
		Note     string         `json:"note,omitempty" doc:"The question, where the reply is ask"`
	}
}) (*one[aid.Interest], error) {
	b := in.Body
	i, err := a.desk.NoteInterest(ctx, who(ctx), aid.Interest{
		MeetingID: in.ID, ProposalID: b.Proposal, DonorID: b.Donor, RepliedBy: b.SaidBy, Reply: b.Reply, Portion: b.Portion,
		Amount: b.Amount, Reasons: b.Reasons, Note: b.Note,
	})
	view, err := oneOf(i, 1, err)
	return created(view, "/answers?proposal="+string(b.Proposal)), err
}

// ActionFields are what a client may say of an action.
type ActionFields struct {
	Item  int         `json:"item,omitempty" minimum:"0" doc:"Number of the agenda item"`
	Text  string      `json:"text" doc:"What is to be done"`
	Owner aid.PartyID `json:"owner,omitempty" doc:"Party that does it; the secretariat when left out"`
	Due   aid.Date    `json:"due" doc:"A day"`
}

func (f ActionFields) action() aid.Action {
	return aid.Action{Item: f.Item, Text: f.Text, OwnerID: f.Owner, DueOn: f.Due}
}

func (a *api) noteAction(ctx context.Context, in *struct {
	MeetingPath
	Body ActionFields
}) (*one[desk.LoggedAction], error) {
	action := in.Body.action()
	action.MeetingID = in.ID
	noted, err := a.desk.NoteAction(ctx, who(ctx), action)
	view, err := oneOf(noted, noted.Version, err)
	return created(view, "/actions/"+string(noted.ID)), err
}

func (a *api) actions(ctx context.Context, q *struct {
	PageQuery
	Meeting string `query:"meeting"`
	Owner   string `query:"owner" doc:"Party that does it"`
	Request string `query:"request" doc:"That it is about"`
	State   string `query:"state" enum:"open,done"`
	Overdue bool   `query:"overdue" doc:"Only open ones that were due before today"`
}) (*list[desk.LoggedAction], error) {
	return listOf(a.desk.Actions(ctx, who(ctx), aid.ActionFilter{
		Meeting: aid.MeetingID(q.Meeting), Owner: aid.PartyID(q.Owner), Request: aid.RequestID(q.Request), State: aid.ActionState(q.State),
	}, q.Overdue, q.page()))
}

type ActionPath struct {
	ID aid.ActionID `path:"id"`
}

func (a *api) action(ctx context.Context, in *ActionPath) (*one[desk.LoggedAction], error) {
	action, err := a.desk.Action(ctx, who(ctx), in.ID)
	return oneOf(action, action.Version, err)
}

func (a *api) replaceAction(ctx context.Context, in *struct {
	ActionPath
	IfMatch
	Body ActionFields
}) (*one[desk.LoggedAction], error) {
	present, err := a.desk.Action(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	action := in.Body.action()
	action.ID = in.ID
	if action.Version, err = in.version(present.Version); err != nil {
		return nil, err
	}
	changed, err := a.desk.ReplaceAction(ctx, who(ctx), action)
	return oneOf(changed, changed.Version, lost(err))
}

func (a *api) moveAction(ctx context.Context, in *struct {
	ActionPath
	IfMatch
	Body struct {
		To      aid.ActionState `json:"to" doc:"done or open"`
		Outcome string          `json:"outcome,omitempty" doc:"What came of it"`
	}
}) (*one[desk.LoggedAction], error) {
	present, err := a.desk.Action(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	version, err := in.version(present.Version)
	if err != nil {
		return nil, err
	}
	moved, err := a.desk.MoveAction(ctx, who(ctx), in.ID, version, in.Body.To, in.Body.Outcome)
	return oneOf(moved, moved.Version, lost(err))
}
