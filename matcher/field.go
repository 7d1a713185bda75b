package matcher

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ploughshare/aid"
)

// field is what all pairs of one round share.
type field struct {
	asOf     aid.Date
	policy   aid.Policy
	register *aid.Register
	facts    bool // there are embargo facts at all
	needs    []need
	sources  []source
	record   record
}

// need is a request with what the round reads out of it once.
type need struct {
	aid.Request
	dollars aid.Money // of the amount, or assumed
	assumed bool
	units   int64 // thousands of dollars, rounded up
	gaps    int
	barred  aid.Message // why the request takes no part at all; no key when it does
}

// source is an offer with what the round reads out of it once. Limits of 0 are not known.
type source struct {
	aid.Offer
	assumed  bool
	units    int64 // envelope in thousands of dollars, rounded down
	maxUnits int64
	minUnits int64
	ends     aid.Date // last day, stated or assumed; empty for open-ended
	guessed  bool     // the end is assumed
}

// pair is one request beside one offer.
type pair struct {
	*field
	need   *need
	source *source
	index  int // of the source
}

func newField(in aid.Inputs) (*field, error) { return newFieldIn(in, aid.NewRegister(in.Reference)) }

func newFieldIn(in aid.Inputs, register *aid.Register) (*field, error) {
	f := &field{asOf: in.AsOf, policy: in.Policy, register: register, facts: len(in.Reference.Embargoes) > 0}
	f.record = newRecord(in.Pairings, register, in.AsOf)
	for _, r := range in.Requests {
		n, err := f.newNeed(r)
		if err != nil {
			return nil, err
		}
		f.needs = append(f.needs, n)
	}
	for _, o := range in.Offers {
		s, err := f.newSource(o)
		if err != nil {
			return nil, err
		}
		f.sources = append(f.sources, s)
	}
	return f, nil
}

func (f *field) newNeed(r aid.Request) (need, error) {
	n := need{Request: r, gaps: len(r.Gaps())}
	var known bool
	if n.dollars, known = f.register.Dollars(r.Amount, r.Asked.From); !known {
		n.dollars, n.assumed = f.policy.AssumedNeed, true
	}
	n.units = (n.dollars.Minor + 99_999) / 100_000
	requester, _ := f.register.Party(r.RequesterID)
	switch {
	case requester.Kind == aid.Aggregate:
		n.barred = aid.Say("unmatched_aggregate")
	case r.Asked.From != "" && r.Asked.From.First().After(f.asOf.Last()):
		n.barred = aid.Say("unmatched_later", "asked", r.Asked.String())
	case len(r.Countries) == 0:
		n.barred = aid.Say("unmatched_country")
	}
	return n, checkUnits("request "+string(r.ID), n.units)
}

func (f *field) newSource(o aid.Offer) (source, error) {
	s := source{Offer: o, ends: o.Valid.To}
	envelope, known := f.register.Dollars(o.Envelope, o.Valid.From)
	if !known {
		envelope, s.assumed = f.policy.AssumedEnvelope, true
	}
	s.units = envelope.Minor / 100_000
	if limit, known := f.register.Dollars(o.MaxProject, o.Valid.From); known {
		s.maxUnits = max(1, limit.Minor/100_000)
	}
	if limit, known := f.register.Dollars(o.MinProject, o.Valid.From); known {
		s.minUnits = limit.Minor / 100_000
	}
	if s.ends == "" && o.Valid.From != "" && !o.OpenEnded() {
		s.ends, s.guessed = o.Valid.From.AddMonths(f.policy.RunMonths), true
	}
	return s, checkUnits("offer "+string(o.ID), s.units)
}

// checkUnits keeps sums within what the solver counts in: 2^30 thousand dollars, a million million.
func checkUnits(what string, units int64) error {
	if units > 1<<30 {
		return fmt.Errorf("%s: more than %d thousand dollars: %w", what, 1<<30, aid.ErrInvalid)
	}
	return nil
}

// covers is the percentage of the request's countries that the offer reaches, and the narrowest place that does it.
func (p pair) covers() (percent int, narrowest string, width int) {
	for _, place := range p.source.Places {
		w := p.register.Width(place, p.asOf)
		for _, share := range p.need.Countries {
			if p.register.Covers(place, aid.PartyID(share.Code), p.asOf) && (width == 0 || w < width) {
				narrowest, width = place, w
			}
		}
	}
	for _, share := range p.need.Countries {
		if slices.ContainsFunc(p.source.Places, func(place string) bool {
			return p.register.Covers(place, aid.PartyID(share.Code), p.asOf)
		}) {
			percent += share.Percent
		}
	}
	return percent, narrowest, width
}

// joined writes codes as one argument of a Message.
func joined[T ~string](codes []T) string {
	texts := make([]string, len(codes))
	for i, c := range codes {
		texts[i] = string(c)
	}
	return strings.Join(texts, ";")
}

func byField(a, b aid.Problem) int {
	return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Key, b.Key))
}
