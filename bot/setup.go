package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// BotName is the name of jalon's account on a server.
const BotName = "jalon"

// Setup registers jalon on a server: its account, its place in the team and in
// the channels of the services, its slash commands. Run again, it changes only
// what has changed.
type Setup struct {
	URL      string // of Mattermost
	Team     string // name of the region's team, as in addresses
	Callback string // jalon's address as Mattermost reaches it
	// AdminToken is used for this and kept nowhere. Without it BotToken and
	// SlashTokens must be given, as an administrator made them by hand.
	AdminToken string
	// BotToken is the one in use, if there is one; it is kept while it works.
	BotToken    string
	SlashTokens map[string]string // by trigger, without its slash
	Services    []plan.Service    // with the names of their channels
	Triggers    []commands.Trigger
	// AdminChannel is the name of the administrators' channel; empty to leave
	// it as it is.
	AdminChannel string
	// CreateChannels makes the public channels that are missing, instead of
	// saying so.
	CreateChannels bool
	Transport      http.RoundTripper // http.DefaultTransport when nil
	Real           func() time.Time
}

// Installed is what a set-up found or made, to be stored.
type Installed struct {
	Region   plan.RegionID
	TeamName string
	Bot      plan.UserID
	BotToken string
	Services []plan.Service    // with their region and channel
	Tokens   []plan.SlashToken // as hashes
	Findings []Finding
	// AdminChannel is empty when none was named or when it cannot be used.
	AdminChannel plan.ChannelID
}

// Complete tells whether nothing is left to be done by hand.
func (i Installed) Complete() bool {
	for _, f := range i.Findings {
		if !f.OK {
			return false
		}
	}
	return true
}

// installer is a set-up under way.
type installer struct {
	Setup
	admin *model.Client4 // whoever does the work: an administrator, else the bot
	team  *model.Team
	bot   *model.User
	// settings are the server's own; nil when they may not be read.
	settings *serverConfig
	out      Installed
}

// Run does the set-up. Its error says what kept it from going on; what remains
// to be done otherwise stands in the findings.
func (s Setup) Run(ctx context.Context) (Installed, error) {
	callback, err := baseURL(s.Callback)
	if err != nil {
		return Installed{}, err
	}
	s.Callback = callback
	if s.AdminToken == "" && s.BotToken == "" {
		return Installed{}, plan.Refuse(plan.Invalid, textNoToken.With())
	}
	in := &installer{Setup: s}
	if in.admin, err = s.clientWith(cmp.Or(s.AdminToken, s.BotToken)); err != nil {
		return Installed{}, err
	}
	steps := []func(context.Context) error{in.findTeam, in.readSettings, in.account, in.token, in.join, in.channels, in.commands, in.surroundings}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return in.out, err
		}
	}
	return in.out, nil
}

// clientWith is a client with a token, limited as the bot's own.
func (s Setup) clientWith(token string) (*model.Client4, error) {
	transport := s.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	c, err := newClient(Config{URL: s.URL, Token: token, Transport: transport, Real: s.Real, Observer: nobody{}})
	if err != nil {
		return nil, err
	}
	return c.api, nil
}

func (in *installer) note(f Finding) { in.out.Findings = append(in.out.Findings, f) }

var (
	textTeam        = i18n.T("Équipe {team}", "Team {team}")
	textUnreachable = i18n.T(
		"Le serveur {url} ne répond pas. Vérifiez l’adresse et le réseau, puis relancez `jalon setup`.",
		"The server {url} does not answer. Check the address and the network, then run `jalon setup` again.")
	textBadToken = i18n.T(
		"Le serveur refuse ce jeton. Créez-en un autre (Profil, Sécurité, Jetons d’accès personnels), puis relancez `jalon setup`.",
		"The server refuses this token. Create another one (Profile, Security, Personal Access Tokens), then run `jalon setup` again.")
	textNoTeam = i18n.T(
		"L’équipe **{team}** n’existe pas, ou ce compte n’en est pas membre. Écrivez son nom comme dans les adresses, par exemple `hdf`.",
		"The team **{team}** does not exist, or this account is not in it. Write its name as in addresses, for example `hdf`.")
)

// findTeam finds the region's team. It is the first call: it also tells a wrong
// address and a wrong token.
func (in *installer) findTeam(ctx context.Context) error {
	team, answer, err := in.admin.GetTeamByName(ctx, in.Team, "")
	switch status(answer) {
	case http.StatusOK:
		in.team = team
		in.out.Region, in.out.TeamName = plan.RegionID(team.Id), team.Name
		in.note(good(textTeam.With("team", team.Name), textStateKept.With()))
		return nil
	case http.StatusUnauthorized:
		return plan.Refuse(plan.Denied, textBadToken.With())
	case http.StatusNotFound, http.StatusForbidden:
		if _, fromServer := errors.AsType[*model.AppError](err); fromServer {
			return plan.Refuse(plan.NotFound, textNoTeam.With("team", in.Team))
		}
	}
	return errors.Join(plan.Refuse(plan.Invalid, textUnreachable.With("url", in.URL)), err)
}

// status is that of an answer, 0 when none came.
func status(answer *model.Response) int {
	if answer == nil {
		return 0
	}
	return answer.StatusCode
}

// fail wraps an error of the server that no finding can tell.
func fail(doing string, err error) error { return fmt.Errorf("%s: %w", doing, err) }
