package aid_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"ploughshare/aid"
)

func TestAListIsReadToItsEnd(t *testing.T) {
	broken := errors.New("broken")
	var asked []aid.Page
	pages := func(fails bool) func(aid.Page) ([]int, string, error) {
		asked = nil
		return func(p aid.Page) ([]int, string, error) {
			asked = append(asked, p)
			switch n, _ := strconv.Atoi(p.After); {
			case n == 2 && fails:
				return nil, "", broken
			case n == 2:
				return []int{5}, "", nil
			default:
				return []int{2*n + 1, 2*n + 2}, strconv.Itoa(n + 1), nil
			}
		}
	}
	got, err := aid.Rows(aid.Page{Sort: "id"}, pages(false))
	if err != nil || !slices.Equal(got, []int{1, 2, 3, 4, 5}) {
		t.Errorf("%v %v", got, err)
	}
	if want := (aid.Page{Sort: "id", After: "2", Limit: aid.MaxPage}); len(asked) != 3 || asked[2] != want {
		t.Errorf("asked for %+v", asked)
	}
	if got, err := aid.Rows(aid.Page{}, pages(true)); !errors.Is(err, broken) || got != nil {
		t.Errorf("a page that cannot be read: %v %v", got, err)
	}
	for n := range aid.Each(aid.Page{}, pages(false)) {
		if n == 2 {
			break
		}
	}
	if len(asked) != 1 {
		t.Errorf("who stops in the first page has %d read", len(asked))
	}
}
