package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"ploughshare/aid"
	"ploughshare/api"
)

// callers are the columns of the matrix below.
var callers = []string{"public", "state", "donor", "implementer", "secretariat", "administrator"}

// operations says, for each operation of the description, how it is called and what status each caller gets. The
// requests and offers in it are prepared below: an operation on a record of the caller's own party, where it has one.
// An operation that is not here fails the test.
var operations = map[string]struct {
	path, body string
	want       string // of the callers in their order
}{
	"get-themes":     {"/themes", "", "200 200 200 200 200 200"},
	"get-parties":    {"/parties", "", "200 200 200 200 200 200"},
	"get-parties-id": {"/parties/TGO", "", "200 200 200 200 200 200"},

	"get-requests":           {"/requests", "", "200 200 200 200 200 200"},
	"post-requests":          {"/requests", `{"id":"NEW-CALLER","requester":"TGO","need":"A need"}`, "401 201 403 403 201 403"},
	"get-requests-id":        {"/requests/TOGO", "", "404 200 404 404 200 404"},
	"put-requests-id":        {"/requests/TOGO", `{"requester":"TGO","need":"Another need","consent":"none"}`, "404 200 404 404 200 404"},
	"post-requests-together": {"/requests/together?dry_run=true", `{"to":"authenticated","why":"x","requests":[{"id":"RQ010","version":1}]}`, "401 403 403 403 200 403"},
	"post-requests-id-moves": {"/requests/TOGO/moves", `{"to":"withdrawn","why":"settled"}`, "404 200 404 404 200 404"},

	"get-requests-id-history":          {"/requests/TOGO/history", ``, "404 200 404 404 200 404"},
	"get-requests-id-questions":        {"/requests/TOGO/questions", ``, "404 200 404 404 200 404"},
	"post-requests-id-confirmation":    {"/requests/TOGO/confirmation", ``, "404 200 404 404 200 404"},
	"post-requests-id-questions":       {"/requests/TOGO/questions", `{"text":"Which?","field":"where"}`, "401 403 404 403 201 403"},
	"put-questions-id-answer":          {"/questions/TOGO.Q1/answer", `{"answer":"All"}`, "401 200 403 403 200 403"},
	"post-requests-id-results":         {"/requests/TOGO/results", `{"by":"TGO","unit":"weapons_destroyed","quantity":3,"on":"2026-11-01"}`, "401 422 403 403 422 403"},
	"put-results-id":                   {"/results/none", `{"unit":"weapons_destroyed","quantity":3,"on":"2026-11-01"}`, "404 404 404 404 404 404"},
	"post-proposals-id-moves":          {"/proposals/R2026-1.RQ010.OF061/moves", `{"to":"pinned","why":"x"}`, "401 404 404 403 200 403"},
	"post-proposals-id-answers":        {"/proposals/R2026-1.RQ010.OF061/answers", `{"donor":"JPN","reply":"interested"}`, "401 403 404 403 422 403"},
	"post-proposals-id-commitments":    {"/proposals/R2026-1.RQ010.OF061/commitments", `{"donor":"JPN","kind":"pledge","amount":{"minor":100,"currency":"USD"}}`, "401 403 404 403 422 403"},
	"get-answers":                      {"/answers", ``, "401 403 403 403 200 403"},
	"get-commitments":                  {"/commitments", ``, "401 403 403 403 200 403"},
	"post-commitments-id-cancellation": {"/commitments/none/cancellation", `{"why":"x"}`, "404 404 404 404 404 404"},
	"get-totals":                       {"/totals", ``, "200 200 200 200 200 200"},

	"get-offers":    {"/offers", "", "200 200 200 200 200 200"},
	"post-offers":   {"/offers", `{"id":"NEW-CALLER","donors":["JPN"],"programme":"P","form":"pledge"}`, "401 403 201 403 201 403"},
	"get-offers-id": {"/offers/JAPAN", "", "200 200 200 200 200 200"},
	"put-offers-id": {"/offers/JAPAN", `{"donors":["JPN"],"programme":"P","form":"pledge"}`, "401 403 200 403 200 403"},

	"get-pairings": {"/pairings", "", "200 200 200 200 200 200"},
	"post-imports": {"/imports?dry_run=true", "id,requester_iso3,theme,what_is_asked\nT1,TGO,marking,Machines\n", "401 403 403 403 200 403"},

	"get-rounds":                               {"/rounds", "", "401 403 403 403 200 403"},
	"post-rounds":                              {"/rounds", `{}`, "401 403 403 403 201 403"},
	"get-rounds-id":                            {"/rounds/latest", "", "401 403 403 403 200 403"},
	"get-rounds-id-replay":                     {"/rounds/R2026-1/replay", "", "401 403 403 403 200 403"},
	"get-rounds-id-unmatched":                  {"/rounds/latest/unmatched", "", "401 403 403 403 200 403"},
	"get-rounds-id-short":                      {"/rounds/latest/short", "", "401 403 403 403 200 403"},
	"get-rounds-id-bundles":                    {"/rounds/latest/bundles", "", "401 403 403 403 200 403"},
	"get-rounds-id-fairness":                   {"/rounds/latest/fairness", "", "401 403 403 403 200 403"},
	"get-rounds-id-worth":                      {"/rounds/latest/worth", "", "401 403 200 403 200 403"},
	"post-rounds-id-whatif":                    {"/rounds/latest/whatif", `{}`, "401 403 403 403 200 403"},
	"get-duplicates":                           {"/duplicates", "", "401 403 403 403 200 403"},
	"get-rounds-id-papers-kind":                {"/rounds/R2026-1/papers/booklet", "", "401 403 403 403 200 403"},
	"get-drafts-kind":                          {"/drafts/feedback?party=TGO", "", "401 200 403 403 200 403"},
	"get-drafts-kind-languages":                {"/drafts/briefing/languages?party=JPN", "", "401 403 200 403 200 403"},
	"get-activities.xml":                       {"/activities.xml", "", "401 403 403 403 200 403"},
	"get-issues":                               {"/issues", "", "401 403 403 403 200 403"},
	"post-issues":                              {"/issues", `{"kind":"figures","subject":{"year":2026},"languages":["en"],"formats":["csv"]}`, "401 403 403 403 201 403"},
	"get-issues-id":                            {"/issues/none", "", "401 403 403 403 404 403"},
	"post-issues-id-runs":                      {"/issues/none/runs", "", "401 403 403 403 404 403"},
	"get-papers":                               {"/papers", "", "401 200 200 403 200 403"},
	"get-papers-id":                            {"/papers/none", "", "401 404 404 403 404 403"},
	"get-requests-id-translations":             {"/requests/TOGO/translations", "", "404 200 404 404 200 404"},
	"put-requests-id-translations-language":    {"/requests/TOGO/translations/fr", `{"need":"Un besoin"}`, "404 200 404 404 200 404"},
	"get-rounds-id-explanations-request-offer": {"/rounds/R2026-1/explanations/RQ042/OF066", "", "401 404 200 403 200 403"},
	"get-proposals":                            {"/proposals?round=R2026-1", "", "401 200 200 403 200 403"},
	"get-proposals-id":                         {"/proposals/R2026-1.RQ010.OF061", "", "401 404 404 403 200 403"},

	"get-sheets-requests":            {"/sheets/requests", "", "200 200 200 200 200 200"},
	"get-sheets-offers":              {"/sheets/offers?format=xlsx", "", "200 200 200 200 200 200"},
	"get-feeds-requests.atom":        {"/feeds/requests.atom", ``, "200 200 200 200 200 200"},
	"get-feeds-proposals.atom":       {"/feeds/proposals.atom", ``, "401 200 200 403 200 403"},
	"get-rounds-id-curations":        {"/rounds/R2026-1/curations", ``, "401 403 403 403 200 403"},
	"post-rounds-id-curations":       {"/rounds/R2026-1/curations", `{"kind":"veto","request":"RQ022","offer":"OF072","reason":"x"}`, "401 403 403 403 201 403"},
	"post-curations-id-cancellation": {"/curations/none/cancellation", `{"why":"x"}`, "401 403 403 403 404 403"},
	"post-rounds-id-curated":         {"/rounds/R2026-1/curated", ``, "401 403 403 403 201 403"},
	"get-rounds-id-changes-other":    {"/rounds/R2026-1/changes/R2026-1", ``, "401 403 403 403 200 403"},
	"get-meetings":                   {"/meetings", ``, "200 200 200 200 200 200"},
	"post-meetings":                  {"/meetings", `{"id":"NEW-CALLER","title":"T","starts":"2026-12-03","ends":"2026-12-03","cut_off":"2026-12-01"}`, "401 403 403 403 201 403"},
	"get-meetings-id":                {"/meetings/GIS", ``, "200 200 200 200 200 200"},
	"put-meetings-id":                {"/meetings/GIS", `{"announced":true,"title":"T","starts":"2026-12-03","ends":"2026-12-03","cut_off":"2026-12-01"}`, "401 403 403 403 200 403"},
	"post-meetings-id-moves":         {"/meetings/GIS/moves", `{"to":"held"}`, "401 403 403 403 200 403"},
	"post-meetings-id-rounds":        {"/meetings/GIS/rounds", ``, "401 403 403 403 201 403"},
	"post-meetings-id-publication":   {"/meetings/GIS/publication", ``, "401 403 403 403 422 403"},
	"post-meetings-id-withdrawal":    {"/meetings/GIS/withdrawal", `{"why":"x"}`, "401 403 403 403 422 403"},
	"get-meetings-id-sitting":        {"/meetings/GIS/sitting", ``, "401 403 403 403 200 403"},
	"post-meetings-id-item":          {"/meetings/GIS/item", `{"item":1}`, "401 403 403 403 422 403"},
	"post-meetings-id-answers":       {"/meetings/GIS/answers", `{"proposal":"R2026-1.RQ010.OF061","donor":"JPN","reply":"interested"}`, "401 403 403 403 422 403"},
	"post-meetings-id-actions":       {"/meetings/GIS/actions", `{"text":"T","due":"2026-12-31"}`, "401 403 403 403 201 403"},
	"get-actions":                    {"/actions", ``, "401 200 200 200 200 403"},
	"get-actions-id":                 {"/actions/GIS.1", ``, "404 200 404 404 200 404"},
	"put-actions-id":                 {"/actions/GIS.1", `{"text":"T","due":"2026-12-31","owner":"TGO"}`, "404 403 404 404 200 404"},
	"post-actions-id-moves":          {"/actions/GIS.1/moves", `{"to":"done"}`, "404 200 404 404 422 404"},
	"get-feeds-meetings.ics":         {"/feeds/meetings.ics", ``, "200 200 200 200 200 200"},

	"get-schedules":           {"/schedules", ``, "401 403 403 403 200 200"},
	"put-schedules-id":        {"/schedules/night", `{"job":"digest","spec":"@daily"}`, "401 403 403 403 200 200"},
	"post-schedules-id-runs":  {"/schedules/none/runs", ``, "401 403 403 403 404 404"},
	"get-runs":                {"/runs", ``, "401 403 403 403 200 200"},
	"get-runs-id":             {"/runs/none", ``, "401 403 403 403 404 404"},
	"post-runs-id-cancel":     {"/runs/none/cancel", ``, "401 403 403 403 404 404"},
	"get-subscriptions":       {"/subscriptions", ``, "401 200 200 403 200 403"},
	"post-subscriptions":      {"/subscriptions", `{"address":"mailto:CALLER@example.org","events":["request_circulated"],"party":"TGO"}`, "401 201 403 403 201 403"},
	"delete-subscriptions-id": {"/subscriptions/none", ``, "404 404 404 404 404 404"},
	"get-searches":            {"/searches", ``, "401 403 200 403 200 403"},
	"post-searches":           {"/searches", `{"name":"Stores","list":"requests","query":"theme=stockpile"}`, "401 403 201 403 201 403"},
	"delete-searches-id":      {"/searches/none", ``, "401 403 404 403 404 403"},
	"get-notices":             {"/notices", ``, "401 403 403 403 200 200"},

	"post-reports":                {"/reports?party=TGO&name=CALLER.txt", "needs-2026\n1.1 Point of contact: name, office, e-mail\nCALLER", "401 200 403 403 200 403"},
	"get-reports":                 {"/reports", ``, "401 200 403 403 200 403"},
	"get-reports-id":              {"/reports/none", ``, "404 404 404 404 404 404"},
	"get-ingests":                 {"/ingests", ``, "401 200 403 403 200 403"},
	"post-chronicles":             {"/chronicles?symbol=A/CALLER&name=CALLER.txt", "1. UNREC helped Togo to destroy 3 weapons.", "401 403 403 403 200 403"},
	"get-chronicles":              {"/chronicles", ``, "401 403 403 403 200 403"},
	"get-chronicles-id":           {"/chronicles/none", ``, "401 403 403 403 404 403"},
	"post-passages-id-acceptance": {"/passages/none/acceptance", `{}`, "401 403 403 403 404 403"},
	"post-passages-id-rejection":  {"/passages/none/rejection", `{"why":"x"}`, "401 403 403 403 404 403"},
	"post-findings-id-acceptance": {"/findings/none/acceptance", `{}`, "404 404 404 404 404 404"},
	"post-findings-id-rejection":  {"/findings/none/rejection", `{"why":"x"}`, "404 404 404 404 404 404"},
	"get-templates":               {"/templates", ``, "200 200 200 200 200 200"},
	"put-templates-id":            {"/templates/CALLER", `{"instrument":"X","names":{"en":"X"},"sections":[{"names":{"en":"S"},"questions":[{"number":"1","verified":false}]}]}`, "401 403 403 403 200 403"},
	"get-forms-state":             {"/forms/TGO?format=xlsx", ``, "401 200 403 403 200 403"},

	"post-session":          {"/session", `{"email":"nobody@example.org","password":"wrong"}`, "401 401 401 401 401 401"},
	"delete-session":        {"/session", "", "204 204 204 204 204 204"},
	"get-me":                {"/me", "", "401 200 200 200 200 200"},
	"put-me-password":       {"/me/password", `{"old":"x","password":"y"}`, "401 403 403 403 403 403"}, // by token
	"post-me-second-factor": {"/me/second-factor", "", "401 403 403 403 403 403"},
	"put-me-second-factor":  {"/me/second-factor", `{"code":"123456"}`, "401 403 403 403 403 403"},
	"get-tokens":            {"/tokens", "", "401 403 403 403 403 403"},
	"post-tokens":           {"/tokens", `{"name":"x"}`, "401 403 403 403 403 403"},
	"delete-tokens-id":      {"/tokens/t-none", "", "401 403 403 403 403 403"},

	"get-users":              {"/users", "", "401 403 403 403 403 200"},
	"post-users":             {"/users", `{"email":"CALLER@new.example.org","name":"New"}`, "401 403 403 403 403 201"},
	"get-users-id":           {"/users/USER", "", "401 403 403 403 403 200"},
	"put-users-id":           {"/users/USER", `{"email":"changed@example.org","name":"Changed"}`, "401 403 403 403 403 200"},
	"post-users-id-password": {"/users/USER/password", "{}", "401 403 403 403 403 200"},
}

