package matcher_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/matcher"
)

func TestWholeFit(t *testing.T) {
	out := propose(t, world())
	if len(out.Proposals) != 1 || len(out.Unmatched) != 0 {
		t.Fatalf("got %d proposals and %d unmatched, want 1 and 0", len(out.Proposals), len(out.Unmatched))
	}
	p := out.Proposals[0]
	if p.Amount.String() != "100000.00 USD" || p.Rank != 1 {
		t.Errorf("got %s at rank %d, want the whole 100000.00 USD at rank 1", p.Amount, p.Rank)
	}
	if out.Value != int64(p.Total)*100 {
		t.Errorf("value is %d, want total × 100 thousand dollars = %d", out.Value, p.Total*100)
	}
	want := map[string]int{"theme": 2500, "terms": 250, "place": 2000, "kind": 1000, "amount": 500, "timing": 1000, "readiness": 1000, "waiting": 260, "record": 200}
	got := map[string]int{}
	for _, part := range p.Score.Parts {
		got[part.Criterion] = part.Points
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
	if len(p.Caveats)+len(p.Flags) != 0 {
		t.Errorf("a whole fit has caveats %v and flags %v", keys(p.Caveats), keys(p.Flags))
	}
}

func TestVetoesBind(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		change       func(r *aid.Request, o *aid.Offer)
	}{
		{"contribution to a fund", "unmatched_contribution", func(_ *aid.Request, o *aid.Offer) { o.Form = aid.Contribution }},
		{"other theme", "unmatched_theme", func(_ *aid.Request, o *aid.Offer) { o.Themes = aid.List[aid.ThemeID]{"marking"} }},
		{"no theme asked", "unmatched_theme", func(r *aid.Request, _ *aid.Offer) { r.Themes = nil }},
		{"other place", "unmatched_place", func(_ *aid.Request, o *aid.Offer) { o.Places = aid.List[string]{"BBB"} }},
		{"no longer a member", "unmatched_place", func(r *aid.Request, o *aid.Offer) {
			r.Countries, o.Places = aid.EqualShares([]string{"BBB"}), aid.List[string]{"union"}
		}},
		{"ended", "unmatched_time", func(_ *aid.Request, o *aid.Offer) { o.Valid = aid.Period{From: "2020", To: "2026-10"} }},
		{"taken to have ended", "unmatched_time", func(_ *aid.Request, o *aid.Offer) { o.Form, o.Valid = "council_decision", aid.Period{From: "2021"} }},
		{"one sum, long ago", "unmatched_time", func(_ *aid.Request, o *aid.Offer) { o.Valid = aid.Period{From: "2007-03"} }},
		{"not begun", "unmatched_time", func(_ *aid.Request, o *aid.Offer) { o.Valid = aid.Period{From: "2029"} }},
		{"over before the work", "unmatched_time", func(r *aid.Request, _ *aid.Offer) { r.Wanted = aid.Period{From: "2029"} }},
		{"other kind of help", "unmatched_kind", func(_ *aid.Request, o *aid.Offer) { o.Kinds = aid.List[aid.HelpKind]{aid.Legal} }},
		{"below the smallest project", "unmatched_amount", func(_ *aid.Request, o *aid.Offer) { o.MinProject = aid.Money{Minor: 200_000_00, Currency: "USD"} }},
		{"not eligible for ODA", "unmatched_oda", func(r *aid.Request, o *aid.Offer) {
			r.Countries, o.Places, o.ODAOnly = aid.EqualShares([]string{"CCC"}), aid.List[string]{"global"}, aid.Yes
		}},
		{"report too old", "unmatched_report", func(r *aid.Request, o *aid.Offer) { r.Provenance.ReportYear, o.ReportYears = 2018, 4 }},
		{"own money", "unmatched_self", func(_ *aid.Request, o *aid.Offer) { o.Donors = aid.List[aid.PartyID]{"AAA"} }},
		{"a count", "unmatched_aggregate", func(r *aid.Request, _ *aid.Offer) { r.RequesterID = "count" }},
		{"asked later", "unmatched_later", func(r *aid.Request, _ *aid.Offer) { r.Asked = aid.Period{From: "2027", To: "2027"} }},
		{"nowhere", "unmatched_country", func(r *aid.Request, _ *aid.Offer) { r.Countries = nil }},
		{"stated long ago", "unmatched_expired", func(r *aid.Request, _ *aid.Offer) { r.Asked = aid.Period{From: "1998", To: "1998"} }},
		{"stated long ago, confirmed after the day of the round", "unmatched_expired", func(r *aid.Request, _ *aid.Offer) {
			r.Asked, r.Confirmed = aid.Period{From: "1998", To: "1998"}, "2027-01-01"
		}},
		{"all committed", "unmatched_committed", func(_ *aid.Request, o *aid.Offer) { o.Committed = o.Envelope }},
		{"all that is needed committed", "unmatched_covered", func(r *aid.Request, _ *aid.Offer) { r.Committed = r.Amount }},
		{"nothing left", "unmatched_spent", func(_ *aid.Request, o *aid.Offer) { o.Envelope = aid.Money{Minor: 50, Currency: "USD"} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := world()
			c.change(&in.Requests[0], &in.Offers[0])
			out := propose(t, in)
			if len(out.Unmatched) != 1 || out.Unmatched[0].Reason.Key != c.reason {
				t.Errorf("got proposals %v, unmatched %v; want the reason %s", out.Proposals, out.Unmatched, c.reason)
			}
		})
	}
}

