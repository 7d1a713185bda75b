package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"ploughshare/aid"
	"ploughshare/store"
)

func newUserID() aid.UserID { return aid.UserID("u-" + strings.ToLower(rand.Text()[:12])) }

// AddUser makes an account. Without a password it gets one that its user must change, which is returned.
func (d *Desk) AddUser(ctx context.Context, who aid.Actor, u aid.User, password string) (aid.User, string, error) {
	if err := who.May(aid.ManageUsers); err != nil {
		return aid.User{}, "", err
	}
	now := d.instant()
	u.ID, u.Email, u.Version, u.SecuredAt, u.CreatedAt, u.UpdatedAt = newUserID(), aid.NormalEmail(u.Email), 1, now, now, now
	password, err := d.givePassword(ctx, &u, password)
	if err != nil {
		return aid.User{}, "", err
	}
	err = d.keep(ctx, u, d.entry(who, "added", "users/"+string(u.ID), rolesNote(u)), func(tx *store.Store) error {
		return tx.AddUser(ctx, u)
	})
	return u, password, err
}

// givePassword sets the password of an account; an empty one becomes a random one for one use.
func (d *Desk) givePassword(ctx context.Context, u *aid.User, password string) (given string, err error) {
	if u.Temporary = password == ""; u.Temporary {
		password = strings.ToLower(rand.Text())
	}
	if err := checkPassword(password, u.Email); err != nil {
		return "", err
	}
	u.PasswordHash, err = d.hash(ctx, password)
	return password, err
}

// rolesNote is what the journal says of an account: what it may do and for whom, never its address.
func rolesNote(u aid.User) string {
	note := "roles:"
	for _, role := range u.Roles {
		note += " " + string(role)
	}
	if u.PartyID != "" {
		note += " for " + string(u.PartyID)
	}
	if u.Disabled {
		note += ", disabled"
	}
	return note
}

// Users lists accounts.
func (d *Desk) Users(ctx context.Context, who aid.Actor, p aid.Page) ([]aid.User, string, error) {
	if err := who.May(aid.ManageUsers); err != nil {
		return nil, "", err
	}
	return d.store.Users(ctx, p)
}

// User finds an account.
func (d *Desk) User(ctx context.Context, who aid.Actor, id aid.UserID) (aid.User, error) {
	if err := who.May(aid.ManageUsers); err != nil {
		return aid.User{}, err
	}
	return d.store.User(ctx, id)
}

// UserByEmail finds the account of an address.
func (d *Desk) UserByEmail(ctx context.Context, who aid.Actor, email string) (aid.User, error) {
	if err := who.May(aid.ManageUsers); err != nil {
		return aid.User{}, err
	}
	return d.store.UserByEmail(ctx, aid.NormalEmail(email))
}

// NoAdministrator says whether nobody can administer, as before the first start.
func (d *Desk) NoAdministrator(ctx context.Context) (bool, error) {
	n, err := d.store.Administrators(ctx)
	return n == 0, err
}

// ReplaceUser changes name, address, party, roles, language and whether the account is disabled, from the version that
// the caller has seen. Somebody who can administer must remain.
func (d *Desk) ReplaceUser(ctx context.Context, who aid.Actor, u aid.User) (aid.User, error) {
	if err := who.May(aid.ManageUsers); err != nil {
		return aid.User{}, err
	}
	old, err := d.store.User(ctx, u.ID)
	if err != nil {
		return aid.User{}, err
	}
	changed := old
	changed.Name, changed.Email, changed.PartyID = u.Name, aid.NormalEmail(u.Email), u.PartyID
	changed.Roles, changed.Language, changed.Disabled, changed.Version = u.Roles, u.Language, u.Disabled, u.Version
	if changed.Disabled && !old.Disabled {
		changed.SecuredAt = d.instant()
	}
	if err := d.keepUser(ctx, who, "changed", changed); err != nil {
		return aid.User{}, err
	}
	return d.store.User(ctx, u.ID)
}

// ResetPassword gives an account another password, a random one for one use when it is empty, and ends its sessions and
// tokens. Freed takes the second factor away as well.
func (d *Desk) ResetPassword(ctx context.Context, who aid.Actor, id aid.UserID, password string, freed bool) (string, error) {
	u, err := d.User(ctx, who, id)
	if err != nil {
		return "", err
	}
	if password, err = d.givePassword(ctx, &u, password); err != nil {
		return "", err
	}
	verb := "password reset"
	if freed {
		u.TOTPSecret, u.TOTPPending, u.TOTPStep, u.Recovery = "", false, 0, nil
		verb = "password and second factor reset"
	}
	u.SecuredAt = d.instant()
	return password, d.keepUser(ctx, who, verb, u, func(tx *store.Store) error { return tx.RemoveTokens(ctx, id, "") })
}

// Me is the caller's own account.
func (d *Desk) Me(ctx context.Context, who aid.Actor) (aid.User, error) {
	if who.User == "" {
		return aid.User{}, aid.ErrUnauthenticated
	}
	return d.store.User(ctx, who.User)
}

// self is the caller's own account for changes to it, which no token may make.
func (d *Desk) self(ctx context.Context, who aid.Actor) (aid.User, error) {
	if who.User != "" && !who.InPerson {
		return aid.User{}, aid.ErrForbidden
	}
	return d.Me(ctx, who)
}

// ChangePassword changes the caller's own. His other sessions end; the pass is that of the present one.
func (d *Desk) ChangePassword(ctx context.Context, who aid.Actor, old, next string) (Pass, error) {
	u, err := d.self(ctx, who)
	if err != nil {
		return Pass{}, err
	}
	succeeded, err := d.attempt("account " + u.Email)
	if err != nil {
		return Pass{}, err
	}
	u, _, err = d.byPassword(ctx, u.Email, old)
	if errors.Is(err, aid.ErrUnauthenticated) {
		return Pass{}, aid.Problems{{Field: "old", Message: aid.Say("password_wrong")}}
	}
	if err != nil {
		return Pass{}, err
	}
	succeeded()
	if old == next {
		return Pass{}, aid.Problems{{Field: "password", Message: aid.Say("password_same")}}
	}
	if err := checkPassword(next, u.Email); err != nil {
		return Pass{}, err
	}
	if _, err := d.givePassword(ctx, &u, next); err != nil {
		return Pass{}, err
	}
	u.SecuredAt = d.instant()
	return Pass{User: u.ID, At: u.SecuredAt, Proved: who.Proved}, d.keepUser(ctx, who, "changed the password", u)
}

// keepUser writes a changed account, whatever else belongs to the change, and its entry. Somebody who can administer
// must remain, if somebody could.
func (d *Desk) keepUser(ctx context.Context, who aid.Actor, verb string, u aid.User, also ...func(*store.Store) error) error {
	return d.keep(ctx, u, d.entry(who, verb, "users/"+string(u.ID), rolesNote(u)), func(tx *store.Store) error {
		before, err := tx.Administrators(ctx)
		if err != nil {
			return err
		}
		if err := tx.ReplaceUser(ctx, u); err != nil {
			return err
		}
		for _, step := range also {
			if err := step(tx); err != nil {
				return err
			}
		}
		after, err := tx.Administrators(ctx)
		if err == nil && before > 0 && after == 0 {
			err = aid.Problems{{Field: "roles", Message: aid.Say("last_administrator")}}
		}
		return err
	})
}
