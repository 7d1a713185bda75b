package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// trialPage is a round beside what would come of it with other settings. Nothing of it is kept.
type trialPage struct {
	aid.Round
	Criteria []matcher.Criterion
	Offers   []Option
	Envelope aid.Money // that the chosen offer has in the round, in US dollars
	Settings []setting
	Tried    bool
	Trial    matcher.WhatIf
	More     int    // requests that change and are not shown
	Command  string // does the same without a limit, where time ran out
}

// setting is what a trial has otherwise than the round.
type setting struct{ Name, Before, After string }

// trialTime is how long a trial may take: a visitor waits for it.
const trialTime = 20 * time.Second

// mostChanged is how many requests a page shows whose proposals would differ.
const mostChanged = 50

func showTrial(v *visit) (any, error) {
	round, in, err := v.desk.Frozen(v.ctx(), v.Who, v.roundID())
	if err != nil {
		return nil, err
	}
	v.Title = v.T("whatif_title", "round", round.ID)
	page := trialPage{Round: round, Criteria: matcher.Criteria, Offers: v.trialOffers(in.Offers), Envelope: envelopeIn(in, v.Query("offer"))}
	for _, c := range matcher.Criteria {
		v.Default(weightField(c.Name), strconv.Itoa(in.Policy.Weights[c.Name]))
	}
	v.Default("floor", strconv.Itoa(in.Policy.Floor))
	if len(v.values) == 0 {
		return page, nil
	}
	changes, err := v.changes()
	if err == nil {
		page.Trial, err = v.try(round.ID, changes)
	}
	problems, wrong := errors.AsType[aid.Problems](err)
	switch {
	case wrong:
		v.problems = atTrial(problems)
		return page, nil
	case errors.Is(err, context.DeadlineExceeded):
		page.Command = trialCommand(round.ID, changes)
		return page, nil
	}
	page.Tried, page.Settings = true, v.settings(in, changes)
	page.cut()
	return page, err
}

// cut leaves the States and sub-regions that get more or less, and of the requests as many as can be read.
func (p *trialPage) cut() {
	t := &p.Trial
	t.States = slices.DeleteFunc(t.States, func(s matcher.StateChange) bool { return s.Before == s.After })
	t.Regions = slices.DeleteFunc(t.Regions, func(r matcher.RegionChange) bool { return r.Before == r.After })
	shown := min(len(t.Requests), mostChanged)
	p.More, t.Requests = len(t.Requests)-shown, t.Requests[:shown]
}

// try solves the round with changes, as long as somebody can be asked to wait.
func (v *visit) try(round aid.RoundID, changes matcher.Changes) (matcher.WhatIf, error) {
	ctx, cancel := context.WithTimeout(v.ctx(), trialTime)
	defer cancel()
	return v.desk.WhatIf(ctx, v.Who, round, changes)
}

func weightField(criterion string) string { return "w_" + criterion }

// changes reads what the address sets otherwise. A sum of nothing takes the offer away.
func (v *visit) changes() (c matcher.Changes, err error) {
	var problems aid.Problems
	weights := make([]int, len(matcher.Criteria))
	for i, criterion := range matcher.Criteria {
		weights[i] = *v.percent(&problems, weightField(criterion.Name))
	}
	c.Weights = map[string]int{}
	for i, weight := range toHundred(weights) {
		c.Weights[matcher.Criteria[i].Name] = weight
	}
	c.Floor = v.percent(&problems, "floor")
	if v.text("least") != "" {
		c.Least = v.percent(&problems, "least")
	}
	offer := aid.OfferID(v.text("offer"))
	switch sum := v.text("sum"); {
	case offer == "" || sum == "":
	case sum == "0":
		c.Without = []aid.OfferID{offer}
	default:
		v.values.Set("currency", "USD")
		c.Offers = []matcher.Envelope{{OfferID: offer, Amount: v.money(&problems, "sum")}}
	}
	return c, problems.Err()
}

// percent reads a whole number from 0 to 100.
func (v *visit) percent(problems *aid.Problems, name string) *int {
	n, err := strconv.Atoi(strings.TrimSpace(v.Held(name)))
	if err != nil || n < 0 || n > 100 {
		problems.Add(name, "whole_to_hundred")
	}
	return &n
}

// toHundred brings weights to a sum of 100 in proportion, so that one can be moved alone. What rounding leaves goes to
// the largest remainders, of equals to the first.
func toHundred(weights []int) []int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	if sum <= 0 {
		return weights // the matcher refuses them
	}
	scaled, order, left := make([]int, len(weights)), make([]int, len(weights)), 100
	for i, w := range weights {
		scaled[i], order[i] = w*100/sum, i
		left -= scaled[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weights[b]*100%sum, weights[a]*100%sum) })
	for _, i := range order[:left] {
		scaled[i]++
	}
	return scaled
}

