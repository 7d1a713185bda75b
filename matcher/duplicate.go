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
	words   []string
	dollars aid.Money
}

// Duplicates finds the requests that may ask for one need, the most alike first. Counts over many States, and what was
// withdrawn or declined, are not looked at.
func Duplicates(requests []aid.Request, register *aid.Register) []Duplicate {
	found := []Duplicate{}
	d := newDoubles(requests, register)
	for i := range d.asked {
		for _, k := range d.near(i) {
			if k > i {
				found = d.add(found, i, k)
			}
		}
	}
	slices.SortFunc(found, mostAlike)
	return found
}

func mostAlike(a, b Duplicate) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.First, b.First), cmp.Compare(a.Second, b.Second))
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
		d.asked = append(d.asked, asked{r, wordsOf(r), sum})
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

// of finds what may be the same need as one request.
func (d *doubles) of(id aid.RequestID) []Duplicate {
	var found []Duplicate
	if i, known := d.at[id]; known {
		for _, k := range d.near(i) {
			found = d.add(found, i, k)
		}
	}
	slices.SortFunc(found, mostAlike)
	return found
}

func (d *doubles) add(found []Duplicate, i, k int) []Duplicate {
	a, b := &d.asked[i], &d.asked[k]
	if askedBefore(b, a) {
		a, b = b, a
	}
	if twin, alike := compare(a, b); alike {
		found = append(found, twin)
	}
	return found
}

func askedBefore(a, b *asked) bool {
	return cmp.Or(a.Asked.From.First().Compare(b.Asked.From.First()), cmp.Compare(a.ID, b.ID)) < 0
}

// compare adds up what agrees. The cheap comparisons come first: most pairs end there.
func compare(a, b *asked) (Duplicate, bool) {
	themes := sharedPercent(a.Themes, b.Themes)
	kinds, kindsReason := compareKinds(a, b)
	amounts, amountReason := compareAmounts(a, b)
	score := themesCount*themes + kindsCount*kinds + amountCount*amounts
	if themes < leastThemes || kinds < 0 || score+100*wordsCount < 100*leastAgreement {
		return Duplicate{}, false
	}
	words, common := compareWords(a.words, b.words)
	if score += wordsCount * words; score < 100*leastAgreement {
		return Duplicate{}, false
	}
	kind, title, channels := door(a, b)
	return Duplicate{First: a.ID, Second: b.ID, RequesterID: a.RequesterID, Kind: kind, Score: score / 100, Title: title, Reasons: []aid.Message{
		aid.Say("duplicate_themes", "percent", strconv.Itoa(themes)),
		aid.Say("duplicate_words", "percent", strconv.Itoa(words), "words", joined(common)),
		kindsReason, amountReason, channels,
	}}, true
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

// compareKinds is -1 where both requests state other kinds: that is another need.
func compareKinds(a, b *asked) (int, aid.Message) {
	first, second := joined(a.Kinds), joined(b.Kinds)
	both := slices.ContainsFunc(a.Kinds, func(k aid.HelpKind) bool { return slices.Contains(b.Kinds, k) })
	switch {
	case first == "" || second == "":
		return 50, aid.Say("duplicate_kinds_unknown")
	case both:
		return 100, aid.Say("duplicate_kinds_same", "first", first, "second", second)
	case !a.KindsRead && !b.KindsRead:
		return -1, aid.Message{}
	}
	return 0, aid.Say("duplicate_kinds_other", "first", first, "second", second)
}

// compareAmounts takes sums to be near that are within a fifth: rates and rounding make so much.
func compareAmounts(a, b *asked) (int, aid.Message) {
	sums := []string{"first", a.Amount.String(), "second", b.Amount.String()}
	less, more := min(a.dollars.Minor, b.dollars.Minor), max(a.dollars.Minor, b.dollars.Minor)
	switch {
	case a.Amount.Known() && a.Amount == b.Amount:
		return 100, aid.Say("duplicate_amount_same", "amount", a.Amount.String())
	case !a.dollars.Known() || !b.dollars.Known():
		return 50, aid.Say("duplicate_amount_unknown")
	case less >= more-more/5:
		return 75, aid.Say("duplicate_amount_near", sums...)
	}
	return 0, aid.Say("duplicate_amount_other", sums...)
}

// door tells whether a need was asked for again later, at the same time through another channel, or entered twice. A
// reporting cycle is two years: what was said in the next year may still be the same round of asking.
func door(a, b *asked) (kind string, title, channels aid.Message) {
	channels = aid.Say("duplicate_channel_same", "channel", channel(a.Provenance))
	if channel(a.Provenance) != channel(b.Provenance) {
		channels = aid.Say("duplicate_channels", "first", channel(a.Provenance), "second", channel(b.Provenance))
	}
	first, second := saidIn(a), saidIn(b)
	reports := a.Provenance.ReportYear > 0 && b.Provenance.ReportYear > 0 && first != second
	switch {
	case reports || first > 0 && second > first+1:
		return AskedAgain, aid.Say("duplicate_asked_again", "first", strconv.Itoa(first), "year", strconv.Itoa(second)), channels
	case channels.Key == "duplicate_channels":
		return TwoChannels, aid.Say("duplicate_two_channels"), channels
	}
	return EnteredTwice, aid.Say("duplicate_entered_twice"), channels
}

// saidIn is the year of the report, else that in which the need was stated, else 0.
func saidIn(a *asked) int { return cmp.Or(a.Provenance.ReportYear, lastSaid(a.Asked).Year()) }

// channel is the way on which a need came: its channel, else the instrument that was reported on.
func channel(p aid.Provenance) string { return cmp.Or(p.Channel, p.Instrument) }

// warnOfDoubles adds to proposals which other requests of the round may ask for the same need.
func (f *field) warnOfDoubles(proposals []aid.Proposal) {
	requests := make([]aid.Request, len(f.needs))
	for i := range f.needs {
		requests[i] = f.needs[i].Request
	}
	d := newDoubles(requests, f.register)
	for i := range proposals {
		proposals[i].Caveats = append(proposals[i].Caveats, d.sameNeed(proposals[i].RequestID)...)
	}
}

// sameNeed warns, beside proposals for a request, of the requests that may ask for the same need.
func (d *doubles) sameNeed(id aid.RequestID) []aid.Message {
	var warnings []aid.Message
	for _, twin := range d.of(id) {
		other := twin.First
		if other == id {
			other = twin.Second
		}
		said := d.asked[d.at[other]]
		warnings = append(warnings, aid.Say("caveat_same_need_"+twin.Kind, "request", string(other), "asked", said.Asked.String()))
	}
	return warnings[:min(len(warnings), mostTwins)]
}

// mostTwins keeps a proposal readable; Duplicates has them all.
const mostTwins = 3
