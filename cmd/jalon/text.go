package main

import (
	"errors"
	"io/fs"

	"jalon/i18n"
)

// say makes an error that is a sentence for who runs the program.
func say(lang i18n.Lang, m i18n.Msg, args ...any) error { return errors.New(m.In(lang, args...)) }

// These texts are for a terminal: their spaces are plain ones.
var (
	textNotUnderstood = i18n.T(
		"commande ou option non comprise : {why}",
		"command or option not understood: {why}")
	textFileAbsent = i18n.T(
		"{file} n’existe pas. Vérifiez le chemin, et le dossier où la commande est lancée",
		"{file} does not exist. Check the path, and the folder where the command is run")
	textFileDenied = i18n.T("{file} : accès refusé à ce compte", "{file}: access denied to this account")
	textFileThere  = i18n.T("{file} existe déjà. Donnez un autre nom", "{file} exists already. Give another name")
	textSeeHelp    = i18n.T("Aide : jalon --help, jalon <commande> --help", "Help: jalon --help, jalon <command> --help")
	textNoRegion   = i18n.T(
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
	textTwoDatabases = i18n.T(
		"--db et --db-file disent deux choses : gardez l’un des deux",
		"--db and --db-file say two things: keep one of them")
	textNotSetUp = i18n.T(
		"{file} ne contient pas de réglages complets. À faire : jalon setup",
		"{file} does not hold complete settings. To do: jalon setup")
	textNoDatabase = i18n.T(
		"indiquez la base par --db, ou les réglages par --settings",
		"name the database with --db, or the settings with --settings")
	textOpenFile = i18n.T(
		"{file} peut être lu par d’autres, et contient un jeton. À faire : chmod 600 {file}",
		"{file} may be read by others, and holds a token. To do: chmod 600 {file}")
	textEmptySecret = i18n.T("{file} est vide", "{file} is empty")

	textUnknownRegion = i18n.T(
		"« {name} » n’est pas une région. Vouliez-vous dire : {near} ? Régions : {known}",
		"“{name}” is not a region. Did you mean: {near}? Regions: {known}")
	textBareService = i18n.T("un service a un code, un nom et une nature", "a service has a code, a name and a kind")
	textUnknownKind = i18n.T(
		"« {kind} » n’est pas une nature de service. Natures : {known}",
		"“{kind}” is not a kind of service. Kinds: {known}")
	textUnknownZone = i18n.T(
		"« {zone} » n’est pas une zone de jours fériés. Zones : {known}",
		"“{zone}” is not a zone of holidays. Zones: {known}")
	textUnknownClock = i18n.T(
		"« {zone} » n’est pas un fuseau horaire. Par exemple : Europe/Paris, Indian/Reunion",
		"“{zone}” is not a time zone. For example: Europe/Paris, Indian/Reunion")
	textUnknownHour = i18n.T(
		"« {hour} » n’est pas une heure. Par exemple : 8h, 8h30",
		"“{hour}” is not an hour. For example: 8h, 8h30")
	textUnknownPoint = i18n.T(
		"« {point} » n’est pas un jour et une heure. Par exemple : lundi 8h30, ou aucun",
		"“{point}” is not a day and an hour. For example: lundi 8h30, or aucun")
	textUnknownLadder = i18n.T(
		"« {ladder} » n’est pas une échelle de rappels. Par exemple : J-7 J-3 J-1",
		"“{ladder}” is not a ladder of reminders. For example: J-7 J-3 J-1")
	textUnknownRole = i18n.T(
		"« {role} » n’est pas un rôle. Rôles : coordination, décision, contribution, lecture",
		"“{role}” is not a role. Roles: coordination, décision, contribution, lecture")
	textModeleForm = i18n.T(
		"{file} : le modèle s’écrit en .xlsx ou en .csv",
		"{file}: the blank sheet is written as .xlsx or .csv")
	textModeleThere = i18n.T(
		"{file} existe déjà, rien n’est écrit. Donnez un autre nom",
		"{file} exists already, nothing is written. Give another name")
	textModeleDone = i18n.T(
		"{file} est écrit. Une fois rempli, dans le dossier de jalon.json : jalon import services {file}",
		"{file} is written. Once filled in, in the folder of jalon.json: jalon import services {file}")
	textTwiceCode      = i18n.T("deux services ont le code {code}", "two services have the code {code}")
	textTwiceChannel   = i18n.T("deux services ont le canal {channel}", "two services have the channel {channel}")
	textNoCoordination = i18n.T(
		"aucun service n’est le SGAR (colonne nature : sgar)",
		"no service is the SGAR (column nature: sgar)")

	textSetupNeeds = i18n.T(
		"il faut --url, --team, --callback et --services la première fois. Une liste pour commencer : jalon setup --region hauts-de-france",
		"--url, --team, --callback and --services are needed the first time. A list to begin with: jalon setup --region hauts-de-france")
	textSlashTokens = i18n.T(
		"{file} : chaque ligne doit porter une commande et son jeton, par exemple « echeance jeton »",
		"{file}: each line must hold a command and its token, for example “echeance token”")
	textManualNext = i18n.T(
		"Ensuite, relancez jalon setup avec --bot-token-file (le jeton du bot) et --slash-tokens-file (une ligne « commande jeton » par commande).",
		"Then run jalon setup again with --bot-token-file (the bot’s token) and --slash-tokens-file (one line “command token” for each command).")
	textSettingsWritten = i18n.T("Réglages : {file}", "Settings: {file}")
	textSetUp           = i18n.T(
		"jalon est installé. Pour vérifier : jalon check. Pour démarrer : jalon serve",
		"jalon is set up. To check: jalon check. To start: jalon serve")
	textNotComplete = i18n.T(
		"l’installation n’est pas complète : voyez « À faire » ci-dessus, puis relancez jalon setup",
		"the set-up is not complete: see “To do” above, then run jalon setup again")

	textDatabaseGood  = i18n.T("Base de données : {engine}, correcte", "Database: {engine}, correct")
	textOlderDatabase = i18n.T(
		"la base a été faite par un jalon plus ancien. À faire : jalon serve la met à jour ; sauvegardez-la d’abord par jalon backup",
		"the database was made by an older jalon. To do: jalon serve brings it up to date; first back it up with jalon backup")
	textNewerDatabase = i18n.T(
		"la base a été faite par un jalon plus récent. À faire : installer la dernière version de jalon",
		"the database was made by a newer jalon. To do: install the latest version of jalon")
	textInUse = i18n.T(
		"cette base est déjà ouverte par un autre jalon. Arrêtez-le, ou utilisez PostgreSQL",
		"this database is already open in another jalon. Stop it, or use PostgreSQL")
	textNoRehearsal = i18n.T(
		"--now est refusé : cette base n’a pas été créée par setup --rehearsal, et les rappels partiraient pour de bon",
		"--now is refused: this database was not created by setup --rehearsal, and the reminders would really leave")
	textNoCopy = i18n.T(
		"--copy ne copie qu’une base SQLite. Pour PostgreSQL : restaurez une sauvegarde (pg_dump) dans une autre base",
		"--copy only copies an SQLite database. For PostgreSQL: restore a backup (pg_dump) into another database")
	textNoBackup = i18n.T(
		"une base PostgreSQL se sauvegarde par ses propres outils : pg_dump",
		"a PostgreSQL database is backed up by its own tools: pg_dump")
	textBackedUp = i18n.T("Base copiée et vérifiée : {file}", "Database copied and checked: {file}")
)

// fileWords says in words what the system refuses about a file.
func fileWords(err error, lang i18n.Lang) error {
	wrong, ok := errors.AsType[*fs.PathError](err)
	switch {
	case !ok:
		return err
	case errors.Is(wrong, fs.ErrNotExist):
		return say(lang, textFileAbsent, "file", wrong.Path)
	case errors.Is(wrong, fs.ErrPermission):
		return say(lang, textFileDenied, "file", wrong.Path)
	case errors.Is(wrong, fs.ErrExist):
		return say(lang, textFileThere, "file", wrong.Path)
	default:
		return err
	}
}
