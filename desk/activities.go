package desk

import (
	"cmp"
	"context"
	"io"
	"slices"

	"ploughshare/aid"
	"ploughshare/locale"
	"ploughshare/papers"
	"ploughshare/store"
)

// Activities writes as IATI 2.03 the pairings that money was committed to, and those in which a donor is interested.
// To publish is to show to everybody, so requests whose State does not consent to that are left out.
func (d *Desk) Activities(ctx context.Context, who aid.Actor, w io.Writer, p locale.Printer) error {
	if err := who.May(aid.WritePapers); err != nil {
		return err
	}
	var all []papers.Activity
	var register *aid.Register
	err := d.store.InSnapshot(ctx, func(tx *store.Store) error {
		reference, err := tx.Reference(ctx)
		if err != nil {
			return err
		}
		register = aid.NewRegister(reference)
		all, err = activities(ctx, tx, register)
		return err
	})
	if err != nil {
		return err
	}
	return papers.IATI(w, papers.UnitedNations, all, register, p)
}

func activities(ctx context.Context, tx *store.Store, register *aid.Register) ([]papers.Activity, error) {
	commitments, err := tx.AllCommitments(ctx)
	if err != nil {
		return nil, err
	}
	proposals, err := pairedProposals(ctx, tx, commitments)
	if err != nil {
		return nil, err
	}
	results, err := tx.AllResults(ctx)
	if err != nil {
		return nil, err
	}
	var all []papers.Activity
	told := map[aid.RequestID]bool{} // whose results an activity has
	for _, p := range proposals {
		a := papers.Activity{Proposal: p}
		if a.Request, err = tx.Request(ctx, p.RequestID); err != nil {
			return nil, err
		}
		if _, public := a.Request.For(aid.ForPublic); !public {
			continue
		}
		if err := completeActivity(ctx, tx, register, &a); err != nil {
			return nil, err
		}
		for _, c := range commitments {
			if c.ProposalID == p.ID {
				a.Commitments = append(a.Commitments, c)
			}
		}
		if !told[p.RequestID] {
			a.Results, told[p.RequestID] = of(p.RequestID, results), true
		}
		all = append(all, a)
	}
	return all, nil
}

// of are the results of one request.
func of(id aid.RequestID, results []aid.Result) []aid.Result {
	return slices.DeleteFunc(slices.Clone(results), func(x aid.Result) bool { return x.RequestID != id })
}

func completeActivity(ctx context.Context, tx *store.Store, register *aid.Register, a *papers.Activity) error {
	offer, err := tx.Offer(ctx, a.Proposal.OfferID)
	if err != nil {
		return err
	}
	for _, id := range offer.Donors {
		donor, _ := register.Party(id)
		a.Donors = append(a.Donors, donor)
	}
	round, err := tx.Round(ctx, a.Proposal.RoundID)
	a.AsOf = round.AsOf
	return err
}

// pairedProposals are those with standing commitments, then those in which a donor is interested or that are agreed.
func pairedProposals(ctx context.Context, tx *store.Store, commitments []aid.Commitment) ([]aid.Proposal, error) {
	var all []aid.Proposal
	add := func(p aid.Proposal) {
		if !slices.ContainsFunc(all, func(q aid.Proposal) bool { return q.ID == p.ID }) {
			all = append(all, p)
		}
	}
	for _, c := range commitments {
		if !c.Stands() {
			continue
		}
		p, err := tx.Proposal(ctx, aid.Machine("desk"), c.ProposalID)
		if err != nil {
			return nil, err
		}
		add(p)
	}
	for _, status := range []aid.ProposalStatus{aid.DonorInterested, aid.Agreed} {
		taken := func(p aid.Page) ([]aid.Proposal, string, error) {
			return tx.Proposals(ctx, aid.Machine("desk"), aid.ProposalFilter{Status: status}, p)
		}
		for p, err := range aid.Each(aid.Page{}, taken) {
			if err != nil {
				return nil, err
			}
			add(p)
		}
	}
	slices.SortFunc(all, func(x, y aid.Proposal) int { return cmp.Compare(x.ID, y.ID) })
	return all, nil
}
