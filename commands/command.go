package commands

import (
	"fmt"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// command declares everything about one thing that can be asked.
type command struct {
	// path is the words that name it: "echeance ajouter". A path of one word
	// answers when nothing follows it.
	path    string
	aliases []string
	// accented is the path of one word as French writes it, when that differs:
	// a second slash command where the server takes it.
	accented string
	// rank is its place among the commands of its trigger, in the order of a
	// deadline's life rather than of the alphabet.
	rank    int
	summary i18n.Msg
	// args are shown in the usage, in order, and in the help.
	args []arg
	// takes are the clauses that its sentence is read into; keywords are the
	// folded words that each open a clause of free text: « canal ~pref-80 ».
	takes    []clause
	keywords []string
	// repeats tells that its date may be a recurrence.
	repeats bool
	// examples are lines that work as written, without their slash.
	examples []string
	// right is what using it takes; plan decides it, for each record. who says it
	// in words where the rule of the right does not say all.
	right   plan.Right
	who     i18n.Msg
	seeAlso []string
	// freely tells that its one word may be followed by words that name no action:
	// « projet ERBM ».
	freely bool
	// undoable tells that what it does can be taken back: its answers say so.
	undoable bool
	run      func(*Env) (card.Reply, error)
}

// arg is one argument as the help shows it.
type arg struct {
	usage    string // in the usage line: <échéance>; empty where only the help shows it
	example  string // in the help, between backquotes
	meaning  i18n.Msg
	optional bool
}

// registered holds every command. Package variables initialised with register
// fill it before the router is made.
var registered []*command

// register adds a command; its file's only global side effect.
func register(c command) *command {
	registered = append(registered, &c)
	return &c
}

// check refuses an incomplete command: such a program must not start.
func (c *command) check() error {
	switch {
	case c.path == "" || c.path != i18n.Fold(c.path):
		return fmt.Errorf("command %q: a path is made of folded words", c.path)
	case c.summary.IsZero():
		return fmt.Errorf("command %q has no summary", c.path)
	case c.right.Rule().IsZero():
		return fmt.Errorf("command %q does not say which right it takes", c.path)
	case len(c.examples) == 0:
		return fmt.Errorf("command %q has no example", c.path)
	case c.run == nil:
		return fmt.Errorf("command %q does nothing", c.path)
	}
	if c.accented != "" && i18n.Fold(c.accented) != c.path {
		return fmt.Errorf("command %q: %q is another word", c.path, c.accented)
	}
	for _, example := range c.examples {
		if !strings.HasPrefix(i18n.Fold(example), strings.Fields(c.path)[0]) {
			return fmt.Errorf("command %q: example %q does not begin with its word", c.path, example)
		}
	}
	return nil
}

// whoMay says who may use the command.
func (c *command) whoMay() i18n.Msg {
	if !c.who.IsZero() {
		return c.who
	}
	return c.right.Rule()
}

// trigger is the first word of the path.
func (c *command) trigger() string {
	first, _, _ := strings.Cut(c.path, " ")
	return first
}

// verb is what follows the trigger, empty for a command of one word.
func (c *command) verb() string {
	_, verb, _ := strings.Cut(c.path, " ")
	return verb
}

// usage is the line that shows how the command is written.
func (c *command) usage() string {
	parts := []string{"/" + c.path}
	for _, a := range c.args {
		switch {
		case a.usage == "":
		case a.optional:
			parts = append(parts, "["+a.usage+"]")
		default:
			parts = append(parts, a.usage)
		}
	}
	return strings.Join(parts, " ")
}

// Arguments that several commands share, each with one meaning everywhere.
var (
	argRef = arg{"<échéance>", "E12", i18n.T(
		"l’identifiant, ou des mots du titre", "the identifier, or words of the title"), false}
	argTitle = arg{"<titre>", "Note ERBM", i18n.T(
		"ce qui est à remettre ; entre guillemets s’il contient une date", "what is due; between quotation marks if it holds a date"), false}
	argDate = arg{"<date>", "vendredi", i18n.T(
		"la date, par exemple `15/12`, `15/12 à 12h`, `dans 3 jours`, `fin janvier`", "the date, for example `15/12`, `15/12 à 12h`, `dans 3 jours`, `fin janvier`"), false}
	argServices = arg{"pour <services>", "pour 59 62", i18n.T(
		"les services concernés, par code, numéro ou nom ; sans cela, celui du canal", "the concerned services, by code, number or name; without it, the channel’s"), true}
	argPerson = arg{"à @personne", "à @alice", i18n.T(
		"la personne qui en répond ; elle reçoit les rappels en privé", "the person who answers for it; the reminders come to them in private"), true}
	argLadder = arg{"rappels <échelons>", "rappels J-7 J-1", i18n.T(
		"quand rappeler, et relancer : `J+1 puis tous les 2 jours ouvrés escalade après 3`, `sans relance` ; `rappels aucun` pour n’en avoir aucun",
		"when to remind, and chase: `J+1 puis tous les 2 jours ouvrés escalade après 3`, `sans relance`; `rappels aucun` for none"), true}
	argReach = arg{"celle-ci | série", "série", i18n.T(
		"pour une échéance qui se répète : celle-ci seulement, ou toute la série", "for a deadline that repeats: this one only, or the whole series"), true}
	argSecrecy = arg{"confidentiel", "confidentiel", i18n.T(
		"son titre ne se montre qu’à ses services et à la coordination ; `non confidentiel` pour le contraire",
		"its title shows only to its services and the coordination; `non confidentiel` for the contrary"), true}
	argUrgency = arg{"urgent", "urgent", i18n.T(
		"rappels et relances partent à toute heure, jours non ouvrés compris ; `non urgent` pour le contraire",
		"reminders and chasers leave at any hour, closed days included; `non urgent` for the contrary"), true}
	argKind = arg{"interne | légale | ferme", "légale", i18n.T(
		"sa nature, qui choisit ses rappels habituels ; interne si elle n’est pas dite",
		"its kind, which chooses its usual reminders; internal when it is not said"), true}
	argReason = arg{"motif \"…\"", "motif \"attente DREAL\"", i18n.T(
		"conseillé, il figure au journal", "advised, it goes to the journal"), true}
)
