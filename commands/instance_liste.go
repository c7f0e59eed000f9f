package commands

import (
	"fmt"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    2,
	path:    "instance liste",
	aliases: []string{"instance lister", "instance list", "instances"},
	summary: i18n.T("voir les instances et leur prochaine séance", "see the bodies and their next meeting"),
	args: []arg{{"<filtres>", "59 comité", i18n.T(
		"dans n’importe quel ordre : un département, des mots du nom, `@alice` pour les sièges d’une personne, `fermées`",
		"in any order: a department, words of the name, `@alice` for the seats of somebody, `fermées`"), true}},
	examples: []string{"instance liste", "instance liste 59", "instance liste comité"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"instance voir", "instance dormantes"},
	run:      listBodies,
})

// bodiesPage is how many bodies a list shows: they are short lines.
const bodiesPage = 10

var (
	textBodyCount     = i18n.T("**{n} instance{scope}**", "**{n} body{scope}**")
	textBodyCounts    = i18n.T("**{n} instances{scope}**", "**{n} bodies{scope}**")
	textBodyItem      = i18n.T("- **{name}** ({ref}) · {next}", "- **{name}** ({ref}) · {next}")
	textBodyNoMeeting = i18n.T("aucune séance à venir", "no meeting to come")
	textClosedOne     = i18n.T("fermée", "closed")
	textNoBodies      = i18n.T(
		"Aucune instance enregistrée.\nPour commencer : `/instance ajouter \"Comité régional ERBM\" court ERBM`",
		"No body recorded.\nTo begin: `/instance ajouter \"Comité régional ERBM\" court ERBM`")
	textNoBodiesSo = i18n.T(
		"Aucune instance{scope}.\nToutes les instances : `/instance liste`",
		"No body{scope}.\nAll the bodies: `/instance liste`")
	textScopePlace  = i18n.T(", {department}", ", {department}")
	textScopeWords  = i18n.T(" pour « {words} »", " for “{words}”")
	textScopePerson = i18n.T(" où siège ou supplée {who}", " where {who} sits or stands in")
	textScopeClosed = i18n.T(", fermées comprises", ", closed ones included")
)

// bodyListing is a list of bodies as it was asked for.
type bodyListing struct {
	filter plan.BodyFilter
	page   int
	person string
	words  []string
	kept   []string
}

func listBodies(e *Env) (card.Reply, error) {
	l, err := e.bodyListing()
	if err != nil {
		return card.Reply{}, err
	}
	l.filter.Limit, l.filter.Offset = bodiesPage, (l.page-1)*bodiesPage
	found, total, err := e.plan.ListBodies(e.ctx, e.req.Region, l.filter, e.today())
	if err != nil {
		return card.Reply{}, err
	}
	scope := e.bodyScope(l)
	switch {
	case total == 0 && scope == "":
		return card.Reply{Text: e.say(textNoBodies)}, nil
	case total == 0:
		return card.Reply{Text: e.say(textNoBodiesSo, "scope", scope)}, nil
	}
	rows := []string{e.say(i18n.Plural(e.lang, total, textBodyCount, textBodyCounts), "n", total, "scope", scope)}
	w := e.drawer()
	for _, v := range found {
		rows = append(rows, e.say(textBodyItem, "name", card.Quote(v.Body.Called()), "ref", v.Ref(), "next", w.nextShort(v)))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	if left := total - l.filter.Offset - len(found); left > 0 {
		line := strings.Join(append(append([]string{e.cmd.path}, l.kept...), fmt.Sprintf("page %d", l.page+1)), " ")
		reply.Text += "\n\n" + e.say(i18n.Plural(e.lang, left, textMore, textMores), "n", left, "line", card.Code(line))
		reply.Buttons = []card.Button{{ID: "suite", Label: e.say(labelNext), Style: card.Quiet, Command: line}}
	}
	return reply, nil
}

// nextShort is when a body meets next, in a list.
func (w drawer) nextShort(v plan.BodyView) string {
	switch {
	case v.Closed:
		return textClosedOne.In(w.lang)
	case v.Next.Number == 0:
		return textBodyNoMeeting.In(w.lang)
	default:
		return w.words.Short(v.Next.Start.Date, w.today)
	}
}

// bodyListing reads the words of a list: a department, a person, « fermées », a
// page, and words of the name.
func (e *Env) bodyListing() (bodyListing, error) {
	l := bodyListing{page: 1}
	tokens, err := lex(e.rest)
	if err != nil {
		return l, err
	}
	for at := 0; at < len(tokens); at++ {
		word := tokens[at].text
		switch folded := i18n.Fold(word); {
		case folded == "page" && at+1 < len(tokens):
			if n, err := strconv.Atoi(tokens[at+1].text); err == nil && n >= 1 && n <= mostPages {
				l.page = n
				at++
				continue
			}
			l.addWord(word)
		case folded == "fermees" || folded == "fermee":
			l.filter.Closed = true
			l.kept = append(l.kept, word)
		case strings.HasPrefix(word, "@"):
			a, err := e.agentNamed(word[1:])
			if err != nil {
				return l, err
			}
			l.filter.Holder, l.filter.HeldOn, l.person = a.User, e.today(), a.Username
			l.kept = append(l.kept, word)
		case folded == "moi" || folded == "mes":
			l.filter.Holder, l.filter.HeldOn, l.person = e.req.User, e.today(), e.req.Username
			l.kept = append(l.kept, word)
		case folded == "tout" || folded == "toutes" || folded == "instances" || folded == "pour":
		default:
			if department, ok := e.departmentSaid(word); ok && l.filter.Department == "" && !tokens[at].quoted {
				l.filter.Department = department
				l.kept = append(l.kept, word)
				continue
			}
			l.addWord(word)
		}
	}
	return l, nil
}

func (l *bodyListing) addWord(word string) {
	l.words = append(l.words, word)
	l.filter.Words = append(l.filter.Words, strings.Fields(i18n.Fold(word))...)
	l.kept = append(l.kept, quoteSpaced(word))
}

// quoteSpaced writes a text as one word of a line.
func quoteSpaced(text string) string {
	if strings.Contains(text, " ") {
		return quote(text)
	}
	return text
}

// bodyScope says which bodies are listed.
func (e *Env) bodyScope(l bodyListing) string {
	scope := ""
	if len(l.words) > 0 {
		scope += e.say(textScopeWords, "words", card.Quote(clip(strings.Join(l.words, " "))))
	}
	if l.person != "" {
		scope += e.say(textScopePerson, "who", card.Quote(l.person))
	}
	if l.filter.Department != "" {
		scope += e.say(textScopePlace, "department", card.Quote(departmentName(l.filter.Department)))
	}
	if l.filter.Closed {
		scope += e.say(textScopeClosed)
	}
	return scope
}
