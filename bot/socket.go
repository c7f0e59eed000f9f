package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// silence is how long a connection may stay mute: the server pings each minute.
	silence   = 100 * time.Second
	writeTime = 10 * time.Second
	// maxEvent bounds one event; the server's own limit for a request is 300 kB.
	maxEvent = 4 << 20
)

// event is what the WebSocket brings. Of its data only what jalon reads is named.
type event struct {
	Kind string `json:"event"`
	Seq  int64  `json:"seq"`
	Data struct {
		ConnectionID string `json:"connection_id"`
		ChannelName  string `json:"channel_name"`
		ChannelType  string `json:"channel_type"`
		TeamID       string `json:"team_id"`
		Post         string `json:"post"`
	} `json:"data"`
}

// Kinds of event.
const (
	eventHello  = "hello"
	eventPosted = "posted"
)

// errLost tells that events went by unseen.
var errLost = errors.New("events were lost")

// session is what makes a broken connection go on where it stopped: the server
// keeps what it could not say for five minutes.
type session struct {
	id   string // empty before the first connection
	next int64  // the sequence number expected next
}

// dial opens the WebSocket. The token goes in the header of the upgrade: the
// server resumes a session in no other way.
func (c *client) dial(ctx context.Context, s session) (*websocket.Conn, error) {
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: callWithin}
	query := url.Values{"connection_id": {s.id}, "sequence_number": {strconv.FormatInt(s.next, 10)}}
	address := "ws" + strings.TrimPrefix(c.api.APIURL, "http") + "/websocket?" + query.Encode()
	conn, answer, err := dialer.DialContext(ctx, address, http.Header{"Authorization": {"Bearer " + c.api.AuthToken}})
	if answer != nil {
		defer answer.Body.Close()
	}
	if err != nil {
		if answer != nil {
			return nil, fmt.Errorf("open the WebSocket: %s: %w", answer.Status, err)
		}
		return nil, fmt.Errorf("open the WebSocket: %w", err)
	}
	conn.SetReadLimit(maxEvent)
	conn.SetPingHandler(func(data string) error {
		_ = conn.SetReadDeadline(c.clock.real().Add(silence)) // fails when closed, as the next read does
		return conn.WriteControl(websocket.PongMessage, []byte(data), c.clock.real().Add(writeTime))
	})
	return conn, nil
}

// receive reads one event and checks that none is missing. Fresh tells that the
// server opened a new session: what it had to say before is lost.
func (s *session) receive(conn *websocket.Conn, limit time.Time) (e event, fresh bool, err error) {
	for e.Kind == "" { // else an answer to a request
		if err := conn.SetReadDeadline(limit); err != nil {
			return e, false, fmt.Errorf("read the WebSocket: %w", err)
		}
		_, text, err := conn.ReadMessage()
		if err != nil {
			return e, false, fmt.Errorf("read the WebSocket: %w", err)
		}
		if err := json.Unmarshal(text, &e); err != nil {
			e = event{Kind: "?", Seq: e.Seq} // of another shape, but numbered
		}
	}
	if e.Kind == eventHello {
		fresh = e.Data.ConnectionID != s.id
		s.id, s.next = e.Data.ConnectionID, e.Seq+1
		return e, fresh, nil
	}
	if e.Seq != s.next {
		s.forget()
		return e, false, errLost
	}
	s.next++
	return e, false, nil
}

// forget makes the next connection a new one, which begins by catching up.
func (s *session) forget() { *s = session{} }
