package matcher

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// record remembers past projects by donor and by implementer: those with a State, in a sub-region, on a theme.
type record struct {
	projects map[tie]map[string]bool
	met      map[aid.PartyID][]aid.Pairing // what was done in a State, the latest first
	funds    []aid.PartyID                 // those that have paid for projects
}

// tie joins a donor or an implementer to a State, a sub-region or a theme.
type tie struct{ who, code string }

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
			if fund, _ := register.Party(donor); fund.Kind == aid.Fund && !slices.Contains(r.funds, donor) {
				r.funds = append(r.funds, donor)
			}
		}
		for _, who := range doers(x.Donors, x.Implementer) {
			r.add(tie{who, x.BeneficiaryID}, x.Project)
			r.add(tie{who, state.Subregion}, x.Project)
			for _, t := range x.Themes {
				r.add(tie{who, string(t)}, x.Project)
			}
		}
	}
	for _, past := range r.met {
		slices.SortStableFunc(past, func(a, b aid.Pairing) int { return b.Ran.From.First().Compare(a.Ran.From.First()) })
	}
	return r
}

// gives says whether a party stands behind an offer: as a donor, or as the pooled fund that the programme names
// ("UNSCAR call 2013"), whose own donors the offer lists. A contribution goes into the fund, not out of it.
func gives(register *aid.Register, id aid.PartyID, o *aid.Offer) bool {
	p, _ := register.Party(id)
	named := strings.Contains(o.Programme, string(id)) || strings.Contains(o.Programme, p.Name("en"))
	return slices.Contains(o.Donors, id) || p.Kind == aid.Fund && o.Form != aid.Contribution && named
}

// doers are the donors, and those whom a text names as the ones who carry out: an offer's money mostly goes through an
// implementer that is known by then ("SEESAC (UNDP)"), and where that has worked before it can work again.
func doers(donors []aid.PartyID, implementers string) []string {
	var names []string
	for _, donor := range donors {
		names = append(names, string(donor))
	}
	for name := range strings.FieldsFuncSeq(implementers, func(c rune) bool { return strings.ContainsRune(";()", c) }) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, "by "+strings.ToLower(name))
		}
	}
	return names
}

// doersOf are all who stand behind an offer: its donors, the pooled fund that it names, those who would carry it out.
func (f *field) doersOf(o *aid.Offer) []string {
	donors := slices.Clone(o.Donors)
	for _, fund := range f.record.funds {
		if gives(f.register, fund, o) {
			donors = append(donors, fund)
		}
	}
	return doers(donors, o.Applicants)
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

// done are the themes that those who give and carry out have worked on before.
func (f *field) done(doers []string) bitset {
	done := newBitset(len(f.themes))
	for t, theme := range f.themes {
		if f.record.any(doers, string(theme)) {
			done.set(int32(t))
		}
	}
	return done
}

// any says whether a project ties any of those to a code.
func (r record) any(doers []string, code string) bool {
	return slices.ContainsFunc(doers, func(who string) bool { return len(r.projects[tie{who, code}]) > 0 })
}

// count is the number of different projects that tie any of those to any of the codes.
func (r record) count(doers, codes []string) int {
	if len(doers) == 1 && len(codes) == 1 {
		return len(r.projects[tie{doers[0], codes[0]}])
	}
	projects := map[string]bool{}
	for _, who := range doers {
		for _, code := range codes {
			maps.Copy(projects, r.projects[tie{who, code}])
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

// recordAt asks whether the donors, or those who would carry it out, have worked in this State or its sub-region before.
func recordAt(p pair) (int, reason) {
	value := 20
	switch {
	case slices.ContainsFunc(p.need.Countries, func(s aid.Share) bool { return p.record.any(p.source.doers, s.Code) }):
		value = 70
	case slices.ContainsFunc(p.need.Countries, func(s aid.Share) bool { return p.record.any(p.source.doers, p.subregion(aid.PartyID(s.Code))) }):
		value = 40
	}
	return value, because("reason_record", recordArgs)
}

// recordOn asks whether they have worked on one of the themes before.
func recordOn(p pair) int {
	if slices.ContainsFunc(p.need.subjects, p.source.done.has) {
		return 30
	}
	return 0
}

func recordArgs(p pair) []string {
	var states, regions, themes []string
	for _, share := range p.need.Countries {
		states, regions = append(states, share.Code), append(regions, p.subregion(aid.PartyID(share.Code)))
	}
	for _, share := range p.need.Themes {
		themes = append(themes, share.Code)
	}
	count := func(codes []string) string { return strconv.Itoa(p.record.count(p.source.doers, codes)) }
	return []string{"states", count(states), "regions", count(regions), "themes", count(themes)}
}
