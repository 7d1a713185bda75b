package flow

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// pool gathers what the start gives to requests that must be whole and are met in part. The largest of them that this pays
// for are kept and the others go. Then all amounts are placed anew in the best way: what many offers have left, a little
// each, moves on through requests that change from one offer to another, to where it makes a request whole.
func (r *rounding) pool(ctx context.Context) error {
	amounts := r.pooled()
	if slices.Equal(amounts, r.met) {
		return nil
	}
	placed, err := Solve(ctx, r.placing(amounts))
	if err != nil {
		return err
	}
	for a, x := range placed.Flow {
		r.give(int32(a), x-r.flow[a])
	}
	return nil
}

// pooled is what each request is to have.
func (r *rounding) pooled() []int32 {
	amounts := slices.Clone(r.met)
	var gathered int64
	for _, i := range r.partly() {
		gathered += int64(r.met[i])
		if amounts[i] = 0; gathered >= int64(r.p.Need[i]) {
			amounts[i] = r.p.Need[i]
			gathered -= int64(r.p.Need[i])
		}
	}
	return amounts
}

// partly are the requests that must be whole and are met in part, those of a group together, the largest first: so the
// groups keep about what they have, and little is over in the end.
func (r *rounding) partly() (list []int32) {
	for i, met := range r.met {
		if r.rules.Whole[i] && met > 0 && met < r.p.Need[i] {
			list = append(list, int32(i))
		}
	}
	slices.SortFunc(list, func(i, k int32) int {
		for _, aim := range r.aims {
			if c := cmp.Compare(aim.Group[i], aim.Group[k]); c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(r.p.Need[k], r.p.Need[i]), cmp.Compare(i, k))
	})
	return list
}

// placing is the problem of placing amounts. A bonus on every unit sees to it that as many as can be are placed, if there
// is room for it in the numbers.
func (r *rounding) placing(amounts []int32) *Problem {
	score := slices.Clone(r.p.Levels[0])
	top := greatest(score)
	bonus := min(top, math.MaxInt32-top)
	if checkWorth(0, total(amounts), top+bonus) == nil {
		for a := range score {
			score[a] += bonus
		}
	}
	placing := *r.p
	placing.Need, placing.Levels = amounts, [][]int32{score}
	return &placing
}
