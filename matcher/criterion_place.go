package matcher

import (
	"strconv"
	"strings"

	"ploughshare/aid"
)

// place prefers offers made for few States to offers for everybody: the narrow ones have nowhere else to go.
func place(p pair) (int, reason) {
	if len(p.source.Places) == 0 {
		return 30, because("reason_place_unclear", placeTextArgs)
	}
	percent, narrowest, width := p.covers()
	value := narrowness(width) * percent / 100
	switch {
	case percent == 0:
		return 0, because("reason_place_none", nil)
	case p.namedInWords() != "":
		return 100, because("reason_place_in_words", func(p pair) []string { return []string{"state", p.namedInWords()} })
	case width == 1:
		return value, because("reason_place_named", placeArgs)
	case narrowest == aid.Everywhere:
		return value, because("reason_place_global", nil)
	}
	return value, because("reason_place_area", func(p pair) []string {
		_, _, width := p.covers()
		return append(placeArgs(p), "width", strconv.Itoa(width))
	})
}

func placeTextArgs(p pair) []string { return []string{"places", p.source.PlacesText} }

func placeArgs(p pair) []string {
	_, narrowest, _ := p.covers()
	return []string{"place", narrowest}
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
