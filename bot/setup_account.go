package bot

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/i18n"
	"jalon/plan"
)

var (
	textAccount  = i18n.T("Compte @{name}", "Account @{name}")
	textBotToken = i18n.T("Jeton du bot", "Bot token")
	textTaken    = i18n.T(
		"Le compte @{name} existe et n’est pas un compte de bot. Renommez-le, puis relancez `jalon setup`.",
		"The account @{name} exists and is not a bot account. Rename it, then run `jalon setup` again.")
	textNoBots = i18n.T(
		"Ce jeton ne permet pas de créer le compte du bot. À faire par un administrateur du serveur\u202f: "+
			"activer «\u202fActiver la création de comptes de bot\u202f» (Console système, Intégrations, Comptes de bot), ou donner un jeton d’administrateur.",
		"This token cannot create the bot account. To be done by an administrator of the server: "+
			"turn “Enable Bot Account Creation” on (System Console, Integrations, Bot Accounts), or give an administrator’s token.")
	textNoToken = i18n.T(
		"Aucun jeton n’est donné. Donnez celui d’un administrateur, ou celui du compte de bot qu’il a créé.",
		"No token is given. Give an administrator’s, or that of the bot account they created.")
	textOwner = i18n.T(
		"Propriétaire du compte @{name}",
		"Owner of the account @{name}")
	textOwnedBy   = i18n.T("@{owner}", "@{owner}")
	textOwnerMend = i18n.T(
		"jalon s’arrête le jour où le compte @{owner} est désactivé. "+
			"Si c’est celui d’une personne, recréez le bot depuis un compte de service, ou désactivez «\u202fDésactiver les comptes de bot lorsque leur propriétaire est désactivé\u202f» (Console système, Intégrations, Comptes de bot)",
		"jalon stops the day the account @{owner} is deactivated. "+
			"If it is a person’s, create the bot again from a service account, or turn “Disable bot accounts when owner is deactivated” off (System Console, Integrations, Bot Accounts)")
	textBotDescription = i18n.T("Échéances, rappels et suivi", "Deadlines, reminders and follow-up")
)

// account finds jalon's account, or makes it.
func (in *installer) account(ctx context.Context) error {
	if in.AdminToken == "" {
		return in.ownAccount(ctx)
	}
	user, answer, err := in.admin.GetUserByUsername(ctx, BotName, "")
	switch {
	case status(answer) == http.StatusNotFound:
		return in.createAccount(ctx)
	case err != nil:
		return fail("look for the account", err)
	case !user.IsBot:
		return plan.Refuse(plan.Invalid, textTaken.With("name", BotName))
	}
	in.bot = user
	return in.revive(ctx)
}

// ownAccount is the bot's, when its token is all there is.
func (in *installer) ownAccount(ctx context.Context) error {
	me, _, err := in.admin.GetMe(ctx, "")
	if err != nil {
		return fail("read the bot's account", err)
	}
	in.bot, in.out.Bot = me, plan.UserID(me.Id)
	in.note(good(textAccount.With("name", me.Username), textStateKept.With()))
	return nil
}

func (in *installer) createAccount(ctx context.Context) error {
	bot, answer, err := in.admin.CreateBot(ctx, &model.Bot{
		Username: BotName, DisplayName: BotName, Description: textBotDescription.In(i18n.FR),
	})
	if status(answer) == http.StatusForbidden || status(answer) == http.StatusNotImplemented {
		return plan.Refuse(plan.Denied, textNoBots.With())
	}
	if err != nil {
		return fail("create the account", err)
	}
	in.bot = &model.User{Id: bot.UserId, Username: bot.Username, IsBot: true}
	in.out.Bot = plan.UserID(bot.UserId)
	in.note(done(textAccount.With("name", BotName)))
	return in.owner(ctx, bot)
}

// revive turns a disabled account on again.
func (in *installer) revive(ctx context.Context) error {
	in.out.Bot = plan.UserID(in.bot.Id)
	bot, _, err := in.admin.GetBotIncludeDeleted(ctx, in.bot.Id, "")
	if err != nil {
		return fail("read the bot account", err)
	}
	what := textAccount.With("name", BotName)
	if bot.DeleteAt == 0 {
		in.note(good(what, textStateKept.With()))
		return in.owner(ctx, bot)
	}
	if _, _, err := in.admin.EnableBot(ctx, bot.UserId); err != nil {
		return fail("turn the bot account on", err)
	}
	in.note(done(what))
	return in.owner(ctx, bot)
}

// owner warns of the account on which the bot depends.
func (in *installer) owner(ctx context.Context, bot *model.Bot) error {
	owner, answer, err := in.admin.GetUser(ctx, bot.OwnerId, "")
	if status(answer) == http.StatusNotFound || status(answer) == http.StatusBadRequest {
		return nil // a plugin's
	}
	if err != nil {
		return fail("read the bot's owner", err)
	}
	if owner.IsBot || !in.diesWithOwner() {
		return nil
	}
	f := good(textOwner.With("name", BotName), textOwnedBy.With("owner", owner.Username))
	f.Mend = textOwnerMend.With("owner", owner.Username)
	in.note(f)
	return nil
}

// serverConfig is what jalon reads of a server's settings.
type serverConfig struct {
	ServiceSettings struct {
		DisableBotsWhenOwnerIsDeactivated   *bool
		AllowedUntrustedInternalConnections *string
		EnableCommands                      *bool
	}
}

// readSettings reads the server's settings, as far as the token allows it.
func (in *installer) readSettings(ctx context.Context) error {
	answer, err := in.admin.DoAPIGet(ctx, "/config", "")
	if err != nil {
		return nil //nolint:nilerr // a team's administrator may not: less is then told
	}
	defer answer.Body.Close()
	var c serverConfig
	if err := json.NewDecoder(answer.Body).Decode(&c); err != nil {
		return fail("read the server's settings", err)
	}
	in.settings = &c
	return nil
}

// diesWithOwner tells whether the server disables bots with their owner; it
// does unless told otherwise.
func (in *installer) diesWithOwner() bool {
	c := in.settings
	return c == nil || c.ServiceSettings.DisableBotsWhenOwnerIsDeactivated == nil || *c.ServiceSettings.DisableBotsWhenOwnerIsDeactivated
}

// token keeps the bot's token while it works, else makes one. Earlier tokens
// are left alone: another jalon may use them.
func (in *installer) token(ctx context.Context) error {
	if in.BotToken != "" && in.works(ctx, in.BotToken) {
		in.out.BotToken = in.BotToken
		in.note(good(textBotToken.With(), textStateKept.With()))
		return nil
	}
	if in.AdminToken == "" {
		return plan.Refuse(plan.Denied, textBadToken.With())
	}
	made, _, err := in.admin.CreateUserAccessToken(ctx, in.bot.Id, BotName, 0)
	if err != nil {
		return fail("create the bot's token", err)
	}
	in.out.BotToken = made.Token
	in.note(done(textBotToken.With()))
	return nil
}

// works tells whether a token is the bot's.
func (in *installer) works(ctx context.Context, token string) bool {
	c, err := in.clientWith(token)
	if err != nil {
		return false
	}
	me, _, err := c.GetMe(ctx, "")
	return err == nil && me.Id == in.bot.Id
}
