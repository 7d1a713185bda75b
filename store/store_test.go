package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ploughshare/aid"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// clock is the clock of the stores under test.
func clock() time.Time { return start.Add(24 * time.Hour) }

// onEach runs one test of the conformance suite on an empty database of each kind.
func onEach(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "100% safe?.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, postgresSchema(t)) })
}

// conform is onEach with the database migrated and open.
func conform(t *testing.T, test func(t *testing.T, s *Store)) {
	onEach(t, func(t *testing.T, dsn string) {
		must(t, Migrate(t.Context(), dsn))
		s, err := Open(t.Context(), dsn, clock)
		must(t, err)
		t.Cleanup(func() { must(t, s.Close()) })
		test(t, s)
	})
}

// postgresSchema makes a schema that is gone after the test, and returns the address that leads to it.
func postgresSchema(t *testing.T) string {
	dsn := os.Getenv("PLOUGHSHARE_TEST_POSTGRES")
	if dsn == "" && os.Getenv("CI") == "true" {
		t.Fatal("PLOUGHSHARE_TEST_POSTGRES must be set in CI")
	}
	if dsn == "" {
		t.Skip("PLOUGHSHARE_TEST_POSTGRES is not set")
	}
	db, err := connect(dsn)
	must(t, err)
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), time.Now().UnixNano())
	_, err = db.write.Exec("CREATE SCHEMA " + name)
	must(t, err)
	t.Cleanup(func() {
		_, err := db.write.Exec("DROP SCHEMA " + name + " CASCADE")
		must(t, errors.Join(err, db.close()))
	})
	address, err := url.Parse(dsn)
	must(t, err)
	query := address.Query()
	query.Set("search_path", name)
	address.RawQuery = query.Encode()
	return address.String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("got error %v, want one of kind %q", err, kind)
	}
}

func wantSame(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// reader sees everything.
var reader = aid.Machine("test")

// seed puts the reference in, and the rows that others refer to.
func seed(t *testing.T, s *Store) {
	t.Helper()
	must(t, s.PutReference(t.Context(), reference()))
	must(t, s.AddRequests(t.Context(), []aid.Request{request("RQ1"), request("RQ2"), request("RQ3")}))
	must(t, s.AddOffers(t.Context(), []aid.Offer{offer("OF1"), offer("OF2")}))
}

func TestTransactionIsUndone(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		wanted := errors.New("stop")
		err := s.InTx(ctx, func(outer *Store) error {
			must(t, outer.AddParties(ctx, []aid.Party{party("AAA")}))
			return outer.InTx(ctx, func(inner *Store) error {
				must(t, inner.AddParties(ctx, []aid.Party{party("BBB")}))
				if _, err := inner.Party(ctx, "AAA"); err != nil {
					t.Errorf("the transaction does not see its own row: %v", err)
				}
				return wanted
			})
		})
		wantKind(t, err, wanted)
		rows, _, err := s.Parties(ctx, aid.PartyFilter{}, aid.Page{})
		must(t, err)
		wantSame(t, rows, []aid.Party{})
	})
}

func TestTransactionIsKept(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.InTx(ctx, func(tx *Store) error {
			if err := tx.AddParties(ctx, []aid.Party{party("AAA")}); err != nil {
				return err
			}
			if _, err := s.Party(ctx, "AAA"); !errors.Is(err, aid.ErrNotFound) {
				t.Errorf("others see the row before the commit: %v", err)
			}
			return nil
		}))
		_, err := s.Party(ctx, "AAA")
		must(t, err)
	})
}

func TestCancelledContext(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.InTx(ctx, func(tx *Store) error {
			must(t, tx.AddParties(ctx, []aid.Party{party("AAA")}))
			cancel()
			return nil
		})
		if err == nil {
			t.Error("the commit of a cancelled transaction is silent")
		}
		_, err = s.Party(t.Context(), "AAA")
		wantKind(t, err, aid.ErrNotFound)
	})
}

func TestSnapshot(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.AddParties(ctx, []aid.Party{party("AAA")}))
		must(t, s.InSnapshot(ctx, func(snapshot *Store) error {
			_, err := snapshot.Party(ctx, "AAA")
			must(t, err)
			must(t, s.AddParties(ctx, []aid.Party{party("BBB")})) // does not wait for the snapshot
			_, err = snapshot.Party(ctx, "BBB")
			wantKind(t, err, aid.ErrNotFound)
			return nil
		}))
		_, err := s.Party(ctx, "BBB")
		must(t, err)
		err = s.InSnapshot(ctx, func(snapshot *Store) error { return snapshot.AddParties(ctx, []aid.Party{party("CCC")}) })
		if err == nil {
			t.Error("a snapshot was written to")
		}
	})
}

func TestReadHandleRefusesWrites(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), clock)
	must(t, err)
	defer s.Close()
	must(t, s.AddParties(t.Context(), []aid.Party{party("AAA")}))
	if err := s.read.Exec("DELETE FROM parties").Error; err == nil {
		t.Error("the read handle wrote")
	}
	if _, err := Open(t.Context(), ":memory:", clock); err == nil {
		t.Error("a database in memory was opened")
	}
}

func TestReopen(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		must(t, Migrate(t.Context(), dsn))
		must(t, Migrate(t.Context(), dsn))
		for range 2 {
			s, err := Open(t.Context(), dsn, clock)
			must(t, err)
			must(t, s.PutReference(t.Context(), reference()))
			must(t, s.Close())
		}
	})
}

func TestForeignSchemaIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		db, err := connect(dsn)
		must(t, err)
		defer db.close()
		if db.read == db.write { // SQLite migrates itself
			if _, err := Open(t.Context(), dsn, clock); err == nil {
				t.Error("an empty PostgreSQL database was opened")
			}
		}
		must(t, Migrate(t.Context(), dsn))
		_, err = db.write.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
		must(t, err)
		if _, err := Open(t.Context(), dsn, clock); err == nil {
			t.Error("a newer database was opened")
		}
		if err := Migrate(t.Context(), dsn); err == nil {
			t.Error("a newer database was migrated")
		}
	})
}
