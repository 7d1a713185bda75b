package matcher

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"ploughshare/aid"
)

// Freeze puts inputs into the canonical order and leaves out what is bookkeeping, so that their JSON, and its SHA-256
// digest, depend on what they say and not on when or in which order they were entered. It does not change in.
func Freeze(in aid.Inputs) (frozen aid.Inputs, text []byte, digest string, err error) {
	frozen = in
	frozen.Requests = sorted(in.Requests, func(r *aid.Request) string {
		r.Version, r.CreatedAt, r.UpdatedAt, r.EnteredAt = 0, time.Time{}, time.Time{}, time.Time{}
		return string(r.ID)
	})
	frozen.Offers = sorted(in.Offers, func(o *aid.Offer) string {
		o.Version, o.CreatedAt, o.UpdatedAt = 0, time.Time{}, time.Time{}
		return string(o.ID)
	})
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
	text, digest, err = Digest(frozen)
	return frozen, text, digest, err
}

// Digest is a value's JSON and the SHA-256 of that, in hex.
func Digest(v any) (text []byte, digest string, err error) {
	text, err = json.Marshal(v)
	sum := sha256.Sum256(text)
	return text, hex.EncodeToString(sum[:]), err
}

// sorted copies rows, lets key tidy each copy and name its place, and sorts by that.
func sorted[T any](rows []T, key func(*T) string) []T {
	type keyed struct {
		row T
		key string
	}
	all := make([]keyed, len(rows))
	for i, row := range rows {
		name := key(&row)
		all[i] = keyed{row, name}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	out := make([]T, len(all))
	for i := range all {
		out[i] = all[i].row
	}
	return out
}
