package matcher

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// Worth says what the next dollars would be worth to a round, and what it would lose with some less. All of it is read
// from one optimal plan, and holds exactly as far as is said; smallest sums for a project are not looked at.
type Worth struct {
	Offers   []OfferWorth `json:"offers"`
	Cells    []CellWorth  `json:"cells" doc:"By theme and UN sub-region of the States"`
	Themes   []CellWorth  `json:"themes" doc:"By theme, wherever the money does most"`
	Regions  []CellWorth  `json:"regions" doc:"By UN sub-region, on whatever theme the money does most"`
	Blocking int          `json:"blocking_pairs" doc:"Eligible pairs with room that would score more together than the prices give both"`
}

// Margin is what a thousand dollars more would gain and a thousand less would lose, in hundredths of a point. The two
// differ where a plan is just at the turn from one use of money to the next.
type Margin struct {
	More    int64         `json:"more"`
	MoreFor aid.Money     `json:"more_for,omitzero" doc:"At least so much can come at that gain; absent when any sum can"`
	Less    int64         `json:"less"`
	LessFor aid.Money     `json:"less_for,omitzero" doc:"At least so much can go at that loss; absent when there is none to go"`
	Says    []aid.Message `json:"says"`
}

// OfferWorth is that of an envelope.
type OfferWorth struct {
	OfferID  aid.OfferID `json:"offer"`
	Envelope aid.Money   `json:"envelope" doc:"In US dollars, or assumed"`
	Used     aid.Money   `json:"used"`
	Margin
}

// CellWorth is that of money for the requests on a theme from a sub-region. More is for new money of a pledge for that
// theme and the States of that sub-region by name, in every kind of help, for three years, without limits or conditions,
// from a donor without a record here: what it would score with the request where it does most, less what the plan then
// takes from that request and cannot use as well elsewhere. Less is for the money there that the plan would miss least.
type CellWorth struct {
	Theme     aid.ThemeID   `json:"theme,omitempty"`
	Region    string        `json:"region,omitempty"`
	RequestID aid.RequestID `json:"request,omitempty" doc:"Where new money would do most"`
	Margin
}

// NewWorth solves a round again on its frozen inputs. The error is that of ctx.
func NewWorth(ctx context.Context, in aid.Inputs) (Worth, error) {
	s, err := solveAgain(ctx, in)
	if err != nil {
		return Worth{}, err
	}
	need, budget := s.residual.Slopes()
	spent := s.spending(s.given)
	w := Worth{Offers: make([]OfferWorth, len(s.sources)), Blocking: s.blocking(s.plan)}
	for j := range s.sources {
		b := budget[j]
		w.Offers[j] = OfferWorth{
			OfferID: s.sources[j].ID, Envelope: dollars(s.sources[j].units), Used: dollars(spent[j]),
			Margin: margin{b.More, int64(b.MoreFor), b.Less, int64(b.LessFor)}.say(),
		}
	}
	all := s.cells(in.Reference, need, budget)
	w.Cells = listed(all, func(p plot) plot { return p })
	w.Themes = listed(all, func(p plot) plot { return plot{theme: p.theme} })
	w.Regions = listed(all, func(p plot) plot { return plot{region: p.region} })
	return w, nil
}

// margin is a Margin in numbers; sums are in thousands of dollars.
type margin struct{ more, moreFor, less, lessFor int64 }

func (m margin) say() Margin {
	out := Margin{More: m.more, Less: m.less}
	if m.moreFor < flow.Unbounded {
		out.MoreFor = dollars(m.moreFor)
	}
	if m.lessFor > 0 {
		out.LessFor = dollars(m.lessFor)
	}
	sentence := func(key, none string, points int64, sum aid.Money) {
		if points == 0 {
			key = none
		}
		out.Says = append(out.Says, aid.Say(key, "sum", sum.String(), "points", strconv.FormatInt(points, 10)))
	}
	sentence("worth_more", "worth_more_none", m.more, out.MoreFor)
	if m.lessFor > 0 {
		sentence("worth_less", "worth_less_none", m.less, out.LessFor)
	}
	return out
}

// plot is a theme in a sub-region, or one of the two alone.
type plot struct {
	theme  aid.ThemeID
	region string
}

// cell is the margin of a plot, with the request where new money does most.
type cell struct {
	margin
	request aid.RequestID
	unmet   int64 // of the requests where it does as much
}

