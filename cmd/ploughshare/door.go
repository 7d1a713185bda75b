package main

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"

	"ploughshare/api"
	"ploughshare/gate"
)

// door is how the server is reached and who may come in.
type door struct {
	Listen       string   `help:"Address to listen on. Addresses beyond this machine need TLS, here or at a proxy." default:"127.0.0.1:8080" env:"PLOUGHSHARE_LISTEN"`
	TLSCert      string   `help:"File with the certificate and its chain (PEM)." type:"existingfile" env:"PLOUGHSHARE_TLS_CERT" placeholder:"FILE"`
	TLSKey       string   `help:"File with its key." type:"existingfile" env:"PLOUGHSHARE_TLS_KEY" placeholder:"FILE"`
	BehindProxy  []string `help:"Addresses of the proxy before it, e.g. 10.0.0.0/8, which brings TLS and says in X-Forwarded-For who calls." env:"PLOUGHSHARE_BEHIND_PROXY" placeholder:"CIDR"`
	RateLimit    int      `help:"Calls a minute from one address; 0 for no limit." default:"600" env:"PLOUGHSHARE_RATE_LIMIT"`
	SecondFactor string   `help:"Whether secretariat and administrators need a second factor: always, never, or outside, which is when others than this machine can reach the server." enum:"outside,always,never" default:"outside" env:"PLOUGHSHARE_SECOND_FACTOR"`
	SealKey      string   `hidden:"" help:"What the secrets of second factors are sealed with, by the environment." env:"PLOUGHSHARE_SEAL_KEY"`
	provider
}

// provider of identities (OpenID Connect).
type provider struct {
	Home          string `help:"Address under which browsers reach the server, e.g. https://aid.example.org; for signing in through a provider." env:"PLOUGHSHARE_HOME" placeholder:"URL"`
	OIDCIssuer    string `help:"Provider of identities (OpenID Connect) through which users may sign in." env:"PLOUGHSHARE_OIDC_ISSUER" placeholder:"URL"`
	OIDCClient    string `help:"How the provider knows us." env:"PLOUGHSHARE_OIDC_CLIENT" placeholder:"ID"`
	OIDCSecret    string `hidden:"" help:"Our secret with the provider, by the environment." env:"PLOUGHSHARE_OIDC_SECRET"`
	OIDCProvision bool   `help:"Make an account without roles for whom the provider knows and we do not; else they are refused." env:"PLOUGHSHARE_OIDC_PROVISION"`
}

// patience is how long a provider may take to answer at the start.
const patience = 20 * time.Second

// secure says whether browsers reach the server over TLS.
func (c door) secure() bool { return c.TLSCert != "" || len(c.BehindProxy) > 0 }

// bind refuses addresses beyond this machine without TLS: passwords and tokens would go over the line for all to read.
func (c door) bind() (net.Listener, error) {
	address, err := net.ResolveTCPAddr("tcp", c.Listen)
	if err != nil {
		return nil, misspeak("--listen: %w", err)
	}
	if !address.IP.IsLoopback() && !c.secure() {
		return nil, misspeak("--listen %s: beyond this machine's own addresses TLS is needed: give --tls-cert and --tls-key, "+
			"or --behind-proxy for a proxy that brings it", c.Listen)
	}
	config, err := c.tls()
	if err != nil {
		return nil, err
	}
	if _, err := c.proxies(); err != nil {
		return nil, err
	}
	listener, err := net.ListenTCP("tcp", address)
	if err != nil || config == nil {
		return listener, err
	}
	return tls.NewListener(listener, config), nil
}

func (c door) tls() (*tls.Config, error) {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return nil, misspeak("--tls-cert and --tls-key belong together")
	}
	if c.TLSCert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, misspeak("--tls-cert: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// proxies are the networks of --behind-proxy; an address alone is a network of one.
func (c door) proxies() (networks []netip.Prefix, err error) {
	for _, address := range c.BehindProxy {
		network, err := netip.ParsePrefix(address)
		if ip, ipErr := netip.ParseAddr(address); ipErr == nil {
			network, err = ip.Prefix(ip.BitLen())
		}
		if err != nil {
			return nil, misspeak("--behind-proxy: %w", err)
		}
		networks = append(networks, network)
	}
	return networks, nil
}

// scheme is how to call the server where it listens.
func (c door) scheme() string {
	if c.TLSCert != "" {
		return "https"
	}
	return "http"
}

// gate is what stands before all that is served.
func (c door) gate(ctx context.Context, o *open, now func() time.Time, log *slog.Logger) (*gate.Gate, error) {
	found, err := c.discover(ctx)
	if err != nil {
		return nil, err
	}
	if c.SealKey != "" {
		if err := o.SealWith(c.SealKey); err != nil {
			return nil, misspeak("PLOUGHSHARE_SEAL_KEY: %w", err)
		}
	}
	o.NeedSecondFactor = c.SecondFactor == "always" || c.SecondFactor == "outside" && c.secure()
	proxies, err := c.proxies()
	if err != nil {
		return nil, err
	}
	settings := gate.Settings{Secure: c.secure(), Loopback: !c.secure(), Proxies: proxies, PerMinute: c.RateLimit, Provider: found}
	return gate.New(o.Desk, o.sessions, settings, now, log), nil
}

func (c provider) discover(ctx context.Context) (*gate.Provider, error) {
	if c.OIDCIssuer == "" {
		return nil, nil
	}
	if c.Home == "" || c.OIDCClient == "" {
		return nil, misspeak("--oidc-issuer needs --oidc-client and --home")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return gate.Discover(ctx, gate.ProviderSettings{
		Issuer: c.OIDCIssuer, ClientID: c.OIDCClient, Secret: c.OIDCSecret,
		Home: strings.TrimSuffix(c.Home, "/"), Provision: c.OIDCProvision,
	}, api.Prefix)
}
