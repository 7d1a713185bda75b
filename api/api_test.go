package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/api"
	"ploughshare/desk"
	"ploughshare/gate"
	"ploughshare/intake"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/store"
)

func clock() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }

// world is the whole interface on a fresh database with the real records and one round, and a token of each of people.
type world struct {
	http.Handler
	desk   *desk.Desk
	tokens map[string]string
	own    aid.RequestID // of Togo, see prepare
	serial int
}

// people who call, one of each role; the public has no token. The offers OF063 and following are Japan's.
var people = []aid.User{
	{Name: "state", PartyID: "TGO", Roles: aid.List[aid.Role]{aid.Requester}},
	{Name: "donor", PartyID: "JPN", Roles: aid.List[aid.Role]{aid.Donor}},
	{Name: "implementer", PartyID: "UNODA", Roles: aid.List[aid.Role]{aid.Implementer}},
	{Name: "secretariat", Roles: aid.List[aid.Role]{aid.Secretariat}},
	{Name: "administrator", Roles: aid.List[aid.Role]{aid.Administrator}},
}

const password = "correct horse battery"

func server(t *testing.T) *world { return serverAt(t, clock) }

// serverAt is the same with another clock.
func serverAt(t *testing.T, clock func() time.Time) *world {
	t.Helper()
	gin.SetMode(gin.TestMode)
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "api.db"), clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := jobs.Migrate(t.Context(), desk.Jobs(s)); err != nil {
		t.Fatal(err)
	}
	d := desk.New(s, matcher.DefaultPolicy(), clock)
	if err := d.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"requests.csv", "offers.csv", "pairings.csv"} {
		file, err := os.Open(filepath.Join("..", "scripts", "demo", name))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Import(t.Context(), aid.Machine("test"), intake.File{Name: name, Body: file, Size: info.Size()}, desk.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Match(t.Context(), aid.Machine("test"), aid.DateOf(clock())); err != nil {
		t.Fatal(err)
	}
	if err := jobs.Migrate(t.Context(), desk.Jobs(s)); err != nil {
		t.Fatal(err)
	}
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	d.Settings.Catalogs = catalogs
	w := &world{desk: d, tokens: map[string]string{"public": ""}}
	for _, u := range people {
		u.Email = u.Name + "@example.org"
		u, _, err := d.AddUser(t.Context(), aid.Machine("test"), u, password)
		if err != nil {
			t.Fatal(err)
		}
		if _, w.tokens[u.Name], err = d.IssueToken(t.Context(), aid.Machine("test"), u.ID, "test", aid.TokenWrites, 365); err != nil {
			t.Fatal(err)
		}
	}
	engine, log := gin.New(), slog.New(slog.DiscardHandler)
	g := gate.New(d, s.Sessions(), gate.Settings{}, clock, log)
	engine.Use(g.Admit)
	api.Mount(engine, g, d, catalogs, log)
	w.Handler = newContract(t, g.Guard(engine))
	return w
}

// call is one request and what its answer must be.
type call struct {
	as           string // who calls; the secretariat when empty
	name         string
	method, path string
	header       map[string]string
	body         string
	status       int
	has, hasNot  []string
}

func (c call) send(t *testing.T, h *world) *httptest.ResponseRecorder {
	t.Helper()
	if c.as == "" {
		c.as = "secretariat"
	}
	request := httptest.NewRequest(c.method, api.Prefix+c.path, strings.NewReader(c.body))
	if c.body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if token := h.tokens[c.as]; token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, request)
	body := answer.Body.String()
	if answer.Code != c.status {
		t.Errorf("%s: %s %s: status %d, want %d: %.300s", c.as, c.method, c.path, answer.Code, c.status, body)
	}
	for _, want := range c.has {
		if !strings.Contains(body, want) {
			t.Errorf("%s %s: the answer does not have %q: %.600s", c.method, c.path, want, body)
		}
	}
	for _, no := range append(c.hasNot, "⟦") {
		if strings.Contains(body, no) {
			t.Errorf("%s %s: the answer must not have %q: %.600s", c.method, c.path, no, body)
		}
	}
	if answer.Code >= 400 && answer.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %s: an error as %s", c.method, c.path, answer.Header().Get("Content-Type"))
	}
	return answer
}

