package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"jalon/bot"
	"jalon/calendar"
	"jalon/console"
	"jalon/i18n"
	"jalon/plan"
	"jalon/schedule"
	"jalon/store"
)

type serveCommand struct {
	settingsFlags
	schoolFlags
	Listen        string `placeholder:"ADDRESS" help:"${listen}"`
	MetricsListen string `placeholder:"ADDRESS" help:"${metrics_listen}"`
	Now           string `placeholder:"T" help:"${now}"`
	LogFormat     string `enum:"text,json" default:"text" help:"${log_format}"`
	LogLevel      string `enum:"debug,info,warn,error" default:"info" help:"${log_level}"`
}

// stopTime is how long a running jalon takes at most to end what it began.
const stopTime = 20 * time.Second

// Run serves until it is told to end.
func (c *serveCommand) Run(ctx context.Context, sh shell) (err error) {
	s, err := c.complete(sh)
	if err != nil {
		return err
	}
	log, err := c.log(sh)
	if err != nil {
		return err
	}
	var dispatcher *schedule.Dispatcher
	var sealer *schedule.Sealer
	var roster *bot.Roster
	wake := func() {
		dispatcher.Wake()
		sealer.Wake()
	}
	school, err := c.schoolFlags.read(sh, s)
	if err != nil {
		return inWords(err, sh.lang)
	}
	h, err := openHouse(ctx, s.DB, store.Options{Exclusive: true},
		plan.Options{Wake: wake, School: school, ChannelsChanged: func() { roster.Wake() }}, log)
	if err != nil {
		return inWords(err, sh.lang)
	}
	defer func() { err = errors.Join(err, h.close()) }()
	now, err := c.clock(ctx, sh, h)
	if err != nil {
		return err
	}
	m := newMetrics(h.db, h.planner, now)
	b, err := h.bot(s, bot.Config{Now: now, Observer: m, Lang: sh.lang})
	if err != nil {
		return err
	}
	h.router.WithPeople(b.People())
	dispatcher = schedule.New(h.planner, h.router, b.Poster(),
		schedule.Options{Now: now, Real: time.Now, Log: log, Observer: m})
	sealer = h.sealer(ctx, s, log)
	roster = b.Roster()
	// Until the members of the channels are read, nobody belongs to a service.
	ready := func(ctx context.Context) error { return cmp.Or(roster.Ready(), h.db.Ping(ctx)) }
	servers, err := c.servers(s, b.Server(ready).Listen(), m)
	if err != nil {
		return err
	}
	log.Info("jalon serves", "listen", servers[0].listener.Addr().String(), "mattermost", s.URL, "database", h.db.Engine())
	chores, err := housework(h.planner, now, log)
	if err != nil {
		return err
	}
	if err := planAhead(ctx, h.planner, now()); err != nil {
		return err
	}
	if err := h.planner.Alive(ctx, now()); err != nil {
		return err
	}
	work := []func(context.Context) error{
		dispatcher.Run,
		sealer.Run,
		chores.Run,
		signsOfLife(h.planner.Alive, now, log),
		func(ctx context.Context) error { b.Listener(roster).Run(ctx); return nil },
		func(ctx context.Context) error { roster.Run(ctx); return nil },
	}
	for _, server := range servers {
		work = append(work, server.run)
	}
	err = together(ctx, work)
	log.Info("jalon ends")
	return err
}

// tidyHours is when the house is tidied: at night, and not in the hour that
// clocks change; aheadHours is when what jalon says at set hours is planned.
const (
	tidyHours  = "40 3 * * *"
	aheadHours = "50 3 * * *"
	// purgeHours is when what is no longer kept ends.
	purgeHours = "10 4 * * *"
)

// planAhead plans what jalon says at set hours: the points of the services and
// what is told of the journal.
func planAhead(ctx context.Context, p *plan.Planner, now time.Time) error {
	return errors.Join(p.PlanDigests(ctx, now), p.PlanToldHeads(ctx, now))
}

// signsOfLife records that jalon runs, now and then and when it ends, so that it
// can tell later from when to when it did not.
func signsOfLife(alive console.Alive, now func() time.Time, log *slog.Logger) func(context.Context) error {
	sign := func(ctx context.Context) {
		if err := alive(ctx, now()); err != nil {
			log.WarnContext(ctx, "sign of life", "err", err)
		}
	}
	return func(ctx context.Context) error {
		ticker := time.NewTicker(plan.LifeSign)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				sign(ctx)
			case <-ctx.Done():
				last, cancel := context.WithTimeout(context.WithoutCancel(ctx), plan.RequestTimeout)
				defer cancel()
				sign(last)
				return nil
			}
		}
	}
}

