package store

import (
	"bytes"
	"testing"
	"time"

	"ploughshare/aid"
)

// addRound adds a round with two proposals and one unmatched request.
func addRound(t *testing.T, s *Store, r aid.Round, inputs, outcome []byte) {
	t.Helper()
	// As the matcher makes them: they do not know their round.
	first, second := proposal("", "RQ1", "OF1", 1, 9000), proposal("", "RQ2", "OF2", 2, 4000)
	second.Flags = nil
	proposals := []aid.Proposal{first, second}
	nothing := []aid.Unmatched{unmatched("", "RQ3")}
	must(t, s.AddRound(t.Context(), r, proposals, nothing, inputs, outcome))
	if proposals[0].RoundID != "" || nothing[0].RoundID != "" {
		t.Error("AddRound changed the slices of its caller")
	}
}

func TestRoundIsKeptWhole(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		ctx := t.Context()
		inputs, outcome := bytes.Repeat([]byte(`{"requests":[]}`), 10_000), []byte(`{}`)
		addRound(t, s, round("R2026-1"), inputs, outcome)

		r, err := s.Round(ctx, "R2026-1")
		must(t, err)
		wantSame(t, r, round("R2026-1"))
		p, err := s.Proposal(ctx, reader, "R2026-1.RQ1.OF1")
		must(t, err)
		wantSame(t, p, proposal("R2026-1", "RQ1", "OF1", 1, 9000))
		u, err := s.UnmatchedRequest(ctx, "R2026-1", "RQ3")
		must(t, err)
		wantSame(t, u, unmatched("R2026-1", "RQ3"))
		in, out, err := s.RoundRecord(ctx, "R2026-1")
		must(t, err)
		if !bytes.Equal(in, inputs) || !bytes.Equal(out, outcome) {
			t.Error("the record came back changed")
		}
	})
}

func TestRoundIsKeptOnce(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		ctx := t.Context()
		astray := []aid.Unmatched{unmatched("", "RQ9")}
		wantKind(t, s.AddRound(ctx, round("R2026-1"), nil, astray, nil, nil), aid.ErrInvalid)
		_, err := s.Round(ctx, "R2026-1")
		wantKind(t, err, aid.ErrNotFound)
		must(t, s.AddRound(ctx, round("R2026-1"), nil, nil, nil, nil))
		wantKind(t, s.AddRound(ctx, round("R2026-1"), nil, nil, nil, nil), aid.ErrConflict)
		if err := s.AddRound(ctx, round("R2026-x"), nil, nil, nil, nil); err == nil {
			t.Error("a round without a number was kept")
		}
	})
}

func TestAbsentRound(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		_, err := s.LatestRound(ctx)
		wantKind(t, err, aid.ErrNotFound)
		_, _, err = s.RoundRecord(ctx, "R2026-1")
		wantKind(t, err, aid.ErrNotFound)
		_, err = s.Proposal(ctx, reader, "R2026-1.RQ1.OF1")
		wantKind(t, err, aid.ErrNotFound)
		_, err = s.UnmatchedRequest(ctx, "R2026-1", "RQ1")
		wantKind(t, err, aid.ErrNotFound)
	})
}

func TestRoundNumbersAreNumbers(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		ctx := t.Context()
		for range 11 {
			id, err := s.NextRoundID(ctx, 2026)
			must(t, err)
			must(t, s.AddRound(ctx, round(id), nil, nil, nil, nil))
		}
		next, err := s.NextRoundID(ctx, 2026)
		must(t, err)
		other, err := s.NextRoundID(ctx, 2027)
		must(t, err)
		latest, err := s.LatestRound(ctx) // all were made in the same moment
		must(t, err)
		wantSame(t, []aid.RoundID{next, other, latest.ID}, []aid.RoundID{"R2026-12", "R2027-1", "R2026-11"})

		early := round("R2027-1")
		early.CreatedAt = start.Add(-time.Hour)
		must(t, s.AddRound(ctx, early, nil, nil, nil, nil))
		latest, err = s.LatestRound(ctx)
		must(t, err)
		wantSame(t, latest.ID, aid.RoundID("R2026-11"))
	})
}
