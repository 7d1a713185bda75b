package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"ploughshare/aid"
)

// rows are the four methods that every kind of row has.
type rows[T any, ID ~string] struct {
	add     func(context.Context, []T) error
	get     func(context.Context, ID) (T, error)
	byID    func(context.Context, []ID) (map[ID]T, error)
	replace func(context.Context, T) error
}

func TestRowsKeepAllFields(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		must(t, s.PutReference(t.Context(), reference()))
		keep(t, rows[aid.Party, aid.PartyID]{s.AddParties, s.Party, s.PartyByID, s.ReplaceParty},
			party, aid.Party{ID: "R0"})
		emptied := aid.Request{ID: "R0", RequesterID: "AAA", Need: "n", Status: aid.Draft, Version: 3}
		keep(t, rows[aid.Request, aid.RequestID]{s.AddRequests, s.Request, s.RequestByID, s.ReplaceRequest},
			request, emptied)
		keep(t, rows[aid.Offer, aid.OfferID]{s.AddOffers, s.Offer, s.OfferByID, s.ReplaceOffer},
			offer, aid.Offer{ID: "R0", Programme: "p", Version: 1})
		keep(t, rows[aid.Pairing, aid.PairingID]{s.AddPairings, s.Pairing, s.PairingByID, s.ReplacePairing},
			pairing, aid.Pairing{ID: "R0"})
		all, err := s.AllPairings(t.Context())
		must(t, err)
		ordered := slices.IsSortedFunc(all, func(a, b aid.Pairing) int { return cmp.Compare(a.ID, b.ID) })
		if len(all) != batch+20 || !ordered {
			t.Errorf("%d pairings, in order of id: %v", len(all), ordered)
		}
	})
}

// keep adds more rows than fit in a statement, reads them back, and replaces one by a row of empty fields.
func keep[T any, ID ~string](t *testing.T, r rows[T, ID], row func(ID) T, emptied T) {
	t.Helper()
	ctx := t.Context()
	var added []T
	var ids []ID
	want := map[ID]T{}
	for i := range batch + 20 {
		id := ID(fmt.Sprintf("R%d", i))
		added, ids, want[id] = append(added, row(id)), append(ids, id), row(id)
	}
	must(t, r.add(ctx, nil))
	must(t, r.add(ctx, added))
	got, err := r.byID(ctx, append(ids, "absent"))
	must(t, err)
	wantSame(t, got, want)

	wantKind(t, r.add(ctx, []T{row("new"), row("R1")}), aid.ErrConflict)
	_, err = r.get(ctx, "new")
	wantKind(t, err, aid.ErrNotFound)
	wantKind(t, r.replace(ctx, row("absent")), aid.ErrNotFound)

	must(t, r.replace(ctx, emptied))
	replaced, err := r.get(ctx, "R0")
	must(t, err)
	wantSame(t, replaced, stamped(emptied))
}

// stamped is what the store makes of a row that replaced one of the fixtures.
func stamped[T any](row T) T {
	switch row := any(&row).(type) {
	case *aid.Request:
		row.Version, row.CreatedAt, row.UpdatedAt = row.Version+1, start, clock()
	case *aid.Offer:
		row.Version, row.CreatedAt, row.UpdatedAt = row.Version+1, start, clock()
	}
	return row
}

func TestTimesOfNewRows(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		must(t, s.PutReference(t.Context(), reference()))
		unmarked, abroad := request("RQ1"), request("RQ2")
		unmarked.CreatedAt, unmarked.UpdatedAt = time.Time{}, time.Time{}
		abroad.CreatedAt = start.Add(7).In(time.FixedZone("", 3*60*60))
		must(t, s.AddRequests(t.Context(), []aid.Request{unmarked, abroad}))
		got, err := s.RequestsIn(t.Context(), []aid.RequestStatus{aid.Submitted})
		must(t, err)
		wantSame(t, []time.Time{got[0].CreatedAt, got[0].UpdatedAt, got[1].CreatedAt}, []time.Time{clock(), clock(), start})
		for _, r := range got {
			if r.CreatedAt.Location() != time.UTC {
				t.Errorf("%s was created at %v, not UTC", r.ID, r.CreatedAt)
			}
		}
	})
}

func TestUnknownRequesterIsInvalid(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		wantKind(t, s.AddRequests(t.Context(), []aid.Request{request("RQ1")}), aid.ErrInvalid)
		must(t, s.PutReference(t.Context(), reference()))
		must(t, s.AddRequests(t.Context(), []aid.Request{request("RQ1")}))
		astray := request("RQ1")
		astray.RequesterID = "ZZZ"
		wantKind(t, s.ReplaceRequest(t.Context(), astray), aid.ErrInvalid)
	})
}

func TestOldVersionIsAConflict(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		must(t, s.ReplaceRequest(t.Context(), request("RQ1")))
		wantKind(t, s.ReplaceRequest(t.Context(), request("RQ1")), aid.ErrConflict)
		must(t, s.ReplaceOffer(t.Context(), offer("OF1")))
		wantKind(t, s.ReplaceOffer(t.Context(), offer("OF1")), aid.ErrConflict)
	})
}

func TestOneOfManyReplacesWins(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		const writers = 8
		outcomes := make(chan error, writers)
		var all sync.WaitGroup
		for range writers {
			all.Go(func() { outcomes <- s.ReplaceRequest(t.Context(), request("RQ1")) })
		}
		all.Wait()
		close(outcomes)
		won := 0
		for err := range outcomes {
			if err == nil {
				won++
			} else if !errors.Is(err, aid.ErrConflict) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d of %d won", won, writers)
		}
	})
}