func TestFloorBinds(t *testing.T) {
	in := world()
	in.Policy.Floor = 99
	if out := propose(t, in); len(out.Unmatched) != 1 || out.Unmatched[0].Reason.Key != "unmatched_floor" {
		t.Errorf("got %v, want the floor as the reason", out.Unmatched)
	}
}

// What passes although something is open says so.
func TestCaveatsAndFlags(t *testing.T) {
	for _, c := range []struct {
		name, key string
		change    func(in *aid.Inputs, r *aid.Request, o *aid.Offer)
	}{
		{"standing offer, old, no end", "caveat_end_unstated", func(_ *aid.Inputs, _ *aid.Request, o *aid.Offer) {
			o.Form, o.Valid = aid.StandingMechanism, aid.Period{From: "1993"}
		}},
		{"programme without a sum", "caveat_envelope_assumed", func(_ *aid.Inputs, _ *aid.Request, o *aid.Offer) { o.Envelope = aid.Money{} }},
		{"sum without a currency", "caveat_envelope_currency", func(_ *aid.Inputs, _ *aid.Request, o *aid.Offer) { o.Envelope.Currency = aid.NoCurrency }},
		{"request without a sum", "caveat_need_assumed", func(_ *aid.Inputs, r *aid.Request, _ *aid.Offer) { r.Amount, r.FirstStage = aid.Money{}, aid.Money{} }},
		{"other currency", "caveat_need_converted", func(_ *aid.Inputs, r *aid.Request, _ *aid.Offer) { r.Amount.Currency = "EUR" }},
		{"old need", "caveat_need_old", func(_ *aid.Inputs, r *aid.Request, _ *aid.Offer) { r.Asked = aid.Period{From: "2016", To: "2016"} }},
		{"need in part committed", "caveat_need_committed", func(_ *aid.Inputs, r *aid.Request, _ *aid.Offer) {
			r.Committed = aid.Money{Minor: 1_000_00, Currency: "USD"}
		}},
		{"envelope in part committed", "caveat_committed", func(_ *aid.Inputs, _ *aid.Request, o *aid.Offer) {
			o.Committed = aid.Money{Minor: 1_000_00, Currency: "USD"}
		}},
		{"undated need", "caveat_need_undated", func(_ *aid.Inputs, r *aid.Request, _ *aid.Offer) { r.Asked = aid.Period{} }},
		{"begins next year", "caveat_not_begun", func(_ *aid.Inputs, _ *aid.Request, o *aid.Offer) { o.Valid = aid.Period{From: "2027", To: "2029"} }},
		{"met in the meantime", "caveat_met", func(in *aid.Inputs, r *aid.Request, _ *aid.Offer) {
			r.Asked = aid.Period{From: "2020", To: "2020"}
			in.Pairings = []aid.Pairing{{ID: "P1", Project: "p", BeneficiaryID: "AAA", Title: "Stores", Themes: aid.List[aid.ThemeID]{"stockpile"}, Ran: aid.Period{From: "2022"}}}
		}},
		{"carried out", "caveat_carried_out", func(_ *aid.Inputs, r *aid.Request, _ *aid.Offer) {
			r.Provenance.Evidence = "project carried out under the request mechanism"
		}},
		{"unclear places", "caveat_places", func(_ *aid.Inputs, _ *aid.Request, o *aid.Offer) { o.Places, o.PlacesText = nil, "25 countries" }},
		{"ODA estimated", "caveat_oda", func(_ *aid.Inputs, r *aid.Request, o *aid.Offer) {
			r.Countries, o.Places, o.ODAOnly = aid.EqualShares([]string{"BBB"}), aid.List[string]{"global"}, aid.Yes
		}},
		{"not authenticated", "caveat_unauthenticated", func(_ *aid.Inputs, r *aid.Request, _ *aid.Offer) { r.Status = aid.Submitted }},
		{"embargo", "flag_embargo_territory", func(_ *aid.Inputs, r *aid.Request, o *aid.Offer) {
			r.Countries, o.Places = aid.EqualShares([]string{"BBB"}), aid.List[string]{"BBB"}
		}},
		{"embargo, renewal not known", "flag_embargo_unconfirmed", func(in *aid.Inputs, r *aid.Request, o *aid.Offer) {
			in.Reference.Embargoes[0].PartyID, in.Reference.Embargoes[0].Expiry = "AAA", "2025-07-01"
		}},
		{"embargo, stale facts", "flag_embargo_stale", func(in *aid.Inputs, r *aid.Request, o *aid.Offer) {
			in.Reference.Embargoes[0].PartyID, in.Reference.Embargoes[0].Checked = "AAA", "2025"
		}},
		{"embargo, end not checked", "flag_embargo_end_unchecked", func(in *aid.Inputs, r *aid.Request, o *aid.Offer) {
			e := &in.Reference.Embargoes[0]
			e.PartyID, e.End, e.Checked = "AAA", "2018-11-14", ""
		}},
		{"no embargo facts at all", "flag_embargo_missing", func(in *aid.Inputs, r *aid.Request, o *aid.Offer) { in.Reference.Embargoes = nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := world()
			c.change(&in, &in.Requests[0], &in.Offers[0])
			out := propose(t, in)
			if len(out.Proposals) != 1 {
				t.Fatalf("nothing is proposed: %v", out.Unmatched)
			}
			said := append(keys(out.Proposals[0].Caveats), keys(out.Proposals[0].Flags)...)
			if !slices.Contains(said, c.key) {
				t.Errorf("%s is not said, only %v", c.key, said)
			}
		})
	}
}

