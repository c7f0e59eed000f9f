package bot

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/plan"
)

// Finder finds on a server, with the bot's token, the accounts and the channels
// that a list names. It is a [plan.Finder].
type Finder struct {
	api *model.Client4
}

// NewFinder makes a Finder of a server.
func NewFinder(url, token string, transport http.RoundTripper, real func() time.Time) (*Finder, error) {
	setup := Setup{URL: url, Transport: transport, Real: real}
	api, err := setup.clientWith(token)
	if err != nil {
		return nil, err
	}
	return &Finder{api}, nil
}

// Account finds an active member of the region's team by user name or e-mail
// address. Bots are nobody's account.
func (f *Finder) Account(ctx context.Context, region plan.RegionID, name string) (plan.Member, error) {
	name = strings.TrimPrefix(name, "@")
	find := f.api.GetUserByUsername
	if strings.Contains(name, "@") {
		find = f.api.GetUserByEmail
	}
	user, answer, err := find(ctx, name, "")
	if err != nil {
		return plan.Member{}, absent(answer, err, "account "+name)
	}
	if user.IsBot || user.DeleteAt != 0 {
		return plan.Member{}, fmt.Errorf("account %s: %w", name, plan.ErrNotFound)
	}
	in, answer, err := f.api.GetTeamMember(ctx, string(region), user.Id, "")
	if err != nil {
		return plan.Member{}, absent(answer, err, "account "+name+" in the team")
	}
	if in.DeleteAt != 0 {
		return plan.Member{}, fmt.Errorf("account %s in the team: %w", name, plan.ErrNotFound)
	}
	return member(user), nil
}

// Channel finds a channel of the region's team that is not archived and that
// the bot may see.
func (f *Finder) Channel(ctx context.Context, region plan.RegionID, name string) (plan.ChannelID, error) {
	channel, answer, err := f.api.GetChannelByName(ctx, name, string(region), "")
	if err != nil {
		return "", absent(answer, err, "channel "+name)
	}
	return plan.ChannelID(channel.Id), nil
}

// absent tells what the server says is not there, or not to be seen, from what
// it could not say.
func absent(answer *model.Response, err error, what string) error {
	switch status(answer) {
	case http.StatusNotFound, http.StatusForbidden, http.StatusBadRequest:
		return fmt.Errorf("%s: %w", what, plan.ErrNotFound)
	default:
		return fmt.Errorf("%s: %w", what, err)
	}
}
