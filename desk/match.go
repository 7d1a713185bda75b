package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"ploughshare/aid"
	"ploughshare/matcher"
	"ploughshare/store"
)

// Match makes a round as of a day, over the requests and offers in the store, and keeps it with its policy, the inputs
// that it read and its digest.
func (d *Desk) Match(ctx context.Context, who aid.Actor, asOf aid.Date) (aid.Round, error) {
	return d.match(ctx, who, asOf, nil)
}

// match is Match as a run, which says how far it has come.
func (d *Desk) match(ctx context.Context, who aid.Actor, asOf aid.Date, run *work) (aid.Round, error) {
	if err := who.May(aid.MakeRounds); err != nil {
		return aid.Round{}, err
	}
	inputs, err := d.inputs(ctx, asOf)
	if err != nil {
		return aid.Round{}, err
	}
	inputs.Terms = d.termsOf(inputs.Requests, inputs.Offers)
	return d.makeRound(ctx, who, inputs, aid.Round{}, run)
}

// makeRound solves inputs and keeps the round, beside what is known of it already: its base and its meeting.
func (d *Desk) makeRound(ctx context.Context, who aid.Actor, inputs aid.Inputs, round aid.Round, run *work) (aid.Round, error) {
	if err := run.phase(ctx, matchingOf(inputs)); err != nil {
		return aid.Round{}, err
	}
	var inputsText bytes.Buffer
	frozen, err := matcher.Freeze(inputs, &inputsText)
	if err != nil {
		return aid.Round{}, err
	}
	outcome, err := frozen.Propose(ctx)
	if err != nil {
		return aid.Round{}, err
	}
	outcomeText, digest, err := matcher.Digest(outcome)
	if err != nil {
		return aid.Round{}, err
	}
	round = aid.Round{
		AsOf: frozen.AsOf, Policy: frozen.Policy, Engine: outcome.Engine, InputsDigest: frozen.Digest, Digest: digest,
		Requests: len(frozen.Requests), Offers: len(frozen.Offers), Proposals: len(outcome.Proposals),
		Value: outcome.Value, Bound: outcome.Bound, CreatedAt: d.instant(), CreatedBy: who.Name,
		Base: round.Base, MeetingID: round.MeetingID,
	}
	round.Unmatched, round.Barred = countUnmatched(outcome)
	if err := run.phase(ctx, aid.Say("phase_keeping", "proposals", strconv.Itoa(round.Proposals))); err != nil {
		return aid.Round{}, err
	}
	for range numberings { // on PostgreSQL another server may take the number first
		err = d.store.InTx(ctx, func(tx *store.Store) error {
			if round.ID, err = tx.NextRoundID(ctx, round.CreatedAt.Year()); err != nil {
				return err
			}
			if err := tx.AddRound(ctx, round, outcome.Proposals, outcome.Unmatched, inputsText.Bytes(), outcomeText); err != nil {
				return err
			}
			return d.keepRound(ctx, tx, who, round, run)
		})
		if !errors.Is(err, aid.ErrConflict) {
			break
		}
	}
	return round, err
}

// keepRound does what belongs to a new round in its transaction.
func (d *Desk) keepRound(ctx context.Context, tx *store.Store, who aid.Actor, round aid.Round, run *work) error {
	if err := d.attachRound(ctx, tx, round); err != nil {
		return err
	}
	if err := errors.Join(run.made(ctx, tx, round.ID), d.tellRound(ctx, tx, round)); err != nil {
		return err
	}
	return tx.AddEntry(ctx, d.entry(who, "matched", "rounds/"+string(round.ID), "digest "+round.Digest))
}

const numberings = 10

func matchingOf(in aid.Inputs) aid.Message {
	return aid.Say("phase_matching", "requests", strconv.Itoa(len(in.Requests)), "offers", strconv.Itoa(len(in.Offers)))
}

