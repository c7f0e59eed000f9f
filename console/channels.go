package console

import (
	"context"
	"strings"

	"jalon/commands"
	"jalon/plan"
)

// Channel implements commands.Channels: in a chat in memory any name is that of
// a channel, and jalon may speak in all of them.
func (c *Console) Channel(ctx context.Context, region plan.RegionID, name string) (commands.Channel, error) {
	services, err := c.Planner.Services(ctx, region)
	if err != nil {
		return commands.Channel{}, err
	}
	for _, s := range services {
		if strings.EqualFold(s.ChannelName, name) {
			return commands.Channel{ID: s.Channel, Name: s.ChannelName, Open: s.ChannelOpen}, nil
		}
	}
	return commands.Channel{ID: plan.ChannelID(name), Name: name}, nil
}
