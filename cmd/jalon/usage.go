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
	"demo_at": i18n.T("Date et heure du début, à Paris : 2026-11-23, 2026-11-23T10:00. Par défaut : maintenant.", "Date and hour of the beginning, in Paris: 2026-11-23, 2026-11-23T10:00. By default: now."),
	"script":  i18n.T("Script à suivre, - pour l’entrée standard. Sans script : une invite.", "Script to follow, - for the standard input. Without one: a prompt."),
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

func options(sh shell) []kong.Option {
	vars := kong.Vars{}
	for name, text := range usage {
		vars[name] = text.In(sh.lang)
	}
	return []kong.Option{
		kong.Name("jalon"), kong.Description(vars["program"]), vars,
		kong.Writers(sh.out, sh.err),
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
