package desk

import (
	"context"
	"fmt"

	"ploughshare/aid"
	"ploughshare/matcher"
	"ploughshare/store"
)

// Curations are made on a round as the matcher made it, its base. They change nothing of it; MatchCurated makes another
// round of the same inputs with those that stand.

// Curations lists what has been settled on a round, also what was undone. A round that was made with curations shows
// those of its base.
func (d *Desk) Curations(ctx context.Context, who aid.Actor, id aid.RoundID) ([]aid.Curation, error) {
	base, err := d.base(ctx, who, aid.ReadRounds, id)
	if err != nil {
		return nil, err
	}
	return d.store.CurationsOf(ctx, base.ID)
}

// base is the round on which curations of a round are made.
func (d *Desk) base(ctx context.Context, who aid.Actor, do aid.Verb, id aid.RoundID) (aid.Round, error) {
	if err := who.May(do); err != nil {
		return aid.Round{}, err
	}
	round, err := d.round(ctx, id)
	if err != nil || round.Base == "" {
		return round, err
	}
	return d.store.Round(ctx, round.Base)
}

// Curate settles a pair of a round: a pin, an amount or a veto, with its reason. One that the round cannot keep to is
// aid.Problems that say what binds.
func (d *Desk) Curate(ctx context.Context, who aid.Actor, c aid.Curation) (aid.Curation, error) {
	base, err := d.base(ctx, who, aid.CurateProposals, c.RoundID)
	if err != nil {
		return aid.Curation{}, err
	}
	_, inputs, _, err := d.record(ctx, base.ID)
	if err != nil {
		return aid.Curation{}, err
	}
	c.RoundID, c.By, c.MadeOn, c.Version = base.ID, who.Name, d.Today(), 1
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		before, err := tx.CurationsOf(ctx, base.ID)
		if err != nil {
			return err
		}
		if err := c.Validate(before); err != nil {
			return err
		}
		inputs.Curations = append(standing(before), c)
		if err := matcher.CheckCurations(inputs); err != nil {
			return err
		}
		c.Seq = len(before) + 1
		c.ID = aid.NewCurationID(base.ID, c.Seq)
		if err := tx.AddCuration(ctx, c); err != nil {
			return err
		}
		note := fmt.Sprintf("%s %s with %s %s: %s", c.Kind, c.RequestID, c.OfferID, c.Amount, c.Reason)
		return tx.AddEntry(ctx, d.entry(who, "curated", curationAddress(c), note))
	})
	if err != nil {
		return aid.Curation{}, err
	}
	return c, nil
}

func curationAddress(c aid.Curation) string {
	return "rounds/" + string(c.RoundID) + "/curations/" + string(c.ID)
}

func standing(all []aid.Curation) (left []aid.Curation) {
	for _, c := range all {
		if c.Stands() {
			left = append(left, c)
		}
	}
	return left
}

// Curation returns one curation.
func (d *Desk) Curation(ctx context.Context, who aid.Actor, id aid.CurationID) (aid.Curation, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return aid.Curation{}, err
	}
	return d.store.Curation(ctx, id)
}

// UndoCuration takes a curation back, from the version that the caller has seen. It stays on record.
func (d *Desk) UndoCuration(ctx context.Context, who aid.Actor, id aid.CurationID, version int64, why string) (aid.Curation, error) {
	if err := who.May(aid.CurateProposals); err != nil {
		return aid.Curation{}, err
	}
	err := d.store.InTx(ctx, func(tx *store.Store) error {
		c, err := tx.Curation(ctx, id)
		if err != nil {
			return err
		}
		if !c.Stands() {
			return aid.Problems{{Field: "id", Message: aid.Say("curation_undone")}}
		}
		c.UndoneBy, c.UndoneOn, c.UndoneWhy, c.Version = who.Name, d.Today(), why, version
		if err := tx.ReplaceCuration(ctx, c); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, "uncurated", curationAddress(c), why))
	})
	if err != nil {
		return aid.Curation{}, err
	}
	return d.store.Curation(ctx, id)
}

// Curated is a round with curations and what these cost.
type Curated struct {
	Round aid.Round     `json:"round"`
	Price CurationPrice `json:"price" doc:"What the curations cost against the round without them"`
}

// CurationPrice is a round as the matcher made it beside the same with curations.
type CurationPrice struct {
	Before aid.Coverage `json:"before"`
	After  aid.Coverage `json:"after"`
	Change aid.Coverage `json:"change" doc:"After less before; below nothing it is the price"`
}

// MatchCurated solves the inputs of a round again around the curations that stand, and keeps that as a round whose base
// is the round without them. It comes before the same meeting, unless that has its proposals already.
func (d *Desk) MatchCurated(ctx context.Context, who aid.Actor, id aid.RoundID) (Curated, error) {
	if err := who.May(aid.MakeRounds); err != nil {
		return Curated{}, err
	}
	base, err := d.base(ctx, who, aid.CurateProposals, id)
	if err != nil {
		return Curated{}, err
	}
	_, inputs, outcome, err := d.record(ctx, base.ID)
	if err != nil {
		return Curated{}, err
	}
	all, err := d.store.CurationsOf(ctx, base.ID)
	if err != nil {
		return Curated{}, err
	}
	inputs.Curations = standing(all)
	before := matcher.CoverageOf(inputs, outcome)
	round, err := d.makeRound(ctx, who, inputs, aid.Round{Base: base.ID, MeetingID: base.MeetingID}, nil)
	if err != nil {
		return Curated{}, err
	}
	_, _, outcome, err = d.record(ctx, round.ID)
	after := matcher.CoverageOf(inputs, outcome)
	return Curated{round, CurationPrice{before, after, after.Less(before)}}, err
}

// curateByMove makes the curation that a move of a proposal stands for: pinned at what is proposed, vetoed, or neither
// any more.
func (d *Desk) curateByMove(ctx context.Context, tx *store.Store, who aid.Actor, p aid.Proposal, to aid.ProposalStatus, why string) error {
	within := *d
	within.store = tx
	c := aid.Curation{RoundID: p.RoundID, RequestID: p.RequestID, OfferID: p.OfferID, Kind: aid.Veto, Reason: why}
	switch to {
	case aid.Pinned:
		c.Kind, c.Amount = aid.Pin, p.Amount
		c.Amount.Minor -= c.Amount.Minor % 100_000 // at least so many whole thousands
	case aid.Vetoed:
	case aid.Proposed:
		return within.undoPair(ctx, who, p, why)
	default:
		return nil
	}
	_, err := within.Curate(ctx, who, c)
	return err
}

// undoPair takes back what stands for a pair.
func (d *Desk) undoPair(ctx context.Context, who aid.Actor, p aid.Proposal, why string) error {
	all, err := d.Curations(ctx, who, p.RoundID)
	if err != nil {
		return err
	}
	for _, c := range standing(all) {
		if c.RequestID == p.RequestID && c.OfferID == p.OfferID {
			_, err := d.UndoCuration(ctx, who, c.ID, c.Version, why)
			return err
		}
	}
	return nil
}