func TestLiftedEmbargoIsNoFlag(t *testing.T) {
	in := world()
	in.Reference.Embargoes[0].PartyID, in.Reference.Embargoes[0].End = "AAA", "2024-07-30"
	if out := propose(t, in); len(out.Proposals[0].Flags) != 0 {
		t.Errorf("an embargo that was lifted flags: %v", out.Proposals[0].Flags)
	}
}

// many makes a market in which money is short, sums are odd and offers have limits, so that requests are co-funded.
func many() aid.Inputs {
	in := world()
	request, offer := in.Requests[0], in.Offers[0]
	in.Requests, in.Offers = nil, nil
	for i := range 40 {
		r := request
		r.ID = aid.RequestID(fmt.Sprintf("R%02d", i))
		r.Amount.Minor = int64(50_000_00 + i*7_777_77)
		r.Themes = aid.EqualShares([]string{[]string{"stockpile", "ammunition", "marking"}[i%3]})
		in.Requests = append(in.Requests, r)
	}
	for j := range 12 {
		o := offer
		o.ID = aid.OfferID(fmt.Sprintf("O%02d", j))
		o.Envelope.Minor = int64(100_000_00 + j*33_333_33)
		o.Places = aid.List[string]{[]string{"AAA", "union", "global"}[j%3]}
		o.Themes = aid.List[aid.ThemeID]{[]aid.ThemeID{"stockpile", "marking", "poa_general"}[j%3]}
		switch j % 4 {
		case 0, 2:
			o.MaxProject = aid.Money{Minor: 80_500_00, Currency: "USD"}
		case 1:
			o.MinProject = aid.Money{Minor: 60_500_00, Currency: "USD"}
		}
		in.Offers = append(in.Offers, o)
	}
	return in
}

