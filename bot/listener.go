package bot

import (
	"context"
	"encoding/json"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/gorilla/websocket"
	"github.com/mattermost/mattermost/server/public/model"

	"jalon/plan"
)

const (
	shortestWait = time.Second
	longestWait  = time.Minute
	// lookBack is how far a catching-up goes beyond the last sign of life:
	// clocks are read to the second, and an event may be late.
	lookBack = 2 * time.Minute
	// firstLookBack is how far it goes when jalon starts: to what came while
	// it was stopped.
	firstLookBack = time.Hour
	waiting       = 256 // messages heard and not answered yet
)

// Listener hears private messages and mentions.
type Listener struct {
	*Bot
	roster *Roster
	heard  chan message
	alive  time.Time // last sign of life, by the server's clock; zero before the first
}

// Listener returns the side that hears. Changes in channels wake the roster.
func (b *Bot) Listener(roster *Roster) *Listener {
	return &Listener{Bot: b, roster: roster, heard: make(chan message, waiting)}
}

// Run listens until ctx ends. A broken connection is opened again, and what was
// said meanwhile is caught up.
func (l *Listener) Run(ctx context.Context) {
	go l.answerAll(ctx)
	var s session
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = shortestWait, longestWait
	for ctx.Err() == nil {
		opened, err := l.listen(ctx, &s)
		if ctx.Err() != nil {
			return
		}
		if opened {
			pause.Reset()
		}
		wait := pause.NextBackOff()
		l.config.Log.WarnContext(ctx, "WebSocket closed", "error", err, "again_in", wait)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// listen lives one connection; opened tells whether there was one.
func (l *Listener) listen(ctx context.Context, s *session) (opened bool, err error) {
	conn, err := l.client.dial(ctx, *s)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	l.config.Observer.Connected(true)
	defer l.config.Observer.Connected(false)
	return true, l.follow(ctx, conn, s)
}

func (l *Listener) follow(ctx context.Context, conn *websocket.Conn, s *session) error {
	greeted := func(fresh bool) {
		l.config.Log.InfoContext(ctx, "WebSocket open", "fresh", fresh)
		if fresh {
			l.catchUp(ctx)
		}
		l.live(ctx)
	}
	return s.receive(conn, greeted, func(e event) {
		l.live(ctx)
		l.take(ctx, e)
	})
}

// live notes a sign of life.
func (l *Listener) live(ctx context.Context) {
	if now, err := l.client.serverTime(ctx); err == nil {
		l.alive = now
	}
}

// take sorts an event.
func (l *Listener) take(ctx context.Context, e event) {
	switch e.Kind {
	case eventPosted:
		var post model.Post
		if err := json.Unmarshal([]byte(e.Data.Post), &post); err != nil {
			l.config.Log.ErrorContext(ctx, "post not understood", "error", err)
			return
		}
		l.hear(ctx, &post, room{kind: e.Data.ChannelType, name: e.Data.ChannelName, team: e.Data.TeamID})
	case "user_added", "user_removed", "user_updated", "channel_created", "channel_deleted", "channel_restored", "channel_updated":
		l.roster.Wake()
	}
}

// catchUp hears what was said while nobody listened. A message seen twice is
// answered once.
func (l *Listener) catchUp(ctx context.Context) {
	l.roster.Wake()
	since := l.alive.Add(-lookBack)
	if l.alive.IsZero() {
		now, err := l.client.serverTime(ctx)
		if err != nil {
			l.config.Log.ErrorContext(ctx, "nothing caught up", "error", err)
			return
		}
		since = now.Add(-firstLookBack)
	}
	me, err := l.client.me(ctx)
	if err != nil {
		l.config.Log.ErrorContext(ctx, "nothing caught up", "error", err)
		return
	}
	channels, _, err := l.client.api.GetChannelsForUserWithLastDeleteAt(ctx, me.Id, 0)
	if err != nil {
		l.config.Log.ErrorContext(ctx, "nothing caught up", "error", err)
		return
	}
	for _, channel := range channels {
		if channel.LastPostAt < since.UnixMilli() {
			continue
		}
		if err := l.catchUpOn(ctx, channel, since); err != nil {
			l.config.Log.ErrorContext(ctx, "channel not caught up", "channel", channel.Id, "error", err)
		}
	}
}

func (l *Listener) catchUpOn(ctx context.Context, channel *model.Channel, since time.Time) error {
	posts, err := l.client.postsSince(ctx, plan.ChannelID(channel.Id), since)
	if err != nil {
		return err
	}
	for _, post := range posts {
		if post.CreateAt >= since.UnixMilli() && post.DeleteAt == 0 {
			l.hear(ctx, post, room{kind: string(channel.Type), name: channel.Name, team: channel.TeamId})
		}
	}
	return nil
}
