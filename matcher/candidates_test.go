package matcher

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// random is a world with many eligible offers for a request, in which every veto and every criterion says this and that.
func random(seed uint64, requests, offers int) aid.Inputs {
	r := rand.New(rand.NewPCG(seed, 1))
	in := aid.Inputs{AsOf: "2026-11-24", Policy: DefaultPolicy(), Reference: aid.Reference{
		Themes: []aid.Theme{
			{ID: "stockpile", PoA: aid.List[string]{"II.17"}, MOSAIC: aid.List[string]{"05.20"}},
			{ID: "ammunition", MOSAIC: aid.List[string]{"05.20"}}, {ID: "marking", PoA: aid.List[string]{"II.7"}},
			{ID: "poa_general"}, {ID: "att"}, {ID: "transfers", PoA: aid.List[string]{"II.2"}}, {ID: "capacity_training"},
		},
		Memberships: []aid.Membership{{AreaID: "union", PartyID: "AAA"}, {AreaID: "union", PartyID: "BBB", To: "2025-01-29"}},
		Areas:       []aid.Area{{ID: "union"}},
	}}
	for k, id := range []aid.PartyID{"AAA", "BBB", "CCC", "DDD"} {
		in.Reference.Parties = append(in.Reference.Parties, aid.Party{
			ID: id, Kind: aid.State, Names: aid.Names{"en": string(id)}, Subregion: []string{"east", "west"}[k%2], ODA: []string{"yes", "no"}[k/3],
		})
	}
	for k := range requests {
		in.Requests = append(in.Requests, randomRequest(r, in.Reference.Themes, k))
	}
	for k := range offers {
		in.Offers = append(in.Offers, randomOffer(r, in.Reference.Themes, k))
	}
	for k := range 8 {
		in.Pairings = append(in.Pairings, aid.Pairing{
			ID: aid.PairingID(fmt.Sprint(k)), Project: fmt.Sprint(k / 2), BeneficiaryID: pick(r, "AAA", "BBB", "CCC"),
			Donors: aid.List[aid.PartyID]{pick[aid.PartyID](r, "d1", "d2")}, Themes: aid.List[aid.ThemeID]{pick(r, in.Reference.Themes...).ID},
			Ran: aid.Period{From: "2015"},
		})
	}
	in.Terms = aid.Terms{Requests: map[aid.RequestID][]string{}, Offers: map[aid.OfferID][]string{}}
	for _, q := range in.Requests {
		in.Terms.Requests[q.ID] = randomTerms(r)
	}
	for _, o := range in.Offers {
		in.Terms.Offers[o.ID] = randomTerms(r)
	}
	return in
}

