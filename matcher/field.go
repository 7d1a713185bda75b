package matcher

import (
	"cmp"
	"slices"
	"strconv"
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

// source is an offer with what the round reads out of it once.
type source struct {
	aid.Offer
	assumed  bool
	units    int64 // envelope in thousands of dollars, rounded down
	limited  bool  // there is a largest sum for a project
	maxUnits int64
	minUnits int64    // rounded up; 0 where there is none
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

func newField(in aid.Inputs) *field { return newFieldIn(in, aid.NewRegister(in.Reference)) }

func newFieldIn(in aid.Inputs, register *aid.Register) *field {
	f := &field{asOf: in.AsOf, policy: in.Policy, register: register, facts: len(in.Reference.Embargoes) > 0}
	f.record = newRecord(in.Pairings, register, in.AsOf)
	for _, r := range in.Requests {
		n := f.newNeed(r)
		f.needs = append(f.needs, n)
	}
	for _, o := range in.Offers {
		f.sources = append(f.sources, f.newSource(o))
	}
	return f
}

func (f *field) newNeed(r aid.Request) need {
	if r.Confirmed.First().After(f.asOf.Last()) { // a look back does not know yet
		r.Confirmed = ""
	}
	n := need{Request: r, gaps: len(r.Gaps())}
	var known bool
	if n.dollars, known = f.register.Dollars(r.Amount.Minus(r.Committed), r.Asked.From); !known {
		n.dollars, n.assumed = f.policy.Assumed(r.MainTheme()), true
	}
	n.units = min((n.dollars.Minor+99_999)/100_000, maxUnits)
	requester, _ := f.register.Party(r.RequesterID)
	switch {
	case requester.Kind == aid.Aggregate:
		n.barred = aid.Say("unmatched_aggregate")
	case r.Asked.From != "" && r.Asked.From.First().After(f.asOf.Last()):
		n.barred = aid.Say("unmatched_later", "asked", r.Asked.String())
	case f.older(r, f.policy.ExpireMonths):
		n.barred = aid.Say("unmatched_expired", "asked", stated(r), "years", strconv.Itoa(f.policy.ExpireMonths/12))
	case r.Covered():
		n.barred = aid.Say("unmatched_covered", "committed", r.Committed.String())
	case len(r.Countries) == 0:
		n.barred = aid.Say("unmatched_country")
	case n.units == maxUnits:
		n.barred = aid.Say("unmatched_too_large", "amount", r.Amount.String())
	}
	return n
}

func (f *field) newSource(o aid.Offer) source {
	s := source{Offer: o, ends: o.Valid.To}
	envelope, known := f.register.Dollars(o.Envelope.Minus(o.Committed), o.Valid.From)
	if !known && !o.Spent() {
		envelope, s.assumed = f.policy.AssumedEnvelope, true
	}
	s.units = min(envelope.Minor/100_000, maxUnits)
	if limit, known := f.register.Dollars(o.MaxProject, o.Valid.From); known {
		s.limited, s.maxUnits = true, min(limit.Minor/100_000, maxUnits)
	}
	if limit, known := f.register.Dollars(o.MinProject, o.Valid.From); known {
		s.minUnits = min((limit.Minor+99_999)/100_000, maxUnits)
	}
	if s.ends == "" && o.Valid.From != "" && !o.OpenEnded() {
		s.ends, s.guessed = o.Valid.From.AddMonths(f.policy.RunMonths), true
	}
	return s
}

// older says whether a need was last stated more than so many months before the day of the round.
func (f *field) older(r aid.Request, months int) bool {
	said := r.LastSaid()
	return said != "" && said.Last().AddDate(0, months, 0).Before(f.asOf.First())
}

// stated is when the need was last stated, as the State put it.
func stated(r aid.Request) string {
	if last := r.LastSaid(); last == r.Confirmed {
		return string(last)
	}
	return r.Asked.String()
}

// maxUnits is the most that the solver counts to: 2^30 thousand dollars, a million million.
const maxUnits = 1 << 30

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
