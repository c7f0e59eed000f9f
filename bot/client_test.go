package bot

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
)

// served is a client of a server that counts the connections it is given.
func served(t *testing.T, handler http.HandlerFunc) (c *client, made *atomic.Int64) {
	t.Helper()
	made = new(atomic.Int64)
	server := httptest.NewUnstartedServer(handler)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			made.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	c, err := newClient(Config{
		URL: server.URL, Token: "token", Transport: keptConnections(), Real: time.Now, Observer: nobody{},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, made
}

func TestCallsMadeTogetherKeepTheirConnections(t *testing.T) {
	const together = 8
	var wave sync.WaitGroup // each call is answered once all are under way
	c, made := served(t, func(rw http.ResponseWriter, _ *http.Request) {
		wave.Done()
		wave.Wait()
		_, _ = rw.Write([]byte("{}"))
	})
	for range 3 {
		wave.Add(together)
		var calls sync.WaitGroup
		for range together {
			calls.Go(func() {
				if _, _, err := c.api.GetUser(t.Context(), "bob", ""); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
	}
	if made.Load() != together {
		t.Errorf("%d connections for %d calls at a time", made.Load(), together)
	}
}

func TestOnlyAPostIsAnsweredUnpressed(t *testing.T) {
	asked := map[string]string{}
	c, _ := served(t, func(rw http.ResponseWriter, r *http.Request) {
		asked[r.Method+" "+r.URL.Path] = r.Header.Get("Accept-Encoding")
		_, _ = rw.Write([]byte("{}"))
	})
	if _, _, err := c.api.CreatePost(t.Context(), &model.Post{}); err != nil {
		t.Error(err)
	}
	if _, _, err := c.api.GetUser(t.Context(), "bob", ""); err != nil {
		t.Error(err)
	}
	if post, user := asked["POST /api/v4/posts"], asked["GET /api/v4/users/bob"]; post != "identity" || user != "gzip" {
		t.Errorf("a post: %q, what may be long: %q", post, user)
	}
}
