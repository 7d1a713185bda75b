package matcher

import (
	"testing"

	"ploughshare/aid"
)

// What an offer reaches are the eligible pairs that the matcher itself finds for it.
func TestReachIsWhatTheMatcherFinds(t *testing.T) {
	in := random(7, 60, 12)
	f := newField(in)
	some := 0
	for j, offer := range in.Offers {
		want := map[aid.RequestID]int{}
		for i := range f.needs {
			eligible, _ := f.oracle(i)
			for _, c := range eligible {
				if int(c.offer) == j && f.needs[i].barred.Key == "" {
					want[f.needs[i].ID] = int(c.total)
				}
			}
		}
		got := Reach(in, offer)
		some += len(got)
		if len(got) != len(want) {
			t.Errorf("%s reaches %d requests, want %d", offer.ID, len(got), len(want))
		}
		for k, r := range got {
			if want[r.RequestID] != r.Total || k > 0 && got[k-1].Total < r.Total {
				t.Errorf("%s and %s: %d, want %d", offer.ID, r.RequestID, r.Total, want[r.RequestID])
			}
		}
	}
	if some == 0 {
		t.Error("no offer reaches anything: the test looks at nothing")
	}
}