func TestEveryOperationForEveryRole(t *testing.T) {
	w := server(t)
	test := aid.Machine("test")
	target, _, err := w.desk.AddUser(t.Context(), test, aid.User{Email: "target@example.org", Name: "Target"}, password)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range w.described(t) {
		operation, listed := operations[id]
		if !listed {
			t.Errorf("%s is in the description and not in the matrix of this test", id)
			continue
		}
		method, _, _ := strings.Cut(id, "-")
		wants := strings.Fields(operation.want)
		for i, as := range callers {
			w.prepare(t)
			fill := strings.NewReplacer("USER", string(target.ID), "CALLER", as)
			status := w.status(t, as, strings.ToUpper(method), fill.Replace(operation.path), fill.Replace(operation.body))
			if want := wants[i]; fmt.Sprint(status) != want {
				t.Errorf("%s as %s: %d, want %s", id, as, status, want)
			}
		}
	}
	if described := len(w.described(t)); described != len(operations) {
		t.Errorf("the description has %d operations, the matrix %d", described, len(operations))
	}
}

// described are the ids of all operations.
func (w *world) described(t *testing.T) []string {
	t.Helper()
	answer := call{method: "GET", path: "/openapi.json", status: 200}.send(t, w)
	var parsed struct {
		Paths map[string]map[string]struct{ OperationID string }
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &parsed); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, path := range parsed.Paths {
		for _, operation := range path {
			ids = append(ids, operation.OperationID)
		}
	}
	slices.Sort(ids)
	return ids
}

