package bot

import (
	"strings"

	"jalon/i18n"
	"jalon/plan"
)

var (
	textButtonDead = i18n.T(
		"Ce bouton n’est plus valable. Rien n’a changé.\nTapez `{line}`.",
		"This button no longer works. Nothing has changed.\nType `{line}`.")
	textFormDead = i18n.T(
		"Ce formulaire n’est plus valable. Rien n’a changé. Fermez-le et recommencez.",
		"This form no longer works. Nothing has changed. Close it and start again.")
	textRefused = i18n.T(
		"Cette commande n’est pas acceptée. Rien n’a changé.",
		"This command is not accepted. Nothing has changed.")
	textGarbled = i18n.T(
		"Cette demande n’est pas lisible. Rien n’a changé.\nSi elle est longue, raccourcissez-la.",
		"This request cannot be read. Nothing has changed.\nIf it is long, shorten it.")
	textTooFast = i18n.T(
		"Vos demandes arrivent trop vite. Celle-ci n’a pas été prise en compte.\nRéessayez dans une minute.",
		"Your requests come too fast. This one was not taken into account.\nTry again in a minute.")
	textBroken = i18n.T(
		"**jalon n’a pas pu terminer.** Rien n’a été modifié.\nRéessayez dans une minute. "+
			"Si le problème continue, transmettez la référence **{ref}** à l’administration de jalon.",
		"**jalon could not finish.** Nothing was changed.\nTry again in a minute. "+
			"If it happens again, give reference **{ref}** to the people who run jalon.")
	textNoForm = i18n.T(
		"Le formulaire ne s’est pas ouvert. Rien n’a changé.\nRéessayez, ou tapez la commande\u202f: `/{line}`",
		"The form did not open. Nothing has changed.\nTry again, or type the command: `/{line}`")
	textButtonsElsewhere = i18n.T(
		"Les boutons de cette réponse sont dans votre conversation avec jalon.",
		"The buttons of this answer are in your conversation with jalon.")
	textHanded = i18n.T(
		"La réponse et son fichier sont dans votre conversation avec jalon.",
		"The answer and its file are in your conversation with jalon.")
	textTyped     = i18n.T("- {label}\u202f: `/{line}`", "- {label}: `/{line}`")
	textMentioned = i18n.T(
		"Réponse à votre message dans {channel}\u202f:",
		"Answer to your message in {channel}:")
	textMissed = i18n.T(
		"Votre message est arrivé pendant une interruption de jalon. Il n’a pas été exécuté.\nEnvoyez-le de nouveau s’il est toujours utile.",
		"Your message arrived while jalon was interrupted. It was not carried out.\nSend it again if it is still useful.")
	textOutside = i18n.T(
		"Votre compte n’est dans l’équipe d’aucune région. Rien n’a changé.\n"+
			"Pour y entrer\u202f: demandez une invitation au SGAR.",
		"Your account is in no region’s team. Nothing has changed.\n"+
			"To get in: ask the SGAR for an invitation.")
	textWhichRegion = i18n.T(
		"Votre compte est dans plusieurs régions\u202f: un message privé ne dit pas laquelle. Rien n’a changé.\n"+
			"Tapez la commande avec sa barre, par exemple `/echeance liste`, depuis la région voulue.",
		"Your account is in several regions: a private message does not say which. Nothing has changed.\n"+
			"Type the command with its slash, for example `/echeance liste`, from the region you mean.")
)

// wayBack is what to type instead of pressing a button that no longer works.
// Nothing of the ticket is shown but an identifier, for it may be forged; its
// line is read only when it is not.
func wayBack(t ticket, genuine bool) string {
	words := []string{t.Subject}
	if genuine {
		words = append(words, strings.Fields(t.Line)...)
	}
	for _, word := range words {
		if ref, ok := plan.ParseDeadlineRef(word); ok {
			return "/echeance voir " + string(ref)
		}
	}
	return "/jalon"
}
