package commands

import (
	"errors"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var (
	textBodyMissing = i18n.T(
		"Il manque l’instance : son identifiant, son nom court ou des mots de son nom. Rien n’a changé.\nPar exemple : `/{example}`",
		"The body is missing: its identifier, its short name or words of its name. Nothing has changed.\nFor example: `/{example}`")
	textBodyUnknown = i18n.T(
		"**« {word} »** n’est pas une instance connue. Rien n’a changé.\n{hint}",
		"**“{word}”** is not a known body. Nothing has changed.\n{hint}")
	textBodyNotOpen = i18n.T(
		"{ref}, {name}, est fermée. Rien n’a changé.\nPour la voir : `/instance voir {ref}`. Pour la rouvrir : `/instance rouvrir {ref}`",
		"{ref}, {name}, is closed. Nothing has changed.\nTo see it: `/instance voir {ref}`. To open it again: `/instance rouvrir {ref}`")
	textBodySee     = i18n.T("Pour voir les instances : `/instance liste`", "To see the bodies: `/instance liste`")
	textBodySeveral = i18n.T(
		"**{n} instances pour « {word} ».** Laquelle ?\n{list}",
		"**{n} bodies for “{word}”.** Which one?\n{list}")
	textBodyRow = i18n.T("- **{ref}** · {name}", "- **{ref}** · {name}")
)

// mostChoices is how many bodies are proposed when words name several.
const mostChoices = 5

// bodyKinds are the initials of the usual kinds of bodies: people write « CA
// EPF » for the board of the EPF, whose name has the word in full, or not at all.
var bodyKinds = map[string]string{
	"ca": "conseil administration", "cs": "conseil surveillance", "ag": "assemblee generale",
	"copil": "comite pilotage", "cotech": "comite technique", "comop": "comite operationnel",
	"codir": "comite direction", "bureau": "bureau", "comite": "comite", "commission": "commission", "conseil": "conseil",
}

// sittingWords say a meeting of a body rather than its name: « la prochaine réunion
// de l’EPF ».
var sittingWords = []string{"une", "prochaine", "nouvelle", "seance", "reunion"}

// bodyNamed finds an open body by its identifier, by its short name, or by words
// of its name, whatever their accents, capitals and hyphens. A closed one is
// found by its identifier.
func (e *Env) bodyNamed(text string) (plan.Body, error) {
	text = strings.Join(strings.Fields(quotationMarks.Replace(text)), " ")
	if text == "" {
		return plan.Body{}, askFor(e.say(textBodyMissing, "example", e.cmd.examples[0]))
	}
	if number, ok := plan.ParseBodyRef(text); ok {
		v, err := e.plan.ViewBody(e.ctx, e.req.Region, number, e.today())
		return v.Body, err
	}
	found, sure, err := e.bodiesMeant(text)
	switch {
	case err != nil:
		return plan.Body{}, err
	case len(found) == 0:
		return plan.Body{}, e.unknownBody(text)
	default:
		return e.theBody(text, found, sure)
	}
}

// theBody is the only one of the bodies that a text may name, when it surely does;
// else asks which.
func (e *Env) theBody(text string, found []plan.Body, sure bool) (plan.Body, error) {
	switch {
	case len(found) > 1 && sure:
		return plan.Body{}, e.pickBody(text, found)
	case len(found) > 1:
		return plan.Body{}, otherKind{e.pickBody(text, found)}
	case !sure:
		return plan.Body{}, otherKind{e.didYouMean(text, "instance", []string{typedBody(found[0])}, textBodyUnknown, textBodySee)}
	default:
		return found[0], nil
	}
}

// otherKind is the refusal of a name that says another kind than the body that has its
// other words: the bureau of the EPF is not its board. Less of that name is not tried.
type otherKind struct{ error }

func (o otherKind) Unwrap() error { return o.error }

func isOtherKind(err error) bool {
	_, is := errors.AsType[otherKind](err)
	return is
}

// bodyMeant is [Env.bodyNamed] where a text may name something else: found tells
// whether it names a body.
func (e *Env) bodyMeant(text string) (b plan.Body, found bool, err error) {
	if _, ok := plan.ParseBodyRef(text); !ok {
		meant, _, err := e.bodiesMeant(text)
		if err != nil || len(meant) == 0 {
			return plan.Body{}, false, err
		}
	}
	b, err = e.bodyNamed(text)
	return b, err == nil, err
}

// bodyNames are what the open bodies are called.
func (e *Env) bodyNames() ([]string, error) {
	all, _, err := e.plan.FindBodies(e.ctx, e.req.Region, plan.BodyFilter{})
	names := make([]string, len(all))
	for i, b := range all {
		names[i] = b.Called()
	}
	return names, err
}

// bodiesMeant lists the open bodies that a text may name: the one of that short
// name alone, else those with all its words, else those with its words but for
// the kind (« CA EPF »), of that kind. Only where there is none, those that have
// another kind, or none that is known: sure is then false. A kind that comes last is
// rather what follows the name.
func (e *Env) bodiesMeant(text string) (found []plan.Body, sure bool, err error) {
	found, _, err = e.plan.FindBodies(e.ctx, e.req.Region, plan.BodyFilter{Short: i18n.Fold(text)})
	if err != nil || len(found) > 0 {
		return found, true, err
	}
	all, _, err := e.plan.FindBodies(e.ctx, e.req.Region, plan.BodyFilter{})
	found, sure = meantAmong(all, text)
	return found, sure, err
}

// meantAmong lists those of the bodies that a text may name, surely or not.
func meantAmong(all []plan.Body, text string) (found []plan.Body, sure bool) {
	key := nameKey(text)
	words := strings.Fields(key)
	if len(words) == 0 {
		return nil, false
	}
	keep := func(fits func(b plan.Body) bool) (out []plan.Body) {
		for _, b := range all {
			if fits(b) {
				out = append(out, b)
			}
		}
		return out
	}
	if found := keep(func(b plan.Body) bool { return isCalled(b, key) }); len(found) > 0 {
		return found, true
	}
	if found := keep(func(b plan.Body) bool { return hasWords(bodyKey(b), words) }); len(found) > 0 {
		return found, true
	}
	if len(words) > 1 && slices.Contains(sittingWords, words[0]) {
		return meantAmong(all, strings.Join(words[1:], " "))
	}
	bare := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return bodyKinds[w] != "" })
	if len(bare) == 0 || len(bare) == len(words) {
		return nil, false
	}
	found = keep(func(b plan.Body) bool { return hasWords(bodyKey(b), bare) })
	if ofKind := slices.DeleteFunc(slices.Clone(found), func(b plan.Body) bool { return !isOfKind(b, words) }); len(ofKind) > 0 {
		return ofKind, true
	}
	if bodyKinds[words[len(words)-1]] != "" {
		return nil, false
	}
	return found, false
}

