package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A donor saves a filtered list by a name, finds it on the account, opens it and its feed, and removes it. Nobody else
// has it.
func TestSavedSearches(t *testing.T) {
	w := newWorld(t)
	list := w.get(t, "donor", "/en/requests?region=Africa&theme=stockpile&after=")
	link := regexp.MustCompile(`href="(/en/searches/new[^"]*)"`).FindStringSubmatch(list.body)
	if link == nil {
		t.Fatal("the list cannot be saved")
	}
	page := w.get(t, "donor", html.UnescapeString(link[1])).body
	query := html.UnescapeString(regexp.MustCompile(`name="query" value="([^"]*)"`).FindStringSubmatch(page)[1])
	if query != "region=Africa&theme=stockpile" {
		t.Errorf("it would keep %q", query)
	}
	form := url.Values{"ticket": {"a ticket of some length"}, "list": {"requests"}, "query": {query}, "name": {""}, "rhythm": {"daily"}}
	if got := w.post(t, "donor", "/en/searches/new?list=requests", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `href="#f-name"`) {
		t.Errorf("without a name: %d", got.status)
	}
	form.Set("name", "Stores in Africa")
	for range 2 { // the second is a double post
		if got := w.post(t, "donor", "/en/searches/new?list=requests", form); got.header.Get("Location") != "/en/account#searches" {
			t.Fatalf("%d leads to %q", got.status, got.header.Get("Location"))
		}
	}
	account := w.get(t, "donor", "/en/account").body
	if strings.Count(account, `<bdi>Stores in Africa</bdi></a>`) != 1 || !strings.Contains(account, "Once a day") {
		t.Errorf("the account lists %s", account)
	}
	for _, address := range []string{"/en/requests?region=Africa&theme=stockpile", "/api/v1/feeds/requests.atom?region=Africa&theme=stockpile"} {
		if !strings.Contains(account, html.EscapeString(address)) {
			t.Errorf("the account does not lead to %s", address)
		} else if got := w.get(t, "donor", address); got.status != http.StatusOK {
			t.Errorf("%s: %d", address, got.status)
		}
	}
	id := regexp.MustCompile(`name="search" value="([^"]*)"`).FindStringSubmatch(account)[1]
	if got := w.post(t, "secretariat", "/en/account", url.Values{"do": {"forget"}, "search": {id}}); got.status != http.StatusNotFound {
		t.Errorf("another removes it: %d", got.status)
	}
	w.post(t, "donor", "/en/account", url.Values{"do": {"forget"}, "search": {id}})
	if account = w.get(t, "donor", "/en/account").body; strings.Contains(account, "Stores in Africa") {
		t.Error("what was removed is still there")
	}
	if got := w.get(t, "state", "/en/searches/new"); got.status != http.StatusForbidden {
		t.Errorf("a State gets %d", got.status)
	}
}
