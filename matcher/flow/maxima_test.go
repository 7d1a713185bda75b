package flow

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestMaximaOfOffers says the same maxima by offer and by pair: everything that is found must be the same, to the last price.
func TestMaximaOfOffers(t *testing.T) {
	for name, h := range map[string]shape{
		"tiny":   {requests: 6, offers: 4, degree: 3, amount: 6, score: 4, levels: 2, maxima: true},
		"larger": {requests: 200, offers: 30, degree: 8, amount: 60, score: 50, levels: 2, maxima: true},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(60) {
				r := rand.New(rand.NewPCG(seed, 3))
				byOffer := random(r, h)
				for range byOffer.Budget {
					byOffer.Most = append(byOffer.Most, 1+r.Int32N(int32(h.amount)))
				}
				byPair := *byOffer
				byPair.Most, byPair.Max = nil, nil
				for a := range byOffer.Offer {
					byPair.Max = append(byPair.Max, min(byOffer.Max[a], byOffer.Most[byOffer.Offer[a]]))
				}
				if seed%2 == 0 { // the offers' maxima alone
					byOffer.Max = nil
					for a, j := range byOffer.Offer {
						byPair.Max[a] = byOffer.Most[j]
					}
				}
				if !reflect.DeepEqual(findings(t, byOffer), findings(t, &byPair)) {
					t.Fatalf("seed %d: findings differ", seed)
				}
			}
		})
	}
}

// findings are what all parts of the package say of a problem.
func findings(t *testing.T, p *Problem) (list []any) {
	s := solve(t, p)
	residual := NewResidual(p, s, 1)
	need, budget := residual.Slopes()
	list = append(list, s, need, budget, residual.Detours(0))
	rules := Rules{Whole: make([]bool, len(p.Need)), Single: make([]bool, len(p.Need)), Least: make([]int32, len(p.Offer))}
	for i := range rules.Whole {
		rules.Whole[i] = i%3 > 0
	}
	rounded, err := Round(t.Context(), p, s, rules, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := SolveFrom(t.Context(), p, &Solution{Flow: rounded})
	if err != nil {
		t.Fatal(err)
	}
	one := *p
	one.Levels = [][]int32{slices.Clone(p.Levels[0])}
	v, err := NewSolver(t.Context(), &one)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.SetScores(t.Context(), 0, make([]int32, p.Start[1])); err != nil {
		t.Fatal(err)
	}
	return append(list, rounded, again, v.Solution())
}
