package bot

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/plan"
)

// Where a slash command leads and which token it bears, the server keeps from a
// plain bot. So the check types each command, in the conversation that the bot
// alone reads, followed by a ticket; the jalon that runs answers with another.

// checkLife is how long a ticket of a check counts.
const checkLife = time.Minute

// leads tells whether a command leads to the jalon that runs. Tried is false
// when the server does not let a bot find out.
func (b *Bot) leads(ctx context.Context, region plan.RegionID, me *model.User, trigger string) (here, tried bool) {
	channel, err := b.client.direct(ctx, plan.UserID(me.Id))
	if err != nil {
		return false, false
	}
	asked := b.checkTicket(forCheck, region, channel, me.Id, trigger)
	said, answer, err := b.client.api.ExecuteCommandWithTeam(ctx, string(channel), string(region), "/"+trigger+" "+asked.state())
	switch code := status(answer); {
	case err == nil:
		got, err := parseState(said.Text)
		return err == nil && got.Line == trigger &&
			b.config.Keys.inspect(got, forProof, plan.UserID(me.Id), channel, b.config.Real()) == nil, true
	case code == http.StatusNotFound, code >= http.StatusInternalServerError:
		return false, true // no such command any more, or nothing that answers as an integration must
	default:
		return false, false
	}
}

// checkTicket is a ticket by which jalon recognises itself.
func (b *Bot) checkTicket(purpose string, region plan.RegionID, channel plan.ChannelID, me, line string) ticket {
	return b.config.Keys.issue(ticket{
		Purpose: purpose, Region: string(region), Line: line, Channel: string(channel), Private: true,
		User: me, Until: b.config.Real().Add(checkLife).Unix(),
	})
}

// recognise answers a command that a check typed; ok is false when somebody
// else typed it.
func (s *Server) recognise(form url.Values, region plan.RegionID, trigger string) (answer *model.CommandResponse, ok bool) {
	asked, err := parseState(form.Get("text"))
	if err != nil {
		return nil, false
	}
	user, channel := plan.UserID(form.Get("user_id")), plan.ChannelID(form.Get("channel_id"))
	err = s.config.Keys.inspect(asked, forCheck, user, channel, s.desk.real())
	if err != nil || asked.Region != string(region) || !strings.EqualFold(asked.Line, trigger) {
		return nil, false
	}
	proof := s.checkTicket(forProof, region, channel, string(user), asked.Line)
	return ephemeral(proof.state(), nil), true
}
