package commands

import (
	"strings"

	"jalon/i18n"
	"jalon/plan"
)

// Triggers lists what the chat must know: one per first word, with the hint and
// the description it shows while the command is typed; and its twin with
// accents, which people type as French writes it.
func (r *Router) Triggers(lang i18n.Lang) []Trigger {
	var out []Trigger
	for _, name := range r.triggers() {
		if !r.hasPath(name) {
			continue
		}
		t := Trigger{
			Name: name, Hint: "[" + strings.Join(r.under(name), " | ") + "]",
			Description: capital(r.byPath[name].summary.In(lang)),
		}
		out = append(out, t)
		if t.Name = r.byPath[name].accented; t.Name != "" {
			out = append(out, t)
		}
	}
	return out
}

// Rule is which right a command takes.
type Rule struct {
	Path  string
	Right plan.Right
}

// Rules lists which right each command takes, in the order of the table.
func (r *Router) Rules() []Rule {
	out := make([]Rule, len(r.commands))
	for i, c := range r.commands {
		out[i] = Rule{c.path, c.right}
	}
	return out
}

func (r *Router) hasPath(path string) bool {
	return r.byPath[path] != nil && r.byPath[path].path == path
}

// Table is the list of commands as a Markdown table, for the README.
func (r *Router) Table(lang i18n.Lang) string {
	var b strings.Builder
	b.WriteString(textTableHead.In(lang) + "\n| :-- | :-- | :-- |\n")
	for _, c := range r.commands {
		if c.path != mother && r.isGroup(c.path) {
			continue
		}
		cell := func(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
		b.WriteString("| `" + cell(c.usage()) + "` | " + cell(capital(c.summary.In(lang))) + " | `/" + cell(c.examples[0]) + "` |\n")
	}
	return b.String()
}

var textTableHead = i18n.T("| Commande | Ce qu’elle fait | Exemple |", "| Command | What it does | Example |")
