package commands

import (
	"errors"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    24,
	path:    "jalon agent absence",
	aliases: []string{"jalon absence", "absence"},
	summary: i18n.T("noter une absence et qui la supplée ; aucun motif n’est demandé", "note an absence and who stands in; no reason is asked"),
	args: []arg{
		argAgent,
		{"du <date> au <date>", "du 21/12 au 24/12", i18n.T("les jours d’absence, premier et dernier inclus ; `fin` la termine", "the days away, first and last included; `fin` ends it"), false},
		{"suppleance @personne", "suppleance @carole", i18n.T("qui reçoit les rappels ; sans cela, le canal du service", "who receives the reminders; without it, the service’s channel"), true},
	},
	keywords: []string{"suppleance"},
	examples: []string{"jalon agent absence du 21/12 au 24/12 suppleance @carole", "jalon agent absence @bob du 21/12 au 24/12", "jalon agent absence fin"},
	right:    plan.UseIt,
	who: i18n.T("chaque personne pour elle-même, les référents et agents de décision de son service, la coordination",
		"everybody for themselves, the referents and decision agents of their service, the coordination"),
	seeAlso: []string{"jalon agent voir", "jalon passation"},
	run:     noteAbsence,
})

var _ = register(command{
	rank:     25,
	path:     "jalon agent corriger",
	summary:  i18n.T("corriger le nom par lequel une personne souhaite être appelée, ou sa fonction", "correct how somebody wishes to be called, or their function"),
	args:     []arg{argAgent, {`nom "…"`, `nom "Mme Vasseur"`, i18n.T("le nom choisi par la personne", "the name chosen by the person"), true}, {`fonction "…"`, `fonction "cheffe de bureau"`, i18n.T("sa fonction, dans ses mots", "their function, in their words"), true}},
	takes:    []clause{takesPerson},
	keywords: []string{"nom", "fonction"},
	examples: []string{`jalon agent corriger nom "Mme Vasseur" fonction "cheffe de bureau"`, `jalon agent corriger @bob fonction "chargé de mission"`},
	right:    plan.UseIt,
	who:      whoSelf,
	seeAlso:  []string{"jalon agent voir"},
	run:      correctAgent,
})

var (
	textAbsenceDates = i18n.T(
		"Les dates de l’absence ne sont pas comprises. Rien n’a changé.\nPar exemple : `/jalon agent absence du 21/12 au 24/12`",
		"The dates of the absence are not understood. Nothing has changed.\nFor example: `/jalon agent absence du 21/12 au 24/12`")
	textAbsenceOver = i18n.T("**{name}** : absence terminée. Ses rappels lui parviennent de nouveau.", "**{name}**: absence ended. Their reminders reach them again.")
	textDeputyAway  = i18n.T("Attention ⚠️ : {deputy} est indisponible {span}. {then}", "Note ⚠️: {deputy} is unavailable {span}. {then}")
	textThenDeputy  = i18n.T("Sa suppléance prendra le relais.", "Their deputy will take over.")
	textThenChannel = i18n.T("Le canal du service prendra le relais.", "The service’s channel will take over.")
	textCorrectWhat = i18n.T(
		"Il manque ce qui est à corriger. Rien n’a changé.\nPar exemple : `/{example}`",
		"What is to be corrected is missing. Nothing has changed.\nFor example: `/{example}`")
	textWordsLong = i18n.T(
		"**« {text} »** est trop long : {max} caractères au plus. Rien n’a changé.",
		"**“{text}”** is too long: {max} characters at most. Nothing has changed.")
)

// longestOwnWords is the longest name or function that a person may choose.
const longestOwnWords = 80

func noteAbsence(e *Env) (card.Reply, error) {
	user, dates, err := e.personFirst()
	if err != nil {
		return card.Reply{}, err
	}
	if i18n.Fold(dates) == "fin" {
		v, err := e.plan.SetAbsence(e.ctx, e.call, user, plan.Absence{})
		return card.Reply{Text: e.say(textAbsenceOver, "name", v.Username)}, err
	}
	away := plan.Absence{}
	var ok bool
	if away.From, away.To, ok = e.window(dates); !ok {
		return card.Reply{}, askFor(e.say(textAbsenceDates))
	}
	if name, given := e.s.named["suppleance"]; given {
		deputy, err := e.anyoneNamed(strings.TrimPrefix(strings.TrimSpace(name), "@"))
		if err != nil {
			return card.Reply{}, err
		}
		away.Deputy = deputy.User
	}
	v, err := e.plan.SetAbsence(e.ctx, e.call, user, away)
	if err != nil {
		return card.Reply{}, err
	}
	warning, err := e.deputyAway(v)
	return card.Reply{Text: lines(
		e.say(textAbsenceNoted, "name", v.Username, "span", e.words.SpanDays(v.AwayFrom, v.AwayTo), "where", e.whereItGoes(v)),
		warning)}, err
}

