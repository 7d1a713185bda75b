package matcher_test

import (
	"fmt"
	"slices"
	"testing"

	"ploughshare/aid"
	"ploughshare/matcher"
)

// said is a change of a proposal in short.
func said(c matcher.PairingChange) string {
	return fmt.Sprintf("%s %s %s %v", c.Change, c.RequestID, c.OfferID, keys(c.Why))
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name      string
		change    func(in *aid.Inputs)
		proposals []string
		records   []string
		others    []string
	}{
		{"nothing", func(*aid.Inputs) {}, nil, nil, nil},
		{"bookkeeping", func(in *aid.Inputs) {
			in.Requests[0].Version, in.Requests[0].EnteredAt = 9, in.Requests[0].EnteredAt.AddDate(1, 0, 0)
		}, nil, nil, nil},
		{"an offer taken away", func(in *aid.Inputs) { in.Offers = in.Offers[1:] },
			[]string{"gone R1 O1 [compare_gone_offer]", "added R1 O2 [compare_added_plan]"}, []string{"compare_offer_gone"}, nil},
		{"a request taken away", func(in *aid.Inputs) { in.Requests = nil },
			[]string{"gone R1 O1 [compare_gone_request]"}, []string{"compare_request_gone"}, nil},
		{"a new request", func(in *aid.Inputs) {
			r := in.Requests[0]
			r.ID = "R2"
			in.Requests = append(in.Requests, r)
		}, []string{"added R2 O1 [compare_added_request]"}, []string{"compare_request_new"}, nil},
		{"an offer that ended", func(in *aid.Inputs) { in.Offers[0].Valid.To = "2026-10" },
			[]string{"gone R1 O1 [compare_gone_barred veto_time_ended]", "added R1 O2 [compare_added_plan]"}, []string{"compare_offer_changed"}, nil},
		{"a veto", func(in *aid.Inputs) { in.Curations = []aid.Curation{curation(aid.Veto, "R1", "O1", 0)} },
			[]string{"gone R1 O1 [curated_veto]", "added R1 O2 [compare_added_plan]"}, nil, []string{"compare_curated"}},
		{"a pin", func(in *aid.Inputs) { in.Curations = []aid.Curation{curation(aid.Pin, "R1", "O2", 40)} },
			[]string{"amount R1 O1 [compare_amount]", "added R1 O2 [curated_pin]"}, nil, []string{"compare_curated"}},
		{"less is needed", func(in *aid.Inputs) { in.Requests[0].Amount = usd(80) },
			[]string{"amount R1 O1 [compare_amount]"}, []string{"compare_request_changed"}, nil},
		{"readiness", func(in *aid.Inputs) { in.Requests[0].DrawnUp = aid.No },
			[]string{"score R1 O1 [compare_part reason_readiness]"}, []string{"compare_request_changed"}, nil},
		{"a day and a policy", func(in *aid.Inputs) { in.AsOf, in.Policy.Floor = "2026-11-25", 99 },
			[]string{"gone R1 O1 [compare_gone_barred compare_floor]"}, nil, []string{"compare_day", "compare_policy"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, later := choice(), choice()
			c.change(&later)
			found := matcher.Compare(in, propose(t, in), later, propose(t, later))
			var proposals, records []string
			for _, p := range found.Proposals {
				proposals = append(proposals, said(p))
			}
			for _, r := range slices.Concat(found.Requests, found.Offers) {
				records = append(records, r.Says.Key)
			}
			others := slices.Concat(keys(found.Settings), keys(found.Curations))
			for _, x := range []struct{ want, got []string }{{c.proposals, proposals}, {c.records, records}, {c.others, others}} {
				if !slices.Equal(x.want, x.got) {
					t.Errorf("got %v, want %v", x.got, x.want)
				}
			}
			if found.Changes.Value != found.After.Value-found.Before.Value {
				t.Errorf("%+v, but %+v and %+v", found.Changes, found.Before, found.After)
			}
			back := matcher.Compare(later, propose(t, later), in, propose(t, in))
			if len(back.Proposals) != len(found.Proposals) || back.Changes.Value != -found.Changes.Value {
				t.Errorf("the other way round: %+v", back)
			}
		})
	}
}
