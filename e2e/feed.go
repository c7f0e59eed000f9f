package e2e

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/mattermost/mattermost/server/public/model"
)

// feed keeps what the server sends to one user and to nobody else: ephemeral
// posts and forms to fill in. It comes back by itself after the server was
// restarted.
type feed struct {
	stop   context.CancelFunc
	closed chan struct{}

	mu        sync.Mutex
	connected bool
	private   []*model.Post
	dialogs   []*model.OpenDialogRequest
}

// openFeed listens as the user of token, until close or the end of ctx.
func openFeed(ctx context.Context, serverURL, token string) *feed {
	ctx, stop := context.WithCancel(ctx)
	f := &feed{stop: stop, closed: make(chan struct{})}
	go f.run(ctx, "ws"+strings.TrimPrefix(serverURL, "http"), token)
	return f
}

func (f *feed) close() {
	f.stop()
	<-f.closed
}

// run connects again and again, with a pause between attempts.
func (f *feed) run(ctx context.Context, url, token string) {
	defer close(f.closed)
	pause := time.NewTicker(tick)
	defer pause.Stop()
	for ctx.Err() == nil {
		f.listen(ctx, url, token)
		select {
		case <-ctx.Done():
		case <-pause.C:
		}
	}
}

// listen reads one connection to its end.
func (f *feed) listen(ctx context.Context, url, token string) {
	client, err := model.NewReliableWebSocketClientWithDialer(websocket.DefaultDialer, url, token, "", 0, true)
	if err != nil {
		return
	}
	defer f.setConnected(false)
	defer client.Close()
	client.Listen()
	for {
		select {
		case <-ctx.Done():
			return
		case event, open := <-client.EventChannel:
			if !open {
				return
			}
			f.receive(event)
		case <-client.ResponseChannel:
		case <-client.PingTimeoutChannel:
			return
		}
	}
}

func (f *feed) receive(event *model.WebSocketEvent) {
	switch event.EventType() {
	case model.WebsocketEventHello:
		f.setConnected(true)
	case model.WebsocketEventEphemeralMessage:
		keep(f, &f.private, event, "post")
	case model.WebsocketEventOpenDialog:
		keep(f, &f.dialogs, event, "dialog")
	}
}

// keep appends to list what the event carries as JSON under key. An event
// without it is not one of Mattermost's.
func keep[T any](f *feed, list *[]*T, event *model.WebSocketEvent, key string) {
	text, _ := event.GetData()[key].(string)
	value := new(T)
	if json.Unmarshal([]byte(text), value) != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	*list = append(*list, value)
}

func (f *feed) setConnected(connected bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.connected = connected
}

func (f *feed) isConnected() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.connected
}

// mark is a point in what a feed hears.
type mark struct {
	heard int
	at    int64 // by the server's clock, in milliseconds
}

func (f *feed) mark() mark {
	f.mu.Lock()
	defer f.mu.Unlock()
	return mark{heard: len(f.private), at: model.GetMillis()}
}

// privateSince returns the ephemeral posts made and heard after a mark. What
// was made before and comes late is none of them.
func (f *feed) privateSince(m mark) []*model.Post {
	f.mu.Lock()
	defer f.mu.Unlock()
	var since []*model.Post
	for _, post := range f.private[m.heard:] {
		if post.CreateAt >= m.at {
			since = append(since, post)
		}
	}
	return since
}

// dialogAfter returns the form that came after the first n.
func (f *feed) dialogAfter(n int) (*model.OpenDialogRequest, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.dialogs) <= n {
		return nil, false
	}
	return f.dialogs[n], true
}

func (f *feed) dialogCount() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.dialogs)
}
