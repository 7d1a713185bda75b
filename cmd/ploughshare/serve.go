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
	log := slog.New(slog.NewTextHandler(h.stderr, nil))
	g, err := c.gate(ctx, o, h.now, log)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: engine(o, g, c.BehindProxy, log), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
	}
	fmt.Fprintf(h.stdout, "Ploughshare serves at %s://%s%s/docs\n", c.scheme(), listener.Addr(), api.Prefix)
	if err := c.administrator(ctx, h, o); err != nil {
		return err
	}
	clock, err := c.start(ctx, h, o, c.scheme()+"://"+listener.Addr().String(), log)
	if err != nil {
		return err
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

// engine is the HTTP side: a log line for each request, panics caught, the gate, then the API and the pages. Proxies are those whose
// word on who calls is taken.
func engine(o *open, g *gate.Gate, proxies []string, log *slog.Logger) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.RemoteIPHeaders = []string{"X-Forwarded-For"}
	if err := e.SetTrustedProxies(proxies); err != nil {
		panic(err) // bind has checked them
	}
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
	e.Use(g.Admit)
	api.Mount(e, g, o.Desk, o.catalogs, log)
	e.NoRoute(web.Mount(e, g, o.Desk, o.catalogs, log), api.Nowhere())
	return g.Guard(e)
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
