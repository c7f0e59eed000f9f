package bot

import (
	"fmt"
	"strings"

	"jalon/i18n"
)

var (
	textManualHead = i18n.T(
		"À faire une fois dans Mattermost, par un administrateur de l’équipe {team}\u202f:",
		"To be done once in Mattermost, by an administrator of team {team}:")
	textManualBot = i18n.T(
		"1. Menu Produits, Intégrations, Comptes de bot, Ajouter un compte de bot\n"+
			"   Nom d’utilisateur\u202f: {name}\n"+
			"   Rôle\u202f: Membre\n"+
			"   Créer le compte, puis copier son jeton. Il n’est montré qu’une fois.",
		"1. Product menu, Integrations, Bot Accounts, Add Bot Account\n"+
			"   Username: {name}\n"+
			"   Role: Member\n"+
			"   Create the account, then copy its token. It is shown only once.")
	textManualTeam = i18n.T(
		"2. Dans l’équipe {team}, inviter @{name}, puis l’ajouter aux canaux {channels}",
		"2. In team {team}, invite @{name}, then add it to the channels {channels}")
	textManualCommands = i18n.T(
		"3. Menu Produits, Intégrations, Commande slash, une fois par commande ci-dessous.\n"+
			"   Pour toutes\u202f:\n"+
			"   Titre\u202f: {name}\n"+
			"   URL de requête\u202f: {url}\n"+
			"   Méthode de requête\u202f: POST\n"+
			"   Auto-complétion\u202f: cochée\n"+
			"   Enregistrer chaque commande, puis copier son jeton.",
		"3. Product menu, Integrations, Slash Commands, once for each command below.\n"+
			"   For all of them:\n"+
			"   Title: {name}\n"+
			"   Request URL: {url}\n"+
			"   Request Method: POST\n"+
			"   Autocomplete: ticked\n"+
			"   Save each command, then copy its token.")
	textManualCommand = i18n.T(
		"   - Mot-clé de déclenchement\u202f: {trigger}\n"+
			"     Description\u202f: {description}\n"+
			"     Indice de l’auto-complétion\u202f: {hint}\n"+
			"     Description de l’auto-complétion\u202f: {description}",
		"   - Command Trigger Word: {trigger}\n"+
			"     Description: {description}\n"+
			"     Autocomplete Hint: {hint}\n"+
			"     Autocomplete Description: {description}")
	textManualNetwork = i18n.T(
		"4. Si {host} est sur un réseau interne, un administrateur du serveur l’ajoute à "+
			"«\u202fAutoriser les connexions internes non approuvées à\u202f» (Console système, Environnement, Développeur).",
		"4. If {host} stands on an internal network, an administrator of the server adds it to "+
			"“Allow untrusted internal connections to” (System Console, Environment, Developer).")
)

// Manual is what an administrator must click where jalon may be given no
// administrator's token, with every value to be typed.
func (s Setup) Manual(lang i18n.Lang) (string, error) {
	callback, err := baseURL(s.Callback)
	if err != nil {
		return "", err
	}
	host, _ := internalHost(callback, "")
	var channels []string
	for _, service := range s.Services {
		if service.ChannelName != "" && !service.Closed {
			channels = append(channels, "~"+service.ChannelName)
		}
	}
	parts := []string{
		textManualHead.In(lang, "team", s.Team),
		textManualBot.In(lang, "name", BotName),
		textManualTeam.In(lang, "team", s.Team, "name", BotName, "channels", strings.Join(channels, ", ")),
	}
	commands := []string{textManualCommands.In(lang, "name", BotName, "url", callback+slashPath)}
	for _, t := range s.Triggers {
		commands = append(commands, textManualCommand.In(lang, "trigger", t.Name, "description", t.Description, "hint", t.Hint))
	}
	parts = append(parts, strings.Join(commands, "\n"), textManualNetwork.In(lang, "host", host))
	return fmt.Sprintln(strings.Join(parts, "\n\n")), nil
}
