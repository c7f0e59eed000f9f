package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/plan"
)

// Poster makes the calls of the delivery ledger. Its failures are all a
// [plan.PostError].
type Poster struct{ *Bot }

// Poster returns the side that speaks.
func (b *Bot) Poster() *Poster { return &Poster{b} }

// ServerTime is the server's clock, early by a second at most, never late. The
// server is asked each time: while it does not answer, nothing must be sent.
func (p *Poster) ServerTime(ctx context.Context) (time.Time, error) {
	var a attempt
	now, err := p.client.askTime(a.watch(ctx))
	if err != nil {
		return time.Time{}, a.failure("", false, err)
	}
	return now, nil
}

// Send makes the call of a dispatch, whose Content is a [card.Card] in JSON.
func (p *Poster) Send(ctx context.Context, d plan.Dispatch) (plan.Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, plan.RequestTimeout)
	defer cancel()
	var c card.Card
	if err := json.Unmarshal(d.Content, &c); err != nil {
		err = fmt.Errorf("read the drawing of dispatch %s: %w", d.ID, err)
		return plan.Receipt{}, &plan.PostError{Verdict: plan.Never, Code: plan.CodeInvalid, Err: err}
	}
	if d.Kind == plan.Edit {
		return p.edit(ctx, d, c)
	}
	return p.create(ctx, d, c)
}

// create posts a card, in the thread of another post where the dispatch says so:
// should that one be gone, by itself rather than not at all. The identifier of the pending post makes the server drop
// a repetition within seconds; the key in the properties is what lasts.
func (p *Poster) create(ctx context.Context, d plan.Dispatch, c card.Card) (plan.Receipt, error) {
	var a attempt
	ctx = a.watch(ctx)
	me, err := p.client.me(ctx)
	if err != nil {
		return plan.Receipt{}, a.failure(d.Kind, false, err)
	}
	channel, err := p.channel(ctx, d)
	if err != nil {
		return plan.Receipt{}, a.failure(d.Kind, false, err)
	}
	post := p.painter.post(c, place{
		region: d.Region, channel: channel, private: d.Kind == plan.Direct, dispatch: d.Key,
	})
	post.PendingPostId, post.RootId = me.Id+":"+d.Key, d.Root
	made, _, err := p.client.api.CreatePost(ctx, post)
	if d.Root != "" && a.status == http.StatusBadRequest && lostRoot(err) {
		post.RootId = ""
		made, _, err = p.client.api.CreatePost(ctx, post)
	}
	if err != nil {
		return plan.Receipt{}, a.failure(d.Kind, true, err)
	}
	return plan.Receipt{Post: made.Id, Channel: channel}, nil
}

// lostRoot tells the refusal of a post whose thread is not there: its first post
// was deleted, or is in another channel.
func lostRoot(err error) bool {
	refused, ok := errors.AsType[*model.AppError](err)
	return ok && strings.Contains(refused.Id, "root_id")
}

// channel is where a new post goes.
func (p *Poster) channel(ctx context.Context, d plan.Dispatch) (plan.ChannelID, error) {
	if d.Kind == plan.Direct {
		return p.client.direct(ctx, d.To.User)
	}
	return d.To.Channel, nil
}

// edit draws a card again. Only the properties change, not the message: a
// server may limit the time in which a message can be edited. Where the message
// itself must no longer be read it changes too; a server that refuses that loses
// the post. The post keeps the key it was created with, and its buttons that
// dispatch; a post that lost its key gets this edit's.
func (p *Poster) edit(ctx context.Context, d plan.Dispatch, c card.Card) (plan.Receipt, error) {
	var a attempt
	ctx = a.watch(ctx)
	post, err := p.client.post(ctx, d.Post)
	if err != nil {
		return plan.Receipt{}, a.failure(d.Kind, false, err)
	}
	channel := plan.ChannelID(post.ChannelId)
	props := p.painter.props(c, place{
		region: d.Region, channel: channel, private: d.To.User != "", dispatch: cmp.Or(keyOf(post), d.Key),
	})
	if items := post.GetProp(propItems); items != nil {
		props[propItems] = items
	}
	patch := model.PostPatch{Props: &props}
	if c.Rewrite {
		patch.Message = &c.Message
	}
	if _, _, err = p.client.api.PatchPost(ctx, d.Post, &patch); err != nil {
		failed := a.failure(d.Kind, true, err)
		if c.Rewrite && failed.Verdict == plan.Never {
			if _, err := p.client.api.DeletePost(ctx, d.Post); err != nil {
				return plan.Receipt{}, a.failure(d.Kind, true, err)
			}
		}
		return plan.Receipt{}, failed
	}
	return plan.Receipt{Post: d.Post, Channel: channel}, nil
}
