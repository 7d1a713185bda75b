package gate

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"

	"github.com/google/uuid"
)

// RequestIDHeader carries the id of a call: taken from the proxy before us, else made here, and sent back.
const RequestIDHeader = "X-Request-Id"

type requestIDKey struct{}

// RequestID is the id of the call of a context, "" outside of one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Instance names a call in an error document (RFC 9457), so that its lines in the log can be found.
func Instance(ctx context.Context) string {
	if id := RequestID(ctx); id != "" {
		return "urn:uuid:" + id
	}
	return ""
}

// named gives every call its id. One that comes with the call counts when it is a UUID and a proxy of ours sends it:
// anybody else could put what he likes into the log.
func (g *Gate) named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := uuid.Parse(r.Header.Get(RequestIDHeader))
		remote, _ := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || len(g.settings.Proxies) == 0 || !g.throughProxy(remote.Addr().String()) {
			id = uuid.New()
		}
		w.Header().Set(RequestIDHeader, id.String())
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id.String())))
	})
}

// Traced adds the id of its call to every line of a log.
func Traced(h slog.Handler) slog.Handler { return traced{h} }

type traced struct{ slog.Handler }

func (h traced) Handle(ctx context.Context, line slog.Record) error {
	if id := RequestID(ctx); id != "" {
		line.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, line)
}

func (h traced) WithAttrs(attrs []slog.Attr) slog.Handler { return traced{h.Handler.WithAttrs(attrs)} }
func (h traced) WithGroup(name string) slog.Handler       { return traced{h.Handler.WithGroup(name)} }
