package web

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"ploughshare/aid"
	"ploughshare/desk"
)

func (v *visit) ctx() context.Context { return v.c.Request.Context() }

// signIn is what the page to sign in shows: where to go next, and a form that waits to be sent again.
type signIn struct {
	Next     string
	Carried  []Hidden
	Provider string
}

// Hidden is a value that a form carries without showing it.
type Hidden struct{ Name, Value string }

func showSignIn(v *visit) (any, error) {
	return signIn{Next: v.next(), Carried: v.carried(), Provider: v.gate.ProviderPath()}, nil
}

// next is where a visitor wanted to go.
func (v *visit) next() string {
	if next := v.values.Get("next"); local(next) {
		return next
	}
	return v.To("/")
}

func (v *visit) carried() []Hidden {
	var all []Hidden
	for _, name := range slices.Sorted(maps.Keys(v.values)) {
		if strings.HasPrefix(name, "carry.") {
			for _, value := range v.values[name] {
				all = append(all, Hidden{strings.TrimPrefix(name, "carry."), value})
			}
		}
	}
	return all
}

// postSignIn lets somebody in. Who had sent a form is shown it, to send it again.
func postSignIn(v *visit) (string, error) {
	who, err := v.gate.SignIn(v.ctx(), desk.Credentials{
		Email: v.values.Get("email"), Password: v.values.Get("password"), Code: strings.TrimSpace(v.values.Get("code")),
	})
	switch _, tooSoon := errors.AsType[aid.TooSoon](err); {
	case errors.Is(err, aid.ErrUnauthenticated):
		return "", aid.Problems{{Field: "email", Message: aid.Say("sign_in_refused")}}
	case tooSoon:
		return "", aid.Problems{{Field: "email", Message: aid.Say("error_too_soon")}}
	case err != nil:
		return "", err
	}
	v.Who = who
	if carried := v.carried(); len(carried) > 0 {
		v.page, v.Page = page{name: "again"}, signIn{Next: v.next(), Carried: carried}
		return "", nil
	}
	user, err := v.desk.Me(v.ctx(), who)
	if err == nil && user.Temporary { // nothing else can be done before there is a password of one's own
		return v.To("/account"), nil
	}
	return v.next(), err
}

// showSignOut names the account, if somebody is signed in.
func showSignOut(v *visit) (any, error) {
	user, err := v.desk.Me(v.ctx(), v.Who)
	if errors.Is(err, aid.ErrUnauthenticated) {
		return user, nil
	}
	return user, err
}

func postSignOut(v *visit) (string, error) { return v.To("/"), v.gate.SignOut(v.ctx()) }
