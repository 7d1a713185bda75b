package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// A trial says what would change and changes nothing. Its settings stay in the form, and it is the secretariat's.
func TestATrialIsNotKept(t *testing.T) {
	w := newWorld(t)
	entries := func() []aid.Entry {
		all, _, err := w.desk.Journal(t.Context(), aid.Machine("test"), aid.Page{Limit: aid.MaxPage})
		fatal(t, err)
		return all
	}
	w.get(t, "secretariat", "/en/rounds/R2026-1") // signs in
	before, offer := entries(), string(w.told[0].OfferID)
	without := w.get(t, "secretariat", "/en/rounds/R2026-1/whatif?w_theme=60&offer="+offer+"&sum=0")
	for _, said := range []string{"Not official", `name="w_theme" type="number" min="0" step="any" value="60"`, "What would change hands", `<td data-name="Offer"><bdi>` + offer + `</bdi></td>`} {
		if without.status != http.StatusOK || !strings.Contains(without.body, said) {
			t.Errorf("%d without %q: %s", without.status, said, without.body)
		}
	}
	if same := w.get(t, "secretariat", "/en/rounds/R2026-1/whatif?least="); !strings.Contains(same.body, "No proposal would change") {
		t.Errorf("the settings of the round change it: %s", same.body)
	}
	wrong := w.get(t, "secretariat", "/en/rounds/R2026-1/whatif?w_place=101&offer="+offer+"&sum=much")
	for _, at := range []string{`href="#f-w_place"`, `href="#f-sum"`, `value="101"`} {
		if !strings.Contains(wrong.body, at) {
			t.Errorf("without %s: %s", at, wrong.body)
		}
	}
	if got := w.get(t, "donor", "/en/rounds/R2026-1/whatif"); got.status != http.StatusForbidden {
		t.Errorf("a donor tries the round: %d", got.status)
	}
	if after := entries(); len(after) != len(before) {
		t.Errorf("%d entries in the journal became %d: %+v", len(before), len(after), after[0])
	}
}

func TestWeightsInProportion(t *testing.T) {
	for _, c := range []struct{ weights, want []int }{
		{[]int{30, 20, 10, 5, 10, 10, 5, 10}, []int{30, 20, 10, 5, 10, 10, 5, 10}},
		{[]int{1, 1, 1}, []int{34, 33, 33}},
		{[]int{100, 100, 0}, []int{50, 50, 0}},
		{[]int{0, 0}, []int{0, 0}},
		{[]int{60, 20, 10, 5, 10, 10, 5, 10}, []int{46, 15, 8, 4, 8, 8, 4, 7}},
	} {
		if got := toHundred(c.weights); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.weights, got, c.want)
		}
	}
}

// What takes too long can be tried on the command line instead.
func TestTrialAsACommand(t *testing.T) {
	c := matcher.Changes{
		Weights: map[string]int{"theme": 60, "place": 40}, Floor: new(50), Least: new(10), Without: []aid.OfferID{"OF002"},
		Offers: []matcher.Envelope{{OfferID: "OF001", Amount: aid.Money{Minor: 50_000_00, Currency: "USD"}}},
	}
	want := "ploughshare whatif R2026-1 --floor=50 --weight=place=40 --weight=theme=60 --least=10 --offer=OF001=50000.00 --without-offer=OF002"
	if got := trialCommand("R2026-1", c); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Number and slider move together.
func TestSlidersInTheBrowser(t *testing.T) {
	w := newWorld(t)
	b := newBrowser(t, w)
	b.as(t, "secretariat")
	b.open(t, w.URL+"/en/rounds/R2026-1/whatif")
	const move = `(() => {
		const number = document.getElementById("f-w_place"), slider = document.querySelector("[data-of=f-w_place]");
		slider.value = 45; slider.dispatchEvent(new Event("input"));
		const moved = number.value;
		number.value = 70; number.dispatchEvent(new Event("input"));
		return slider.hidden + " " + moved + " " + slider.value;
	})()`
	if got := run(t, b, chromedp.Evaluate[string](move)); got != "false 45 70" {
		t.Errorf("got %q", got)
	}
}