func randomTerms(r *rand.Rand) (named []string) {
	for _, term := range []string{"ammunition", "border", "marking machine", "stockpile"} {
		if r.IntN(3) == 0 {
			named = append(named, term)
		}
	}
	return named
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func thousands(r *rand.Rand, most int) aid.Money {
	return aid.Money{Minor: int64(1+r.IntN(most)) * 100_000, Currency: "USD"}
}

func randomRequest(r *rand.Rand, themes []aid.Theme, k int) aid.Request {
	state := pick(r, "AAA", "BBB", "CCC", "DDD")
	q := aid.Request{
		ID: aid.RequestID(fmt.Sprintf("R%03d", k)), RequesterID: aid.PartyID(state), Countries: aid.EqualShares([]string{state}),
		Themes: aid.EqualShares([]string{string(pick(r, themes...).ID), string(pick(r, themes...).ID)}), Amount: thousands(r, 300),
		KindsRead: r.IntN(2) == 0, Asked: aid.Period{From: aid.Date(pick(r, "2005", "2019", "2024", ""))}, Status: aid.Authenticated,
		DrawnUp: pick(r, aid.Yes, aid.No), Provenance: aid.Provenance{ReportYear: pick(r, 0, 2016, 2024)},
	}
	if r.IntN(3) > 0 {
		q.Kinds = aid.List[aid.HelpKind]{pick(r, aid.HelpKinds...), pick(r, aid.HelpKinds...)}
	}
	if r.IntN(8) == 0 {
		q.Countries, q.Amount = aid.EqualShares([]string{state, "BBB"}), aid.Money{}
	}
	if r.IntN(8) == 0 {
		q.Wanted.From = "2028"
	}
	return q
}

func randomOffer(r *rand.Rand, themes []aid.Theme, k int) aid.Offer {
	o := aid.Offer{
		ID: aid.OfferID(fmt.Sprintf("O%03d", k)), Donors: aid.List[aid.PartyID]{pick[aid.PartyID](r, "d1", "d2", "d3", "DDD")},
		Form: pick(r, aid.Bilateral, aid.StandingMechanism, aid.Bilateral, "council_decision", aid.Contribution), Envelope: thousands(r, 120),
		Places: aid.List[string]{pick(r, "AAA", "union", "CCC", aid.Everywhere, aid.Everywhere)}, Conditions: pick(r, "", "", "for AAA only"),
		Valid: aid.Period{From: aid.Date(pick(r, "", "2020", "2025", "2027")), To: aid.Date(pick(r, "", "2025", "2027-03", "2030"))},
	}
	for range 1 + r.IntN(3) {
		o.Themes = append(o.Themes, pick(r, themes...).ID)
		o.Kinds = append(o.Kinds, pick(r, aid.HelpKinds...))
	}
	switch r.IntN(8) {
	case 0:
		o.Themes = nil
	case 1:
		o.MinProject = thousands(r, 100)
	case 2, 3:
		o.MaxProject = thousands(r, 200)
	case 4:
		o.ODAOnly, o.ReportYears = aid.Yes, 4
	case 5:
		o.Places = nil
	}
	return o
}

func screened(t *testing.T, in aid.Inputs) *market {
	t.Helper()
	frozen, err := Freeze(in, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	m := newField(frozen.Inputs).screen()
	if err := m.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	return m
}

// oracle asks every veto and every criterion about every pair, one after the other.
func (f *field) oracle(i int) (eligible []candidate, rulings []aid.Ruling) {
	var left []int
	for j := range f.sources {
		left = append(left, j)
	}
	rule := func(name string, rules func(pair) bool) {
		var out, rest []int
		for _, j := range left {
			if rules(f.pair(i, j)) {
				out = append(out, j)
			} else {
				rest = append(rest, j)
			}
		}
		if left = rest; len(out) == 0 {
			return
		}
		ruling := aid.Ruling{Veto: name, Offers: len(out)}
		if len(left) == 0 {
			slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(score(f.pair(i, b)).Total, score(f.pair(i, a)).Total) })
		}
		for _, j := range out[:min(5, len(out))] {
			ruling.Some = append(ruling.Some, f.sources[j].ID)
		}
		rulings = append(rulings, ruling)
	}
	for _, veto := range Vetoes {
		rule(veto.Name, func(p pair) bool { _, ruled := veto.Rules(p); return ruled })
	}
	rule("floor", func(p pair) bool { return score(p).Total < f.policy.Floor*100 })
	for _, j := range left {
		eligible = append(eligible, candidate{int32(j), int32(score(f.pair(i, j)).Total)})
	}
	return eligible, rulings
}

// What the index says of a pair is what the vetoes and criteria say.
func TestIndexAgreesWithAllPairs(t *testing.T) {
	reached := 0
	for seed := range uint64(12) {
		m := screened(t, random(seed, 60, 90))
		for i := range m.needs {
			if m.needs[i].barred.Key != "" {
				continue
			}
			eligible, rulings := m.oracle(i)
			if n := len(rulings); len(eligible) > 0 && n > 0 && rulings[n-1].Veto == "floor" {
				rulings = rulings[:n-1] // which is not asked while something is left
			}
			if got := m.rulings(i); fmt.Sprint(got) != fmt.Sprint(rulings) {
				t.Fatalf("seed %d, request %d: rulings are\n%v, want\n%v", seed, i, got, rulings)
			}
			slices.SortFunc(eligible, func(a, b candidate) int {
				return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(m.ticket(int32(i), b.offer), m.ticket(int32(i), a.offer)))
			})
			if len(eligible) > most {
				eligible = eligible[:most]
				reached++
			}
			slices.SortFunc(eligible, func(a, b candidate) int { return cmp.Compare(a.offer, b.offer) })
			var got []candidate
			for a := m.problem.Start[i]; a < m.problem.Start[i+1]; a++ {
				got = append(got, candidate{m.problem.Offer[a], m.problem.Levels[0][a]})
			}
			if !slices.Equal(got, eligible) {
				t.Fatalf("seed %d, request %d: the best are\n%v, want\n%v", seed, i, got, eligible)
			}
		}
	}
	if reached == 0 {
		t.Error("no request has more eligible offers than arcs: this tests too little")
	}
}

