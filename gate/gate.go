// Package gate stands before everything that is served: it keeps out what no browser of ours would send, counts how
// often each address calls, and finds out who calls, by a token or by a session. What is served behind it asks
// [aid.Who] of the context and nothing else.
package gate

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/desk"
)

// Settings of the gate.
type Settings struct {
	Secure    bool           // browsers reach us over TLS, by ourselves or by the proxy before us
	Loopback  bool           // only this machine reaches us, so that only its own names are answered
	Proxies   []netip.Prefix // where calls must come from, when a proxy brings TLS: others would be in the clear
	PerMinute int            // calls from one address; 0 for no limit
	Provider  *Provider      // of identities; nil for none
}

// Gate lets calls in.
type Gate struct {
	desk     *desk.Desk
	settings Settings
	sessions *scs.SessionManager
	calls    *desk.Buckets
	now      func() time.Time
	log      *slog.Logger
}

// mostBody is what no body may exceed, whatever is behind the gate; most routes take far less.
const mostBody = 65 << 20

// New makes a gate that keeps sessions in a store.
func New(d *desk.Desk, sessions scs.CtxStore, settings Settings, now func() time.Time, log *slog.Logger) *Gate {
	return &Gate{
		desk: d, settings: settings, sessions: manager(sessions, settings.Secure, log), now: now, log: log,
		calls: desk.NewBuckets(max(1, settings.PerMinute), time.Minute),
	}
}

// Guard puts the gate around an engine that has Admit among its middleware: what depends on nothing but the call.
func (g *Gate) Guard(engine http.Handler) http.Handler {
	inside := g.sessions.LoadAndSave(http.MaxBytesHandler(engine, mostBody))
	crossing := http.NewCrossOriginProtection()
	crossing.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusForbidden, "a page of another site may not do this")
	}))
	if g.settings.Loopback {
		inside = ownHost(inside)
	}
	return g.named(g.headers(crossing.Handler(inside)))
}

// headers are for every answer; a page that needs more overrides its policy.
func (g *Gate) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "private, no-cache")
		h.Set("Vary", "Authorization")
		if g.settings.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// ownHost answers only to this machine's own names: a page elsewhere that has its own name point here could read all.
func ownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			refuse(w, http.StatusMisdirectedRequest, "this server answers to localhost only")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Admit counts the call and says in its context who makes it.
func (g *Gate) Admit(c *gin.Context) {
	if !g.throughProxy(c.RemoteIP()) {
		refuse(c.Writer, http.StatusMisdirectedRequest, "call through the proxy, which keeps what you send from others")
		c.Abort()
		return
	}
	address := network(c.ClientIP())
	if g.settings.PerMinute > 0 && !g.count(c, address) {
		c.Abort()
		return
	}
	ctx := context.WithValue(c.Request.Context(), addressKey{}, address)
	who, err := g.who(ctx, c.GetHeader("Authorization"))
	switch {
	case errors.Is(err, aid.ErrUnauthenticated):
		c.Header("WWW-Authenticate", Challenge+`, error="invalid_token"`)
		refuse(c.Writer, http.StatusUnauthorized, "this token does not count, or no longer")
		c.Abort()
	case err != nil:
		g.log.ErrorContext(ctx, "cannot tell who calls", "error", err)
		refuse(c.Writer, http.StatusInternalServerError, "something went wrong here; it has been logged")
		c.Abort()
	default:
		c.Request = c.Request.WithContext(aid.WithActor(ctx, who))
	}
}

// MayWatch says whether the caller may read what only those see who run the house: an administrator, or who sits at this
// machine. Behind a proxy nobody can be told to sit here, since all calls come from the proxy.
func (g *Gate) MayWatch(c *gin.Context) bool {
	remote, err := netip.ParseAddr(c.RemoteIP())
	here := err == nil && remote.Unmap().IsLoopback() && len(g.settings.Proxies) == 0
	return here || aid.Who(c.Request.Context()).May(aid.ReadMetrics) == nil
}

func (g *Gate) throughProxy(remote string) bool {
	ip, err := netip.ParseAddr(remote)
	holds := func(p netip.Prefix) bool { return err == nil && p.Contains(ip.Unmap()) }
	return len(g.settings.Proxies) == 0 || slices.ContainsFunc(g.settings.Proxies, holds)
}

// Challenge says how to be known here, for answers with 401.
const Challenge = `Bearer realm="ploughshare"`

// who calls: the bearer of a token, else whose session it is, else the public.
func (g *Gate) who(ctx context.Context, authorization string) (aid.Actor, error) {
	if authorization == "" {
		return g.bySession(ctx)
	}
	scheme, secret, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return aid.Actor{}, aid.ErrUnauthenticated
	}
	return g.desk.AdmitToken(ctx, strings.TrimSpace(secret))
}

type addressKey struct{}

// Address is where a call comes from, as far as it is to be told apart.
func Address(ctx context.Context) string {
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}

// network is an address, or of IPv6 the network of it: one line has them by the billion.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || !ip.Is6() || ip.Is4In6() {
		return address
	}
	prefix, _ := ip.Prefix(64) // every IPv6 address has one
	return prefix.String()
}

// count takes one call from the bucket of an address and says so in the headers of draft-ietf-httpapi-ratelimit-headers.
func (g *Gate) count(c *gin.Context, address string) bool {
	ticket := g.calls.Take(address, g.now())
	c.Header("RateLimit-Policy", `"address";q=`+strconv.Itoa(g.settings.PerMinute)+`;w=60`)
	c.Header("RateLimit", `"address";r=`+strconv.Itoa(ticket.Left)+`;t=`+Seconds(ticket.Full))
	if ticket.Wait == 0 {
		return true
	}
	c.Header("Retry-After", Seconds(ticket.Wait))
	refuse(c.Writer, http.StatusTooManyRequests, "too many calls from this address; wait")
	return false
}

// Seconds is a time as headers have it, rounded up.
func Seconds(d time.Duration) string { return strconv.Itoa(int((d + time.Second - 1) / time.Second)) }

// refuse answers in the form of all errors, RFC 9457.
func refuse(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	problem := map[string]any{"title": http.StatusText(status), "status": status, "detail": detail}
	if id := w.Header().Get(RequestIDHeader); id != "" {
		problem["instance"] = "urn:uuid:" + id
	}
	json.NewEncoder(w).Encode(problem)
}
