package commands

import (
	"fmt"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How a data call, and the service that answers it, are named in a line.

// namedCall is what begins a line about a data call.
type namedCall struct {
	view    plan.DataCallView
	service plan.ServiceID // after « pour », empty when unsaid
	area    string         // after « arrondissement »
	rest    string         // as it was typed
}

var (
	textWhichCall = i18n.T(
		"De quelle remontée s’agit-il ? Rien n’a changé.\nPar exemple : `/{example}`. Pour les retrouver : `/remontee liste`",
		"Which data call? Nothing has changed.\nFor example: `/{example}`. To find them: `/remontee liste`")
	textNoCallNamed = i18n.T(
		"Aucune remontée pour **« {words} »**.\nPour les retrouver : `/remontee liste`",
		"No data call for **“{words}”**.\nTo find them: `/remontee liste`")
	textSeveralCalls = i18n.T(
		"**{total} remontées pour « {words} ».** Laquelle ?\n{list}",
		"**{total} data calls for “{words}”.** Which one?\n{list}")
	textWaitingCalls = i18n.T(
		"**{total} remontées attendent votre réponse.** Laquelle ?\n{list}",
		"**{total} data calls wait for your answer.** Which one?\n{list}")
)

// callAndRest reads the data call that begins a line, the service that « pour » names,
// and what is left.
func (e *Env) callAndRest() (namedCall, error) {
	line := strings.TrimSpace(e.rest)
	word, rest := cutWord(line)
	if ref, is := plan.ParseDataCallRef(strings.TrimRight(word, ",:")); is {
		return e.callNumbered(ref, rest)
	}
	if n, found, err := e.callTitled(line); found || err != nil {
		return n, err
	}
	return e.callWaiting(line)
}

func (e *Env) callNumbered(ref plan.Ref, rest string) (namedCall, error) {
	v, err := e.plan.ViewDataCall(e.ctx, e.call, ref)
	if err != nil {
		return namedCall{}, err
	}
	n := namedCall{view: v, rest: rest}
	err = e.forWhom(&n)
	e.s.ref, e.s.text = ref, n.rest
	return n, err
}

// callTitled finds a data call by the quotation, or the word, that begins the line:
// « CRTE-2026 » has the words of « CRTE – COPIL 2026 ».
func (e *Env) callTitled(line string) (n namedCall, found bool, err error) {
	tokens, err := lex(line)
	if err != nil || len(tokens) == 0 {
		return n, false, err
	}
	first := tokens[0]
	name := strings.FieldsFunc(i18n.Fold(first.text), func(r rune) bool { return strings.ContainsRune(" -–—’'", r) })
	if len(name) == 0 || !first.quoted && !slices.ContainsFunc(name, func(w string) bool { return len([]rune(w)) > 2 }) {
		return n, false, nil
	}
	all, total, err := e.plan.FindDataCalls(e.ctx, e.req.Region, e.sight, plan.DataCallFilter{Closed: true, Words: name, Limit: 5})
	if err != nil || total == 0 {
		return n, false, err
	}
	if total > 1 {
		return n, true, e.pickCall(textSeveralCalls, first.text, all, total, line[first.end:])
	}
	n, err = e.callNumbered(all[0].Ref(), strings.TrimSpace(line[first.end:]))
	return n, true, err
}

// callWaiting is the only data call that waits for an answer of the person, when the
// line names none.
func (e *Env) callWaiting(line string) (namedCall, error) {
	var mine []plan.ServiceID
	if at := e.dir.Place.Service; at != "" {
		mine = append(mine, at)
	} else {
		for _, m := range e.dir.Actor.Services {
			mine = append(mine, m.Service)
		}
	}
	if len(mine) == 0 {
		return namedCall{}, e.whichCall(line)
	}
	all, total, err := e.plan.FindDataCalls(e.ctx, e.req.Region, e.sight, plan.DataCallFilter{Services: mine, Waiting: true, Limit: 5})
	switch {
	case err != nil:
		return namedCall{}, err
	case total == 1 && line != "":
		return e.callNumbered(all[0].Ref(), line)
	case total > 0:
		return namedCall{}, e.pickCall(textWaitingCalls, "", all, total, line)
	default:
		return namedCall{}, e.whichCall(line)
	}
}

// chooseResponder asks for which service, with one button each that says the line
// again for it.
func (e *Env) chooseResponder(c *plan.Choice) card.Reply {
	var buttons []card.Button
	line := ""
	for i, s := range c.Services[:min(len(c.Services), 5)] {
		typed := strings.TrimSpace(e.cmd.path + " " + string(e.s.ref) + " pour " + plan.TypedCode(s.Code) + " " + e.s.text)
		if line == "" {
			line = typed
		}
		buttons = append(buttons, card.Button{ID: fmt.Sprintf("service%d", i+1), Label: s.Code, Style: card.Variant, Command: typed})
	}
	return card.Reply{Error: true, Text: e.say(textChoosePart, "line", card.Code(line)), Buttons: buttons}
}

// whichCall asks which data call is meant.
func (e *Env) whichCall(line string) error {
	if line != "" {
		return askFor(e.say(textNoCallNamed, "words", card.Quote(clip(line))))
	}
	return askFor(e.say(textWhichCall, "example", e.cmd.examples[0]))
}

// pickCall lists data calls, with one button each that does what was asked.
func (e *Env) pickCall(text i18n.Msg, words string, found []plan.Deadline, total int, rest string) error {
	list := make([]string, len(found))
	buttons := make([]card.Button, len(found))
	for i, d := range found {
		ref := string(d.Ref())
		list[i] = bullet + e.drawer().callLine(d)
		buttons[i] = card.Button{ID: "choisir" + ref, Label: ref, Style: card.Variant, Command: strings.TrimSpace(e.cmd.path + " " + ref + " " + strings.TrimSpace(rest))}
	}
	return askFor(e.say(text, "total", total, "words", card.Quote(clip(words)), "list", strings.Join(list, "\n")), buttons...)
}

// forWhom takes « pour 59 » and « arrondissement Lens » off the beginning of what is
// left, or off its end where only services of the data call follow « pour ».
func (e *Env) forWhom(n *namedCall) error {
	for {
		word, rest := cutWord(n.rest)
		switch i18n.Fold(word) {
		case "pour":
			taken, err := e.takeService(n, rest)
			if err != nil || !taken {
				return err
			}
			continue
		case "arrondissement", "arr", "arr.":
			if area, left := takeArea(rest); area != "" {
				n.area, n.rest = area, left
				continue
			}
		}
		break
	}
	if n.service == "" {
		e.serviceAtEnd(n)
	}
	return nil
}

// takeService reads the service that begins a text.
func (e *Env) takeService(n *namedCall, text string) (bool, error) {
	tokens, err := lex(text)
	if err != nil || len(tokens) == 0 {
		return false, err
	}
	ids, used := e.x.longestAt(words(tokens))
	if used == 0 {
		return false, unknownService(e.x, tokens[0].text)
	}
	if len(ids) > 1 {
		choice := &plan.Choice{}
		for _, id := range ids {
			choice.Services = append(choice.Services, e.x.byID(id))
		}
		return false, choice
	}
	n.service = ids[0]
	n.rest = strings.TrimLeft(text[tokens[used-1].end:], " :,")
	return true, nil
}

// takeArea reads the name of an arrondissement that begins a text.
func takeArea(text string) (area, rest string) {
	tokens, err := lex(text)
	if err != nil {
		return "", text
	}
	i := 0
	for i < len(tokens) && isJoint(tokens[i].text) {
		i++
	}
	if i == len(tokens) {
		return "", text
	}
	name := tokens[i].text
	for _, article := range []string{"d'", "d’", "l'", "l’"} {
		name = strings.TrimPrefix(name, article)
	}
	return strings.TrimRight(name, ":,"), strings.TrimLeft(text[tokens[i].end:], " :,")
}

// serviceAtEnd takes « pour 59 » off the end, where it names a service that is asked.
func (e *Env) serviceAtEnd(n *namedCall) {
	tokens, err := lex(n.rest)
	if err != nil {
		return
	}
	for i := len(tokens) - 2; i >= 0; i-- {
		if tokens[i].quoted || i18n.Fold(tokens[i].text) != "pour" {
			continue
		}
		found, unknown := e.x.match(words(tokens[i+1:]))
		if len(found) != 1 || len(unknown) > 0 {
			return
		}
		if _, asked := n.view.Deadline.Part(found[0]); asked {
			n.service, n.rest = found[0], strings.TrimSpace(n.rest[:tokens[i].start])
		}
		return
	}
}
