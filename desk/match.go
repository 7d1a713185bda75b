package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"ploughshare/aid"
	"ploughshare/matcher"
	"ploughshare/store"
)

// Match makes a round as of a day, over the requests and offers in the store, and keeps it with its policy, the inputs
// that it read and its digest.
func (d *Desk) Match(ctx context.Context, by string, asOf aid.Date) (aid.Round, error) {
	inputs, err := d.inputs(ctx, asOf)
	if err != nil {
		return aid.Round{}, err
	}
	outcome, err := matcher.Propose(ctx, inputs)
	if err != nil {
		return aid.Round{}, err
	}
	frozen, inputsText, inputsDigest, err := matcher.Freeze(inputs)
	if err != nil {
		return aid.Round{}, err
	}
	outcomeText, digest, err := matcher.Digest(outcome)
	if err != nil {
		return aid.Round{}, err
	}
	round := aid.Round{
		AsOf: asOf, Policy: frozen.Policy, Engine: outcome.Engine, InputsDigest: inputsDigest, Digest: digest,
		Requests: len(frozen.Requests), Offers: len(frozen.Offers), Proposals: len(outcome.Proposals),
		Unmatched: len(outcome.Unmatched), Value: outcome.Value, CreatedAt: d.now(), CreatedBy: by,
	}
	err = d.store.InTx(ctx, func(tx *store.Store) error {
		round.ID, err = tx.NextRoundID(ctx, d.now().UTC().Year())
		if err != nil {
			return err
		}
		number(outcome, round.ID)
		if err := tx.AddRound(ctx, round, outcome.Proposals, outcome.Unmatched, inputsText, outcomeText); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(by, "matched", "rounds/"+string(round.ID), "digest "+digest))
	})
	return round, err
}

// inputs reads all that a round looks at in one snapshot.
func (d *Desk) inputs(ctx context.Context, asOf aid.Date) (in aid.Inputs, err error) {
	in = aid.Inputs{AsOf: asOf, Policy: d.policy}
	err = d.store.InSnapshot(ctx, func(tx *store.Store) error {
		if in.Requests, err = tx.RequestsIn(ctx, d.policy.Statuses); err != nil {
			return err
		}
		if in.Offers, err = tx.AllOffers(ctx); err != nil {
			return err
		}
		if in.Pairings, err = tx.AllPairings(ctx); err != nil {
			return err
		}
		in.Reference, err = tx.Reference(ctx)
		return err
	})
	return in, err
}

// number gives proposals and unmatched requests the round's name. The digest is taken before: it speaks of what was
// found, not of when.
func number(out aid.Outcome, id aid.RoundID) {
	for i := range out.Proposals {
		p := &out.Proposals[i]
		p.ID, p.RoundID, p.Version = aid.NewProposalID(id, p.RequestID, p.OfferID), id, 1
	}
	for i := range out.Unmatched {
		out.Unmatched[i].RoundID = id
	}
}

// Replay is what came of running a round again.
type Replay struct {
	Round       aid.Round    `json:"round"`
	Same        bool         `json:"same" doc:"The same bytes came out"`
	Digest      string       `json:"digest" doc:"Of what came out now"`
	Differences []Difference `json:"differences"`
}

// Difference is one thing that a round run again says otherwise. Kept and Now are JSON; "null" where there is nothing.
type Difference struct {
	What string          `json:"what"`
	Kept json.RawMessage `json:"kept"`
	Now  json.RawMessage `json:"now"`
}

// Replay runs a kept round again on its frozen inputs, or says what differs: inputs or outcome that were tampered with,
// or an engine that works otherwise than it did.
func (d *Desk) Replay(ctx context.Context, id aid.RoundID) (Replay, error) {
	round, inputs, kept, err := d.record(ctx, id)
	if err != nil {
		return Replay{}, err
	}
	outcome, err := matcher.Propose(ctx, inputs)
	if err != nil {
		return Replay{}, fmt.Errorf("running round %s again: %w", round.ID, err)
	}
	text, digest, err := matcher.Digest(outcome)
	if err != nil {
		return Replay{}, err
	}
	keptText, keptDigest, err := matcher.Digest(kept)
	if err != nil {
		return Replay{}, err
	}
	r := Replay{Round: round, Digest: digest}
	r.note("digest of the inputs", round.InputsDigest, outcome.InputsDigest)
	r.note("digest of the outcome", round.Digest, keptDigest)
	if !bytes.Equal(text, keptText) {
		r.compare(kept, outcome)
	}
	r.Same = len(r.Differences) == 0
	return r, nil
}

func (d *Desk) record(ctx context.Context, id aid.RoundID) (round aid.Round, in aid.Inputs, out aid.Outcome, err error) {
	if round, err = d.Round(ctx, id); err != nil {
		return round, in, out, err
	}
	inputsText, outcomeText, err := d.store.RoundRecord(ctx, round.ID)
	if err != nil {
		return round, in, out, err
	}
	if err = json.Unmarshal(inputsText, &in); err != nil {
		return round, in, out, fmt.Errorf("inputs of round %s: %w", round.ID, err)
	}
	if err = json.Unmarshal(outcomeText, &out); err != nil {
		return round, in, out, fmt.Errorf("outcome of round %s: %w", round.ID, err)
	}
	return round, in, out, nil
}

func (r *Replay) compare(kept, now aid.Outcome) {
	r.note("engine", kept.Engine, now.Engine)
	r.note("value", kept.Value, now.Value)
	diff(r, "proposal", kept.Proposals, now.Proposals, func(p aid.Proposal) string { return string(p.RequestID) + "." + string(p.OfferID) })
	diff(r, "unmatched", kept.Unmatched, now.Unmatched, func(u aid.Unmatched) string { return string(u.RequestID) })
	price := func(p aid.Price) string { return p.ID }
	diff(r, "need", kept.Needs, now.Needs, price)
	diff(r, "envelope", kept.Envelopes, now.Envelopes, price)
}

// diff notes what differs between two lists of things with names: first what was kept, then what is new.
func diff[T any](r *Replay, what string, kept, now []T, name func(T) string) {
	found := make(map[string]T, len(now))
	for _, x := range now {
		found[name(x)] = x
	}
	for _, x := range kept {
		other, ok := found[name(x)]
		if !ok {
			r.note(what+" "+name(x), x, nil)
			continue
		}
		delete(found, name(x))
		r.note(what+" "+name(x), x, other)
	}
	for _, x := range now {
		if _, left := found[name(x)]; left {
			r.note(what+" "+name(x), nil, x)
		}
	}
}

func (r *Replay) note(what string, kept, now any) {
	before, _ := json.Marshal(kept) // what came from JSON can go back to it
	after, _ := json.Marshal(now)
	if !bytes.Equal(before, after) {
		r.Differences = append(r.Differences, Difference{What: what, Kept: before, Now: after})
	}
}

// Explain answers why a request and an offer were or were not brought together in a round.
func (d *Desk) Explain(ctx context.Context, round aid.RoundID, request aid.RequestID, offer aid.OfferID) (matcher.Explanation, error) {
	_, in, out, err := d.record(ctx, round)
	if err != nil {
		return matcher.Explanation{}, err
	}
	return matcher.Explain(in, out, request, offer)
}
