package matcher_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// three is a world in which three requests of 100 thousand, two of AAA and one of BBB, want what one offer can give. AAA
// lies in the north, BBB in the south; BBB's request lacks much, so it scores less.
func three(thousands int64) aid.Inputs {
	in := world()
	in.Reference.Parties[0].Subregion, in.Reference.Parties[1].Subregion = "north", "south"
	in.Offers[0].Places, in.Offers[0].Envelope.Minor = aid.List[string]{"global"}, thousands*100_000
	second, other := in.Requests[0], in.Requests[0]
	second.ID = "R2"
	other.ID, other.RequesterID, other.Countries = "R3", "BBB", aid.EqualShares([]string{"BBB"})
	other.Endorsed, other.Contact, other.Implementer, other.Quantity, other.DrawnUp = "", "", "", "", ""
	in.Requests = append(in.Requests, second, other)
	in.Policy.Fairness = aid.Fairness{Shares: aid.NoShares}
	return in
}

// given is what each request gets, in thousands.
func given(out aid.Outcome) map[aid.RequestID]int64 {
	sums := map[aid.RequestID]int64{}
	for _, p := range out.Proposals {
		sums[p.RequestID] += p.Amount.Minor / 100_000
	}
	return sums
}

func wantGiven(t *testing.T, out aid.Outcome, want string) {
	t.Helper()
	if got := fmt.Sprint(given(out)); got != want {
		t.Errorf("given %s, want %s; levels %v", got, want, out.Levels)
	}
}

func TestStatesAreReachedFirst(t *testing.T) {
	in := three(200)
	free := propose(t, in)
	wantGiven(t, free, "map[R1:100 R2:100]")
	if free.Value != free.Bound || free.Value != free.Free {
		t.Errorf("without fairness the value is %d, the bound %d and the best %d", free.Value, free.Bound, free.Free)
	}

	in.Policy.Fairness.Reach = 50
	out := propose(t, in)
	if got := given(out); got["R3"] != 50 || got["R1"]+got["R2"] != 150 {
		t.Errorf("given %v, want 50 for R3 and the rest for the two that score higher", got)
	}
	if out.Levels[0].Value != 100 || out.Value != out.Bound || out.Free != free.Value || out.Value >= free.Value {
		t.Errorf("levels %v, value %d, bound %d, free %d", out.Levels, out.Value, out.Bound, out.Free)
	}
}

func TestStateNotReachedSaysWhy(t *testing.T) {
	in := three(10)
	in.Policy.Fairness.Reach = 10
	nobody := in.Requests[0]
	nobody.ID, nobody.RequesterID, nobody.Countries, nobody.Themes = "R4", "CCC", aid.EqualShares([]string{"CCC"}), aid.EqualShares([]string{"marking"})
	in.Requests = append(in.Requests, nobody)
	out := propose(t, in)
	if len(out.Unreached) != 2 || out.Unreached[0].State != "BBB" || out.Unreached[1].State != "CCC" {
		t.Fatalf("unreached: %v", out.Unreached)
	}
	spent := out.Unreached[0].Reason
	if spent.Key != "unreached_spent" || spent.Args["offers"] != "O1" || spent.Args["states"] != "AAA" {
		t.Errorf("BBB: %v", spent)
	}
	if key := out.Unreached[1].Reason.Key; key != "unreached_no_offer" {
		t.Errorf("CCC: %s", key)
	}
}

// An offer for the State that loses frees the other one: the walk along the cut is not fooled by who has money now.
func TestStateIsReachedByMovingMoney(t *testing.T) {
	in := three(10)
	in.Policy.Fairness.Reach = 10
	second := in.Offers[0]
	second.ID, second.Places = "O2", aid.List[string]{"AAA"}
	in.Offers = append(in.Offers, second)
	out := propose(t, in)
	if got := given(out); got["R3"] != 10 || len(out.Unreached) != 0 {
		t.Errorf("given %v, unreached %v", got, out.Unreached)
	}
}

func TestLeximinSharesByRegion(t *testing.T) {
	in := three(150)
	in.Policy.Fairness.Shares = aid.Leximin
	out := propose(t, in)
	want := []aid.RegionShare{
		{ID: "north", Thousands: 200, Placed: 100, Share: 5000, Floor: 100},
		{ID: "south", Thousands: 100, Placed: 50, Share: 5000, Floor: 50},
	}
	for r := range out.Regions {
		out.Regions[r].Price = 0
	}
	if !slices.Equal(out.Regions, want) {
		t.Errorf("got %v, want %v", out.Regions, want)
	}
	reason := out.Unmatched[slices.IndexFunc(out.Unmatched, func(u aid.Unmatched) bool { return u.RequestID != "R3" })].Reason
	if reason.Key != "unmatched_fair" && reason.Key != "unmatched_lottery" {
		t.Errorf("a request that gives way to the south: %v", reason)
	}
}

