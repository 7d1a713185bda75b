package matcher_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// twin is the request of world once more, by another channel, as changed.
func twin(in aid.Inputs, change func(*aid.Request)) []aid.Request {
	other := in.Requests[0]
	other.ID, other.Provenance.Channel = "R2", "OSCE"
	change(&other)
	return append(slices.Clone(in.Requests), other)
}

func TestDuplicates(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*aid.Request)
		want   string
	}{
		"the same by another channel":               {func(*aid.Request) {}, matcher.TwoChannels},
		"the next year is the same round of asking": {func(r *aid.Request) { r.Asked = aid.Period{From: "2027"} }, matcher.TwoChannels},
		"another channel and two years later":       {func(r *aid.Request) { r.Asked = aid.Period{From: "2028"} }, matcher.AskedAgain},
		"the same channel":                          {func(r *aid.Request) { r.Provenance.Channel = "" }, matcher.EnteredTwice},
		"undated":                                   {func(r *aid.Request) { r.Asked = aid.Period{} }, matcher.TwoChannels},
		"said in other words, for a near sum": {func(r *aid.Request) {
			r.Title, r.Need, r.Amount.Minor = "Police stores", "Securing the stores of the police in the capital", 90_000_00
		}, matcher.TwoChannels},
		"in another language, for the same sum": {func(r *aid.Request) {
			r.Need = "Sécuriser deux dépôts de la police dans la capitale et former leurs gardiens"
		}, matcher.TwoChannels},
		"in another language, and no sum": {func(r *aid.Request) {
			r.Need, r.Amount = "Sécuriser deux dépôts de la police", aid.Money{}
		}, ""},
		"another State":     {func(r *aid.Request) { r.Countries = aid.EqualShares([]string{"BBB"}) }, ""},
		"another theme":     {func(r *aid.Request) { r.Themes = aid.EqualShares([]string{"marking"}) }, ""},
		"another kind":      {func(r *aid.Request) { r.Kinds = aid.List[aid.HelpKind]{aid.Legal} }, ""},
		"another work":      {func(r *aid.Request) { r.Need, r.Amount = "Build a depot near the northern port", aid.Money{} }, ""},
		"withdrawn":         {func(r *aid.Request) { r.Status = aid.Withdrawn }, ""},
		"a count of States": {func(r *aid.Request) { r.RequesterID = "count" }, ""},
	} {
		in := world()
		got := ""
		for _, d := range matcher.Duplicates(twin(in, c.change), aid.NewRegister(in.Reference)) {
			got += d.Kind
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestDuplicatesInAnyOrder(t *testing.T) {
	in := world()
	requests := twin(in, func(r *aid.Request) { r.Asked = aid.Period{From: "2014"} })
	register := aid.NewRegister(in.Reference)
	there := matcher.Duplicates(requests, register)
	slices.Reverse(requests)
	if diff := cmp.Diff(there, matcher.Duplicates(requests, register)); diff != "" {
		t.Errorf("the order of requests matters:\n%s", diff)
	}
	if d := there[0]; d.First != "R2" || d.Title.Args["year"] != "2026" {
		t.Errorf("got %+v, want R2 of 2014 first", d)
	}
}

func TestProposalsWarnOfTheSameNeed(t *testing.T) {
	in := world()
	in.Requests = twin(in, func(*aid.Request) {})
	out := propose(t, in)
	if len(out.Proposals) != 2 {
		t.Fatalf("%d proposals: a duplicate must not be merged", len(out.Proposals))
	}
	for _, p := range out.Proposals {
		e, err := matcher.Explain(t.Context(), in, p.RequestID, p.OfferID)
		if err != nil || !slices.Contains(keys(p.Caveats), "caveat_same_need_two_channels") {
			t.Errorf("%s: caveats %v, %v", p.RequestID, keys(p.Caveats), err)
		}
		if diff := cmp.Diff([]aid.Message(p.Caveats), e.Caveats); diff != "" {
			t.Errorf("the explanation has other caveats:\n%s", diff)
		}
	}
}