// prepare makes the records that operations are tried on, anew: a request of Togo that it keeps to itself, and an offer
// of Japan.
func (w *world) prepare(t *testing.T) {
	t.Helper()
	test := aid.Machine("test")
	if r, err := w.desk.Request(t.Context(), test, w.own); err == nil && r.Status == aid.Submitted {
		return
	}
	w.serial++
	w.own = aid.RequestID(fmt.Sprintf("TOGO%d", w.serial))
	if _, err := w.desk.AddRequest(t.Context(), test, aid.Request{ID: w.own, RequesterID: "TGO", Need: "A need", Consent: aid.ConsentNone}); err != nil {
		t.Fatal(err)
	}
	if w.serial > 1 {
		return
	}
	o := aid.Offer{ID: "JAPAN", Donors: aid.List[aid.PartyID]{"JPN"}, Programme: "P", Form: "pledge"}
	if _, err := w.desk.AddOffer(t.Context(), test, o); err != nil {
		t.Fatal(err)
	}
	w.plan(t)
}

// plan announces a meeting in which Togo has undertaken something.
func (w *world) plan(t *testing.T) {
	t.Helper()
	test := aid.Machine("test")
	m := aid.Meeting{ID: "GIS", Title: "Interested States", Starts: "2026-12-03", Ends: "2026-12-04", CutOff: "2026-12-01", Announced: true}
	if _, err := w.desk.AddMeeting(t.Context(), test, m); err != nil {
		t.Fatal(err)
	}
	a := aid.Action{MeetingID: "GIS", Text: "Send the plan", OwnerID: "TGO", DueOn: "2026-12-31"}
	if _, err := w.desk.NoteAction(t.Context(), test, a); err != nil {
		t.Fatal(err)
	}
}

