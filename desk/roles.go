package desk

import (
	"context"
	"maps"
	"slices"

	"ploughshare/aid"
	"ploughshare/store"
)

// roles are those that parties have taken on by what was put on record: who asks is a requester, who gives is a donor.
type roles map[aid.PartyID]aid.List[aid.Role]

func (r roles) grant(role aid.Role, parties ...aid.PartyID) {
	for _, id := range parties {
		r[id] = union(r[id], aid.List[aid.Role]{role})
	}
}

func donors(o aid.Offer) roles {
	r := roles{}
	r.grant(aid.Donor, o.Donors...)
	return r
}

// write adds the roles to those that the parties have.
func (r roles) write(ctx context.Context, tx *store.Store) error {
	known, err := tx.PartyByID(ctx, slices.Sorted(maps.Keys(r)))
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(known)) {
		p := known[id]
		all := union(p.Roles, r[id])
		if len(all) == len(p.Roles) {
			continue
		}
		p.Roles = all
		if err := tx.ReplaceParty(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// union joins two lists of roles, in the order of aid.Roles.
func union(a, b aid.List[aid.Role]) aid.List[aid.Role] {
	all := aid.List[aid.Role]{}
	for _, role := range aid.Roles {
		if slices.Contains(a, role) || slices.Contains(b, role) {
			all = append(all, role)
		}
	}
	return all
}

func keepRoles(parties []aid.Party, present *aid.Register) {
	for i := range parties {
		if old, ok := present.Party(parties[i].ID); ok {
			parties[i].Roles = union(parties[i].Roles, old.Roles)
		}
	}
}
