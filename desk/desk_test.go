package desk_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/mattn/go-sqlite3"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/intake"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/papers"
	"ploughshare/store"
)

// test may do everything.
var test = aid.Machine("test")

const today = aid.Date("2026-11-24")

func clock() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }

// open makes a desk on a fresh store, SQLite unless a DSN is given.
func open(t *testing.T, dsn string) (*desk.Desk, *store.Store) {
	t.Helper()
	if dsn == "" {
		dsn = filepath.Join(t.TempDir(), "desk.db")
	}
	s, err := store.Open(t.Context(), dsn, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := desk.New(s, matcher.DefaultPolicy(), clock)
	if err := d.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d, s
}

// postgres makes a schema of its own on the cluster of the tests and migrates it.
func postgres(t *testing.T) string {
	t.Helper()
	dsn := os.Getenv("PLOUGHSHARE_TEST_POSTGRES")
	if dsn == "" && os.Getenv("CI") == "true" {
		t.Fatal("PLOUGHSHARE_TEST_POSTGRES must be set in CI")
	}
	if dsn == "" {
		t.Skip("PLOUGHSHARE_TEST_POSTGRES is not set")
	}
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	schema := fmt.Sprintf("desk_%d", time.Now().UnixNano())
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Exec("DROP SCHEMA " + schema + " CASCADE") })
	address, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	if err := store.Migrate(t.Context(), address.String()); err != nil {
		t.Fatal(err)
	}
	return address.String()
}

func load(t *testing.T, d *desk.Desk, name, content string, options desk.ImportOptions) (desk.ImportReport, error) {
	t.Helper()
	return d.Import(t.Context(), test, intake.File{Name: name, Body: strings.NewReader(content), Size: int64(len(content))}, options)
}

// demo loads the real records, requests last or first.
func demo(t *testing.T, d *desk.Desk, names ...string) {
	t.Helper()
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join("..", "scripts", "demo", name))
		if err != nil {
			t.Fatal(err)
		}
		report, err := load(t, d, name, string(content), desk.ImportOptions{})
		if err != nil || report.Refused > 0 || !report.Written {
			t.Fatalf("%s: %v, %+v", name, err, report.Problems)
		}
	}
}

// The whole journey on the real records, and the same digest on both databases, whatever the order of the files.
func TestRealRecordsEndToEnd(t *testing.T) {
	digests := map[string]string{}
	journey := func(t *testing.T, name, dsn string, files ...string) {
		d, _ := open(t, dsn)
		demo(t, d, files...)
		demo(t, d, files...) // again: nothing may change
		round, err := d.Match(t.Context(), test, today)
		if err != nil {
			t.Fatal(err)
		}
		if round.ID != "R2026-1" || round.Requests != 56 || round.Offers != 76 {
			t.Errorf("got round %s over %d requests and %d offers", round.ID, round.Requests, round.Offers)
		}
		replay, err := d.Replay(t.Context(), test, "latest")
		if err != nil || !replay.Same {
			t.Errorf("replay: %v, differences %v", err, replay.Differences)
		}
		digests[name] = round.Digest
		checkBooklet(t, d)
	}
	t.Run("sqlite", func(t *testing.T) { journey(t, "sqlite", "", "requests.csv", "offers.csv", "pairings.csv") })
	t.Run("other order", func(t *testing.T) { journey(t, "other", "", "pairings.csv", "offers.csv", "requests.csv") })
	t.Run("postgres", func(t *testing.T) { journey(t, "postgres", postgres(t), "requests.csv", "offers.csv", "pairings.csv") })
	for name, digest := range digests {
		if digest != digests["sqlite"] {
			t.Errorf("the digest by %s is %s, by sqlite %s", name, digest, digests["sqlite"])
		}
	}
}

func checkBooklet(t *testing.T, d *desk.Desk) {
	t.Helper()
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	printer, err := d.Printer(t.Context(), catalogs, "en")
	if err != nil {
		t.Fatal(err)
	}
	var html bytes.Buffer
	if err := d.Paper(t.Context(), test, &html, "booklet", aid.Subject{Round: "latest"}, papers.Formats[0], printer); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"North Macedonia", "15 border police stations", "proposes and does not allocate", "OF061"} {
		if !strings.Contains(html.String(), want) {
			t.Errorf("the booklet does not say %q", want)
		}
	}
	if at := strings.IndexRune(html.String(), '⟦'); at >= 0 {
		t.Errorf("the booklet has a sentence that no catalog knows: %.60s", html.String()[at:])
	}
}

