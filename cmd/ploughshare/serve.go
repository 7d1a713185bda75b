package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"ploughshare/api"
)

type serveCmd struct {
	Listen string `help:"Address to listen on. Until there are accounts only this machine's own (loopback) addresses are allowed." default:"127.0.0.1:8080" env:"PLOUGHSHARE_LISTEN"`
	clockFlags
}

// Run serves until ctx ends, then lets requests and jobs finish.
func (c *serveCmd) Run(ctx context.Context, h *house) error {
	listener, err := c.bind()
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := c.check(h.now()); err != nil {
		return err
	}
	o, err := h.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	log := slog.New(slog.NewTextHandler(h.stderr, nil))
	clock, err := c.start(ctx, h, o, "http://"+listener.Addr().String(), log)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: engine(o, log), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
	}
	fmt.Fprintf(h.stdout, "Ploughshare serves at http://%s%s/docs\n"+
		"There are no accounts yet, so it listens to this machine only.\n", listener.Addr(), api.Prefix)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case <-ctx.Done():
	case err = <-ended: // it cannot serve
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	return errors.Join(err, server.Shutdown(grace), clock.stop(grace))
}

// bind refuses every address but loopback: without accounts anybody who reaches the server may change everything.
func (c *serveCmd) bind() (net.Listener, error) {
	address, err := net.ResolveTCPAddr("tcp", c.Listen)
	if err != nil {
		return nil, misspeak("--listen: %w", err)
	}
	if !address.IP.IsLoopback() {
		return nil, misspeak("--listen %s: there are no accounts yet, so only this machine's own addresses are allowed, e.g. 127.0.0.1:8080", c.Listen)
	}
	return net.ListenTCP("tcp", address)
}

// engine is the HTTP side: a log line for each request, panics caught, then the API.
func engine(o *open, log *slog.Logger) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(gin.CustomRecoveryWithWriter(nil, func(c *gin.Context, reason any) {
		log.Error("a handler panicked", "path", c.Request.URL.Path, "reason", reason)
		c.AbortWithStatus(http.StatusInternalServerError)
	}), logged(log))
	e.GET("/health", func(c *gin.Context) {
		if _, err := o.Register(c.Request.Context()); err != nil {
			c.String(http.StatusServiceUnavailable, "the database does not answer\n")
			return
		}
		c.String(http.StatusOK, "well\n")
	})
	e.GET("/", func(c *gin.Context) { c.Redirect(http.StatusFound, api.Prefix+"/docs") })
	api.Mount(e, o.Desk, o.catalogs, log)
	return http.NewCrossOriginProtection().Handler(ownHost(e))
}

// ownHost answers only to this machine's own names: a page elsewhere that has its own name point here could read all.
func ownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "this server answers to localhost only", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func logged(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		begin := time.Now()
		c.Next()
		log.Info("request", "method", c.Request.Method, "path", c.Request.URL.Path, "status", c.Writer.Status(),
			"took", time.Since(begin).Round(time.Microsecond))
	}
}

type healthCmd struct {
	URL string `help:"Address of the server." default:"http://127.0.0.1:8080/health"`
}

// Run fails unless the server says that it is well.
func (c *healthCmd) Run(ctx context.Context, h *house) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL, nil)
	if err != nil {
		return misspeak("--url: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", c.URL, response.Status)
	}
	_, err = fmt.Fprintln(h.stdout, "well")
	return err
}
