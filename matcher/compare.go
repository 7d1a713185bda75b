package matcher

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// Comparison is what changed from one round to another, and why.
type Comparison struct {
	Before    Tally           `json:"before"`
	After     Tally           `json:"after"`
	Changes   aid.Coverage    `json:"changes" doc:"What the later round reaches, less the earlier"`
	Settings  []aid.Message   `json:"settings" doc:"Day, policy and method that differ"`
	Curations []aid.Message   `json:"curations" doc:"What the secretariat settled for one of the rounds alone"`
	Requests  []RecordChange  `json:"requests" doc:"New, gone, or changed"`
	Offers    []RecordChange  `json:"offers" doc:"New, gone, or changed"`
	Proposals []PairingChange `json:"proposals" doc:"Added, gone, or with another amount or score"`
}

// RecordChange is a request or an offer that the two rounds read differently.
type RecordChange struct {
	ID     string      `json:"id"`
	Change string      `json:"change" doc:"new, gone or changed"`
	Says   aid.Message `json:"says"`
}

// PairingChange is a pair that the two rounds propose differently. Amounts without a currency are nothing.
type PairingChange struct {
	RequestID aid.RequestID `json:"request"`
	OfferID   aid.OfferID   `json:"offer"`
	Change    string        `json:"change" doc:"added, gone, amount or score"`
	Before    aid.Money     `json:"before,omitzero"`
	After     aid.Money     `json:"after,omitzero"`
	Score     [2]int        `json:"score" doc:"Hundredths of a point before and after; 0 where it was not proposed"`
	Why       []aid.Message `json:"why"`
}

// Compare says what changed between two rounds, whose frozen inputs and outcomes are given.
func Compare(in aid.Inputs, out aid.Outcome, laterIn aid.Inputs, later aid.Outcome) Comparison {
	d := &difference{old: sideOf(in, out), now: sideOf(laterIn, later)}
	return Comparison{
		Before: tally(out), After: tally(later), Changes: CoverageOf(laterIn, later).Less(CoverageOf(in, out)),
		Settings: d.settings(), Curations: d.curations(),
		Requests:  records(d.old.requests, d.now.requests, "request", aid.RequestFields),
		Offers:    records(d.old.offers, d.now.offers, "offer", aid.OfferFields),
		Proposals: d.proposals(),
	}
}

type couplet struct {
	request aid.RequestID
	offer   aid.OfferID
}

// side is one round, ready to be asked.
type side struct {
	*field
	in        aid.Inputs
	out       aid.Outcome
	requests  map[string]aid.Request
	offers    map[string]aid.Offer
	proposals map[couplet]aid.Proposal
	curated   map[couplet]aid.Curation
	given     map[aid.RequestID][]aid.OfferID
}

func sideOf(in aid.Inputs, out aid.Outcome) side {
	s := side{
		newField(in), in, out, map[string]aid.Request{}, map[string]aid.Offer{}, map[couplet]aid.Proposal{},
		map[couplet]aid.Curation{}, map[aid.RequestID][]aid.OfferID{},
	}
	for _, r := range in.Requests {
		s.requests[string(r.ID)] = r
	}
	for _, o := range in.Offers {
		s.offers[string(o.ID)] = o
	}
	for _, c := range in.Curations {
		s.curated[couplet{c.RequestID, c.OfferID}] = c
	}
	for _, p := range out.Proposals {
		s.proposals[couplet{p.RequestID, p.OfferID}] = p
		s.given[p.RequestID] = append(s.given[p.RequestID], p.OfferID)
	}
	return s
}

// difference is two rounds side by side.
type difference struct{ old, now side }

// settings say which of day, policy and method differ.
func (d *difference) settings() []aid.Message {
	said := []aid.Message{}
	if d.old.in.AsOf != d.now.in.AsOf {
		said = append(said, aid.Say("compare_day", "before", string(d.old.in.AsOf), "after", string(d.now.in.AsOf)))
	}
	if names := differing(d.old.in.Policy, d.now.in.Policy, nil); len(names) > 0 {
		said = append(said, aid.Say("compare_policy", "settings", joined(names)))
	}
	if d.old.out.Engine != d.now.out.Engine {
		said = append(said, aid.Say("compare_engine", "before", d.old.out.Engine, "after", d.now.out.Engine))
	}
	return said
}

// curations say what was settled for one of the two alone.
func (d *difference) curations() []aid.Message {
	said := []aid.Message{}
	for _, at := range pairsOf(d.old.curated, d.now.curated) {
		before, had := d.old.curated[at]
		after, has := d.now.curated[at]
		if had && has && reflect.DeepEqual(before, after) {
			continue
		}
		if had {
			said = append(said, aid.Say("compare_uncurated", curationArgs(before)...))
		}
		if has {
			said = append(said, aid.Say("compare_curated", curationArgs(after)...))
		}
	}
	return said
}

func curationArgs(c aid.Curation) []string {
	return []string{"kind", string(c.Kind), "request", string(c.RequestID), "offer", string(c.OfferID), "amount", c.Amount.String(),
		"reason", c.Reason}
}

// pairsOf are the pairs of two maps, in order.
func pairsOf[V any](a, b map[couplet]V) []couplet {
	all := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.SortFunc(all, func(x, y couplet) int {
		return cmp.Or(cmp.Compare(x.request, y.request), cmp.Compare(x.offer, y.offer))
	})
	return slices.Compact(all)
}

