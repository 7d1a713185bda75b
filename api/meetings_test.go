package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"ploughshare/aid"
)

const newMeeting = `{"id":"GIS","title":"Group of Interested States, a title that is so long that a line of a calendar has to be folded","place":"New York",
"starts":"2026-12-14","ends":"2026-12-15","cut_off":"2026-12-10","announced":true,
"agenda":[{"kind":"free","title":"Opening"},{"kind":"request","subject":"NEW1"}],"participants":[{"party":"JPN","persons":["Ms Tanaka"]}]}`

// holding is an interface with a meeting planned, about a new request, and a clock that the test puts on.
func holding(t *testing.T) (w *world, passes func(days int)) {
	var days atomic.Int64
	w = serverAt(t, func() time.Time { return clock().AddDate(0, 0, int(days.Load())) })
	one := strings.Replace(newRequest, `"need"`, `"consent":"public","amount":{"minor":10000000,"currency":"USD"},"need"`, 1)
	call{method: "POST", path: "/requests", body: one, status: 201}.send(t, w)
	call{method: "POST", path: "/meetings", body: newMeeting, status: 201, has: []string{`"planned"`}}.send(t, w)
	return w, func(n int) { days.Add(int64(n)) }
}

// change sends a change of the version that is there now.
func (w *world) change(t *testing.T, seen, method, path, body string, status int, has ...string) string {
	t.Helper()
	tag := call{method: "GET", path: seen, status: 200}.send(t, w).Header().Get("ETag")
	call{method: method, path: path, body: body, status: 428}.send(t, w)
	answer := call{method: method, path: path, body: body, status: status, has: has, header: map[string]string{"If-Match": tag}}.send(t, w)
	return answer.Body.String()
}

// A whole meeting as a client would hold it.
func TestAMeetingOverTheInterface(t *testing.T) {
	w, passes := holding(t)
	call{method: "POST", path: "/offers", body: strings.Replace(newOffer, `"form"`, `"envelope":{"minor":50000000,"currency":"USD"},"valid":"2026/2028","form"`, 1), status: 201}.send(t, w)
	w.change(t, "/requests/NEW1", "POST", "/requests/NEW1/moves", `{"to":"authenticated","why":"x"}`, 200)
	passes(8)
	w.change(t, "/requests/NEW1", "POST", "/requests/NEW1/moves", `{"to":"circulated","why":"x"}`, 200)
	call{method: "POST", path: "/meetings/GIS/rounds", status: 201, has: []string{`"R2026-2"`, `"as_of":"2026-12-10"`, `"meeting":"GIS"`}}.send(t, w)

	pin := `{"kind":"pin","request":"NEW1","offer":"OFF1","amount":{"minor":6000000,"currency":"USD"},"reason":"agreed in the briefing"}`
	call{method: "POST", path: "/rounds/R2026-2/curations", body: pin, status: 201, has: []string{`"R2026-2.C1"`}}.send(t, w)
	call{method: "POST", path: "/rounds/R2026-2/curations", body: pin, status: 422, has: []string{"R2026-2.C1"}}.send(t, w)
	call{method: "POST", path: "/rounds/R2026-2/curated", status: 201, has: []string{`"base":"R2026-2"`, `"price":{`}}.send(t, w)
	call{method: "GET", path: "/rounds/R2026-2/changes/R2026-3", status: 200, has: []string{"The secretariat settled NEW1 with OFF1 (pin, "}}.send(t, w)
	id := "R2026-3.NEW1.OFF1"
	call{method: "GET", path: "/proposals/" + id, status: 200, has: []string{"Pinned by the secretariat, at ", "agreed in the briefing"}}.send(t, w)
	call{as: "donor", method: "GET", path: "/proposals/" + id, status: 404}.send(t, w)

	w.change(t, "/meetings/GIS", "POST", "/meetings/GIS/publication", ``, 200, `"moved":["`+id, "unmet_circulated")
	call{as: "donor", method: "GET", path: "/proposals/" + id, status: 200, has: []string{`"published"`}}.send(t, w)
	w.change(t, "/meetings/GIS", "POST", "/meetings/GIS/moves", `{"to":"held"}`, 200, `"held"`)
	w.change(t, "/meetings/GIS", "POST", "/meetings/GIS/item", `{"item":2}`, 200)
	said := `{"proposal":"` + id + `","donor":"JPN","reply":"interested","said_by":"Ms Tanaka"}`
	call{method: "POST", path: "/meetings/GIS/answers", body: said, status: 201, has: []string{`"recorded_by":"secretariat (`, `"replied_by":"Ms Tanaka"`}}.send(t, w)
	call{method: "POST", path: "/meetings/GIS/actions", body: `{"item":2,"text":"Send the plan","owner":"TGO","due":"2026-12-20"}`, status: 201, has: []string{`"request":"NEW1"`}}.send(t, w)
	call{method: "GET", path: "/meetings/GIS/sitting", status: 200, has: []string{`"interested"`, `"GIS.1"`, `"subject":"NEW1"`}}.send(t, w)
	passes(30)
	call{as: "state", method: "GET", path: "/actions?overdue=true", status: 200, has: []string{`"GIS.1"`, `"overdue":true`}}.send(t, w)
	call{as: "donor", method: "GET", path: "/actions?overdue=true", status: 200, hasNot: []string{`"GIS.1"`}}.send(t, w)
	w.change(t, "/meetings/GIS", "POST", "/meetings/GIS/withdrawal", `{"why":"the figures were wrong"}`, 200, `"moved":["`+id)
	call{as: "donor", method: "GET", path: "/proposals/" + id, status: 200, has: []string{`"withdrawn"`}}.send(t, w)
	call{as: "public", method: "GET", path: "/meetings/GIS", status: 200, has: []string{"New York", "NEW1"}, hasNot: []string{"Tanaka", "JPN", "R2026"}}.send(t, w)
}

