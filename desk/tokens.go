package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"strings"
	"time"

	"ploughshare/aid"
	"ploughshare/store"
)

// The secret of a token begins with a mark by which scanners of repositories find lost ones.
const tokenMark = "psh_"

// mostTokenDays is how long a token may last.
const mostTokenDays = 366

// IssueToken makes a token for the caller's own account, or, from beside the database, for any. It returns the secret,
// which is kept nowhere.
func (d *Desk) IssueToken(ctx context.Context, who aid.Actor, user aid.UserID, name string, scope aid.TokenScope, days int) (aid.Token, string, error) {
	if err := mayIssue(who, user); err != nil {
		return aid.Token{}, "", err
	}
	if err := checkToken(name, scope, days); err != nil {
		return aid.Token{}, "", err
	}
	secret, now := tokenMark+rand.Text()+rand.Text(), d.instant()
	t := aid.Token{
		ID: aid.TokenID("t-" + strings.ToLower(rand.Text()[:12])), UserID: user, Name: name, Hash: digest(secret), Scope: scope,
		Proved: who.Proved || who.User == "", CreatedAt: now, ExpiresAt: now.AddDate(0, 0, days),
	}
	return t, secret, d.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.AddToken(ctx, t); err != nil {
			return err
		}
		note := string(scope) + ", until " + t.ExpiresAt.Format(time.DateOnly)
		return tx.AddEntry(ctx, d.entry(who, "issued a token", "users/"+string(user), note))
	})
}

func mayIssue(who aid.Actor, user aid.UserID) error {
	switch {
	case who.User == "":
		return who.May(aid.ManageUsers)
	case who.User != user || !who.InPerson:
		return aid.ErrForbidden
	}
	return nil
}

func checkToken(name string, scope aid.TokenScope, days int) error {
	var p aid.Problems
	if name == "" {
		p.Add("name", "required")
	}
	if scope != aid.TokenReads && scope != aid.TokenWrites {
		p.Add("scope", "not_listed", "value", string(scope), "allowed", "read, write")
	}
	if days < 1 || days > mostTokenDays {
		p.Add("days", "days_out_of_range", "max", strconv.Itoa(mostTokenDays))
	}
	return p.Err()
}

// Tokens lists the caller's own.
func (d *Desk) Tokens(ctx context.Context, who aid.Actor) ([]aid.Token, error) {
	u, err := d.self(ctx, who)
	if err != nil {
		return nil, err
	}
	return d.store.Tokens(ctx, u.ID)
}

// RevokeToken takes one of the caller's own away.
func (d *Desk) RevokeToken(ctx context.Context, who aid.Actor, id aid.TokenID) error {
	u, err := d.self(ctx, who)
	if err != nil {
		return err
	}
	return d.store.InTx(ctx, func(tx *store.Store) error {
		t, err := tx.Token(ctx, id)
		if err == nil && t.UserID != u.ID {
			err = aid.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := tx.RemoveTokens(ctx, u.ID, id); err != nil {
			return err
		}
		return tx.AddEntry(ctx, d.entry(who, "revoked a token", "users/"+string(u.ID), ""))
	})
}

// AdmitToken is the actor behind the secret of a token; aid.ErrUnauthenticated when it does not count.
func (d *Desk) AdmitToken(ctx context.Context, secret string) (aid.Actor, error) {
	t, err := d.store.TokenByHash(ctx, digest(secret))
	if errors.Is(err, aid.ErrNotFound) || err == nil && !t.ExpiresAt.After(d.now()) {
		return aid.Actor{}, aid.ErrUnauthenticated
	}
	if err != nil {
		return aid.Actor{}, err
	}
	user, err := d.store.User(ctx, t.UserID)
	if err != nil {
		return aid.Actor{}, err
	}
	if user.Disabled {
		return aid.Actor{}, aid.ErrUnauthenticated
	}
	who := d.actor(user, t.Proved)
	who.ReadOnly = t.Scope == aid.TokenReads
	if d.now().Sub(t.LastUsed) < time.Hour { // a write for each call would be too many
		return who, nil
	}
	return who, d.store.TokenUsed(ctx, t.ID, d.now())
}
