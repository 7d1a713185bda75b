package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ploughshare/aid"
)

func TestScoreBarAddsUp(t *testing.T) {
	w := newWorld(t)
	v := &visit{Printer: w.catalogs.Printer("en", nil)}
	for _, p := range w.told {
		x, points := 0, 0
		for i, piece := range v.pieces(p.Score) {
			if piece.X != x || piece.Width < 0 {
				t.Errorf("%s: part %d begins at %d, want %d", p.ID, i, piece.X, x)
			}
			x, points = piece.X+piece.Width, points+p.Score.Parts[i].Points
		}
		if x != p.Total/10 || points != p.Total {
			t.Errorf("%s: the bar is %d long and its parts have %d points, want %d", p.ID, x, points, p.Total)
		}
	}
}

// What fits a donor's offers: the whole list, what a filter leaves of it, and the same as a table.
func TestProposalsAreFilteredByTheAddress(t *testing.T) {
	w := newWorld(t)
	count := func(query string) int {
		a := w.get(t, "donor", "/en/proposals?"+query)
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d", query, a.status)
		}
		_, rest, _ := strings.Cut(a.body, `<h2 class="count">`)
		number, _, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(number)
		fatal(t, err)
		if rows := strings.Count(a.body, `name="p"`); rows != min(n, perPage) {
			t.Errorf("%s: %d rows for %d proposals", query, rows, n)
		}
		sheet := w.get(t, "donor", "/en/proposals?sheet=csv&"+query)
		if lines := strings.Count(sheet.body, "\n"); lines != n+1 || !strings.HasPrefix(sheet.header.Get("Content-Type"), "text/csv") {
			t.Errorf("%s: the table has %d lines, want %d", query, lines, n+1)
		}
		return n
	}
	if all := count(""); all != len(w.told) {
		t.Errorf("%d proposals, want %d", all, len(w.told))
	}
	regions := 0
	for _, region := range []string{"Africa", "Americas", "Asia", "Europe", "Oceania"} {
		regions += count("region=" + region)
	}
	if regions > len(w.told) || regions == 0 {
		t.Errorf("the regions have %d together", regions)
	}
	if count("least=101") != 0 || count("status=agreed") != 0 || count("q=zzzz") != 0 {
		t.Error("a filter that nothing passes lets something pass")
	}
	if a := w.get(t, "donor", "/en/proposals?theme=nonsense"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a theme that there is not: %d", a.status)
	}
	if a := w.get(t, "public", "/en/proposals?region=Asia"); a.header.Get("Location") != "/en/signin?next=%2Fen%2Fproposals%3Fregion%3DAsia" {
		t.Errorf("the public is sent to %s", a.header.Get("Location"))
	}
}

// A donor's answer is kept once however often it is sent, and what is wrong with it comes back as it was typed.
func TestDonorAnswers(t *testing.T) {
	w := newWorld(t)
	path := "/en/proposals/" + string(w.told[0].ID)
	wrong := url.Values{"ticket": {"t1"}, "reply": {"not_us"}, "part": {"whole"}, "note": {"Not <now>"}, "amount": {"12 apples"}, "currency": {"USD"}}
	a := w.post(t, "donor", path, wrong)
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("what is wrong is taken: %d", a.status)
	}
	for _, has := range []string{`href="#f-amount"`, "Not &lt;now&gt;", `value="12 apples"`, `value="not_us" checked`, `value="t1"`} {
		if !strings.Contains(a.body, has) {
			t.Errorf("the form that comes back lacks %s", has)
		}
	}
	wrong.Set("amount", "")
	if a = w.post(t, "donor", path, wrong); !strings.Contains(a.body, `href="#f-reasons"`) {
		t.Errorf("no without a reason: %d", a.status)
	}
	wrong.Set("reasons", "timing")
	for range 3 {
		if a = w.post(t, "donor", path, wrong); a.status != http.StatusSeeOther {
			t.Fatalf("the answer: %d", a.status)
		}
	}
	wrong.Set("reply", "interested") // who goes back and changes his mind sends the same ticket
	if a = w.post(t, "donor", path, wrong); a.status != http.StatusSeeOther {
		t.Fatalf("another answer: %d", a.status)
	}
	answers, _, err := w.desk.Interests(t.Context(), aid.Machine("test"), aid.FollowFilter{Proposal: w.told[0].ID}, aid.Page{})
	fatal(t, err)
	replies := []aid.Reply{}
	for _, i := range answers {
		replies = append(replies, i.Reply)
	}
	if !slices.Equal(replies, []aid.Reply{aid.NotUs, aid.Interested}) {
		t.Errorf("kept: %v", replies)
	}
	if a = w.get(t, "donor", path); !strings.Contains(a.body, "Not the right time") || !strings.Contains(a.body, "donor interested") {
		t.Error("the page does not tell what was answered")
	}
}

