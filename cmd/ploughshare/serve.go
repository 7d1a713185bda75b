package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"ploughshare/api"
	"ploughshare/gate"
	"ploughshare/jobs"
	"ploughshare/web"
)

type serveCmd struct {
	door
	first
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
	log := slog.New(gate.Traced(slog.NewTextHandler(h.stderr, nil)))
	g, err := c.gate(ctx, o, h.now, log)
	if err != nil {
		return err
	}
	fmt.Fprintf(h.stdout, "Ploughshare serves at %s://%s/ and describes its API at %s/docs\n", c.scheme(), listener.Addr(), api.Prefix)
	if err := c.administrator(ctx, h, o); err != nil {
		return err
	}
	clock, err := c.start(ctx, h, o, c.scheme()+"://"+listener.Addr().String(), log)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           engine(o, g, c.BehindProxy, clock.shop, newMeter(o.Desk, o.pools), log),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
	}
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

// engine is the HTTP side: a log line and a measure for each request, panics caught, what watchers ask for, the gate, then
// the API and the pages. Proxies are those whose word on who calls is taken.
func engine(o *open, g *gate.Gate, proxies []string, shop *jobs.Workshop, m *meter, log *slog.Logger) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.RemoteIPHeaders = []string{"X-Forwarded-For"}
	if err := e.SetTrustedProxies(proxies); err != nil {
		panic(err) // bind has checked them
	}
	e.Use(logged(log, m), gin.CustomRecoveryWithWriter(nil, func(c *gin.Context, reason any) {
		log.ErrorContext(c.Request.Context(), "a handler panicked", "path", c.Request.URL.Path, "reason", reason)
		c.AbortWithStatus(http.StatusInternalServerError)
	}))
	e.GET("/health", func(c *gin.Context) { c.String(http.StatusOK, "well\n") })
	e.GET("/readiness", ready(o, shop))
	e.Use(g.Admit)
	e.GET("/metrics", func(c *gin.Context) {
		if !g.MayWatch(c) {
			c.String(http.StatusForbidden, "for this machine, or with the token of an administrator\n")
			return
		}
		m.handler().ServeHTTP(c.Writer, c.Request)
	})
	api.Mount(e, g, o.Desk, o.catalogs, log)
	e.NoRoute(web.Mount(e, g, o.Desk, o.catalogs, log), api.Nowhere())
	return g.Guard(e)
}

// ready answers 200 when calls and jobs can be served: the database answers, its tables are this program's, and the
// queue is worked off. Health, beside it, says only that the process lives and need not be started again.
func ready(o *open, shop *jobs.Workshop) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), 5*time.Second)
		defer cancel()
		switch err := o.Ready(ctx); {
		case err != nil:
			c.String(http.StatusServiceUnavailable, "the database is not ready\n")
		case !shop.Working():
			c.String(http.StatusServiceUnavailable, "the queue does not run\n")
		default:
			c.String(http.StatusOK, "ready\n")
		}
	}
}

// logged writes a line for each request, when it has been answered, and measures it.
func logged(log *slog.Logger, m *meter) gin.HandlerFunc {
	return func(c *gin.Context) {
		begin := time.Now()
		c.Next()
		took := time.Since(begin)
		m.observe(c, took)
		log.InfoContext(c.Request.Context(), "request", "method", c.Request.Method, "path", c.Request.URL.Path,
			"status", c.Writer.Status(), "size", c.Writer.Size(), "took", took.Round(time.Microsecond))
	}
}

type healthCmd struct {
	URL string `help:"Address of the server: /health says that it lives, /readiness that it can serve." default:"http://127.0.0.1:8080/health"`
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
