package api_test

import "testing"

// Several requests move with one reason, all or none; a dry run says which could.
func TestRequestsMoveTogether(t *testing.T) {
	w := server(t)
	both := `{"to":"authenticated","why":"notes verbales","requests":[{"id":"RQ010","version":1},{"id":"RQ011","version":1}]}`
	for _, c := range []call{
		{path: "?dry_run=true", body: both, status: 200, has: []string{`"status":"submitted"`, `"hinders":[]`}, hasNot: []string{"authenticated"}},
		{body: `{"to":"authenticated","why":"x","requests":[{"id":"RQ010","version":7}]}`, status: 422, has: []string{`"location":"RQ010"`, "changed this since"}},
		{body: both, status: 200, has: []string{`"status":"authenticated","version":2`}, hasNot: []string{"submitted"}},
		{body: both, status: 422, has: []string{`"location":"RQ010"`, `"location":"RQ011"`, "cannot change from"}},
		{path: "?dry_run=true", body: both, status: 200, has: []string{"cannot change from"}},
		{body: `{"to":"authenticated","why":"x","requests":[{"id":"NONE","version":1}]}`, status: 422, has: []string{"There is no request NONE"}},
		{as: "state", body: both, status: 403},
	} {
		c.method, c.path = "POST", "/requests/together"+c.path
		c.send(t, w)
	}
}

// A search is its owner's alone.
func TestSavedSearchesThroughTheInterface(t *testing.T) {
	w := server(t)
	for _, c := range []call{
		{as: "donor", method: "POST", path: "/searches", body: `{"name":"Stores","list":"requests","query":"theme=stockpile&after=x","rhythm":"weekly"}`, status: 201, has: []string{`"query":"theme=stockpile"`}},
		{as: "donor", method: "POST", path: "/searches", body: `{"name":"Offers","list":"offers"}`, status: 422},
		{as: "donor", method: "GET", path: "/searches", status: 200, has: []string{`"name":"Stores"`}},
		{as: "donor", method: "GET", path: "/subscriptions", status: 200, has: []string{`"search":"`, `"request_circulated"`}},
		{method: "GET", path: "/searches", status: 200, hasNot: []string{"Stores"}},
	} {
		c.send(t, w)
	}
}
