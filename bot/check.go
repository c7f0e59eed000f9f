package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/i18n"
	"jalon/plan"
)

var (
	textServer      = i18n.T("Serveur {url}", "Server {url}")
	textStateSilent = i18n.T("sans réponse", "no answer")
	textSilentMend  = i18n.T("vérifier l’adresse et le réseau", "check the address and the network")
	textVersion     = i18n.T("Version de Mattermost", "Version of Mattermost")
	textVersionIs   = i18n.T("{version}", "{version}")
	textVersionMend = i18n.T(
		"jalon est essayé sur 11.4 et 11.6. Sur cette version, essayez d’abord un bouton, un formulaire et un message privé",
		"jalon is tried on 11.4 and 11.6. On this version, first try a button, a form and a private message")
	textStateRefused = i18n.T("refusé par le serveur", "refused by the server")
	textTokenMend    = i18n.T(
		"vérifier que le compte du bot est actif, puis relancer `jalon setup`",
		"check that the bot account is active, then run `jalon setup` again")
	textStateNotBot = i18n.T("celui d’un compte ordinaire", "that of an ordinary account")
	textClock       = i18n.T("Horloge", "Clock")
	textClockIs     = i18n.T("à {seconds}\u202fs de celle du serveur", "{seconds}\u202fs from the server’s")
	textClockMend   = i18n.T(
		"régler l’heure des deux machines (NTP)", "set the time of both machines (NTP)")
	textEditLimit     = i18n.T("Durée pendant laquelle un message peut être modifié", "Time in which a message can be edited")
	textEditUnlimited = i18n.T("sans limite", "no limit")
	textEditIs        = i18n.T("{seconds}\u202fs", "{seconds}\u202fs")
	textEditMend      = i18n.T(
		"sans effet sur jalon, qui ne modifie jamais le texte d’un message",
		"no effect on jalon, which never changes the text of a message")
	textPostSize     = i18n.T("Longueur d’un message", "Length of a message")
	textPostSizeIs   = i18n.T("{size} caractères", "{size} characters")
	textPostSizeMend = i18n.T(
		"les longues réponses seront coupées. Mettre à jour la base du serveur",
		"long answers will be cut. Bring the server’s database up to date")
	textStateUnregistered = i18n.T("absente", "missing")
	textStateAstray       = i18n.T("ne mène pas à jalon", "does not lead to jalon")
	textRegisterMend      = i18n.T("relancer `jalon setup`", "run `jalon setup` again")
	textStateSeen         = i18n.T("correcte", "correct")
	textStateReached      = i18n.T("atteinte par le serveur", "reached by the server")
	textStateUnreached    = i18n.T("non atteinte par le serveur", "not reached by the server")
	textReachMend         = i18n.T(
		"vérifier que `jalon serve` tourne, que le serveur peut appeler cette adresse, "+
			"et qu’il l’accepte si elle est interne (Console système, Environnement, Développeur)",
		"check that `jalon serve` runs, that the server can call this address, "+
			"and that it accepts it if it is internal (System Console, Environment, Developer)")
	textStateUntried = i18n.T("non essayée", "not tried")
	textUntriedMend  = i18n.T("mettre d’abord le reste en ordre", "put the rest in order first")
	textNoChannel    = i18n.T("Service {code}", "Service {code}")
	textStateOpen    = i18n.T(
		"public, toute personne de l’équipe peut y entrer et agir pour le service",
		"public, anybody of the team may join it and act for the service")
	textStateOpenHome = i18n.T(
		"public, ses membres ne gèrent donc ni services, ni agents, ni journal : le rendre privé",
		"public, so its members manage neither services, nor agents, nor the journal: make it private")
	textChannelless = i18n.T("sans canal", "without a channel")
	textChannelMend = i18n.T("lui donner un canal pour qu’il reçoive les rappels", "give it a channel so that it gets reminders")
)

// clockTolerance is the difference of clocks that calls for mending. What is
// measured is exact to the second only.
const clockTolerance = 30 * time.Second

// measured are the versions on which jalon is tried.
var measured = []string{"11.4", "11.6"}

