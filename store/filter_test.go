package store

import (
	"testing"

	"ploughshare/aid"
)

func TestRequestFilters(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ref := reference()
		ref.Parties[1].Region, ref.Parties[1].Subregion = "Asia", "Southern Asia"
		must(t, s.PutReference(t.Context(), ref))
		one, two, odd := request("RQ1"), request("RQ2"), request("RQ3")
		two.RequesterID, two.Status, two.Themes = "BBB", aid.Draft, nil
		odd.Themes = aid.List[aid.Share]{{Code: `a%_\"c`, Percent: 100}}
		must(t, s.AddRequests(t.Context(), []aid.Request{one, two, odd}))
		for _, filter := range []struct {
			by   aid.RequestFilter
			want []string
		}{
			{aid.RequestFilter{}, []string{"RQ1", "RQ2", "RQ3"}},
			{aid.RequestFilter{Requester: "BBB"}, []string{"RQ2"}},
			{aid.RequestFilter{Status: aid.Draft}, []string{"RQ2"}},
			{aid.RequestFilter{Theme: "marking"}, []string{"RQ1"}},
			{aid.RequestFilter{Theme: "mark"}, nil},
			{aid.RequestFilter{Theme: "MARKING"}, nil},
			{aid.RequestFilter{Theme: "code"}, nil},
			{aid.RequestFilter{Theme: "%"}, nil},
			{aid.RequestFilter{Theme: "markin_"}, nil},
			{aid.RequestFilter{Theme: `a%_\"c`}, []string{"RQ3"}},
			{aid.RequestFilter{Region: "Africa"}, []string{"RQ1", "RQ3"}},
			{aid.RequestFilter{Region: "Southern Asia"}, []string{"RQ2"}},
			{aid.RequestFilter{Region: "Africa", Theme: "stockpile", Requester: "AAA", Status: aid.Submitted}, []string{"RQ1"}},
		} {
			wantSame(t, requestIDs(t, s, filter.by, aid.Page{Limit: 1}), filter.want)
		}
	})
}

func TestPartyFilters(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		fund := party("UNSCAR")
		fund.Kind, fund.Roles, fund.Region, fund.Subregion = aid.Fund, aid.List[aid.Role]{aid.Donor}, "", ""
		must(t, s.AddParties(t.Context(), []aid.Party{party("AAA"), fund}))
		for _, filter := range []struct {
			by   aid.PartyFilter
			want []string
		}{
			{aid.PartyFilter{Role: aid.Donor}, []string{"AAA", "UNSCAR"}},
			{aid.PartyFilter{Role: aid.Requester}, []string{"AAA"}},
			{aid.PartyFilter{Kind: aid.Fund}, []string{"UNSCAR"}},
			{aid.PartyFilter{Region: "Western Africa"}, []string{"AAA"}},
			{aid.PartyFilter{Kind: aid.Fund, Region: "Africa"}, nil},
		} {
			list := func(p aid.Page) ([]aid.Party, string, error) { return s.Parties(t.Context(), filter.by, p) }
			wantSame(t, ids(t, aid.Page{Limit: 1}, list, func(p aid.Party) string { return string(p.ID) }), filter.want)
		}
	})
}

func TestOfferFilters(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		other := offer("OF2")
		other.Donors, other.Themes, other.Form = aid.List[aid.PartyID]{"EUX1"}, nil, aid.Bilateral
		must(t, s.AddOffers(t.Context(), []aid.Offer{offer("OF1"), other}))
		for _, filter := range []struct {
			by   aid.OfferFilter
			want []string
		}{
			{aid.OfferFilter{Donor: "EU_1"}, []string{"OF1"}},
			{aid.OfferFilter{Donor: "EUX1"}, []string{"OF2"}},
			{aid.OfferFilter{Theme: "stockpile"}, []string{"OF1"}},
			{aid.OfferFilter{Form: aid.Bilateral}, []string{"OF2"}},
		} {
			list := func(p aid.Page) ([]aid.Offer, string, error) { return s.Offers(t.Context(), reader, filter.by, p) }
			wantSame(t, ids(t, aid.Page{Limit: 1}, list, func(o aid.Offer) string { return string(o.ID) }), filter.want)
		}
		all, err := s.AllOffers(t.Context())
		must(t, err)
		wantSame(t, all, []aid.Offer{offer("OF1"), other})
	})
}

