package bottest

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is one way of failing.
type Fault struct {
	refused bool
	after   bool // the server acts before it fails
	hang    bool
	status  int
	retry   time.Duration
	body    string
}

// Ways of failing.
var (
	// Refused: nobody listens; nothing was sent.
	Refused = Fault{refused: true}
	// CutBefore: the connection breaks before the server acts.
	CutBefore = Fault{}
	// CutAfter: the connection breaks after the server has acted.
	CutAfter = Fault{after: true}
	// HangBefore: no answer comes, and the server does not act.
	HangBefore = Fault{hang: true}
	// HangAfter: no answer comes, though the server has acted.
	HangAfter = Fault{hang: true, after: true}
)

// RateLimited is the server's answer to too many requests.
func RateLimited(wait time.Duration) Fault {
	return Fault{status: http.StatusTooManyRequests, retry: wait, body: "limit exceeded\n"}
}

// Answering answers with a status and a body in the server's place.
func Answering(status int, body string) Fault { return Fault{status: status, body: body} }

// AnsweringAfter answers so after the server has acted.
func AnsweringAfter(status int, body string) Fault {
	return Fault{status: status, body: body, after: true}
}

type fault struct {
	Fault
	method, path string
	times        int
}

// Break makes the next request fail whose method and path are those given,
// "POST /api/v4/posts", or begin so when they end with a slash.
func (s *Server) Break(what string, f Fault) { s.BreakTimes(what, f, 1) }

// BreakTimes makes so many requests fail.
func (s *Server) BreakTimes(what string, f Fault, times int) {
	method, path, _ := strings.Cut(what, " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &fault{Fault: f, method: method, path: path, times: times})
}

func (s *Server) fault(r *http.Request) *fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.times > 0 && f.method == r.Method && f.covers(r.URL.Path) {
			f.times--
			return f
		}
	}
	return nil
}

func (f *fault) covers(path string) bool {
	return path == f.path || (strings.HasSuffix(f.path, "/") && strings.HasPrefix(path, f.path))
}

var (
	errRefused = errors.New("connection refused")
	errCut     = errors.New("connection reset by peer")
)

// apply fails in the place of serve, or after it.
func (f *fault) apply(r *http.Request, serve func() *http.Response, now func() time.Time) (*http.Response, error) {
	if f.after {
		_ = serve().Body.Close()
	}
	if f.hang {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	if f.status == 0 {
		return nil, errCut
	}
	header := http.Header{"Content-Type": {"text/plain"}, "Date": {now().UTC().Format(http.TimeFormat)}}
	if f.retry > 0 {
		header.Set("Retry-After", strconv.Itoa(int(f.retry.Seconds())))
	}
	return &http.Response{
		StatusCode: f.status, Status: http.StatusText(f.status), Header: header, Request: r,
		Body: io.NopCloser(strings.NewReader(f.body)),
	}, nil
}
