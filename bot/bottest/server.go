package bottest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"time"
)

// Version is the one that the fake says it is.
const Version = "11.4.0"

// Server is a small Mattermost with state. Its zero value is not usable; see
// [NewServer].
type Server struct {
	// URL is its address. Nobody listens there unless a test sees to it.
	URL string
	// Site is the setting SiteURL, where people reach it; URL unless changed.
	Site string
	// Now is the server's clock; time.Now unless changed before the first call.
	Now func() time.Time
	// Out carries the server's calls to integrations.
	Out http.RoundTripper
	// EditLimit is the setting PostEditTimeLimit, in seconds, -1 for none.
	EditLimit int
	// DieWithOwner is the setting DisableBotsWhenOwnerIsDeactivated.
	DieWithOwner bool
	// PlainTriggers makes the server refuse triggers with accents, as newer
	// versions do.
	PlainTriggers bool
	// Internal is the setting AllowedUntrustedInternalConnections.
	Internal string

	mux *http.ServeMux

	mu         sync.Mutex
	faults     []*fault
	users      map[string]*User
	bots       map[string]*Bot
	tokens     map[string]string // token → user
	teams      map[string]*Team
	channels   map[string]*Channel
	inTeam     map[[2]string]bool // team, user
	inChannel  map[[2]string]bool // channel, user
	posts      []*Post
	pending    map[string]pendingPost
	files      map[string]*file
	reactions  []Reaction
	actions    map[string][]Action // by post, with what they call
	commands   []*Command
	triggers   map[string]trigger
	hooks      map[string]*hook
	ephemerals map[string][]Post  // by reader
	cookies    map[string]*Action // buttons of ephemeral posts
	forms      map[string][]Form  // by reader
	sockets    []*socket
}

// Admin is the token of an administrator who is there from the start.
const Admin = "admintokenadmintokenadmint"

// NewServer makes a server with one administrator.
func NewServer() *Server {
	s := &Server{
		URL: "http://mattermost.test", Now: time.Now, Out: http.DefaultTransport, EditLimit: -1, DieWithOwner: true,
		mux:   http.NewServeMux(),
		users: map[string]*User{}, bots: map[string]*Bot{}, tokens: map[string]string{}, teams: map[string]*Team{},
		channels: map[string]*Channel{}, inTeam: map[[2]string]bool{}, inChannel: map[[2]string]bool{},
		pending: map[string]pendingPost{}, files: map[string]*file{}, actions: map[string][]Action{}, triggers: map[string]trigger{}, hooks: map[string]*hook{},
		ephemerals: map[string][]Post{}, cookies: map[string]*Action{}, forms: map[string][]Form{},
	}
	admin := &User{ID: newID(), Username: "admin", Locale: "fr", Roles: "system_user system_admin"}
	s.users[admin.ID], s.tokens[Admin] = admin, admin.ID
	s.handlePeople()
	s.handlePlaces()
	s.handlePosts()
	s.handleFiles()
	s.handleIntegrations()
	s.mux.HandleFunc("GET /api/v4/websocket", s.openSocket)
	return s
}

// RoundTrip implements http.RoundTripper.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	f := s.fault(r)
	if f != nil && f.refused {
		return nil, errRefused
	}
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	body, err := readAll(r)
	if err != nil {
		return nil, err
	}
	serve := func() *http.Response { return s.record(r, body) }
	if f != nil {
		return f.apply(r, serve, s.Now)
	}
	return serve(), nil
}

// record answers a request to the end, though nobody may wait for it.
func (s *Server) record(r *http.Request, body []byte) *http.Response {
	request := r.Clone(context.WithoutCancel(r.Context()))
	request.Body = io.NopCloser(bytes.NewReader(body))
	recorder := httptest.NewRecorder()
	s.serve(recorder, request)
	answer := recorder.Result()
	answer.Request = r
	return answer
}

func readAll(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

// ServeHTTP implements http.Handler, for tests that need a listener.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.serve(w, r) }

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.Now().UTC().Format(http.TimeFormat))
	w.Header().Set("X-Version-Id", Version+"."+Version+".fake.false")
	// The routes by identifier and by name overlap, which a ServeMux does not take.
	r.URL.Path = byName.Replace(r.URL.Path)
	s.mux.ServeHTTP(w, r)
}

var byName = strings.NewReplacer("/users/username/", "/usernames/", "/users/email/", "/addresses/")

// endpoint is one call of the API by somebody. It runs under the server's lock
// and returns a status and what to answer.
type endpoint func(r *http.Request, me *User) (int, any)

// handle adds an endpoint for those who are logged in.
func (s *Server) handle(pattern string, e endpoint) {
	method, path, _ := strings.Cut(pattern, " ")
	s.mux.HandleFunc(method+" /api/v4"+path, func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		me := s.caller(r)
		status, body := http.StatusUnauthorized, any(Failure{ID: "api.context.session_expired.app_error"})
		if me != nil {
			status, body = e(r, me)
		}
		text := encode(status, body)
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(text)
	})
}

// encode writes an answer while what it shows is still locked.
func encode(status int, body any) []byte {
	if f, ok := body.(Failure); ok {
		f.StatusCode = status
		if f.Message == "" {
			f.Message = f.ID
		}
		body = f
	}
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return text
}

// caller is the account of a request's token.
func (s *Server) caller(r *http.Request) *User {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		token, _ = strings.CutPrefix(r.Header.Get("Authorization"), "BEARER ")
	}
	u := s.users[s.tokens[token]]
	if u == nil || u.DeleteAt != 0 {
		return nil
	}
	return u
}

func decode(r *http.Request, v any) bool { return json.NewDecoder(r.Body).Decode(v) == nil }

// Answers that several endpoints give.
func notAllowed() (int, any) {
	return http.StatusForbidden, Failure{ID: "api.context.permissions.app_error"}
}

func badRequest(id string) (int, any) { return http.StatusBadRequest, Failure{ID: id} }

func notFound(id string) (int, any) { return http.StatusNotFound, Failure{ID: id} }

func (u *User) admin() bool { return strings.Contains(u.Roles, "system_admin") }

// newID makes an identifier as the server's: 26 letters and digits.
func newID() string { return strings.ToLower(rand.Text()) }

func (s *Server) millis() int64 { return s.Now().UnixMilli() }
