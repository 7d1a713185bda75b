package api_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"
)

func TestSchedulesAndRuns(t *testing.T) {
	h := server(t)
	started := struct{ ID string }{}
	for _, c := range []call{
		{method: "GET", path: "/schedules", status: 200, has: []string{"[]"}},
		{method: "PUT", path: "/schedules/match", body: `{"job":"match","spec":"0 5 * * 1"}`, status: 200, has: []string{`"next_at":"2026-11-30T05:00:00Z"`, `"zone":"UTC"`, `"missed":"once"`}},
		{method: "PUT", path: "/schedules/match", body: `{"job":"match","spec":"0 5 * * 1","zone":"Africa/Lome","enabled":false}`, status: 200, has: []string{`"enabled":false`}},
		{method: "PUT", path: "/schedules/match", body: `{"job":"match","spec":"TZ=UTC"}`, status: 422, has: []string{`"location":"spec"`, "own setting"}},
		{method: "PUT", path: "/schedules/match", body: `{"job":"tea","spec":"@daily"}`, status: 422, has: []string{`"location":"job"`}},
		{method: "GET", path: "/schedules", status: 200, has: []string{`"match"`}},
		{method: "POST", path: "/schedules/tea/runs", status: 404},
	} {
		c.send(t, h)
	}
	answer := call{method: "POST", path: "/schedules/match/runs", status: 201, has: []string{`"waiting"`, "waiting for its turn"}}.send(t, h)
	if err := json.Unmarshal(answer.Body.Bytes(), &started); err != nil {
		t.Fatal(err)
	}
	for _, c := range []call{
		{method: "GET", path: "/runs?state=waiting", status: 200, has: []string{started.ID}},
		{method: "GET", path: "/runs?state=done", status: 200, hasNot: []string{started.ID}},
		{method: "GET", path: "/runs/" + started.ID, status: 200, has: []string{`"schedule":"match"`}},
		{method: "POST", path: "/runs/" + started.ID + "/cancel", status: 200, has: []string{`"cancelled"`}},
		{method: "POST", path: "/runs/" + started.ID + "/cancel", status: 409},
		{method: "GET", path: "/runs/none", status: 404},
	} {
		c.send(t, h)
	}
}

func TestSubscriptionsAndNotices(t *testing.T) {
	h := server(t)
	made := struct{ ID, Secret string }{}
	answer := call{method: "POST", path: "/subscriptions", body: `{"address":"https://program.example.org/hook","events":["request_submitted"]}`, status: 201, has: []string{`"whsec_`}}.send(t, h)
	if err := json.Unmarshal(answer.Body.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	for _, c := range []call{
		{method: "POST", path: "/subscriptions", body: `{"address":"http://program.example.org/hook","events":["request_submitted"]}`, status: 422, has: []string{`"location":"address"`, "https"}},
		{method: "POST", path: "/subscriptions", body: `{"address":"mailto:a@example.org","events":["tea"]}`, status: 422, has: []string{`"location":"events"`}},
		{method: "GET", path: "/subscriptions", status: 200, has: []string{made.ID}, hasNot: []string{"whsec_", made.Secret}},
		{method: "POST", path: "/requests", body: newRequest, status: 201},
		{method: "GET", path: "/notices?subject=requests/NEW1", status: 200, has: []string{`"queued"`, "Togo has submitted request NEW1", "program.example.org"}},
		{method: "DELETE", path: "/subscriptions/" + made.ID, status: 204},
		{method: "DELETE", path: "/subscriptions/" + made.ID, status: 404},
		{method: "GET", path: "/notices?state=failed", status: 200, has: []string{"the subscription was removed"}},
	} {
		c.send(t, h)
	}
}

// atom is what a feed reader must find (RFC 4287).
type atom struct {
	XMLName xml.Name  `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string    `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string    `xml:"id"`
	Title   string    `xml:"title"`
	Updated time.Time `xml:"updated"`
	Author  string    `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string    `xml:"id"`
		Title   string    `xml:"title"`
		Updated time.Time `xml:"updated"`
		Link    struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

func TestFeeds(t *testing.T) {
	h := server(t)
	for path, want := range map[string]string{
		"/feeds/requests.atom?region=Central%20Asia":     "requests/RQ009",
		"/feeds/requests.atom?limit=500":                 "requests/RQ010",
		"/feeds/proposals.atom?donor=EU":                 "proposals/R2026-1.RQ010.OF061",
		"/feeds/requests.atom?requester=SSD&status=done": "",
	} {
		if want == "" {
			call{method: "GET", path: path, status: 422}.send(t, h)
			continue
		}
		answer := call{method: "GET", path: path, status: 200, has: []string{want, "<?xml"}}.send(t, h)
		var f atom
		if err := xml.Unmarshal(answer.Body.Bytes(), &f); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if answer.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" || f.Lang != "en" || f.Title == "" || f.Author == "" ||
			f.Updated.Year() != 2026 || f.Links[0].Rel != "self" || !strings.HasSuffix(f.Links[0].Href, path) {
			t.Errorf("%s: %+v", path, f)
		}
		ids := map[string]bool{}
		for _, e := range f.Entries {
			if ids[e.ID] || e.Title == "" || e.Updated.IsZero() || e.Link.Href == "" || !strings.HasPrefix(e.ID, "tag:localhost,2026:") {
				t.Errorf("%s: %+v", path, e)
			}
			ids[e.ID] = true
		}
		tag := answer.Header().Get("ETag")
		call{method: "GET", path: path, header: map[string]string{"If-None-Match": tag}, status: 304}.send(t, h)
	}
	same := call{method: "GET", path: "/feeds/requests.atom?limit=500", status: 200}.send(t, h).Header().Get("ETag")
	call{method: "POST", path: "/requests", body: newRequest, status: 201}.send(t, h)
	call{method: "GET", path: "/feeds/requests.atom?limit=500", header: map[string]string{"If-None-Match": same}, status: 200, has: []string{"NEW1"}}.send(t, h)
}
