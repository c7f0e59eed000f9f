package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"time"

	"jalon/i18n"
	"jalon/plan"
)

// Paths that Mattermost calls.
const (
	slashPath  = "/slash"
	actionPath = "/action"
	dialogPath = "/dialog"
)

const (
	maxBody = 64 << 10
	// answerWithin leaves Mattermost, which waits 30 seconds, time to hear that
	// jalon could not.
	answerWithin = 20 * time.Second
)

// Server answers what a Mattermost server sends to an integration.
type Server struct {
	*Bot
	mux     *http.ServeMux
	threads *threads
}

// Server returns the HTTP side. Ready tells whether jalon can work, for /readyz.
func (b *Bot) Server(ready func(context.Context) error) *Server {
	s := &Server{Bot: b, mux: http.NewServeMux(), threads: newThreads()}
	s.mux.Handle("POST "+slashPath, s.entrance(plan.BySlash, s.slash))
	s.mux.Handle("POST "+actionPath, s.entrance(plan.ByButton, s.click))
	s.mux.Handle("POST "+dialogPath, s.entrance(plan.ByForm, s.submit))
	s.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	s.mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := ready(r.Context()); err != nil {
			s.config.Log.WarnContext(r.Context(), "not ready", "error", err)
			plain(w, http.StatusServiceUnavailable, "not ready")
			return
		}
		plain(w, http.StatusOK, "ready")
	})
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Listen returns a server for this handler with every timeout set, to be
// started on a listener.
func (s *Server) Listen() *http.Server {
	return &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      answerWithin + 10*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
}

// handler reads one request and returns what to answer; it ends the visit.
type handler func(r *http.Request, v *visit) any

// entrance wraps what the three entrances share. Mattermost shows people an
// error of its own for anything but a 200 with JSON, so that is all it gets.
func (s *Server) entrance(by plan.Origin, h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), answerWithin)
		defer cancel()
		v := s.desk.open(by)
		defer v.close(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		answer(w, s.guarded(r.WithContext(ctx), v, h))
	})
}

// guarded turns a panic into an internal error for one person.
func (s *Server) guarded(r *http.Request, v *visit, h handler) (body any) {
	defer func() {
		if cause := recover(); cause != nil {
			body = said(v.entrance, v.broken(fmt.Errorf("panic: %v\n%s", cause, debug.Stack()), s.config.Lang))
		}
	}()
	return h(r, v)
}

// answer writes JSON. No body of jalon's is ever empty.
func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body) // the other side may be gone
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // the other side may be gone
}

// said answers with a text alone, in the form that the entrance understands.
func said(by plan.Origin, text string) any {
	switch by {
	case plan.ByButton:
		return privately(text)
	case plan.ByForm:
		return formError(text)
	default:
		return ephemeral(text, nil)
	}
}

// readJSON reads a body into v.
func readJSON(r *http.Request, v any) error {
	if err := json.NewDecoder(r.Body).Decode(v); err != nil {
		return unreadable(err)
	}
	return nil
}

// unreadable names why a body could not be read without quoting any of it.
func unreadable(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return fmt.Errorf("body over %d bytes", maxBody)
	}
	return fmt.Errorf("unreadable body (%T)", err)
}

// lang is the person's language, for what jalon says without its router.
func (b *Bot) lang(ctx context.Context, region plan.RegionID, user plan.UserID) i18n.Lang {
	view, err := b.planner.Look(ctx, b.config.Now(), region, user, "", plan.Place{})
	if err != nil {
		return b.config.Lang
	}
	return cmp.Or(view.Actor.Lang, b.config.Lang)
}
