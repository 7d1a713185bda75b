package store

import (
	"testing"

	"ploughshare/aid"
)

func TestSearchInSixLanguages(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutReference(ctx, reference()))
		first, second := request("RQ1"), request("RQ2")
		first.Need = "Marking machines for l'armurerie nationale; маркировка оружия; 加强弹药库的安全管理; تدمير الأسلحة"
		second.Contact, second.Quantity = "Colonel Secret", "seventeen"
		second.Need = "Stockpile management: 100% of \"O'Brien\" \\ depot"
		must(t, s.AddRequests(ctx, []aid.Request{first, second}))
		for asked, want := range map[string][]aid.RequestID{
			"machine":        {"RQ1"},
			"armureries":     {"RQ1"},
			"оружие":         {"RQ1"},
			"弹药":             {"RQ1"},
			"أسلحة":          {"RQ1"},
			"machine depot":  nil,
			"o'brien":        {"RQ2"},
			`"depot\ * ) OR`: {"RQ2"},
			"the":            {"RQ1", "RQ2"}, // means nothing by itself
			"RQ2":            {"RQ2"},
			"colonel":        nil, // a contact is not for everybody
			"seventeen":      nil, // nor is a quantity
		} {
			found, _, err := s.Requests(ctx, aid.Machine("test"), aid.RequestFilter{Words: asked}, aid.Page{})
			must(t, err)
			var got []aid.RequestID
			for _, r := range found {
				got = append(got, r.ID)
			}
			if len(got) != len(want) || len(want) > 0 && got[0] != want[0] {
				t.Errorf("%q found %v, want %v", asked, got, want)
			}
		}
	})
}

func TestSearchFollowsChanges(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutReference(ctx, reference()))
		r, o := request("RQ1"), offer("OF1")
		r.Need, o.Programme = "kennel dogs", "helicopters only"
		must(t, s.AddRequests(ctx, []aid.Request{r}))
		must(t, s.AddOffers(ctx, []aid.Offer{o}))
		r.Need = "marking"
		must(t, s.ReplaceRequest(ctx, r))
		count := func(asked string) int {
			found, _, err := s.Requests(ctx, aid.Machine("test"), aid.RequestFilter{Words: asked}, aid.Page{})
			must(t, err)
			offers, _, err := s.Offers(ctx, aid.Machine("test"), aid.OfferFilter{Words: asked}, aid.Page{})
			must(t, err)
			return len(found) + len(offers)
		}
		wantSame(t, []int{count("dog"), count("markings"), count("helicopter")}, []int{0, 1, 1})

		must(t, s.write.Exec("UPDATE texts SET edition = 'old'").Error)
		there, err := s.Indexed(ctx)
		must(t, err)
		wantSame(t, there, false)
		must(t, s.Reindex(ctx))
		there, err = s.Indexed(ctx)
		must(t, err)
		wantSame(t, there, true)
		wantSame(t, []int{count("dog"), count("markings"), count("helicopter")}, []int{0, 1, 1})
	})
}
