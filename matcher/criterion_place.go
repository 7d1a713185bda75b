package matcher

import (
	"strconv"
	"strings"

	"ploughshare/aid"
)

// place prefers offers made for few States to offers for everybody: the narrow ones have nowhere else to go.
func place(p pair) (int, aid.Message) {
	if len(p.source.Places) == 0 {
		return 30, aid.Say("reason_place_unclear", "places", p.source.PlacesText)
	}
	percent, narrowest, width := p.covers()
	value := narrowness(width) * percent / 100
	named := p.namedInWords()
	switch {
	case percent == 0:
		return 0, aid.Say("reason_place_none")
	case named != "":
		return 100, aid.Say("reason_place_in_words", "state", named)
	case width == 1:
		return value, aid.Say("reason_place_named", "place", narrowest)
	case narrowest == aid.Everywhere:
		return value, aid.Say("reason_place_global")
	}
	return value, aid.Say("reason_place_area", "place", narrowest, "width", strconv.Itoa(width))
}

func narrowness(width int) int {
	switch {
	case width == 1:
		return 100
	case width <= 10:
		return 90
	case width <= 30:
		return 80
	case width <= 60:
		return 70
	}
	return 60
}

// namedInWords is the State, asked for alone, that the title or the conditions of an offer name although its places
// are wider.
func (p pair) namedInWords() string {
	if len(p.need.Countries) != 1 {
		return ""
	}
	state, _ := p.register.Party(aid.PartyID(p.need.Countries[0].Code))
	if name := state.Name("en"); strings.Contains(p.source.Programme+" "+p.source.Conditions, name) {
		return string(state.ID)
	}
	return ""
}