// A form whose session has ended comes back after signing in, to be sent again.
func TestFormOutlivesItsSession(t *testing.T) {
	w := newWorld(t)
	path := "/en/proposals/" + string(w.told[0].ID)
	form := url.Values{"ticket": {"t"}, "reply": {"ask"}, "part": {"whole"}, "note": {"How many \"stores\"?"}}
	a := w.post(t, "public", path, form)
	if a.status != http.StatusUnauthorized || !strings.Contains(a.body, `name="carry.note" value="How many &#34;stores&#34;?"`) {
		t.Fatalf("the form is lost: %d", a.status)
	}
	signIn := url.Values{"email": {"donor@example.org"}, "password": {password}, "next": {path}}
	for name, values := range form {
		signIn["carry."+name] = values
	}
	signIn.Set("switch", "fr")
	a = w.post(t, "public", strings.Replace(path, "/en/", "/fr/", 1), signIn)
	if !strings.Contains(a.body, `name="carry.note" value="How many &#34;stores&#34;?"`) || strings.Contains(a.body, "carry.carry") || strings.Contains(a.body, "carry.email") {
		t.Errorf("the form is lost when the language is changed: %s", a.body)
	}
	signIn.Del("switch")
	a = w.post(t, "public", "/en/signin", signIn)
	if a.status != http.StatusOK || !strings.Contains(a.body, `action="`+path+`"`) || !strings.Contains(a.body, `name="reply" value="ask"`) {
		t.Fatalf("it cannot be sent again: %d\n%s", a.status, a.body)
	}
}

// The switch of languages brings a half-filled form along and does nothing else.
func TestLanguageSwitchKeepsTheForm(t *testing.T) {
	w := newWorld(t)
	path := "/en/proposals/" + string(w.told[0].ID)
	a := w.post(t, "donor", path, url.Values{"switch": {"en"}, "reply": {"ask"}, "note": {"half a quest"}})
	if a.status != http.StatusOK || !strings.Contains(a.body, "half a quest") || !strings.Contains(a.body, `value="ask" checked`) {
		t.Errorf("the form is lost: %d", a.status)
	}
	answers, _, err := w.desk.Interests(t.Context(), aid.Machine("test"), aid.FollowFilter{}, aid.Page{})
	fatal(t, err)
	if len(answers) > 0 {
		t.Error("changing the language sends the form")
	}
}

// A proposal to somebody else is not there.
func TestProposalsOfOthers(t *testing.T) {
	w := newWorld(t)
	all, _, err := w.desk.Proposals(t.Context(), aid.Machine("test"), aid.ProposalFilter{}, aid.Page{Limit: aid.MaxPage})
	fatal(t, err)
	for _, p := range all {
		if !slices.ContainsFunc(w.told, func(q aid.Proposal) bool { return p.ID == q.ID }) {
			for _, path := range []string{"/en/proposals/" + string(p.ID), "/en/compare?p=" + string(p.ID) + "&p=" + string(w.told[0].ID)} {
				if a := w.get(t, "donor", path); a.status != http.StatusNotFound {
					t.Fatalf("%s: %d", path, a.status)
				}
			}
		}
	}
}
