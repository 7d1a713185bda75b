package main

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"slices"

	"ploughshare/matcher/flow"
	"ploughshare/scripts/benchmark/trial"
)

const themes, regions, states, topScore = 24, 22, 193, 100000

// kind is what an instance looks like.
type kind struct {
	requests, offers int
	least, most      int     // eligible pairs a request
	tight            float64 // total budget over total need
	uniform          bool    // pairs and scores at random, without themes and regions
	maxima           bool    // a maximum per project on two offers in three
	seed             uint64
}

// generate writes an instance. The same flags give the same file everywhere.
func generate(args []string) error {
	var k kind
	f := flag.NewFlagSet("generate", flag.ContinueOnError)
	f.IntVar(&k.requests, "requests", 1000, "number of requests")
	f.IntVar(&k.offers, "offers", 200, "number of offers")
	f.IntVar(&k.least, "least", 20, "fewest pairs a request")
	f.IntVar(&k.most, "most", 50, "most pairs a request")
	f.Float64Var(&k.tight, "tight", 0.8, "total budget over total need")
	f.BoolVar(&k.uniform, "uniform", false, "pairs and scores at random")
	f.BoolVar(&k.maxima, "maxima", false, "maxima per project on two offers in three")
	f.Uint64Var(&k.seed, "seed", 7, "seed")
	out := f.String("out", "instance.tpi", "file to write")
	if err := f.Parse(args); err != nil {
		return err
	}
	if k.uniform && k.most > k.offers {
		return fmt.Errorf("%d pairs a request, but %d offers", k.most, k.offers)
	}
	return write(*out, k.instance())
}

// affinity is a fixed number in [0,1) for a pair.
func affinity(a, b int) float64 {
	r := trial.Random(uint64(a)*0x9e3779b97f4a7c15 ^ uint64(b)*0xc2b2ae3d27d4eb4f)
	r.Next()
	return r.Unit()
}

func clamp(x float64, lo, hi int32) int32 { return int32(max(float64(lo), min(x, float64(hi)))) }

// request and offer are what the scores follow from.
type request struct {
	state, theme int
	urgency      float64
	need         int32
}

type offer struct {
	regions int     // how many it serves
	size    float64 // logarithm of the project size it prefers
	wealth  float64
	most    int32
}

func (k kind) requestList(g *trial.Random) []request {
	list := make([]request, k.requests)
	byTheme, byState := trial.Zipf(themes, 0.7), trial.Zipf(states, 0.6)
	for i := range list {
		r := &list[i]
		r.need = clamp(200*math.Exp(g.Normal()), 5, 20000)
		r.state, r.theme = g.Of(byState), g.Of(byTheme)
		r.urgency = float64(g.Below(5)) / 4
	}
	return list
}

// offerList also returns the offers of each cell of theme and region.
func (k kind) offerList(g *trial.Random) (list []offer, cells [themes][regions][]int32) {
	byTheme := trial.Zipf(themes, 0.7)
	list = make([]offer, k.offers)
	for j := range list {
		o := &list[j]
		o.wealth = math.Exp(1.2 * g.Normal())
		var inTheme [themes]bool
		var inRegion [regions]bool
		served := upTo(g, 0.6)
		for range served {
			inTheme[g.Of(byTheme)] = true
		}
		if o.regions = upTo(g, 0.55); g.Unit() < 0.08 {
			o.regions = regions
		}
		for r := range o.regions {
			if o.regions == regions {
				inRegion[r] = true
			} else {
				inRegion[g.Below(regions)] = true
			}
		}
		o.size = math.Log(200) + g.Normal()
		for t := range themes {
			for r := range regions {
				if inTheme[t] && inRegion[r] {
					cells[t][r] = append(cells[t][r], int32(j))
				}
			}
		}
		if o.most = unlimited; k.maxima && g.Below(3) > 0 {
			o.most = clamp(150*math.Exp(0.8*g.Normal()), 10, 5000)
		}
	}
	return list, cells
}

// upTo is 1 or more, to 8, each further one with the given chance.
func upTo(g *trial.Random, chance float64) int {
	n := 1
	for n < 8 && g.Unit() < chance {
		n++
	}
	return n
}

func (k kind) instance() *flow.Problem {
	g := trial.Random(k.seed * 0x2545f4914f6cdd1d)
	requests := k.requestList(&g)
	offers, cells := k.offerList(&g)
	p := &flow.Problem{Start: []int32{0}, Levels: [][]int32{nil}}
	var need, wealth float64
	for _, r := range requests {
		p.Need = append(p.Need, r.need)
		need += float64(r.need)
	}
	for _, o := range offers {
		wealth += o.wealth
		p.Most = append(p.Most, o.most)
	}
	for _, o := range offers {
		p.Budget = append(p.Budget, clamp(o.wealth/wealth*need*k.tight+0.5, 1, 1<<30))
	}
	seen := make([]int, k.offers) // one more than the last request that drew the offer
	for i, r := range requests {
		degree := k.least + g.Below(k.most-k.least+1)
		var pairs []pair
		if k.uniform {
			pairs = anyPairs(&g, degree, i, seen)
		} else {
			pairs = bestPairs(&g, degree, i, r, offers, cells[r.theme][r.state%regions], seen)
		}
		slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.offer, b.offer) })
		for _, a := range pairs {
			p.Offer = append(p.Offer, a.offer)
			p.Levels[0] = append(p.Levels[0], a.score)
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
	}
	return p
}

type pair struct{ offer, score int32 }

func anyPairs(g *trial.Random, degree, i int, seen []int) (list []pair) {
	for len(list) < degree {
		if j := g.Below(len(seen)); seen[j] != i+1 {
			seen[j] = i + 1
			list = append(list, pair{int32(j), int32(1 + g.Below(topScore))})
		}
	}
	return list
}

// bestPairs draws three times as many eligible offers as wanted and keeps the best.
func bestPairs(g *trial.Random, degree, i int, r request, offers []offer, cell []int32, seen []int) (list []pair) {
	draws := min(3*degree, len(cell))
	for try := 0; len(list) < draws && try < 8*draws; try++ {
		j := cell[g.Below(len(cell))]
		if seen[j] == i+1 {
			continue
		}
		seen[j] = i + 1
		o := offers[j]
		size := max(0, 1-math.Abs(math.Log(float64(r.need))-o.size)/3)
		fit := (affinity(i+1, int(j)+7) + affinity(r.state+99, int(j)+31)) / 2
		v := 0.42*fit + 0.18/float64(o.regions) + 0.15*r.urgency + 0.15*size + 0.10*affinity(int(j)+5, i+3)
		list = append(list, pair{j, clamp(v*topScore, 1, topScore)})
	}
	slices.SortFunc(list, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.offer, b.offer))
	})
	return list[:min(len(list), degree)]
}