func (w *world) status(t *testing.T, as, method, path, body string) int {
	t.Helper()
	path = strings.Replace(path, "/TOGO", "/"+string(w.own), 1)
	request := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if strings.HasPrefix(path, "/imports") || strings.HasPrefix(path, "/reports") || strings.HasPrefix(path, "/chronicles") {
		request.Header.Set("Content-Type", "application/octet-stream")
	}
	request.Header.Set("If-Match", "*")
	if token := w.tokens[as]; token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, request)
	if challenge := answer.Header().Get("WWW-Authenticate"); (answer.Code == http.StatusUnauthorized) != (challenge != "") {
		t.Errorf("%s %s: %d with the challenge %q", method, path, answer.Code, challenge)
	}
	if answer.Code >= 500 {
		t.Errorf("%s %s: %d %s", method, path, answer.Code, answer.Body)
	}
	return answer.Code
}

// seen is what matters of an answer with a request.
type seen struct {
	Items []struct{ ID string }
	Next  string
}

// Whoever may not see a request cannot find it by any filter, sort or count either.
func TestHiddenRequestsLeaveNoTrace(t *testing.T) {
	w := server(t)
	test := aid.Machine("test")
	hidden := aid.Request{ID: "SECRET", RequesterID: "TGO", Need: "A secret need", Consent: aid.ConsentNone,
		Themes: aid.List[aid.Share]{{Code: "marking", Percent: 100}}}
	if _, err := w.desk.AddRequest(t.Context(), test, hidden); err != nil {
		t.Fatal(err)
	}
	for _, as := range []string{"public", "donor", "implementer", "administrator"} {
		for _, query := range []string{"", "?requester=TGO", "?theme=marking", "?status=submitted", "?region=Africa", "?sort=-updated_at"} {
			page, limit := "/requests"+query, "?limit=500"
			if query != "" {
				limit = "&limit=500"
			}
			call{as: as, method: "GET", path: page + limit, status: 200, hasNot: []string{"SECRET"}}.send(t, w)
		}
		call{as: as, method: "GET", path: "/requests/SECRET", status: 404}.send(t, w)
		call{as: as, method: "GET", path: "/requests/SECRET?as=public", status: 404}.send(t, w)
		call{as: as, method: "GET", path: "/parties/TGO", status: 200, has: []string{`"roles":[]`}}.send(t, w)
	}
	call{as: "public", method: "GET", path: "/parties?role=requester", status: 401}.send(t, w)
	call{as: "donor", method: "GET", path: "/parties?role=requester", status: 403}.send(t, w)
	call{as: "state", method: "GET", path: "/requests?limit=500", status: 200, has: []string{"SECRET"}}.send(t, w)
	answer := call{as: "public", method: "GET", path: "/requests?limit=1", status: 200}.send(t, w)
	var page seen
	if err := json.Unmarshal(answer.Body.Bytes(), &page); err != nil || len(page.Items) != 0 || page.Next != "" {
		t.Errorf("nothing is circulated, and the public sees %+v (%v)", page, err)
	}
}

