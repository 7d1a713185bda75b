package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"ploughshare/api"
)

func keyed(key string) map[string]string { return map[string]string{"Idempotency-Key": key} }

func TestACallWithAKeyIsDoneOnce(t *testing.T) {
	w := server(t)
	const key = "3f0c5c1e-8a52-4a5e-9d06-7d6c0f1f9b11"
	post := func(c call) *httptest.ResponseRecorder {
		if c.header == nil {
			c.header = keyed(key)
		}
		c.method = "POST"
		return c.send(t, w)
	}
	first := post(call{as: "state", path: "/requests", body: newRequest, status: 201})
	second := post(call{as: "state", path: "/requests", body: newRequest, status: 201})
	if second.Body.String() != first.Body.String() || second.Header().Get("Location") != first.Header().Get("Location") ||
		second.Header().Get("ETag") != `"1"` || second.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("the answer again: %v %s", second.Header(), second.Body)
	}
	post(call{as: "state", path: "/requests", body: newRequest + " ", status: 422, has: []string{"take a new key"}})
	post(call{as: "state", path: "/requests/NEW1/confirmation", status: 422, has: []string{"take a new key"}})
	post(call{as: "state", path: "/requests", body: newRequest, header: keyed("short"), status: 422, has: []string{"16 to 255"}})
	post(call{as: "secretariat", path: "/requests", body: newRequest, status: 409}) // another caller's key is another key
	post(call{as: "donor", path: "/requests", body: newRequest, status: 403})
	post(call{as: "public", path: "/requests", body: newRequest, status: 401})
}

// What failed has changed nothing, so that it can be mended under the same key.
func TestAFailedCallDoesNotUseUpItsKey(t *testing.T) {
	w := server(t)
	header := keyed("a key that is long enough")
	for range 2 {
		call{method: "POST", path: "/offers", body: `{"id":"O1"}`, header: header, status: 422}.send(t, w)
	}
	call{method: "POST", path: "/offers", body: newOffer, header: header, status: 201}.send(t, w)
	call{method: "POST", path: "/rounds/latest/whatif", body: `{"without":["OF063"]}`, header: keyed("another key, of a what-if"), status: 200}.send(t, w)
}

// Of calls at once with one key one is done; the others get its answer, or hear that it is under way.
func TestEqualCallsAtOnce(t *testing.T) {
	w := server(t)
	body := `{"address":"mailto:a@example.org","events":["request_circulated"]}` // twice would be two subscriptions
	const key = "eight equal calls at once"
	var calls sync.WaitGroup
	statuses := make([]int, 8)
	for i := range statuses {
		calls.Go(func() {
			request := httptest.NewRequest("POST", api.Prefix+"/subscriptions", strings.NewReader(body))
			request.Header = http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {key}, "Authorization": {"Bearer " + w.tokens["secretariat"]}}
			answer := httptest.NewRecorder()
			w.ServeHTTP(answer, request)
			statuses[i] = answer.Code
		})
	}
	calls.Wait()
	done := 0
	for _, status := range statuses {
		if status == 201 {
			done++
		} else if status != 409 {
			t.Errorf("an equal call is answered %d", status)
		}
	}
	list := call{method: "GET", path: "/subscriptions", status: 200}.send(t, w).Body.String()
	if done == 0 || strings.Count(list, "mailto:a@example.org") != 1 {
		t.Errorf("answers %v, kept: %s", statuses, list)
	}
	last := call{method: "POST", path: "/subscriptions", body: body, header: keyed(key), status: 201}.send(t, w)
	if last.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("done again: %s", last.Body)
	}
}
