package e2e

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
)

// Tap stands between the server and jalon, passes on what the server sends and
// keeps it, as somebody would who reads the network or the server's database.
type Tap struct {
	URL string

	mu    sync.Mutex
	heard map[string][]byte
}

// NewTap opens a tap before jalon at target, for as long as the test runs.
func NewTap(t testing.TB, target string) *Tap {
	t.Helper()
	to, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	tap := &Tap{heard: map[string][]byte{}}
	proxy := httputil.NewSingleHostReverseProxy(to)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		tap.keep(request.URL.Path, body)
		request.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, request)
	}))
	t.Cleanup(server.Close)
	tap.URL = server.URL
	return tap
}

func (tap *Tap) keep(path string, body []byte) {
	tap.mu.Lock()
	defer tap.mu.Unlock()
	tap.heard[path] = body
}

// Last returns the body of the last request for a path, such as "/action".
func (tap *Tap) Last(t testing.TB, path string) []byte {
	t.Helper()
	tap.mu.Lock()
	defer tap.mu.Unlock()
	body, ok := tap.heard[path]
	if !ok {
		t.Fatalf("the server sent nothing to %s", path)
	}
	return body
}
