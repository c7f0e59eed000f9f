package main

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"jalon/bot"
	"jalon/plan"
	"jalon/schedule"
	"jalon/store"
)

// metrics counts what happens. No label names a person, a channel or a thing.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	took      *prometheus.HistogramVec
	calls     *prometheus.HistogramVec
	connected prometheus.Gauge
	sent      *prometheus.CounterVec
	unsent    *prometheus.CounterVec
	late      prometheus.Histogram
	overdue   prometheus.Gauge
	failures  prometheus.Counter
}

var (
	_ bot.Observer      = (*metrics)(nil)
	_ schedule.Observer = (*metrics)(nil)
)

func newMetrics(db *store.DB, planner *plan.Planner, now func() time.Time) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jalon_requests_total", Help: "Things asked, by entrance, command and outcome.",
		}, []string{"entrance", "command", "outcome"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "jalon_request_seconds", Help: "Time to answer, by entrance.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5, 20},
		}, []string{"entrance"}),
		calls: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "jalon_mattermost_call_seconds", Help: "Calls to Mattermost, by method and status (0: no answer).",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 5, 10},
		}, []string{"method", "status"}),
		connected: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "jalon_websocket_connected", Help: "1 while private messages and mentions are heard.",
		}),
		sent: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jalon_dispatches_total", Help: "Messages that Mattermost has, by kind.",
		}, []string{"kind"}),
		unsent: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jalon_dispatch_failures_total", Help: "Calls that did not succeed, by kind and reason.",
		}, []string{"kind", "reason"}),
		late: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "jalon_dispatch_late_seconds", Help: "By how much what was said missed its hour.",
			Buckets: []float64{1, 5, 15, 30, 60, 300, 900, 3600, 14400, 86400},
		}),
		overdue: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "jalon_ledger_overdue_seconds", Help: "For how long the oldest thing to say has been due.",
		}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "jalon_ledger_failures_total", Help: "Turns of the dispatcher that failed.",
		}),
	}
	m.registry.MustRegister(m.requests, m.took, m.calls, m.connected, m.sent, m.unsent, m.late, m.overdue, m.failures,
		databaseStats{db}, ledgerStats{planner, now}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Request counts one thing asked.
func (m *metrics) Request(entrance plan.Origin, command string, outcome bot.Outcome, took time.Duration) {
	m.requests.WithLabelValues(string(entrance), command, string(outcome)).Inc()
	m.took.WithLabelValues(string(entrance)).Observe(took.Seconds())
}

// Call counts one call to Mattermost.
func (m *metrics) Call(method string, status int, took time.Duration) {
	m.calls.WithLabelValues(method, strconv.Itoa(status)).Observe(took.Seconds())
}

// Connected tells whether the WebSocket is open.
func (m *metrics) Connected(open bool) {
	m.connected.Set(0)
	if open {
		m.connected.Set(1)
	}
}

// Sent counts a message that Mattermost has.
func (m *metrics) Sent(kind plan.DispatchKind, late time.Duration) {
	m.sent.WithLabelValues(string(kind)).Inc()
	if kind != plan.Edit {
		m.late.Observe(late.Seconds())
	}
}

// Unsent counts a call that did not succeed.
func (m *metrics) Unsent(kind plan.DispatchKind, e *plan.PostError) {
	m.unsent.WithLabelValues(string(kind), e.Code).Inc()
}

// Turned notes how far behind the ledger is.
func (m *metrics) Turned(overdue time.Duration, err error) {
	m.overdue.Set(overdue.Seconds())
	if err != nil {
		m.failures.Inc()
	}
}

// databaseStats reads how busy the database is when it is asked.
type databaseStats struct{ db *store.DB }

var (
	poolOpen = prometheus.NewDesc("jalon_database_connections", "Connections, by pool and state.", []string{"pool", "state"}, nil)
	poolMax  = prometheus.NewDesc("jalon_database_connections_max", "Connections allowed, by pool.", []string{"pool"}, nil)
	poolWait = prometheus.NewDesc("jalon_database_waits_total", "Times somebody waited for a connection, by pool.", []string{"pool"}, nil)
	poolTime = prometheus.NewDesc("jalon_database_waited_seconds_total", "Time waited for a connection, by pool.", []string{"pool"}, nil)
	retries  = prometheus.NewDesc("jalon_database_retries_total", "Transactions that were run again.", nil, nil)
)

func (databaseStats) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{poolOpen, poolMax, poolWait, poolTime, retries} {
		ch <- d
	}
}

func (s databaseStats) Collect(ch chan<- prometheus.Metric) {
	stats := s.db.Stats()
	for _, p := range stats.Pools {
		ch <- prometheus.MustNewConstMetric(poolOpen, prometheus.GaugeValue, float64(p.InUse), p.Pool, "used")
		ch <- prometheus.MustNewConstMetric(poolOpen, prometheus.GaugeValue, float64(p.Idle), p.Pool, "idle")
		ch <- prometheus.MustNewConstMetric(poolMax, prometheus.GaugeValue, float64(p.Max), p.Pool)
		ch <- prometheus.MustNewConstMetric(poolWait, prometheus.CounterValue, float64(p.Waits), p.Pool)
		ch <- prometheus.MustNewConstMetric(poolTime, prometheus.CounterValue, p.Waited.Seconds(), p.Pool)
	}
	ch <- prometheus.MustNewConstMetric(retries, prometheus.CounterValue, float64(stats.Retries))
}

// ledgerStats measures the ledger when it is asked.
type ledgerStats struct {
	planner *plan.Planner
	now     func() time.Time
}

// ledgerTime is how long measuring the ledger may take.
const ledgerTime = 5 * time.Second

var (
	ledgerDepth = prometheus.NewDesc("jalon_ledger_depth",
		"What the ledger has still to say (due, ready, sending, doubt), and what failed for good and was due in the last day (failed).", []string{"state"}, nil)
	ledgerOldest = prometheus.NewDesc("jalon_ledger_oldest_unsent_seconds",
		"For how long the oldest thing not sent has been due, 0 when nothing waits.", nil, nil)
)

func (ledgerStats) Describe(ch chan<- *prometheus.Desc) {
	ch <- ledgerDepth
	ch <- ledgerOldest
}

func (s ledgerStats) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), ledgerTime)
	defer cancel()
	now := s.now()
	depth, err := s.planner.Depth(ctx, now)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(ledgerDepth, err)
		return
	}
	for state, n := range map[string]int{
		"due": depth.Due, "ready": depth.Ready, "sending": depth.Sending, "doubt": depth.InDoubt, "failed": depth.Failed,
	} {
		ch <- prometheus.MustNewConstMetric(ledgerDepth, prometheus.GaugeValue, float64(n), state)
	}
	var oldest time.Duration
	if !depth.Oldest.IsZero() {
		oldest = max(0, now.Sub(depth.Oldest))
	}
	ch <- prometheus.MustNewConstMetric(ledgerOldest, prometheus.GaugeValue, oldest.Seconds())
}
