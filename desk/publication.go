package desk

import (
	"context"
	"errors"
	"slices"

	"ploughshare/aid"
	"ploughshare/store"
)

// Publication is what became of the proposals of a meeting's round when they were published or taken back.
type Publication struct {
	Meeting aid.Meeting      `json:"meeting"`
	Moved   []aid.ProposalID `json:"moved" doc:"Published, or withdrawn"`
	Left    []LeftOut        `json:"left" doc:"Those that stay as they are, and why"`
}

// LeftOut is a proposal that stays as it is.
type LeftOut struct {
	ID     aid.ProposalID `json:"proposal"`
	Reason aid.Message    `json:"reason"`
}

// Publish shows the proposals of a meeting's round to the States and donors that they concern, and tells these. Those
// whose request is not before donors, or whose State does not consent, are left out with the reason.
func (d *Desk) Publish(ctx context.Context, who aid.Actor, id aid.MeetingID, version int64) (Publication, error) {
	return d.moveAll(ctx, who, id, version, aid.Published, "for meeting "+string(id), func(m *aid.Meeting) error {
		if m.RoundID == "" {
			return aid.Problems{{Field: "meeting", Message: aid.Say("meeting_no_round")}}
		}
		if err := unpublished(*m); err != nil {
			return err
		}
		m.PublishedOn = d.Today()
		return nil
	})
}

// Withdraw takes the proposals of a meeting back, with a reason that the two sides are told. Those on which money is
// committed, and those that their donors have declined, stay. What is taken back stays so: to publish anew takes another
// round.
func (d *Desk) Withdraw(ctx context.Context, who aid.Actor, id aid.MeetingID, version int64, why string) (Publication, error) {
	return d.moveAll(ctx, who, id, version, aid.ProposalWithdrawn, why, func(m *aid.Meeting) error {
		if m.PublishedOn == "" {
			return aid.Problems{{Field: "meeting", Message: aid.Say("meeting_not_published")}}
		}
		m.PublishedOn = ""
		return nil
	})
}

// moveAll moves all proposals of a meeting's round that can be moved, in one transaction with the meeting.
func (d *Desk) moveAll(ctx context.Context, who aid.Actor, id aid.MeetingID, version int64, to aid.ProposalStatus, why string,
	mark func(*aid.Meeting) error) (Publication, error) {
	if err := who.May(aid.CurateProposals); err != nil {
		return Publication{}, err
	}
	p := Publication{Moved: []aid.ProposalID{}, Left: []LeftOut{}}
	m, err := d.changeMeeting(ctx, who, id, version, string(to), why, func(tx *store.Store, m *aid.Meeting) error {
		if err := mark(m); err != nil {
			return err
		}
		within := *d
		within.store = tx
		var all []aid.Proposal
		told := []aid.ProposalStatus{aid.Published, aid.DonorInterested, aid.DonorDeclined, aid.Agreed}
		if err := within.eachProposal(ctx, who, m.RoundID, "", func(x aid.Proposal) {
			if slices.Contains(told, x.Status) == (to == aid.ProposalWithdrawn) {
				all = append(all, x)
			}
		}); err != nil {
			return err
		}
		for _, x := range all {
			if err := within.moveOne(ctx, who, x, to, why, &p); err != nil {
				return err
			}
		}
		return nil
	})
	p.Meeting = m
	return p, err
}

// moveOne moves a proposal, or notes why it stays.
func (d *Desk) moveOne(ctx context.Context, who aid.Actor, x aid.Proposal, to aid.ProposalStatus, why string, p *Publication) error {
	_, err := d.MoveProposal(ctx, who, x.ID, x.Version, to, why)
	var problems aid.Problems
	switch {
	case errors.As(err, &problems):
		p.Left = append(p.Left, LeftOut{x.ID, problems[0].Message})
		return nil
	case err == nil:
		p.Moved = append(p.Moved, x.ID)
	}
	return err
}
