package desk_test

import (
	"testing"

	"ploughshare/aid"
)

// Each deadline that passes is told once, be it of a request or of an action: to the secretariat, and to those who are awaited.
func TestDeadlinesAreTold(t *testing.T) {
	onBoth(t, func(h *house) {
		for _, party := range []aid.PartyID{"", "TGO", "JPN"} {
			_, err := h.Subscribe(h.ctx, officer, aid.Subscription{
				Address: "mailto:x" + string(party) + "@example.org", PartyID: party, Events: aid.List[aid.Event]{aid.OnDeadline},
				Rhythm: aid.AtOnce, Language: "en",
			})
			h.must(err)
		}
		told := func(when string, want map[string]int) {
			t.Helper()
			h.must(h.TellDeadlines(h.ctx))
			h.must(h.TellDeadlines(h.ctx))
			notices, _, err := h.Notices(h.ctx, officer, aid.NoticeFilter{Event: aid.OnDeadline}, aid.Page{})
			h.must(err)
			for _, n := range notices {
				want[n.Address]--
			}
			for address, left := range want {
				if left != 0 {
					t.Errorf("%s: %d notices wanting for %s", when, left, address)
				}
			}
		}
		h.request("N1", dollars(100_000))
		h.passes(14)
		told("on the last day", map[string]int{})
		h.passes(1)
		told("the secretariat is silent", map[string]int{"mailto:x@example.org": 1})
		r, err := h.Request(h.ctx, officer, "N1")
		h.must(err)
		_, err = h.MoveRequest(h.ctx, officer, "N1", r.Version, aid.Returned, "How many officers?")
		h.must(err)
		h.passes(40)
		told("the State is silent", map[string]int{"mailto:x@example.org": 2, "mailto:xTGO@example.org": 1})
		h.request("N2", dollars(60_000))
		h.meeting()
		_, err = h.NoteAction(h.ctx, officer, aid.Action{MeetingID: "GIS", Text: "Send the plan", OwnerID: "JPN", DueOn: h.Today()})
		h.must(err)
		h.passes(1)
		told("an action is not done", map[string]int{"mailto:x@example.org": 3, "mailto:xTGO@example.org": 1, "mailto:xJPN@example.org": 1})
	})
}
