package store

import (
	"fmt"
	"testing"

	"ploughshare/aid"
)

// The conditions of the lists are the rules of package aid in another language. This holds them against each other, for
// every kind of reader over every kind of record.
func TestListsShowWhatTheirReaderMaySee(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		must(t, s.PutReference(t.Context(), reference()))
		requests, offers := everyRequest(), everyOffer()
		must(t, s.AddRequests(t.Context(), requests))
		must(t, s.AddOffers(t.Context(), offers))
		proposals := everyPair(requests, offers)
		must(t, s.AddRound(t.Context(), round("R2026-1"), proposals, nil, []byte("{}"), []byte("{}")))
		for _, who := range everyReader() {
			sees := func(r aid.Request) bool {
				_, ok := r.For(who.Sees(aid.ReadRequests, r.RequesterID))
				return ok
			}
			seesOffer := func(o aid.Offer) bool {
				_, ok := o.For(who.Sees(aid.ReadOffers, o.Donors...))
				return ok
			}
			var want, wantOffers, wantProposals []string
			for _, r := range requests {
				if sees(r) {
					want = append(want, string(r.ID))
				}
			}
			for _, o := range offers {
				if seesOffer(o) {
					wantOffers = append(wantOffers, string(o.ID))
				}
			}
			for i, p := range proposals {
				r, o := requests[i/len(offers)], offers[i%len(offers)]
				side := who.May(aid.ReadRequests, r.RequesterID) == nil || who.May(aid.ReadOffers, o.Donors...) == nil
				if who.Sees(aid.ReadProposals) == aid.ForOwners || side && sees(r) && seesOffer(o) && p.Status == aid.Published {
					wantProposals = append(wantProposals, fmt.Sprintf("R2026-1.%s.%s", p.RequestID, p.OfferID))
				}
			}
			wantSame(t, ids(t, aid.Page{Limit: 2}, func(p aid.Page) ([]aid.Request, string, error) {
				return s.Requests(t.Context(), who, aid.RequestFilter{}, p)
			}, func(r aid.Request) string { return string(r.ID) }), want)
			wantSame(t, ids(t, aid.Page{Limit: 2}, func(p aid.Page) ([]aid.Offer, string, error) {
				return s.Offers(t.Context(), who, aid.OfferFilter{}, p)
			}, func(o aid.Offer) string { return string(o.ID) }), wantOffers)
			wantSame(t, ids(t, aid.Page{Limit: 50}, func(p aid.Page) ([]aid.Proposal, string, error) {
				return s.Proposals(t.Context(), who, aid.ProposalFilter{}, p)
			}, func(p aid.Proposal) string { return string(p.ID) }), wantProposals)
		}
	})
}

// everyRequest is one of each State, status and consent.
func everyRequest() (all []aid.Request) {
	for _, state := range []aid.PartyID{"AAA", "BBB"} {
		for i, status := range []aid.RequestStatus{aid.Draft, aid.Submitted, aid.Authenticated, aid.Circulated, aid.Funded, aid.Withdrawn} {
			for j, consent := range []aid.Consent{aid.ConsentNone, aid.ConsentDonors, aid.ConsentPublic} {
				r := request(aid.RequestID(fmt.Sprintf("RQ-%s-%d%d", state, i, j)))
				r.RequesterID, r.Status, r.Consent = state, status, consent
				all = append(all, r)
			}
		}
	}
	return all
}

// everyOffer is one of each donor, firm and forecast.
func everyOffer() (all []aid.Offer) {
	for i, donors := range []aid.List[aid.PartyID]{{"AAA"}, {"BBB"}, {"AAA", "BBB"}, {"EU_1"}} {
		for _, forecast := range []bool{false, true} {
			o := offer(aid.OfferID(fmt.Sprintf("OF-%d-%v", i, forecast)))
			o.Donors, o.Forecast = donors, forecast
			all = append(all, o)
		}
	}
	return all
}

func everyPair(requests []aid.Request, offers []aid.Offer) (all []aid.Proposal) {
	for _, r := range requests {
		for _, o := range offers {
			p := proposal("R2026-1", r.ID, o.ID, len(all)+1, 4000)
			if len(all)%3 > 0 {
				p.Status = aid.Published
			}
			all = append(all, p)
		}
	}
	return all
}

