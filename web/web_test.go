package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// Each page in each language is whole, well-formed and under a policy that lets nothing foreign in.
func TestPagesAreWellFormed(t *testing.T) {
	w := newWorld(t)
	for _, lang := range w.catalogs.Languages() {
		for _, s := range sights {
			a := w.get(t, s.who, "/"+lang+w.at(s.path))
			name := lang + s.path + " as " + s.who
			if s.page != "error" && a.status != http.StatusOK {
				t.Errorf("%s: %d", name, a.status)
			}
			if policy := a.header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: the policy is %q", name, policy)
			}
			for _, never := range []string{"⟦", "<no value>", "%!", " style=", "<script>", "onclick", "map["} {
				if strings.Contains(a.body, never) {
					t.Errorf("%s has %q", name, never)
				}
			}
			for _, wrong := range malformed(a.body) {
				t.Errorf("%s: %s", name, wrong)
			}
		}
	}
}

// Each link of each page leads to something that the reader may have.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	w := newWorld(t)
	followed := map[string]bool{}
	for _, s := range sights {
		if s.page == "error" { // it offers itself in other languages
			continue
		}
		for _, link := range regexp.MustCompile(`href="(/[^"]*)"`).FindAllStringSubmatch(w.get(t, s.who, "/en"+w.at(s.path)).body, -1) {
			address, _, _ := strings.Cut(html.UnescapeString(link[1]), "#")
			if followed[s.who+address] {
				continue
			}
			followed[s.who+address] = true
			if a := w.get(t, s.who, address); a.status >= http.StatusBadRequest {
				t.Errorf("%s as %s leads to %s: %d", s.path, s.who, address, a.status)
			}
		}
	}
}

// A queue counts what the list behind it shows.
func TestQueuesAreAsLongAsTheirLists(t *testing.T) {
	w := newWorld(t)
	w.time.Add(int64(100 * 24 * time.Hour)) // after which many have been silent too long
	office := w.get(t, "secretariat", "/en/office").body
	queues := regexp.MustCompile(`href="(/en/(?:requests|proposals)\?[^"]*)">[^<]*</a> <span class="tag[^"]*">([0-9,]+)<`).FindAllStringSubmatch(office, -1)
	if len(queues) < 6 {
		t.Fatalf("%d queues in %s", len(queues), office)
	}
	for _, q := range queues {
		list := w.get(t, "secretariat", html.UnescapeString(q[1])).body
		shown := regexp.MustCompile(`<h2 class="count">([0-9,]+) `).FindStringSubmatch(list)
		if shown == nil || shown[1] != q[2] {
			t.Errorf("%s counts %s; the list says %v", q[1], q[2], shown)
		}
	}
	if all, silent := w.get(t, "secretariat", "/en/requests").body, w.get(t, "secretariat", "/en/requests?silent=yes").body; all == silent {
		t.Error("the list of silent requests is that of all")
	}
}

func TestProposalsOfAnEarlierRound(t *testing.T) {
	w := newWorld(t) // with a second round
	for _, round := range []string{"R2026-1", "R2026-2"} {
		if got := w.get(t, "secretariat", "/en/proposals?round="+round); !strings.Contains(got.body, "/en/proposals/"+round+".") {
			t.Errorf("%s: %d without a proposal of it", round, got.status)
		}
	}
}

// void are the elements that have no end.
var void = []string{"meta", "link", "input", "br", "hr", "img"}

// malformed says which elements are not closed in turn, which ids come twice, and which references lead nowhere.
func malformed(page string) (wrong []string) {
	var open []string
	ids, wanted := map[string]int{}, map[string]string{}
	for tokens := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := tokens.Next()
		token := tokens.Token()
		switch kind {
		case html.ErrorToken:
			for id, by := range wanted {
				if ids[id] == 0 {
					wrong = append(wrong, by+" points at "+id+", which is not there")
				}
			}
			if len(open) > 0 {
				wrong = append(wrong, "never closed: "+strings.Join(open, " "))
			}
			return wrong
		case html.StartTagToken:
			if !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
			for _, a := range token.Attr {
				switch {
				case a.Key == "id":
					if ids[a.Val]++; ids[a.Val] > 1 {
						wrong = append(wrong, "the id "+a.Val+" comes twice")
					}
				case a.Key == "for" || strings.HasPrefix(a.Key, "aria-") && strings.HasSuffix(a.Key, "by") || a.Key == "form":
					for id := range strings.FieldsSeq(a.Val) {
						wanted[id] = token.String()
					}
				case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
					wanted[a.Val[1:]] = token.String()
				}
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				wrong = append(wrong, "</"+token.Data+"> closes "+strings.Join(open, " "))
				return wrong
			}
			open = open[:len(open)-1]
		}
	}
}

