package matcher

import (
	"slices"
	"strings"

	"ploughshare/aid"
)

// Values of the theme criterion for a theme that the offer does not name but comes near to.
const (
	anyTheme     = 60 // the offer names no theme
	relatedTheme = 50 // both stand in one MOSAIC module, or in one paragraph of section II of the Programme of Action
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
	if wanted == "capacity_training" && slices.Contains(p.source.Kinds, aid.Training) {
		near = relatedTheme // whoever trains, trains in the themes of the offer
	}
	for _, id := range p.source.Themes {
		offered, _ := p.register.Theme(id)
		switch {
		case related(t, offered):
			near = max(near, relatedTheme)
		case id == "poa_general" && len(t.PoA) > 0:
			near = max(near, generalTheme)
		}
	}
	return near
}

// related leaves sections III and IV of the Programme of Action out: they speak of cooperation in general.
func related(a, b aid.Theme) bool {
	share := func(x, y []string, counts func(string) bool) bool {
		return slices.ContainsFunc(x, func(s string) bool { return counts(s) && slices.Contains(y, s) })
	}
	national := func(paragraph string) bool { return strings.HasPrefix(paragraph, "II.") }
	return share(a.MOSAIC, b.MOSAIC, func(string) bool { return true }) || share(a.PoA, b.PoA, national)
}
