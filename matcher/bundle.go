package matcher

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// Bounds on the search for bundles. Each bundle is compared by solving the round once more.
const (
	mostBundles    = 12      // more than a meeting can look at
	bundlesUpTo    = 100_000 // pairs that may be matched: some cycles of a thousand requests; above that none are sought
	regionalStates = 30      // an offer for more States than these is not made for a region
)

// joint is a bundle that may be put forward: needs of several States in one place, and the offer that values it.
type joint struct {
	theme   aid.ThemeID
	kinds   []aid.HelpKind
	place   string
	source  int
	members []member
	units   int64
	unmet   int64 // thousands that the round leaves without an offer
	worth   int   // how strong the reasons are: what the offer is made for says more than what its donors did
	reasons []aid.Message
}

// member is a need with its score beside the offer of the bundle.
type member struct{ need, total int }

// bundles puts forward like needs of several States in one region, where an offer values them as one project, and
// compares the round with each of them and without. An offer values a bundle if it is for a region that covers all
// members, if its smallest project is above the need of one of them, or if its donors have worked in the sub-region.
func (m *market) bundles(ctx context.Context, plan *flow.Solution) ([]aid.Bundle, error) {
	bundles := []aid.Bundle{}
	if len(m.problem.Offer) > bundlesUpTo {
		return bundles, nil
	}
	placed := m.placed(plan)
	apart := m.coverage(plan)
	for _, b := range m.apartFromEachOther(m.joints(placed)) {
		together, err := m.together(ctx, b)
		if err != nil {
			return nil, fmt.Errorf("comparing a bundle: %w", err)
		}
		bundle := m.bundle(b, placed)
		bundle.Apart, bundle.Together, bundle.Gain = apart, together, together.Less(apart)
		bundles = append(bundles, bundle)
	}
	slices.SortFunc(bundles, func(a, b aid.Bundle) int {
		return cmp.Or(cmp.Compare(b.Gain.Thousands, a.Gain.Thousands), cmp.Compare(b.Gain.States, a.Gain.States),
			cmp.Compare(b.Gain.Value, a.Gain.Value), cmp.Compare(a.Members[0].RequestID, b.Members[0].RequestID))
	})
	for i := range bundles {
		bundles[i].ID = fmt.Sprintf("B%d", i+1)
	}
	return bundles, nil
}

// joints are all bundles that some offer values.
func (m *market) joints(placed []int64) []joint {
	var found []joint
	for j, able := range m.joinable() {
		for _, place := range m.places(j, able) {
			like := map[aid.ThemeID][]member{}
			for _, x := range able {
				if n := &m.needs[x.need]; n.MainTheme() != "" && m.within(n, place) {
					like[n.MainTheme()] = append(like[n.MainTheme()], x)
				}
			}
			for _, theme := range slices.Sorted(maps.Keys(like)) {
				for _, kind := range append([]aid.HelpKind{""}, aid.HelpKinds...) {
					if b, ok := m.join(j, place, kind, like[theme], placed); ok {
						found = append(found, b)
					}
				}
			}
		}
	}
	return found
}

// joinable are, for each offer, the needs to which it may give, were it not for its smallest project; the best first.
func (m *market) joinable() [][]member {
	able := make([][]member, len(m.sources))
	for i := range m.needs {
		for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
			j := m.problem.Offer[a]
			able[j] = append(able[j], member{i, int(m.points()[a])})
		}
	}
	for j := range able {
		for i := range m.needs {
			if m.needs[i].units < m.sources[j].minUnits {
				able[j] = append(able[j], m.joins(i, j)...)
			}
		}
		slices.SortStableFunc(able[j], func(a, b member) int { return cmp.Compare(b.total, a.total) })
	}
	return able
}

// joins is the need as a member of a bundle of the offer, if it can be one.
func (m *market) joins(i, j int) []member {
	p := m.pair(i, j)
	if p.need.barred.Key != "" || m.shut(int32(i), int32(j)) || p.ruledOutEvenJoined() {
		return nil
	}
	if total := score(p).Total; total >= m.policy.Floor*100 {
		return []member{{i, total}}
	}
	return nil
}

// ruledOutEvenJoined asks every veto but that on amounts, which is asked of the sum.
func (p pair) ruledOutEvenJoined() bool {
	return slices.ContainsFunc(Vetoes, func(v Veto) bool {
		if v.Name == "amount" {
			return false
		}
		_, ruled := v.Rules(p)
		return ruled
	})
}