const (
	newRequest = `{"id":"NEW1","requester":"TGO","need":"Two marking machines for the police","themes":[{"code":"marking","percent":100}]}`
	newOffer   = `{"id":"OFF1","donors":["JPN"],"programme":"Marking in West Africa","form":"bilateral_programme","themes":["marking"],"places":["ECOWAS"]}`
)

// A need that comes by two ways is flagged, with what speaks for it.
func TestDuplicates(t *testing.T) {
	h := server(t)
	second := strings.Replace(newRequest, `"NEW1"`, `"NEW2","provenance":{"channel":"letter"}`, 1)
	for _, body := range []string{newRequest, second} {
		call{method: "POST", path: "/requests", body: body, status: 201}.send(t, h)
	}
	call{method: "GET", path: "/duplicates", status: 200, has: []string{
		`"first":"NEW1"`, `"second":"NEW2"`, `"two_channels"`, "asked for in two channels",
	}}.send(t, h)
}

func TestCalls(t *testing.T) {
	h := server(t)
	for _, c := range []call{
		{name: "themes", method: "GET", path: "/themes", status: 200, has: []string{`"stockpile"`, `"II.17"`, `"05.20"`}},
		{name: "parties by role", method: "GET", path: "/parties?role=donor&kind=state&limit=500", status: 200, has: []string{`"JPN"`}, hasNot: []string{`"TGO"`}},
		{name: "a party in six languages", method: "GET", path: "/parties/MKD", status: 200, has: []string{"北马其顿", "مقدونيا"}},
		{name: "no such party", method: "GET", path: "/parties/ZZZ", status: 404, has: []string{`"status":404`, "ZZZ"}},
		{name: "requests of a theme", method: "GET", path: "/requests?theme=action_plan&limit=500", status: 200, has: []string{"RQ048"}, hasNot: []string{"RQ001"}},
		{name: "requests of a region", method: "GET", path: "/requests?region=Central%20Asia", status: 200, has: []string{"RQ009"}, hasNot: []string{"RQ010"}},
		{name: "an unknown filter", method: "GET", path: "/requests?thme=marking", status: 422, has: []string{"thme"}},
		{name: "an unknown sort", method: "GET", path: "/requests?sort=beauty", status: 422, has: []string{"sort", "beauty", "updated_at"}},
		{name: "a broken cursor", method: "GET", path: "/requests?after=nonsense", status: 422, has: []string{"not a cursor"}},
		{name: "a theme that nobody knows", method: "GET", path: "/requests?theme=markng", status: 422, has: []string{"markng"}},
		{name: "a donor that nobody knows", method: "GET", path: "/proposals?donor=ZZZ", status: 422, has: []string{"ZZZ"}},
		{name: "a status that is none", method: "GET", path: "/requests?status=done", status: 422, has: []string{"status"}},
		{name: "by requester", method: "GET", path: "/requests?sort=-requester&limit=1", status: 200, has: []string{`"unscar-applicants-aggregate"`}},
		{name: "an address of nothing", method: "GET", path: "/nothing", status: 404, has: []string{`"status":404`}},
		{name: "a method of nothing", method: "DELETE", path: "/requests/RQ001", status: 405, has: []string{`"status":405`}},
		{name: "a sum that is not known is left out", method: "GET", path: "/requests/RQ001", status: 200, hasNot: []string{`"amount":{`}},
		{name: "a sum beyond all bounds", method: "POST", path: "/requests", body: strings.Replace(newRequest, "{", `{"amount":{"minor":9000000000000000000,"currency":"USD"},`, 1), status: 422, has: []string{`"location":"amount"`}},
		{name: "limit too large", method: "GET", path: "/requests?limit=501", status: 422},
		{name: "a request with what it lacks", method: "GET", path: "/requests/RQ010", status: 200, has: []string{`"gap_amount"`, `"text":`, "15 border police stations"}},
		{name: "offers of a donor", method: "GET", path: "/offers?donor=EU&limit=500", status: 200, has: []string{"OF045"}, hasNot: []string{"OF063"}},
		{name: "an offer", method: "GET", path: "/offers/OF071", status: 200, has: []string{`"XUA"`, `"SSD"`}},
		{name: "pairings", method: "GET", path: "/pairings?beneficiary=TGO", status: 200, has: []string{"PR047"}},
		{name: "rounds", method: "GET", path: "/rounds", status: 200, has: []string{`"R2026-1"`}},
		{name: "the latest round", method: "GET", path: "/rounds/latest", status: 200, has: []string{`"R2026-1"`, `"digest"`}},
		{name: "joint requests", method: "GET", path: "/rounds/latest/bundles", status: 200, has: []string{`"B1"`, `"together":`, "The offer is made for NATO partners"}},
		{name: "joint requests of no round", method: "GET", path: "/rounds/R1999-1/bundles", status: 404},
		{name: "no two requests alike", method: "GET", path: "/duplicates", status: 200, has: []string{`"items":[]`}},
		{name: "no such round", method: "GET", path: "/rounds/R1999-1", status: 404},
		{name: "replay", method: "GET", path: "/rounds/R2026-1/replay", status: 200, has: []string{`"same":true`}},
		{name: "how fair a round is", method: "GET", path: "/rounds/latest/fairness", status: 200, has: []string{`"name":"reach"`, `"id":"Central Asia"`, `"unreached":[]`, `"leximin":true`}},
		{name: "unmatched with reasons", method: "GET", path: "/rounds/latest/unmatched?limit=500", status: 200, has: []string{"RQ017", "unmatched_expired", "Ask the State to confirm it"}},
		{name: "proposals", method: "GET", path: "/proposals", status: 200, has: []string{"R2026-1.RQ010.OF061", "reason_theme_all", "The offer is for all", `"state":"North Macedonia"`, `"programme":"Council Decision`}},
		{name: "for legal review", method: "GET", path: "/proposals?flagged=true", status: 200, has: []string{"RQ022", "flag_embargo_entities"}, hasNot: []string{"RQ010"}},
		{name: "proposals of a donor", method: "GET", path: "/proposals?donor=EU", status: 200, has: []string{"RQ010"}, hasNot: []string{"RQ022"}},
		{name: "a proposal with its explanation", method: "GET", path: "/proposals/R2026-1.RQ010.OF061", status: 200, has: []string{`"others":[{"offer"`, `"parts"`}},
		{name: "why not", method: "GET", path: "/rounds/latest/explanations/RQ042/OF021", status: 200, has: []string{`"proposed":false`, "The offer ended in 2022"}},
		{name: "a pair of nobody", method: "GET", path: "/rounds/latest/explanations/RQ042/NONE", status: 404},
		{name: "what would have to move", method: "GET", path: "/rounds/latest/explanations/RQ042/OF007", status: 200, has: []string{`"loss":50,`, "RQ042 would get", "more from OF062", `"proposed":true`, "Proposed beside this one"}},
		{name: "requests in part", method: "GET", path: "/rounds/latest/short", status: 200, has: []string{`"items":[]`}},
		{name: "what the next dollar is worth", method: "GET", path: "/rounds/latest/worth", status: 200, has: []string{`"blocking_pairs":0`, `"offer":"OF063"`, "are worth 4.50 points on each USD 1,000", `"theme":"marking","region":"Latin America and the Caribbean"`}},
		{name: "without an offer", method: "POST", path: "/rounds/latest/whatif", body: `{"without":["OF063"]}`, status: 200, has: []string{`"requests":[{"request":"RQ`, `"offer":"OF059","before":{"minor":0,"currency":"USD"}`, `"states":[{`}},
		{name: "with another sum and policy", method: "POST", path: "/rounds/latest/whatif", body: `{"offers":[{"offer":"OF063","amount":{"minor":5000000,"currency":"USD"}}],"policy":{"weights":{"theme":20}},"weights":{"record":15},"floor":45}`, status: 200, has: []string{`"unmatched":`}},
		{name: "what if an offer that nobody knows were away", method: "POST", path: "/rounds/latest/whatif", body: `{"without":["OF999"]}`, status: 422, has: []string{`"location":"without[0]"`, "OF999", "list of offers"}},
		{name: "what if the weights did not add up", method: "POST", path: "/rounds/latest/whatif", body: `{"weights":{"theme":35}}`, status: 422, has: []string{`"location":"weights"`, "110"}},
		{name: "what if a setting were misspelt", method: "POST", path: "/rounds/latest/whatif", body: `{"policy":{"wieghts":{}}}`, status: 422, has: []string{`"location":"policy"`, "wieghts"}},
		{name: "what if in a round that is not", method: "POST", path: "/rounds/R1999-1/whatif", body: `{}`, status: 404},
		{name: "a what-if is no round", method: "GET", path: "/rounds", status: 200, has: []string{`"R2026-1"`}, hasNot: []string{`"R2026-2"`}},
		{name: "the booklet", method: "GET", path: "/rounds/latest/papers/booklet", status: 200, has: []string{"<!DOCTYPE html>", "North Macedonia"}},
		{name: "a kind of paper that is not", method: "GET", path: "/rounds/latest/papers/poem", status: 422, has: []string{"booklet"}},
		{name: "post", method: "POST", path: "/requests", body: newRequest, status: 201, has: []string{`"submitted"`, `"TGO"`, `"gap_amount"`}},
		{name: "post all or nothing", method: "POST", path: "/requests", body: strings.Replace(newRequest, `"NEW1"`, `"NEW4","whole":true,"one_donor":true`, 1), status: 201, has: []string{`"whole":true`, `"one_donor":true`}},
		{name: "post again", method: "POST", path: "/requests", body: newRequest, status: 409},
		{name: "post with unknown theme", method: "POST", path: "/requests", body: strings.ReplaceAll(newRequest, "marking\"", "markng\""), status: 422, has: []string{`"location":"themes"`, "markng"}},
		{name: "post without a need", method: "POST", path: "/requests", body: `{"id":"N2","requester":"TGO"}`, status: 422, has: []string{"need"}, hasNot: []string{`"value"`}},
		{name: "a client may not set the status", method: "POST", path: "/requests", body: strings.Replace(newRequest, "{", `{"status":"funded",`, 1), status: 422, has: []string{"status"}},
		{name: "shares that do not add up", method: "POST", path: "/requests", body: strings.Replace(strings.Replace(newRequest, "100", "60", 1), "NEW1", "NEW3", 1), status: 422, has: []string{"60"}},
		{name: "post an offer", method: "POST", path: "/offers", body: newOffer, status: 201, has: []string{`"ECOWAS"`, `"gap_envelope"`}},
		{name: "post an offer from nobody", method: "POST", path: "/offers", body: strings.ReplaceAll(strings.ReplaceAll(newOffer, "JPN", "ZZZ"), "OFF1", "OFF2"), status: 422, has: []string{`"location":"donors"`}},
		{name: "broken JSON", method: "POST", path: "/offers", body: `{"id":`, status: 400},
		{name: "run the matcher", method: "POST", path: "/rounds", body: `{"as_of":"2017-12-31"}`, status: 201, has: []string{`"R2026-2"`, `"2017-12-31"`}},
		{name: "as of nonsense", method: "POST", path: "/rounds", body: `{"as_of":"soon"}`, status: 422},
	} {
		t.Run(c.name, func(t *testing.T) { c.send(t, h) })
	}
}

