package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"ploughshare/aid"
)

// Overview sets what is asked beside what is open to it, by theme and M49 region, as far as the reader may see it.
// Requests are those that still wait for money; offers are firm, have not ended, and reach States by themselves. What
// names several themes counts for each, so that a figure is the length of the list behind it.
type Overview struct {
	Requests int           `json:"requests"`
	Offers   int           `json:"offers"`
	Asked    aid.Money     `json:"asked,omitzero" doc:"In US dollars; what is not stated is not in it, nor what the reader may not see"`
	Offered  aid.Money     `json:"offered,omitzero" doc:"Envelopes less what is committed of them, in the same way"`
	Unstated int           `json:"unstated" doc:"Requests whose amount is not in the sum"`
	Open     int           `json:"open" doc:"Offers whose envelope is not in the sum"`
	Themes   []ThemeInView `json:"themes" doc:"Those that are asked for, by code"`
	Regions  []RegionTotal `json:"regions" doc:"All regions, by name"`
}

// ThemeInView is a theme with its regions, in the order of Overview.Regions.
type ThemeInView struct {
	Theme    aid.ThemeID   `json:"theme"`
	Requests int           `json:"requests"`
	Offers   int           `json:"offers"`
	Missed   int           `json:"missed" doc:"Requests from regions that no open offer for the theme reaches"`
	Asked    aid.Money     `json:"asked,omitzero" doc:"In US dollars, of each request the share of the theme; as far as it is stated and seen"`
	Offered  aid.Money     `json:"offered,omitzero" doc:"Of each offer all that is left, since it may go to any of its themes"`
	Cells    []RegionTotal `json:"cells"`
}

// RegionTotal counts requests from the States of a region, and offers that reach some State of it.
type RegionTotal struct {
	Region   string `json:"region"`
	Requests int    `json:"requests"`
	Offers   int    `json:"offers"`
}

// Overview counts all open requests and offers that the reader may see. It is kept until the journal goes on: the first
// page shows it to everybody.
func (d *Desk) Overview(ctx context.Context, who aid.Actor) (Overview, error) {
	head, err := d.store.JournalHead(ctx) // first, so that what is read later is at least as new
	if err != nil {
		return Overview{}, err
	}
	reader := fmt.Sprint(d.Today(), who.Party, who.Roles)
	return d.overviews.answer(head, reader, func() (Overview, error) { return d.readOverview(ctx, who) })
}

func (d *Desk) readOverview(ctx context.Context, who aid.Actor) (Overview, error) {
	register, err := d.Register(ctx)
	if err != nil {
		return Overview{}, err
	}
	parties, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Party, string, error) {
		return d.store.Parties(ctx, aid.PartyFilter{Kind: aid.State}, p)
	})
	if err != nil {
		return Overview{}, err
	}
	requests, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Request, string, error) {
		return d.Requests(ctx, who, aid.RequestFilter{Open: true}, p)
	})
	if err != nil {
		return Overview{}, err
	}
	offers, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Offer, string, error) { return d.store.Offers(ctx, who, aid.OfferFilter{}, p) })
	if err != nil {
		return Overview{}, err
	}
	v := newView(register, parties, d.Today())
	for _, r := range requests {
		v.ask(r)
	}
	for _, o := range offers {
		if end, _ := o.Ends(d.policy.RunMonths); !o.Forecast && o.Form != aid.Contribution && (end == "" || !end.Before(v.today)) {
			seen, _ := o.For(who.Sees(aid.ReadOffers, o.Donors...)) // whether it has ended is told by what not all may see
			v.offer(seen)
		}
	}
	return v.overview(), nil
}

// missed are the requests of a theme from regions that no offer for it reaches, and those from no region where there is
// no offer at all.
func missed(t ThemeInView) int {
	n, placed := 0, 0
	for _, cell := range t.Cells {
		placed += cell.Requests
		if cell.Offers == 0 {
			n += cell.Requests
		}
	}
	if t.Offers == 0 {
		n += t.Requests - placed
	}
	return n
}

