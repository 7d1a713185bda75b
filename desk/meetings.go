package desk

import (
	"context"
	"errors"
	"fmt"

	"ploughshare/aid"
	"ploughshare/store"
)

// Meetings lists the meetings that the reader may see, the latest first.
func (d *Desk) Meetings(ctx context.Context, who aid.Actor, f aid.MeetingFilter, p aid.Page) ([]aid.Meeting, string, error) {
	all, next, err := d.store.Meetings(ctx, who, f, p)
	for n := range all {
		if err == nil {
			all[n], err = d.shownMeeting(ctx, who, all[n])
		}
	}
	return all, next, err
}

// Meeting returns one meeting as far as the reader may see it.
func (d *Desk) Meeting(ctx context.Context, who aid.Actor, id aid.MeetingID) (aid.Meeting, error) {
	m, err := d.store.Meeting(ctx, id)
	if err != nil {
		return aid.Meeting{}, err
	}
	return d.shownMeeting(ctx, who, m)
}

// shownMeeting leaves out what the reader may not see: of the agenda items those about requests that are not there for
// him, and those about bundles, which name requests of several States.
func (d *Desk) shownMeeting(ctx context.Context, who aid.Actor, m aid.Meeting) (aid.Meeting, error) {
	audience := who.Sees(aid.ReadMeetings)
	seen, ok := m.For(audience, who.Party)
	if !ok {
		return aid.Meeting{}, fmt.Errorf("meeting %s: %w", m.ID, aid.ErrNotFound)
	}
	if audience == aid.ForOwners {
		return seen, nil
	}
	requests, err := d.store.RequestByID(ctx, m.Requests())
	if err != nil {
		return aid.Meeting{}, err
	}
	seen.Agenda = nil
	for n, item := range m.Agenda {
		r := requests[aid.RequestID(item.Subject)]
		_, shown := r.For(who.Sees(aid.ReadRequests, r.RequesterID))
		if item.Kind != aid.ItemFree && (item.Kind != aid.ItemRequest || !shown) {
			continue
		}
		item.Note = "" // in the words of the secretariat
		if seen.Agenda = append(seen.Agenda, item); seen.Item == n+1 {
			seen.Item = len(seen.Agenda)
		}
	}
	seen.Item = min(seen.Item, len(seen.Agenda))
	return seen, nil
}

// AddMeeting plans a meeting.
func (d *Desk) AddMeeting(ctx context.Context, who aid.Actor, m aid.Meeting) (aid.Meeting, error) {
	m.State, m.Item, m.RoundID, m.PublishedOn, m.Version = aid.Planned, 0, "", "", 1
	m.CreatedAt, m.UpdatedAt = d.instant(), d.instant()
	err := d.putMeeting(ctx, who, m, "planned", func(tx *store.Store) error { return tx.AddMeeting(ctx, m) })
	return m, err
}

// ReplaceMeeting changes dates, place, agenda and participants, from the version that the caller has seen.
func (d *Desk) ReplaceMeeting(ctx context.Context, who aid.Actor, m aid.Meeting) (aid.Meeting, error) {
	err := d.putMeeting(ctx, who, m, "changed", func(tx *store.Store) error {
		old, err := tx.Meeting(ctx, m.ID)
		if err != nil {
			return err
		}
		return tx.ReplaceMeeting(ctx, m.After(old))
	})
	if err != nil {
		return aid.Meeting{}, err
	}
	return d.store.Meeting(ctx, m.ID)
}

func (d *Desk) putMeeting(ctx context.Context, who aid.Actor, m aid.Meeting, verb string, put func(*store.Store) error) error {
	if err := who.May(aid.HoldMeetings); err != nil {
		return err
	}
	register, err := d.Register(ctx)
	if err != nil {
		return err
	}
	if err := m.Validate(register); err != nil {
		return err
	}
	return d.store.InTx(ctx, func(tx *store.Store) error {
		if err := agendaRequests(ctx, tx, m); err != nil {
			return err
		}
		if err := put(tx); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, verb, meetingAddress(m.ID), m.Title))
	})
}

func meetingAddress(id aid.MeetingID) string { return "meetings/" + string(id) }

// agendaRequests says which requests of the agenda are not on record.
func agendaRequests(ctx context.Context, tx *store.Store, m aid.Meeting) error {
	known, err := tx.RequestByID(ctx, m.Requests())
	if err != nil {
		return err
	}
	var problems aid.Problems
	for n, item := range m.Agenda {
		if _, ok := known[aid.RequestID(item.Subject)]; item.Kind == aid.ItemRequest && !ok {
			problems.Add(fmt.Sprintf("agenda[%d].subject", n), "agenda_no_request", "value", item.Subject)
		}
	}
	return problems.Err()
}

