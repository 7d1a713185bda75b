package store

import (
	"testing"

	"ploughshare/aid"
)

func TestMeetings(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		open, hidden := meeting("M1"), meeting("M2")
		hidden.Announced, hidden.Starts, hidden.Ends, hidden.State = false, "2027-02-01", "2027-02-02", aid.Planned
		must(t, s.AddMeeting(ctx, open))
		must(t, s.AddMeeting(ctx, hidden))
		wantKind(t, s.AddMeeting(ctx, open), aid.ErrConflict)
		back, err := s.Meeting(ctx, "M1")
		must(t, err)
		wantSame(t, back, open)
		back.Place = "Geneva"
		must(t, s.ReplaceMeeting(ctx, back))
		wantKind(t, s.ReplaceMeeting(ctx, back), aid.ErrConflict)
		for _, c := range []struct {
			who    aid.Actor
			filter aid.MeetingFilter
			want   []string
		}{
			{aid.Machine("test"), aid.MeetingFilter{}, []string{"M2", "M1"}},
			{aid.Machine("test"), aid.MeetingFilter{State: aid.Held}, []string{"M1"}},
			{aid.Machine("test"), aid.MeetingFilter{From: "2027-01-01"}, []string{"M2"}},
			{aid.Actor{}, aid.MeetingFilter{}, []string{"M1"}},
			{aid.Actor{User: "u", Party: "BBB", Roles: []aid.Role{aid.Donor}}, aid.MeetingFilter{}, []string{"M1"}},
			{aid.Actor{User: "u", Party: "AAA", Roles: []aid.Role{aid.Donor}}, aid.MeetingFilter{}, []string{"M2", "M1"}},
		} {
			wantSame(t, ids(t, aid.Page{Limit: 1}, func(p aid.Page) ([]aid.Meeting, string, error) {
				return s.Meetings(ctx, c.who, c.filter, p)
			}, func(m aid.Meeting) string { return string(m.ID) }), c.want)
		}
	})
}

func TestActions(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.AddMeeting(ctx, meeting("M1")))
		wantKind(t, s.AddAction(ctx, action("none", 1)), aid.ErrInvalid)
		late := action("M1", 2)
		late.State, late.DueOn, late.OwnerID = aid.ActionOpen, "2026-12-10", ""
		must(t, s.AddAction(ctx, action("M1", 1)))
		must(t, s.AddAction(ctx, late))
		twice := late
		twice.ID = "M1.3"
		wantKind(t, s.AddAction(ctx, twice), aid.ErrConflict)
		n, err := s.CountActions(ctx, "M1")
		must(t, err)
		wantSame(t, n, int64(2))
		for _, c := range []struct {
			filter aid.ActionFilter
			want   []string
		}{
			{aid.ActionFilter{Meeting: "M1"}, []string{"M1.2", "M1.1"}},
			{aid.ActionFilter{Owner: "AAA"}, []string{"M1.1"}},
			{aid.ActionFilter{State: aid.ActionOpen}, []string{"M1.2"}},
			{aid.ActionFilter{Overdue: "2026-12-10"}, nil},
			{aid.ActionFilter{Overdue: "2026-12-11", Request: "RQ1"}, []string{"M1.2"}},
		} {
			wantSame(t, ids(t, aid.Page{Limit: 1}, func(p aid.Page) ([]aid.Action, string, error) {
				return s.Actions(ctx, c.filter, p)
			}, func(a aid.Action) string { return string(a.ID) }), c.want)
		}
		back, err := s.Action(ctx, "M1.1")
		must(t, err)
		wantSame(t, back, action("M1", 1))
		must(t, s.ReplaceAction(ctx, back))
		wantKind(t, s.ReplaceAction(ctx, back), aid.ErrConflict)
	})
}

func TestCurations(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutReference(ctx, reference()))
		must(t, s.AddRound(ctx, round("R2026-1"), nil, nil, []byte("{}"), []byte("{}")))
		wantKind(t, s.AddCuration(ctx, curation("R1999-1", 1)), aid.ErrInvalid)
		for _, seq := range []int{2, 1} {
			must(t, s.AddCuration(ctx, curation("R2026-1", seq)))
		}
		all, err := s.CurationsOf(ctx, "R2026-1")
		must(t, err)
		wantSame(t, all, []aid.Curation{curation("R2026-1", 1), curation("R2026-1", 2)})
		must(t, s.ReplaceCuration(ctx, all[0]))
		wantKind(t, s.ReplaceCuration(ctx, all[0]), aid.ErrConflict)
		back, err := s.Curation(ctx, all[0].ID)
		must(t, err)
		wantSame(t, back.Version, int64(2))
	})
}