// view counts towards an Overview.
type view struct {
	Overview
	register *aid.Register
	today    aid.Date
	states   map[string][]aid.PartyID // by region
	reaches  map[string][]string      // regions by place
	asked    map[aid.ThemeID]*ThemeInView
	offers   []reaching
}

// reaching is an open offer with the regions that it reaches.
type reaching struct {
	themes  aid.List[aid.ThemeID]
	regions []string
	sum     aid.Money
}

func newView(register *aid.Register, parties []aid.Party, today aid.Date) *view {
	v := &view{
		register: register, today: today, states: map[string][]aid.PartyID{}, reaches: map[string][]string{},
		asked: map[aid.ThemeID]*ThemeInView{},
	}
	for _, p := range parties {
		if p.Region != "" {
			v.states[p.Region] = append(v.states[p.Region], p.ID)
		}
	}
	v.Regions = v.cells()
	return v
}

// cells are zero for each region.
func (v *view) cells() []RegionTotal {
	var cells []RegionTotal
	for _, region := range slices.Sorted(maps.Keys(v.states)) {
		cells = append(cells, RegionTotal{Region: region})
	}
	return cells
}

func (v *view) ask(r aid.Request) {
	v.Requests++
	sum, known := v.register.Dollars(r.Amount, r.Asked.From)
	if known {
		v.Asked = v.Asked.Plus(sum)
	} else {
		v.Unstated++
	}
	from, _ := v.register.Party(r.RequesterID)
	count(v.Regions, from.Region)
	for _, share := range r.Themes {
		theme := v.asked[aid.ThemeID(share.Code)]
		if theme == nil {
			theme = &ThemeInView{Theme: aid.ThemeID(share.Code), Cells: v.cells()}
			v.asked[theme.Theme] = theme
		}
		theme.Requests++
		theme.Asked = theme.Asked.Plus(aid.Money{Minor: sum.Minor * int64(share.Percent) / 100, Currency: sum.Currency})
		count(theme.Cells, from.Region)
	}
}

func count(cells []RegionTotal, region string) {
	for i := range cells {
		if cells[i].Region == region {
			cells[i].Requests++
		}
	}
}

func (v *view) offer(o aid.Offer) {
	v.Offers++
	sum, known := v.register.Dollars(o.Envelope.Minus(o.Committed), o.Valid.From)
	if known {
		v.Offered = v.Offered.Plus(sum)
	} else {
		v.Open++
	}
	x := reaching{themes: o.Themes, sum: sum}
	for _, place := range o.Places {
		x.regions = append(x.regions, v.reach(place)...)
	}
	v.offers = append(v.offers, x)
}

// reach are the regions of which a place has a State.
func (v *view) reach(place string) []string {
	if regions, known := v.reaches[place]; known {
		return regions
	}
	regions := []string{}
	for region, states := range v.states {
		covered := func(state aid.PartyID) bool { return v.register.Covers(place, state, v.today) }
		if slices.ContainsFunc(states, covered) {
			regions = append(regions, region)
		}
	}
	v.reaches[place] = regions
	return regions
}

// overview puts the offers beside what is asked.
func (v *view) overview() Overview {
	tally := func(cells []RegionTotal, offer reaching) {
		for i := range cells {
			if slices.Contains(offer.regions, cells[i].Region) {
				cells[i].Offers++
			}
		}
	}
	for _, offer := range v.offers {
		tally(v.Regions, offer)
		for id, theme := range v.asked {
			if len(offer.themes) == 0 || slices.Contains(offer.themes, id) {
				theme.Offers++
				theme.Offered = theme.Offered.Plus(offer.sum)
				tally(theme.Cells, offer)
			}
		}
	}
	for _, theme := range v.asked {
		theme.Missed = missed(*theme)
		v.Themes = append(v.Themes, *theme)
	}
	slices.SortFunc(v.Themes, func(a, b ThemeInView) int { return cmp.Compare(a.Theme, b.Theme) })
	return v.Overview
}
