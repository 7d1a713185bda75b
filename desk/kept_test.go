package desk

import (
	"errors"
	"testing"
)

// An answer is reckoned once for each state and question; an error is not kept.
func TestKeptAnswers(t *testing.T) {
	var k kept[int]
	reckoned, failure := 0, errors.New("not now")
	ask := func(state, question string, err error) int {
		n, got := k.answer(state, question, func() (int, error) { reckoned++; return reckoned, err })
		if got != err && got != nil {
			t.Errorf("%s %s: %v", state, question, got)
		}
		return n
	}
	ask("1", "a", failure)
	got := []int{ask("1", "a", nil), ask("1", "b", nil), ask("1", "a", failure), ask("2", "a", nil), ask("1", "a", nil)}
	for i, want := range []int{2, 3, 2, 4, 5} {
		if got[i] != want {
			t.Fatalf("got %v", got)
		}
	}
}
