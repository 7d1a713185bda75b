package desk_test

import (
	"errors"
	"testing"

	"ploughshare/aid"
)

// Who saves a search hears of what is new in it and of nothing else, until he removes it or ends the mails.
func TestSavedSearchesTellOfWhatIsNew(t *testing.T) {
	onBoth(t, func(h *house) {
		user, _, err := h.AddUser(h.ctx, aid.Machine("test"), aid.User{
			Name: "desk officer", Email: "officer@example.org", PartyID: "JPN", Roles: aid.List[aid.Role]{aid.Donor},
		}, "correct horse battery")
		h.must(err)
		who := aid.Actor{User: user.ID, Name: user.Name, Party: user.PartyID, Roles: user.Roles}
		save := func(list aid.Searched, query string) aid.Search {
			s, err := h.KeepSearch(h.ctx, who, aid.Search{Name: query, List: list, Query: query, Rhythm: aid.Daily}, "en")
			h.must(err)
			return s
		}
		marking := save(aid.SearchedRequests, "theme=marking&q=machines&after=x")
		proposals := save(aid.SearchedProposals, "theme=marking&least=1")
		save(aid.SearchedRequests, "theme=stockpile")
		save(aid.SearchedProposals, "region=Asia")
		h.request("A", dollars(1000))
		h.offer("O", dollars(9000), "JPN")
		h.published("A")
		if requests, published := h.told(aid.OnCirculated), h.told(aid.OnPublished); requests != 1 || published != 1 {
			t.Errorf("%d and %d notices, want one of each", requests, published)
		}
		if marking.Query != "q=machines&theme=marking" {
			t.Errorf("it keeps %q", marking.Query)
		}
		h.refused(h.RemoveSearch(h.ctx, officer, marking.ID), aid.ErrNotFound, "")
		h.must(h.RemoveSearch(h.ctx, who, marking.ID))
		told, _, err := h.Subscriptions(h.ctx, officer, aid.Page{})
		h.must(err)
		for _, s := range told {
			if s.SearchID == marking.ID {
				t.Error("a removed search is still told of")
			}
			if s.SearchID == proposals.ID {
				h.must(h.Unsubscribe(h.ctx, who, s.ID))
			}
		}
		left, _, err := h.Searches(h.ctx, who, aid.Page{})
		if err != nil || len(left) != 3 || left[0].ID != proposals.ID || left[0].Rhythm != "" || left[1].Rhythm != aid.Daily {
			t.Errorf("left are %+v, %v", left, err)
		}
		if _, err := h.KeepSearch(h.ctx, who, aid.Search{List: "offers", Query: "%"}, "en"); !errors.Is(err, aid.ErrInvalid) {
			t.Errorf("got %v", err)
		}
		h.refused(func() error { _, err := h.KeepSearch(h.ctx, togo, aid.Search{}, "en"); return err }(), aid.ErrForbidden, "")
	})
}
