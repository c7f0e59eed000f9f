package bot

import (
	"context"
	"fmt"
	"net/http"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/commands"
	"jalon/plan"
)

// Channel implements commands.Channels: it finds a channel of the region's team
// and puts the bot in it where the bot may enter by itself, which is where the
// channel is public. A private one that it is not in cannot be told from one
// that does not exist.
func (b *Bot) Channel(ctx context.Context, region plan.RegionID, name string) (commands.Channel, error) {
	if !model.IsValidChannelIdentifier(name) {
		return commands.Channel{}, commands.ErrNoChannel
	}
	found, answer, err := b.client.api.GetChannelByNameIncludeDeleted(ctx, name, string(region), "")
	switch {
	case err != nil && (status(answer) == http.StatusNotFound || status(answer) == http.StatusForbidden):
		return commands.Channel{}, commands.ErrNoChannel
	case err != nil:
		return commands.Channel{}, fmt.Errorf("look for channel %s: %w", name, err)
	case found.DeleteAt != 0:
		return commands.Channel{}, commands.ErrChannelGone
	}
	channel := commands.Channel{ID: plan.ChannelID(found.Id), Name: found.Name, Open: found.Type == model.ChannelTypeOpen}
	return channel, b.enter(ctx, found)
}

// enter makes the bot a member of a channel, unless it is one.
func (b *Bot) enter(ctx context.Context, channel *model.Channel) error {
	me, err := b.client.me(ctx)
	if err != nil {
		return err
	}
	_, answer, err := b.client.api.GetChannelMember(ctx, channel.Id, me.Id, "")
	if err == nil {
		return nil
	}
	if code := status(answer); code != http.StatusNotFound && code != http.StatusForbidden {
		return fmt.Errorf("look for the bot in %s: %w", channel.Name, err)
	}
	_, answer, err = b.client.api.AddChannelMember(ctx, channel.Id, me.Id)
	switch {
	case err == nil:
		return nil
	case status(answer) == http.StatusForbidden:
		return commands.ErrChannelShut
	default:
		return fmt.Errorf("enter channel %s: %w", channel.Name, err)
	}
}
