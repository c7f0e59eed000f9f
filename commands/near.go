package commands

import (
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// nearest returns up to two of the words that a typing slip could have meant,
// the nearest first. A word of n letters forgives about n/3 slips.
func nearest(word string, among []string) []string {
	folded := i18n.Fold(word)
	type scored struct {
		word string
		far  int
	}
	var found []scored
	for _, w := range among {
		target := i18n.Fold(w)
		far := plan.Distance(folded, target)
		if far <= max(1, min(len(folded), len(target))/3) {
			found = append(found, scored{w, far})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return a.far - b.far })
	var out []string
	for _, s := range found {
		if len(out) < 2 && !slices.Contains(out, s.word) {
			out = append(out, s.word)
		}
	}
	return out
}

// unknownName answers to a name that names nothing: the names of which it could be a
// slip, each with a button that does what was asked, or where to see them all. ids
// begins the identifiers of the buttons; unknown has the places word and hint.
func (e *Env) unknownName(text, ids string, names []string, unknown, seeAll i18n.Msg) error {
	return e.didYouMean(text, ids, nearest(text, names), unknown, seeAll)
}

// didYouMean is [Env.unknownName] with the names of which it could be a slip.
func (e *Env) didYouMean(text, ids string, near []string, unknown, seeAll i18n.Msg) error {
	if len(near) == 0 {
		return askFor(e.say(unknown, "word", card.Quote(clip(text)), "hint", e.say(seeAll)))
	}
	list := make([]string, len(near))
	buttons := make([]card.Button, len(near))
	for i, name := range near {
		line := e.withName(text, name)
		list[i] = "`/" + card.Code(line) + "`"
		buttons[i] = card.Button{ID: ids + string('1'+rune(i)), Label: e.say(labelYes, "word", clip(name)), Style: card.Primary, Command: line}
	}
	return askFor(e.say(unknown, "word", card.Quote(clip(text)),
		"hint", e.say(textDidYouMean, "list", i18n.Or(e.lang, list))), buttons...)
}

// withName is the line typed, with another name for the body or the project.
func (e *Env) withName(typed, name string) string {
	line := strings.TrimSpace(e.cmd.path + " " + e.rest)
	if strings.ContainsAny(name, " ") {
		name = quote(name)
	}
	for _, as := range []string{quote(typed), typed} {
		if head, tail, ok := strings.Cut(line, as); ok {
			return head + name + tail
		}
	}
	return strings.TrimSpace(e.cmd.path + " " + name)
}
