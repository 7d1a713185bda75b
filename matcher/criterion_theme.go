package matcher

import (
	"slices"

	"ploughshare/aid"
)

// Values of the theme criterion for a theme that the offer does not name but comes near to.
const (
	anyTheme     = 60 // the offer names no theme
	relatedTheme = 50 // both stand in the same MOSAIC module
	generalTheme = 40 // the offer is for the Programme of Action in general
)

// theme weighs the request's theme shares by how near the offer's themes come to each.
func theme(p pair) (int, aid.Message) {
	value := 0
	var met []string
	for _, share := range p.need.Themes {
		near := p.nearness(aid.ThemeID(share.Code))
		value += share.Percent * near
		if near > 0 {
			met = append(met, share.Code)
		}
	}
	value /= 100
	switch {
	case len(p.need.Themes) == 0:
		return 0, aid.Say("reason_theme_unknown")
	case value == 100:
		return value, aid.Say("reason_theme_all", "themes", joined(met))
	case value == 0:
		return value, aid.Say("reason_theme_none")
	case len(p.source.Themes) == 0:
		return value, aid.Say("reason_theme_any")
	}
	return value, aid.Say("reason_theme_part", "themes", joined(met), "offered", joined(p.source.Themes))
}

func (p pair) nearness(wanted aid.ThemeID) int {
	if len(p.source.Themes) == 0 {
		return anyTheme
	}
	if slices.Contains(p.source.Themes, wanted) {
		return 100
	}
	t, _ := p.register.Theme(wanted)
	near := 0
	for _, id := range p.source.Themes {
		offered, _ := p.register.Theme(id)
		switch {
		case slices.ContainsFunc(t.MOSAIC, func(m string) bool { return slices.Contains(offered.MOSAIC, m) }):
			near = max(near, relatedTheme)
		case id == "poa_general" && len(t.PoA) > 0:
			near = max(near, generalTheme)
		}
	}
	return near
}
