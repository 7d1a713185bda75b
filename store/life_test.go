package store

import (
	"sync"
	"testing"
	"time"

	"ploughshare/aid"
)

// What belongs to a request keeps all its fields and comes back in the order in which it came.
func TestWhatBelongsToARequest(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		addRound(t, s, round("R2026-1"), nil, nil)
		ctx := t.Context()
		for seq := 1; seq <= 11; seq++ { // the id of the eleventh sorts before that of the second
			must(t, s.AddQuestion(ctx, question("RQ1", seq)))
			must(t, s.AddInterest(ctx, interest("RQ1", seq)))
			must(t, s.AddCommitment(ctx, commitment("RQ1", seq)))
			must(t, s.AddResult(ctx, result("RQ1", seq)))
		}
		questions, err := s.QuestionsOf(ctx, "RQ1")
		must(t, err)
		interests, err := s.InterestsOf(ctx, "RQ1")
		must(t, err)
		commitments, err := s.CommitmentsOf(ctx, "RQ1")
		must(t, err)
		results, err := s.ResultsOf(ctx, "RQ1")
		must(t, err)
		for i := range 11 {
			wantSame(t, questions[i], question("RQ1", i+1))
			wantSame(t, interests[i], interest("RQ1", i+1))
			wantSame(t, commitments[i], commitment("RQ1", i+1))
			wantSame(t, results[i], result("RQ1", i+1))
		}
		wantKind(t, s.AddQuestion(ctx, question("RQ1", 3)), aid.ErrConflict)
		wantKind(t, s.AddResult(ctx, result("absent", 1)), aid.ErrInvalid)
		mended := questions[2]
		mended.Answer = "More"
		must(t, s.ReplaceQuestion(ctx, mended))
		wantKind(t, s.ReplaceQuestion(ctx, mended), aid.ErrConflict)
		found, next, err := s.Commitments(ctx, aid.FollowFilter{Request: "RQ1", Donor: "EU_1"}, aid.Page{Limit: 10})
		must(t, err)
		if len(found) != 10 || found[9].Seq != 10 || next == "" {
			t.Errorf("got %d commitments on the first page", len(found))
		}
		none, _, err := s.Interests(ctx, aid.FollowFilter{Donor: "BBB"}, aid.Page{})
		must(t, err)
		wantSame(t, none, []aid.Interest{})
	})
}

// Of those that lock a request at once, each sees what the one before wrote.
func TestALockedRequestIsChangedInTurn(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		const writers = 8
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				err := s.InTx(t.Context(), func(tx *Store) error {
					r, err := tx.LockRequest(t.Context(), "RQ1")
					if err != nil {
						return err
					}
					r.Title += "+"
					return tx.ReplaceRequest(t.Context(), r)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		r, err := s.Request(t.Context(), "RQ1")
		must(t, err)
		wantSame(t, r.Title, request("RQ1").Title+"++++++++")
	})
}

func TestJournalUnderAnAddress(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, subject := range []string{"requests/RQ1", "requests/RQ10", "requests/RQ1/questions/1", "requests/RQ1-b", "requests"} {
			e := entry(1)
			e.Subject = subject
			must(t, s.AddEntry(ctx, e))
		}
		entries, err := s.EntriesUnder(ctx, "requests/RQ1")
		must(t, err)
		var got []string
		for _, e := range entries {
			got = append(got, e.Subject)
		}
		wantSame(t, got, []string{"requests/RQ1", "requests/RQ1/questions/1"})
	})
}

func TestRequestsThatWaitTooLong(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		must(t, s.PutReference(t.Context(), reference()))
		old, fresh, other := request("RQ1"), request("RQ2"), request("RQ3")
		old.EnteredAt, other.Status = start.Add(-time.Hour), aid.Funded
		must(t, s.AddRequests(t.Context(), []aid.Request{old, fresh, other}))
		late := []aid.Overdue{{Status: aid.Submitted, Before: start}, {Status: aid.Funded, Before: start.AddDate(0, -1, 0)}}
		wantSame(t, requestIDs(t, s, aid.RequestFilter{Overdue: late}, aid.Page{}), []string{"RQ1"})
		late[1].Before = start.Add(time.Hour)
		wantSame(t, requestIDs(t, s, aid.RequestFilter{Overdue: late}, aid.Page{}), []string{"RQ1", "RQ3"})
		wantSame(t, requestIDs(t, s, aid.RequestFilter{Overdue: late, Status: aid.Funded}, aid.Page{}), []string{"RQ3"})
		counts, err := s.CountRequests(t.Context(), aid.Machine("test"), aid.RequestFilter{})
		must(t, err)
		wantSame(t, counts, map[aid.RequestStatus]int{aid.Submitted: 2, aid.Funded: 1})
	})
}
