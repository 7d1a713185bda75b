package flow

import (
	"math/rand/v2"
	"testing"
)

// Where budgets and needs are equal a change wanders through all offers, and prices rise and fall so often that the users of
// offers have to be put in order anew. The keys stay below what they stand for all the time, and solutions are proved.
func TestSolverTight(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 9))
	h := shape{requests: 400, offers: 20, degree: 8, amount: 100, score: 100000, levels: 1}
	p := random(r, h)
	for left, j := total(p.Need), 0; j < h.offers; j++ {
		p.Budget[j] = int32(left / int64(h.offers-j))
		left -= int64(p.Budget[j])
	}
	v, err := NewSolver(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		changeAny(t, r, v, h)
		if err := Check(p, v.Solution()); err != nil {
			t.Fatal(err)
		}
		for j := range v.users {
			for _, u := range v.users[j].list {
				if int64(u.key)-v.margin(int32(j)) > v.worth(u.request)-int64(p.Levels[0][u.arc]) {
					t.Fatalf("offer %d: the key of arc %d is too great", j, u.arc)
				}
			}
		}
	}
	if v.fallen == 0 {
		t.Error("no price of a need has fallen: this tests too little")
	}
}
