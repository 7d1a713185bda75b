package matcher

import "ploughshare/aid"

// amount asks how much of the need the offer could carry alone.
func amount(p pair) (int, aid.Message) {
	n, s := p.need, p.source
	room := s.units
	if s.limited {
		room = min(room, s.maxUnits)
	}
	switch {
	case n.assumed:
		return 50, aid.Say("reason_amount_unknown", "assumed", n.dollars.String())
	case s.assumed && !s.limited:
		return 70, aid.Say("reason_amount_envelope_unknown", "amount", n.dollars.String())
	case room >= n.units:
		return 100, aid.Say("reason_amount_whole", "amount", n.dollars.String())
	}
	return int(100 * room / n.units), aid.Say("reason_amount_part", "amount", n.dollars.String(), "room", dollars(room).String())
}

// dollars is a sum of thousands of US dollars.
func dollars(units int64) aid.Money { return aid.Money{Minor: units * 100_000, Currency: "USD"} }
