package store

import (
	"testing"

	"ploughshare/aid"
)

func TestReferenceIsIdempotent(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for range 2 {
			must(t, s.PutReference(ctx, reference()))
			got, err := s.Reference(ctx)
			must(t, err)
			wantSame(t, got, reference())
		}
		must(t, s.PutReference(ctx, aid.Reference{}))
		got, err := s.Reference(ctx)
		must(t, err)
		wantSame(t, got, reference())
	})
}

func TestReferenceIsUpdated(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutReference(ctx, reference()))
		changed := reference()
		changed.Parties[1].Note = ""
		changed.Themes[0].Names["fr"] = "Marquage"
		changed.Memberships = changed.Memberships[:1]
		changed.Embargoes[0].End = ""
		changed.Rates = changed.Rates[1:]
		must(t, s.PutReference(ctx, changed))
		got, err := s.Reference(ctx)
		must(t, err)
		wantSame(t, got, changed)

		empty := aid.Reference{Areas: changed.Areas}
		must(t, s.PutReference(ctx, empty))
		got, err = s.Reference(ctx)
		must(t, err)
		changed.Memberships = nil
		wantSame(t, got, changed)
	})
}

func TestReferenceToNothingIsInvalid(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ref := reference()
		ref.Memberships[1].PartyID = "ZZZ"
		wantKind(t, s.PutReference(t.Context(), ref), aid.ErrInvalid)
		got, err := s.Reference(t.Context())
		must(t, err)
		wantSame(t, got, aid.Reference{})
	})
}
