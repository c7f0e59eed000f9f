package main

import (
	"bytes"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"jalon/i18n"
)

// usage holds what the help says, by the name under which the command line
// refers to it.
var usage = map[string]i18n.Msg{
	"program": i18n.T("Rappelle aux services de l’État ce qu’ils ont à remettre, dans Mattermost.", "Reminds the services of the State of what they owe, in Mattermost."),
	"lang":    i18n.T("Langue de jalon : fr ou en.", "jalon’s language: fr or en."),

	"demo":    i18n.T("Essayer jalon dans le terminal, sans serveur.", "Try jalon in the terminal, without a server."),
	"setup":   i18n.T("Installer jalon sur un serveur Mattermost, ou mettre à jour cette installation.", "Set jalon up on a Mattermost server, or bring that up to date."),
	"check":   i18n.T("Dire ce qui ne va pas, et comment y remédier.", "Say what is wrong, and how to mend it."),
	"serve":   i18n.T("Faire tourner jalon.", "Run jalon."),
	"console": i18n.T("Taper des commandes sur une vraie base, sans rien envoyer.", "Type commands on a real database, without sending anything."),
	"backup":  i18n.T("Copier la base, même pendant que jalon tourne.", "Copy the database, even while jalon runs."),
	"purge":   i18n.T("Effacer ce qui n’a plus à être conservé ; serve le fait chaque nuit.", "Erase what is no longer kept; serve does so every night."),
	"date":    i18n.T("Dire comment jalon lit une date : 0 comprise, 3 ambiguë, 2 refusée.", "Say how jalon reads a date: 0 understood, 3 ambiguous, 2 refused."),
	"import":  i18n.T("Importer un tableau : services et agents.", "Import a spreadsheet: services and agents."),
	"modele":  i18n.T("Écrire le tableau vierge que import lit.", "Write the blank spreadsheet that import reads."),
	"version": i18n.T("Dire quel jalon c’est.", "Say which jalon this is."),

	"demo_at": i18n.T("Date et heure du début, à Paris : 2026-11-23, 2026-11-23T10:00. Par défaut : maintenant.", "Date and hour of the beginning, in Paris: 2026-11-23, 2026-11-23T10:00. By default: now."),
	"script":  i18n.T("Script à suivre, - pour l’entrée standard. Sans script : une invite.", "Script to follow, - for the standard input. Without one: a prompt."),

	"settings": i18n.T("Fichier des réglages, écrit par setup. Par défaut : jalon.json.", "File of the settings, written by setup. By default: jalon.json."),
	"db":       i18n.T("Base de données : chemin d’un fichier SQLite, ou adresse postgres://.", "Database: path of an SQLite file, or postgres:// address."),
	"db_file":  i18n.T("Fichier qui contient l’adresse de la base, mot de passe compris ; - pour l’entrée standard.", "File that holds the address of the database, with its password; - for the standard input."),
	"key_file": i18n.T("Fichier de la clé qui scelle les boutons.", "File of the key that seals the buttons."),

	"url":               i18n.T("Adresse du serveur Mattermost.", "Address of the Mattermost server."),
	"team":              i18n.T("Équipe de la région, comme dans les adresses.", "Team of the region, as in addresses."),
	"callback":          i18n.T("Adresse à laquelle le serveur Mattermost atteint jalon.", "Address at which the Mattermost server reaches jalon."),
	"services":          i18n.T("Liste des services, en CSV ou XLSX : code, nom, nature, canal…", "List of the services, in CSV or XLSX, with titles in French: code, nom, nature, canal…"),
	"region":            i18n.T("Écrire une liste de services pour commencer, puis finir : nom ou numéro d’une région de France.", "Write a list of services to begin with, then end: name or number of a region of France."),
	"admin_token_file":  i18n.T("Fichier du jeton d’un administrateur, - pour l’entrée standard. Il n’est jamais gardé.", "File of an administrator’s token, - for the standard input. It is never kept."),
	"bot_token_file":    i18n.T("Fichier du jeton du bot, si un administrateur l’a créé à la main.", "File of the bot’s token, if an administrator created it by hand."),
	"slash_tokens_file": i18n.T("Fichier des jetons des commandes créées à la main : une ligne « echeance jeton » pour chacune.", "File of the tokens of the commands created by hand: one line “echeance token” for each."),
	"setup_listen":      i18n.T("Adresse où serve écoutera. Par défaut : celle de --callback si c’est cette machine seule, sinon 127.0.0.1:8787.", "Address where serve will listen. By default: that of --callback if it is this machine alone, else 127.0.0.1:8787."),
	"create_channels":   i18n.T("Créer les canaux publics qui manquent.", "Create the public channels that are missing."),
	"admin_channel":     i18n.T("Canal où les administrateurs lisent, chaque mois, où en est le journal. Par défaut : celui du SGAR.", "Channel where the administrators read, each month, where the journal stands. By default: that of the SGAR."),
	"rehearsal":         i18n.T("Si la base est à créer : pour des répétitions, dont l’heure peut être choisie.", "If the database is to be created: for rehearsals, whose time may be chosen."),

	"school_holidays": i18n.T("Table des vacances scolaires du ministère de l’Éducation nationale, en CSV. Par défaut : celle des réglages, sinon aucune.", "Table of the school holidays of the Ministry of Education, in CSV. By default: that of the settings, else none."),
	"school_zone":     i18n.T("Zone des vacances scolaires : A, B ou C.", "Zone of the school holidays: A, B or C."),

	"listen":         i18n.T("Adresse où écouter le serveur Mattermost. Par défaut : celle des réglages.", "Address where to listen to the Mattermost server. By default: that of the settings."),
	"metrics_listen": i18n.T("Adresse où montrer /metrics, par exemple 127.0.0.1:9187. Par défaut : nulle part.", "Address where to show /metrics, for example 127.0.0.1:9187. By default: nowhere."),
	"now":            i18n.T("Heure à laquelle commencer, sur une base faite pour des répétitions seulement.", "Time to begin at, on a database made for rehearsals only."),
	"log_format":     i18n.T("Forme du journal technique : text ou json.", "Form of the log: text or json."),
	"log_level":      i18n.T("Détail du journal technique : debug, info, warn ou error.", "Detail of the log: debug, info, warn or error."),

	"as":           i18n.T("Qui parle, et où : @alice, « @alice #sgar ».", "Who speaks, and where: @alice, “@alice #sgar”."),
	"console_team": i18n.T("Équipe, si la base en contient plusieurs.", "Team, if the database holds several."),
	"copy":         i18n.T("Travailler sur une copie : les messages s’affichent ici, et le temps peut passer.", "Work on a copy: messages are shown here, and time may pass."),
	"expression":   i18n.T("La date, comme on l’écrirait : vendredi, fin janvier, dans 3 jours ouvrés.", "The date, as one would write it in French: vendredi, fin janvier, dans 3 jours ouvrés."),
	"date_at":      i18n.T("Jour ou instant de référence : 2026-11-23, 2026-11-23T10:00. Par défaut : maintenant.", "Day or instant of reference: 2026-11-23, 2026-11-23T10:00. By default: now."),
	"zone":         i18n.T("Zone de jours fériés ou fuseau : Métropole, La Réunion, Europe/Paris.", "Zone of holidays or time zone: Métropole, La Réunion, Europe/Paris."),
	"json":         i18n.T("Écrire un objet JSON.", "Write a JSON object."),

	"import_services":       i18n.T("Services et agents, d’un fichier XLSX ou CSV. Sans --apply : un aperçu, rien n’est enregistré.", "Services and agents, from an XLSX or CSV file. Without --apply: a preview, nothing is saved."),
	"import_instances":      i18n.T("Importe des instances, leurs sièges, leurs séances et des échéances, d’un CSV ou d’un XLSX.", "Imports bodies, their seats, their meetings and deadlines, from a CSV or an XLSX."),
	"import_bodies_file":    i18n.T("La liste, en XLSX (plusieurs feuilles) ou en CSV (une sorte de lignes, reconnue à ses colonnes). Voir jalon modele.", "The list, as XLSX (several sheets) or as CSV (one sort of rows, known by its columns). See jalon modele."),
	"import_projects":       i18n.T("Projets et subventions, d’un CSV, d’un XLSX ou d’un GeoJSON. Code de sortie : 1 si des lignes sont rejetées, 2 si le fichier est refusé.", "Projects and grants, from a CSV, an XLSX or a GeoJSON. Exit status: 1 where rows are rejected, 2 where the file is refused."),
	"import_projects_file":  i18n.T("La liste ; ses colonnes sont reconnues à leur nom, sinon à leur contenu.", "The list; its columns are known by their names, else by what they hold."),
	"import_dry":            i18n.T("Aperçu : rien n’est enregistré.", "Preview: nothing is saved."),
	"import_partial":        i18n.T("Enregistrer les lignes justes, même si d’autres sont rejetées.", "Save the rows that are right, even if others are rejected."),
	"import_json":           i18n.T("Écrire le résultat en un objet JSON.", "Print the result as one JSON object."),
	"import_file":           i18n.T("Le fichier : XLSX (feuilles Services et Agents), ou CSV des services.", "The file: XLSX (sheets Services and Agents), or CSV of the services."),
	"import_apply":          i18n.T("Enregistrer, en une fois, si rien n’est à corriger.", "Save, all at once, if nothing is to mend."),
	"import_as":             i18n.T("Qui importe, pour le journal : @alice. Par défaut : personne, au nom de la coordination.", "Who imports, for the journal: @alice. By default: nobody, for the coordination."),
	"modele_file":           i18n.T("Fichier à écrire : .xlsx (Services, Agents, mode d’emploi) ou .csv (services) ; nommé « instances », les instances, sièges, séances et échéances.", "File to write: .xlsx (Services, Agents, how to) or .csv (services); named “instances”, the bodies, seats, meetings and deadlines."),
	"import_reference":      i18n.T("Charge les listes officielles de communes, d’arrondissements et d’EPCI (INSEE, DGCL), en une fois chacune.", "Loads the official lists of communes, arrondissements and EPCI (INSEE, DGCL), each all at once."),
	"import_reference_file": i18n.T("Les listes, en CSV ou en XLSX, reconnues à leurs colonnes (COM, ARR ou siren).", "The lists, as CSV or XLSX, known by their columns (COM, ARR or siren)."),

	"dry_run":     i18n.T("Dire ce qui serait effacé, sans rien effacer.", "Say what would be erased, and erase nothing."),
	"backup_file": i18n.T("Fichier à écrire ; il ne doit pas exister.", "File to write; it must not exist."),
}