// atTrial puts what the matcher finds wrong at the fields of the page.
func atTrial(problems aid.Problems) aid.Problems {
	fields := map[string]string{"offers[0].offer": "offer", "without[0]": "offer", "offers[0].amount": "sum", "weights": "w_theme"}
	for i, p := range problems {
		problems[i].Field = cmp.Or(fields[p.Field], p.Field)
	}
	return problems
}

// trialOffers are the offers of a round to choose from.
func (v *visit) trialOffers(offers []aid.Offer) []Option {
	var options []Option
	for _, o := range offers {
		donors := texts(o.Donors)
		for i, donor := range donors {
			donors[i] = v.Name("party", donor)
		}
		options = append(options, Option{string(o.ID), v.List(donors) + " – " + v.Short(o.Programme)})
	}
	return optional(v.T("whatif_no_offer"), v.byText(options))
}

// envelopeIn is what an offer has in a round, in US dollars: as stated, else as assumed.
func envelopeIn(in aid.Inputs, id string) aid.Money {
	for _, o := range in.Offers {
		if string(o.ID) == id {
			if sum, known := aid.NewRegister(in.Reference).Dollars(o.Envelope, o.Valid.From); known {
				return sum
			}
			return in.Policy.AssumedEnvelope
		}
	}
	return aid.Money{}
}

// settings are what the changes set otherwise than the round, as they count.
func (v *visit) settings(in aid.Inputs, c matcher.Changes) (all []setting) {
	note := func(name, before, after string) {
		if before != after {
			all = append(all, setting{name, before, after})
		}
	}
	for _, criterion := range matcher.Criteria {
		note(v.Name("criterion", criterion.Name), strconv.Itoa(in.Policy.Weights[criterion.Name]), strconv.Itoa(c.Weights[criterion.Name]))
	}
	note(v.T("whatif_floor"), strconv.Itoa(in.Policy.Floor), strconv.Itoa(*c.Floor))
	if c.Least != nil {
		note(v.T("whatif_least"), v.T("whatif_as_policy"), v.T("percent", "number", *c.Least))
	}
	for _, e := range c.Offers {
		note(string(e.OfferID), v.Money(envelopeIn(in, string(e.OfferID))), v.Money(e.Amount))
	}
	for _, id := range c.Without {
		note(string(id), v.Money(envelopeIn(in, string(id))), "–")
	}
	return all
}

// trialCommand does on the command line what the changes say. References and names of criteria hold nothing that a shell
// reads otherwise.
func trialCommand(round aid.RoundID, c matcher.Changes) string {
	words := []string{"ploughshare whatif", string(round), fmt.Sprint("--floor=", *c.Floor)}
	for _, name := range slices.Sorted(maps.Keys(c.Weights)) {
		words = append(words, fmt.Sprintf("--weight=%s=%d", name, c.Weights[name]))
	}
	if c.Least != nil {
		words = append(words, fmt.Sprint("--least=", *c.Least))
	}
	for _, e := range c.Offers {
		sum, _, _ := strings.Cut(e.Amount.String(), " ")
		words = append(words, fmt.Sprintf("--offer=%s=%s", e.OfferID, sum))
	}
	for _, id := range c.Without {
		words = append(words, fmt.Sprint("--without-offer=", id))
	}
	return strings.Join(words, " ")
}

// Difference is a sum less another one, with its sign.
func (v *visit) Difference(before, after aid.Money) string {
	switch less := after.Minor - before.Minor; {
	case less < 0:
		return v.T("minus_sign") + v.Money(aid.Money{Minor: -less, Currency: "USD"})
	case less > 0:
		return "+" + v.Money(aid.Money{Minor: less, Currency: "USD"})
	}
	return "="
}

// Slider is a field for a number with a slider beside it.
type Slider struct {
	Field
	Most, Step int64
}

// Upto makes a slider of a field, from nothing to the most.
func (f Field) Upto(most, step int64) Slider { return Slider{f, most, step} }

// SumSlider goes to twice what the offer has, or to two million dollars.
func (v *visit) SumSlider(envelope aid.Money) Slider {
	f := v.Field("sum", "whatif_sum").Hinted(v.T("whatif_sum_hint"))
	if envelope.Known() {
		f.Hint = v.T("whatif_official", "value", v.Money(envelope)) + " " + f.Hint
	}
	return f.Upto(max(2*envelope.Minor/100, 2_000_000), 10_000)
}
