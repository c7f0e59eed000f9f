package bot

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/plan"
)

// fullPage is the number of posts at which the server cuts a listing without
// saying so.
const fullPage = 1000

// Find looks for the post of a dispatch in doubt, among the bot's own posts
// made since shortly before its first attempt. Should two carry its key, the
// first made is the post; the others are deleted and told in the receipt.
//
// An edit is never found: making it again changes nothing.
func (p *Poster) Find(ctx context.Context, d plan.Dispatch) (plan.Receipt, bool, error) {
	if d.Kind == plan.Edit || d.FirstTried.IsZero() {
		return plan.Receipt{}, false, nil
	}
	var a attempt
	r, found, err := p.find(a.watch(ctx), d)
	if err != nil {
		return plan.Receipt{}, false, a.failure(d.Kind, false, fmt.Errorf("look for dispatch %s: %w", d.ID, err))
	}
	return r, found, nil
}

func (p *Poster) find(ctx context.Context, d plan.Dispatch) (plan.Receipt, bool, error) {
	me, err := p.client.me(ctx)
	if err != nil {
		return plan.Receipt{}, false, err
	}
	channel, err := p.channel(ctx, d)
	if err != nil {
		return plan.Receipt{}, false, err
	}
	posts, err := p.client.postsSince(ctx, channel, d.LookupFrom())
	if err != nil {
		return plan.Receipt{}, false, err
	}
	own := slices.DeleteFunc(posts, func(post *model.Post) bool {
		return post.UserId != me.Id || post.DeleteAt != 0 || keyOf(post) != d.Key
	})
	if len(own) == 0 {
		return plan.Receipt{}, false, nil
	}
	r := plan.Receipt{Post: own[0].Id, Channel: channel}
	for _, extra := range own[1:] {
		answer, err := p.client.api.DeletePost(ctx, extra.Id)
		if gone := answer != nil && answer.StatusCode == http.StatusNotFound; err != nil && !gone {
			return plan.Receipt{}, false, fmt.Errorf("delete a second post: %w", err)
		}
		r.Removed = append(r.Removed, extra.Id)
	}
	return r, true, nil
}

// postsSince lists what changed in a channel since an instant of the server's
// clock, by age, deleted posts included. The server lists at most a thousand,
// and does not say that there are more: then the listing goes on from its last
// change, whose instant may hold posts that were not listed yet.
func (c *client) postsSince(ctx context.Context, channel plan.ChannelID, since time.Time) ([]*model.Post, error) {
	after := since.UnixMilli() - 1 // the server lists what changed after, not at, an instant
	seen := map[string]*model.Post{}
	for {
		page, _, err := c.api.GetPostsSince(ctx, string(channel), after, false)
		if err != nil {
			return nil, err
		}
		last := after
		for id, post := range page.Posts {
			seen[id] = post
			last = max(last, post.UpdateAt-1)
		}
		switch {
		case len(page.Posts) < fullPage:
			return inOrder(seen), nil
		case last == after:
			return nil, fmt.Errorf("channel %s: %d posts of one millisecond", channel, len(page.Posts))
		}
		after = last
	}
}

func inOrder(posts map[string]*model.Post) []*model.Post {
	list := make([]*model.Post, 0, len(posts))
	for _, post := range posts {
		list = append(list, post)
	}
	slices.SortFunc(list, func(a, b *model.Post) int {
		return cmp.Or(cmp.Compare(a.CreateAt, b.CreateAt), cmp.Compare(a.Id, b.Id))
	})
	return list
}
