package matcher

import "ploughshare/aid"

// timing asks how long the offer still runs: a year is enough to bring a project to signature.
func timing(p pair) (int, aid.Message) {
	s := p.source
	if s.ends == "" {
		return 70, aid.Say("reason_timing_open", "from", string(s.Valid.From))
	}
	days := int(s.ends.Last().Sub(p.asOf.First()).Hours() / 24)
	value := 50 + min(50, max(0, days)*50/365)
	if s.guessed {
		return value * 70 / 100, aid.Say("reason_timing_assumed", "end", string(s.ends))
	}
	return value, aid.Say("reason_timing", "end", string(s.ends))
}
