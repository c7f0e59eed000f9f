package bottest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// event is what the WebSocket says to those who may hear it.
type event struct {
	Kind      string         `json:"event"`
	Data      map[string]any `json:"data"`
	Broadcast broadcast      `json:"broadcast"`
	Seq       int64          `json:"seq"`

	channel string // heard by the members of this channel
}

type broadcast struct {
	ChannelID string `json:"channel_id"`
}

// socket is a connection as the server keeps it, also after it broke.
type socket struct {
	id   string
	user string
	next int64
	kept []event // what may be said again
	conn *websocket.Conn
}

var upgrader = websocket.Upgrader{}

// openSocket resumes the connection named by the request, or opens a new one
// and says hello. Only a token in the header is taken.
func (s *Server) openSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	me := s.caller(r)
	s.mu.Unlock()
	if me == nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	from, _ := strconv.ParseInt(r.URL.Query().Get("sequence_number"), 10, 64)
	s.mu.Lock()
	k := s.resume(r.URL.Query().Get("connection_id"), me.ID, from)
	if k != nil {
		k.conn = conn
		for _, e := range k.kept {
			if e.Seq >= from {
				k.write(e)
			}
		}
	} else {
		k = &socket{id: newID(), user: me.ID, conn: conn}
		s.sockets = append(s.sockets, k)
		k.say(event{Kind: "hello", Data: map[string]any{"connection_id": k.id, "server_version": Version}})
	}
	s.mu.Unlock()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// resume finds a connection that can go on from a number.
func (s *Server) resume(id, user string, from int64) *socket {
	i := slices.IndexFunc(s.sockets, func(k *socket) bool { return k.id == id && k.user == user && from > 0 && from <= k.next })
	if i < 0 {
		return nil
	}
	return s.sockets[i]
}

// say numbers an event, keeps it and writes it.
func (k *socket) say(e event) {
	e.Seq = k.next
	k.next++
	k.kept = append(k.kept, e)
	k.write(e)
}

func (k *socket) write(e event) {
	if k.conn == nil {
		return
	}
	_ = k.conn.SetWriteDeadline(time.Now().Add(time.Second))
	_ = k.conn.WriteJSON(e) // a broken connection is resumed, or not
}

// emit says an event to the members of its channel, and to those it is about.
func (s *Server) emit(e event) {
	e.Broadcast.ChannelID = e.channel
	about, _ := e.Data["user_id"].(string)
	for _, k := range s.sockets {
		if s.inChannel[[2]string{e.channel, k.user}] || (about != "" && about == k.user) {
			k.say(e)
		}
	}
}

// emitTo says an event to one account. What it carries is JSON in a text.
func (s *Server) emitTo(user, kind, name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	for _, k := range s.sockets {
		if k.user == user {
			k.say(event{Kind: kind, Data: map[string]any{name: string(text)}})
		}
	}
}

// CutSockets breaks every connection. The server remembers them.
func (s *Server) CutSockets() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		if k.conn != nil {
			_ = k.conn.Close()
			k.conn = nil
		}
	}
}

// ForgetSockets breaks every connection and what the server knew of them: who
// comes back has lost events.
func (s *Server) ForgetSockets() {
	s.CutSockets()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets = nil
}

// SkipSequence makes the next event of every connection come with a number too
// high, as if some had been lost on the way.
func (s *Server) SkipSequence() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.next++
	}
}

// Sockets counts the connections that are open for an account.
func (s *Server) Sockets(user string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := 0
	for _, k := range s.sockets {
		if k.user == user && k.conn != nil {
			open++
		}
	}
	return open
}

// socketURL is the address of the WebSocket of a server.
func socketURL(server string) string {
	return "ws" + strings.TrimPrefix(server, "http") + "/api/v4/websocket"
}
