package matcher

import "ploughshare/aid"

// Criterion gives a pair a value of 0 to 100 and says why.
type Criterion struct {
	Name  string
	Value func(pair) (int, aid.Message)
}

// Criteria in the order in which scores show them.
var Criteria = []Criterion{
	{"theme", theme},
	{"place", place},
	{"kind", kind},
	{"amount", amount},
	{"timing", timing},
	{"readiness", readiness},
	{"waiting", waiting},
	{"record", trackRecord},
}

// score asks every criterion; the parts add up to the total.
func score(p pair) aid.Score {
	s := aid.Score{Parts: make([]aid.Part, len(Criteria))}
	for i, c := range Criteria {
		value, reason := c.Value(p)
		weight := p.policy.Weights[c.Name]
		s.Parts[i] = aid.Part{Criterion: c.Name, Value: value, Weight: weight, Points: value * weight, Reason: reason}
		s.Total += value * weight
	}
	return s
}
