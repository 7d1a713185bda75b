package matcher

import "ploughshare/aid"

// amount asks how much of the need the offer could carry alone.
func amount(p pair) (int, reason) {
	n, s := p.need, p.source
	room := s.room()
	switch {
	case n.assumed:
		return 50, because("reason_amount_unknown", func(p pair) []string {
			return []string{"assumed", p.need.dollars.String()}
		})
	case s.assumed && !s.limited:
		return 70, because("reason_amount_envelope_unknown", amountArgs)
	case room >= n.units:
		return 100, because("reason_amount_whole", amountArgs)
	}
	return int(100 * room / n.units), because("reason_amount_part", func(p pair) []string {
		return append(amountArgs(p), "room", dollars(p.source.room()).String())
	})
}

func amountArgs(p pair) []string { return []string{"amount", p.need.dollars.String()} }

// room is the most that one project can have of the offer.
func (s *source) room() int64 {
	if s.limited {
		return min(s.units, s.maxUnits)
	}
	return s.units
}

// dollars is a sum of thousands of US dollars.
func dollars(units int64) aid.Money { return aid.Money{Minor: units * 100_000, Currency: "USD"} }