func TestPairingFilters(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		other := pairing("PA2")
		other.BeneficiaryID, other.Donors, other.Themes = "ECOWAS", nil, aid.List[aid.ThemeID]{"marking"}
		must(t, s.AddPairings(t.Context(), []aid.Pairing{other, pairing("PA1")}))
		for _, filter := range []struct {
			by   aid.PairingFilter
			want []string
		}{
			{aid.PairingFilter{Beneficiary: "ECOWAS"}, []string{"PA2"}},
			{aid.PairingFilter{Donor: "BBB"}, []string{"PA1"}},
			{aid.PairingFilter{Theme: "marking"}, []string{"PA2"}},
		} {
			list := func(p aid.Page) ([]aid.Pairing, string, error) { return s.Pairings(t.Context(), filter.by, p) }
			wantSame(t, ids(t, aid.Page{Limit: 1}, list, func(x aid.Pairing) string { return string(x.ID) }), filter.want)
		}
		all, err := s.AllPairings(t.Context())
		must(t, err)
		wantSame(t, all, []aid.Pairing{pairing("PA1"), other})
	})
}

func TestProposalFilters(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		abroad, other := request("RQ2"), offer("OF2")
		abroad.RequesterID, abroad.Themes = "BBB", nil
		other.Donors = nil
		must(t, s.ReplaceRequest(t.Context(), abroad))
		must(t, s.ReplaceOffer(t.Context(), other))
		addRound(t, s, round("R2026-1"), nil, nil)
		addRound(t, s, round("R2026-2"), nil, nil)
		const a1, b1, a2, b2 = "R2026-1.RQ1.OF1", "R2026-1.RQ2.OF2", "R2026-2.RQ1.OF1", "R2026-2.RQ2.OF2"
		for _, filter := range []struct {
			by   aid.ProposalFilter
			want []string
		}{
			{aid.ProposalFilter{}, []string{a1, b1, a2, b2}},
			{aid.ProposalFilter{Round: "R2026-2"}, []string{a2, b2}},
			{aid.ProposalFilter{Request: "RQ1"}, []string{a1, a2}},
			{aid.ProposalFilter{Offer: "OF2"}, []string{b1, b2}},
			{aid.ProposalFilter{Requester: "BBB"}, []string{b1, b2}},
			{aid.ProposalFilter{Donor: "BBB"}, []string{a1, a2}},
			{aid.ProposalFilter{Theme: "marking"}, []string{a1, a2}},
			{aid.ProposalFilter{MinTotal: 4001}, []string{a1, a2}},
			{aid.ProposalFilter{Flagged: true}, []string{a1, a2}},
			{aid.ProposalFilter{Status: aid.Pinned}, nil},
		} {
			list := func(p aid.Page) ([]aid.Proposal, string, error) {
				return s.Proposals(t.Context(), reader, filter.by, p)
			}
			wantSame(t, ids(t, aid.Page{Limit: 1}, list, func(p aid.Proposal) string { return string(p.ID) }), filter.want)
		}
	})
}

func TestUnmatchedFilters(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		addRound(t, s, round("R2026-1"), nil, nil)
		addRound(t, s, round("R2026-2"), nil, nil)
		for _, filter := range []struct {
			by   aid.UnmatchedFilter
			want []string
		}{
			{aid.UnmatchedFilter{}, []string{"R2026-1", "R2026-2"}},
			{aid.UnmatchedFilter{Round: "R2026-2", Theme: "marking"}, []string{"R2026-2"}},
			{aid.UnmatchedFilter{Theme: "none"}, nil},
		} {
			list := func(p aid.Page) ([]aid.Unmatched, string, error) { return s.UnmatchedIn(t.Context(), filter.by, p) }
			wantSame(t, ids(t, aid.Page{Limit: 1}, list, func(u aid.Unmatched) string { return string(u.RoundID) }), filter.want)
		}
	})
}