// What each reader finds in the calendar.
func TestCalendar(t *testing.T) {
	w, _ := holding(t)
	call{method: "POST", path: "/meetings/GIS/actions", body: `{"text":"Send the plan","owner":"TGO","due":"2026-12-20"}`, status: 201}.send(t, w)
	for as, want := range map[string][]string{
		"public":      {"cut-off-GIS@localhost 20261210", "meeting-GIS@localhost 20261214"},
		"state":       {"action-GIS.1@localhost 20261220", "cut-off-GIS@localhost 20261210", "meeting-GIS@localhost 20261214"},
		"donor":       {"cut-off-GIS@localhost 20261210", "meeting-GIS@localhost 20261214"},
		"secretariat": {"action-GIS.1@localhost 20261220", "cut-off-GIS@localhost 20261210", "meeting-GIS@localhost 20261214"},
	} {
		answer := call{as: as, method: "GET", path: "/feeds/meetings.ics", status: 200, has: []string{"METHOD:PUBLISH\r\n", "DTEND;VALUE=DATE:20261216\r\n"}}.send(t, w)
		if kind := answer.Header().Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
			t.Errorf("%s gets %s", as, kind)
		}
		for line := range strings.SplitSeq(answer.Body.String(), "\r\n") {
			if len(line) > 75 {
				t.Errorf("a line of %d octets: %s", len(line), line)
			}
		}
		parsed, err := ics.ParseCalendar(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, event := range parsed.Events() {
			start, err := event.GetAllDayStartAt()
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, event.Id()+" "+start.Format("20060102"))
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s sees %v, want %v", as, got, want)
		}
	}
	again := call{method: "GET", path: "/feeds/meetings.ics", status: 200}.send(t, w).Body.String()
	if first := (call{method: "GET", path: "/feeds/meetings.ics", status: 200}).send(t, w).Body.String(); first != again {
		t.Error("the same days are other bytes")
	}
	seen := call{method: "GET", path: "/meetings/GIS", status: 200}.send(t, w)
	var m aid.Meeting
	if err := json.Unmarshal(seen.Body.Bytes(), &m); err != nil || m.Version != 1 {
		t.Fatalf("%+v, %v", m, err)
	}
	w.change(t, "/meetings/GIS", "POST", "/meetings/GIS/moves", `{"to":"held"}`, 200)
	call{method: "GET", path: "/feeds/meetings.ics", status: 200, has: []string{"UID:meeting-GIS@localhost\r\n", "SEQUENCE:2\r\n"}}.send(t, w)
}