// gain notes what new money would do for one request.
func (c *cell) gain(request aid.RequestID, more, moreFor, unmet int64) {
	switch {
	case c.request == "" || more > c.more:
		c.request, c.more, c.moreFor, c.unmet = request, more, moreFor, unmet
	case more == c.more:
		c.unmet += unmet // unmet needs do not get in each other's way
		c.moreFor = max(c.moreFor, moreFor, c.unmet)
	}
}

// lose notes what the plan would lose without some money.
func (c *cell) lose(less, lessFor int64) {
	if lessFor > 0 && (c.lessFor == 0 || less < c.less || less == c.less && lessFor > c.lessFor) {
		c.less, c.lessFor = less, lessFor
	}
}

// cells are the plots in which there is a need that takes part.
type cells map[plot]*cell

func (c cells) at(p plot) *cell {
	if c[p] == nil {
		c[p] = &cell{}
	}
	return c[p]
}

// cells asks for each request what new money for its themes would do for it, and what the plan would lose without what
// it is proposed.
func (s *outlook) cells(ref aid.Reference, need, budget []flow.Slope) cells {
	all, states := cells{}, bySubregion(ref.Parties)
	for i := range s.needs {
		n := &s.needs[i]
		if n.barred.Key != "" {
			continue
		}
		unmet := n.units - s.placed(i)
		for _, region := range s.regions(n) {
			for _, share := range n.Themes {
				theme := aid.ThemeID(share.Code)
				here := all.at(plot{theme, region})
				if total, eligible := s.wouldScore(n, s.pledge(theme, states[region])); eligible {
					here.gain(n.ID, max(0, int64(total)-need[i].Less), int64(need[i].LessFor), unmet)
				}
				s.losses(here, i, budget)
			}
		}
	}
	return all
}

// losses notes for a request of a cell what the plan would lose without the money of each of its offers.
func (s *outlook) losses(c *cell, i int, budget []flow.Slope) {
	for a := s.problem.Start[i]; a < s.problem.Start[i+1]; a++ {
		if s.real(a) {
			slope := budget[s.problem.Offer[a]]
			c.lose(slope.Less, int64(min(s.plan.Flow[a], slope.LessFor)))
		}
	}
}

// regions are the sub-regions of a need's countries.
func (f *field) regions(n *need) (regions []string) {
	for _, share := range n.Countries {
		state, _ := f.register.Party(aid.PartyID(share.Code))
		if state.Subregion != "" && !slices.Contains(regions, state.Subregion) {
			regions = append(regions, state.Subregion)
		}
	}
	return regions
}

func bySubregion(parties []aid.Party) map[string]aid.List[string] {
	states := map[string]aid.List[string]{}
	for _, p := range parties {
		states[p.Subregion] = append(states[p.Subregion], string(p.ID))
	}
	return states
}

// pledge is the new money that CellWorth speaks of.
func (f *field) pledge(theme aid.ThemeID, states aid.List[string]) source {
	return f.newSource(aid.Offer{
		Form: "pledge", Themes: aid.List[aid.ThemeID]{theme}, Places: states, Kinds: aid.HelpKinds,
		Envelope: dollars(maxUnits), Valid: aid.Period{From: f.asOf, To: f.asOf.AddMonths(36)},
	})
}

// wouldScore is the total that an offer which is not in the round would have with a need, and whether it may be proposed.
func (f *field) wouldScore(n *need, s source) (total int, eligible bool) {
	p := pair{field: f, need: n, source: &s, index: -1}
	if len(findings(p)) > 0 {
		return 0, false
	}
	total = score(p).Total
	return total, total >= f.policy.Floor*100
}

// listed puts the cells together by a part of their plot, and in order.
func listed(all cells, part func(plot) plot) []CellWorth {
	groups := cells{}
	inOrder := func(a, b plot) int { return cmp.Or(cmp.Compare(a.theme, b.theme), cmp.Compare(a.region, b.region)) }
	for _, p := range slices.SortedFunc(maps.Keys(all), inOrder) {
		c, group := all[p], groups.at(part(p))
		if c.request != "" && (group.request == "" || c.more > group.more || c.more == group.more && c.moreFor > group.moreFor) {
			group.request, group.more, group.moreFor = c.request, c.more, c.moreFor
		}
		group.lose(c.less, c.lessFor)
	}
	list := []CellWorth{}
	for _, p := range slices.SortedFunc(maps.Keys(groups), inOrder) {
		g := groups[p]
		list = append(list, CellWorth{Theme: p.theme, Region: p.region, RequestID: g.request, Margin: g.say()})
	}
	return list
}
