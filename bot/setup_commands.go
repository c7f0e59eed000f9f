package bot

import (
	"context"
	"net/http"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// Longest texts that the server takes for a command.
const (
	maxHint        = 1024
	maxDescription = 1024
	maxName        = 128
)

var (
	textCommand     = i18n.T("Commande /{trigger}", "Command /{trigger}")
	textStateTaken  = i18n.T("prise par une autre intégration", "taken by another integration")
	textTakenMend   = i18n.T("la renommer ou la supprimer (menu Produits, Intégrations, Commande slash), puis relancer `jalon setup`", "rename or delete it (product menu, Integrations, Slash Commands), then run `jalon setup` again")
	textStateNoKey  = i18n.T("jeton non donné", "token not given")
	textNoKeyMend   = i18n.T("créer la commande comme indiqué, puis donner son jeton à `jalon setup`", "create the command as told, then give its token to `jalon setup`")
	textCommands    = i18n.T("Commandes slash", "Slash commands")
	textStateDenied = i18n.T("ce jeton ne permet pas de les créer", "this token cannot create them")
	textDeniedMend  = i18n.T("les faire créer par un administrateur de l’équipe, comme indiqué", "have them created by an administrator of the team, as told")
	textNotTaken    = i18n.T("refusée par cette version du serveur", "refused by this version of the server")
)

// commands creates the slash commands, or brings them up to date. Their tokens
// are read back, never changed: a set-up run again breaks nothing.
func (in *installer) commands(ctx context.Context) error {
	if in.AdminToken == "" {
		return in.givenTokens()
	}
	known, answer, err := in.admin.ListCommands(ctx, in.team.Id, true)
	if status(answer) == http.StatusForbidden {
		in.note(bad(textCommands.With(), textStateDenied.With(), textDeniedMend.With()))
		return nil
	}
	if err != nil {
		return fail("list the slash commands", err)
	}
	for _, t := range in.Triggers {
		if err := in.command(ctx, t, find(known, t.Name)); err != nil {
			return err
		}
	}
	return nil
}

func find(known []*model.Command, trigger string) *model.Command {
	for _, c := range known {
		if strings.EqualFold(c.Trigger, trigger) {
			return c
		}
	}
	return nil
}

// command makes one command stand as it must.
func (in *installer) command(ctx context.Context, t commands.Trigger, known *model.Command) error {
	what := textCommand.With("trigger", t.Name)
	wanted := in.wanted(t)
	switch {
	case known == nil:
		made, answer, err := in.admin.CreateCommand(ctx, wanted)
		if status(answer) == http.StatusBadRequest {
			in.notCreated(what, t)
			return nil
		}
		if err != nil {
			return fail("create /"+t.Name, err)
		}
		in.note(done(what))
		in.keep(t.Name, made.Token)
	case known.DisplayName != BotName && known.URL != wanted.URL:
		in.note(bad(what, textStateTaken.With(), textTakenMend.With()))
	case same(known, wanted):
		in.note(good(what, textStateKept.With()))
		in.keep(t.Name, known.Token)
	default:
		changed := *known
		changed.Method, changed.URL, changed.DisplayName, changed.Description = wanted.Method, wanted.URL, wanted.DisplayName, wanted.Description
		changed.AutoComplete, changed.AutoCompleteDesc, changed.AutoCompleteHint = true, wanted.AutoCompleteDesc, wanted.AutoCompleteHint
		if _, _, err := in.admin.UpdateCommand(ctx, &changed); err != nil {
			return fail("bring /"+t.Name+" up to date", err)
		}
		in.note(done(what))
		in.keep(t.Name, known.Token)
	}
	return nil
}

// notCreated tells a command that the server does not take. Newer servers want
// plain letters: a twin with accents is then no loss. Otherwise the word is
// taken, by a command that this token may not see.
func (in *installer) notCreated(what i18n.Line, t commands.Trigger) {
	if i18n.Fold(t.Name) != t.Name {
		in.note(good(what, textNotTaken.With()))
		return
	}
	in.note(bad(what, textStateTaken.With(), textTakenMend.With()))
}

// wanted is the command as it must stand.
func (in *installer) wanted(t commands.Trigger) *model.Command {
	return &model.Command{
		TeamId: in.team.Id, Trigger: t.Name, Method: model.CommandMethodPost, URL: in.Callback + slashPath,
		DisplayName: BotName, Description: shorten(t.Description, maxName),
		AutoComplete: true, AutoCompleteHint: shorten(t.Hint, maxHint), AutoCompleteDesc: shorten(t.Description, maxDescription),
	}
}

func same(a, b *model.Command) bool {
	return a.Method == b.Method && a.URL == b.URL && a.DisplayName == b.DisplayName && a.Description == b.Description &&
		a.AutoComplete == b.AutoComplete && a.AutoCompleteHint == b.AutoCompleteHint && a.AutoCompleteDesc == b.AutoCompleteDesc
}

func (in *installer) keep(trigger, token string) {
	in.out.Tokens = append(in.out.Tokens, plan.SlashToken{Region: in.out.Region, Trigger: trigger, Hash: TokenHash(token)})
}

// givenTokens takes the tokens of commands made by hand.
func (in *installer) givenTokens() error {
	for _, t := range in.Triggers {
		what := textCommand.With("trigger", t.Name)
		token := in.SlashTokens[t.Name]
		switch {
		case token != "":
			in.note(good(what, textStateKept.With()))
			in.keep(t.Name, token)
		case i18n.Fold(t.Name) == t.Name: // a twin with accents may be left out
			in.note(bad(what, textStateNoKey.With(), textNoKeyMend.With()))
		}
	}
	return nil
}
