package flow

import (
	"errors"
	"fmt"
	"math"
)

// ErrRefused means that a solution does not prove itself. The wrapping error says which
// condition broke, and where.
var ErrRefused = errors.New("flow: certificate refused")

// Check returns nil if s is feasible for p and optimal on every level, and otherwise an
// error that wraps ErrRefused, or ErrMalformed if p is no problem. Its proof shares no code
// with the solver, and reads every arc once.
//
// The proof is complementary slackness, read lexicographically. Write u and v for the
// prices of a request and an offer, and s-u-v for the reduced profit of their arc; each is
// a vector with one entry per level, compared by its first entry that is not zero. Then a
// feasible flow is best if
//
//	no price of a need or a budget is negative,
//	a need with a positive price is met and a budget with a positive price is spent,
//	an arc with a positive reduced profit is at its maximum, and
//	an arc with a negative reduced profit is at zero.
//
// For a single level this is the textbook condition. For a later level the entries before
// it say where the optimal face of those levels holds a need, a budget or an arc at
// its bound; there the level's own entry is free, as it is for any constraint that is an
// equation. (Dantzig, Linear Programming and Extensions, 1963; McConnell, Mehlhorn, Naeher
// and Schweitzer, Certifying algorithms, 2011.)
func Check(p *Problem, s *Solution) error {
	if err := p.validate(); err != nil {
		return err
	}
	if err := checkShape(p, s); err != nil {
		return err
	}
	spent := make([]int64, len(p.Budget))
	for i := range p.Need {
		met, err := checkRequest(p, s, i, spent)
		if err != nil {
			return err
		}
		sign, level := lead(len(s.Levels), func(k int) int64 { return s.Levels[k].Need[i] })
		if err := checkSlack("need", i, met, int64(p.Need[i]), sign, level); err != nil {
			return err
		}
	}
	for j := range p.Budget {
		sign, level := lead(len(s.Levels), func(k int) int64 { return s.Levels[k].Budget[j] })
		if err := checkSlack("budget", j, spent[j], int64(p.Budget[j]), sign, level); err != nil {
			return err
		}
	}
	return checkValues(p, s)
}

// checkShape also keeps prices so small that no sum of them wraps round.
func checkShape(p *Problem, s *Solution) error {
	if len(s.Flow) != len(p.Offer) || len(s.Levels) != len(p.Levels) {
		return fmt.Errorf("%w: %d flows and %d levels for %d arcs and %d levels",
			ErrRefused, len(s.Flow), len(s.Levels), len(p.Offer), len(p.Levels))
	}
	for k, l := range s.Levels {
		if len(l.Need) != len(p.Need) || len(l.Budget) != len(p.Budget) {
			return fmt.Errorf("%w: level %d has %d and %d prices for %d requests and %d offers",
				ErrRefused, k, len(l.Need), len(l.Budget), len(p.Need), len(p.Budget))
		}
		for _, prices := range [][]int64{l.Need, l.Budget} {
			for n, x := range prices {
				if x < -1<<60 || x > 1<<60 {
					return fmt.Errorf("%w: price %d of level %d is %d", ErrRefused, n, k, x)
				}
			}
		}
	}
	return nil
}

// checkRequest checks the arcs of request i, adds their flow to what offers spend, and
// returns how much of the need they meet.
func checkRequest(p *Problem, s *Solution, i int, spent []int64) (met int64, err error) {
	for a := p.Start[i]; a < p.Start[i+1]; a++ {
		j, x, most := p.Offer[a], s.Flow[a], p.Need[i]
		if p.Most != nil {
			most = min(most, p.Most[j])
		}
		if p.Max != nil {
			most = min(most, p.Max[a])
		}
		if x < 0 || x > most {
			return 0, fmt.Errorf("%w: flow %d from request %d to offer %d is outside 0 to %d", ErrRefused, x, i, j, most)
		}
		sign, level := lead(len(s.Levels), func(k int) int64 {
			return int64(p.Levels[k][a]) - s.Levels[k].Need[i] - s.Levels[k].Budget[j]
		})
		if sign > 0 && x < most {
			return 0, fmt.Errorf("%w: request %d and offer %d gain on level %d, but their flow is %d of %d", ErrRefused, i, j, level, x, most)
		}
		if sign < 0 && x > 0 {
			return 0, fmt.Errorf("%w: request %d and offer %d lose on level %d, but their flow is %d", ErrRefused, i, j, level, x)
		}
		met += int64(x)
		spent[j] += int64(x)
	}
	return met, nil
}

// lead returns the sign of the first entry that is not zero, and its level.
func lead(levels int, entry func(level int) int64) (sign, level int) {
	for k := range levels {
		if x := entry(k); x > 0 {
			return 1, k
		} else if x < 0 {
			return -1, k
		}
	}
	return 0, levels
}

func checkSlack(what string, n int, used, limit int64, sign, level int) error {
	switch {
	case used > limit:
		return fmt.Errorf("%w: %s %d is %d, but its flow is %d", ErrRefused, what, n, limit, used)
	case sign < 0:
		return fmt.Errorf("%w: %s %d has a negative price on level %d", ErrRefused, what, n, level)
	case sign > 0 && used < limit:
		return fmt.Errorf("%w: %s %d has a price on level %d, but its flow is %d of %d", ErrRefused, what, n, level, used, limit)
	}
	return nil
}

func checkValues(p *Problem, s *Solution) error {
	for k, l := range s.Levels {
		var sum int64
		for a, x := range s.Flow {
			part := int64(x) * int64(p.Levels[k][a])
			if sum > math.MaxInt64-part {
				return fmt.Errorf("%w: value of level %d overflows", ErrRefused, k)
			}
			sum += part
		}
		if sum != l.Value {
			return fmt.Errorf("%w: value of level %d is %d, but its flow gives %d", ErrRefused, k, l.Value, sum)
		}
	}
	return nil
}
