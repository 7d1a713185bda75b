package matcher

import (
	"slices"
	"strconv"

	"ploughshare/aid"
)

// record remembers past projects by donor: those with a State, in a sub-region, on a theme.
type record struct {
	projects map[tie]map[string]bool
	met      map[aid.PartyID][]aid.Pairing // what was done in a State, the latest first
}

// tie joins a donor to a State, a sub-region or a theme.
type tie struct {
	donor aid.PartyID
	code  string
}

// newRecord leaves out what began after the day of the round, and people merely sent to a course.
func newRecord(pairings []aid.Pairing, register *aid.Register, asOf aid.Date) record {
	r := record{projects: map[tie]map[string]bool{}, met: map[aid.PartyID][]aid.Pairing{}}
	for _, x := range pairings {
		if x.Role == "participant in training" || x.Ran.From.First().After(asOf.Last()) {
			continue
		}
		state, _ := register.Party(aid.PartyID(x.BeneficiaryID))
		r.met[state.ID] = append(r.met[state.ID], x)
		for _, donor := range x.Donors {
			r.add(tie{donor, x.BeneficiaryID}, x.Project)
			r.add(tie{donor, state.Subregion}, x.Project)
			for _, t := range x.Themes {
				r.add(tie{donor, string(t)}, x.Project)
			}
		}
	}
	for _, past := range r.met {
		slices.SortStableFunc(past, func(a, b aid.Pairing) int { return b.Ran.From.First().Compare(a.Ran.From.First()) })
	}
	return r
}

func (r record) add(t tie, project string) {
	if t.code == "" {
		return // the beneficiary is no State, so it has no sub-region
	}
	if r.projects[t] == nil {
		r.projects[t] = map[string]bool{}
	}
	r.projects[t][project] = true
}

// count is the number of different projects that tie any of the donors to any of the codes.
func (r record) count(donors []aid.PartyID, codes []string) int {
	projects := map[string]bool{}
	for _, donor := range donors {
		for _, code := range codes {
			for project := range r.projects[tie{donor, code}] {
				projects[project] = true
			}
		}
	}
	return len(projects)
}

// since finds the latest project for one of the request's States on one of its themes that began after the need was
// last stated: it may have met the need, or part of it.
func (r record) since(n *need) (aid.Pairing, bool) {
	said := n.LastSaid()
	for _, share := range n.Countries {
		for _, x := range r.met[aid.PartyID(share.Code)] {
			later := x.Ran.From != "" && (said == "" || x.Ran.From.Last().After(said.First()))
			if later && slices.ContainsFunc(n.Themes, func(s aid.Share) bool { return slices.Contains(x.Themes, aid.ThemeID(s.Code)) }) {
				return x, true
			}
		}
	}
	return aid.Pairing{}, false
}

// trackRecord asks whether the donors have funded this State, its sub-region and this theme before.
func trackRecord(p pair) (int, aid.Message) {
	var states, regions, themes []string
	for _, share := range p.need.Countries {
		state, _ := p.register.Party(aid.PartyID(share.Code))
		states, regions = append(states, share.Code), append(regions, state.Subregion)
	}
	for _, share := range p.need.Themes {
		themes = append(themes, share.Code)
	}
	inState, inRegion, onTheme := p.record.count(p.source.Donors, states), p.record.count(p.source.Donors, regions), p.record.count(p.source.Donors, themes)
	value := 20
	switch {
	case inState > 0:
		value = 70
	case inRegion > 0:
		value = 40
	}
	if onTheme > 0 {
		value += 30
	}
	return value, aid.Say("reason_record",
		"states", strconv.Itoa(inState), "regions", strconv.Itoa(inRegion), "themes", strconv.Itoa(onTheme))
}