// changeMeeting runs a verb on a meeting, from the version that the caller has seen, and writes it with its journal entry.
func (d *Desk) changeMeeting(ctx context.Context, who aid.Actor, id aid.MeetingID, version int64, verb, note string,
	change func(*store.Store, *aid.Meeting) error) (aid.Meeting, error) {
	if err := who.May(aid.HoldMeetings); err != nil {
		return aid.Meeting{}, err
	}
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		m, err := tx.Meeting(ctx, id)
		if err != nil {
			return err
		}
		if m.Version != version {
			return fmt.Errorf("meeting %s: %w", id, aid.ErrConflict)
		}
		if err := change(tx, &m); err != nil {
			return err
		}
		if err := tx.ReplaceMeeting(ctx, m); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, verb, meetingAddress(id), note))
	})
	if err != nil {
		return aid.Meeting{}, err
	}
	return d.store.Meeting(ctx, id)
}

// MoveMeeting opens a meeting, closes it, or takes that back; see aid.MeetingMoves.
func (d *Desk) MoveMeeting(ctx context.Context, who aid.Actor, id aid.MeetingID, version int64, to aid.MeetingState, why string) (aid.Meeting, error) {
	return d.changeMeeting(ctx, who, id, version, "moved", fmt.Sprintf("to %s: %s", to, why), func(_ *store.Store, m *aid.Meeting) error {
		if _, err := aid.MeetingMoves.Find(m.State, to); err != nil {
			return err
		}
		if m.State = to; to != aid.Held {
			m.Item = 0
		}
		return nil
	})
}

// TakeUp goes on to an agenda item of a meeting that is being held; 0 is none. What came of the item before can be noted.
func (d *Desk) TakeUp(ctx context.Context, who aid.Actor, id aid.MeetingID, version int64, item int, note string) (aid.Meeting, error) {
	return d.changeMeeting(ctx, who, id, version, "took up", fmt.Sprintf("item %d", item), func(_ *store.Store, m *aid.Meeting) error {
		if err := isHeld(*m); err != nil {
			return err
		}
		if item < 0 || item > len(m.Agenda) {
			return aid.Problems{{Field: "item", Message: aid.Say("agenda_number", "items", fmt.Sprint(len(m.Agenda)))}}
		}
		if note != "" && m.Item == 0 {
			return aid.Problems{{Field: "note", Message: aid.Say("agenda_no_item")}}
		}
		if note != "" {
			m.Agenda[m.Item-1].Note = note
		}
		m.Item = item
		return nil
	})
}

func isHeld(m aid.Meeting) error {
	if m.State != aid.Held {
		return aid.Problems{{Field: "meeting", Message: aid.Say("meeting_not_held", "state", string(m.State))}}
	}
	return nil
}

// MatchFor makes the round of a meeting: as of its cut-off, of what was on record by the end of that day.
func (d *Desk) MatchFor(ctx context.Context, who aid.Actor, id aid.MeetingID) (aid.Round, error) {
	if err := errors.Join(who.May(aid.MakeRounds), who.May(aid.HoldMeetings)); err != nil {
		return aid.Round{}, err
	}
	m, err := d.store.Meeting(ctx, id)
	if err != nil {
		return aid.Round{}, err
	}
	if err := unpublished(m); err != nil {
		return aid.Round{}, err
	}
	inputs, err := d.inputs(ctx, m.CutOff)
	if err != nil {
		return aid.Round{}, err
	}
	inputs.Requests = onRecord(inputs.Requests, m.CutOff, func(r aid.Request) aid.Date { return aid.DateOf(r.CreatedAt) })
	inputs.Offers = onRecord(inputs.Offers, m.CutOff, func(o aid.Offer) aid.Date { return aid.DateOf(o.CreatedAt) })
	inputs.Terms = d.termsOf(inputs.Requests, inputs.Offers)
	return d.makeRound(ctx, who, inputs, aid.Round{MeetingID: id}, nil)
}

// onRecord keeps what had come by the end of a day.
func onRecord[T any](rows []T, day aid.Date, came func(T) aid.Date) (kept []T) {
	for _, row := range rows {
		if came(row) <= day {
			kept = append(kept, row)
		}
	}
	return kept
}

// attachRound puts a round before the meeting that it was made for. Once proposals are published, these stay.
func (d *Desk) attachRound(ctx context.Context, tx *store.Store, r aid.Round) error {
	if r.MeetingID == "" {
		return nil
	}
	m, err := tx.Meeting(ctx, r.MeetingID)
	if err != nil {
		return err
	}
	if m.PublishedOn != "" {
		return nil
	}
	m.RoundID = r.ID
	return tx.ReplaceMeeting(ctx, m)
}

func unpublished(m aid.Meeting) error {
	if m.PublishedOn != "" {
		return aid.Problems{{Field: "meeting", Message: aid.Say("meeting_published", "on", string(m.PublishedOn), "round", string(m.RoundID))}}
	}
	return nil
}
