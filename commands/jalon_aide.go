package commands

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    1,
	path:    "jalon aide",
	aliases: []string{"aide", "help", "jalon help"},
	summary: i18n.T("l’aide, en général ou sur une commande", "help, in general or about one command"),
	args: []arg{{"<commande>", "echeance reporter", i18n.T(
		"la commande dont vous voulez le détail", "the command you want explained"), true}},
	examples: []string{"jalon aide", "jalon aide echeance", "jalon aide echeance reporter"},
	right:    plan.UseIt,
	run:      help,
})

var _ = register(command{
	path:     "echeance",
	accented: "échéance",
	aliases:  []string{"echeance aide", "echeance help"},
	summary:  i18n.T("créer, reporter, clore une échéance", "create, postpone, close a deadline"),
	examples: []string{"echeance"},
	right:    plan.UseIt,
	run:      helpDeadlines,
})

// helpDeadlines shows the actions of /echeance, or one of them.
func helpDeadlines(e *Env) (card.Reply, error) {
	if e.rest == "" {
		return e.helpGroup(e.cmd), nil
	}
	e.rest = e.cmd.trigger() + " " + e.rest
	return help(e)
}

var (
	textHelp = i18n.T(
		"**jalon rappelle les échéances aux services, jusqu’à ce qu’elles soient faites.**\nPour commencer : `/echeance ajouter Note ERBM vendredi`\n{list}\n\nDétail d’une commande : `/jalon aide echeance`\nEn privé ou par une mention, sans barre oblique : `echeance liste`\nRien de classifié ni de diffusion restreinte ici : un titre et un lien suffisent.",
		"**jalon reminds the services of deadlines, until they are done.**\nTo begin: `/echeance ajouter Note ERBM vendredi`\n{list}\n\nAbout one command: `/jalon aide echeance`\nIn private or by a mention, without a slash: `echeance liste`\nNothing classified or restricted here: a title and a link are enough.")
	textHelpTrigger = i18n.T("**`/{trigger}` : {summary}**\n{list}\n\nDétail : `/jalon aide {about} {verb}`", "**`/{trigger}`: {summary}**\n{list}\n\nMore: `/jalon aide {about} {verb}`")
	textHelpLine    = i18n.T("- `{usage}` : {summary}", "- `{usage}`: {summary}")
	textHelpOne     = i18n.T("**{summary}**\n{examples}\n{args}Qui peut : {who}{see}", "**{summary}**\n{examples}\n{args}Who may: {who}{see}")
	textHelpArg     = i18n.T("- `{example}` : {meaning}", "- `{example}`: {meaning}")
	textHelpOption  = i18n.T("- `{example}` (facultatif) : {meaning}", "- `{example}` (optional): {meaning}")
	textSeeAlso     = i18n.T("\nVoir aussi : {list}", "\nSee also: {list}")
	textNoHelp      = i18n.T("**« {word} »** n’est pas une commande.\n{hint}", "**“{word}”** is not a command.\n{hint}")
)

func help(e *Env) (card.Reply, error) {
	asked := strings.TrimPrefix(strings.TrimPrefix(i18n.Fold(e.rest), "/"), mother+" ")
	c := e.router.byPath[asked]
	if c == nil {
		c = e.router.byPath[mother+" "+asked]
	}
	switch {
	case asked == "":
		return e.helpAll(), nil
	case c != nil && c.path != mother && e.router.isGroup(c.path):
		return e.helpGroup(c), nil
	case c != nil:
		return e.helpOne(c), nil
	}
	return card.Reply{}, e.noHelp(asked)
}

func (e *Env) helpAll() card.Reply {
	var rows []string
	for _, c := range e.router.commands {
		if group, _ := e.router.groupOf(c); group == nil {
			rows = append(rows, e.say(textHelpLine, "usage", "/"+c.path, "summary", e.say(c.summary)))
		}
	}
	return card.Reply{Text: e.say(textHelp, "list", strings.Join(rows, "\n"))}
}

// groupOf is the command that a command is an action of: « echeance » of
// « echeance liste », « jalon service » of « jalon service liste ». What stands
// directly under /jalon is of no group.
func (r *Router) groupOf(c *command) (group *command, action string) {
	at := strings.LastIndexByte(c.path, ' ')
	if at < 0 || c.path[:at] == mother {
		return nil, ""
	}
	return r.byPath[c.path[:at]], c.path[at+1:]
}

// helpGroup lists the actions of a trigger or of a group.
func (e *Env) helpGroup(group *command) card.Reply {
	var rows []string
	last := ""
	for _, c := range e.router.commands {
		if of, action := e.router.groupOf(c); of == group {
			rows = append(rows, e.say(textHelpLine, "usage", "/"+c.path, "summary", e.say(c.summary)))
			last = action
		}
	}
	return card.Reply{Text: e.say(textHelpTrigger, "trigger", group.path, "about", strings.TrimPrefix(group.path, mother+" "), "summary", e.say(group.summary),
		"list", strings.Join(rows, "\n"), "verb", last)}
}

func (e *Env) helpOne(c *command) card.Reply {
	var examples, args []string
	for _, x := range c.examples {
		examples = append(examples, "`/"+x+"`")
	}
	for _, a := range c.args {
		text := textHelpArg
		if a.optional {
			text = textHelpOption
		}
		args = append(args, e.say(text, "example", a.example, "meaning", e.say(a.meaning)))
	}
	list := ""
	if len(args) > 0 {
		list = strings.Join(args, "\n") + "\n\n" // an empty line ends a list
	}
	see := ""
	if len(c.seeAlso) > 0 {
		list := make([]string, len(c.seeAlso))
		for i, s := range c.seeAlso {
			list[i] = "`/" + s + "`"
		}
		see = e.say(textSeeAlso, "list", strings.Join(list, ", "))
	}
	return card.Reply{Text: e.say(textHelpOne, "summary", capital(e.say(c.summary)), "examples", strings.Join(examples, "\n"),
		"args", list, "who", e.say(c.whoMay()), "see", see)}
}

func (e *Env) noHelp(asked string) error {
	var list []string
	for _, c := range e.router.commands {
		if names := append([]string{c.path, c.verb()}, c.aliases...); len(nearest(asked, names)) > 0 && len(list) < 2 {
			list = append(list, "`/"+mother+" aide "+c.path+"`")
		}
	}
	hint := e.say(textHelpHint)
	if len(list) > 0 {
		hint = e.say(textDidYouMean, "list", i18n.Or(e.lang, list))
	}
	return askFor(e.say(textNoHelp, "word", card.Quote(clip(asked)), "hint", hint))
}

var textHelpHint = i18n.T("Toutes les commandes : `/jalon aide`", "All commands: `/jalon aide`")

// capital writes a text with its first letter as a capital.
func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}
