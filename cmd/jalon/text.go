package main

import (
	"errors"

	"jalon/i18n"
)

// say makes an error that is a sentence for who runs the program.
func say(lang i18n.Lang, m i18n.Msg, args ...any) error { return errors.New(m.In(lang, args...)) }

var (
	textNoRegion = i18n.T(
		"la base ne contient aucune région. À faire : jalon setup",
		"the database holds no region. To do: jalon setup")
	textWhichRegion = i18n.T(
		"indiquez la région par --team : {names}",
		"name the region with --team: {names}")
	textPasswordShown = i18n.T(
		"un mot de passe sur la ligne de commande est lisible par tous. Écrivez l’adresse de la base dans un fichier : --db-file",
		"a password on the command line can be read by everybody. Write the address of the database in a file: --db-file")
	textBadMoment = i18n.T(
		"« {text} » n’est pas une date. Par exemple : 2026-11-23, 2026-11-23T10:00 ou « 2026-11-23 10:00 »",
		"“{text}” is not a date. For example: 2026-11-23, 2026-11-23T10:00 or “2026-11-23 10:00”")
	textWelcome = i18n.T(
		`jalon, démonstration : une région imaginaire dans une base qui disparaît à la fin.
Vous êtes alice, du SGAR, dans #sgar. Six échéances sont en cours. Essayez :

  /jalon
  /echeance ajouter Bilan FNADT fin janvier pour 59 62
  > {next}         le temps ne passe qu’ainsi : les rappels partent
  @bob #pref-62              et ensuite : [Fait] E2

Aide : ?        Fin : quitter
`,
		`jalon, a demonstration: an imaginary region in a database that goes away at the end.
You are alice, of the SGAR, in #sgar. Six deadlines are under way. Try:

  /jalon
  /echeance ajouter Bilan FNADT fin janvier pour 59 62
  > {next}         time passes only so: reminders leave
  @bob #pref-62              and then: [Done] E2

Help: ?        End: quit
`)
)
