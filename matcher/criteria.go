package matcher

import "ploughshare/aid"

// Criterion gives a pair a value of 0 to 100 and says why. Value looks at nothing of the request but what Asked names,
// and at nothing of the offer but what Given names: pairs that agree in both have the same value, so that it is found
// once for all of them.
type Criterion struct {
	Name  string
	Value func(pair) (int, reason)
	Asked aspect
	Given aspect
	Bonus func(pair) int // nil, or what adds to the value and looks at Also, not Asked, in the request
	Also  aspect
}

// Criteria in the order in which scores show them.
var Criteria = []Criterion{
	{Name: "theme", Value: theme, Asked: themes, Given: themes},
	{Name: "place", Value: place, Asked: places, Given: places},
	{Name: "kind", Value: kind, Asked: kinds, Given: kinds},
	{Name: "amount", Value: amount, Asked: sums, Given: sums},
	{Name: "timing", Value: timing, Given: dates},
	{Name: "readiness", Value: readiness, Asked: ready},
	{Name: "waiting", Value: waiting, Asked: dates},
	{Name: "record", Value: recordAt, Asked: places, Given: workers, Bonus: recordOn, Also: themes},
	{Name: "terms", Value: terms, Asked: spoken, Given: spoken},
}

// of is the value of a pair, with why.
func (c *Criterion) of(p pair) (int, reason) {
	value, why := c.Value(p)
	if c.Bonus != nil {
		value += c.Bonus(p)
	}
	return value, why
}

// reason is a sentence that has not been said yet. Naming it costs nothing, so that values are found without the
// sentences that only a reader needs, in the same place and from the same branch.
type reason struct {
	key  string
	args func(pair) []string // names and values of the sentence's arguments; nil for none
}

func because(key string, args func(pair) []string) reason { return reason{key, args} }

func (r reason) say(p pair) aid.Message {
	if r.args == nil {
		return aid.Say(r.key)
	}
	return p.phrases.say(r.key, r.args(p)...)
}

// score asks every criterion; the parts add up to the total.
func score(p pair) aid.Score {
	s := aid.Score{Parts: make([]aid.Part, len(Criteria))}
	for i, c := range Criteria {
		value, why := c.of(p)
		weight := p.policy.Weights[c.Name]
		s.Parts[i] = aid.Part{Criterion: c.Name, Value: value, Weight: weight, Points: value * weight, Reason: why.say(p)}
		s.Total += value * weight
	}
	return s
}

// total is the total of the score, without its reasons.
func total(p pair) int {
	sum := 0
	for _, c := range Criteria {
		value, _ := c.of(p)
		sum += value * p.policy.Weights[c.Name]
	}
	return sum
}