func everyReader() []aid.Actor {
	all := []aid.Actor{{}, {User: "u"}, {User: "u", Party: "AAA"}, aid.Machine("test")}
	for _, role := range aid.UserRoles {
		for _, party := range []aid.PartyID{"", "AAA", "BBB", "EU_1"} {
			all = append(all, aid.Actor{User: "u", Party: party, Roles: []aid.Role{role}})
		}
	}
	both := aid.Actor{User: "u", Party: "AAA", Roles: []aid.Role{aid.Requester, aid.Donor}}
	return append(all, both)
}

// A list that could be sorted by what it does not show would tell it.
func TestOrdersAreForThePublic(t *testing.T) {
	for _, by := range requestOrders {
		if aid.RequestFields[by.name] != aid.ForPublic {
			t.Errorf("requests are sorted by %s", by.name)
		}
	}
	for _, by := range offerOrders {
		if aid.OfferFields[by.name] != aid.ForPublic {
			t.Errorf("offers are sorted by %s", by.name)
		}
	}
}

func TestAccounts(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.AddUser(ctx, user("U1")))
		other := user("U2")
		other.Email, other.Subject = "two@example.org", ""
		must(t, s.AddUser(ctx, other))
		third := user("U3")
		third.Email, third.Subject = "three@example.org", "" // an empty subject is nobody's, and may be there twice
		must(t, s.AddUser(ctx, third))
		third.ID, third.Email = "U4", "two@example.org"
		wantKind(t, s.AddUser(ctx, third), aid.ErrConflict)
		back, err := s.UserByEmail(ctx, "one@example.org")
		must(t, err)
		wantSame(t, back, user("U1"))
		back, err = s.UserBySubject(ctx, "issuer subject")
		must(t, err)
		wantSame(t, back.ID, aid.UserID("U1"))
		_, err = s.UserBySubject(ctx, "")
		wantKind(t, err, aid.ErrNotFound)
		n, err := s.Administrators(ctx)
		must(t, err)
		wantSame(t, n, int64(0)) // U1 to U3 are disabled
		other.Disabled = false
		must(t, s.ReplaceUser(ctx, other))
		wantKind(t, s.ReplaceUser(ctx, other), aid.ErrConflict)
		n, err = s.Administrators(ctx)
		must(t, err)
		wantSame(t, n, int64(1))
	})
}

func TestTokens(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.AddUser(ctx, user("U1")))
		wantKind(t, s.AddToken(ctx, token("T0", "nobody")), aid.ErrInvalid)
		must(t, s.AddToken(ctx, token("T1", "U1")))
		must(t, s.AddToken(ctx, token("T2", "U1")))
		found, err := s.TokenByHash(ctx, "hash of T2")
		must(t, err)
		wantSame(t, found, token("T2", "U1"))
		must(t, s.TokenUsed(ctx, "T2", start))
		must(t, s.RemoveTokens(ctx, "U1", "T1"))
		left, err := s.Tokens(ctx, "U1")
		must(t, err)
		used := token("T2", "U1")
		used.LastUsed = start
		wantSame(t, left, []aid.Token{used})
		must(t, s.RemoveTokens(ctx, "U1", ""))
		_, err = s.Token(ctx, "T2")
		wantKind(t, err, aid.ErrNotFound)
	})
}

func TestSessions(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx, sessions := t.Context(), s.Sessions()
		must(t, sessions.CommitCtx(ctx, "a", []byte("one"), clock().Add(1e9)))
		must(t, sessions.CommitCtx(ctx, "a", []byte("two"), clock().Add(2e9)))
		must(t, sessions.CommitCtx(ctx, "old", []byte("gone"), clock()))
		data, found, err := sessions.FindCtx(ctx, "a")
		must(t, err)
		wantSame(t, string(data), "two")
		wantSame(t, found, true)
		_, found, err = sessions.FindCtx(ctx, "old")
		must(t, err)
		wantSame(t, found, false)
		must(t, sessions.DeleteCtx(ctx, "a"))
		_, found, err = sessions.FindCtx(ctx, "a")
		must(t, err)
		wantSame(t, found, false)
	})
}
