package matcher

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"ploughshare/aid"
)

// Changes are what a what-if has otherwise than its round.
type Changes struct {
	Offers  []Envelope      `json:"offers,omitempty" doc:"Sums on offer in place of those of the round"`
	Without []aid.OfferID   `json:"without,omitempty" doc:"Offers that are taken away"`
	Policy  json.RawMessage `json:"policy,omitempty" doc:"Settings of the matcher that differ from those of the round, as in a policy file"`
	Floor   *int            `json:"floor,omitempty" doc:"Smallest score, in whole points of 100, worth proposing"`
	Weights map[string]int  `json:"weights,omitempty" doc:"Weights that differ; all of them add up to 100"`
	Least   *int            `json:"least,omitempty" doc:"Percentage of its eligible need that each sub-region is to get at least, in place of how the round shares among them; 0 for no share"`
}

// Envelope is a sum for an offer.
type Envelope struct {
	OfferID aid.OfferID `json:"offer"`
	Amount  aid.Money   `json:"amount"`
}

// WhatIf is what would come of a round with changes, beside what came of it.
type WhatIf struct {
	Before   Tally           `json:"before"`
	After    Tally           `json:"after"`
	Requests []RequestChange `json:"requests" doc:"Whose proposals would differ, those first that would gain most"`
	States   []StateChange   `json:"states" doc:"The same by requesting State"`
	Regions  []RegionChange  `json:"regions" doc:"All sub-regions that share in either, by id"`
}

// Tally is a round in figures.
type Tally struct {
	Value     int64     `json:"value" doc:"Hundredths of a point times thousands of dollars placed"`
	Bound     int64     `json:"bound"`
	Placed    aid.Money `json:"placed"`
	Proposals int       `json:"proposals"`
	Unmatched int       `json:"unmatched" doc:"Requests that take part and get nothing"`
	Short     int       `json:"short" doc:"Requests that get a part of what they ask for"`
}

// Shift is a sum, and its worth in points, before and after. Points are those of each side's own policy.
type Shift struct {
	Before aid.Money `json:"before"`
	After  aid.Money `json:"after"`
	Points int64     `json:"points" doc:"After less before, in hundredths of a point times thousands of dollars"`
}

// RequestChange is what changes for a request, and through which offers.
type RequestChange struct {
	RequestID aid.RequestID `json:"request"`
	StateID   aid.PartyID   `json:"state"`
	Shift
	Offers []OfferChange `json:"offers"`
}

// OfferChange is what changes between a request and an offer.
type OfferChange struct {
	OfferID aid.OfferID `json:"offer"`
	Shift
}

// StateChange is what changes for a State.
type StateChange struct {
	StateID aid.PartyID `json:"state"`
	Shift
}

// RegionChange is what changes for a sub-region: the share of its eligible need that is met.
type RegionChange struct {
	ID     string `json:"id"`
	Before int    `json:"before" doc:"In hundredths of a percent"`
	After  int    `json:"after"`
}

// NewWhatIf solves frozen inputs with changes, beside their outcome. The error is aid.Problems about the changes, or
// that of Propose.
func NewWhatIf(ctx context.Context, in aid.Inputs, out aid.Outcome, c Changes) (WhatIf, error) {
	changed, err := c.apply(in)
	if err != nil {
		return WhatIf{}, err
	}
	now, err := Propose(ctx, changed)
	if err != nil {
		return WhatIf{}, err
	}
	return compare(in, out, now), nil
}

// apply makes the changes in a copy.
func (c Changes) apply(in aid.Inputs) (aid.Inputs, error) {
	var problems aid.Problems
	in.Offers = slices.Clone(in.Offers)
	at := func(field string, id aid.OfferID) int {
		j := slices.IndexFunc(in.Offers, func(o aid.Offer) bool { return o.ID == id })
		if j < 0 {
			problems.Add(field, "whatif_unknown_offer", "value", string(id))
		}
		return j
	}
	for n, e := range c.Offers {
		field := fmt.Sprintf("offers[%d]", n)
		if !e.Amount.Known() {
			problems.Add(field+".amount", "whatif_amount")
		} else if _, known := aid.Decimals(e.Amount.Currency); !known {
			problems.Add(field+".amount", "unknown_currency", "value", e.Amount.Currency)
		}
		if j := at(field+".offer", e.OfferID); j >= 0 {
			in.Offers[j] = endowed(in.Offers[j], e.Amount)
		}
	}
	for n, id := range c.Without {
		if j := at(fmt.Sprintf("without[%d]", n), id); j >= 0 {
			in.Offers = slices.Delete(in.Offers, j, j+1)
		}
	}
	in.Policy = c.policy(in.Policy, &problems)
	if c.Least != nil {
		in.Policy.Fairness = least(in.Policy.Fairness, in.Reference.Parties, *c.Least)
	}
	return in, problems.Err()
}

// endowed gives an offer another sum. A sum on record, of a programme without an end, is taken to be spent some day; one
// that is asked about here is not.
func endowed(o aid.Offer, sum aid.Money) aid.Offer {
	open := o.OpenEnded()
	if o.Envelope = sum; open && !o.OpenEnded() {
		o.Form = aid.StandingMechanism
	}
	return o
}

