package desk

import (
	"context"
	"slices"

	"ploughshare/aid"
	"ploughshare/store"
)

// CommitMoney keeps a pledge, commitment or disbursement for a proposal in which its donor has shown interest. What
// counts is taken from the offer's envelope and from the need in the same transaction, with both locked: an envelope
// never holds more than it has, and a need more than it asks for only when the caller wants that (over).
func (d *Desk) CommitMoney(ctx context.Context, who aid.Actor, c aid.Commitment, over bool) (aid.Commitment, error) {
	if c.DonorID == "" {
		c.DonorID = who.Party
	}
	if err := who.May(aid.CommitMoney, c.DonorID); err != nil {
		return aid.Commitment{}, err
	}
	register, err := d.Register(ctx)
	if err != nil {
		return aid.Commitment{}, err
	}
	if c.MadeOn == "" {
		c.MadeOn = d.Today()
	}
	err = d.deal(ctx, who, c.ProposalID, func(tx *store.Store, x dealing) error {
		if err := takesMoney(x); err != nil {
			return err
		}
		before, err := tx.CommitmentsOf(ctx, x.RequestID)
		if err != nil {
			return err
		}
		if x.offer, err = tx.LockOffer(ctx, x.OfferID); err != nil {
			return err
		}
		c.RequestID, c.OfferID, c.Seq, c.MadeBy, c.Version = x.RequestID, x.OfferID, len(before)+1, who.Name, 1
		c.ID = aid.NewCommitmentID(x.ID, c.Seq)
		if err := c.Validate(x.offer, before, d.Today()); err != nil {
			return err
		}
		if c, x.offer, x.request, err = c.Commit(x.offer, x.request, before, register, over); err != nil {
			return err
		}
		return d.keepCommitment(ctx, tx, who, c, x)
	})
	if err != nil {
		return aid.Commitment{}, err
	}
	return c, nil
}

// takesMoney asks whether the two sides have come so far that money can be spoken of.
func takesMoney(x dealing) error {
	agreed := x.Status == aid.DonorInterested || x.Status == aid.Agreed
	if !agreed || !x.request.Status.Shown() && !x.request.Status.Carried() {
		return aid.Problems{{Field: "proposal", Message: aid.Say("commitment_too_early")}}
	}
	return nil
}

// keepCommitment writes a new commitment with what follows from it.
func (d *Desk) keepCommitment(ctx context.Context, tx *store.Store, who aid.Actor, c aid.Commitment, x dealing) error {
	if err := tx.AddCommitment(ctx, c); err != nil {
		return err
	}
	if c.Kind != aid.Pledged && x.Status == aid.DonorInterested {
		if err := d.placeProposal(ctx, tx, who, x.Proposal, aid.Agreed, "money is committed"); err != nil {
			return err
		}
	}
	return d.keepSums(ctx, tx, who, c, x, string(c.Kind), c.Amount.String())
}

// keepSums writes what a commitment changes of the offer and the request, and the journal entry.
func (d *Desk) keepSums(ctx context.Context, tx *store.Store, who aid.Actor, c aid.Commitment, x dealing, verb, note string) error {
	if c.Kind != aid.Pledged {
		if err := tx.ReplaceOffer(ctx, x.offer); err != nil {
			return err
		}
		if err := tx.ReplaceRequest(ctx, x.request); err != nil {
			return err
		}
	}
	address := proposalAddress(x.Proposal) + "/commitments/" + string(c.ID)
	return tx.AddEntry(ctx, d.entry(who, verb, address, note))
}

// CancelCommitment takes a pledge, commitment or payment back, from the version that the caller has seen. A commitment
// on which payments stand cannot be.
func (d *Desk) CancelCommitment(ctx context.Context, who aid.Actor, id aid.CommitmentID, version int64, why string) (aid.Commitment, error) {
	c, err := d.store.Commitment(ctx, id)
	if err != nil {
		return c, err
	}
	if err := who.May(aid.CommitMoney, c.DonorID); err != nil {
		return aid.Commitment{}, err
	}
	err = d.deal(ctx, who, c.ProposalID, func(tx *store.Store, x dealing) error {
		all, err := tx.CommitmentsOf(ctx, c.RequestID)
		if err != nil {
			return err
		}
		if c, err = tx.Commitment(ctx, id); err != nil {
			return err
		}
		if !c.Stands() {
			return aid.Problems{{Field: "status", Message: aid.Say("cancelled_already")}}
		}
		if slices.ContainsFunc(all, func(b aid.Commitment) bool { return b.Previous == id && b.Stands() }) {
			return aid.Problems{{Field: "status", Message: aid.Say("cancel_made_good")}}
		}
		if x.offer, err = tx.LockOffer(ctx, c.OfferID); err != nil {
			return err
		}
		c, x.offer, x.request = c.Cancel(x.offer, x.request, d.Today())
		c.Version = version
		if err := tx.ReplaceCommitment(ctx, c); err != nil {
			return err
		}
		if err := d.unagree(ctx, tx, who, x, c, all); err != nil {
			return err
		}
		return d.keepSums(ctx, tx, who, c, x, "cancelled", why)
	})
	if err != nil {
		return aid.Commitment{}, err
	}
	return d.store.Commitment(ctx, id)
}

// unagree takes a proposal back to interested when its last money is cancelled.
func (d *Desk) unagree(ctx context.Context, tx *store.Store, who aid.Actor, x dealing, c aid.Commitment, all []aid.Commitment) error {
	other := slices.ContainsFunc(all, func(b aid.Commitment) bool {
		return b.ProposalID == x.ID && b.ID != c.ID && b.Kind != aid.Pledged && b.Stands()
	})
	if x.Status != aid.Agreed || other {
		return nil
	}
	return d.placeProposal(ctx, tx, who, x.Proposal, aid.DonorInterested, "no money is committed any more")
}

// Commitment returns one commitment, for whoever may follow it.
func (d *Desk) Commitment(ctx context.Context, who aid.Actor, id aid.CommitmentID) (aid.Commitment, error) {
	c, err := d.store.Commitment(ctx, id)
	if err != nil {
		return c, err
	}
	if err := d.mayFollow(ctx, who, aid.FollowFilter{Request: c.RequestID, Donor: c.DonorID}); err != nil {
		return aid.Commitment{}, err
	}
	return c, nil
}

// Commitments lists what donors pledge, commit and pay. Who sees what is as for Interests.
func (d *Desk) Commitments(ctx context.Context, who aid.Actor, f aid.FollowFilter, p aid.Page) ([]aid.Commitment, string, error) {
	if err := d.mayFollow(ctx, who, f); err != nil {
		return nil, "", err
	}
	return d.store.Commitments(ctx, f, p)
}
