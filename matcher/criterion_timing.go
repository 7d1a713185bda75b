package matcher

// timing asks how long the offer still runs: a year is enough to bring a project to signature.
func timing(p pair) (int, reason) {
	s := p.source
	if s.ends == "" {
		return 70, because("reason_timing_open", beginArgs)
	}
	days := int(s.ends.Last().Sub(p.asOf.First()).Hours() / 24)
	value := max(0, 50+min(50, days*50/365))
	switch {
	case s.Valid.From.First().After(p.asOf.Last()):
		return value * 70 / 100, because("reason_timing_not_begun", beginArgs)
	case s.guessed:
		return value * 70 / 100, because("reason_timing_assumed", endArgs)
	case days < 0:
		return value, because("reason_timing_over", endArgs)
	}
	return value, because("reason_timing", endArgs)
}

func beginArgs(p pair) []string { return []string{"from", string(p.source.Valid.From)} }
func endArgs(p pair) []string   { return []string{"end", string(p.source.ends)} }
