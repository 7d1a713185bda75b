package store

import (
	"context"

	"ploughshare/aid"

	"gorm.io/gorm"
)

var proposals = kind[aid.Proposal, aid.ProposalID]{
	one: "proposal", many: "proposals",
	id:      func(p aid.Proposal) aid.ProposalID { return p.ID },
	version: func(p *aid.Proposal) *int64 { return &p.Version },
}

var proposalOrders = []order{
	{name: "rank", columns: []string{"round_id", "rank", "id"}},
	{name: "total", columns: []string{"total", "id"}},
	{name: "request", columns: []string{"request_id", "id"}},
	{name: "offer", columns: []string{"offer_id", "id"}},
}

var unmatchedOrders = []order{
	{name: "request", columns: []string{"request_id", "round_id"}},
	{name: "round", columns: []string{"round_id", "request_id"}},
}

// Proposal returns one proposal that the reader may see.
func (s *Store) Proposal(ctx context.Context, who aid.Actor, id aid.ProposalID) (aid.Proposal, error) {
	return take[aid.Proposal](proposalsFor(s.read.WithContext(ctx), who).Where("id = ?", id), "proposal "+string(id))
}

// ReplaceProposal writes all of a proposal anew. Errors are those of ReplaceRequest.
func (s *Store) ReplaceProposal(ctx context.Context, p aid.Proposal) error {
	return proposals.replace(ctx, s, p)
}

// Proposals lists proposals that the reader may see by round and rank; they can be sorted by rank, total, request and offer.
func (s *Store) Proposals(ctx context.Context, who aid.Actor, f aid.ProposalFilter, p aid.Page) ([]aid.Proposal, string, error) {
	return page[aid.Proposal](s.proposalsBy(ctx, who, f), proposalOrders, p)
}

func (s *Store) proposalsBy(ctx context.Context, who aid.Actor, f aid.ProposalFilter) *gorm.DB {
	db := where(proposalsFor(s.read.WithContext(ctx), who), "round_id = ?", f.Round)
	db = where(db, "id = ?", f.ID)
	db = where(db, "request_id = ?", f.Request)
	db = where(db, "offer_id = ?", f.Offer)
	db = where(db, "total >= ?", f.MinTotal)
	db = where(db, "status = ?", f.Status)
	db = where(db, "(flags <> '[]') = ?", f.Flagged)
	db = among(db, "request_id", "requests", "requester_id = ?", f.Requester)
	db = among(db, "request_id", "requests", "themes"+holds, shareOf(f.Theme))
	db = among(db, "offer_id", "offers", "donors"+holds, item(f.Donor))
	if f.Region != "" {
		states := db.Session(&gorm.Session{NewDB: true}).Table("parties").Select("id").Where(inRegion, f.Region)
		requests := db.Session(&gorm.Session{NewDB: true}).Table("requests").Select("id").Where("requester_id IN (?)", states)
		db = db.Where("request_id IN (?)", requests)
	}
	return s.found(db, "request_id", "requests", f.Words)
}

// UnmatchedRequest returns what a round says of a request that got nothing.
func (s *Store) UnmatchedRequest(ctx context.Context, round aid.RoundID, request aid.RequestID) (aid.Unmatched, error) {
	db := s.read.WithContext(ctx).Where("round_id = ? AND request_id = ?", round, request)
	return take[aid.Unmatched](db, "unmatched request "+string(request)+" of round "+string(round))
}

// UnmatchedIn lists requests that got nothing; they can be sorted by request and round.
func (s *Store) UnmatchedIn(ctx context.Context, f aid.UnmatchedFilter, p aid.Page) ([]aid.Unmatched, string, error) {
	db := where(s.read.WithContext(ctx), "round_id = ?", f.Round)
	db = where(db, "request_id = ?", f.Request)
	db = among(db, "request_id", "requests", "themes"+holds, shareOf(f.Theme))
	return page[aid.Unmatched](db, unmatchedOrders, p)
}