// Check looks at everything that jalon needs on the server, as a plain bot can.
// It changes nothing that people see.
func (b *Bot) Check(ctx context.Context) ([]Finding, error) {
	_, answer, err := b.client.api.GetPing(ctx)
	server := textServer.With("url", b.config.URL)
	if status(answer) == 0 {
		return []Finding{bad(server, textStateSilent.With(), textSilentMend.With())}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reach the server: %w", err)
	}
	findings := []Finding{version(answer.ServerVersion), b.clockFinding()}
	me, answer, err := b.client.api.GetMe(ctx, "")
	switch {
	case status(answer) == http.StatusUnauthorized:
		return append(findings, bad(textBotToken.With(), textStateRefused.With(), textTokenMend.With())), nil
	case err != nil:
		return findings, fmt.Errorf("read the bot's account: %w", err)
	case !me.IsBot:
		return append(findings, bad(textBotToken.With(), textStateNotBot.With(), textTokenMend.With())), nil
	}
	findings = append(findings, good(textBotToken.With(), textStateOK.With()))
	findings = append(findings, b.limits(ctx)...)
	regions, err := b.planner.Regions(ctx)
	if err != nil {
		return findings, err
	}
	reached := b.reached(ctx, regions)
	for _, r := range regions {
		more, err := b.checkRegion(ctx, r, me, reached.OK)
		findings = append(findings, more...)
		if err != nil {
			return findings, err
		}
	}
	return append(findings, reached), nil
}

// version reads "11.4.0.11.4.0.abc…".
func version(header string) Finding {
	parts := strings.SplitN(header, ".", 4)
	what := textVersion.With()
	if len(parts) < 3 {
		f := good(what, textVersionIs.With("version", "?"))
		f.Mend = textVersionMend.With()
		return f
	}
	f := good(what, textVersionIs.With("version", strings.Join(parts[:3], ".")))
	if !slices.Contains(measured, parts[0]+"."+parts[1]) {
		f.Mend = textVersionMend.With()
	}
	return f
}

func (b *Bot) clockFinding() Finding {
	now, _ := b.client.clock.now()
	apart := b.config.Real().Sub(now).Truncate(time.Second)
	f := good(textClock.With(), textClockIs.With("seconds", int(apart.Abs().Seconds())))
	if apart.Abs() > clockTolerance {
		f.OK, f.Mend = false, textClockMend.With()
	}
	return f
}

// limits reads the settings that the server tells its clients. One that cannot
// be read is not spoken of.
func (b *Bot) limits(ctx context.Context) []Finding {
	settings, _, err := b.client.api.GetClientConfig(ctx, "")
	if err != nil {
		return nil
	}
	var findings []Finding
	if seconds, err := strconv.Atoi(settings["PostEditTimeLimit"]); err == nil {
		f := good(textEditLimit.With(), textEditUnlimited.With())
		if seconds >= 0 {
			f.State, f.Mend = textEditIs.With("seconds", seconds), textEditMend.With()
		}
		findings = append(findings, f)
	}
	if size, err := strconv.Atoi(settings["MaxPostSize"]); err == nil {
		f := good(textPostSize.With(), textPostSizeIs.With("size", size))
		if size < model.PostMessageMaxRunesV2 {
			f.Mend = textPostSizeMend.With()
		}
		findings = append(findings, f)
	}
	return findings
}

// checkRegion looks at one region. Its commands are tried when the server reaches
// jalon at all.
func (b *Bot) checkRegion(ctx context.Context, r plan.Region, me *model.User, reached bool) ([]Finding, error) {
	what := textInTeam.With("name", me.Username, "team", r.Name)
	in, err := b.client.inTeam(ctx, string(r.ID), me.Id)
	if err != nil {
		said, refused := errors.AsType[*model.AppError](err)
		if !refused || said.StatusCode != http.StatusForbidden {
			return nil, err
		}
	}
	if !in {
		return []Finding{bad(what, textStateWrong.With(), textInTeamMend.With("name", me.Username, "team", r.Name))}, nil
	}
	findings := []Finding{good(what, textStateOK.With())}
	services, err := b.planner.Services(ctx, r.ID)
	if err != nil {
		return findings, err
	}
	for _, s := range services {
		if !s.Closed {
			findings = append(findings, b.checkChannel(ctx, s, me))
		}
	}
	more, err := b.checkCommands(ctx, r, me, reached)
	return append(findings, more...), err
}

