package web

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
)

const copied = "ploughshare-20261124T080000Z.db"

// keep makes a copy of the database, and puts copies on a schedule.
func (w *world) keep(t *testing.T) {
	t.Helper()
	w.desk.Settings.Backups = desk.Backups{Folder: t.TempDir(), Daily: 7, Weekly: 4}
	fatal(t, w.desk.Backup(t.Context(), aid.Machine("test"), w.copy(copied)))
	_, err := w.desk.PutSchedule(t.Context(), aid.Machine("test"), aid.Schedule{ID: backing, Job: "backup", Spec: "0 2 * * *", Missed: aid.MissedOnce})
	fatal(t, err)
}

func (w *world) copy(name string) string { return filepath.Join(w.desk.Settings.Backups.Folder, name) }

// A copy can be made, taken away and checked; one that was changed is told apart.
func TestBackupsAreMadeFetchedAndChecked(t *testing.T) {
	w := newWorld(t)
	content, err := os.ReadFile(w.copy(copied))
	fatal(t, err)
	got := w.get(t, "administrator", "/en/backups?file="+copied)
	if got.body != string(content) || !strings.Contains(got.header.Get("Content-Disposition"), copied) || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d with %d of %d bytes, %v", got.status, len(got.body), len(content), got.header)
	}
	if journal := w.get(t, "administrator", "/en/journal").body; !strings.Contains(journal, "fetched") {
		t.Error("the journal does not say who took a copy away")
	}
	check := url.Values{"check": {copied}}
	if got := w.post(t, "administrator", "/en/backups", check); got.status != http.StatusOK || !strings.Contains(got.body, "byte for byte as it was made") {
		t.Errorf("an honest copy: %d %s", got.status, got.body)
	}
	content[len(content)-1]++
	fatal(t, os.WriteFile(w.copy(copied), content, 0o600))
	if got := w.post(t, "administrator", "/en/backups", check); !strings.Contains(got.body, "is not as it was made") {
		t.Errorf("a changed copy: %d %s", got.status, got.body)
	}
	made := w.post(t, "administrator", "/en/backups", url.Values{"do": {"copy"}, "ticket": {"x"}})
	if !strings.HasPrefix(made.header.Get("Location"), "/en/runs/") {
		t.Fatalf("%d leads to %q: %s", made.status, made.header.Get("Location"), made.body)
	}
	w.work(t, "backup")
	if page := w.get(t, "administrator", "/en/backups"); !strings.Contains(page.body, w.now().Format("ploughshare-20060102T150405Z.db")) {
		t.Errorf("it is not on the page: %s", page.body)
	}
	if got := w.post(t, "administrator", "/en/backups", url.Values{"do": {"verify"}}); !strings.Contains(got.body, "The journal is whole") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// Nobody gets at anything but copies by their names, and at these administrators alone.
func TestBackupsGiveNothingElseAway(t *testing.T) {
	w := newWorld(t)
	secret := filepath.Join(t.TempDir(), "secret")
	fatal(t, os.WriteFile(secret, []byte("secret"), 0o600))
	fatal(t, os.WriteFile(w.copy("other.db"), []byte("secret"), 0o600))
	fatal(t, os.Symlink(secret, w.copy("ploughshare-20261101T000000Z.db")))
	fatal(t, os.Mkdir(w.copy("ploughshare-20261102T000000Z.db"), 0o700))
	for _, name := range []string{
		"other.db", secret, "../" + filepath.Base(secret), "ploughshare-20261101T000000Z.db", "ploughshare-20261102T000000Z.db",
		"ploughshare-20261103T000000Z.db", copied + "/../other.db", "./" + copied, copied + "%00",
	} {
		if got := w.get(t, "administrator", "/en/backups?file="+url.QueryEscape(name)); got.status != http.StatusNotFound {
			t.Errorf("%q: %d %.40q", name, got.status, got.body)
		}
		if got := w.post(t, "administrator", "/en/backups", url.Values{"check": {name}}); got.status != http.StatusNotFound {
			t.Errorf("checking %q: %d", name, got.status)
		}
	}
	if page := w.get(t, "administrator", "/en/backups").body; strings.Contains(page, "20261101") || strings.Contains(page, "20261102") || !strings.Contains(page, copied) {
		t.Errorf("the page lists what is no copy, or not the copy: %s", page)
	}
	for who, want := range map[string]int{"secretariat": http.StatusForbidden, "donor": http.StatusForbidden, "public": http.StatusSeeOther} {
		if got := w.get(t, who, "/en/backups?file="+copied); got.status != want {
			t.Errorf("%s: %d, want %d", who, got.status, want)
		}
	}
	w.desk.Settings.Backups = desk.Backups{}
	if page := w.get(t, "administrator", "/en/backups"); page.status != http.StatusOK || !strings.Contains(page.body, "--backups FOLDER") {
		t.Errorf("without a folder: %d %s", page.status, page.body)
	}
}