// Half of the south's need is more than the score alone gives it, so the last thousand has a price: what R1 and R2 lose
// by it.
func TestGivenFloors(t *testing.T) {
	in := three(150)
	in.Policy.Fairness = aid.Fairness{Shares: aid.GivenFloors, Floors: map[string]int{"south": 30}}
	out := propose(t, in)
	if got := given(out); got["R3"] != 30 || got["R1"]+got["R2"] != 120 {
		t.Errorf("given %v, want 30 for the south", got)
	}
	south := out.Regions[1]
	if south.Floor != 30 || south.Note != nil || south.Price != (out.Free-out.Value)/30 {
		t.Errorf("south: %v; 30 thousand cost %d", south, out.Free-out.Value)
	}
}

func TestFloorsThatCannotBeKept(t *testing.T) {
	in := three(60)
	in.Policy.Fairness = aid.Fairness{Shares: aid.GivenFloors, Floors: map[string]int{"south": 40, "north": 40}}
	out := propose(t, in)
	if got := given(out); got["R3"] != 20 || got["R1"]+got["R2"] != 40 {
		t.Errorf("given %v, want half of each floor: 20 and 40", got)
	}
	for _, r := range out.Regions {
		if r.Note == nil || r.Note.Key != "floor_lowered" || r.Note.Args["regions"] != "north;south" || r.Note.Args["percent"] != "40" {
			t.Errorf("%s: %v", r.ID, r.Note)
		}
	}
}

func TestFairnessIsChecked(t *testing.T) {
	for key, fairness := range map[string]aid.Fairness{
		"reach_out_of_range":    {Reach: -1, Shares: aid.NoShares},
		"not_listed":            {Shares: "luck"},
		"floors_without_shares": {Shares: aid.Leximin, Floors: map[string]int{"south": 10}},
		"percent_out_of_range":  {Shares: aid.GivenFloors, Floors: map[string]int{"south": 101}},
		"unknown_region":        {Shares: aid.GivenFloors, Floors: map[string]int{"west": 10}},
	} {
		in := three(100)
		in.Policy.Fairness = fairness
		_, err := matcher.Propose(t.Context(), in)
		var problems aid.Problems
		if !errors.As(err, &problems) || problems[0].Key != key {
			t.Errorf("got %v, want %s", err, key)
		}
	}
}

func TestPriceOfFairness(t *testing.T) {
	in := three(150)
	points, err := matcher.Fairness(t.Context(), in)
	if err != nil || len(points) != 12 {
		t.Fatalf("%d points (%v)", len(points), err)
	}
	free := propose(t, in).Free
	if points[0].Share != 0 || points[0].Value != free || points[0].Loss != 0 || points[10].Share != 5000 || !points[11].Leximin {
		t.Errorf("the curve runs from %v over %v to %v; the best is %d", points[0], points[10], points[11], free)
	}
	for k := 1; k < len(points); k++ {
		if points[k].Value > points[k-1].Value || points[k].Loss < points[k-1].Loss {
			t.Errorf("more fairness costs less: %v after %v", points[k], points[k-1])
		}
	}
	in.Policy.Fairness.Shares = aid.Leximin
	if out := propose(t, in); out.Value != points[11].Value {
		t.Errorf("the round has %d, the end of the curve %d", out.Value, points[11].Value)
	}
}

// What is kept from a pair for the sake of others is explained by that, not by the draw.
func TestPairThatGivesWay(t *testing.T) {
	in := three(50)
	in.Policy.Fairness = aid.Fairness{Shares: aid.GivenFloors, Floors: map[string]int{"south": 50}}
	out := propose(t, in)
	e, err := matcher.Explain(t.Context(), in, "R1", "O1")
	if err != nil || e.Proposed || e.Before != "floors" {
		t.Errorf("R1: proposed %v, before %q, swap %v (%v)", e.Proposed, e.Before, e.Swap, err)
	}
	if out.Unmatched[0].Reason.Key != "unmatched_fair" && out.Unmatched[1].Reason.Key != "unmatched_fair" {
		t.Errorf("unmatched: %v", out.Unmatched)
	}
}
