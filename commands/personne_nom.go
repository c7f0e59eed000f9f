package commands

import (
	"errors"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How somebody who sits is found by a part of their name: « Lemaire », « Mme Vasseur ».

var (
	textSitterSeveral = i18n.T(
		"**{n} personnes pour « {word} ».** Laquelle ?\n{list}",
		"**{n} people for “{word}”.** Which one?\n{list}")
	textSitterRow = i18n.T("- {name}", "- {name}")
)

// titleKeys makes the titles of people alike, however they are written.
var titleKeys = map[string]string{
	"m": "m", "monsieur": "m", "mme": "mme", "madame": "mme", "mlle": "mme", "dr": "",
}

// personKey parts a name into its title, empty for none, and its words.
func personKey(name string) (title string, words []string) {
	words = strings.Fields(nameKey(strings.ReplaceAll(name, ".", " ")))
	if len(words) > 0 {
		if key, ok := titleKeys[words[0]]; ok {
			return key, words[1:]
		}
	}
	return "", words
}

// startsWithTitle tells words that say how somebody is addressed, then a name.
func startsWithTitle(words []string) bool {
	return len(words) > 1 && slices.Contains(titles, i18n.Fold(words[0]))
}

// sitters lists those who sit; nobody for who may not read the meetings, whom a guess
// would tell names.
func (e *Env) sitters() ([]plan.Sitter, error) {
	if !plan.AllowedIn(e.dir.Actor, plan.ReadMeetings, "") {
		return nil, nil
	}
	return e.plan.Sitters(e.ctx, e.req.Region)
}

// sittersMeant lists those whom a text may name: by their whole name, but for a title
// that is not said, else by whole words of it, else by how its words begin.
func sittersMeant(all []plan.Sitter, text string) []plan.Sitter {
	title, said := personKey(text)
	if len(said) == 0 {
		return nil
	}
	for _, fits := range []func(words []string) bool{
		func(words []string) bool { return slices.Equal(words, said) },
		func(words []string) bool { return containsAll(words, said) },
		func(words []string) bool { return hasWords(words, said) },
	} {
		var found []plan.Sitter
		for _, s := range all {
			if slices.ContainsFunc(s.Names, func(name string) bool {
				own, words := personKey(name)
				return (title == "" || own == "" || own == title) && fits(words)
			}) {
				found = append(found, s)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func containsAll(words, said []string) bool {
	return !slices.ContainsFunc(said, func(w string) bool { return !slices.Contains(words, w) })
}

// sittersNear lists those whom a slip in a text may have missed.
func sittersNear(all []plan.Sitter, text string) []plan.Sitter {
	_, said := personKey(text)
	var out []plan.Sitter
	for _, s := range all {
		var words []string
		for _, name := range s.Names {
			_, parts := personKey(name)
			words = append(append(words, parts...), strings.Join(parts, " "))
		}
		if len(nearest(strings.Join(said, " "), words)) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// typedSitter is how somebody who sits is typed: by their account, else by their name.
func typedSitter(s plan.Sitter) string {
	if s.Username != "" {
		return "@" + s.Username
	}
	return s.Names[0]
}

// theSitter is the only one of those found, else asks which.
func (e *Env) theSitter(text string, found []plan.Sitter) (plan.Sitter, error) {
	if len(found) == 1 {
		return found[0], nil
	}
	var rows []string
	var buttons []card.Button
	for i, s := range found[:min(len(found), mostChoices)] {
		rows = append(rows, e.say(textSitterRow, "name", card.Quote(s.Name)))
		buttons = append(buttons, card.Button{
			ID: "personne" + string('1'+rune(i)), Label: clip(s.Name), Style: card.Variant, Command: e.withName(text, typedSitter(s)),
		})
	}
	return plan.Sitter{}, askFor(e.say(textSitterSeveral, "n", len(found), "word", card.Quote(clip(text)), "list", strings.Join(rows, "\n")), buttons...)
}

// sitterAt reads the longest name of somebody that begins words, and tells how many
// it uses: an account, else somebody who sits.
func (e *Env) sitterAt(left []string) (plan.Sitter, int, error) {
	if a, err := e.plan.AgentNamed(e.ctx, e.req.Region, left[0]); !errors.Is(err, plan.ErrNotFound) {
		return plan.Sitter{Representative: plan.RepresentativeOf(a), Username: a.Username}, 1, err
	}
	all, err := e.sitters()
	if err != nil {
		return plan.Sitter{}, 0, err
	}
	for n := len(left); n > 0; n-- {
		text := strings.Join(left[:n], " ")
		if found := sittersMeant(all, text); len(found) > 0 {
			who, err := e.theSitter(text, found)
			return who, n, err
		}
	}
	return plan.Sitter{}, 0, nil
}

// sitterNamed finds who a text names: an account, or somebody who sits, by a part of
// their name that says who. It is nobody when that names none.
func (e *Env) sitterNamed(text string) (plan.Representative, error) {
	who, err := e.representative(text)
	if err != nil || who.User != "" {
		return who, err
	}
	s, used, err := e.sitterAt(strings.Fields(who.Name))
	if err != nil || used < len(strings.Fields(who.Name)) {
		return plan.Representative{}, err
	}
	return s.Representative, nil
}

// unknownAmong refuses what is neither a body nor somebody who sits, with the nearest
// ones.
func (e *Env) unknownAmong(text string, unknown, seeAll i18n.Msg) error {
	names, err := e.bodyNames()
	if err != nil {
		return err
	}
	all, err := e.sitters()
	if err != nil {
		return err
	}
	near := append(nearest(text, names), typedSitters(sittersNear(all, text))...)
	return e.didYouMean(text, "dire", near[:min(len(near), 2)], unknown, seeAll)
}

// typedSitters are the first two of some people who sit, as they are typed.
func typedSitters(found []plan.Sitter) []string {
	var out []string
	for _, s := range found[:min(len(found), 2)] {
		out = append(out, typedSitter(s))
	}
	return out
}

// withoutJoints takes off the beginning of a text the words that only lead to a name.
func withoutJoints(text string) string {
	for {
		first, rest := cutWord(text)
		if rest == "" || !isJointWord(first) {
			return text
		}
		text = rest
	}
}
