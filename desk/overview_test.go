package desk_test

import (
	"slices"
	"testing"

	"ploughshare/aid"
)

// The figures of the overview are the lengths of the lists behind them, and tell the public no sums.
func TestOverviewCountsWhatIsListed(t *testing.T) {
	onBoth(t, func(h *house) {
		h.request("RQ1", dollars(1000))
		h.request("RQ2", aid.Money{})
		h.offer("OF1", dollars(5000), "JPN")
		h.offer("OF2", aid.Money{}, "NOR")
		ended, err := h.Offer(h.ctx, officer, "OF2")
		h.must(err)
		ended.ID, ended.Valid = "OF3", aid.Period{From: "2010", To: "2012"}
		_, err = h.AddOffer(h.ctx, officer, ended)
		h.must(err)
		o, err := h.Overview(h.ctx, officer)
		h.must(err)
		if o.Requests != 2 || o.Offers != 2 || o.Asked != dollars(1000) || o.Unstated != 1 || o.Offered != dollars(5000) || o.Open != 1 {
			t.Errorf("in all: %+v", o)
		}
		if len(o.Themes) != 1 || o.Themes[0].Theme != "marking" || o.Themes[0].Requests != 2 || o.Themes[0].Offers != 2 {
			t.Fatalf("themes: %+v", o.Themes)
		}
		if x := o.Themes[0]; x.Asked != dollars(1000) || x.Offered != dollars(5000) || x.Missed != 0 {
			t.Errorf("the gap: %+v", x)
		}
		for i, cell := range o.Themes[0].Cells {
			list, _, err := h.Requests(h.ctx, officer, aid.RequestFilter{Open: true, Theme: "marking", Region: cell.Region}, aid.Page{})
			h.must(err)
			counts, err := h.CountRequests(h.ctx, officer, aid.RequestFilter{Open: true, Theme: "marking", Region: cell.Region})
			h.must(err)
			if len(list) != cell.Requests || counts[aid.Submitted] != cell.Requests || o.Regions[i].Requests != cell.Requests {
				t.Errorf("%s: %d in the cell, %d in the list, %v counted", cell.Region, cell.Requests, len(list), counts)
			}
			if africa := cell.Region == "Africa"; africa != (cell.Offers == 2) {
				t.Errorf("%s has %d offers", cell.Region, cell.Offers)
			}
		}
		public, err := h.Overview(h.ctx, aid.Actor{})
		h.must(err)
		if public.Requests != 0 || public.Offers != 2 || public.Asked.Known() || public.Offered.Known() {
			t.Errorf("the public sees %+v", public)
		}
		h.request("RQ4", dollars(500)) // what was kept no longer holds
		if later, err := h.Overview(h.ctx, officer); err != nil || later.Requests != 3 || later.Asked != dollars(1500) {
			t.Errorf("after another request: %+v (%v)", later, err)
		}
	})
}

// An offer reaches the requests that its donor may see, and no others.
func TestReachOfAnOffer(t *testing.T) {
	onBoth(t, func(h *house) {
		h.request("RQ1", dollars(100_000))
		hidden, err := h.Request(h.ctx, togo, "RQ1")
		h.must(err)
		hidden.ID, hidden.Consent = "RQ2", aid.ConsentNone
		_, err = h.AddRequest(h.ctx, togo, hidden)
		h.must(err)
		offer := aid.Offer{
			Donors: aid.List[aid.PartyID]{"JPN"}, Form: aid.Bilateral, Themes: aid.List[aid.ThemeID]{"marking"}, Places: aid.List[string]{"TGO"},
			Envelope: dollars(500_000), Valid: aid.Period{From: "2026", To: "2028"},
		}
		for _, c := range []struct {
			by   aid.Actor
			want []aid.RequestID
		}{{japan, []aid.RequestID{"RQ1"}}, {officer, []aid.RequestID{"RQ1", "RQ2"}}} {
			reached, err := h.Reach(h.ctx, c.by, offer)
			h.must(err)
			var ids []aid.RequestID
			for _, r := range reached {
				ids = append(ids, r.RequestID)
			}
			if slices.Sort(ids); !slices.Equal(ids, c.want) {
				t.Errorf("%s reaches %v, want %v", c.by.Name, ids, c.want)
			}
		}
		_, err = h.Reach(h.ctx, norway, offer)
		h.refused(err, aid.ErrForbidden, "")
	})
}
