package matcher

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"ploughshare/aid"
)

// Frozen is inputs in the canonical order, without what is bookkeeping, so that their JSON, and its SHA-256 digest,
// depend on what they say and not on when or in which order they were entered.
type Frozen struct {
	aid.Inputs
	Digest string
}

// Freeze freezes inputs, which it does not change, and writes their JSON to text as it goes: a million requests need
// not be in memory as JSON too.
func Freeze(in aid.Inputs, text io.Writer) (Frozen, error) {
	frozen := Frozen{Inputs: in}
	frozen.Requests = sorted(in.Requests, func(r *aid.Request) string { return string(r.ID) })
	for i := range frozen.Requests {
		r := &frozen.Requests[i]
		r.Version, r.CreatedAt, r.UpdatedAt, r.EnteredAt = 0, time.Time{}, time.Time{}, time.Time{}
	}
	frozen.Offers = sorted(in.Offers, func(o *aid.Offer) string { return string(o.ID) })
	for j := range frozen.Offers {
		o := &frozen.Offers[j]
		o.Version, o.CreatedAt, o.UpdatedAt = 0, time.Time{}, time.Time{}
	}
	frozen.Pairings = sorted(in.Pairings, func(x *aid.Pairing) string { return string(x.ID) })
	ref := in.Reference
	frozen.Reference = aid.Reference{
		Parties: sorted(ref.Parties, func(p *aid.Party) string { return string(p.ID) }),
		Themes:  sorted(ref.Themes, func(t *aid.Theme) string { return string(t.ID) }),
		Areas:   sorted(ref.Areas, func(a *aid.Area) string { return a.ID }),
		Memberships: sorted(ref.Memberships, func(m *aid.Membership) string {
			return m.AreaID + "|" + string(m.PartyID) + "|" + string(m.From) + "|" + string(m.To)
		}),
		Embargoes: sorted(ref.Embargoes, func(e *aid.Embargo) string { return e.ID }),
		Rates:     sorted(ref.Rates, func(r *aid.Rate) string { return r.Currency + "|" + string(r.From) }),
	}
	frozen.Curations = nil
	for _, c := range sorted(in.Curations, func(c *aid.Curation) string { return string(c.RequestID) + "|" + string(c.OfferID) }) {
		frozen.Curations = append(frozen.Curations, c.Frozen())
	}
	hash := sha256.New()
	err := writeInputs(io.MultiWriter(hash, text), frozen.Inputs)
	frozen.Digest = hex.EncodeToString(hash.Sum(nil))
	return frozen, err
}

// writeInputs writes the same bytes as json.Marshal, row by row.
func writeInputs(w io.Writer, in aid.Inputs) error {
	requests, offers := in.Requests, in.Offers
	in.Requests, in.Offers = []aid.Request{}, []aid.Offer{}
	text, err := json.Marshal(in)
	if err != nil {
		return err
	}
	const noRequests, noOffers = `"requests":[`, `],"offers":[`
	head, rest, found := bytes.Cut(text, []byte(noRequests+noOffers))
	if !found {
		return fmt.Errorf("inputs have other fields: %.80s", text)
	}
	out := bufio.NewWriter(w) // it keeps the first error
	out.Write(head)
	out.WriteString(noRequests)
	if err := writeRows(out, requests); err != nil {
		return err
	}
	out.WriteString(noOffers)
	if err := writeRows(out, offers); err != nil {
		return err
	}
	out.Write(rest)
	return out.Flush()
}

// writeRows makes JSON of some thousand rows at a time, in parallel, and writes it in order.
func writeRows[T any](w *bufio.Writer, rows []T) error {
	const piece, pieces = 512, 16
	for first := 0; first < len(rows); first += piece * pieces {
		batch := rows[first:min(first+piece*pieces, len(rows))]
		var texts [pieces][]byte
		var errs [pieces]error
		inParallel(len(batch), piece, func(from, to int) {
			texts[from/piece], errs[from/piece] = json.Marshal(batch[from:to])
		})
		for k := range (len(batch) + piece - 1) / piece {
			text := texts[k]
			if err := errs[k]; err != nil {
				return err
			}
			text[0] = ',' // in place of the bracket
			if first+k == 0 {
				text = text[1:]
			}
			w.Write(text[:len(text)-1])
		}
	}
	return nil
}

// Digest is a value's JSON and the SHA-256 of that, in hex.
func Digest(v any) (text []byte, digest string, err error) {
	text, err = json.Marshal(v)
	sum := sha256.Sum256(text)
	return text, hex.EncodeToString(sum[:]), err
}

// sorted copies rows in the order of a key.
func sorted[T any](rows []T, key func(*T) string) []T {
	keys, order := make([]string, len(rows)), make([]int, len(rows))
	for i := range rows {
		keys[i], order[i] = key(&rows[i]), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	out := make([]T, len(rows))
	for k, i := range order {
		out[k] = rows[i]
	}
	return out
}
