package store

import (
	"errors"
	"sync"
	"testing"

	"ploughshare/aid"
)

func TestJournalIsAChain(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		const writers, each = 4, 5
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for n := range each {
					if err := s.AddEntry(t.Context(), entry(w*each+n)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		entries, _, err := s.Entries(t.Context(), aid.Page{})
		must(t, err)
		if len(entries) != writers*each {
			t.Fatalf("%d entries, want %d", len(entries), writers*each)
		}
		prev := ""
		for _, e := range entries {
			want := e.Seal(prev)
			want.ID = e.ID
			wantSame(t, e, want)
			prev = e.Hash
		}
	})
}

func TestJournalGoesWithTheTransaction(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		stop := errors.New("stop")
		wantKind(t, s.InTx(ctx, func(tx *Store) error {
			must(t, tx.AddEntry(ctx, entry(1)))
			return stop
		}), stop)
		must(t, s.InTx(ctx, func(tx *Store) error {
			return inTurn(
				func() error { return tx.AddEntry(ctx, entry(2)) },
				func() error { return tx.AddEntry(ctx, entry(3)) },
			)
		}))
		entries, _, err := s.Entries(ctx, aid.Page{})
		must(t, err)
		if len(entries) != 2 || entries[0].Prev != "" || entries[1].Prev != entries[0].Hash {
			t.Errorf("got %+v, want a chain of two", entries)
		}
	})
}

func TestJournalCannotBeChanged(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		must(t, s.AddEntry(t.Context(), entry(1)))
		for _, change := range []string{
			"UPDATE entries SET note = ''",
			"DELETE FROM entries",
			"INSERT INTO entries (at, \"by\", verb, subject, note, prev, hash) " +
				"SELECT at, \"by\", verb, subject, note, prev, substr(hash, 2) || '0' FROM entries",
		} {
			if err := s.write.Exec(change).Error; err == nil {
				t.Errorf("the journal allowed %s", change)
			}
		}
	})
}
