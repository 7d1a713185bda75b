package api_test

import (
	"testing"
	"time"
)

// The life of a request through the interface, with entity tags on every change and sentences in every answer.
func TestALifeThroughTheInterface(t *testing.T) {
	now := clock()
	h := serverAt(t, func() time.Time { return now })
	match := func(tag string) map[string]string { return map[string]string{"If-Match": tag} }
	send := func(calls ...call) {
		t.Helper()
		for _, c := range calls {
			if c.method == "" {
				c.method = "POST"
			}
			c.send(t, h)
		}
	}
	const request, proposal = "/requests/RQ010", "/proposals/R2026-1.RQ010.OF061"
	send(
		call{method: "GET", path: request, status: 200, has: []string{`"fundability":{"score":40`, `"awaits":"secretariat"`, "Awaited by 8 December 2026: the secretariat", `"expires":"2031-12-31"`}},
		call{path: request + "/moves", header: match(`"1"`), body: `{"to":"authenticated","why":"note verbale"}`, status: 200},
		call{path: request + "/moves", header: match(`"2"`), body: `{"to":"circulated","why":"x"}`, status: 422, has: []string{"The State may still object"}},
		call{path: proposal + "/moves", header: match(`"0"`), body: `{"to":"published","why":"x"}`, status: 422, has: []string{"circulate it first"}},
		call{method: "GET", path: "/requests?silent=true", status: 200, has: []string{`"items":[]`}},
	)
	now = now.AddDate(0, 0, 15)
	send(
		call{method: "GET", path: "/requests?silent=true", status: 200, has: []string{"RQ010", "RQ011"}},
		call{method: "GET", path: request, status: 200, has: []string{"Silence from the secretariat since 24 November 2026"}},
		call{path: request + "/moves", header: match(`"2"`), body: `{"to":"circulated","why":"nobody objects"}`, status: 200},
		call{path: request + "/confirmation", status: 200, has: []string{`"confirmed":"2026-12-09"`, `"version":4`}},
		call{path: request + "/questions", body: `{"text":"Which stations?","field":"where"}`, status: 201, has: []string{`"RQ010.Q1"`}},
		call{path: request + "/questions", body: `{"text":"x","field":"weather"}`, status: 422, has: []string{"first_stage"}},
		call{method: "PUT", path: "/questions/RQ010.Q1/answer", body: `{"answer":"All fifteen"}`, status: 428},
		call{method: "PUT", path: "/questions/RQ010.Q1/answer", header: match(`"1"`), body: `{"answer":"All fifteen"}`, status: 200, has: []string{`"answered_on":"2026-12-09"`}},
		call{method: "GET", path: request + "/questions", status: 200, has: []string{"All fifteen"}},
		call{path: proposal + "/moves", body: `{"to":"published","why":"x"}`, status: 428},
		call{path: proposal + "/moves", header: match(`"0"`), body: `{"to":"published","why":"for the meeting"}`, status: 200, has: []string{`"published"`}},
		call{path: proposal + "/answers", body: `{"donor":"EU","reply":"not_us"}`, status: 422, has: []string{"Say why not"}},
		call{path: proposal + "/answers", body: `{"donor":"EU","reply":"interested"}`, status: 201, has: []string{`"portion":"whole"`}},
		call{method: "GET", path: "/answers?request=RQ010", status: 200, has: []string{`"reply":"interested"`}},
		call{path: proposal + "/commitments", body: `{"donor":"EU","kind":"commitment","amount":{"minor":100,"currency":"XXX"}}`, status: 422, has: []string{"with its currency"}},
		call{path: proposal + "/commitments", body: `{"donor":"EU","kind":"commitment","amount":{"minor":1,"currency":"EUR"}}`, status: 422, has: []string{"State the envelope first"}},
		call{method: "PUT", path: "/offers/OF061", header: match(`"1"`), body: `{"donors":["EU"],"programme":"SEESAC","form":"council_decision","themes":["stockpile"],"envelope":{"minor":100000000,"currency":"EUR"}}`, status: 200},
		call{path: proposal + "/commitments", body: `{"donor":"EU","kind":"commitment","amount":{"minor":900000000000,"currency":"EUR"}}`, status: 422, has: []string{"Of the offer"}},
		call{path: proposal + "/commitments", body: `{"donor":"EU","kind":"commitment","amount":{"minor":10000000,"currency":"EUR"}}`, status: 201, has: []string{`"of_offer"`}},
		call{method: "GET", path: "/commitments?donor=EU", status: 200, has: []string{`"R2026-1.RQ010.OF061.C1"`}},
		call{path: "/commitments/R2026-1.RQ010.OF061.C1/cancellation", header: match(`"9"`), body: `{"why":"x"}`, status: 412},
		call{path: request + "/results", body: `{"by":"MKD","unit":"stores_upgraded","quantity":15,"on":"2026"}`, status: 422, has: []string{"once the request is funded; it is interest shown"}},
		call{method: "GET", path: "/results/RQ010.R1", status: 405},
		call{method: "GET", path: "/totals", status: 200, has: []string{`"committed":{"minor":`, `"interest_shown":1`}},
		call{method: "GET", path: request + "/history", status: 200, has: []string{"From circulated to interest shown", "Round R2026-1 proposed", "A donor committed money", "The State confirmed"}},
		call{path: "/commitments/R2026-1.RQ010.OF061.C1/cancellation", header: match(`"1"`), body: `{"why":"budget cut"}`, status: 200, has: []string{`"cancelled":"2026-12-09"`}},
	)
}
