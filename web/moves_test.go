package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ploughshare/aid"
)

// An officer chooses requests in the list, sees which can move and what hinders the others, gives one reason, and those
// that can move do.
func TestSeveralRequestsMoveTogether(t *testing.T) {
	w := newWorld(t)
	ask := func(filter aid.RequestFilter) []aid.Request {
		rows, err := aid.Rows(aid.Page{}, func(p aid.Page) ([]aid.Request, string, error) {
			return w.desk.Requests(t.Context(), aid.Machine("test"), filter, p)
		})
		fatal(t, err)
		return rows
	}
	new, before := ask(aid.RequestFilter{Status: aid.Submitted}), ask(aid.RequestFilter{Status: aid.Circulated})
	list := w.get(t, "secretariat", "/en/requests?status=submitted&choose=all").body
	if got := strings.Count(list, `name="r"`); got == 0 || got != strings.Count(list, " checked>") {
		t.Errorf("%d boxes, %d of them chosen", got, strings.Count(list, " checked>"))
	}
	query := url.Values{"to": {"authenticated"}, "r": {string(new[0].ID), string(new[1].ID), string(before[0].ID)}}
	check := w.get(t, "secretariat", "/en/moves?"+query.Encode()).body
	if !strings.Contains(check, "2 requests can move") || !strings.Contains(check, "1 request cannot move") || !strings.Contains(check, "The status cannot change from") {
		t.Errorf("the check says %s", check)
	}
	form := url.Values{"ticket": {"a ticket of some length"}, "to": {"authenticated"}, "r": query["r"]}
	for _, seen := range regexp.MustCompile(`name="seen" value="([^"]*)"`).FindAllStringSubmatch(check, -1) {
		form.Add("seen", seen[1])
	}
	if got := w.post(t, "secretariat", "/en/moves", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `href="#f-why"`) {
		t.Errorf("without a reason: %d", got.status)
	}
	form.Set("why", "Notes verbales of 9 November")
	if got := w.post(t, "secretariat", "/en/moves", form); got.header.Get("Location") != "/en/requests?status=authenticated" {
		t.Fatalf("%d leads to %q: %s", got.status, got.header.Get("Location"), got.body)
	}
	if now := ask(aid.RequestFilter{Status: aid.Submitted}); len(now) != len(new)-2 {
		t.Errorf("%d of %d wait, want two fewer", len(now), len(new))
	}
	form.Set("ticket", "another ticket of some length") // on an old page
	if got := w.post(t, "secretariat", "/en/moves", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "3 requests cannot move") {
		t.Errorf("from an old page: %d %s", got.status, got.body)
	}
	if got := w.get(t, "donor", "/en/moves"); got.status != http.StatusForbidden {
		t.Errorf("a donor gets %d", got.status)
	}
}