// records finds what is new, gone or changed. Fields that are bookkeeping do not count.
func records[T any](old, now map[string]T, what string, fields map[string]aid.Audience) []RecordChange {
	list := []RecordChange{}
	ids := slices.AppendSeq(slices.Collect(maps.Keys(old)), maps.Keys(now))
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		before, had := old[id]
		after, has := now[id]
		switch {
		case !had:
			list = append(list, RecordChange{id, "new", aid.Say("compare_"+what+"_new", "id", id)})
		case !has:
			list = append(list, RecordChange{id, "gone", aid.Say("compare_"+what+"_gone", "id", id)})
		default:
			if names := differing(before, after, fields); len(names) > 0 {
				list = append(list, RecordChange{id, "changed", aid.Say("compare_"+what+"_changed", "id", id, "fields", joined(names))})
			}
		}
	}
	return list
}

// bookkeeping are fields that a round does not read.
var bookkeeping = []string{"version", "created_at", "updated_at", "entered_at"}

// differing names the fields, as in JSON, in which two records differ.
func differing[T any](before, after T, fields map[string]aid.Audience) (names []string) {
	a, b := reflect.ValueOf(before), reflect.ValueOf(after)
	for k := range a.NumField() {
		name, _, _ := strings.Cut(a.Type().Field(k).Tag.Get("json"), ",")
		same := reflect.DeepEqual(a.Field(k).Interface(), b.Field(k).Interface()) || empty(a.Field(k)) && empty(b.Field(k))
		if _, known := fields[name]; !same && (fields == nil || known) && !slices.Contains(bookkeeping, name) {
			names = append(names, name)
		}
	}
	return names
}

func empty(v reflect.Value) bool {
	return v.IsZero() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
}

// proposals are the pairs that the rounds propose differently.
func (d *difference) proposals() []PairingChange {
	list := []PairingChange{}
	for _, at := range pairsOf(d.old.proposals, d.now.proposals) {
		before, had := d.old.proposals[at]
		after, has := d.now.proposals[at]
		c := PairingChange{
			RequestID: at.request, OfferID: at.offer, Before: before.Amount, After: after.Amount, Score: [2]int{before.Total, after.Total},
		}
		switch {
		case !had:
			c.Change, c.Why = "added", d.why(at, &d.old, "compare_added")
		case !has:
			c.Change, c.Why = "gone", d.why(at, &d.now, "compare_gone")
		case before.Amount != after.Amount:
			c.Change, c.Why = "amount", append(d.because(at), scoreParts(before.Score, after.Score)...)
			if len(c.Why) == 0 {
				c.Why = append(c.Why, d.moved(at, "compare_amount"))
			}
		case before.Total != after.Total:
			c.Change, c.Why = "score", scoreParts(before.Score, after.Score)
		default:
			continue
		}
		list = append(list, c)
	}
	return list
}

// why a pair is proposed in one round and not in the other: that one had no such request or offer, or the secretariat has
// decided, or something barred the pair there. Else the plan as a whole moved.
func (d *difference) why(at couplet, without *side, key string) []aid.Message {
	if said := d.because(at); len(said) > 0 {
		return said
	}
	if _, known := without.requests[string(at.request)]; !known {
		return []aid.Message{aid.Say(key+"_request", "request", string(at.request))}
	}
	if _, known := without.offers[string(at.offer)]; !known {
		return []aid.Message{aid.Say(key+"_offer", "offer", string(at.offer))}
	}
	if said, barred := without.bars(at); barred {
		return []aid.Message{aid.Say(key + "_barred"), said}
	}
	return []aid.Message{d.moved(at, key+"_plan")}
}

// because is what the secretariat decided of a pair for one of the two rounds alone.
func (d *difference) because(at couplet) (said []aid.Message) {
	before, had := d.old.curated[at]
	after, has := d.now.curated[at]
	if had && has && reflect.DeepEqual(before, after) {
		return nil
	}
	if had {
		said = append(said, aid.Say("compare_uncurated", curationArgs(before)...))
	}
	if has {
		said = append(said, after.Said())
	}
	return said
}

// bars says why a pair could not be proposed in a round, if it could not.
func (s *side) bars(at couplet) (aid.Message, bool) {
	place, known := s.couple(aid.Curation{RequestID: at.request, OfferID: at.offer})
	if !known {
		return aid.Message{}, false
	}
	p := s.pair(int(place.need), int(place.source))
	if p.need.barred.Key != "" {
		return p.need.barred, true
	}
	if found := findings(p); len(found) > 0 {
		return found[0].Reason, true
	}
	total := score(p).Total
	return aid.Say("compare_floor", "total", strconv.Itoa(total), "floor", strconv.Itoa(s.policy.Floor*100)), total < s.policy.Floor*100
}

// moved says that a pair could be proposed in both rounds, and where the request's money comes from instead.
func (d *difference) moved(at couplet, key string) aid.Message {
	return aid.Say(key, "request", string(at.request), "offer", string(at.offer), "before", joined(d.old.given[at.request]),
		"after", joined(d.now.given[at.request]))
}

// scoreParts say which criteria give more or fewer points than before.
func scoreParts(before, after aid.Score) (said []aid.Message) {
	points := map[string]int{}
	for _, p := range before.Parts {
		points[p.Criterion] = p.Points
	}
	for _, p := range after.Parts {
		if old := points[p.Criterion]; old != p.Points {
			said = append(said, aid.Say("compare_part", "criterion", p.Criterion, "before", strconv.Itoa(old), "after", strconv.Itoa(p.Points)), p.Reason)
		}
	}
	return said
}