func TestChangesNeedTheVersionThatWasSeen(t *testing.T) {
	h := server(t)
	seen := call{method: "GET", path: "/requests/RQ010", status: 200}.send(t, h).Header().Get("ETag")
	if seen != `"1"` {
		t.Fatalf("the entity tag is %s", seen)
	}
	change := `{"requester":"MKD","need":"Physical security of stores","themes":[{"code":"stockpile","percent":100}]}`
	match := func(tag string) map[string]string { return map[string]string{"If-Match": tag} }
	for _, c := range []call{
		{method: "GET", path: "/requests/RQ010", header: map[string]string{"If-None-Match": seen}, status: 304},
		{method: "GET", path: "/requests/RQ010", header: map[string]string{"If-None-Match": `"7", W/"1"`}, status: 304},
		{method: "PUT", path: "/requests/RQ010", body: change, status: 428, has: []string{"If-Match"}},
		{method: "PUT", path: "/requests/RQ010", header: match(`"9"`), body: change, status: 412},
		{method: "PUT", path: "/requests/RQ010", header: match(`"9", "1"`), body: change, status: 200, has: []string{`"version":2`}},
		{method: "PUT", path: "/requests/RQ010", header: match(seen), body: change, status: 412, has: []string{"read version 2"}},
		{method: "POST", path: "/requests/RQ010/moves", header: match(`"2"`), body: `{"to":"funded","why":"x"}`, status: 422, has: []string{"authenticated"}},
		{method: "POST", path: "/requests/RQ010/moves", header: match(`"2"`), body: `{"to":"authenticated","why":"note verbale"}`, status: 200, has: []string{`"authenticated"`}},
		{method: "PUT", path: "/requests/RQ010", header: match(`"3"`), body: change, status: 422, has: []string{"Return it to the State first"}},
		{method: "PUT", path: "/requests/NONE", header: match(`"1"`), body: change, status: 404},
	} {
		c.send(t, h)
	}
}

