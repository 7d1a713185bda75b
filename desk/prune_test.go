package desk_test

import (
	"testing"
	"time"

	"ploughshare/aid"
	"ploughshare/desk"
)

// History goes after its time; what has not ended, and the journal, stay.
func TestOldHistoryIsRemoved(t *testing.T) {
	d, s := server(t, "", desk.Settings{KeepHistory: 30})
	old, fresh := clock().AddDate(0, 0, -31), clock().AddDate(0, 0, -29)
	for id, r := range map[aid.RunID]aid.Run{
		"old": {State: aid.RunDone, CreatedAt: old}, "fresh": {State: aid.RunDone, CreatedAt: fresh}, "open": {State: aid.RunWaiting, CreatedAt: old},
	} {
		r.ID, r.ScheduleID, r.Job, r.Slot = id, aid.ScheduleID(id), "match", r.CreatedAt
		if err := s.AddRun(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	notice := func(id aid.NoticeID, state aid.NoticeState, at time.Time) aid.Notice {
		return aid.Notice{ID: id, Address: "mailto:a@example.org", Language: "en", Event: aid.OnRound, State: state, CreatedAt: at}
	}
	if err := s.AddNotices(t.Context(), []aid.Notice{
		notice("old", aid.NoticeSent, old), notice("fresh", aid.NoticeSent, fresh), notice("held", aid.NoticeHeld, old),
	}); err != nil {
		t.Fatal(err)
	}
	before := entries(t, s)
	schedule(t, d, aid.Schedule{ID: "prune", Job: "prune", Spec: "@daily"})
	if _, err := d.RunNow(t.Context(), machine, "prune"); err != nil {
		t.Fatal(err)
	}
	work(t, d, s)
	eventually(t, "the old run is gone", func() bool {
		_, err := s.Run(t.Context(), "old")
		return err != nil
	})
	for _, id := range []aid.RunID{"fresh", "open"} {
		if _, err := s.Run(t.Context(), id); err != nil {
			t.Errorf("run %s: %v", id, err)
		}
	}
	left, _, err := s.Notices(t.Context(), aid.NoticeFilter{}, aid.Page{})
	if err != nil || len(left) != 2 {
		t.Errorf("%d notices are left (%v), want two", len(left), err)
	}
	if after := entries(t, s); after < before {
		t.Errorf("the journal had %d entries and has %d", before, after)
	}
}
