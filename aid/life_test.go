package aid_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ploughshare/aid"
)

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		limit     aid.Limit
		from, end aid.Date
	}{
		{aid.Limit{WorkingDays: 5}, "2026-11-24", "2026-12-01"}, // Tuesday
		{aid.Limit{WorkingDays: 5}, "2026-11-27", "2026-12-04"}, // Friday
		{aid.Limit{WorkingDays: 1}, "2026-11-28", "2026-11-30"}, // Saturday
		{aid.Limit{Weeks: 2}, "2026-11-24", "2026-12-08"},
		{aid.Limit{Months: 1}, "2026-01-31", "2026-02-28"},
		{aid.Limit{Months: 2}, "2026-11-24", "2027-01-24"},
		{aid.Limit{Months: 12}, "2028-02-29", "2029-02-28"},
	} {
		if got := c.limit.After(c.from); got != c.end {
			t.Errorf("%+v after %s is %s, want %s", c.limit, c.from, got, c.end)
		}
	}
}

func TestALimitIsReadWhole(t *testing.T) {
	clocks := aid.DefaultClocks()
	if err := json.Unmarshal([]byte(`{"objection":{"weeks":1}}`), &clocks); err != nil || clocks.Objection != (aid.Limit{Weeks: 1}) {
		t.Errorf("got %+v, %v", clocks.Objection, err)
	}
	if clocks.Briefing != aid.DefaultClocks().Briefing || clocks.Check() != nil {
		t.Errorf("what is not named changes: %+v", clocks)
	}
	if err := json.Unmarshal([]byte(`{"objection":{"week":1}}`), &clocks); err == nil {
		t.Error("a slip passes")
	}
	clocks.Answers = aid.Limit{Weeks: -1}
	if clocks.Check() == nil {
		t.Error("a limit below zero passes")
	}
}

// The filter finds exactly the requests that are overdue by their own clocks.
func TestOverdueIsTheOtherSideOfDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) time.Time {
			return time.Date(2024, 1, 1+rapid.IntRange(0, 1200).Draw(t, name), 13, 0, 0, 0, time.UTC)
		}
		limit := aid.Limit{
			WorkingDays: rapid.IntRange(0, 7).Draw(t, "days"), Weeks: rapid.IntRange(0, 3).Draw(t, "weeks"),
			Months: rapid.IntRange(0, 14).Draw(t, "months"),
		}
		clocks := aid.Clocks{Objection: limit, Briefing: limit, Scoping: limit, Answers: limit, FollowUp: limit}
		entered, today := day("entered"), aid.DateOf(day("today"))
		for _, late := range clocks.Overdue(today) {
			due, waits := clocks.Due(aid.Request{Status: late.Status, EnteredAt: entered}, today)
			if !waits || due.Overdue != entered.Before(late.Before) {
				t.Fatalf("%s entered %s, on %s: due %s; found when entered before %s", late.Status, entered, today, due.By, late.Before)
			}
		}
	})
}

func TestFundability(t *testing.T) {
	if f := (aid.Request{}).Fundability(); f.Score != 0 || len(f.Items) != aid.GapChecks {
		t.Errorf("an empty request scores %d on %d items", f.Score, len(f.Items))
	}
	whole := aid.Request{
		Need: "Two marking machines for the police, with training", Quantity: "2", Themes: aid.EqualShares([]string{"marking"}),
		Countries: aid.EqualShares([]string{"TGO"}), Amount: aid.Money{Minor: 1, Currency: "USD"}, FirstStage: aid.Money{Minor: 1, Currency: "USD"},
		Implementer: "UNREC", Contact: "npc@example.org", Endorsed: aid.Yes,
	}
	if f := whole.Fundability(); f.Score != 100 {
		t.Errorf("a complete request scores %d", f.Score)
	}
	whole.Endorsed = aid.No
	f := whole.Fundability()
	last := f.Items[len(f.Items)-1]
	if f.Score != 85 || last.Item != "endorsement" || last.Missing.Key != "gap_endorsement" {
		t.Errorf("without endorsement: %d, %+v", f.Score, last)
	}
}

func TestLastSaid(t *testing.T) {
	for _, c := range []struct {
		asked     aid.Period
		confirmed aid.Date
		want      aid.Date
	}{
		{aid.Period{From: "2016", To: "2018"}, "", "2018"},
		{aid.Period{From: "2016"}, "", "2016"},
		{aid.Period{From: "2016"}, "2026-11-24", "2026-11-24"},
		{aid.Period{From: "2026", To: "2026-12"}, "2020-01-01", "2026-12"}, // asked anew since
		{aid.Period{}, "2020-01-01", "2020-01-01"},
		{aid.Period{}, "", ""},
	} {
		if got := (aid.Request{Asked: c.asked, Confirmed: c.confirmed}).LastSaid(); got != c.want {
			t.Errorf("%v, %s: %s, want %s", c.asked, c.confirmed, got, c.want)
		}
	}
}