func TestPagesCoverTheListOnce(t *testing.T) {
	h := server(t)
	seen := map[string]int{}
	for path, pages := "/requests?limit=20&sort=-id", 0; path != "" && pages < 10; pages++ {
		answer := call{method: "GET", path: path, status: 200}.send(t, h)
		var page struct {
			Items []aid.Request
			Next  string
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Items {
			seen[string(r.ID)]++
		}
		path = ""
		if page.Next != "" {
			path = "/requests?limit=20&sort=-id&after=" + page.Next
		}
	}
	if len(seen) != 56 {
		t.Errorf("the pages show %d requests, want 56", len(seen))
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s comes %d times", id, n)
		}
	}
}

func TestImports(t *testing.T) {
	h := server(t)
	bad := "id,requester_iso3,theme,what_is_asked\nT1,TGO,marking,Machines\nT2,TGX,marking,Machines\n"
	for _, c := range []call{
		{path: "/imports?name=bad.csv", status: 422, body: bad, has: []string{"nothing was written", "line 3, column requester_iso3", "TGX"}},
		{path: "/imports?name=bad.csv&dry_run=true", status: 200, body: bad, has: []string{`"written":false`, `"refused":1`}},
		{path: "/imports?name=bad.csv&partial=true", status: 200, body: bad, has: []string{`"added":1`, `"refused":1`}},
		{path: "/imports?name=bad.csv&partial=true", status: 200, body: bad, has: []string{`"added":0`, `"unchanged":1`}},
		{path: "/imports?name=rubbish", status: 422, body: "\x00\x01\x02", has: []string{"file"}},
	} {
		c.method, c.header = "POST", map[string]string{"Content-Type": "application/octet-stream"}
		c.send(t, h)
	}
}

func TestDescriptionAndItsPageStandAlone(t *testing.T) {
	h := server(t)
	description := call{method: "GET", path: "/openapi.json", status: 200, has: []string{`"openapi":"3.1.0"`, `"/proposals/{id}"`}}.send(t, h)
	var parsed struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal(description.Body.Bytes(), &parsed); err != nil {
		t.Fatal(err)
	}
	operations := 0
	for _, path := range parsed.Paths {
		operations += len(path)
	}
	if operations != 122 {
		t.Errorf("the description has %d operations, want 122", operations)
	}
	page := call{method: "GET", path: "/docs", status: 200, has: []string{"docs/start.js"}, hasNot: []string{"https://"}}.send(t, h)
	if policy := page.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("the page's policy is %q", policy)
	}
	call{method: "GET", path: "/docs/swagger-ui-bundle.js", status: 200}.send(t, h)
}
