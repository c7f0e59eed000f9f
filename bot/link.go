package bot

import (
	"context"
	"net/url"
	"strings"
	"sync"
)

// site is the address at which people reach Mattermost, which is not always the
// one at which jalon does.
type site struct {
	mu  sync.Mutex
	url string
}

// Link implements commands.Links: the address of a post, which Mattermost leads
// to whatever the team. It is empty as long as the server has not told its own.
func (b *Bot) Link(ctx context.Context, post string) string {
	site := b.siteURL(ctx)
	if site == "" {
		return ""
	}
	return site + "/_redirect/pl/" + url.PathEscape(post)
}

// siteURL asks the server once where people reach it.
func (b *Bot) siteURL(ctx context.Context) string {
	b.site.mu.Lock()
	defer b.site.mu.Unlock()
	if b.site.url != "" {
		return b.site.url
	}
	settings, _, err := b.client.api.GetClientConfig(ctx, "")
	if err != nil {
		return ""
	}
	if u, err := url.Parse(settings["SiteURL"]); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		b.site.url = strings.TrimRight(settings["SiteURL"], "/")
	}
	return b.site.url
}