// least gives each sub-region the same floor.
func least(f aid.Fairness, parties []aid.Party, percent int) aid.Fairness {
	f.Shares, f.Floors = aid.NoShares, nil
	if percent != 0 {
		f.Shares, f.Floors = aid.GivenFloors, map[string]int{}
		for _, p := range parties {
			f.Floors[p.Subregion] = percent
		}
	}
	return f
}

// policy lays the changes over a policy, the single ones last.
func (c Changes) policy(p aid.Policy, problems *aid.Problems) aid.Policy {
	p.Weights, p.AssumedNeeds = maps.Clone(p.Weights), maps.Clone(p.AssumedNeeds)
	if len(c.Policy) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(c.Policy))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&p); err != nil {
			problems.Add("policy", "whatif_policy", "detail", err.Error())
		}
	}
	if c.Floor != nil {
		p.Floor = *c.Floor
	}
	if p.Weights == nil {
		p.Weights = map[string]int{}
	}
	maps.Copy(p.Weights, c.Weights)
	return p
}

// compare finds what differs between two outcomes over the same requests.
func compare(in aid.Inputs, before, after aid.Outcome) WhatIf {
	w := WhatIf{
		Before: tally(before), After: tally(after), Requests: []RequestChange{}, States: []StateChange{},
		Regions: regionChanges(before.Regions, after.Regions),
	}
	pairs := shifts(before.Proposals, after.Proposals)
	byState := map[aid.PartyID]Shift{}
	changed := map[aid.PartyID]bool{}
	for _, r := range in.Requests {
		change := RequestChange{RequestID: r.ID, StateID: r.RequesterID, Shift: nothing()}
		for _, offer := range slices.Sorted(maps.Keys(pairs[r.ID])) {
			s := pairs[r.ID][offer]
			change.Shift = change.plus(s)
			if s.Before != s.After {
				change.Offers = append(change.Offers, OfferChange{offer, s})
			}
		}
		if len(change.Offers) > 0 {
			w.Requests = append(w.Requests, change)
			changed[r.RequesterID] = true
		}
		byState[r.RequesterID] = cmp.Or(byState[r.RequesterID], nothing()).plus(change.Shift)
	}
	for _, state := range slices.Sorted(maps.Keys(changed)) {
		w.States = append(w.States, StateChange{state, byState[state]})
	}
	slices.SortStableFunc(w.Requests, func(a, b RequestChange) int { return mostFirst(a.Shift, b.Shift) })
	slices.SortStableFunc(w.States, func(a, b StateChange) int { return mostFirst(a.Shift, b.Shift) })
	return w
}

func regionChanges(before, after []aid.RegionShare) []RegionChange {
	shares := map[string]RegionChange{}
	for _, r := range before {
		shares[r.ID] = RegionChange{ID: r.ID, Before: r.Share}
	}
	for _, r := range after {
		shares[r.ID] = RegionChange{ID: r.ID, Before: shares[r.ID].Before, After: r.Share}
	}
	changes := []RegionChange{}
	for _, id := range slices.Sorted(maps.Keys(shares)) {
		changes = append(changes, shares[id])
	}
	return changes
}

func tally(out aid.Outcome) Tally {
	t := Tally{Value: out.Value, Bound: out.Bound, Proposals: len(out.Proposals), Short: len(out.Short), Placed: dollars(0)}
	for _, p := range out.Proposals {
		t.Placed.Minor += p.Amount.Minor
	}
	for _, u := range out.Unmatched {
		if !u.Barred {
			t.Unmatched++
		}
	}
	return t
}

// nothing is a shift from no dollars to none.
func nothing() Shift { return Shift{Before: dollars(0), After: dollars(0)} }

func (s Shift) plus(other Shift) Shift {
	s.Before.Minor += other.Before.Minor
	s.After.Minor += other.After.Minor
	s.Points += other.Points
	return s
}

// mostFirst puts gains before losses: first by dollars, then by points.
func mostFirst(a, b Shift) int {
	return cmp.Or(cmp.Compare(b.After.Minor-b.Before.Minor, a.After.Minor-a.Before.Minor), cmp.Compare(b.Points, a.Points))
}

// shifts are those of all pairs that are proposed before or after.
func shifts(before, after []aid.Proposal) map[aid.RequestID]map[aid.OfferID]Shift {
	pairs := map[aid.RequestID]map[aid.OfferID]Shift{}
	note := func(p aid.Proposal, s Shift) {
		if pairs[p.RequestID] == nil {
			pairs[p.RequestID] = map[aid.OfferID]Shift{}
		}
		pairs[p.RequestID][p.OfferID] = cmp.Or(pairs[p.RequestID][p.OfferID], nothing()).plus(s)
	}
	for _, p := range before {
		note(p, Shift{Before: p.Amount, Points: -worth(p)})
	}
	for _, p := range after {
		note(p, Shift{After: p.Amount, Points: worth(p)})
	}
	return pairs
}

// worth is what a proposal adds to the value of a plan, which counts in whole thousands of dollars.
func worth(p aid.Proposal) int64 { return int64(p.Total) * ((p.Amount.Minor + 99_999) / 100_000) }
