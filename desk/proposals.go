package desk

import (
	"context"
	"fmt"

	"ploughshare/aid"
	"ploughshare/store"
)

// dealing is a proposal with what it brings together, while the request is locked.
type dealing struct {
	aid.Proposal
	request aid.Request
	offer   aid.Offer
}

// deal runs a verb on a proposal whose request nobody else changes meanwhile; what belongs to one request is done in
// turn.
func (d *Desk) deal(ctx context.Context, who aid.Actor, id aid.ProposalID, do func(*store.Store, dealing) error) error {
	return d.store.InTx(ctx, func(tx *store.Store) error {
		p, err := tx.Proposal(ctx, who, id) // who may not see it, is not to learn that it is there
		if err != nil {
			return err
		}
		x := dealing{}
		if x.request, err = tx.LockRequest(ctx, p.RequestID); err != nil {
			return err
		}
		if x.offer, err = tx.Offer(ctx, p.OfferID); err != nil {
			return err
		}
		if x.Proposal, err = tx.Proposal(ctx, aid.Machine("desk"), id); err != nil { // as it is now that we have the lock
			return err
		}
		return do(tx, x)
	})
}

// MoveProposal pins, vetoes, publishes or withdraws a proposal, see aid.ProposalMoves, from the version that the caller
// has seen. The other moves follow by themselves from what donors answer and commit.
func (d *Desk) MoveProposal(ctx context.Context, who aid.Actor, id aid.ProposalID, version int64, to aid.ProposalStatus, why string) (aid.Proposal, error) {
	err := d.deal(ctx, who, id, func(tx *store.Store, x dealing) error {
		if err := who.May(aid.CurateProposals); err != nil {
			return err
		}
		move, err := aid.ProposalMoves.Find(x.Status, to)
		if err != nil {
			return err
		}
		if move.Verb != aid.CurateProposals {
			return aid.Problems{{Field: "status", Message: aid.Say("move_follows")}}
		}
		if err := move.Check(aid.Standing{Request: x.request}); err != nil {
			return err
		}
		x.Version = version
		if err := d.curateByMove(ctx, tx, who, x.Proposal, to, why); err != nil {
			return err
		}
		if err := d.placeProposal(ctx, tx, who, x.Proposal, to, why); err != nil {
			return err
		}
		if err := d.tellProposal(ctx, tx, x, to, why); err != nil {
			return err
		}
		return d.settle(ctx, tx, who, x.request)
	})
	if err != nil {
		return aid.Proposal{}, err
	}
	return d.store.Proposal(ctx, aid.Machine("desk"), id)
}

func (d *Desk) placeProposal(ctx context.Context, tx *store.Store, who aid.Actor, p aid.Proposal, to aid.ProposalStatus, why string) error {
	note := fmt.Sprintf("%s to %s: %s", p.Status, to, why)
	p.Status = to
	if err := tx.ReplaceProposal(ctx, p); err != nil {
		return err
	}
	return tx.AddEntry(ctx, d.entry(who, "moved", proposalAddress(p), note))
}

// proposalAddress lies under the request's, so that the journal tells what became of it in one stretch.
func proposalAddress(p aid.Proposal) string {
	return requestAddress(p.RequestID) + "/proposals/" + string(p.ID)
}

// settle takes a circulated request to interest shown when a donor is interested, and back when none is any more.
func (d *Desk) settle(ctx context.Context, tx *store.Store, who aid.Actor, r aid.Request) error {
	s, err := d.standing(ctx, tx, r)
	switch {
	case err != nil:
		return err
	case s.Interest && r.Status == aid.Circulated:
		return d.place(ctx, tx, who, r, aid.InterestShown, "a donor is interested")
	case !s.Interest && r.Status == aid.InterestShown:
		return d.place(ctx, tx, who, r, aid.Circulated, "no donor is interested any more")
	}
	return nil
}

// AnswerProposal keeps what a donor of the offer says to a published proposal, or to a portion of it. Proposal and
// request follow; what it asks becomes a question to the State.
func (d *Desk) AnswerProposal(ctx context.Context, who aid.Actor, i aid.Interest) (aid.Interest, error) {
	if i.DonorID == "" {
		i.DonorID = who.Party
	}
	if err := who.May(aid.AnswerProposals, i.DonorID); err != nil {
		return aid.Interest{}, err
	}
	i.RepliedBy, i.MeetingID, i.RecordedBy = who.Name, "", ""
	return d.keepAnswer(ctx, who, i)
}

// keepAnswer is the rest of AnswerProposal, for whoever answers and whoever notes it.
func (d *Desk) keepAnswer(ctx context.Context, who aid.Actor, i aid.Interest) (aid.Interest, error) {
	err := d.deal(ctx, who, i.ProposalID, func(tx *store.Store, x dealing) error {
		if !x.Status.Open() {
			return aid.Problems{{Field: "proposal", Message: aid.Say("proposal_not_open", "status", string(x.Status))}}
		}
		if err := i.Validate(x.request, x.offer); err != nil {
			return err
		}
		all, err := tx.InterestsOf(ctx, x.RequestID)
		if err != nil {
			return err
		}
		i.RequestID, i.Seq, i.RepliedOn = x.RequestID, len(all)+1, d.Today()
		i.ID = aid.NewInterestID(x.ID, i.Seq)
		if err := tx.AddInterest(ctx, i); err != nil {
			return err
		}
		if err := tx.AddEntry(ctx, d.entry(who, string(i.Reply), proposalAddress(x.Proposal)+"/answers/"+string(i.ID), i.Note)); err != nil {
			return err
		}
		return d.follow(ctx, tx, who, x, i, append(all, i))
	})
	if err != nil {
		return aid.Interest{}, err
	}
	return i, nil
}

// follow draws the consequences of an answer.
func (d *Desk) follow(ctx context.Context, tx *store.Store, who aid.Actor, x dealing, i aid.Interest, all []aid.Interest) error {
	if i.Reply == aid.Ask {
		q := aid.Question{RequestID: x.RequestID, By: i.DonorID, Text: i.Note}
		if _, err := d.keepQuestion(ctx, tx, who, q); err != nil {
			return err
		}
	}
	var own []aid.Interest
	for _, one := range aid.StandingReplies(all) {
		if one.ProposalID == x.ID {
			own = append(own, one)
		}
	}
	if to := aid.Answered(own, x.offer.Donors); to != x.Status {
		if err := d.placeProposal(ctx, tx, who, x.Proposal, to, "as its donors answer"); err != nil {
			return err
		}
	}
	return d.settle(ctx, tx, who, x.request)
}

// Interests lists what donors have answered: all of it for the secretariat, a State what its requests were answered, a
// donor what it answered itself.
func (d *Desk) Interests(ctx context.Context, who aid.Actor, f aid.FollowFilter, p aid.Page) ([]aid.Interest, string, error) {
	if err := d.mayFollow(ctx, who, f); err != nil {
		return nil, "", err
	}
	return d.store.Interests(ctx, f, p)
}

// mayFollow asks whether all that passes a filter may be seen.
func (d *Desk) mayFollow(ctx context.Context, who aid.Actor, f aid.FollowFilter) error {
	owners := []aid.PartyID{f.Donor}
	if f.Request != "" {
		r, err := d.Request(ctx, who, f.Request)
		if err != nil {
			return err
		}
		owners = append(owners, r.RequesterID)
	}
	return who.May(aid.FollowRequests, owners...)
}