// housework is what jalon does for itself, at hours of the machine's own clock.
func housework(p *plan.Planner, now func() time.Time, log *slog.Logger) (*schedule.House, error) {
	zone, err := calendar.LoadZone(paris)
	if err != nil {
		return nil, err
	}
	return schedule.NewHouse(zone, log, schedule.Chore{Name: "tidy", Spec: tidyHours, Do: func(ctx context.Context) error {
		forgotten, err := p.Tidy(ctx, time.Now())
		log.DebugContext(ctx, "keys forgotten", "count", forgotten)
		return err
	}}, schedule.Chore{Name: "plan ahead", Spec: aheadHours, Do: func(ctx context.Context) error {
		return planAhead(ctx, p, now())
	}}, schedule.Chore{Name: "purge", Spec: purgeHours, Do: func(ctx context.Context) error {
		all, err := p.Purge(ctx, now(), false)
		for _, g := range all {
			if !g.IsZero() {
				log.InfoContext(ctx, "purged", "region", g.Region.Name, "agents", g.Agents, "dispatches", g.Dispatches,
					"drawings", g.Drawings, "texts", g.Texts)
			}
		}
		return err
	}})
}

// log writes on the error output, as text or as JSON.
func (c *serveCommand) log(sh shell) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return nil, err
	}
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(sh.err, o)), nil
	}
	return slog.New(slog.NewTextHandler(sh.err, o)), nil
}

// clock is the one that people live by: the real one, or, on a database made
// for rehearsals, one that goes on from the moment given.
func (c *serveCommand) clock(ctx context.Context, sh shell, h *house) (func() time.Time, error) {
	if c.Now == "" {
		return time.Now, nil
	}
	rehearsal, err := h.db.Rehearsal(ctx)
	if err != nil {
		return nil, err
	}
	if !rehearsal {
		return nil, say(sh.lang, textNoRehearsal)
	}
	zone, err := calendar.LoadZone(paris)
	if err != nil {
		return nil, err
	}
	at, err := time.Parse(time.RFC3339, c.Now)
	if err != nil {
		at, err = console.ParseMoment(c.Now, zone)
	}
	if err != nil {
		return nil, say(sh.lang, textBadMoment, "text", c.Now)
	}
	start := time.Now()
	return func() time.Time { return at.Add(time.Since(start)) }, nil
}

// httpServer is a server on its listener.
type httpServer struct {
	*http.Server
	listener net.Listener
}

// servers opens the listeners: what Mattermost calls, and the metrics apart.
func (c *serveCommand) servers(s settings, main *http.Server, m *metrics) ([]httpServer, error) {
	listener, err := net.Listen("tcp", cmp.Or(c.Listen, s.Listen, defaultListen))
	if err != nil {
		return nil, err
	}
	servers := []httpServer{{main, listener}}
	if c.MetricsListen == "" {
		return servers, nil
	}
	if listener, err = net.Listen("tcp", c.MetricsListen); err != nil {
		return nil, errors.Join(err, servers[0].listener.Close())
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.handler())
	return append(servers, httpServer{&http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}, listener}), nil
}

// run serves until ctx ends, then lets the requests under way end.
func (s httpServer) run(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(s.listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime/2)
	defer cancel()
	if err := s.Shutdown(stop); err != nil {
		return fmt.Errorf("requests cut short: %w", err)
	}
	return nil
}

// together runs all until ctx ends or one of them fails, then waits for the
// others, but not for ever.
func together(ctx context.Context, work []func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var (
		wg   sync.WaitGroup
		errs = make(chan error, len(work))
	)
	for _, run := range work {
		wg.Go(func() {
			if err := run(ctx); err != nil {
				errs <- err
				cancel(err)
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	<-ctx.Done()
	select {
	case <-done:
	case <-time.After(stopTime):
		errs <- errors.New("some work did not end in time")
	}
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}

// inWords says what keeps a database from being opened, and what to do.
func inWords(err error, lang i18n.Lang) error {
	switch {
	case errors.Is(err, store.ErrInUse):
		return say(lang, textInUse)
	case errors.Is(err, store.ErrNewer):
		return say(lang, textNewerDatabase)
	case errors.Is(err, store.ErrOlder):
		return say(lang, textOlderDatabase)
	default:
		return err
	}
}
