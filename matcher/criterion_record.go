package matcher

import (
	"strconv"

	"ploughshare/aid"
)

// record counts past pairings by donor: with a State, in a sub-region, on a theme.
type record struct {
	states, regions, themes map[aid.PartyID]map[string]int
}

// newRecord leaves out what began after the day of the round, and people merely sent to a course.
func newRecord(pairings []aid.Pairing, register *aid.Register, asOf aid.Date) record {
	r := record{
		states: map[aid.PartyID]map[string]int{}, regions: map[aid.PartyID]map[string]int{}, themes: map[aid.PartyID]map[string]int{},
	}
	for _, x := range pairings {
		if x.Role == "participant in training" || x.Ran.From.First().After(asOf.Last()) {
			continue
		}
		for _, donor := range x.Donors {
			count(r.states, donor, x.BeneficiaryID)
			if state, ok := register.Party(aid.PartyID(x.BeneficiaryID)); ok && state.Subregion != "" {
				count(r.regions, donor, state.Subregion)
			}
			for _, t := range x.Themes {
				count(r.themes, donor, string(t))
			}
		}
	}
	return r
}

func count(counts map[aid.PartyID]map[string]int, donor aid.PartyID, code string) {
	if counts[donor] == nil {
		counts[donor] = map[string]int{}
	}
	counts[donor][code]++
}

// trackRecord asks whether the donors have funded this State, its sub-region and this theme before.
func trackRecord(p pair) (int, aid.Message) {
	states, regions, themes := 0, 0, 0
	for _, donor := range p.source.Donors {
		for _, share := range p.need.Countries {
			states += p.record.states[donor][share.Code]
			state, _ := p.register.Party(aid.PartyID(share.Code))
			regions += p.record.regions[donor][state.Subregion]
		}
		for _, share := range p.need.Themes {
			themes += p.record.themes[donor][share.Code]
		}
	}
	value := 20
	switch {
	case states > 0:
		value = 70
	case regions > 0:
		value = 40
	}
	if themes > 0 {
		value += 30
	}
	return value, aid.Say("reason_record", "states", strconv.Itoa(states), "regions", strconv.Itoa(regions), "themes", strconv.Itoa(themes))
}
