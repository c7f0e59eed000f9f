package commands

import (
	"errors"
	"slices"
	"strings"

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
	examples: []string{"jalon agent absence du 21/12 au 24/12 suppleance @carole", "jalon agent absence @bob du 21/12 au 24/12", "jalon agent absence fin"},
	right:    plan.UseIt,
	who: i18n.T("chaque personne pour elle-même, les référents et agents de décision de son service, la coordination",
		"everybody for themselves, the referents and decision agents of their service, the coordination"),
	seeAlso: []string{"jalon agent voir", "jalon passation"},
	run:     noteAbsence,
})

var (
	textAbsenceOver    = i18n.T("**{name}** : absence terminée. Ses rappels lui parviennent de nouveau.", "**{name}**: absence ended. Their reminders reach them again.")
	textAbsenceMeets   = i18n.T("Attention ⚠️ : séances prévues pendant cette absence", "Note ⚠️: meetings planned during this absence")
	textAbsenceDecline = i18n.T("Pour qu’une autre personne y siège : `/representation refuser {ref}`", "For somebody else to sit there: `/representation refuser {ref}`")
	textAbsenceInstead = i18n.T("Remplace l’absence notée {span}.", "Replaces the absence noted {span}.")
	textAbsenceUndo    = i18n.T("Une erreur ? Tapez `/{line}`.", "A mistake? Type `/{line}`.")
	textDeputyMissing  = i18n.T("Il manque qui supplée. Rien n’a changé.\nPar exemple : `/{example}`", "Who stands in is missing. Nothing has changed.\nFor example: `/{example}`")
	textDeputyAway     = i18n.T("Attention ⚠️ : {deputy} est indisponible {span}. {then}", "Note ⚠️: {deputy} is unavailable {span}. {then}")
	textThenDeputy     = i18n.T("Sa suppléance prendra le relais.", "Their deputy will take over.")
	textThenChannel    = i18n.T("Le canal du service prendra le relais.", "The service’s channel will take over.")
)

// absenceLine is a line of the command read into its parts.
type absenceLine struct {
	person string // user name without @, empty for who asks
	dates  string
	deputy string // user name, empty for none
	ends   bool
}

func noteAbsence(e *Env) (card.Reply, error) {
	l, err := e.absenceLine()
	if err != nil {
		return card.Reply{}, err
	}
	user := e.req.User
	if l.person != "" {
		a, err := e.anyoneNamed(l.person)
		if err != nil {
			return card.Reply{}, err
		}
		user = a.User
	}
	if l.ends {
		v, _, err := e.plan.SetAbsence(e.ctx, e.call, user, plan.Absence{})
		return card.Reply{Text: e.say(textAbsenceOver, "name", v.Username)}, err
	}
	away, err := e.absence(l)
	if err != nil {
		return card.Reply{}, err
	}
	v, replaced, err := e.plan.SetAbsence(e.ctx, e.call, user, away)
	if err != nil {
		return card.Reply{}, err
	}
	expected, err := e.expectedWhileAway(v.Agent)
	if err != nil {
		return card.Reply{}, err
	}
	warning, err := e.deputyAway(v)
	return card.Reply{Text: lines(
		e.say(textAbsenceNoted, "name", v.Username, "span", e.words.SpanDays(v.AwayFrom, v.AwayTo), "where", e.whereItGoes(v)),
		e.replacing(replaced), expected, warning, e.say(textAbsenceUndo, "line", e.endOfAbsence(v.Agent)))}, err
}

// expectedWhileAway warns of the meetings at which somebody is expected while they are
// away.
func (e *Env) expectedWhileAway(a plan.Agent) (string, error) {
	found, called, err := e.plan.Conflicts(e.ctx, e.req.Region, latest(a.AwayFrom, e.today()), a.AwayTo)
	found = slices.DeleteFunc(found, func(c plan.Conflict) bool { return !c.Away || c.Who.User != a.User })
	if err != nil || len(found) == 0 {
		return "", err
	}
	rows := []string{e.say(textAbsenceMeets)}
	for _, c := range found {
		rows = append(rows, bullet+e.drawer().conflictLine(c, called))
	}
	return lines(append(rows, e.say(textAbsenceDecline, "ref", found[0].A.Ref()))...), nil
}

