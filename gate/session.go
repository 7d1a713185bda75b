package gate

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"ploughshare/aid"
	"ploughshare/desk"
)

// A session lasts a working day, and ends earlier when its account is disabled or its password changes.
const lifetime = 12 * time.Hour

// manager is made here and not by scs.New, which starts a store in memory that nobody uses and nothing ends.
func manager(store scs.CtxStore, secure bool, log *slog.Logger) *scs.SessionManager {
	name := "ploughshare"
	if secure {
		name = "__Host-" + name // browsers take it from this host alone, and over TLS alone
	}
	return &scs.SessionManager{
		Store: store, HashTokenInStore: true, Lifetime: lifetime, Codec: scs.GobCodec{},
		Cookie: scs.SessionCookie{Name: name, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode},
		ErrorFunc: func(w http.ResponseWriter, r *http.Request, err error) {
			log.ErrorContext(r.Context(), "session", "error", err)
			refuse(w, http.StatusInternalServerError, "something went wrong here; it has been logged")
		},
	}
}

// SignIn lets a user in and begins a session.
func (g *Gate) SignIn(ctx context.Context, c desk.Credentials) (aid.Actor, error) {
	c.Address = Address(ctx)
	pass, err := g.desk.SignIn(ctx, c)
	if err != nil {
		g.log.InfoContext(ctx, "sign-in refused", "address", c.Address)
		return aid.Actor{}, err
	}
	return g.Begin(ctx, pass)
}

// Begin makes the session one of a pass. Its token changes, so that who knew the old one has no part in it.
func (g *Gate) Begin(ctx context.Context, pass desk.Pass) (aid.Actor, error) {
	who, err := g.desk.Admit(ctx, pass)
	if err != nil {
		return aid.Actor{}, err
	}
	if err := g.sessions.RenewToken(ctx); err != nil {
		return aid.Actor{}, err
	}
	g.sessions.Put(ctx, "user", string(pass.User))
	g.sessions.Put(ctx, "at", pass.At.UnixMicro())
	g.sessions.Put(ctx, "proved", pass.Proved)
	g.log.InfoContext(ctx, "signed in", "user", pass.User, "address", Address(ctx))
	return who, nil
}

// SignOut ends the session.
func (g *Gate) SignOut(ctx context.Context) error { return g.sessions.Destroy(ctx) }

// bySession is whose session it is. One that no longer counts is the public's.
func (g *Gate) bySession(ctx context.Context) (aid.Actor, error) {
	user := g.sessions.GetString(ctx, "user")
	if user == "" {
		return aid.Actor{}, nil
	}
	who, err := g.desk.Admit(ctx, desk.Pass{
		User: aid.UserID(user), At: time.UnixMicro(g.sessions.GetInt64(ctx, "at")), Proved: g.sessions.GetBool(ctx, "proved"),
	})
	if errors.Is(err, aid.ErrUnauthenticated) {
		return aid.Actor{}, nil
	}
	return who, err
}