// personFirst takes the person off the beginning of what was typed: who asks
// when there is none.
func (e *Env) personFirst() (plan.UserID, string, error) {
	first, rest := cutWord(e.s.text)
	name, named := strings.CutPrefix(first, "@")
	if !named {
		return e.req.User, e.s.text, nil
	}
	a, err := e.anyoneNamed(name)
	return a.User, rest, err
}

// window reads « du 21/12 au 24/12 », « le 21/12 » or « jusqu’au 24/12 », which
// begins today.
func (e *Env) window(text string) (from, to calendar.Date, ok bool) {
	words := strings.Fields(text)
	if len(words) > 0 {
		switch i18n.Fold(words[0]) {
		case "jusqu'au", "jusqu’au":
			end, ok := e.day(strings.Join(words[1:], " "))
			return e.today(), end, ok
		case "du", "de":
			words = words[1:]
		}
	}
	for i, word := range words {
		if w := i18n.Fold(word); i > 0 && (w == "au" || w == "a") {
			to, okTo := e.day(strings.Join(words[i+1:], " "))
			from, okFrom := e.firstDay(strings.Join(words[:i], " "), to)
			return from, to, okFrom && okTo
		}
	}
	day, ok := e.day(strings.Join(words, " "))
	return day, day, ok
}

// firstDay reads the first day of an absence. What it does not say is that of
// the last day: « du 21 au 24 décembre », or « du 20/11 au 27/11 » noted late.
func (e *Env) firstDay(text string, last calendar.Date) (calendar.Date, bool) {
	day, ok := e.day(text)
	if ok && !last.Before(day) {
		return day, true
	}
	month, year := calendar.WordsOf("fr").Month(last.Month), strconv.Itoa(last.Year)
	for _, rest := range []string{"/" + year, " " + year, " " + month, " " + month + " " + year} {
		if completed, ok := e.day(text + rest); ok && !last.Before(completed) {
			return completed, true
		}
	}
	return day, ok
}

// day reads one date that is understood without a question; with its year it
// may be past.
func (e *Env) day(text string) (calendar.Date, bool) {
	dates := e.dates()
	dates.AllowPast = true
	res := frdate.Parse(text, dates)
	if res.Kind != frdate.Understood || len(res.Readings) != 1 || res.Recurrence != nil {
		return calendar.Date{}, false
	}
	return res.Readings[0].Date, true
}

// deputyAway warns that the deputy is away at the same time.
func (e *Env) deputyAway(v plan.AgentView) (string, error) {
	if v.Deputy == "" {
		return "", nil
	}
	d, err := e.plan.AgentView(e.ctx, e.req.Now, e.req.Region, v.Deputy)
	if err != nil || !d.Absent() || d.AwayTo.Before(v.AwayFrom) || v.AwayTo.Before(d.AwayFrom) {
		return "", err
	}
	then := textThenChannel
	if d.Deputy != "" && d.Deputy != v.User {
		then = textThenDeputy
	}
	return e.say(textDeputyAway, "deputy", d.Username, "span", e.words.SpanDays(d.AwayFrom, d.AwayTo), "then", e.say(then)), nil
}

func correctAgent(e *Env) (card.Reply, error) {
	user, err := e.agentAsked()
	if err != nil {
		return card.Reply{}, err
	}
	called, errCalled := e.ownWords("nom")
	function, errFunction := e.ownWords("fonction")
	if err := errors.Join(errCalled, errFunction); err != nil {
		return card.Reply{}, err
	}
	if called == nil && function == nil {
		return card.Reply{}, askFor(e.say(textCorrectWhat, "example", e.cmd.examples[0]))
	}
	v, err := e.plan.CorrectAgent(e.ctx, e.call, user, called, function)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.sheet(v)}, nil
}

// ownWords reads what follows a keyword, in the person's own words; « aucun »
// and « aucune » take it off, nil leaves it.
func (e *Env) ownWords(keyword string) (*string, error) {
	text, given := e.s.named[keyword]
	if !given {
		return nil, nil
	}
	text = card.OneLine(text)
	switch {
	case len([]rune(text)) > longestOwnWords:
		return nil, askFor(e.say(textWordsLong, "text", card.Quote(clip(text)), "max", longestOwnWords))
	case i18n.Fold(text) == "aucun" || i18n.Fold(text) == "aucune":
		text = ""
	}
	return &text, nil
}