func TestConvert(t *testing.T) {
	reg := register()
	for _, c := range []struct {
		sum      aid.Money
		currency string
		want     string
	}{
		{aid.Money{Minor: 100_00, Currency: "EUR"}, "EUR", "100.00 EUR"},
		{aid.Money{Minor: 114_00, Currency: "USD"}, "EUR", "100.00 EUR"},
		{aid.Money{Minor: 100_00, Currency: "EUR"}, "USD", "114.00 USD"},
		{aid.Money{Minor: 94_00, Currency: "USD"}, "JPY", "10000 JPY"},
		{aid.Money{Minor: 10_000, Currency: "JPY"}, "EUR", "82.46 EUR"},
		{aid.Money{Minor: 5, Currency: aid.NoCurrency}, aid.NoCurrency, ""},
		{aid.Money{Minor: 5, Currency: "USD"}, "CHF", ""},
		{aid.Money{Minor: 1 << 62, Currency: "USD"}, "JPY", ""},
		{aid.Money{}, "USD", ""},
	} {
		got, known := reg.Convert(c.sum, c.currency, "2021")
		if known != (c.want != "") || known && got.String() != c.want {
			t.Errorf("%s in %s: %q, %v; want %q", c.sum, c.currency, got, known, c.want)
		}
	}
}

// Whatever donors commit, pay and take back, in whatever currencies: the envelope holds it, the need too, the sums of
// offer and request are those of what stands, and each chain of pledge, commitment and payments counts once.
func TestSumsHoldWhateverDonorsDo(t *testing.T) {
	reg := register()
	rapid.Check(t, func(t *rapid.T) {
		offer := aid.Offer{ID: "O", Donors: aid.List[aid.PartyID]{"EU"}, Envelope: aid.Money{Minor: 1000_00, Currency: "EUR"}}
		request := aid.Request{ID: "R", Amount: aid.Money{Minor: 100_000, Currency: "JPY"}}
		var all []aid.Commitment
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			if len(all) > 0 && rapid.IntRange(0, 4).Draw(t, "cancel") == 0 {
				i := rapid.IntRange(0, len(all)-1).Draw(t, "which")
				all[i], offer, request = all[i].Cancel(offer, request, "2026-11-24")
				continue
			}
			c := aid.Commitment{
				ID: aid.NewCommitmentID("P", len(all)+1), ProposalID: "P", DonorID: "EU", MadeOn: "2026-11-24",
				Kind:   rapid.SampledFrom(aid.CommitmentKinds).Draw(t, "kind"),
				Amount: aid.Money{Minor: rapid.Int64Range(1, 900_00).Draw(t, "sum"), Currency: rapid.SampledFrom([]string{"EUR", "USD", "JPY"}).Draw(t, "currency")},
			}
			if len(all) > 0 && rapid.Bool().Draw(t, "linked") {
				c.Previous = rapid.SampledFrom(all).Draw(t, "previous").ID
			}
			if c.Validate(offer, all, "2026-11-24") != nil {
				continue
			}
			kept, o, r, err := c.Commit(offer, request, all, reg, false)
			if err != nil {
				continue
			}
			all, offer, request = append(all, kept), o, r
		}
		var ofOffer, ofRequest aid.Money
		for _, c := range all {
			ofOffer, ofRequest = ofOffer.Plus(c.OfOffer), ofRequest.Plus(c.OfRequest)
			if c.Kind == aid.Pledged && c.OfOffer.Known() {
				t.Fatalf("a pledge counts: %+v", c)
			}
		}
		if ofOffer != offer.Committed || ofRequest != request.Committed {
			t.Fatalf("%s and %s stand, %s and %s are on record", ofOffer, ofRequest, offer.Committed, request.Committed)
		}
		if ofOffer.Minor > offer.Envelope.Minor || ofRequest.Minor > request.Amount.Minor {
			t.Fatalf("%s of %s, %s of %s", ofOffer, offer.Envelope, ofRequest, request.Amount)
		}
	})
}

func TestAchievements(t *testing.T) {
	r := aid.Request{ID: "R", RequesterID: "TGO"}
	x := func(by aid.PartyID, unit aid.Unit, n int64) aid.Result {
		return aid.Result{RequestID: "R", By: by, Unit: unit, Quantity: n}
	}
	got := aid.Achievements(r, []aid.Result{
		x("EU", aid.LawsAdopted, 2), x("TGO", aid.WeaponsDestroyed, 30), x("EU", aid.WeaponsDestroyed, 20),
		x("EU", aid.WeaponsDestroyed, 10), x("MLI", aid.LawsAdopted, 3), {RequestID: "OTHER", By: "TGO", Unit: aid.LawsAdopted, Quantity: 9},
		x("TGO", aid.StoresUpgraded, 0), x("EU", aid.StoresUpgraded, 4),
	})
	want := []aid.Achieved{
		{RequestID: "R", Unit: aid.WeaponsDestroyed, State: 30, Donors: 30, Counted: 30},
		{RequestID: "R", Unit: aid.StoresUpgraded, Donors: 4, Differ: true}, // the State says that there was none
		{RequestID: "R", Unit: aid.LawsAdopted, Donors: 3, Counted: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
