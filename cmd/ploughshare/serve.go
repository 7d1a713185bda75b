package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/api"
	"ploughshare/gate"
	"ploughshare/jobs"
)

type serveCmd struct {
	door
	first
	Schedule string `help:"When to run the matcher, as a cron spec (e.g. \"0 5 * * 1\" for Mondays at 05:00, @daily); never when left out." placeholder:"SPEC" env:"PLOUGHSHARE_SCHEDULE"`
	Zone     string `help:"Time zone of the schedule, by its IANA name." default:"UTC" env:"PLOUGHSHARE_ZONE"`
}

// Run serves until ctx ends, then lets requests and a running match finish.
func (c *serveCmd) Run(ctx context.Context, h *house) error {
	listener, err := c.bind()
	if err != nil {
		return err
	}
	defer listener.Close()
	schedule, err := c.schedule(h.now())
	if err != nil {
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
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 2)
	go func() { defer stop(); ended <- c.clock(ctx, h, o, schedule, log) }()
	go func() { defer stop(); ended <- server.Serve(listener) }()
	<-ctx.Done() // asked to stop, or one of the two has ended
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	err = server.Shutdown(grace)
	for range 2 {
		if end := <-ended; !errors.Is(end, http.ErrServerClosed) {
			err = errors.Join(err, end)
		}
	}
	return err
}

func (c *serveCmd) schedule(now time.Time) (*jobs.Schedule, error) {
	if c.Schedule == "" {
		return nil, nil
	}
	s, err := jobs.Parse(c.Schedule, c.Zone, now)
	if err != nil {
		return nil, misspeak("--schedule: %w", err)
	}
	return &s, nil
}

// clock expires old needs and makes a round at each time of the schedule. A round that fails is logged; the next one comes all the same.
func (c *serveCmd) clock(ctx context.Context, h *house, o *open, s *jobs.Schedule, log *slog.Logger) error {
	if s == nil {
		<-ctx.Done()
		return nil
	}
	log.Info("the matcher runs on schedule", "spec", c.Schedule, "zone", c.Zone, "next", s.Next(h.now()))
	return jobs.Run(ctx, h.now, *s, func(ctx context.Context) {
		expired, err := o.ExpireRequests(ctx, aid.Machine("schedule"))
		if err != nil {
			log.Error("expiring old needs failed", "error", err)
		}
		log.Info("old needs expired", "requests", expired)
		round, err := o.Match(ctx, aid.Machine("schedule"), o.Today())
		if err != nil {
			log.Error("the scheduled round failed", "error", err)
			return
		}
		log.Info("round made", "round", round.ID, "proposals", round.Proposals, "next", s.Next(h.now()))
	})
}

// engine is the HTTP side: a log line for each request, panics caught, the gate, then the API. Proxies are those whose
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
	e.GET("/", func(c *gin.Context) { c.Redirect(http.StatusFound, api.Prefix+"/docs") })
	api.Mount(e, g, o.Desk, o.catalogs, log)
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