// all is the problem over every eligible pair.
func (m *market) all() *flow.Problem {
	p := &flow.Problem{Need: m.problem.Need, Budget: m.problem.Budget, Start: []int32{0}, Levels: make([][]int32, 2)}
	for i := range m.needs {
		if m.needs[i].barred.Key == "" {
			eligible, _ := m.oracle(i)
			for _, c := range eligible {
				p.Offer, p.Max = append(p.Offer, c.offer), append(p.Max, int32(m.sources[c.offer].limit(&m.needs[i])))
				p.Levels[0], p.Levels[1] = append(p.Levels[0], c.total), append(p.Levels[1], m.ticket(int32(i), c.offer))
			}
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
	}
	return p
}

// over is a plan on the arcs of a problem over more pairs, with the prices that it has.
func (m *market) over(p *flow.Problem, plan *flow.Solution) *flow.Solution {
	over := &flow.Solution{Flow: make([]int32, len(p.Offer)), Levels: plan.Levels}
	for i := range p.Need {
		row := m.problem.Offer[m.problem.Start[i]:m.problem.Start[i+1]]
		for a := p.Start[i]; a < p.Start[i+1]; a++ {
			if at, is := slices.BinarySearch(row, p.Offer[a]); is {
				over.Flow[a] = plan.Flow[int(m.problem.Start[i])+at]
			}
		}
	}
	return over
}

// The prices of a plan over some pairs prove it over all of them.
func TestPlanIsProvedOverAllPairs(t *testing.T) {
	priced := 0
	for seed := range uint64(12) {
		m := screened(t, random(seed, 90, 150))
		first := len(m.problem.Offer)
		plan, err := m.optimum(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		priced += len(m.problem.Offer) - first
		p := m.all()
		over := m.over(p, plan)
		if err := flow.Check(p, over); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		best, err := flow.Solve(t.Context(), p)
		if err != nil || !slices.Equal(best.Flow, over.Flow) {
			t.Errorf("seed %d: over all pairs at once the plan is another (%v)", seed, err)
		}
	}
	if priced == 0 {
		t.Error("pricing added no pair: this tests nothing")
	}
}

// A start from the prices of a sample comes to the same plan, and is proved over all pairs as well.
func TestSampleComesToTheSamePlan(t *testing.T) {
	sampled := 0
	for seed := range uint64(12) {
		m, other := screened(t, random(seed, 120, 150)), screened(t, random(seed, 120, 150))
		want, err := m.optimum(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		other.problem = withoutArcs(other.problem)
		drawn := other.sample()
		sampled += len(drawn.crowds)
		prices, err := other.foresee(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		other.addNear(prices)
		for i := range m.needs {
			if m.eligibleAt(i) != other.eligibleAt(i) {
				t.Errorf("seed %d: request %d has an eligible pair by one start alone", seed, i)
			}
		}
		plan, err := other.optimum(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		all := m.all()
		over := other.over(all, plan)
		if err := flow.Check(all, over); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if !slices.Equal(over.Flow, m.over(all, want).Flow) {
			t.Errorf("seed %d: the plan is another", seed)
		}
	}
	if sampled == 0 {
		t.Error("no request was drawn: this tests nothing")
	}
}

// withoutArcs is a problem without its arcs.
func withoutArcs(p flow.Problem) flow.Problem {
	return flow.Problem{Need: p.Need, Budget: p.Budget, Start: make([]int32, len(p.Start)), Levels: make([][]int32, 2)}
}

// What a pricing finds that looks only at what fell since the one before is what one over all pairs finds.
func TestPricingMissesNothingThatFell(t *testing.T) {
	again := 0
	for seed := range uint64(24) {
		m := screened(t, random(seed, 90, 150))
		for {
			plan, err := solved(t.Context(), &m.problem, nil)
			if err != nil {
				t.Fatal(err)
			}
			p := m.pricesOf(plan, nil)
			want := m.search(m.every(p, fresh), nil)
			if m.priced != nil {
				again++
			}
			got := m.gaining(p)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("seed %d: it finds\n%v, want\n%v", seed, got, want)
			}
			if !slices.ContainsFunc(got, func(c []candidate) bool { return len(c) > 0 }) {
				break
			}
			m.add(got)
		}
	}
	if again == 0 {
		t.Error("no plan was priced again: this tests nothing")
	}
}

// So do prices of levels before the score, with score and lottery behind them or alone.
func TestLevelsBeforeTheScoreArePriced(t *testing.T) {
	priced := 0
	for seed := range uint64(16) {
		m := screened(t, random(seed, 90, 150))
		first := len(m.problem.Offer)
		before := func(p *flow.Problem) *flow.Problem { // as much money placed as can be
			levels := [][]int32{slices.Repeat([]int32{2}, len(p.Offer))}
			if seed%2 == 0 {
				levels = append(levels, p.Levels...)
			}
			return &flow.Problem{Need: p.Need, Budget: p.Budget, Start: p.Start, Offer: p.Offer, Max: p.Max, Levels: levels}
		}
		for {
			plan, err := flow.Solve(t.Context(), before(&m.problem))
			if err != nil {
				t.Fatal(err)
			}
			if m.widen(plan, 2) {
				continue
			}
			all := before(m.all())
			if err := flow.Check(all, m.over(all, plan)); err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
			break
		}
		priced += len(m.problem.Offer) - first
	}
	if priced == 0 {
		t.Error("pricing added no pair: this tests nothing")
	}
}
