package desk_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/store"
)

func verify(t *testing.T, d *desk.Desk) desk.Verification {
	t.Helper()
	v, err := d.Verify(t.Context(), machine)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// withRound is a database with the real records and a round.
func withRound(t *testing.T, dsn string) *desk.Desk {
	t.Helper()
	d, _ := server(t, dsn, desk.Settings{})
	demo(t, d, "requests.csv", "offers.csv", "pairings.csv")
	if _, err := d.Match(t.Context(), machine, today); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestVerifyFindsNothingInAnHonestHouse(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		v := verify(t, withRound(t, dsn))
		if len(v.Findings) > 0 || v.Rounds != 1 || v.Proposals < 20 || v.Entries < 5 || len(v.LastHash) != 64 {
			t.Errorf("got %+v", v)
		}
	})
}

// Somebody with the file and the time to learn its triggers changes it behind the program's back.
func TestVerifyFindsTampering(t *testing.T) {
	folder := t.TempDir()
	honest := filepath.Join(folder, "honest.db")
	if err := withRound(t, filepath.Join(folder, "live.db")).Backup(t.Context(), machine, honest); err != nil {
		t.Fatal(err)
	}
	const open = "DROP TRIGGER entries_keep; DROP TRIGGER entries_hold; "
	for name, c := range map[string]struct{ forge, says string }{
		"an entry is changed":   {open + "UPDATE entries SET note = 'x' WHERE id = 2", "was changed"},
		"an entry is taken out": {open + "DELETE FROM entries WHERE id = 2", "does not follow"},
		"the round's entry":     {open + "DELETE FROM entries WHERE verb = 'matched'", "digest in the journal"},
		"a digest":              {"UPDATE rounds SET digest = replace(digest, substr(digest, 1, 4), 'beef')", "digest of its outcome"},
		"the inputs' digest":    {"UPDATE rounds SET inputs_digest = 'beef'", "digest of its inputs"},
		"an amount":             {"UPDATE proposals SET amount = '999999.00 USD' WHERE request_id = 'RQ010'", "RQ010"},
		"a record":              {"UPDATE round_records SET outcome = x'00'", "cannot be read"},
		"a proposal":            {"DELETE FROM proposals WHERE request_id = 'RQ010'", "RQ010"},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(honest)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "forged.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = db.Exec(c.forge)
			if err = errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			d, _ := server(t, path, desk.Settings{})
			said := ""
			for _, f := range verify(t, d).Findings {
				said += f.Subject + ": " + f.What + "\n"
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("found %q, want something that says %q", said, c.says)
			}
		})
	}
}

// A copy is a whole database: it opens and verifies. It does not write over anything, and leaves nothing half done.
func TestBackup(t *testing.T) {
	d := withRound(t, filepath.Join(t.TempDir(), "live.db"))
	folder := t.TempDir()
	path := filepath.Join(folder, "100% copy?.db")
	if err := d.Backup(t.Context(), machine, path); err != nil {
		t.Fatal(err)
	}
	if err := d.Backup(t.Context(), machine, path); !errors.Is(err, os.ErrExist) {
		t.Errorf("a copy is written over: %v", err)
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Errorf("the folder holds %v (%v), want the copy alone", files, err)
	}
	copied, _ := server(t, path, desk.Settings{})
	if v := verify(t, copied); len(v.Findings) > 0 || v.Rounds != 1 {
		t.Errorf("the copy: %+v", v)
	}
	donor := aid.Actor{Name: "donor", Party: "JPN", Roles: []aid.Role{aid.Donor}}
	if err := d.Backup(t.Context(), donor, filepath.Join(folder, "mine.db")); !errors.Is(err, aid.ErrForbidden) {
		t.Errorf("a donor takes a copy: %v", err)
	}
}

func TestPostgresHasItsOwnTools(t *testing.T) {
	d, _ := open(t, postgres(t))
	if err := d.Backup(t.Context(), machine, filepath.Join(t.TempDir(), "copy.db")); !errors.Is(err, store.ErrOwnTools) {
		t.Errorf("got %v", err)
	}
}

// The scheduled copy gets its name from the clock, and is noted in the history.
func TestScheduledBackup(t *testing.T) {
	folder := t.TempDir()
	old := filepath.Join(folder, "ploughshare-20200101T020000Z.db")
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d, s := server(t, "", desk.Settings{Backups: desk.Backups{Folder: folder, Daily: 1}})
	schedule(t, d, aid.Schedule{ID: "backup", Job: "backup", Spec: "0 2 * * *"})
	if _, err := d.RunNow(t.Context(), machine, "backup"); err != nil {
		t.Fatal(err)
	}
	work(t, d, s)
	eventually(t, "the copy is made", func() bool { return history(t, d)[0].State.Ended() })
	run := history(t, d)[0]
	if run.State != aid.RunDone || run.Progress.Args["file"] != "ploughshare-20261124T090000Z.db" || run.Progress.Args["removed"] != "1" {
		t.Errorf("the run is %+v", run)
	}
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Error("the old copy is still there")
	}
}