// scaffolding is the French of the words that the help prints around ours.
var scaffolding = strings.NewReplacer(
	"Usage: ", "Usage : ",
	"\nCommands:", "\nCommandes :",
	"\nFlags:", "\nOptions :",
	"\nArguments:", "\nArguments :",
	"Show context-sensitive help.", "Montrer cette aide.",
	" for more information on a command.", " pour le détail d’une commande.",
	"\nRun \"", "\nTapez \"",
	"<command>", "<commande>",
	"[flags]", "[options]",
)

// parsing is the French of what kong says of a command line.
var parsing = strings.NewReplacer(
	"unexpected argument ", "argument inattendu ",
	"unknown flag ", "option inconnue ",
	"missing flags: ", "options manquantes : ",
	"expected one of ", "attendu, au choix : ",
	"expected ", "il manque ",
	", did you mean ", ", vouliez-vous dire ",
	" must be one of ", " doit être, au choix : ",
	" but got ", ", et non ",
	" can't be used together", " ne vont pas ensemble",
	" and --", " et --",
)

// parseWords is what kong says of a command line, in a language.
func parseWords(text string, lang i18n.Lang) string {
	if lang == i18n.EN {
		return text
	}
	return parsing.Replace(text)
}

func options(sh shell) []kong.Option {
	vars := kong.Vars{}
	for name, text := range usage {
		vars[name] = text.In(sh.lang)
	}
	return []kong.Option{
		kong.Name("jalon"), kong.Description(vars["program"]), vars,
		kong.Writers(sh.out, sh.err), kong.DefaultEnvars("JALON"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Help(printHelp(sh.lang)),
	}
}

// printHelp prints kong's help in a language.
func printHelp(lang i18n.Lang) kong.HelpPrinter {
	return func(o kong.HelpOptions, ctx *kong.Context) error {
		if lang == i18n.EN {
			return kong.DefaultHelpPrinter(o, ctx)
		}
		var text bytes.Buffer
		out := ctx.Stdout
		ctx.Stdout = &text
		err := kong.DefaultHelpPrinter(o, ctx)
		ctx.Stdout = out
		if err != nil {
			return err
		}
		_, err = scaffolding.WriteString(out, text.String())
		return err
	}
}

// langOf is the language that the command line asks for, known before it is
// read so that its help and its errors are in that language.
func langOf(args []string) i18n.Lang {
	asked := os.Getenv("JALON_LANG")
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			asked = value
		} else if arg == "--lang" && i+1 < len(args) {
			asked = args[i+1]
		}
	}
	if asked == string(i18n.EN) {
		return i18n.EN
	}
	return i18n.FR
}