// A request from its posting to its circulation, as each side sees it.
func TestWhatEachSideSees(t *testing.T) {
	now := clock()
	w := serverAt(t, func() time.Time { return now })
	body := `{"id":"T1","requester":"TGO","title":"Marking","need":"Two marking machines","quantity":"2 machines","contact":"point@tg.example",` +
		`"amount":{"minor":5000000,"currency":"USD"},"consent":"public"}`
	call{as: "state", method: "POST", path: "/requests", body: body, status: 201, has: []string{"point@tg.example", `"gap_theme"`}}.send(t, w)
	move := func(to string) {
		tag := call{method: "GET", path: "/requests/T1", status: 200}.send(t, w).Header().Get("ETag")
		call{method: "POST", path: "/requests/T1/moves", header: map[string]string{"If-Match": tag}, body: `{"to":"` + to + `","why":"x"}`, status: 200}.send(t, w)
	}
	for _, c := range []call{
		{as: "donor", method: "GET", path: "/requests/T1", status: 200, has: []string{"2 machines", `"gaps":[]`}, hasNot: []string{"point@tg.example"}},
		{as: "state", method: "GET", path: "/requests/T1?as=donor", status: 200, has: []string{"2 machines"}, hasNot: []string{"point@tg.example"}},
		{as: "state", method: "GET", path: "/requests/T1?as=public", status: 404},
		{as: "donor", method: "GET", path: "/requests/T1?as=public", status: 403},
		{as: "public", method: "GET", path: "/requests/T1", status: 404},
	} {
		c.send(t, w)
	}
	move("authenticated")
	now = now.AddDate(0, 0, 15) // the State has had its time to object
	move("circulated")
	for _, c := range []call{
		{as: "donor", method: "GET", path: "/requests/T1", status: 200, has: []string{"point@tg.example"}},
		{as: "public", method: "GET", path: "/requests/T1", status: 200, has: []string{"Two marking machines"}, hasNot: []string{"point@tg.example", "2 machines", "5000000"}},
		{as: "public", method: "GET", path: "/requests", status: 200, has: []string{`"T1"`}, hasNot: []string{"point@tg.example", "5000000"}},
		{as: "state", method: "GET", path: "/requests/T1?as=public", status: 200, has: []string{"Two marking machines"}, hasNot: []string{"5000000"}},
		{as: "state", method: "POST", path: "/requests/T1/moves", header: map[string]string{"If-Match": "*"}, body: `{"to":"interest_shown","why":"x"}`, status: 403},
	} {
		if answer := c.send(t, w); c.as == "public" && answer.Header().Get("ETag") != "" {
			t.Error("a part of a record has an entity tag")
		}
	}
}

