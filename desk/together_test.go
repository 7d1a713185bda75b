package desk_test

import (
	"errors"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
)

// Several requests move together or not at all; each has its own entry in the journal.
func TestMoveRequests(t *testing.T) {
	onBoth(t, func(h *house) {
		var seen []desk.Seen
		for _, id := range []aid.RequestID{"B", "A", "C"} {
			r, err := h.AddRequest(h.ctx, officer, aid.Request{ID: id, RequesterID: "TGO", Need: "Marking machines", Consent: aid.ConsentNone,
				Countries: aid.EqualShares([]string{"TGO"})})
			h.must(err)
			seen = append(seen, desk.Seen{ID: r.ID, Version: r.Version})
		}
		h.must(h.MoveRequests(h.ctx, officer, seen[:2], aid.Authenticated, "note verbale"))
		var problems aid.Problems
		err := h.MoveRequests(h.ctx, officer, seen, aid.Authenticated, "note verbale") // A and B have moved since
		if !errors.As(err, &problems) || len(problems) != 4 || problems[0].Field != "A" || problems[3].Field != "B" {
			t.Errorf("got %v", err)
		}
		steps, err := h.StepsTo(h.ctx, officer, []aid.RequestID{"C", "A"}, aid.Authenticated)
		if err != nil || len(steps) != 2 || len(steps[0].Hinders) != 0 || len(steps[1].Hinders) != 1 || steps[0].Request.Status != aid.Submitted {
			t.Errorf("got %+v, %v", steps, err)
		}
		if err := h.MoveRequests(h.ctx, togo, seen, aid.Authenticated, "x"); !errors.Is(err, aid.ErrForbidden) {
			t.Errorf("a State moves them: %v", err)
		}
		entries, _, err := h.Journal(h.ctx, officer, aid.Page{Limit: aid.MaxPage})
		moved := 0
		for _, e := range entries {
			if e.Verb == "moved" && e.Note == "submitted to authenticated: note verbale" {
				moved++
			}
		}
		if err != nil || moved != 2 {
			t.Errorf("the journal tells of %d moves, %v", moved, err)
		}
	})
}
