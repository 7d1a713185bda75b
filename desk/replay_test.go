package desk_test

import (
	"bytes"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ploughshare/aid"
	"ploughshare/desk"
)

func TestReplaySaysWhatWasTamperedWith(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tampered.db")
	d, s := open(t, path)
	demo(t, d, "requests.csv", "offers.csv", "pairings.csv")
	round, err := d.Match(t.Context(), test, today)
	if err != nil {
		t.Fatal(err)
	}
	inputs, outcome, err := s.RoundRecord(t.Context(), round.ID)
	if err != nil {
		t.Fatal(err)
	}
	forged := round
	forged.ID = "R2026-2"
	outcome = bytes.Replace(outcome, []byte(`"offer":"OF061"`), []byte(`"offer":"OF010"`), 1)
	if err := s.AddRound(t.Context(), forged, nil, nil, inputs, outcome); err != nil {
		t.Fatal(err)
	}
	replay, err := d.Replay(t.Context(), test, "R2026-2")
	if err != nil || replay.Same {
		t.Fatalf("a forged outcome passes (%v)", err)
	}
	var said []string
	for _, difference := range replay.Differences {
		said = append(said, difference.What)
	}
	said = said[:min(2, len(said))] // then come the rows, of which a forged round has none
	want := []string{"proposal RQ010.OF010", "proposal RQ010.OF061"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

// What lists and papers show are rows; a replay holds them against the record.
func TestReplayLooksAtWhatIsShown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shown.db")
	d, _ := open(t, path)
	demo(t, d, "requests.csv", "offers.csv", "pairings.csv")
	if _, err := d.Match(t.Context(), test, today); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, forge := range []string{
		"UPDATE proposals SET amount = '999999.00 USD' WHERE request_id = 'RQ010'",
		"UPDATE rounds SET value = value + 1",
		"UPDATE unmatched SET reason = '{\"key\":\"unmatched_spent\"}' WHERE request_id = 'RQ017'",
	} {
		if _, err := db.Exec(forge); err != nil {
			t.Fatal(err)
		}
	}
	replay, err := d.Replay(t.Context(), test, "latest")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, difference := range replay.Differences {
		said = append(said, difference.What)
	}
	want := []string{"value shown", "proposal shown RQ010.OF061", "unmatched shown RQ017"}
	if diff := cmp.Diff(want, said); diff != "" || replay.Same {
		t.Errorf("same %v; differences (-want +got):\n%s", replay.Same, diff)
	}
}

// A State that consents to no showing is in the round, for the secretariat, and not in the paper.
func TestPapersKeepWhatIsNotToBeShown(t *testing.T) {
	d, _ := open(t, "")
	if _, err := load(t, d, "a.csv", "id,requester_iso3,theme,what_is_asked,consent\nS1,KEN,marking,A secret need,none\nS2,UGA,marking,An open need,donors\n", desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Match(t.Context(), test, today); err != nil {
		t.Fatal(err)
	}
	dossier, err := d.Dossier(t.Context(), test, "latest")
	if err != nil || dossier.Withheld != 1 || len(dossier.Items) != 1 || dossier.Items[0].Request.ID != "S2" {
		t.Errorf("got %v, %d withheld, %d shown", err, dossier.Withheld, len(dossier.Items))
	}
}

func TestARequestThatHasMovedOnIsNotRewritten(t *testing.T) {
	d, _ := open(t, "")
	demo(t, d, "requests.csv")
	r, err := d.MoveRequest(t.Context(), test, "RQ001", 1, aid.Authenticated, "seen")
	if err != nil {
		t.Fatal(err)
	}
	r.Need = "Something else entirely"
	if _, err := d.ReplaceRequest(t.Context(), test, r); !errors.Is(err, aid.ErrInvalid) {
		t.Errorf("an authenticated request was rewritten (%v)", err)
	}
}
