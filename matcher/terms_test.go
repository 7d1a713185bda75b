package matcher_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
)

// What both sides name counts by the side that says less, and the reason says what it is.
func TestTermsInCommon(t *testing.T) {
	for _, c := range []struct {
		name         string
		asked, given []string
		value        int
		reason       aid.Message
	}{
		{"all of the shorter side", []string{"ammunition", "marking machine"}, []string{"marking machine"}, 100,
			aid.Say("reason_terms", "terms", "marking machine")},
		{"two of three", []string{"ammunition", "border", "marking machine"}, []string{"ammunition", "border", "customs", "stockpile"}, 83,
			aid.Say("reason_terms", "terms", "ammunition;border")},
		{"nothing in common", []string{"ammunition"}, []string{"border"}, 40, aid.Say("reason_terms_none")},
		{"an offer without words", []string{"ammunition"}, nil, 50, aid.Say("reason_terms_unknown")},
		{"a request without words", nil, []string{"border"}, 50, aid.Say("reason_terms_unknown")},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := world()
			in.Terms = aid.Terms{Requests: map[aid.RequestID][]string{"R1": c.asked}, Offers: map[aid.OfferID][]string{"O1": c.given}}
			for _, part := range propose(t, in).Proposals[0].Score.Parts {
				if part.Criterion == "terms" && (part.Value != c.value || cmp.Diff(part.Reason, c.reason) != "") {
					t.Errorf("got %d, %+v", part.Value, part.Reason)
				}
			}
		})
	}
}
