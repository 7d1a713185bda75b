package desk

import (
	"context"
	"fmt"

	"ploughshare/aid"
	"ploughshare/store"
)

// NoteInterest keeps what a donor says of a proposal in a meeting that is being held: who said it and who noted it. The
// proposal must be before the meeting. All else is as if the donor had answered itself.
func (d *Desk) NoteInterest(ctx context.Context, who aid.Actor, i aid.Interest) (aid.Interest, error) {
	if err := who.May(aid.HoldMeetings); err != nil {
		return aid.Interest{}, err
	}
	if err := who.May(aid.AnswerProposals, i.DonorID); err != nil {
		return aid.Interest{}, err
	}
	m, err := d.store.Meeting(ctx, i.MeetingID)
	if err != nil {
		return aid.Interest{}, err
	}
	if err := isHeld(m); err != nil {
		return aid.Interest{}, err
	}
	p, err := d.store.Proposal(ctx, who, i.ProposalID)
	if err != nil {
		return aid.Interest{}, err
	}
	if p.RoundID != m.RoundID {
		return aid.Interest{}, aid.Problems{{Field: "proposal", Message: aid.Say("proposal_not_before_meeting", "round", string(m.RoundID))}}
	}
	i.RecordedBy = who.Name
	return d.keepAnswer(ctx, who, i)
}

// LoggedAction is an action of the log as it stands today.
type LoggedAction struct {
	aid.Action
	Overdue bool `json:"overdue" doc:"Open, and due before today"`
}

func (d *Desk) logged(a aid.Action) LoggedAction { return LoggedAction{a, a.Overdue(d.Today())} }

// Actions lists the action log: all of it for the secretariat, others what their party has undertaken.
func (d *Desk) Actions(ctx context.Context, who aid.Actor, f aid.ActionFilter, overdue bool, p aid.Page) ([]LoggedAction, string, error) {
	if who.May(aid.FollowActions) != nil && f.Owner == "" {
		f.Owner = who.Party
	}
	if err := who.May(aid.FollowActions, f.Owner); err != nil {
		return nil, "", err
	}
	if overdue {
		f.Overdue = d.Today()
	}
	rows, next, err := d.store.Actions(ctx, f, p)
	all := make([]LoggedAction, len(rows))
	for n, a := range rows {
		all[n] = d.logged(a)
	}
	return all, next, err
}

// Action returns one action of the log.
func (d *Desk) Action(ctx context.Context, who aid.Actor, id aid.ActionID) (LoggedAction, error) {
	a, err := d.store.Action(ctx, id)
	if err == nil && who.May(aid.FollowActions, a.OwnerID) != nil {
		err = fmt.Errorf("action %s: %w", id, aid.ErrNotFound)
	}
	if err != nil {
		return LoggedAction{}, err
	}
	return d.logged(a), nil
}

// NoteAction puts what somebody has undertaken in a meeting into the log, and tells the owner. An agenda item about a
// request makes it an action about that request.
func (d *Desk) NoteAction(ctx context.Context, who aid.Actor, a aid.Action) (LoggedAction, error) {
	if err := who.May(aid.HoldMeetings); err != nil {
		return LoggedAction{}, err
	}
	a.State, a.NotedBy, a.NotedOn, a.Version, a.UpdatedAt = aid.ActionOpen, who.Name, d.Today(), 1, d.instant()
	a.DoneOn, a.DoneBy, a.Outcome = "", "", ""
	err := d.putAction(ctx, who, &a, "undertook", func(tx *store.Store, m aid.Meeting) error {
		n, err := tx.CountActions(ctx, m.ID)
		if err != nil {
			return err
		}
		a.Seq = int(n) + 1
		a.ID = aid.NewActionID(m.ID, a.Seq)
		if err := tx.AddAction(ctx, a); err != nil {
			return err
		}
		return d.tell(ctx, tx, aid.OnAction, "actions/"+string(a.ID), []aid.PartyID{a.OwnerID},
			"action", string(a.ID), "text", a.Text, "meeting", m.Title, "due", string(a.DueOn))
	})
	return d.logged(a), err
}

// ReplaceAction changes what is to be done, by whom and by when, from the version that the caller has seen.
func (d *Desk) ReplaceAction(ctx context.Context, who aid.Actor, a aid.Action) (LoggedAction, error) {
	if err := who.May(aid.HoldMeetings); err != nil {
		return LoggedAction{}, err
	}
	old, err := d.store.Action(ctx, a.ID)
	if err != nil {
		return LoggedAction{}, err
	}
	now := old
	now.Item, now.Text, now.OwnerID, now.DueOn, now.RequestID, now.Version = a.Item, a.Text, a.OwnerID, a.DueOn, "", a.Version
	err = d.putAction(ctx, who, &now, "changed", func(tx *store.Store, _ aid.Meeting) error { return tx.ReplaceAction(ctx, now) })
	if err != nil {
		return LoggedAction{}, err
	}
	return d.Action(ctx, who, a.ID)
}

