package matcher

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"ploughshare/aid"
	"ploughshare/matcher/flow"
)

// lotteryRange is the number of different lottery weights; 2^20 makes a tie of whole plans unlikely.
const lotteryRange = 1 << 20

// market is a round as the solver sees it, with what its indices stand for.
type market struct {
	*field
	problem flow.Problem
	rulings [][]aid.Ruling // per request: what each veto ruled out in turn
}

// screen asks the vetoes and criteria about every pair and keeps the eligible ones as arcs.
func (f *field) screen() *market {
	m := &market{field: f, rulings: make([][]aid.Ruling, len(f.needs))}
	m.problem.Start = append(m.problem.Start, 0)
	score, lottery := []int32{}, []int32{}
	for j := range f.sources {
		m.problem.Budget = append(m.problem.Budget, int32(f.sources[j].units))
	}
	for i := range f.needs {
		n := &f.needs[i]
		for _, c := range m.eligible(i) {
			s := &f.sources[c.offer]
			m.problem.Offer = append(m.problem.Offer, int32(c.offer))
			m.problem.Max = append(m.problem.Max, int32(s.limit(n)))
			score = append(score, int32(c.total))
			lottery = append(lottery, f.ticket(n.ID, s.ID))
		}
		m.problem.Need = append(m.problem.Need, int32(n.units))
		m.problem.Start = append(m.problem.Start, int32(len(m.problem.Offer)))
	}
	m.problem.Levels = [][]int32{score, lottery}
	return m
}

// limit is the most that the offer may give to the need.
func (s *source) limit(n *need) int64 {
	if s.limited {
		return min(s.maxUnits, n.units)
	}
	return n.units
}

// ticket is the pair's place in the lottery between equal plans: anybody can compute it from the public seed and the day
// of the round. Another day is another draw, so that nobody loses for ever.
func (f *field) ticket(request aid.RequestID, offer aid.OfferID) int32 {
	sum := sha256.Sum256([]byte(f.policy.Seed + "\x00" + string(f.asOf) + "\x00" + string(request) + "\x00" + string(offer)))
	return int32(binary.BigEndian.Uint64(sum[:8]) % lotteryRange)
}

// candidate is an offer that may meet a request, with the total of their score.
type candidate struct{ offer, total int }

// eligible returns the offers that no veto rules out for a request and whose score reaches the floor, in order; it also
// notes what each veto ruled out of what the ones before had left.
func (m *market) eligible(i int) []candidate {
	left := make([]int, 0, len(m.sources))
	if m.needs[i].barred.Key != "" {
		return nil
	}
	for j := range m.sources {
		left = append(left, j)
	}
	for _, veto := range Vetoes {
		left = m.rule(i, veto.Name, left, func(p pair) bool {
			_, ruled := veto.Rules(p)
			return ruled
		})
	}
	totals := map[int]int{}
	left = m.rule(i, "floor", left, func(p pair) bool {
		totals[p.index] = score(p).Total
		return totals[p.index] < m.policy.Floor*100
	})
	candidates := make([]candidate, len(left))
	for k, j := range left {
		candidates[k] = candidate{j, totals[j]}
	}
	return candidates
}

// rule notes which of the offers a veto rules out, and returns the others. Where none is left, this is the ruling that
// binds, and it names first the offers that would have scored best: they are the ones worth asking about.
func (m *market) rule(i int, name string, offers []int, rules func(pair) bool) []int {
	var left, ruled []int
	for _, j := range offers {
		if rules(m.pair(i, j)) {
			ruled = append(ruled, j)
		} else {
			left = append(left, j)
		}
	}
	if len(ruled) == 0 {
		return left
	}
	ruling := aid.Ruling{Veto: name, Offers: len(ruled)}
	if len(left) == 0 {
		slices.SortStableFunc(ruled, func(a, b int) int {
			return cmp.Compare(score(m.pair(i, b)).Total, score(m.pair(i, a)).Total)
		})
	}
	for _, j := range ruled[:min(5, len(ruled))] {
		ruling.Some = append(ruling.Some, m.sources[j].ID)
	}
	m.rulings[i] = append(m.rulings[i], ruling)
	return left
}

func (f *field) pair(i, j int) pair {
	return pair{field: f, need: &f.needs[i], source: &f.sources[j], index: j}
}