func (b *Bot) checkChannel(ctx context.Context, s plan.Service, me *model.User) Finding {
	if s.Channel == "" {
		f := good(textNoChannel.With("code", s.Code), textChannelless.With())
		f.Mend = textChannelMend.With()
		return f
	}
	what := textChannel.With("channel", s.ChannelName)
	channel, _, err := b.client.api.GetChannel(ctx, string(s.Channel))
	switch {
	case err != nil:
		return bad(what, textStateMissing.With(), textAddCheckMend.With("name", me.Username))
	case channel.DeleteAt != 0:
		return bad(what, textStateArchived.With(), textRestoreCheckMend.With())
	}
	if _, _, err := b.client.api.GetChannelMember(ctx, channel.Id, me.Id, ""); err != nil {
		return bad(what, textStateOutside.With("name", me.Username), textAddCheckMend.With("name", me.Username))
	}
	if channel.Type == model.ChannelTypeOpen {
		state := textStateOpen
		if s.Coordinates() {
			state = textStateOpenHome
		}
		return good(what, state.With())
	}
	return good(what, textStateOK.With())
}

var (
	textAddCheckMend = i18n.T(
		"ajouter `@{name}` au canal, puis relancer `jalon check`",
		"add `@{name}` to the channel, then run `jalon check` again")
	textRestoreCheckMend = i18n.T(
		"rétablir le canal, ou donner un autre canal au service",
		"restore the channel, or give the service another one")
)

// checkCommands looks for the commands among those that the server completes as
// people type, and tries them. A plain bot sees no more of them.
func (b *Bot) checkCommands(ctx context.Context, r plan.Region, me *model.User, reached bool) ([]Finding, error) {
	tokens, err := b.planner.SlashTokens(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	shown, _, err := b.client.api.ListCommands(ctx, string(r.ID), false)
	if err != nil {
		return nil, fmt.Errorf("list the slash commands: %w", err)
	}
	stored := map[string]bool{}
	for _, t := range tokens {
		stored[strings.ToLower(t.Trigger)] = true
	}
	var findings []Finding
	for _, t := range b.config.Router.Triggers(b.config.Lang) {
		what := textCommand.With("trigger", t.Name)
		known := find(shown, t.Name) != nil && stored[strings.ToLower(t.Name)]
		astray := false
		if known && reached {
			here, tried := b.leads(ctx, r.ID, me, t.Name)
			astray = tried && !here
		}
		switch {
		case astray:
			findings = append(findings, bad(what, textStateAstray.With(), textRegisterMend.With()))
		case known:
			findings = append(findings, good(what, textStateSeen.With()))
		case i18n.Fold(t.Name) == t.Name: // a twin with accents may be missing
			findings = append(findings, bad(what, textStateUnregistered.With(), textRegisterMend.With()))
		}
	}
	return findings, nil
}

// reached tells whether the server reaches jalon. Only the server can say, and a
// plain bot can make it: jalon writes itself a message with a button, in the
// conversation that it alone reads, presses it, and deletes it.
func (b *Bot) reached(ctx context.Context, regions []plan.Region) Finding {
	what := textCallback.With("url", b.painter.callback)
	post, err := b.postToSelf(ctx, regions)
	if err != nil {
		return bad(what, textStateUntried.With(), textUntriedMend.With())
	}
	defer func() { _, _ = b.client.api.DeletePost(context.WithoutCancel(ctx), post.Id) }()
	if _, err := b.client.api.DoPostAction(ctx, post.Id, checkAction); err != nil {
		return bad(what, textStateUnreached.With(), textReachMend.With())
	}
	return good(what, textStateReached.With())
}

const checkAction = "check"

func (b *Bot) postToSelf(ctx context.Context, regions []plan.Region) (*model.Post, error) {
	if len(regions) == 0 {
		return nil, plan.ErrNotFound
	}
	me, err := b.client.me(ctx)
	if err != nil {
		return nil, err
	}
	channel, err := b.client.direct(ctx, plan.UserID(me.Id))
	if err != nil {
		return nil, err
	}
	t := b.checkTicket(forCheck, regions[0].ID, channel, me.Id, "")
	post := &model.Post{ChannelId: string(channel), Message: "jalon check"}
	post.AddProp(model.PostPropsAttachments, []*model.MessageAttachment{{Actions: []*model.PostAction{{
		Id: checkAction, Type: model.PostActionTypeButton, Name: checkAction,
		Integration: &model.PostActionIntegration{URL: b.painter.callback + actionPath, Context: t.context()},
	}}}})
	made, _, err := b.client.api.CreatePost(ctx, post)
	return made, err
}