// isCalled tells whether a key is that of a body's short name, or of its name.
func isCalled(b plan.Body, key string) bool {
	return nameKey(b.Short) == key || nameKey(b.Name) == key
}

// nameKey is a name as it is compared: without the signs that part its words, and
// that may follow it in a sentence.
func nameKey(name string) string { return serviceKey(nameSigns.Replace(name)) }

var nameSigns = strings.NewReplacer(",", " ", ";", " ", ":", " ", "(", " ", ")", " ", "–", " ", "’", " ", "?", " ")

// bodyKey is what the words that name a body are searched in.
func bodyKey(b plan.Body) []string {
	return strings.Fields(nameKey(strings.Join([]string{b.Short, b.Name, b.Kind, b.Department}, " ")))
}

// hasWords tells whether each word begins one of a key; a short one must be whole.
func hasWords(key, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return !slices.ContainsFunc(key, func(k string) bool {
			return k == w || len(w) >= plan.ShortestPrefix && strings.HasPrefix(k, w)
		})
	})
}

// isOfKind tells whether a body is of the kinds that words say by their initials.
func isOfKind(b plan.Body, words []string) bool {
	key := bodyKey(b)
	return !slices.ContainsFunc(words, func(w string) bool {
		kind := bodyKinds[w]
		return kind != "" && !hasWords(key, strings.Fields(kind)) && !slices.Contains(key, w)
	})
}

// unknownBody names the bodies that a slip could have meant, or the closed one that
// the name is that of.
func (e *Env) unknownBody(text string) error {
	all, _, err := e.plan.FindBodies(e.ctx, e.req.Region, plan.BodyFilter{Closed: true})
	if err != nil {
		return err
	}
	var names []string
	for _, b := range all {
		if b.Closed && isCalled(b, nameKey(text)) {
			return plan.Refuse(plan.Closed, textBodyNotOpen.With("ref", b.Ref(), "name", card.Quote(b.Name)))
		}
		if b.Closed {
			continue
		}
		names = append(names, b.Called())
	}
	return e.unknownName(text, "instance", names, textBodyUnknown, textBodySee)
}

// pickBody lists the bodies that words name, with one button each that does what
// was asked.
func (e *Env) pickBody(text string, found []plan.Body) error {
	var rows []string
	var buttons []card.Button
	for _, b := range found[:min(len(found), mostChoices)] {
		rows = append(rows, e.say(textBodyRow, "ref", b.Ref(), "name", card.Quote(b.Name)))
		buttons = append(buttons, card.Button{
			ID: "instance" + string(b.Ref()), Label: string(b.Ref()), Style: card.Variant, Command: e.withName(text, string(b.Ref())),
		})
	}
	return askFor(e.say(textBodySeveral, "n", len(found), "word", card.Quote(clip(text)), "list", strings.Join(rows, "\n")), buttons...)
}
