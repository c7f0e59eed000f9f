package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
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
	pause  time.Duration // the shortest before a new connection
	alive  time.Time     // last sign of life, by the server's clock; zero before the first
}

// Listener returns the side that hears. Changes in channels wake the roster.
func (b *Bot) Listener(roster *Roster) *Listener {
	return &Listener{Bot: b, roster: roster, heard: make(chan message, waiting), pause: shortestWait}
}

// Run listens until ctx ends. A broken connection is opened again, and what was
// said meanwhile is caught up.
func (l *Listener) Run(ctx context.Context) {
	var answering sync.WaitGroup
	answering.Go(func() { l.answerAll(ctx) })
	defer answering.Wait()
	var s session
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = l.pause, longestWait
	for ctx.Err() == nil {
		opened := l.config.Real()
		err := l.listen(ctx, &s)
		if ctx.Err() != nil {
			return
		}
		if l.config.Real().Sub(opened) > longestWait {
			pause.Reset()
		}
		wait := pause.NextBackOff()
		l.config.Log.WarnContext(ctx, "WebSocket closed", "error", err, "again_in", wait)
		rest(ctx, wait)
	}
}

// listen lives one connection.
func (l *Listener) listen(ctx context.Context, s *session) error {
	conn, err := l.client.dial(ctx, *s)
	if err != nil {
		return err
	}
	hangUp := func() { _ = conn.Close() } // twice does no harm
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)()
	l.config.Observer.Connected(true)
	defer l.config.Observer.Connected(false)
	for {
		e, fresh, err := s.receive(conn, l.config.Real().Add(silence))
		if err != nil {
			return err
		}
		if fresh {
			if err := l.catchUp(ctx); err != nil {
				s.forget()
				return fmt.Errorf("catch up: %w", err)
			}
		}
		l.alive = l.client.clock.last()
		l.take(ctx, e)
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
	case "user_added", "user_removed", "user_updated", "user_activation_status_change", "channel_created", "channel_deleted", "channel_restored", "channel_updated", "channel_converted":
		l.roster.Wake()
	}
}

// catchUp hears what was said while nobody listened. What is heard twice is
// answered once.
func (l *Listener) catchUp(ctx context.Context) error {
	l.roster.Wake()
	me, err := l.client.me(ctx)
	if err != nil {
		return err
	}
	since := l.alive.Add(-lookBack)
	if l.alive.IsZero() {
		now, err := l.client.serverTime(ctx)
		if err != nil {
			return err
		}
		since = now.Add(-firstLookBack)
	}
	channels, answer, err := l.client.api.GetChannelsForUserWithLastDeleteAt(ctx, me.Id, 0)
	if err != nil && status(answer) != http.StatusNotFound { // none at all
		return err
	}
	for _, channel := range channels {
		if channel.LastPostAt < since.UnixMilli() {
			continue
		}
		if err := l.catchUpOn(ctx, channel, since); err != nil {
			return err
		}
	}
	l.config.Log.InfoContext(ctx, "WebSocket open", "caught_up_since", since)
	return nil
}

// catchUpOn hears one channel. One that the bot has just left holds nothing
// for it.
func (l *Listener) catchUpOn(ctx context.Context, channel *model.Channel, since time.Time) error {
	posts, err := l.client.postsSince(ctx, plan.ChannelID(channel.Id), since)
	if said, refused := errors.AsType[*model.AppError](err); refused && said.StatusCode < http.StatusInternalServerError {
		return nil
	}
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
