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
	minima   []int64     // the different smallest sums for a project, ascending
	alone    []aid.Party // States that a request is for alone
	themes   []aid.ThemeID
	terms    aid.Terms
	near     map[string][]uint8 // per set of themes that offers are for: how near it comes to each theme
	states   map[string]bool    // that requests are for
	extents  map[string]*extent
	curated  curated
	phrases  *phrases
}

// extent is what a place covers on the day of the round.
type extent struct {
	place  string
	width  int
	states map[string]bool // of those that requests are for
}

// need is a request with what the round reads out of it once.
type need struct {
	*aid.Request
	dollars  aid.Money // of the amount, or assumed
	assumed  bool
	units    int64 // thousands of dollars, rounded up
	gaps     int
	subjects []int32     // numbers of its themes
	treaty   bool        // one of them is near the Arms Trade Treaty
	terms    []string    // that its words name, in order
	barred   aid.Message // why the request takes no part at all; no key when it does
}

// source is an offer with what the round reads out of it once.
type source struct {
	aid.Offer
	assumed  bool
	units    int64 // envelope in thousands of dollars, rounded down
	limited  bool  // there is a largest sum for a project
	maxUnits int64
	minUnits int64     // rounded up; 0 where there is none
	ends     aid.Date  // last day, stated or assumed; empty for open-ended
	guessed  bool      // the end is assumed
	near     []uint8   // per theme: how near the offer comes to it
	treaty   bool      // for carrying out the Arms Trade Treaty
	doers    []string  // its donors and those who would carry it out
	done     bitset    // themes on which they have worked before
	reach    []*extent // of its places
	terms    []string  // that its words name, in order
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
	f := &field{asOf: in.AsOf, policy: in.Policy, register: register, facts: len(in.Reference.Embargoes) > 0, terms: in.Terms,
		phrases: &phrases{said: map[string]aid.Message{}}}
	f.record = newRecord(in.Pairings, register, in.AsOf)
	numbers := f.number(in)
	treaty := make([]bool, len(f.themes))
	for t, id := range f.themes {
		treaty[t] = f.nearTreaty(id)
	}
	f.needs = make([]need, len(in.Requests))
	inParallel(len(in.Requests), 1024, func(first, end int) {
		for i := first; i < end; i++ {
			f.needs[i] = f.newNeed(&in.Requests[i])
			for _, share := range in.Requests[i].Themes {
				t := numbers[aid.ThemeID(share.Code)]
				f.needs[i].subjects = append(f.needs[i].subjects, t)
				f.needs[i].treaty = f.needs[i].treaty || treaty[t]
			}
		}
	})
	f.states, f.extents, f.near = f.statesAsked(), map[string]*extent{}, map[string][]uint8{}
	for _, o := range in.Offers {
		f.sources = append(f.sources, f.newSource(o))
		f.minima = append(f.minima, f.sources[len(f.sources)-1].minUnits)
	}
	slices.Sort(f.minima)
	f.minima = slices.Compact(f.minima)
	f.curated = f.curate(in.Curations)
	return f
}

// number gives the themes numbers: those of the register, and others that requests name.
func (f *field) number(in aid.Inputs) map[aid.ThemeID]int32 {
	numbers := map[aid.ThemeID]int32{}
	add := func(id aid.ThemeID) {
		if _, known := numbers[id]; !known {
			numbers[id], f.themes = int32(len(f.themes)), append(f.themes, id)
		}
	}
	for _, t := range in.Reference.Themes {
		add(t.ID)
	}
	for i := range in.Requests {
		for _, share := range in.Requests[i].Themes {
			add(aid.ThemeID(share.Code))
		}
	}
	return numbers
}

// statesAsked are those that requests are for.
func (f *field) statesAsked() map[string]bool {
	states := map[string]bool{}
	for i := range f.needs {
		for _, share := range f.needs[i].Countries {
			states[share.Code] = true
		}
	}
	return states
}

// extent finds once which of the States that requests are for lie within a place.
func (f *field) extent(place string) *extent {
	if e := f.extents[place]; e != nil {
		return e
	}
	e := &extent{place: place, width: f.register.Width(place, f.asOf), states: map[string]bool{}}
	for state := range f.states {
		if f.register.Covers(place, aid.PartyID(state), f.asOf) {
			e.states[state] = true
		}
	}
	f.extents[place] = e
	return e
}

func (f *field) newNeed(r *aid.Request) need {
	if r.Confirmed.First().After(f.asOf.Last()) { // a look back does not know yet
		unconfirmed := *r
		unconfirmed.Confirmed, r = "", &unconfirmed
	}
	n := need{Request: r, gaps: len(r.Gaps()), terms: f.terms.Requests[r.ID]}
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

// newSource is not for concurrent use.
func (f *field) newSource(o aid.Offer) source {
	s := source{Offer: o, treaty: slices.Contains(o.Themes, "att"), doers: f.doersOf(&o), terms: f.terms.Offers[o.ID]}
	s.done = f.done(s.doers)
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
	s.ends, s.guessed = o.Ends(f.policy.RunMonths)
	s.near = f.nearness(&s)
	for _, place := range o.Places {
		s.reach = append(s.reach, f.extent(place))
	}
	return s
}

// older says whether a need was last stated more than so many months before the day of the round.
func (f *field) older(r *aid.Request, months int) bool {
	said := r.LastSaid()
	return said != "" && said.Last().AddDate(0, months, 0).Before(f.asOf.First())
}

// stated is when the need was last stated, as the State put it.
func stated(r *aid.Request) string {
	if last := r.LastSaid(); last == r.Confirmed {
		return string(last)
	}
	return r.Asked.String()
}

// maxUnits is the most that the solver counts to: 2^30 thousand dollars, a million million.
const maxUnits = 1 << 30

// covers is the percentage of the request's countries that the offer reaches, and the narrowest place that does it.
func (p pair) covers() (percent int, narrowest string, width int) {
	for _, e := range p.source.reach {
		if (width == 0 || e.width < width) && slices.ContainsFunc(p.need.Countries, e.has) {
			narrowest, width = e.place, e.width
		}
	}
	for _, share := range p.need.Countries {
		if slices.ContainsFunc(p.source.reach, func(e *extent) bool { return e.has(share) }) {
			percent += share.Percent
		}
	}
	return percent, narrowest, width
}

func (e *extent) has(share aid.Share) bool { return e.states[share.Code] }

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
