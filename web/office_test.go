package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ploughshare/aid"
)

// hold has the secretariat plan a meeting, make its round, take up its first item, and put rounds on a schedule.
func (w *world) hold(t *testing.T) {
	t.Helper()
	send := func(path string, form url.Values, next string) {
		t.Helper()
		if got := w.post(t, "secretariat", "/en"+path, form); got.header.Get("Location") != "/en"+next {
			t.Fatalf("%s %v leads to %q (%d), not %q: %s", path, form, got.header.Get("Location"), got.status, next, got.body)
		}
	}
	send("/plan", url.Values{
		"id": {"GIS-2026-1"}, "title": {"Group of Interested States"}, "place": {"New York"}, "starts": {"2026-12-03"}, "ends": {"2026-12-04"},
		"cut_off": {"2026-11-24"}, "agenda": {"Opening\r\n" + string(w.told[0].RequestID) + "\r\n"}, "participants": {"JPN: A. Sato\r\nJAM"},
		"announced": {"yes"},
	}, "/meetings/GIS-2026-1")
	send("/meetings/GIS-2026-1", url.Values{"do": {"match"}}, "/rounds/R2026-2")
	send("/meetings/GIS-2026-1", url.Values{"do": {"held"}, "version": {w.version(t)}}, "/meetings/GIS-2026-1/sitting")
	sitting := "/meetings/GIS-2026-1/sitting"
	send(sitting, url.Values{"item": {"1"}, "version": {w.version(t)}}, sitting)
	send(sitting, url.Values{"do": {"action"}, "text": {"Send the plan"}, "owner": {"JAM"}, "due": {"2026-12-20"}}, sitting)
	send(sitting, url.Values{"item": {"2"}, "outcome": {"Opened"}, "version": {w.version(t)}}, sitting)
	_, err := w.desk.PutSchedule(t.Context(), aid.Machine("test"), aid.Schedule{ID: matching, Job: "match", Spec: "@daily", Missed: aid.MissedOnce, Enabled: true})
	fatal(t, err)
	run, err := w.desk.RunNow(t.Context(), aid.Machine("test"), matching)
	fatal(t, err)
	w.run = run.ID
}

func (w *world) version(t *testing.T) string {
	t.Helper()
	m, err := w.desk.Meeting(t.Context(), aid.Machine("test"), "GIS-2026-1")
	fatal(t, err)
	return fmt.Sprint(m.Version)
}

func TestTheSecretariatSettlesAPairAndSolvesAgain(t *testing.T) {
	w := newWorld(t)
	pair := w.told[0]
	refused := w.post(t, "secretariat", "/en/curate/"+string(pair.ID), url.Values{"kind": {"veto"}})
	if refused.status != http.StatusUnprocessableEntity || !strings.Contains(refused.body, "f-reason-error") {
		t.Errorf("a veto without a reason: %d %s", refused.status, refused.body)
	}
	w.post(t, "secretariat", "/en/curate/"+string(pair.ID), url.Values{"kind": {"veto"}, "reason": {"The donor has left the field"}})
	page := w.get(t, "secretariat", "/en/rounds/R2026-1")
	if !strings.Contains(page.body, "The donor has left the field") {
		t.Errorf("the decision is not on the page of the round: %s", page.body)
	}
	again := w.post(t, "secretariat", "/en/rounds/R2026-1", nil)
	changes := w.get(t, "secretariat", again.header.Get("Location"))
	if changes.status != http.StatusOK || !strings.Contains(changes.body, string(pair.RequestID)) {
		t.Errorf("%q does not tell of %s: %d %s", again.header.Get("Location"), pair.RequestID, changes.status, changes.body)
	}
	if got := w.get(t, "donor", "/en/rounds/R2026-1"); got.status != http.StatusForbidden {
		t.Errorf("a donor reads the round: %d", got.status)
	}
}

func TestARoundIsAPaperInAnyFormat(t *testing.T) {
	w := newWorld(t)
	got := w.get(t, "secretariat", "/en/rounds/R2026-1?paper=booklet&format=docx")
	if got.status != http.StatusOK || !strings.HasPrefix(got.body, "PK") || !strings.Contains(got.header.Get("Content-Disposition"), "booklet-R2026-1.en.docx") {
		t.Errorf("%d %v", got.status, got.header)
	}
}

func TestAnAccountIsMadeWithAPasswordForOnce(t *testing.T) {
	w := newWorld(t)
	got := w.post(t, "administrator", "/en/users/new", url.Values{
		"name": {"Focal Point"}, "email": {"fp@example.org"}, "party": {"CIV"}, "roles": {"requester"}, "language": {"fr"}, "ticket": {"x"},
	})
	if got.status != http.StatusOK || !strings.Contains(got.body, "<code") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if u, err := w.desk.UserByEmail(t.Context(), aid.Machine("test"), "fp@example.org"); err != nil || u.PartyID != "CIV" || !u.Temporary {
		t.Errorf("%+v %v", u, err)
	}
	if got := w.get(t, "secretariat", "/en/users"); got.status != http.StatusForbidden {
		t.Errorf("the secretariat reads accounts: %d", got.status)
	}
}

// Who sends a form that somebody else has overtaken sees what is there now beside what was typed, and may send it again.
func TestAnOvertakenFormShowsBothVersions(t *testing.T) {
	w := newWorld(t)
	user, err := w.desk.UserByEmail(t.Context(), aid.Machine("test"), "donor@example.org")
	fatal(t, err)
	for _, one := range []struct {
		who, path, field string
		form             url.Values
	}{
		{"secretariat", "/en/meetings/GIS-2026-1/edit", "place", url.Values{"title": {"Group"}, "starts": {"2026-12-03"}, "ends": {"2026-12-04"}, "cut_off": {"2026-11-24"}}},
		{"administrator", "/en/users/" + string(user.ID), "name", url.Values{"email": {"donor@example.org"}, "party": {"JPN"}, "roles": {"donor"}}},
		{"administrator", "/en/schedules/" + string(matching), "spec", url.Values{"missed": {"once"}, "enabled": {"yes"}}},
	} {
		version := regexp.MustCompile(`name="version" value="(.+?)"`)
		seen := version.FindStringSubmatch(w.get(t, one.who, one.path).body)
		if seen == nil {
			t.Fatalf("%s carries no version", one.path)
		}
		one.form.Set("version", seen[1])
		one.form.Set(one.field, "@weekly")
		if got := w.post(t, one.who, one.path, one.form); got.status != http.StatusSeeOther {
			t.Fatalf("%s: the first gets %d %s", one.path, got.status, got.body)
		}
		one.form.Set(one.field, "@monthly")
		late := w.post(t, one.who, one.path, one.form)
		for _, has := range []string{"Now on record: @weekly", `value="@monthly"`, "f-" + one.field + "-error"} {
			if late.status != http.StatusUnprocessableEntity || !strings.Contains(late.body, has) {
				t.Errorf("%s: %d, and no %s", one.path, late.status, has)
			}
		}
		if now := version.FindStringSubmatch(late.body); now != nil {
			one.form.Set("version", now[1])
		}
		if got := w.post(t, one.who, one.path, one.form); got.status != http.StatusSeeOther {
			t.Errorf("%s: sent again it gets %d", one.path, got.status)
		}
	}
}
