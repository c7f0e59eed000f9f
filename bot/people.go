package bot

import (
	"context"
	"net/http"

	"jalon/plan"
)

// People finds accounts of Mattermost that no region knows yet.
type People struct{ *Bot }

// People returns the side that finds accounts.
func (b *Bot) People() *People { return &People{b} }

// Account finds by user name an active account that is a member of the region's
// team. plan.ErrNotFound when there is none.
func (p *People) Account(ctx context.Context, region plan.RegionID, username string) (plan.Member, error) {
	u, answer, err := p.client.api.GetUserByUsername(ctx, username, "")
	if status(answer) == http.StatusNotFound || status(answer) == http.StatusBadRequest {
		return plan.Member{}, plan.ErrNotFound
	}
	if err != nil {
		return plan.Member{}, err
	}
	in, answer, err := p.client.api.GetTeamMember(ctx, string(region), u.Id, "")
	if status(answer) == http.StatusNotFound {
		return plan.Member{}, plan.ErrNotFound
	}
	if err != nil {
		return plan.Member{}, err
	}
	if u.IsBot || u.DeleteAt != 0 || in.DeleteAt != 0 {
		return plan.Member{}, plan.ErrNotFound
	}
	return member(u), nil
}
