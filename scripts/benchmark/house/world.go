package main

import (
	"fmt"
	"math"

	"ploughshare/aid"
	"ploughshare/intake"
	"ploughshare/matcher"
	"ploughshare/scripts/benchmark/trial"
)

// world makes inputs of any size in the shape of the real records (scripts/demo): the same States, areas with dated
// members, and themes; needs in the themes and sums that requests come in; offers with their places, kinds of help,
// limits for a project and dates.
type world struct {
	trial.Random
	states   []string
	areas    []string
	themes   []string
	donors   []aid.PartyID
	byState  []float64
	byTheme  []float64
	byDonor  []float64
	requests int
	offers   int
	tight    float64
	minima   float64 // share of offers with a smallest sum for a project
}

const asOf = "2026-11-24"

func (w *world) inputs() (aid.Inputs, error) {
	reference, err := intake.Reference()
	if err != nil {
		return aid.Inputs{}, err
	}
	for _, p := range reference.Parties {
		if p.Kind == aid.State {
			w.states = append(w.states, string(p.ID))
		}
	}
	for _, a := range reference.Areas {
		w.areas = append(w.areas, a.ID)
	}
	for _, t := range reference.Themes {
		w.themes = append(w.themes, string(t.ID))
	}
	for k := range 60 { // some forty States and twenty funds give
		w.donors = append(w.donors, aid.PartyID(fmt.Sprintf("donor-%d", k)))
		reference.Parties = append(reference.Parties, aid.Party{ID: w.donors[k], Kind: aid.Fund, Names: aid.Names{"en": string(w.donors[k])}})
	}
	w.byState, w.byTheme, w.byDonor = trial.Zipf(len(w.states), 0.6), trial.Zipf(len(w.themes), 0.7), trial.Zipf(len(w.donors), 0.7)
	in := aid.Inputs{AsOf: asOf, Policy: matcher.DefaultPolicy(), Reference: reference}
	var need, wealth int64
	for i := range w.requests {
		in.Requests = append(in.Requests, w.request(i))
		need += in.Requests[i].Amount.Minor
	}
	for j := range w.offers {
		in.Offers = append(in.Offers, w.offer(j))
		wealth += in.Offers[j].Envelope.Minor
	}
	for j := range in.Offers { // so that the envelopes come to a share of the needs
		sum := float64(in.Offers[j].Envelope.Minor) / float64(wealth) * float64(need) * w.tight
		in.Offers[j].Envelope.Minor = round(sum)
	}
	for k := range 600 {
		in.Pairings = append(in.Pairings, w.pairing(k))
	}
	return in, nil
}

// round gives sums as people do: two digits, then noughts, and not less than ten thousand dollars.
func round(cents float64) int64 {
	unit := math.Pow(10, math.Floor(math.Log10(max(cents, 1e6)))-1)
	return int64(math.Round(max(cents, 1e6)/unit) * unit)
}

func (w *world) usd(median, spread float64) aid.Money {
	return aid.Money{Minor: round(100 * median * math.Exp(spread*w.Normal())), Currency: "USD"}
}

// some draws one to so many different ones, each further one with a chance.
func some[T comparable](w *world, most int, chance float64, draw func() T) []T {
	list := []T{draw()}
	for len(list) < most && w.Unit() < chance {
		next, there := draw(), false
		for _, x := range list {
			there = there || x == next
		}
		if !there {
			list = append(list, next)
		}
	}
	return list
}

func (w *world) theme() string      { return w.themes[w.Of(w.byTheme)] }
func (w *world) state() string      { return w.states[w.Of(w.byState)] }
func (w *world) donor() aid.PartyID { return w.donors[w.Of(w.byDonor)] }
func (w *world) kind() aid.HelpKind { return aid.HelpKinds[w.Below(len(aid.HelpKinds))] }

func (w *world) request(i int) aid.Request {
	state := w.state()
	r := aid.Request{
		ID: aid.RequestID(fmt.Sprintf("RQ%07d", i)), RequesterID: aid.PartyID(state), Status: aid.Authenticated,
		Need: "Help with what the national report names, in the capital and the provinces", Quantity: "some",
		Themes: aid.EqualShares(some(w, 3, 0.35, w.theme)), Countries: aid.EqualShares([]string{state}),
		Kinds: some(w, 4, 0.4, w.kind), KindsRead: w.Unit() < 0.5, Amount: w.usd(200_000, 1),
		Consent: aid.ConsentPublic, Implementer: []string{"", "UNDP"}[w.Below(2)], Contact: []string{"", "npc@example.org"}[w.Below(2)],
		DrawnUp: []aid.Answer{"", aid.Yes, aid.No}[w.Below(3)], Endorsed: []aid.Answer{"", aid.Yes}[w.Below(2)],
		Provenance: aid.Provenance{Instrument: "PoA", ReportYear: 2016 + 2*w.Below(6), Evidence: "explicit request"},
	}
	year := aid.Date(fmt.Sprint(2016 + w.Below(11)))
	r.Asked = aid.Period{From: year, To: year}
	if w.Unit() < 0.2 {
		r.Wanted.From = aid.Date(fmt.Sprint(2027 + w.Below(3)))
	}
	return r
}

func (w *world) offer(j int) aid.Offer {
	o := aid.Offer{
		ID: aid.OfferID(fmt.Sprintf("OF%06d", j)), Donors: some(w, 4, 0.2, w.donor), Programme: "Programme for small arms control",
		Form: "council_decision", Themes: themeIDs(some(w, 4, 0.6, w.theme)), Kinds: some(w, 4, 0.5, w.kind),
		Envelope: w.usd(2_000_000, 1.2), Valid: aid.Period{From: aid.Date(fmt.Sprint(2023 + w.Below(4)))},
		ODAOnly: []aid.Answer{"", "", aid.Yes}[w.Below(3)],
	}
	switch x := w.Unit(); {
	case x < 0.15:
		o.Places = []string{aid.Everywhere}
	case x < 0.55:
		o.Places = some(w, 4, 0.2, func() string { return w.areas[w.Below(len(w.areas))] })
	default:
		o.Places = some(w, 4, 0.6, w.state)
	}
	o.Valid.To = aid.Date(fmt.Sprintf("%d-%02d", 2026+w.Below(5), 1+w.Below(12)))
	if w.Unit() < 0.4 {
		o.MaxProject = w.usd(400_000, 0.7)
	}
	if w.Unit() < w.minima {
		o.MinProject = aid.Money{Minor: int64(1+w.Below(5)) * 1_000_000, Currency: "USD"}
	}
	if w.Unit() < 0.1 {
		o.ReportYears = 2 + 2*w.Below(3)
	}
	return o
}

func (w *world) pairing(k int) aid.Pairing {
	year := aid.Date(fmt.Sprint(2005 + w.Below(20)))
	return aid.Pairing{
		ID: aid.PairingID(fmt.Sprintf("PR%04d", k)), Project: fmt.Sprintf("project-%d", k/3), BeneficiaryID: w.state(), Role: "direct",
		Donors: some(w, 4, 0.2, w.donor), Title: "A project", Themes: themeIDs(some(w, 4, 0.3, w.theme)),
		Ran: aid.Period{From: year, To: year},
	}
}

func themeIDs(codes []string) []aid.ThemeID {
	ids := make([]aid.ThemeID, len(codes))
	for k, code := range codes {
		ids[k] = aid.ThemeID(code)
	}
	return ids
}
