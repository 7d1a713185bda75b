package store

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"ploughshare/aid"
)

// list is what the public gets.
func list(t *testing.T, s *Store) []aid.Request {
	t.Helper()
	rows, _, err := s.Requests(t.Context(), aid.Actor{}, aid.RequestFilter{}, aid.Page{})
	must(t, err)
	return rows
}

// public makes requests that everybody may see, and has them read once.
func public(t *testing.T, s *Store, n int) []aid.Request {
	t.Helper()
	must(t, s.PutReference(t.Context(), reference()))
	rows := make([]aid.Request, n)
	for i := range rows {
		rows[i] = request(aid.RequestID(fmt.Sprintf("RQ%d", i)))
		rows[i].Status, rows[i].Consent = aid.Circulated, aid.ConsentPublic
	}
	must(t, s.AddRequests(t.Context(), rows))
	return list(t, s)
}

// stored is what the database itself says.
func stored(t *testing.T, s *Store) (rows []aid.Request) {
	t.Helper()
	must(t, requestsFor(s.read.WithContext(t.Context()), aid.Actor{}).Order("id").Find(&rows).Error)
	return rows
}

func TestListsAreNeverStale(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		rows := public(t, s, 3)
		wantSame(t, list(t, s), stored(t, s))
		rows[1].Title = "Another title"
		must(t, s.ReplaceRequest(t.Context(), rows[1]))
		wantSame(t, list(t, s), stored(t, s))
		rows[2].Consent = aid.ConsentNone
		must(t, s.ReplaceRequest(t.Context(), rows[2]))
		if got := list(t, s); len(got) != 2 || got[1].Title != "Another title" {
			t.Errorf("the list has %v", got)
		}
	})
}

// A version that was undone comes again with other words.
func TestListsForgetWhatIsUndone(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		rows, undone := public(t, s, 1), errors.New("undone")
		write := func(title string, end error) error {
			return s.InTx(t.Context(), func(tx *Store) error {
				rows[0].Title = title
				must(t, tx.ReplaceRequest(t.Context(), rows[0]))
				if got := list(t, tx); got[0].Title != title {
					t.Errorf("the transaction reads %q", got[0].Title)
				}
				return end
			})
		}
		if err := write("first", undone); !errors.Is(err, undone) {
			t.Error(err)
		}
		must(t, write("second", nil))
		wantSame(t, list(t, s), stored(t, s))
	})
}

func TestReadersDoNotShareRows(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		public(t, s, 1)
		for range 2 {
			row := list(t, s)[0]
			row.Themes[0].Code, row.Countries[0].Code, row.Kinds[0] = "spoilt", "spoilt", "spoilt"
		}
		wantSame(t, list(t, s), stored(t, s))
	})
}

// More rows than are kept can be read, in the same pages.
func TestMemoryHasAnEnd(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		public(t, s, mostKept+1)
		for range 2 {
			got := requestIDs(t, s, aid.RequestFilter{}, aid.Page{Limit: aid.MaxPage})
			if len(got) != mostKept+1 || len(s.requests.rows) > mostKept {
				t.Errorf("%d rows in the pages, %d in memory", len(got), len(s.requests.rows))
			}
		}
	})
}

// A list that nobody waits for any more fails as it did.
func TestMemoryReportsTrouble(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		public(t, s, 1)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := s.Requests(ctx, reader, aid.RequestFilter{}, aid.Page{}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
