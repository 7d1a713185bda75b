package matcher

import (
	"cmp"
	"slices"
	"strconv"

	"ploughshare/aid"
)

// The ways in which one need comes to stand on record twice.
const (
	AskedAgain   = "asked_again"   // a later report or year: the need may simply still be there
	TwoChannels  = "two_channels"  // the same time, another channel: two donors may each pay for it
	EnteredTwice = "entered_twice" // the same time, the same channel
)

// Duplicate is the suspicion that two requests ask for one need. Somebody has to look: nothing is ever merged by itself.
type Duplicate struct {
	First       aid.RequestID `json:"first" doc:"Asked first, where that is known"`
	Second      aid.RequestID `json:"second"`
	RequesterID aid.PartyID   `json:"requester" doc:"Who asked first"`
	Kind        string        `json:"kind" enum:"two_channels,asked_again,entered_twice"`
	Score       int           `json:"score" doc:"How far the two agree, of 100; those below 60 are not named"`
	Title       aid.Message   `json:"title"`
	Reasons     []aid.Message `json:"reasons" doc:"What agrees and what differs"`
}

// What the agreement of themes, words, kinds of help and amounts counts for; what is not known counts half. So the same
// theme and kind of help need a quarter of the words in common; with the same sum, they need none: the two may be in
// different languages.
const (
	themesCount, wordsCount, kindsCount, amountCount = 30, 40, 10, 20
	leastAgreement                                   = 60
	leastThemes                                      = 50 // in percent: less is another need
)

// asked is a request as the search for duplicates reads it.
type asked struct {
	aid.Request
	words   []string  // see read
	dollars aid.Money // none where the amount is not known
}

// Duplicates finds the requests that may ask for one need, the most alike first. Counts over many States, and what was
// withdrawn or declined, are not looked at.
func Duplicates(requests []aid.Request, register *aid.Register) []Duplicate {
	found := []Duplicate{}
	d := newDoubles(requests, register)
	for i := range d.asked {
		for _, t := range d.twins(i) {
			if a, b := &d.asked[i], &d.asked[t.of]; askedBefore(a, b) {
				found = append(found, duplicate(a, b, t.likeness))
			}
		}
	}
	slices.SortFunc(found, func(a, b Duplicate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.First, b.First), cmp.Compare(a.Second, b.Second))
	})
	return found
}

// doubles are requests by country and theme, so that only those are compared that can be alike.
type doubles struct {
	asked []asked
	at    map[aid.RequestID]int
	by    map[[2]string][]int
}

func newDoubles(requests []aid.Request, register *aid.Register) *doubles {
	d := &doubles{at: map[aid.RequestID]int{}, by: map[[2]string][]int{}}
	for _, r := range requests {
		requester, _ := register.Party(r.RequesterID)
		if requester.Kind == aid.Aggregate || r.Status == aid.Withdrawn || r.Status == aid.Declined {
			continue
		}
		i := len(d.asked)
		sum, _ := register.Dollars(r.Amount, r.Asked.From)
		d.asked = append(d.asked, asked{Request: r, dollars: sum})
		d.at[r.ID] = i
		for _, country := range r.Countries {
			for _, theme := range r.Themes {
				key := [2]string{country.Code, theme.Code}
				d.by[key] = append(d.by[key], i)
			}
		}
	}
	return d
}

// near are the requests for one of the same countries and themes, each once.
func (d *doubles) near(i int) []int {
	var near []int
	for _, country := range d.asked[i].Countries {
		for _, theme := range d.asked[i].Themes {
			near = append(near, d.by[[2]string{country.Code, theme.Code}]...)
		}
	}
	slices.Sort(near)
	return slices.DeleteFunc(slices.Compact(near), func(k int) bool { return k == i })
}

// twin is another request that may ask for the same need.
type twin struct {
	of int
	likeness
}

// twins are what may be the same need as a request, the most alike first.
func (d *doubles) twins(i int) []twin {
	var twins []twin
	for _, k := range d.near(i) {
		if l, alike := liken(&d.asked[i], &d.asked[k]); alike {
			twins = append(twins, twin{k, l})
		}
	}
	slices.SortFunc(twins, func(a, b twin) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(d.asked[a.of].ID, d.asked[b.of].ID))
	})
	return twins
}

func askedBefore(a, b *asked) bool {
	return cmp.Or(a.Asked.From.First().Compare(b.Asked.From.First()), cmp.Compare(a.ID, b.ID)) < 0
}

// likeness is how far two requests agree, each of them in percent and all together.
type likeness struct{ themes, kinds, amounts, words, score int }

// liken adds up what agrees. The words come last: most pairs end before.
func liken(a, b *asked) (likeness, bool) {
	l := likeness{themes: sharedPercent(a.Themes, b.Themes), kinds: likeKinds(a, b), amounts: likeAmounts(a, b)}
	l.score = themesCount*l.themes + kindsCount*l.kinds + amountCount*l.amounts
	if l.themes < leastThemes || l.kinds < 0 || l.score+100*wordsCount < 100*leastAgreement {
		return l, false
	}
	l.words, _ = compareWords(a.read(), b.read())
	l.score = (l.score + wordsCount*l.words) / 100
	return l, l.score >= leastAgreement
}

