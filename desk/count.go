package desk

import (
	"context"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// CountRequests and CountProposals say how long the lists are that Requests and Proposals return, by status.
func (d *Desk) CountRequests(ctx context.Context, who aid.Actor, f aid.RequestFilter) (map[aid.RequestStatus]int, error) {
	if f.Silent {
		f.Overdue = d.clocks.Overdue(d.Today())
	}
	return d.store.CountRequests(ctx, who, f)
}

func (d *Desk) CountProposals(ctx context.Context, who aid.Actor, f aid.ProposalFilter) (map[aid.ProposalStatus]int, error) {
	if err := who.May(aid.ReadProposals, who.Party); err != nil {
		return nil, err
	}
	if err := d.findLatest(ctx, &f.Round); err != nil {
		return nil, err
	}
	return d.store.CountProposals(ctx, who, f)
}

// CountNotices says how long the list is that Notices returns.
func (d *Desk) CountNotices(ctx context.Context, who aid.Actor, f aid.NoticeFilter) (int, error) {
	if err := who.May(aid.ReadNotices); err != nil {
		return 0, err
	}
	return d.store.CountNotices(ctx, f)
}

// Reach lists the requests that an offer would reach if it were made today, of those that the donor may see: the best
// first. The offer need not be whole.
func (d *Desk) Reach(ctx context.Context, who aid.Actor, o aid.Offer) ([]matcher.Reached, error) {
	if err := who.May(aid.AddOffers, o.Donors...); err != nil {
		return nil, err
	}
	in, err := d.inputs(ctx, d.Today())
	if err != nil {
		return nil, err
	}
	var seen []aid.Request
	for _, r := range in.Requests {
		if _, ok := r.For(who.Sees(aid.ReadRequests, r.RequesterID)); ok {
			seen = append(seen, r)
		}
	}
	in.Requests, in.Terms = seen, d.termsOf(seen, []aid.Offer{o})
	return matcher.Reach(in, o), nil
}
