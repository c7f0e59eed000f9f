package console

import (
	"unicode"
	"unicode/utf8"

	"jalon/i18n"
)

var textHelp = i18n.T(`Ce qui se tape ici :
  @bob #pref-62              qui parle, et dans quel canal ; « dm » : en privé
  /echeance ajouter …        une commande ; sans barre oblique en privé
  [Fait] E1                  appuyer sur un bouton de la dernière carte de E1
  [Oui, liste]               appuyer sur un bouton d’une réponse
  > 2027-01-08 09:00         faire passer le temps : ce qui est prévu part à son heure
  >> 2027-01-08 09:00        une panne jusque-là : ce qui était prévu part en retard
  ! /echeance fait E99       dans un script : une ligne qui doit être refusée
  # …                        un commentaire
  ?                          cette aide
  quitter                    finir
Ce que jalon sait faire : /jalon aide`,
	`What can be typed here:
  @bob #pref-62              who speaks, and in which channel; “dm”: in private
  /echeance ajouter …        a command; without its slash in private
  [Done] E1                  press a button of the last card of E1
  [Yes, liste]               press a button of an answer
  > 2027-01-08 09:00         let time pass: what is planned leaves at its hour
  >> 2027-01-08 09:00        an outage until then: what was planned leaves late
  ! /echeance fait E99       in a script: a line that must be refused
  # …                        a comment
  ?                          this help
  quit                       end
What jalon can do: /jalon aide`)

// Help says what can be typed.
func (c *Console) Help() string { return textHelp.In(c.Lang) }

// sentence writes a text with its first letter as a capital.
func sentence(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}
