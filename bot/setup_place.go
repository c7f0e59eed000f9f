package bot

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/i18n"
	"jalon/plan"
)

var (
	textInTeam     = i18n.T("@{name} dans l’équipe {team}", "@{name} in team {team}")
	textInTeamMend = i18n.T(
		"inviter @{name} dans l’équipe {team}, puis relancer `jalon setup`",
		"invite @{name} to team {team}, then run `jalon setup` again")
	textChannel       = i18n.T("Canal ~{channel}", "Channel ~{channel}")
	textStateMissing  = i18n.T("inexistant ou fermé au bot", "does not exist or is closed to the bot")
	textStateArchived = i18n.T("archivé", "archived")
	textStateOutside  = i18n.T("sans @{name}", "without @{name}")
	textCreateMend    = i18n.T(
		"créer le canal, puis relancer `jalon setup`, ou le relancer avec `--create-channels`",
		"create the channel, then run `jalon setup` again, or run it with `--create-channels`")
	textRestoreMend = i18n.T(
		"rétablir le canal, ou donner un autre canal au service, puis relancer `jalon setup`",
		"restore the channel, or give the service another one, then run `jalon setup` again")
	textAddMend = i18n.T(
		"ajouter `@{name}` au canal, puis relancer `jalon setup`",
		"add `@{name}` to the channel, then run `jalon setup` again")
	textCallback   = i18n.T("Adresse de jalon, {url}", "jalon’s address, {url}")
	textNotAllowed = i18n.T("réseau interne, que le serveur n’appelle pas", "internal network, which the server does not call")
	textAllowMend  = i18n.T(
		"ajouter `{host}` à «\u202fAutoriser les connexions internes non approuvées à\u202f» (Console système, Environnement, Développeur)",
		"add `{host}` to “Allow untrusted internal connections to” (System Console, Environment, Developer)")
	textSlashOff     = i18n.T("Commandes slash du serveur", "Slash commands of the server")
	textStateOff     = i18n.T("désactivées", "turned off")
	textSlashOffMend = i18n.T(
		"activer «\u202fActiver les commandes slash personnalisées\u202f» (Console système, Intégrations, Gestion des intégrations)",
		"turn “Enable Custom Slash Commands” on (System Console, Integrations, Integration Management)")
)

// join puts the bot in the team.
func (in *installer) join(ctx context.Context) error {
	what := textInTeam.With("name", in.bot.Username, "team", in.team.Name)
	member, answer, err := in.admin.GetTeamMember(ctx, in.team.Id, in.bot.Id, "")
	if err == nil && member.DeleteAt == 0 {
		in.note(good(what, textStateKept.With()))
		return nil
	}
	if err != nil && status(answer) != http.StatusNotFound {
		return fail("look for the bot in the team", err)
	}
	if _, answer, err = in.admin.AddTeamMember(ctx, in.team.Id, in.bot.Id); status(answer) == http.StatusForbidden {
		in.note(bad(what, textStateWrong.With(), textInTeamMend.With("name", in.bot.Username, "team", in.team.Name)))
		return nil
	}
	if err != nil {
		return fail("add the bot to the team", err)
	}
	in.note(done(what))
	return nil
}

// channels finds the channel of each service, and that of the administrators,
// and puts the bot in it.
func (in *installer) channels(ctx context.Context) error {
	for _, s := range in.Services {
		s.Region = in.out.Region
		if s.ChannelName != "" && !s.Closed {
			channel, err := in.channel(ctx, s)
			if err != nil {
				return err
			}
			s.Channel = channel
		}
		in.out.Services = append(in.out.Services, s)
	}
	if in.AdminChannel == "" {
		return nil
	}
	var err error
	in.out.AdminChannel, err = in.channel(ctx, plan.Service{Name: in.AdminChannel, ChannelName: in.AdminChannel})
	return err
}