func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	want, digest, err := matcher.Digest(propose(t, many()))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(5) {
		in := many()
		random := rand.New(rand.NewPCG(seed, seed))
		shuffle(random, in.Requests)
		shuffle(random, in.Offers)
		shuffle(random, in.Reference.Parties)
		shuffle(random, in.Reference.Memberships)
		got, other, err := matcher.Digest(propose(t, in))
		if err != nil || other != digest {
			t.Fatalf("seed %d: another outcome (%v): %s", seed, err, cmp.Diff(string(want), string(got)))
		}
	}
}

func shuffle[T any](r *rand.Rand, rows []T) {
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
}

func TestMoneyAddsUp(t *testing.T) {
	in := many()
	out := propose(t, in)
	offers := map[aid.OfferID]aid.Offer{}
	for _, o := range in.Offers {
		offers[o.ID] = o
	}
	given, got := map[aid.OfferID]int64{}, map[aid.RequestID]int64{}
	cofunded := 0
	for _, p := range out.Proposals {
		sum := 0
		for _, part := range p.Score.Parts {
			sum += part.Points
		}
		if sum != p.Total || sum != p.Score.Total {
			t.Errorf("%s with %s: parts add up to %d, total says %d", p.RequestID, p.OfferID, sum, p.Total)
		}
		if got[p.RequestID] > 0 {
			cofunded++
		}
		o := offers[p.OfferID]
		if p.Amount.Minor < o.MinProject.Minor || o.MaxProject.Known() && p.Amount.Minor > o.MaxProject.Minor {
			t.Errorf("offer %s gives %s to %s; its projects cost %s to %s", o.ID, p.Amount, p.RequestID, o.MinProject, o.MaxProject)
		}
		given[p.OfferID] += p.Amount.Minor
		got[p.RequestID] += p.Amount.Minor
	}
	for _, o := range in.Offers {
		if given[o.ID] > o.Envelope.Minor {
			t.Errorf("offer %s gives %d cents of %d", o.ID, given[o.ID], o.Envelope.Minor)
		}
	}
	for _, r := range in.Requests {
		if got[r.ID] > r.Amount.Minor {
			t.Errorf("request %s gets %d cents and asked for %d", r.ID, got[r.ID], r.Amount.Minor)
		}
	}
	if out.Bound < out.Value || out.Value < out.Bound*9/10 {
		t.Errorf("the value is %d and the bound %d", out.Value, out.Bound)
	}
	if cofunded == 0 || len(out.Unmatched) == 0 {
		t.Errorf("%d co-funded, %d unmatched: this market tests too little", cofunded, len(out.Unmatched))
	}
}

