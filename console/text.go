package console

import "jalon/i18n"

// These texts are for a terminal: their spaces are plain ones.
var (
	textPrivate   = i18n.T("visible par vous seulement", "only visible to you")
	textEdited    = i18n.T("carte modifiée", "card edited")
	textInThread  = i18n.T("dans le fil", "in the thread")
	textForm      = i18n.T("Formulaire « {title} »", "Form “{title}”")
	textField     = i18n.T("{field} : {help}", "{field}: {help}")
	textOptional  = i18n.T("(facultatif)", "(optional)")
	textValue     = i18n.T("Déjà rempli : {value}", "Already filled in: {value}")
	textOneLine   = i18n.T("Sur une ligne : {line}", "On one line: {line}")
	textNothing   = i18n.T("(rien n’est parti)", "(nothing was sent)")
	textRefused   = i18n.T("Ligne {line} : refusée.", "Line {line}: refused.")
	textAccepted  = i18n.T("Ligne {line} : acceptée, alors que « ! » attend un refus.", "Line {line}: accepted, whereas “!” expects a refusal.")
	textMistake   = i18n.T("Ligne {line} : {why}", "Line {line}: {why}")
	textNoMember  = i18n.T("personne ne s’appelle @{name}. Membres : {known}.", "nobody is called @{name}. Members: {known}.")
	textNoChannel = i18n.T("le canal #{name} n’existe pas. Canaux : {known} ; en privé : dm.", "the channel #{name} does not exist. Channels: {known}; in private: dm.")
	textNoSpeaker = i18n.T("indiquez d’abord qui parle et où, par exemple : @alice #sgar", "first say who speaks and where, for example: @alice #sgar")
	textUnknown   = i18n.T(
		"« {line} » n’est pas compris. Dans un canal, une commande commence par une barre oblique : /echeance liste",
		"“{line}” is not understood. In a channel, a command begins with a slash: /echeance liste")
	textNoCard    = i18n.T("{who} ne voit aucune carte de {ref}.", "{who} sees no card of {ref}.")
	textBareCard  = i18n.T("la carte de {ref} n’a plus de bouton.", "the card of {ref} has no button any more.")
	textNoButtons = i18n.T("aucun bouton [{label}] n’est visible ici.", "no button [{label}] is visible here.")
	textNoButton  = i18n.T("il n’y a pas de bouton [{label}]. Boutons visibles : {known}", "there is no button [{label}]. Visible buttons: {known}")
	textNoMoment  = i18n.T(
		"« {text} » n’est pas une date. Par exemple : 2027-01-08 ou 2027-01-08 09:00",
		"“{text}” is not a date. For example: 2027-01-08 or 2027-01-08 09:00")
	textWhen      = i18n.T("il manque la date. Par exemple : > 2027-01-08 09:00", "the date is missing. For example: > 2027-01-08 09:00")
	textBackwards = i18n.T("l’horloge ne recule pas : il est {now}.", "the clock does not go back: it is {now}.")
	textNoReplay  = i18n.T(
		"l’heure de cette base est la vraie : rien n’est rejoué. Pour essayer sur une copie : jalon console --copy",
		"the time of this database is the real one: nothing is replayed. To try on a copy: jalon console --copy")
	textUnclosed = i18n.T("il manque le crochet fermant, par exemple : [Fait] E1", "the closing bracket is missing, for example: [Fait] E1")
)
