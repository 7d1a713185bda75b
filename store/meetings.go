package store

import (
	"context"

	"ploughshare/aid"

	"gorm.io/gorm"
)

var meetings = kind[aid.Meeting, aid.MeetingID]{
	one: "meeting", many: "meetings",
	id:      func(m aid.Meeting) aid.MeetingID { return m.ID },
	version: func(m *aid.Meeting) *int64 { return &m.Version },
}

var actions = kind[aid.Action, aid.ActionID]{
	one: "action", many: "actions",
	id:      func(a aid.Action) aid.ActionID { return a.ID },
	version: func(a *aid.Action) *int64 { return &a.Version },
}

var curations = kind[aid.Curation, aid.CurationID]{
	one: "curation", many: "curations",
	id:      func(c aid.Curation) aid.CurationID { return c.ID },
	version: func(c *aid.Curation) *int64 { return &c.Version },
}

var (
	meetingOrders = []order{
		{name: "starts", columns: []string{"starts", "id"}, desc: true},
		{name: "id", columns: []string{"id"}},
	}
	actionOrders = []order{
		{name: "due", columns: []string{"due_on", "id"}},
		{name: "id", columns: []string{"meeting_id", "seq"}},
	}
)

// AddMeeting, Meeting, ReplaceMeeting and Meetings keep meetings as requests are kept.
func (s *Store) AddMeeting(ctx context.Context, m aid.Meeting) error {
	return meetings.add(ctx, s, []aid.Meeting{m})
}

func (s *Store) Meeting(ctx context.Context, id aid.MeetingID) (aid.Meeting, error) {
	return meetings.get(ctx, s, id)
}

func (s *Store) ReplaceMeeting(ctx context.Context, m aid.Meeting) error {
	return meetings.replace(ctx, s, m)
}

// Meetings lists meetings that the reader may see, the latest first; they can be sorted by starts and id.
func (s *Store) Meetings(ctx context.Context, who aid.Actor, f aid.MeetingFilter, p aid.Page) ([]aid.Meeting, string, error) {
	db := where(meetingsFor(s.read.WithContext(ctx), who), "state = ?", f.State)
	return page[aid.Meeting](where(db, "ends >= ?", f.From), meetingOrders, p)
}

// meetingsFor keeps the meetings that the reader may see.
func meetingsFor(db *gorm.DB, who aid.Actor) *gorm.DB {
	switch {
	case who.Sees(aid.ReadMeetings) == aid.ForOwners:
		return db
	case who.Party == "":
		return db.Where("announced = ?", true)
	}
	return db.Where("(announced = ? OR participants"+holds+")", true, pattern(`"party":`, who.Party))
}

// AddAction, Action, ReplaceAction and Actions keep what was undertaken; whoever numbers a new one has read the log of its
// meeting, and it is a conflict when another was quicker.
func (s *Store) AddAction(ctx context.Context, a aid.Action) error {
	return actions.add(ctx, s, []aid.Action{a})
}

func (s *Store) Action(ctx context.Context, id aid.ActionID) (aid.Action, error) {
	return actions.get(ctx, s, id)
}

func (s *Store) ReplaceAction(ctx context.Context, a aid.Action) error {
	return actions.replace(ctx, s, a)
}

// Actions lists the action log, what is due first at the top; it can be sorted by due and id.
func (s *Store) Actions(ctx context.Context, f aid.ActionFilter, p aid.Page) ([]aid.Action, string, error) {
	db := where(s.read.WithContext(ctx), "meeting_id = ?", f.Meeting)
	db = where(db, "owner_id = ?", f.Owner)
	db = where(db, "request_id = ?", f.Request)
	db = where(db, "state = ?", f.State)
	if f.Overdue != "" {
		db = db.Where("state = ? AND due_on < ?", aid.ActionOpen, f.Overdue)
	}
	return page[aid.Action](db, actionOrders, p)
}

// CountActions is how many a meeting has.
func (s *Store) CountActions(ctx context.Context, id aid.MeetingID) (n int64, err error) {
	err = s.read.WithContext(ctx).Model(&aid.Action{}).Where("meeting_id = ?", id).Count(&n).Error
	return n, failure("actions of meeting "+string(id), err)
}

// AddCuration, Curation and ReplaceCuration keep curations; CurationsOf are those of a round, in the order in which they
// were made.
func (s *Store) AddCuration(ctx context.Context, c aid.Curation) error {
	return curations.add(ctx, s, []aid.Curation{c})
}

func (s *Store) Curation(ctx context.Context, id aid.CurationID) (aid.Curation, error) {
	return curations.get(ctx, s, id)
}

func (s *Store) ReplaceCuration(ctx context.Context, c aid.Curation) error {
	return curations.replace(ctx, s, c)
}

func (s *Store) CurationsOf(ctx context.Context, round aid.RoundID) ([]aid.Curation, error) {
	var rows []aid.Curation
	err := s.read.WithContext(ctx).Where("round_id = ?", round).Order("seq").Find(&rows).Error
	return rows, failure("curations of round "+string(round), err)
}