// places are those in which an offer may value a bundle: those that it is made for, and, where it has a smallest
// project or its donors have worked there before, those around the needs.
func (m *market) places(j int, able []member) []string {
	places := slices.DeleteFunc(slices.Clone(m.sources[j].Places), func(place string) bool { return !m.regional(place) })
	for _, x := range able {
		n := &m.needs[x.need]
		if _, projects := m.worked(j, x); m.sources[j].minUnits > n.units || projects > 0 {
			places = append(places, m.around(n.RequesterID)...)
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// regional says whether an offer made for a place is made for a region: an area of few States.
func (m *market) regional(place string) bool {
	width := m.register.Width(place, m.asOf)
	return place != aid.Everywhere && width > 1 && width <= regionalStates
}

// around are the sub-region and the regional areas of a State, the narrowest first.
func (m *market) around(id aid.PartyID) []string {
	state, _ := m.register.Party(id)
	return slices.DeleteFunc(m.register.Regions(id, m.asOf), func(place string) bool {
		return place != state.Subregion && !m.regional(place)
	})
}

// worked are the sub-regions of needs and the number of projects that the offer's donors have had there.
func (m *market) worked(j int, members ...member) (regions []string, projects int) {
	for _, x := range members {
		state, _ := m.register.Party(m.needs[x.need].RequesterID)
		regions = append(regions, state.Subregion)
	}
	slices.Sort(regions)
	regions = slices.Compact(regions)
	return regions, m.record.count(doers(m.sources[j].Donors, ""), regions)
}

// within says whether all of a need lies in an area or sub-region.
func (m *market) within(n *need, place string) bool {
	return !slices.ContainsFunc(n.Countries, func(share aid.Share) bool {
		state, _ := m.register.Party(aid.PartyID(share.Code))
		return state.Subregion != place && !m.register.Covers(place, state.ID, m.asOf)
	})
}

// join makes a bundle of like needs in a place that want a kind of help, or state none, and overlap in time: the best
// need of each State, as many as the offer has room for.
func (m *market) join(j int, place string, kind aid.HelpKind, like []member, placed []int64) (joint, bool) {
	s := &m.sources[j]
	b := joint{theme: m.needs[like[0].need].MainTheme(), place: place, source: j}
	alike := slices.DeleteFunc(slices.Clone(like), func(x member) bool {
		kinds := m.needs[x.need].Kinds
		return kind == "" && len(kinds) > 0 || kind != "" && !slices.Contains(kinds, kind)
	})
	var states []aid.PartyID
	for _, x := range m.overlapping(alike) {
		n := &m.needs[x.need]
		if m.curated.got[int32(x.need)] > 0 || b.units+n.units > m.room(j) || slices.Contains(states, n.RequesterID) {
			continue
		}
		states = append(states, n.RequesterID)
		b.members = append(b.members, x)
		b.units += n.units
		b.unmet += n.units - placed[x.need]
	}
	if len(states) < 2 || b.units < s.minUnits {
		return joint{}, false
	}
	slices.SortFunc(b.members, func(x, y member) int { return cmp.Compare(x.need, y.need) })
	b.kinds = m.common(b.members)
	m.value(&b)
	b.place = m.narrowest(b)
	return b, len(b.reasons) > 0
}

// common are the kinds of help that all members want.
func (m *market) common(members []member) []aid.HelpKind {
	return slices.DeleteFunc(slices.Clone(m.needs[members[0].need].Kinds), func(k aid.HelpKind) bool {
		return slices.ContainsFunc(members, func(x member) bool { return !slices.Contains(m.needs[x.need].Kinds, k) })
	})
}

// value notes why an offer values a bundle; without a reason it is none.
func (m *market) value(b *joint) {
	s := &m.sources[b.source]
	if slices.Contains(s.Places, b.place) && m.regional(b.place) {
		b.worth += 2
		b.reasons = append(b.reasons, aid.Say("bundle_region", "place", b.place, "width", fmt.Sprint(m.register.Width(b.place, m.asOf))))
	}
	if slices.ContainsFunc(b.members, func(x member) bool { return m.needs[x.need].units < s.minUnits }) {
		b.worth += 2
		b.reasons = append(b.reasons, aid.Say("bundle_minimum", "min", s.MinProject.String(), "sum", dollars(b.units).String()))
	}
	if regions, projects := m.worked(b.source, b.members...); projects > 0 {
		b.worth++
		b.reasons = append(b.reasons, aid.Say("bundle_record", "projects", fmt.Sprint(projects), "regions", joined(regions)))
	}
}

// narrowest is the narrowest place around all members.
func (m *market) narrowest(b joint) string {
	for _, place := range m.around(m.needs[b.members[0].need].RequesterID) {
		if !slices.ContainsFunc(b.members, func(x member) bool { return !m.within(&m.needs[x.need], place) }) {
			return place
		}
	}
	return b.place
}

// overlapping are the members that are wanted on one day, that on which most are.
func (m *market) overlapping(members []member) []member {
	var most []member
	for _, x := range members {
		day, _ := m.span(&m.needs[x.need])
		if together := m.wantedOn(members, day); len(together) > len(most) {
			most = together
		}
	}
	return most
}

func (m *market) wantedOn(members []member, day time.Time) []member {
	return slices.DeleteFunc(slices.Clone(members), func(x member) bool {
		from, to := m.span(&m.needs[x.need])
		return from.After(day) || !to.IsZero() && to.Before(day)
	})
}

// span is when a need is wanted, else how long it counts as fresh since it was stated. Zero is an open end.
func (f *field) span(n *need) (from, to time.Time) {
	switch {
	case n.Wanted.Known():
		return n.Wanted.From.First(), n.Wanted.To.Last()
	case n.Asked.Known():
		return n.Asked.From.First(), n.LastSaid().AddMonths(f.policy.StaleMonths).Last()
	}
	return time.Time{}, time.Time{}
}