// channel returns the channel of a service, empty when it cannot be used.
func (in *installer) channel(ctx context.Context, s plan.Service) (plan.ChannelID, error) {
	what := textChannel.With("channel", s.ChannelName)
	channel, answer, err := in.admin.GetChannelByNameIncludeDeleted(ctx, s.ChannelName, in.team.Id, "")
	missing := status(answer) == http.StatusNotFound || status(answer) == http.StatusForbidden
	switch {
	case missing && in.CreateChannels:
		return in.createChannel(ctx, s)
	case missing:
		in.note(bad(what, textStateMissing.With(), textCreateMend.With()))
		return "", nil
	case err != nil:
		return "", fail("look for channel "+s.ChannelName, err)
	case channel.DeleteAt != 0:
		in.note(bad(what, textStateArchived.With(), textRestoreMend.With()))
		return plan.ChannelID(channel.Id), nil
	default:
		return plan.ChannelID(channel.Id), in.enter(ctx, channel, what)
	}
}

// createChannel makes the channel of a service. That of the coordination is
// private: its members hold rights over the whole region.
func (in *installer) createChannel(ctx context.Context, s plan.Service) (plan.ChannelID, error) {
	kind := model.ChannelTypeOpen
	if s.Coordinates() {
		kind = model.ChannelTypePrivate
	}
	channel, _, err := in.admin.CreateChannel(ctx, &model.Channel{
		TeamId: in.team.Id, Name: s.ChannelName, DisplayName: s.Name, Type: kind,
	})
	if err != nil {
		return "", fail("create channel "+s.ChannelName, err)
	}
	return plan.ChannelID(channel.Id), in.enter(ctx, channel, textChannel.With("channel", s.ChannelName))
}

// enter makes the bot a member of a channel.
func (in *installer) enter(ctx context.Context, channel *model.Channel, what i18n.Line) error {
	_, answer, err := in.admin.GetChannelMember(ctx, channel.Id, in.bot.Id, "")
	if err == nil {
		in.note(good(what, textStateKept.With()))
		return nil
	}
	if code := status(answer); code != http.StatusNotFound && code != http.StatusForbidden {
		return fail("look for the bot in "+channel.Name, err)
	}
	_, answer, err = in.admin.AddChannelMember(ctx, channel.Id, in.bot.Id)
	if status(answer) == http.StatusForbidden {
		in.note(bad(what, textStateOutside.With("name", in.bot.Username), textAddMend.With("name", in.bot.Username)))
		return nil
	}
	if err != nil {
		return fail("add the bot to "+channel.Name, err)
	}
	in.note(done(what))
	return nil
}

// surroundings looks at the server's own settings, when they may be read.
func (in *installer) surroundings(context.Context) error {
	c := in.settings
	if c == nil {
		return nil
	}
	if on := c.ServiceSettings.EnableCommands; on != nil && !*on {
		in.note(bad(textSlashOff.With(), textStateOff.With(), textSlashOffMend.With()))
	}
	if allowed := c.ServiceSettings.AllowedUntrustedInternalConnections; allowed != nil {
		if host, refused := internalHost(in.Callback, *allowed); refused {
			in.note(bad(textCallback.With("url", in.Callback), textNotAllowed.With(), textAllowMend.With("host", host)))
		}
	}
	return nil
}

// internalHost returns the host of an address that the server would not call,
// because it stands on an internal network and is not among those allowed.
// Names are taken for internal when they have no dot; where others lead, only
// the server knows.
func internalHost(address, allowed string) (host string, refused bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	host = u.Hostname()
	list := strings.Fields(strings.ReplaceAll(allowed, ",", " "))
	if slices.Contains(list, host) {
		return host, false
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host, !strings.Contains(host, ".")
	}
	if !ip.IsPrivate() && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() {
		return host, false
	}
	return host, !slices.ContainsFunc(list, func(network string) bool {
		_, block, err := net.ParseCIDR(network)
		return err == nil && block.Contains(ip.AsSlice())
	})
}
