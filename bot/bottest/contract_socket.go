package bottest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// heard is an event as it arrives.
type heard struct {
	Kind string         `json:"event"`
	Data map[string]any `json:"data"`
	Seq  int64          `json:"seq"`
}

// ears hears what a server says to one account.
type ears struct {
	conn   *websocket.Conn
	events chan heard
	id     string
	next   int64
}

// listen opens a WebSocket and waits for its hello.
func (w *world) listen(t *testing.T, c Client) *ears {
	t.Helper()
	e := w.dial(t, c, "", 0)
	hello := e.wait(t, "a hello", func(h heard) bool { return h.Kind == "hello" })
	e.id, _ = hello.Data["connection_id"].(string)
	if e.id == "" || hello.Seq != 0 {
		t.Fatalf("hello %+v", hello)
	}
	return e
}

func (w *world) dial(t *testing.T, c Client, id string, next int64) *ears {
	t.Helper()
	query := url.Values{"connection_id": {id}, "sequence_number": {strconv.FormatInt(next, 10)}}
	conn, err := dial(t, socketURL(w.URL)+"?"+query.Encode(), c.Token)
	if err != nil {
		t.Fatalf("open a WebSocket: %v", err)
	}
	e := &ears{conn: conn, id: id, next: next, events: make(chan heard, 1000)}
	t.Cleanup(func() { _ = conn.Close() })
	go e.read()
	return e
}

// dial opens a WebSocket with a token in its header.
func dial(t *testing.T, address, token string) (*websocket.Conn, error) {
	t.Helper()
	conn, answer, err := websocket.DefaultDialer.DialContext(t.Context(), address, http.Header{"Authorization": {"Bearer " + token}})
	if answer != nil {
		_ = answer.Body.Close()
	}
	return conn, err
}

func (e *ears) read() {
	defer close(e.events)
	for {
		var h heard
		if err := e.conn.ReadJSON(&h); err != nil {
			return
		}
		if h.Kind != "" {
			e.events <- h
		}
	}
}

// wait returns the first event that matches.
func (e *ears) wait(t *testing.T, what string, match func(heard) bool) heard {
	t.Helper()
	limit := time.After(patience)
	for {
		select {
		case h, open := <-e.events:
			if !open {
				t.Fatalf("the connection ended before %s", what)
			}
			if h.Seq != e.next {
				t.Fatalf("event %d (%s) came, %d was next", h.Seq, h.Kind, e.next)
			}
			e.next++
			if match(h) {
				return h
			}
		case <-limit:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// posted waits for the post with a message.
func (e *ears) posted(t *testing.T, message string) (Post, heard) {
	t.Helper()
	var p Post
	h := e.wait(t, "the post "+message, func(h heard) bool {
		p = Post{}
		text, _ := h.Data["post"].(string)
		return h.Kind == "posted" && json.Unmarshal([]byte(text), &p) == nil && p.Message == message
	})
	return p, h
}

// ephemeral waits for something said to this account alone.
func (e *ears) ephemeral(t *testing.T, message string) Post {
	t.Helper()
	var p Post
	e.wait(t, "the private answer "+message, func(h heard) bool {
		p = Post{}
		text, _ := h.Data["post"].(string)
		return h.Kind == "ephemeral_message" && json.Unmarshal([]byte(text), &p) == nil && p.Message == message
	})
	return p
}

// form waits for a form to open.
func (e *ears) form(t *testing.T) Form {
	t.Helper()
	var f Form
	e.wait(t, "a form", func(h heard) bool {
		text, _ := h.Data["dialog"].(string)
		return h.Kind == "open_dialog" && json.Unmarshal([]byte(text), &f) == nil
	})
	return f
}

func aWebSocket(t *testing.T, w *world) {
	direct := w.alice.Direct(t, w.botID)
	e := w.listen(t, w.bot)
	w.bob.Say(t, w.elsewhere.ID, "loin")
	w.alice.Say(t, w.inhabited.ID, "ici")
	if p, h := e.posted(t, "ici"); p.UserID != w.aliceID || h.Data["channel_type"] != "O" || h.Data["channel_name"] != w.inhabited.Name || h.Data["team_id"] != w.team.ID {
		t.Errorf("a channel's post: %+v", h.Data)
	}
	w.alice.Say(t, direct.ID, "entre nous")
	if _, h := e.posted(t, "entre nous"); h.Data["channel_type"] != "D" || h.Data["channel_name"] != direct.Name {
		t.Errorf("a private post: %+v", h.Data)
	}
	w.bot.Say(t, w.inhabited.ID, "moi-même")
	if p, _ := e.posted(t, "moi-même"); p.UserID != w.botID || p.Props["from_bot"] != "true" {
		t.Errorf("its own post: %+v", p)
	}
	w.admin.Must(t, http.MethodPost, "/channels/"+w.inhabited.ID+"/members", Member{UserID: w.bobID}, nil)
	e.wait(t, "news of a member", func(h heard) bool { return h.Kind == "user_added" && h.Data["user_id"] == w.bobID })
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.inhabited.ID+"/members/"+w.bobID, nil, nil)
	e.wait(t, "news of a departure", func(h heard) bool { return h.Kind == "user_removed" && h.Data["user_id"] == w.bobID })
}

func aBrokenWebSocket(t *testing.T, w *world) {
	e := w.listen(t, w.bot)
	w.alice.Say(t, w.inhabited.ID, "avant")
	e.posted(t, "avant")
	_ = e.conn.Close()
	for _, text := range []string{"manqué un", "manqué deux"} {
		w.alice.Say(t, w.inhabited.ID, text)
	}
	again := w.dial(t, w.bot, e.id, e.next)
	again.posted(t, "manqué un")
	again.posted(t, "manqué deux")
}

func anothersWebSocket(t *testing.T, w *world) {
	e := w.listen(t, w.bot)
	for name, other := range map[string]*ears{
		"another's":  w.dial(t, w.alice, e.id, 1),
		"an unknown": w.dial(t, w.bot, newID(), 1),
	} {
		other.next = 0
		hello := other.wait(t, "a hello", func(h heard) bool { return h.Kind == "hello" })
		if id, _ := hello.Data["connection_id"].(string); id == "" || id == e.id {
			t.Errorf("%s connection was resumed", name)
		}
	}
	conn, err := dial(t, socketURL(w.URL), strings.Repeat("x", 26))
	if err != nil {
		return // refused at once
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetReadDeadline(time.Now().Add(patience))
	if _, text, err := conn.ReadMessage(); err == nil {
		t.Errorf("a wrong token hears %s", text)
	}
}
