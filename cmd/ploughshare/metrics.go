package main

import (
	"context"
	"database/sql"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"ploughshare/desk"
)

// meter measures a server for Prometheus.
type meter struct {
	registry *prometheus.Registry
	served   *prometheus.HistogramVec
}

func newMeter(d *desk.Desk, pools map[string]*sql.DB) *meter {
	m := &meter{
		registry: prometheus.NewRegistry(),
		served: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "ploughshare_http_request_duration_seconds", Help: "Time to answer, by route and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"method", "route", "status"}),
	}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), m.served, newPulse(d))
	for name, pool := range pools {
		m.registry.MustRegister(collectors.NewDBStatsCollector(pool, name))
	}
	return m
}

// observe notes a call that has been answered.
func (m *meter) observe(c *gin.Context, took time.Duration) {
	route := c.FullPath()
	if route == "" {
		route = "none" // what is asked for by nobody's leave must not make a series each
	}
	m.served.WithLabelValues(c.Request.Method, route, strconv.Itoa(c.Writer.Status())).Observe(took.Seconds())
}

func (m *meter) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError, Timeout: 10 * time.Second})
}

// pulse reads the state of the house from the database when it is asked for.
type pulse struct {
	desk                             *desk.Desk
	jobs, round, succeeded, duration *prometheus.Desc
}

func newPulse(d *desk.Desk) pulse {
	name := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("ploughshare_"+name, help, labels, nil)
	}
	return pulse{
		desk:      d,
		jobs:      name("jobs", "Jobs in the queue by state.", "state"),
		round:     name("round_last_timestamp_seconds", "When the latest round was made."),
		succeeded: name("run_last_success_timestamp_seconds", "When the last run of a job was done.", "job"),
		duration:  name("run_last_duration_seconds", "How long the last run of a job took that was done.", "job"),
	}
}

func (p pulse) Describe(descriptions chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{p.jobs, p.round, p.succeeded, p.duration} {
		descriptions <- d
	}
}

func (p pulse) Collect(metrics chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	now, err := p.desk.Pulse(ctx)
	if err != nil {
		metrics <- prometheus.NewInvalidMetric(p.jobs, err)
		return
	}
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		metrics <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	for state, n := range now.Jobs {
		gauge(p.jobs, float64(n), state)
	}
	if !now.LastRound.IsZero() {
		gauge(p.round, seconds(now.LastRound))
	}
	for _, run := range now.LastRuns {
		gauge(p.succeeded, seconds(run.EndedAt), run.Job)
		gauge(p.duration, run.EndedAt.Sub(run.StartedAt).Seconds(), run.Job)
	}
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