func (d *Desk) putAction(ctx context.Context, who aid.Actor, a *aid.Action, verb string, put func(*store.Store, aid.Meeting) error) error {
	register, err := d.Register(ctx)
	if err != nil {
		return err
	}
	return d.store.InTx(ctx, func(tx *store.Store) error {
		m, err := tx.Meeting(ctx, a.MeetingID)
		if err != nil {
			return err
		}
		if err := a.Validate(m, register); err != nil {
			return err
		}
		if a.Item > 0 && m.Agenda[a.Item-1].Kind == aid.ItemRequest {
			a.RequestID = aid.RequestID(m.Agenda[a.Item-1].Subject)
		}
		if err := put(tx, m); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, verb, meetingAddress(m.ID)+"/actions/"+string(a.ID), a.Text))
	})
}

// MoveAction says that an action is done and what came of it, or opens it again, from the version that the caller has
// seen. Its owner may, and the secretariat.
func (d *Desk) MoveAction(ctx context.Context, who aid.Actor, id aid.ActionID, version int64, to aid.ActionState, outcome string) (LoggedAction, error) {
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		a, err := tx.Action(ctx, id)
		if err != nil {
			return err
		}
		if err := who.May(aid.CloseActions, a.OwnerID); err != nil {
			return err
		}
		if _, err := aid.ActionMoves.Find(a.State, to); err != nil {
			return err
		}
		a.State, a.Outcome, a.DoneOn, a.DoneBy, a.Version = to, outcome, "", "", version
		if to == aid.ActionDone {
			a.DoneOn, a.DoneBy = d.Today(), who.Name
		}
		if err := tx.ReplaceAction(ctx, a); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, string(to), meetingAddress(a.MeetingID)+"/actions/"+string(id), outcome))
	})
	if err != nil {
		return LoggedAction{}, err
	}
	return d.Action(ctx, who, id)
}

// Sitting is what the secretariat has before it while a meeting is held: the item that is being taken up, with its
// proposals and what has been said of them, and the next one.
type Sitting struct {
	Meeting   aid.Meeting     `json:"meeting"`
	Item      *aid.AgendaItem `json:"item,omitempty"`
	Next      *aid.AgendaItem `json:"next,omitempty"`
	Request   *aid.Request    `json:"request,omitempty" doc:"That the item is about"`
	Proposals []aid.Proposal  `json:"proposals" doc:"Of the meeting's round for that request"`
	Answers   []aid.Interest  `json:"answers" doc:"Of donors to these; the last of each to each portion stands"`
	Actions   []LoggedAction  `json:"actions" doc:"Undertaken in this meeting, what is due first at the top"`
}

// Sitting shows where a meeting is on its agenda.
func (d *Desk) Sitting(ctx context.Context, who aid.Actor, id aid.MeetingID) (Sitting, error) {
	if err := who.May(aid.HoldMeetings); err != nil {
		return Sitting{}, err
	}
	m, err := d.store.Meeting(ctx, id)
	if err != nil {
		return Sitting{}, err
	}
	s := Sitting{Meeting: m, Proposals: []aid.Proposal{}, Answers: []aid.Interest{}}
	if m.Item > 0 {
		s.Item = &m.Agenda[m.Item-1]
	}
	if m.Item < len(m.Agenda) {
		s.Next = &m.Agenda[m.Item]
	}
	if s.Actions, _, err = d.Actions(ctx, who, aid.ActionFilter{Meeting: id}, false, aid.Page{Limit: aid.MaxPage}); err != nil {
		return Sitting{}, err
	}
	if s.Item == nil || s.Item.Kind != aid.ItemRequest {
		return s, nil
	}
	return s, d.seat(ctx, who, &s, aid.RequestID(s.Item.Subject))
}

// seat adds the request of the item, its proposals and their answers.
func (d *Desk) seat(ctx context.Context, who aid.Actor, s *Sitting, id aid.RequestID) error {
	r, err := d.store.Request(ctx, id)
	if err != nil {
		return err
	}
	s.Request = &r
	if s.Meeting.RoundID == "" {
		return nil
	}
	filter := aid.ProposalFilter{Round: s.Meeting.RoundID, Request: id}
	if s.Proposals, _, err = d.store.Proposals(ctx, who, filter, aid.Page{Limit: aid.MaxPage}); err != nil {
		return err
	}
	all, err := d.store.InterestsOf(ctx, id)
	for _, i := range all {
		for _, p := range s.Proposals {
			if p.ID == i.ProposalID {
				s.Answers = append(s.Answers, i)
			}
		}
	}
	return err
}
