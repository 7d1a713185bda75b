package gate_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"ploughshare/gate"
)

// A call has one id: in the answer, in an error document, and one from outside counts only when a proxy of ours sends it.
func TestEveryCallHasAnID(t *testing.T) {
	const given = "0192f0c1-7d2e-7a8b-9c3d-2f1e0d9c8b7a"
	for name, c := range map[string]struct {
		proxies []netip.Prefix
		sent    string
		taken   bool
	}{
		"from anybody":         {nil, given, false},
		"from our proxy":       {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, given, true},
		"no UUID":              {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "x\tstatus=200", false},
		"from another network": {[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, given, false},
	} {
		h := open(t, func(s *gate.Settings, _ string) { s.Proxies = c.proxies })
		request, err := http.NewRequest(http.MethodGet, h.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header = http.Header{"X-Request-Id": {c.sent}, "Authorization": {"Bearer wrong"}}
		answer, err := http.DefaultClient.Do(request)
		status, body := read(t, answer, err)
		id := answer.Header.Get("X-Request-Id")
		if (id == given) != c.taken || len(id) != len(given) || status < 400 || !strings.Contains(body, `"instance":"urn:uuid:`+id) {
			t.Errorf("%s: id %q, answer %d %s", name, id, status, body)
		}
	}
}
