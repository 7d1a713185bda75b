package matcher

import (
	"slices"
	"strings"

	"ploughshare/aid"
)

// Values of the theme criterion for a theme that the offer does not name but comes near to.
const (
	anyTheme     = 60 // the offer names no theme
	relatedTheme = 50 // see related
	generalTheme = 40 // one side is for the Programme of Action, or for a national plan, in general
	treatyTheme  = 30 // the offer is for carrying out the Arms Trade Treaty, of which the request does not speak
	leastTheme   = 25 // below this an offer is not for the request at all
)

// theme weighs the request's theme shares by how near the offer's themes come to each.
func theme(p pair) (int, reason) {
	value := 0
	for k, share := range p.need.Themes {
		value += share.Percent * p.nearness(k)
	}
	value /= 100
	switch {
	case len(p.need.Themes) == 0:
		return 0, because("reason_theme_unknown", nil)
	case len(p.source.Themes) == 0:
		return value, because("reason_theme_any", nil)
	case p.onlyTreaty():
		return value, because("reason_theme_treaty", nil)
	case value == 100:
		return value, because("reason_theme_all", func(p pair) []string { return []string{"themes", shareCodes(p.need.Themes)} })
	case value == 0:
		return value, because("reason_theme_none", nil)
	}
	return value, because("reason_theme_part", themePartArgs)
}

func themePartArgs(p pair) []string {
	var full, near, none []string
	for k, share := range p.need.Themes {
		switch reached := p.nearness(k); {
		case reached == 100:
			full = append(full, share.Code)
		case reached > 0:
			near = append(near, share.Code)
		default:
			none = append(none, share.Code)
		}
	}
	return []string{"full", joined(full), "near", joined(near), "none", joined(none)}
}

// nearness is that of the offer to one of the request's themes.
func (p pair) nearness(k int) int {
	near := int(p.source.near[p.need.subjects[k]])
	switch {
	case len(p.source.Themes) == 0:
		return anyTheme
	case p.onlyTreaty():
		return min(treatyTheme, near)
	}
	return near
}

// onlyTreaty says whether the offer is for carrying out the Arms Trade Treaty while the request names nothing near it.
func (p pair) onlyTreaty() bool { return p.source.treaty && !p.need.treaty }

// nearness finds how near an offer comes to each theme, once for all offers for the same themes.
func (f *field) nearness(s *source) []uint8 {
	key := f.given(themes, s)
	if f.near[key] == nil {
		near := make([]uint8, len(f.themes))
		for t, wanted := range f.themes {
			near[t] = f.nearTo(wanted, s)
		}
		f.near[key] = near
	}
	return f.near[key]
}

func (f *field) nearTo(wanted aid.ThemeID, s *source) uint8 {
	if slices.Contains(s.Themes, wanted) {
		return 100
	}
	near := 0
	if wanted == "capacity_training" && slices.Contains(s.Kinds, aid.Training) {
		near = relatedTheme // whoever trains, trains in the themes of the offer
	}
	t, _ := f.register.Theme(wanted)
	for _, id := range s.Themes {
		offered, _ := f.register.Theme(id)
		switch {
		case related(t, offered):
			near = max(near, relatedTheme)
		case id == "poa_general" && len(t.PoA) > 0, general(wanted) && len(offered.PoA) > 0:
			near = max(near, generalTheme)
		}
	}
	return uint8(near)
}

// general themes have something of every other in them.
func general(id aid.ThemeID) bool { return id == "poa_general" || id == "action_plan" }

// nearTreaty says whether a theme is the Arms Trade Treaty or near it.
func (f *field) nearTreaty(id aid.ThemeID) bool {
	att, _ := f.register.Theme("att")
	t, _ := f.register.Theme(id)
	return t.ID == "att" || related(t, att)
}

// related themes share a MOSAIC module, a paragraph of section II of the Programme of Action, or a section of the
// reporting form. Sections III and IV of the Programme and section 9 of the form speak of cooperation in general.
func related(a, b aid.Theme) bool {
	share := func(x, y []string, counts func(string) bool) bool {
		return slices.ContainsFunc(x, func(s string) bool { return counts(s) && slices.Contains(y, s) })
	}
	national := func(paragraph string) bool { return strings.HasPrefix(paragraph, "II.") }
	section, _, _ := strings.Cut(a.Form2010, ",")
	other, _, _ := strings.Cut(b.Form2010, ",")
	return share(a.MOSAIC, b.MOSAIC, func(string) bool { return true }) || share(a.PoA, b.PoA, national) ||
		section == other && strings.HasPrefix(section, "Section ") && section != "Section 9"
}