// duplicate says what agrees and what differs; a was asked first.
func duplicate(a, b *asked, l likeness) Duplicate {
	_, common := compareWords(a.read(), b.read())
	kind := door(a, b)
	return Duplicate{
		First: a.ID, Second: b.ID, RequesterID: a.RequesterID, Kind: kind, Score: l.score,
		Title: aid.Say("duplicate_"+kind, "first", strconv.Itoa(saidIn(a)), "year", strconv.Itoa(saidIn(b))),
		Reasons: []aid.Message{
			aid.Say("duplicate_themes", "percent", strconv.Itoa(l.themes)),
			aid.Say("duplicate_words", "percent", strconv.Itoa(l.words), "words", joined(common)),
			sayKinds(a, b, l.kinds), sayAmounts(a, b, l.amounts), sayChannels(a, b),
		},
	}
}

// read splits the request's words when they are first asked for.
func (a *asked) read() []string {
	if a.words == nil {
		a.words = wordsOf(a.Request)
	}
	return a.words
}

// sharedPercent is how many percent two lists of shares have in common.
func sharedPercent(a, b []aid.Share) int {
	percent := 0
	for _, x := range a {
		for _, y := range b {
			if x.Code == y.Code {
				percent += min(x.Percent, y.Percent)
			}
		}
	}
	return percent
}

// likeKinds is -1 where both requests state other kinds: that is another need.
func likeKinds(a, b *asked) int {
	switch {
	case len(a.Kinds) == 0 || len(b.Kinds) == 0:
		return 50
	case slices.ContainsFunc(a.Kinds, func(k aid.HelpKind) bool { return slices.Contains(b.Kinds, k) }):
		return 100
	case !a.KindsRead && !b.KindsRead:
		return -1
	}
	return 0
}

func sayKinds(a, b *asked, like int) aid.Message {
	kinds := []string{"first", joined(a.Kinds), "second", joined(b.Kinds)}
	switch like {
	case 100:
		return aid.Say("duplicate_kinds_same", kinds...)
	case 50:
		return aid.Say("duplicate_kinds_unknown")
	}
	return aid.Say("duplicate_kinds_other", kinds...)
}

// likeAmounts takes sums to be near that are within a fifth: rates and rounding make so much.
func likeAmounts(a, b *asked) int {
	less, more := min(a.dollars.Minor, b.dollars.Minor), max(a.dollars.Minor, b.dollars.Minor)
	switch {
	case a.Amount.Known() && a.Amount == b.Amount:
		return 100
	case less == 0:
		return 50
	case less >= more-more/5:
		return 75
	}
	return 0
}

func sayAmounts(a, b *asked, like int) aid.Message {
	sums := []string{"first", a.Amount.String(), "second", b.Amount.String()}
	switch like {
	case 100:
		return aid.Say("duplicate_amount_same", "amount", a.Amount.String())
	case 75:
		return aid.Say("duplicate_amount_near", sums...)
	case 50:
		return aid.Say("duplicate_amount_unknown")
	}
	return aid.Say("duplicate_amount_other", sums...)
}

// door tells whether a need was asked for again later, at the same time through another channel, or entered twice. A
// reporting cycle is two years: what was said in the next year may still be the same round of asking.
func door(a, b *asked) string {
	first, second := saidIn(a), saidIn(b)
	reports := a.Provenance.ReportYear > 0 && b.Provenance.ReportYear > 0 && first != second
	switch {
	case reports || first > 0 && second > first+1:
		return AskedAgain
	case channel(a.Provenance) != channel(b.Provenance):
		return TwoChannels
	}
	return EnteredTwice
}

func sayChannels(a, b *asked) aid.Message {
	first, second := channel(a.Provenance), channel(b.Provenance)
	if first == second {
		return aid.Say("duplicate_channel_same", "channel", first)
	}
	return aid.Say("duplicate_channels", "first", first, "second", second)
}

// saidIn is the year of the report, else that in which the need was stated, else 0.
func saidIn(a *asked) int {
	return cmp.Or(a.Provenance.ReportYear, cmp.Or(a.Asked.To, a.Asked.From).Year())
}

// channel is the way on which a need came: its channel, else the instrument that was reported on.
func channel(p aid.Provenance) string { return cmp.Or(p.Channel, p.Instrument) }

// Bounds on the warnings in a round; Duplicates has none.
const (
	mostTwins = 3      // so that a proposal stays readable
	twinsUpTo = 20_000 // requests: ten reporting cycles and more
)

// warnOfDoubles adds to proposals which other requests of the round may ask for the same need.
func (f *field) warnOfDoubles(proposals []aid.Proposal) {
	d := f.doubles()
	for i := range proposals {
		proposals[i].Caveats = append(proposals[i].Caveats, d.sameNeed(proposals[i].RequestID)...)
	}
}

// doubles are the requests of a round, or none where they are too many.
func (f *field) doubles() *doubles {
	var requests []aid.Request
	if len(f.needs) <= twinsUpTo {
		for i := range f.needs {
			requests = append(requests, *f.needs[i].Request)
		}
	}
	return newDoubles(requests, f.register)
}

// sameNeed warns, beside proposals for a request, of the requests that may ask for the same need.
func (d *doubles) sameNeed(id aid.RequestID) []aid.Message {
	i, known := d.at[id]
	if !known {
		return nil
	}
	var warnings []aid.Message
	twins := d.twins(i)
	for _, t := range twins[:min(len(twins), mostTwins)] {
		a, b := &d.asked[i], &d.asked[t.of]
		if askedBefore(b, a) {
			a, b = b, a
		}
		other := &d.asked[t.of]
		warnings = append(warnings, aid.Say("caveat_same_need_"+door(a, b), "request", string(other.ID), "asked", other.Asked.String()))
	}
	return warnings
}