func TestExplainAgreesWithTheRound(t *testing.T) {
	in := many()
	out := propose(t, in)
	frozen, err := matcher.Freeze(in, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range in.Requests {
		for j, o := range in.Offers {
			if (i+j)%4 > 0 {
				continue
			}
			e, err := matcher.Explain(t.Context(), frozen.Inputs, r.ID, o.ID)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(out.Proposals, func(p aid.Proposal) bool { return p.RequestID == r.ID && p.OfferID == o.ID })
			if e.Proposed != (i >= 0) {
				t.Fatalf("%s with %s: explained as proposed %v", r.ID, o.ID, e.Proposed)
			}
			if i < 0 {
				continue
			}
			if diff := cmp.Diff(out.Proposals[i].Score, e.Score); diff != "" || e.Amount != out.Proposals[i].Amount || len(e.Findings) > 0 {
				t.Errorf("%s with %s is explained otherwise than proposed: %s", r.ID, o.ID, diff)
			}
		}
	}
	if _, err := matcher.Explain(t.Context(), frozen.Inputs, "nobody", "O01"); !errors.Is(err, aid.ErrNotFound) {
		t.Errorf("got %v for a request that is not there", err)
	}
}

func TestFrozenInputsSurviveJSON(t *testing.T) {
	var text bytes.Buffer
	frozen, err := matcher.Freeze(many(), &text)
	if err != nil {
		t.Fatal(err)
	}
	if whole, err := json.Marshal(frozen.Inputs); err != nil || !bytes.Equal(whole, text.Bytes()) {
		t.Errorf("row by row the inputs have other bytes than at once (%v)", err)
	}
	var again aid.Inputs
	if err := json.Unmarshal(text.Bytes(), &again); err != nil {
		t.Fatal(err)
	}
	if other, err := matcher.Freeze(again, io.Discard); err != nil || other.Digest != frozen.Digest {
		t.Errorf("read back, the inputs have another digest (%v)", err)
	}
}

func TestPolicyIsChecked(t *testing.T) {
	for _, c := range []struct {
		key    string
		change func(p *aid.Policy)
	}{
		{"weights_total", func(p *aid.Policy) { p.Weights["theme"] = 31 }},
		{"unknown_criterion", func(p *aid.Policy) { p.Weights["luck"] = 0 }},
		{"weight_negative", func(p *aid.Policy) { p.Weights["theme"], p.Weights["place"] = -10, 60 }},
		{"dollars_required", func(p *aid.Policy) { p.AssumedNeed.Currency = "EUR" }},
		{"floor_out_of_range", func(p *aid.Policy) { p.Floor = 101 }},
		{"policy_out_of_range", func(p *aid.Policy) { p.RunMonths = 0 }},
		{"policy_out_of_range", func(p *aid.Policy) { p.RunMonths = 20000 }},
		{"weight_negative", func(p *aid.Policy) { p.Weights["theme"], p.Weights["place"] = 1<<62, 1<<62 }},
		{"required", func(p *aid.Policy) { p.Statuses = nil }},
		{"unknown_status", func(p *aid.Policy) { p.Statuses = []aid.RequestStatus{"nonsense"} }},
	} {
		in := world()
		c.change(&in.Policy)
		_, err := matcher.Propose(t.Context(), in)
		var problems aid.Problems
		if !errors.As(err, &problems) || !slices.ContainsFunc(problems, func(p aid.Problem) bool { return p.Key == c.key }) {
			t.Errorf("got %v, want the problem %s", err, c.key)
		}
	}
}

// Two requests of equal worth and money for one: the draw decides, says so, and another day is another draw.
func TestEqualRequestsAreDrawn(t *testing.T) {
	in := world()
	in.Offers[0].Envelope.Minor = in.Requests[0].Amount.Minor
	twin := in.Requests[0]
	twin.ID = "R2"
	in.Requests = append(in.Requests, twin)
	served := map[aid.RequestID]bool{}
	for day := range 28 {
		in.AsOf = aid.Date(fmt.Sprintf("2026-11-%02d", day+1))
		out := propose(t, in)
		if len(out.Unmatched) != 1 || out.Unmatched[0].Reason.Key != "unmatched_lottery" {
			t.Fatalf("got %v", out.Unmatched)
		}
		served[out.Proposals[0].RequestID] = true
	}
	if len(served) != 2 {
		t.Error("the same request lost on every day of the month")
	}
}

// Where money is short only because a sum had to be assumed, the reason says so.
func TestAssumedEnvelopeIsSaidToBeAssumed(t *testing.T) {
	in := many()
	in.Offers = in.Offers[:1]
	in.Offers[0].Envelope = aid.Money{}
	said := 0
	for _, u := range propose(t, in).Unmatched {
		if u.Reason.Key == "unmatched_spent" || u.Reason.Key == "unmatched_lottery" {
			if said++; u.Reason.Args["assumed"] != "O00" {
				t.Errorf("%s: %v", u.RequestID, u.Reason)
			}
		}
	}
	if said == 0 {
		t.Error("money was not short: this tests nothing")
	}
}

// What a State confirms is as fresh as if it had asked today, and keeps the time that it has waited.
func TestAConfirmedNeedIsFresh(t *testing.T) {
	in := world()
	in.Requests[0].Asked = aid.Period{From: "1998", To: "1998"}
	if out := propose(t, in); len(out.Proposals) != 0 {
		t.Fatal("a need of 1998 that nobody confirmed is proposed")
	}
	in.Requests[0].Confirmed = "2026-11-01"
	out := propose(t, in)
	if len(out.Proposals) != 1 || len(out.Proposals[0].Caveats) != 0 {
		t.Fatalf("confirmed: %+v, %+v", out.Proposals, out.Unmatched)
	}
	for _, part := range out.Proposals[0].Score.Parts {
		if part.Criterion == "waiting" && part.Value != 100 {
			t.Errorf("after 28 years of waiting the value is %d: %s", part.Value, part.Reason.Key)
		}
	}
}