// As of the end of 2017 the matcher finds what really happened: EU Council Decision 2017/1424 answered the requests
// that North Macedonia and Georgia had made to the OSCE in 2016.
func TestFindsWhatReallyHappenedIn2017(t *testing.T) {
	d, _ := open(t, "")
	demo(t, d, "requests.csv", "offers.csv", "pairings.csv")
	if _, err := d.Match(t.Context(), test, "2017-12-31"); err != nil {
		t.Fatal(err)
	}
	for _, request := range []aid.RequestID{"RQ010", "RQ011"} {
		e, err := d.Explain(t.Context(), test, "latest", request, "OF045")
		if err != nil || !e.Proposed {
			t.Errorf("%s with OF045 is not proposed (%v): %v", request, err, e.Findings)
		}
	}
	later, _, err := d.Unmatched(t.Context(), test, aid.UnmatchedFilter{Round: "R2026-1"}, aid.Page{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range later {
		if u.RequestID == "RQ042" && u.Reason.Key != "unmatched_later" {
			t.Errorf("a request of 2022 takes part in 2017: %s", u.Reason.Key)
		}
	}
}

const twoGoodOneBad = "id,requester_iso3,theme,what_is_asked\n" +
	"T1,TGO,marking,Two marking machines for the police\n" +
	"T2,TGO,markng,Two more marking machines\n" +
	"T3,MLI,stockpile,A safe store\n"

func TestAFileIsTakenWholeOrNotAtAll(t *testing.T) {
	d, s := open(t, "")
	report, err := load(t, d, "a.csv", twoGoodOneBad, desk.ImportOptions{})
	if err != nil || report.Written || report.Refused != 1 {
		t.Fatalf("got %v, %+v; want one refused row and nothing written", err, report)
	}
	if p := report.Problems[0]; p.Line != 3 || p.Column != "theme" || !strings.HasPrefix(p.Key, "unknown_theme") {
		t.Errorf("got line %d, column %s, %s", p.Line, p.Column, p.Key)
	}
	if _, err := d.Request(t.Context(), test, "T1"); !errors.Is(err, aid.ErrNotFound) {
		t.Errorf("a row of a refused file was kept (%v)", err)
	}
	report, err = load(t, d, "a.csv", twoGoodOneBad, desk.ImportOptions{DryRun: true, Partial: true})
	if err != nil || report.Written || report.Added != 2 {
		t.Errorf("a dry run: %v, %+v", err, report)
	}
	before := entries(t, s)
	report, err = load(t, d, "a.csv", twoGoodOneBad, desk.ImportOptions{Partial: true})
	if err != nil || !report.Written || report.Added != 2 {
		t.Errorf("in part: %v, %+v", err, report)
	}
	if got := entries(t, s); got != before+1 {
		t.Errorf("the journal grew by %d entries, want 1", got-before)
	}
	if _, err = load(t, d, "a.csv", twoGoodOneBad, desk.ImportOptions{Partial: true}); err != nil {
		t.Fatal(err)
	}
	if got := entries(t, s); got != before+1 {
		t.Error("taking the same file in again left a journal entry")
	}
}

func entries(t *testing.T, s *store.Store) int {
	t.Helper()
	all, _, err := s.Entries(t.Context(), aid.Page{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestAFileDoesNotOverwriteWhatHasMovedOn(t *testing.T) {
	d, _ := open(t, "")
	first := "id,requester_iso3,theme,what_is_asked\nT1,TGO,marking,Two marking machines\n"
	changed := strings.Replace(first, "Two", "Three", 1)
	if _, err := load(t, d, "a.csv", first, desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	report, err := load(t, d, "a.csv", changed, desk.ImportOptions{})
	if err != nil || report.Changed != 1 {
		t.Fatalf("a submitted request can be changed by a file: got %v, %+v", err, report)
	}
	r, err := d.MoveRequest(t.Context(), test, "T1", 2, aid.Authenticated, "note verbale seen")
	if err != nil {
		t.Fatal(err)
	}
	report, err = load(t, d, "a.csv", first, desk.ImportOptions{})
	if err != nil || report.Refused != 1 || report.Problems[0].Key != "already_moved_on" {
		t.Errorf("got %v, %+v", err, report)
	}
	if now, err := d.Request(t.Context(), test, "T1"); err != nil || now.Need != "Three marking machines" || now.Version != r.Version {
		t.Errorf("got %v, %+v", err, now)
	}
}

func TestOnlyMovesOfTheTable(t *testing.T) {
	d, _ := open(t, "")
	r, err := d.AddRequest(t.Context(), test, aid.Request{
		ID: "N1", RequesterID: "TGO", Need: "A need", Countries: aid.EqualShares([]string{"TGO"}), Consent: aid.ConsentDonors,
	})
	if err != nil || r.Status != aid.Submitted {
		t.Fatalf("got %v, status %s", err, r.Status)
	}
	_, err = d.MoveRequest(t.Context(), test, "N1", r.Version, aid.Funded, "wishful")
	var problems aid.Problems
	if !errors.As(err, &problems) || problems[0].Args["allowed"] != "authenticated;returned;withdrawn;expired" {
		t.Errorf("got %v", err)
	}
	if _, err = d.MoveRequest(t.Context(), test, "N1", 7, aid.Authenticated, "stale"); !errors.Is(err, aid.ErrConflict) {
		t.Errorf("a move from a version that is not there: got %v", err)
	}
	if party, err := d.Party(t.Context(), test, "TGO"); err != nil || !party.Has(aid.Requester) {
		t.Errorf("who asks is a requester: got %v, %v", err, party.Roles)
	}
}

// Two people change one request at once: one wins, the other is told.
func TestOneOfTwoChangesWins(t *testing.T) {
	d, _ := open(t, "")
	r, err := d.AddRequest(t.Context(), test, aid.Request{
		ID: "N1", RequesterID: "TGO", Need: "A need", Countries: aid.EqualShares([]string{"TGO"}), Consent: aid.ConsentDonors,
	})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wait.Go(func() {
			mine := r
			mine.Need = fmt.Sprintf("The need as %d sees it", i)
			_, results[i] = d.ReplaceRequest(context.Background(), test, mine)
		})
	}
	wait.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
		} else if !errors.Is(err, aid.ErrConflict) {
			t.Errorf("the others should be told of a conflict, got %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d of 8 changes of one version were kept, want 1", won)
	}
}

func TestSeedKeepsWhatPeopleChanged(t *testing.T) {
	d, s := open(t, "")
	party, err := d.Party(t.Context(), test, "TGO")
	if err != nil {
		t.Fatal(err)
	}
	party.Note = "changed by a person"
	if err := s.ReplaceParty(t.Context(), party); err != nil {
		t.Fatal(err)
	}
	if err := d.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := d.Party(t.Context(), test, "TGO")
	if diff := cmp.Diff(party, after); err != nil || diff != "" {
		t.Errorf("seeding again undid a change: %v %s", err, diff)
	}
}