// replacing says which absence a new one replaces.
func (e *Env) replacing(was plan.Absence) string {
	if was == (plan.Absence{}) {
		return ""
	}
	return e.say(textAbsenceInstead, "span", e.words.SpanDays(was.From, was.To))
}

// endOfAbsence is the command that ends the absence of an agent.
func (e *Env) endOfAbsence(a plan.Agent) string {
	if a.User == e.req.User {
		return e.cmd.path + " fin"
	}
	return e.cmd.path + " @" + a.Username + " fin"
}

// absence reads the days and the deputy of a line; a deputy alone is for the
// days already noted.
func (e *Env) absence(l absenceLine) (plan.Absence, error) {
	var away plan.Absence
	var err error
	if l.dates != "" || l.deputy == "" {
		if away.From, away.To, err = e.daysAway(l); err != nil {
			return away, err
		}
	}
	if l.deputy != "" {
		deputy, err := e.anyoneNamed(l.deputy)
		if err != nil {
			return away, err
		}
		away.Deputy = deputy.User
	}
	return away, nil
}

// deputyWords open the name of who stands in, endWords end an absence; both
// folded.
var (
	deputyWords = []string{"suppleance", "suppleant", "suppleante", "supplee", "suppleee"}
	endWords    = []string{"fin", "terminer", "terminee", "annuler", "annulee"}
)

// absenceLine reads what was typed: who is away, the dates, who stands in, in
// about any order.
func (e *Env) absenceLine() (absenceLine, error) {
	var l absenceLine
	words, err := l.takeDeputy(strings.Fields(e.s.text))
	if err != nil {
		return l, askFor(e.say(textDeputyMissing, "example", e.cmd.examples[0]))
	}
	if len(words) > 0 && strings.HasPrefix(words[0], "@") {
		l.person, words = words[0][1:], words[1:]
	}
	if err := e.takeName(&l, &words); err != nil {
		return l, err
	}
	if n := len(words); n > 0 && n < 3 && slices.Contains(endWords, i18n.Fold(words[0])) {
		if n == 2 && strings.HasPrefix(words[1], "@") {
			l.person, words = words[1][1:], words[:1]
		}
		l.ends = len(words) == 1
	}
	if last := len(words) - 1; last > 0 && l.deputy == "" && strings.HasPrefix(words[last], "@") {
		l.deputy, words = words[last][1:], words[:last]
	}
	l.dates = strings.TrimRight(strings.Join(words, " "), " ,;")
	return l, nil
}

// errNoDeputy tells that the word that opens a deputy has no name after it.
var errNoDeputy = errors.New("no deputy named")

// takeDeputy takes « suppléance : @carole » or « supplée par @carole » out of
// the words.
func (l *absenceLine) takeDeputy(words []string) ([]string, error) {
	for i, word := range words {
		opening, glued, _ := strings.Cut(word, ":")
		if !slices.Contains(deputyWords, i18n.Fold(opening)) {
			continue
		}
		after := words[i+1:]
		if glued != "" {
			after = append([]string{glued}, after...)
		}
		for len(after) > 0 && (after[0] == ":" || i18n.Fold(after[0]) == "par") {
			after = after[1:]
		}
		if len(after) == 0 {
			return nil, errNoDeputy
		}
		l.deputy = strings.TrimPrefix(after[0], "@")
		return slices.Concat(words[:i], after[1:]), nil
	}
	return words, nil
}

// takeName takes the name of an active agent without its @: « bob du 21/12 au
// 24/12 », « fin bob ». What reads as dates is no name.
func (e *Env) takeName(l *absenceLine, words *[]string) error {
	w := *words
	if l.person != "" || len(w) == 0 || e.readsAsPeriod(strings.Join(w, " ")) {
		return nil
	}
	at := 0
	if len(w) == 2 && slices.Contains(endWords, i18n.Fold(w[0])) {
		at = 1
	}
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, w[at])
	if isNotFound(err) {
		return nil
	}
	l.person, *words = a.Username, slices.Delete(slices.Clone(w), at, at+1)
	return err
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