func TestForecastsAreForDonors(t *testing.T) {
	w := server(t)
	body := `{"id":"F1","donors":["JPN"],"programme":"Next year","form":"pledge","forecast":true,"envelope":{"minor":700000000,"currency":"USD"}}`
	call{as: "donor", method: "POST", path: "/offers", body: body, status: 201}.send(t, w)
	for _, as := range []string{"public", "state", "implementer"} {
		call{as: as, method: "GET", path: "/offers/F1", status: 404}.send(t, w)
		call{as: as, method: "GET", path: "/offers?donor=JPN&limit=500", status: 200, hasNot: []string{`"F1"`}}.send(t, w)
	}
	call{as: "public", method: "GET", path: "/offers/OF068", status: 200, hasNot: []string{`"envelope"`}}.send(t, w)
	call{as: "state", method: "GET", path: "/offers/OF068", status: 200, has: []string{`"envelope"`}, hasNot: []string{`"precision"`}}.send(t, w)
	call{as: "donor", method: "GET", path: "/offers/F1?as=party", status: 404}.send(t, w)
}

func TestAPersonAndAProgram(t *testing.T) {
	w := server(t)
	session := func(answer *httptest.ResponseRecorder) map[string]string {
		for _, cookie := range answer.Result().Cookies() {
			return map[string]string{"Cookie": cookie.Name + "=" + cookie.Value}
		}
		t.Fatal("no cookie")
		return nil
	}
	sent := `{"email":"state@example.org","password":"` + password + `"}`
	for _, wrong := range []string{`{"email":"state@example.org","password":"wrong"}`, `{"email":"who@example.org","password":"wrong"}`} {
		answer := call{as: "public", method: "POST", path: "/session", body: wrong, status: 401, hasNot: []string{"wrong"}}.send(t, w)
		if answer.Header().Get("Set-Cookie") != "" {
			t.Error("a wrong password has a session")
		}
	}
	header := session(call{as: "public", method: "POST", path: "/session", body: sent, status: 200,
		has: []string{`"party":"TGO"`, `"add requests"`}, hasNot: []string{"argon2", password}}.send(t, w))
	answer := call{as: "public", method: "POST", path: "/tokens", header: header, body: `{"name":"laptop"}`, status: 201, has: []string{"psh_"}}.send(t, w)
	var token struct{ ID, Secret string }
	if err := json.Unmarshal(answer.Body.Bytes(), &token); err != nil {
		t.Fatal(err)
	}
	w.tokens["laptop"] = token.Secret
	for _, c := range []call{
		{as: "public", method: "GET", path: "/tokens", header: header, status: 200, has: []string{token.ID}, hasNot: []string{token.Secret, "hash"}},
		{as: "laptop", method: "GET", path: "/me", status: 200, has: []string{`"party":"TGO"`}, hasNot: []string{`"add requests"`}},
		{as: "laptop", method: "POST", path: "/requests", body: newRequest, status: 403},
		{as: "public", method: "PUT", path: "/me/password", header: header, body: `{"old":"` + password + `","password":"short"}`, status: 422, has: []string{"12 to 256"}, hasNot: []string{`"short"`}},
		{as: "public", method: "POST", path: "/me/second-factor", header: header, status: 200, has: []string{"otpauth://"}},
		{as: "public", method: "PUT", path: "/me/second-factor", header: header, body: `{"code":"000000"}`, status: 422, has: []string{"not the code"}},
		{as: "public", method: "DELETE", path: "/tokens/" + token.ID, header: header, status: 204},
		{as: "laptop", method: "GET", path: "/me", status: 401},
		{as: "public", method: "DELETE", path: "/session", header: header, status: 204},
		{as: "public", method: "GET", path: "/me", header: header, status: 401},
	} {
		c.send(t, w)
	}
	for range 8 { // two wrong answers came from this address above
		call{as: "public", method: "POST", path: "/session", body: `{"email":"state@example.org","password":"wrong"}`, status: 401}.send(t, w)
	}
	late := call{as: "public", method: "POST", path: "/session", body: sent, status: 429}.send(t, w)
	if late.Header().Get("Retry-After") == "" {
		t.Error("nobody says how long to wait")
	}
}
