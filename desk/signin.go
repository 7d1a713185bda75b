package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"ploughshare/aid"
	"ploughshare/store"
)

// Credentials are what somebody shows to sign in. The address is where he comes from.
type Credentials struct {
	Email, Password string
	Code            string // of the second factor, or a recovery code
	Address         string
}

// Pass is what a session remembers of a sign-in. Admit turns it into an actor at each call.
type Pass struct {
	User   aid.UserID
	At     time.Time
	Proved bool // with a second factor
}

// SignIn lets a user in. Whatever is wrong, the error is aid.ErrUnauthenticated, after the same time, whether or not
// there is such an account; only who knows the password hears that a code is missing (aid.Problems). Who tries too
// often, by account or by address, gets aid.TooSoon.
func (d *Desk) SignIn(ctx context.Context, c Credentials) (Pass, error) {
	email := aid.NormalEmail(c.Email)
	succeeded, err := d.attempt("account "+email, "address "+c.Address)
	if err != nil {
		return Pass{}, err
	}
	user, stale, err := d.byPassword(ctx, email, c.Password)
	if err != nil {
		return Pass{}, err
	}
	if err := d.takeCode(&user, c.Code); err != nil {
		return Pass{}, err
	}
	if stale {
		if user.PasswordHash, err = d.hash(ctx, c.Password); err != nil {
			return Pass{}, err
		}
	}
	if stale || user.HasSecondFactor() {
		err = d.store.ReplaceUser(ctx, user)
	}
	if errors.Is(err, aid.ErrConflict) { // somebody used the code at the same moment
		return Pass{}, aid.ErrUnauthenticated
	}
	succeeded()
	return Pass{User: user.ID, At: d.instant(), Proved: user.HasSecondFactor()}, err
}

// byPassword finds the account of an address and a password, and says whether its hash should be made anew.
func (d *Desk) byPassword(ctx context.Context, email, password string) (user aid.User, stale bool, err error) {
	user, err = d.store.UserByEmail(ctx, email)
	if err != nil && !errors.Is(err, aid.ErrNotFound) {
		return aid.User{}, false, err
	}
	known, hash := err == nil && !user.Disabled && user.PasswordHash != "", user.PasswordHash
	if !known {
		hash = nobody()
	}
	fits, stale, err := d.fits(ctx, hash, password)
	if err == nil && !(known && fits) {
		err = aid.ErrUnauthenticated
	}
	return user, stale, err
}

// attempt takes one from each bucket, or says how long to wait. Those who succeed get theirs back.
func (d *Desk) attempt(keys ...string) (succeeded func(), err error) {
	now, wait := d.now(), time.Duration(0)
	tickets := make([]Ticket, len(keys))
	for i, key := range keys {
		tickets[i] = d.attempts.Take(digest(key), now) // of one length, whatever is sent
		wait = max(wait, tickets[i].Wait)
	}
	if wait > 0 {
		return nil, aid.TooSoon{Wait: wait}
	}
	return func() {
		for _, t := range tickets {
			t.Return()
		}
	}, nil
}

// Identity is what an identity provider vouches for.
type Identity struct {
	Issuer, Subject string
	Email           string
	Verified        bool // the provider says that the address is the user's
	Name            string
	Strong          bool // signed in there with more than one factor
}

// SignInFrom lets in whom an identity provider vouches for: the account that it vouched for before, else that of the
// verified address, from now on tied to that identity, else, when provision is set, a new one without any role. All
// others are aid.ErrUnauthenticated.
func (d *Desk) SignInFrom(ctx context.Context, id Identity, provision bool) (Pass, error) {
	user, err := d.store.UserBySubject(ctx, id.subject())
	if errors.Is(err, aid.ErrNotFound) {
		user, err = d.tie(ctx, id, provision)
	}
	if errors.Is(err, aid.ErrNotFound) || err == nil && user.Disabled {
		return Pass{}, aid.ErrUnauthenticated
	}
	return Pass{User: user.ID, At: d.instant(), Proved: id.Strong}, err
}

func (id Identity) subject() string { return id.Issuer + " " + id.Subject }

// tie finds or makes the account of an identity that comes for the first time.
func (d *Desk) tie(ctx context.Context, id Identity, provision bool) (aid.User, error) {
	if !id.Verified {
		return aid.User{}, aid.ErrNotFound
	}
	provider := aid.Actor{Name: id.Issuer}
	user, err := d.store.UserByEmail(ctx, aid.NormalEmail(id.Email))
	if err == nil && user.Subject != "" { // tied to another identity
		return aid.User{}, aid.ErrNotFound
	}
	if err == nil && !user.Disabled {
		user.Subject = id.subject()
		if user.Temporary { // whoever gave the password knows it
			user.PasswordHash, user.Temporary = "", false
		}
		return user, d.keepUser(ctx, provider, "tied to an identity", user)
	}
	if err == nil || !errors.Is(err, aid.ErrNotFound) || !provision {
		return user, err
	}
	name := id.Name
	if name == "" {
		name = id.Email
	}
	now := d.instant()
	user = aid.User{
		ID: newUserID(), Email: aid.NormalEmail(id.Email), Name: name, Subject: id.subject(), Version: 1,
		SecuredAt: now, CreatedAt: now, UpdatedAt: now,
	}
	return user, d.keep(ctx, user, d.entry(provider, "provisioned", "users/"+string(user.ID), ""), func(tx *store.Store) error {
		return tx.AddUser(ctx, user)
	})
}

// Admit is the actor behind a session, as the account is now. aid.ErrUnauthenticated when the session no longer counts.
func (d *Desk) Admit(ctx context.Context, pass Pass) (aid.Actor, error) {
	user, err := d.store.User(ctx, pass.User)
	if errors.Is(err, aid.ErrNotFound) || err == nil && (user.Disabled || pass.At.Before(user.SecuredAt)) {
		return aid.Actor{}, aid.ErrUnauthenticated
	}
	who := d.actor(user, pass.Proved)
	who.InPerson = true
	return who, err
}

// actor is who acts through an account. Until a password that somebody else gave is changed, he has no roles; until he
// has shown a second factor that is asked for, none that need it.
func (d *Desk) actor(u aid.User, proved bool) aid.Actor {
	who := aid.Actor{User: u.ID, Name: u.Name + " (" + string(u.ID) + ")", Party: u.PartyID, Proved: proved}
	for _, role := range u.Roles {
		if !u.Temporary && (proved || !d.NeedSecondFactor || !slices.Contains(aid.Privileged, role)) {
			who.Roles = append(who.Roles, role)
		}
	}
	return who
}
