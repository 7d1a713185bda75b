package matcher

import "ploughshare/aid"

// timing asks how long the offer still runs: a year is enough to bring a project to signature.
func timing(p pair) (int, aid.Message) {
	s := p.source
	if s.ends == "" {
		return 70, aid.Say("reason_timing_open", "from", string(s.Valid.From))
	}
	days := int(s.ends.Last().Sub(p.asOf.First()).Hours() / 24)
	value := max(0, 50+min(50, days*50/365))
	switch {
	case s.Valid.From.First().After(p.asOf.Last()):
		return value * 70 / 100, aid.Say("reason_timing_not_begun", "from", string(s.Valid.From))
	case s.guessed:
		return value * 70 / 100, aid.Say("reason_timing_assumed", "end", string(s.ends))
	case days < 0:
		return value, aid.Say("reason_timing_over", "end", string(s.ends))
	}
	return value, aid.Say("reason_timing", "end", string(s.ends))
}