func TestLanguageByAddress(t *testing.T) {
	w := newWorld(t)
	a := w.get(t, "public", "/")
	if a.status != http.StatusFound || a.header.Get("Location") != "/en/" {
		t.Errorf("without a wish: %d %s", a.status, a.header.Get("Location"))
	}
	if a = w.get(t, "public", "/tlh/requests"); a.status != http.StatusNotFound || !strings.Contains(a.body, `lang="en"`) {
		t.Errorf("a language that there is not: %d", a.status)
	}
	if a = w.get(t, "public", "/en/signin?next=%2Fen%2Fx"); !strings.Contains(a.body, `value="/en/x"`) {
		t.Error("the page to sign in forgets where to go")
	}
}

// Where nobody may lead a reader after signing in.
func TestSignInLeadsNowhereElse(t *testing.T) {
	w := newWorld(t)
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "javascript:alert(1)", ""} {
		a := w.post(t, "public", "/en/signin", url.Values{"email": {"donor@example.org"}, "password": {password}, "next": {next}})
		if a.status != http.StatusSeeOther || a.header.Get("Location") != "/en/" {
			t.Errorf("%q leads to %d %s", next, a.status, a.header.Get("Location"))
		}
	}
}

func TestSignInRefused(t *testing.T) {
	w := newWorld(t)
	a := w.post(t, "public", "/en/signin", url.Values{"email": {"donor@example.org"}, "password": {"wrong <b>"}})
	if a.status != http.StatusUnprocessableEntity || a.header.Get("Set-Cookie") != "" {
		t.Errorf("a wrong password gets %d %s", a.status, a.header.Get("Set-Cookie"))
	}
	for _, has := range []string{`value="donor@example.org"`, `href="#f-email"`, `aria-invalid="true"`, "Error: Sign in"} {
		if !strings.Contains(a.body, has) {
			t.Errorf("the page lacks %s", has)
		}
	}
	if strings.Contains(a.body, "wrong &lt;b") {
		t.Error("the page shows the password")
	}
	for range 9 {
		a = w.post(t, "public", "/en/signin", url.Values{"email": {"donor@example.org"}, "password": {"wrong"}})
	}
	if a = w.post(t, "public", "/en/signin", url.Values{"email": {"donor@example.org"}, "password": {password}}); !strings.Contains(a.body, "Too many attempts") {
		t.Errorf("somebody may try for ever: %d", a.status)
	}
}

func TestSignOut(t *testing.T) {
	w := newWorld(t)
	if a := w.get(t, "donor", "/en/"); !strings.Contains(a.body, "Sign out") {
		t.Error("who is signed in cannot sign out")
	}
	if a := w.post(t, "donor", "/en/signout", nil); a.status != http.StatusSeeOther {
		t.Errorf("signing out: %d", a.status)
	}
	if a := w.get(t, "donor", "/en/"); strings.Contains(a.body, "Sign out") {
		t.Error("who has signed out is still in")
	}
}

// What another site sends does nothing.
func TestFormsFromElsewhere(t *testing.T) {
	w := newWorld(t)
	request, err := http.NewRequest("POST", w.URL+"/en/signout", strings.NewReader(""))
	fatal(t, err)
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	response, err := (&http.Client{Jar: w.jars["donor"]}).Do(request)
	fatal(t, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("a form of another site: %d", response.StatusCode)
	}
	if a := w.get(t, "donor", "/en/"); !strings.Contains(a.body, "Sign out") {
		t.Error("another site can sign people out")
	}
}

func TestPagesAreNotSentTwice(t *testing.T) {
	w := newWorld(t)
	a := w.get(t, "public", "/en/signin")
	request, err := http.NewRequest("GET", w.URL+"/en/signin", nil)
	fatal(t, err)
	request.Header.Set("If-None-Match", a.header.Get("ETag"))
	response, err := http.DefaultClient.Do(request)
	fatal(t, err)
	response.Body.Close()
	if response.StatusCode != http.StatusNotModified {
		t.Errorf("what the browser has comes again: %d", response.StatusCode)
	}
}