// countUnmatched tells requests that got nothing from those that took no part.
func countUnmatched(out aid.Outcome) (unmatched, barred int) {
	for _, u := range out.Unmatched {
		if u.Barred {
			barred++
		} else {
			unmatched++
		}
	}
	return unmatched, barred
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
func (d *Desk) Replay(ctx context.Context, who aid.Actor, id aid.RoundID) (Replay, error) {
	if err := who.May(aid.ReadRounds); err != nil {
		return Replay{}, err
	}
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
	keptText, _, err := matcher.Digest(kept)
	if err != nil {
		return Replay{}, err
	}
	r := Replay{Round: round, Digest: digest, Differences: []Difference{}}
	r.note("digest of the inputs", round.InputsDigest, outcome.InputsDigest)
	r.note("digest of the outcome", round.Digest, digest)
	r.compare(kept, outcome)
	shown, err := d.shown(ctx, round)
	if err != nil {
		return Replay{}, err
	}
	r.compareShown(round, inputs, outcome, shown)
	r.Same = bytes.Equal(text, keptText) && len(r.Differences) == 0
	return r, nil
}

// shown is the round as lists, pages and papers show it: from its rows, not from its record.
func (d *Desk) shown(ctx context.Context, round aid.Round) (out aid.Outcome, err error) {
	err = d.eachProposal(ctx, aid.Machine("round"), round.ID, "", func(p aid.Proposal) {
		p.ID, p.RoundID, p.Version, p.Status = "", "", 0, aid.Proposed // these change after the round
		out.Proposals = append(out.Proposals, p)
	})
	if err != nil {
		return out, err
	}
	unmatched := func(p aid.Page) ([]aid.Unmatched, string, error) {
		return d.store.UnmatchedIn(ctx, aid.UnmatchedFilter{Round: round.ID}, p)
	}
	for u, err := range aid.Each(aid.Page{}, unmatched) {
		if err != nil {
			return out, err
		}
		u.RoundID = ""
		out.Unmatched = append(out.Unmatched, u)
	}
	return out, nil
}

func (r *Replay) compareShown(round aid.Round, in aid.Inputs, out, shown aid.Outcome) {
	r.note("day shown", round.AsOf, in.AsOf)
	r.note("policy shown", round.Policy, in.Policy)
	r.note("value shown", []int64{round.Value, round.Bound}, []int64{out.Value, out.Bound})
	diff(r, "proposal shown", shown.Proposals, out.Proposals, pairName)
	diff(r, "unmatched shown", shown.Unmatched, out.Unmatched, requestName)
}

func pairName(p aid.Proposal) string     { return string(p.RequestID) + "." + string(p.OfferID) }
func requestName(u aid.Unmatched) string { return string(u.RequestID) }

func (d *Desk) record(ctx context.Context, id aid.RoundID) (round aid.Round, in aid.Inputs, out aid.Outcome, err error) {
	if round, err = d.round(ctx, id); err != nil {
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
	r.note("bound", kept.Bound, now.Bound)
	diff(r, "proposal", kept.Proposals, now.Proposals, pairName)
	r.note("blocking pairs", kept.Blocking, now.Blocking)
	diff(r, "unmatched", kept.Unmatched, now.Unmatched, requestName)
	diff(r, "short", kept.Short, now.Short, func(s aid.Short) string { return string(s.RequestID) })
	diff(r, "bundle", kept.Bundles, now.Bundles, func(b aid.Bundle) string { return b.ID })
	r.note("value without fairness", kept.Free, now.Free)
	diff(r, "level", kept.Levels, now.Levels, func(l aid.Level) string { return l.Name })
	diff(r, "sub-region", kept.Regions, now.Regions, func(x aid.RegionShare) string { return x.ID })
	diff(r, "unreached", kept.Unreached, now.Unreached, func(u aid.Unreached) string { return string(u.State) })
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

// Explain answers why a request and an offer were or were not brought together in a round. It tells a State or a donor
// of a pair in which it has a side and may see the other, and nothing of third ones.
func (d *Desk) Explain(ctx context.Context, who aid.Actor, round aid.RoundID, request aid.RequestID, offer aid.OfferID) (matcher.Explanation, error) {
	whole := who.May(aid.ReadRounds) == nil
	if err := d.mayExplain(ctx, who, request, offer); err != nil && !whole {
		return matcher.Explanation{}, err
	}
	_, in, _, err := d.record(ctx, round)
	if err != nil {
		return matcher.Explanation{}, err
	}
	e, err := matcher.Explain(ctx, in, request, offer)
	if !whole {
		e.Others = nil
	}
	return e, err
}

func (d *Desk) mayExplain(ctx context.Context, who aid.Actor, request aid.RequestID, offer aid.OfferID) error {
	if err := who.May(aid.ExplainPairs, who.Party); err != nil {
		return err
	}
	r, err := d.Request(ctx, who, request)
	if err != nil {
		return err
	}
	o, err := d.Offer(ctx, who, offer)
	if err != nil {
		return err
	}
	return who.May(aid.ExplainPairs, append(o.Donors, r.RequesterID)...)
}
