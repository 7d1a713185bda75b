package gate

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/gin-gonic/gin"
	"golang.org/x/oauth2"

	"ploughshare/aid"
	"ploughshare/desk"
)

// Provider vouches for users by OpenID Connect.
type Provider struct {
	*oidc.Provider
	verifier  *oidc.IDTokenVerifier
	oauth     oauth2.Config
	provision bool
	path      string // that leads to it
}

// ProviderSettings say where the provider is and how it knows us.
type ProviderSettings struct {
	Issuer, ClientID, Secret string
	Home                     string // address under which browsers reach us, e.g. https://aid.example.org
	Provision                bool   // who is not known here gets an account without any role
}

// Paths of the sign-in through a provider, below the prefix under which they are mounted.
const (
	leavePath  = "/session/provider"
	returnPath = "/session/provider/return"
)

// Discover asks a provider for its addresses and keys. Prefix is where Mount will put the paths.
func Discover(ctx context.Context, s ProviderSettings, prefix string) (*Provider, error) {
	found, err := oidc.NewProvider(ctx, s.Issuer)
	if err != nil {
		return nil, fmt.Errorf("identity provider: %w", err)
	}
	return &Provider{
		Provider: found,
		verifier: found.Verifier(&oidc.Config{ClientID: s.ClientID}), provision: s.Provision, path: prefix + leavePath,
		oauth: oauth2.Config{
			ClientID: s.ClientID, ClientSecret: s.Secret, Endpoint: found.Endpoint(), RedirectURL: s.Home + prefix + returnPath,
			Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
		},
	}, nil
}

// ProviderPath is the address that leads to the provider; "" when there is none.
func (g *Gate) ProviderPath() string {
	if g.settings.Provider == nil {
		return ""
	}
	return g.settings.Provider.path
}

// Mount puts the way to the provider and back under a prefix, when there is a provider.
func (g *Gate) Mount(group *gin.RouterGroup) {
	if g.settings.Provider == nil {
		return
	}
	group.GET(leavePath, g.leave)
	group.GET(returnPath, g.comeBack)
}

// leave sends a browser to the provider and remembers what it must bring back.
func (g *Gate) leave(c *gin.Context) {
	ctx, p := c.Request.Context(), g.settings.Provider
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	g.sessions.Put(ctx, "state", state)
	g.sessions.Put(ctx, "nonce", nonce)
	g.sessions.Put(ctx, "verifier", verifier)
	c.Redirect(http.StatusFound, p.oauth.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)))
}

// comeBack signs in whom the provider vouches for.
func (g *Gate) comeBack(c *gin.Context) {
	ctx := c.Request.Context()
	id, err := g.identity(ctx, c.Query("state"), c.Query("code"))
	var pass desk.Pass
	if err == nil {
		pass, err = g.desk.SignInFrom(ctx, id, g.settings.Provider.provision)
	}
	if err == nil {
		_, err = g.Begin(ctx, pass)
	}
	if err == nil {
		c.Redirect(http.StatusSeeOther, "/")
		return
	}
	g.log.InfoContext(ctx, "sign-in through the provider refused", "address", Address(ctx), "error", err)
	if errors.Is(err, aid.ErrUnauthenticated) {
		refuse(c.Writer, http.StatusForbidden, "the provider knows you and we do not: ask an administrator for an account")
		return
	}
	refuse(c.Writer, http.StatusBadRequest, "the sign-in could not be completed; begin again")
}

// identity exchanges the code and checks all that the provider says.
func (g *Gate) identity(ctx context.Context, state, code string) (desk.Identity, error) {
	p := g.settings.Provider
	kept, nonce, verifier := g.sessions.PopString(ctx, "state"), g.sessions.PopString(ctx, "nonce"), g.sessions.PopString(ctx, "verifier")
	if kept == "" || subtle.ConstantTimeCompare([]byte(kept), []byte(state)) != 1 {
		return desk.Identity{}, errors.New("the state is not that of this session")
	}
	token, err := p.oauth.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return desk.Identity{}, errors.New("the provider does not take the code") // its answer may hold secrets
	}
	raw, _ := token.Extra("id_token").(string)
	checked, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return desk.Identity{}, err
	}
	if subtle.ConstantTimeCompare([]byte(checked.Nonce), []byte(nonce)) != 1 {
		return desk.Identity{}, errors.New("the nonce is not that of this session")
	}
	var claims struct {
		Email    string   `json:"email"`
		Verified bool     `json:"email_verified"`
		Name     string   `json:"name"`
		Means    []string `json:"amr"`
	}
	err = checked.Claims(&claims)
	if err == nil && claims.Email == "" { // some providers tell it only when asked with the other token
		var info *oidc.UserInfo
		if info, err = p.UserInfo(ctx, oauth2.StaticTokenSource(token)); err == nil && info.Subject == checked.Subject {
			claims.Email, claims.Verified, err = info.Email, info.EmailVerified, info.Claims(&claims)
		}
	}
	if err != nil {
		return desk.Identity{}, err
	}
	return desk.Identity{
		Issuer: checked.Issuer, Subject: checked.Subject, Email: claims.Email, Verified: claims.Verified, Name: claims.Name,
		Strong: slices.Contains(claims.Means, "mfa"),
	}, nil
}
