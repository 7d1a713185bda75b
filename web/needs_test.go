package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ploughshare/aid"
)

// draft has Jamaica begin a request, of which the secretariat asks something.
func (w *world) draft(t *testing.T) {
	t.Helper()
	answer := w.post(t, "state", "/en/mine/new", url.Values{"title": {"Marking machines"}, "need": {"Machines to mark the weapons of the police."}})
	if want := "/en/mine/JAM-2026-1"; answer.header.Get("Location") != want {
		t.Fatalf("the draft is at %q: %s", answer.header.Get("Location"), answer.body)
	}
	_, err := w.desk.AskQuestion(t.Context(), aid.Machine("test"), aid.Question{RequestID: "JAM-2026-1", Text: "How many weapons?"})
	fatal(t, err)
}

func TestAStateWritesARequestPartByPart(t *testing.T) {
	w := newWorld(t)
	send := func(part, version string, form url.Values) answer {
		form.Set("version", version)
		return w.post(t, "state", "/en/mine/JAM-2026-1/"+part, form)
	}
	send("need", "1", url.Values{"need": {"Four machines to mark the weapons of the police."}, "themes": {"marking"}, "kinds": {"equipment"}, "then": {"next"}})
	if next := send("cost", "2", url.Values{"amount": {"120,000"}, "currency": {"USD"}, "terms": {"whole"}, "then": {"next"}}); next.header.Get("Location") != "/en/mine/JAM-2026-1/plan" {
		t.Errorf("after the cost comes %q", next.header.Get("Location"))
	}
	r, err := w.desk.Request(t.Context(), aid.Machine("test"), "JAM-2026-1")
	fatal(t, err)
	if r.Amount.String() != "120000.00 USD" || !r.Whole || r.MainTheme() != "marking" || r.Status != aid.Draft {
		t.Errorf("on record is %+v", r)
	}

	t.Run("what donors ask for stands beside its field", func(t *testing.T) {
		page := w.get(t, "state", "/en/mine/JAM-2026-1/need").body
		if !strings.Contains(page, `id="f-quantity-lack">Missing: `) || strings.Contains(page, "f-themes-lack") {
			t.Errorf("the page says %s", page)
		}
	})
	t.Run("an error keeps what was typed", func(t *testing.T) {
		got := send("cost", "3", url.Values{"amount": {"a lot"}, "currency": {"USD"}})
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="a lot"`) || !strings.Contains(got.body, `href="#f-amount"`) {
			t.Errorf("%d %s", got.status, got.body)
		}
	})
	t.Run("a stale edit shows both", func(t *testing.T) {
		got := send("need", "1", url.Values{"need": {"Mine"}, "themes": {"marking"}, "kinds": {"equipment"}})
		for _, want := range []string{">Mine</textarea>", "Now on record: Four machines", `name="version" value="3"`} {
			if !strings.Contains(got.body, want) {
				t.Errorf("%d, without %q: %s", got.status, want, got.body)
			}
		}
	})
	t.Run("submitted and withdrawn with a reason", func(t *testing.T) {
		w.post(t, "state", "/en/mine/JAM-2026-1", url.Values{"version": {"3"}, "to": {"submitted"}})
		if got := w.post(t, "state", "/en/mine/JAM-2026-1", url.Values{"version": {"4"}, "to": {"withdrawn"}}); got.status != http.StatusUnprocessableEntity {
			t.Errorf("withdrawn without a reason: %d", got.status)
		}
		if r, _ := w.desk.Request(t.Context(), aid.Machine("test"), "JAM-2026-1"); r.Status != aid.Submitted {
			t.Errorf("it is %s", r.Status)
		}
	})
	t.Run("not another State's", func(t *testing.T) {
		if got := w.get(t, "state", "/en/mine/RQ010"); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
			t.Errorf("Jamaica reads North Macedonia's: %d", got.status)
		}
	})
	t.Run("the question is answered", func(t *testing.T) {
		path := "/mine/JAM-2026-1/questions/JAM-2026-1.Q1"
		w.post(t, "state", "/fr"+path, url.Values{"version": {"1"}, "answer": {"4 000"}})
		old := w.post(t, "state", "/en"+path, url.Values{"version": {"1"}, "answer": {"5,000"}})
		for _, want := range []string{">5,000</textarea>", "Now on record: 4 000", `name="version" value="2"`} {
			if old.status != http.StatusUnprocessableEntity || !strings.Contains(old.body, want) {
				t.Errorf("an answer to an old version: %d without %q: %s", old.status, want, old.body)
			}
		}
		w.post(t, "state", "/en"+path, url.Values{"version": {"2"}, "answer": {"5,000"}})
		if got := w.get(t, "state", "/en/mine/JAM-2026-1"); !strings.Contains(got.body, "<bdi>5,000</bdi>") {
			t.Errorf("no answer in %s", got.body)
		}
	})
}
