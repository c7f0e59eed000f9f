package e2e

import (
	"bytes"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Relay stands between jalon and the server. It passes everything on, HTTP and
// WebSocket, until it is told to cut the line or to stop one call on its way.
type Relay struct {
	URL string

	proxy *httputil.ReverseProxy

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]struct{}
	stops []*Stop
	kept  [][]byte
	keeps Call
}

// NewRelay opens a relay to the server at target, for as long as the test runs.
func NewRelay(t testing.TB, target string) *Relay {
	t.Helper()
	to, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &Relay{
		URL:   "http://" + listener.Addr().String(),
		conns: map[net.Conn]struct{}{},
		proxy: &httputil.ReverseProxy{
			Transport: &http.Transport{MaxIdleConnsPerHost: 64},
			Rewrite:   func(p *httputil.ProxyRequest) { p.SetURL(to) },
			// A cut line and a killed client are what this is for.
			ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		},
	}
	server := &http.Server{Handler: r, ConnState: r.track, ReadHeaderTimeout: patience}
	go server.Serve(listener) //nolint:errcheck // ends with Close, below
	t.Cleanup(func() {
		r.Cut()
		_ = server.Close()
	})
	return r
}

// ServeHTTP passes a request on, unless it is the call to stop.
func (r *Relay) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	stop, keep := r.takeStop(request), r.keep(request)
	if stop == nil && keep == nil {
		r.proxy.ServeHTTP(w, request)
		return
	}
	// Only a request read to its end notices that its client is gone.
	body, err := io.ReadAll(request.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	if keep != nil {
		keep(body)
	}
	if stop == nil {
		r.proxy.ServeHTTP(w, request)
		return
	}
	stop.serve(w, request, r.proxy)
}

// Keep keeps what such calls say, from now on, in the order they come.
func (r *Relay) Keep(call Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept, r.keeps = nil, call
}

// Kept returns what was kept.
func (r *Relay) Kept() [][]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.kept)
}

// keep returns what to do with what a call says, nil when it is not kept.
func (r *Relay) keep(request *http.Request) func(body []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keeps == nil || !r.keeps(request) {
		return nil
	}
	return func(body []byte) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.kept = append(r.kept, body)
	}
}

// Cut breaks every connection, WebSockets too, and refuses new ones.
func (r *Relay) Cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = true
	for conn := range r.conns {
		_ = conn.Close()
	}
	clear(r.conns)
}

// Mend lets connections through again.
func (r *Relay) Mend() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = false
}

// track keeps the connections that Cut must break. One that was taken over by
// a WebSocket is never reported closed; closing it twice does no harm.
func (r *Relay) track(conn net.Conn, state http.ConnState) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch state {
	case http.StateNew:
		if r.cut {
			_ = conn.Close()
			return
		}
		r.conns[conn] = struct{}{}
	case http.StateClosed:
		delete(r.conns, conn)
	case http.StateActive, http.StateIdle, http.StateHijacked:
	}
}

// Call tells some calls from the others.
type Call func(*http.Request) bool

// Posting is the call that creates a post.
func Posting(request *http.Request) bool {
	return request.Method == http.MethodPost && request.URL.Path == "/api/v4/posts"
}

// Editing is the call that changes a post.
func Editing(request *http.Request) bool {
	return request.Method == http.MethodPut && strings.HasPrefix(request.URL.Path, "/api/v4/posts/")
}

// Moment is where a call is stopped on its way.
type Moment int

// The two moments: the server has not seen the call yet, or it has done what
// was asked and its answer is under way.
const (
	BeforeServer Moment = iota
	AfterServer
)

// Stop is a call stopped on its way.
type Stop struct {
	call    Call
	moment  Moment
	reached chan struct{}
	release chan struct{}
	drop    chan struct{}
}

// StopNext stops the next such call at the moment given. It then stays where it
// is until Release, Drop, or the client is gone.
func (r *Relay) StopNext(call Call, moment Moment) *Stop {
	stop := &Stop{
		call: call, moment: moment,
		reached: make(chan struct{}), release: make(chan struct{}), drop: make(chan struct{}),
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stops = append(r.stops, stop)
	return stop
}

func (r *Relay) takeStop(request *http.Request) *Stop {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.stops, func(s *Stop) bool { return s.call(request) })
	if i < 0 {
		return nil
	}
	stop := r.stops[i]
	r.stops = slices.Delete(r.stops, i, i+1)
	return stop
}

// Wait waits until the call stands stopped.
func (s *Stop) Wait(t testing.TB, limit time.Duration) {
	t.Helper()
	select {
	case <-s.reached:
	case <-time.After(limit):
		t.Fatalf("waited %s in vain for a call to stop", limit)
	}
}

// Release lets the request, or its answer, go on.
func (s *Stop) Release() { close(s.release) }

// Drop loses the request, or its answer: the client sees its connection break.
func (s *Stop) Drop() { close(s.drop) }

func (s *Stop) serve(w http.ResponseWriter, request *http.Request, next http.Handler) {
	switch s.moment {
	case BeforeServer:
		s.hold(request)
		next.ServeHTTP(w, request)
	case AfterServer:
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, request)
		s.hold(request)
		copyAnswer(w, answer)
	}
}

// hold waits for Release. It does not return when the request is lost.
func (s *Stop) hold(request *http.Request) {
	close(s.reached)
	select {
	case <-s.release:
	case <-s.drop:
		panic(http.ErrAbortHandler)
	case <-request.Context().Done():
		panic(http.ErrAbortHandler)
	}
}

func copyAnswer(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = answer.Body.WriteTo(w)
}
