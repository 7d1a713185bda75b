package store

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"ploughshare/aid"

	"github.com/google/go-cmp/cmp"
)

// ids reads all pages of a list and returns what id makes of the rows.
func ids[T any](t *testing.T, p aid.Page, list func(aid.Page) ([]T, string, error), id func(T) string) []string {
	t.Helper()
	all := []string{}
	for {
		rows, next, err := list(p)
		must(t, err)
		for _, row := range rows {
			all = append(all, id(row))
		}
		if next == "" {
			return all
		}
		if len(rows) != p.Limit {
			t.Fatalf("a page of %d rows, want %d", len(rows), p.Limit)
		}
		p.After = next
	}
}

func requestIDs(t *testing.T, s *Store, f aid.RequestFilter, p aid.Page) []string {
	t.Helper()
	list := func(p aid.Page) ([]aid.Request, string, error) { return s.Requests(t.Context(), reader, f, p) }
	return ids(t, p, list, func(r aid.Request) string { return string(r.ID) })
}

func TestPagesThroughTies(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		must(t, s.PutReference(t.Context(), reference()))
		var rows []aid.Request
		var byID, byStatus []string
		for _, status := range []aid.RequestStatus{aid.Circulated, aid.Draft} {
			for i := range 7 {
				r := request(aid.RequestID(fmt.Sprintf("%s%02d", "b"[:i%2]+"RQ", i*2+len(status)%2)))
				r.Status = status
				rows, byStatus = append(rows, r), append(byStatus, string(r.ID))
			}
		}
		slices.Sort(byStatus[:7])
		slices.Sort(byStatus[7:])
		byID = slices.Sorted(slices.Values(byStatus))
		must(t, s.AddRequests(t.Context(), rows))
		for _, limit := range []int{1, 3, 7, 14, 50} {
			for _, sorted := range []struct {
				sort string
				want []string
			}{{"", byID}, {"id", byID}, {"updated_at", byID}, {"requester", byID}, {"status", byStatus}} {
				p := aid.Page{Sort: sorted.sort, Limit: limit}
				wantSame(t, requestIDs(t, s, aid.RequestFilter{}, p), sorted.want)
				p.Desc = true
				falling := slices.Clone(sorted.want)
				slices.Reverse(falling)
				wantSame(t, requestIDs(t, s, aid.RequestFilter{}, p), falling)
			}
		}
	})
}

func TestPagesByTime(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		// SQLite keeps times as text, and without the zeros at the end.
		for i, after := range []time.Duration{0, 100_000, 120_000, 123_000, 123_456, 1_000_000} {
			r := round(aid.RoundID(fmt.Sprintf("R2026-%d", 9-i)))
			r.CreatedAt = start.Truncate(time.Second).Add(after * time.Microsecond)
			must(t, s.AddRound(t.Context(), r, nil, nil, nil, nil))
		}
		list := func(p aid.Page) ([]aid.Round, string, error) { return s.Rounds(t.Context(), p) }
		got := ids(t, aid.Page{Limit: 1}, list, func(r aid.Round) string { return string(r.ID) })
		wantSame(t, got, []string{"R2026-4", "R2026-5", "R2026-6", "R2026-7", "R2026-8", "R2026-9"})
	})
}

func TestPageKeepsItsPlace(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		ctx := t.Context()
		p := aid.Page{Sort: "updated_at", Limit: 1}
		first, next, err := s.Requests(ctx, reader, aid.RequestFilter{}, p)
		must(t, err)
		must(t, s.ReplaceRequest(ctx, first[0])) // moves it to the end
		p.After = next
		wantSame(t, requestIDs(t, s, aid.RequestFilter{}, p), []string{"RQ2", "RQ3", "RQ1"})
	})
}

func TestBadPages(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		seed(t, s)
		_, next, err := s.Requests(t.Context(), reader, aid.RequestFilter{}, aid.Page{Limit: 1})
		must(t, err)
		raw := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
		malformed := []aid.Problem{{Field: "after", Message: aid.Say("cursor_malformed")}}
		tooLong := []aid.Problem{{Field: "limit", Message: aid.Say("limit_out_of_range", "max", "500")}}
		for name, bad := range map[string]struct {
			page aid.Page
			want []aid.Problem
		}{
			"not base64":     {aid.Page{After: "%"}, malformed},
			"not JSON":       {aid.Page{After: "aGk"}, malformed},
			"no values":      {aid.Page{After: raw(`{"sort":"id","values":[]}`)}, malformed},
			"a wrong value":  {aid.Page{After: raw(`{"sort":"id","values":[1]}`)}, malformed},
			"another order":  {aid.Page{Sort: "status", After: next}, malformed},
			"backwards":      {aid.Page{Desc: true, After: next}, malformed},
			"negative limit": {aid.Page{Limit: -1}, tooLong},
			"long limit":     {aid.Page{Limit: aid.MaxPage + 1}, tooLong},
			"unknown sort": {aid.Page{Sort: "need"}, []aid.Problem{{Field: "sort", Message: aid.Say("not_listed",
				"value", "need", "allowed", "id, requester, asked, status, updated_at")}}},
		} {
			_, _, err := s.Requests(t.Context(), reader, aid.RequestFilter{}, bad.page)
			var got aid.Problems
			if !errors.As(err, &got) {
				t.Errorf("%s: got error %v, want problems", name, err)
			}
			if diff := cmp.Diff(aid.Problems(bad.want), got); diff != "" {
				t.Errorf("%s (-want +got)\n%s", name, diff)
			}
		}
	})
}
