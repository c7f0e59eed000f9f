package bot

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/plan"
)

var (
	errRespond = errors.New("the server did not take a further answer to a slash command")
	errNoDate  = errors.New("the server's answers hold no Date")
)

// letter is what a private message holds beside the reply.
type letter struct {
	opening string // a line above the reply
	thread  string // the thread it stands in
	once    string // name under which the server drops a repetition
}

// tell says a reply in the private conversation with a person.
func (b *Bot) tell(ctx context.Context, region plan.RegionID, user plan.UserID, r card.Reply, l letter) error {
	channel, err := b.client.direct(ctx, user)
	if err != nil {
		return err
	}
	text, under := b.painter.answer(r, place{region: region, channel: channel, private: true, user: user})
	if l.opening != "" {
		text = l.opening + "\n" + text
	}
	post := &model.Post{ChannelId: string(channel), Message: fitting(text), RootId: l.thread, PendingPostId: l.once}
	if post.FileIds, err = b.client.upload(ctx, channel, r.Files); err != nil {
		return err
	}
	if len(under) > 0 {
		post.AddProp(model.PostPropsAttachments, under)
	}
	_, _, err = b.client.api.CreatePost(ctx, post)
	return err
}

// hand gives a reply that carries files to the person: in their private
// conversation, for neither a channel nor an answer that vanishes may hold one.
// It returns what is said where they asked, nothing when that is the place.
func (b *Bot) hand(ctx context.Context, v *visit, r card.Reply, at place) string {
	lang := b.lang(ctx, at.region, at.user)
	switch err := b.tell(ctx, at.region, at.user, r, letter{}); {
	case err != nil:
		return v.broken(fmt.Errorf("hand over a file: %w", err), lang)
	case at.private:
		return ""
	default:
		return textHanded.In(lang)
	}
}

// fitting cuts a text to what a post holds.
func fitting(text string) string {
	if utf8.RuneCountInString(text) <= model.PostMessageMaxRunesV2 {
		return text
	}
	return string([]rune(text)[:model.PostMessageMaxRunesV2-1]) + "…"
}
