package commands

import (
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    11,
	path:    "seance decisions",
	aliases: []string{"seance decision", "seance rdd", "seance releve"},
	summary: i18n.T("faire des décisions d’une séance des échéances, toutes ou aucune", "make deadlines of the decisions of a meeting, all or none"),
	args: []arg{argMeeting, {"<décision> <date> [pour <services>] ; …", `"Signer les conventions" 8 janvier pour 59`, i18n.T(
		"une décision, ou plusieurs séparées par `;` ou par des lignes", "one decision, or several parted by `;` or by lines"), false}},
	keywords: []string{"decision"},
	examples: []string{
		`seance decisions SE27 "Signer les conventions" 8 janvier pour 59`,
		"seance decisions SE27 Signer les conventions 8 janvier pour 59 ; Transmettre le PPI fin janvier pour dreal",
	},
	right: plan.AnswerIt,
	who: i18n.T("qui siège à la séance, la coordination et le rôle décision",
		"who sits at the meeting, the coordination and the décision role"),
	seeAlso: []string{"seance cr", "echeance modifier"},
	run:     decide,
})

var (
	textDecidedOne  = i18n.T("{n} décision de la séance {ref} devient une échéance : {list}.", "{n} decision of meeting {ref} becomes a deadline: {list}.")
	textDecidedMany = i18n.T("{n} décisions de la séance {ref} deviennent des échéances : {list}.", "{n} decisions of meeting {ref} become deadlines: {list}.")
	textDecidedItem = i18n.T("{ref}, {when}", "{ref}, {when}")
	textUndecided   = i18n.T(
		"Aucune date n’a été trouvée dans **« {text} »**. Rien n’est créé.\nPar exemple : `/seance decisions {ref} \"Signer les conventions\" 8 janvier pour 59`",
		"No date was found in **“{text}”**. Nothing is created.\nFor example: `/seance decisions {ref} \"Signer les conventions\" 8 janvier pour 59`")
	textUntitled = i18n.T(
		"Il manque ce qui est à faire dans **« {text} »**. Rien n’est créé.\nPar exemple : `/seance decisions {ref} \"Signer les conventions\" 8 janvier pour 59`",
		"What is to be done is missing in **“{text}”**. Nothing is created.\nFor example: `/seance decisions {ref} \"Signer les conventions\" 8 janvier pour 59`")
	textUndecidedWhat = i18n.T("Décision **« {text} »** :\n{why}", "Decision **“{text}”**:\n{why}")
	textNoneCreated   = i18n.T("Aucune décision n’est créée : toutes le sont, ou aucune.", "No decision is created: all are, or none.")
	titleDecisions    = i18n.T("Décisions", "Decisions")
	helpDecisions     = i18n.T("Une par ligne : Signer les conventions 8 janvier pour 59", "One on each line: Signer les conventions 8 janvier pour 59")
)

func decide(e *Env) (card.Reply, error) {
	v, rest, err := e.meetingAndRest(true)
	if err != nil {
		return card.Reply{}, err
	}
	text := e.asTyped(rest)
	if e.answersForm() {
		text = e.req.Fields["note"]
	}
	items := decisionsIn(text)
	if len(items) == 0 && e.req.CanForm && !e.answersForm() {
		return card.Reply{Form: &card.Form{
			Title: e.say(titleDecisions), Command: e.cmd.path + " " + string(v.Ref()), Submit: e.say(labelSave),
			Fields: []card.Field{{Name: "note", Label: e.say(titleDecisions), Help: e.say(helpDecisions), Long: true}},
		}}, nil
	}
	var decisions []plan.NewDeadline
	for _, item := range items {
		n, err := e.decision(v, item)
		if err != nil {
			return card.Reply{}, err
		}
		decisions = append(decisions, n)
	}
	done, err := e.plan.AddDecisions(e.ctx, e.call, v.Number, decisions)
	if err != nil {
		return card.Reply{}, err
	}
	list := make([]string, len(done.Deadlines))
	for i, s := range done.Deadlines {
		list[i] = e.say(textDecidedItem, "ref", s.Deadline.Ref(), "when", e.words.Short(s.Deadline.Due.Date, e.today()))
	}
	n := len(list)
	reply := card.Reply{Text: e.say(i18n.Plural(e.lang, n, textDecidedOne, textDecidedMany), "n", n, "ref", v.Ref(), "list", strings.TrimSuffix(strings.Join(list, " ; "), "."))}
	if n == 1 {
		reply.Card = e.drawer().answer(done.Deadlines[0])
	}
	return reply, nil
}

// decisionsIn parts a text into decisions: by lines, and by semicolons outside
// quotation marks. A number or a bullet before one is dropped.
func decisionsIn(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		quoted, start := false, 0
		runes := []rune(line)
		for i, r := range runes {
			switch {
			case strings.ContainsRune(`"«»“”`, r):
				quoted = r == '«' || r == '“' || r == '"' && !quoted
			case r == ';' && !quoted:
				out, start = append(out, string(runes[start:i])), i+1
			}
		}
		out = append(out, string(runes[start:]))
	}
	for i := range out {
		out[i] = strings.TrimLeft(normalize(out[i]), "-–•* ")
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// decision reads one decision as a deadline is read.
func (e *Env) decision(v plan.MeetingView, item string) (plan.NewDeadline, error) {
	was := e.s
	defer func() { e.s = was }()
	var err error
	if e.s, err = read(e.withoutBrackets(item), []clause{takesDate, takesServices, takesPerson}, nil, e.x, e.dates()); err != nil {
		return plan.NewDeadline{}, e.aboutDecision(item, err)
	}
	if e.s.date == nil {
		return plan.NewDeadline{}, askFor(e.say(textUndecided, "text", card.Quote(clip(item)), "ref", v.Ref()))
	}
	title := card.OneLine(e.s.text)
	if title == "" {
		return plan.NewDeadline{}, askFor(e.say(textUntitled, "text", card.Quote(clip(item)), "ref", v.Ref()))
	}
	due, err := e.dueOf(title)
	if err != nil {
		return plan.NewDeadline{}, e.aboutDecision(item, err)
	}
	assignee, err := e.agentNamed(e.s.person)
	if err != nil {
		return plan.NewDeadline{}, e.aboutDecision(item, err)
	}
	services := e.s.services
	if at := assignee.Memberships(); len(services) == 0 && len(at) > 0 {
		services = []plan.ServiceID{at[0].Service}
	}
	if home := e.dir.Coordination().ID; len(services) == 0 {
		services = []plan.ServiceID{home}
	}
	return plan.NewDeadline{
		Title: title, Due: due.due, Said: due.said[0], SaidEN: due.said[1], Services: services, Assignee: assignee.User,
	}, nil
}

// withoutBrackets writes who is to do a decision as a clause, where it ends between
// brackets: « transmettre le PPI fin janvier (DREAL) ».
func (e *Env) withoutBrackets(item string) string {
	head, inside, found := strings.Cut(strings.TrimRight(item, " ."), "(")
	inside, closed := strings.CutSuffix(inside, ")")
	if !found || !closed || strings.TrimSpace(head) == "" {
		return item
	}
	if strings.HasPrefix(inside, "@") {
		return strings.TrimSpace(head) + " à " + inside
	}
	if who, unknown := e.x.match(strings.Fields(inside)); len(who) == 0 || len(unknown) > 0 {
		return item
	}
	return strings.TrimSpace(head) + " pour " + inside
}

// aboutDecision says which decision an error is about. No button goes with it: one
// would carry that decision alone.
func (e *Env) aboutDecision(item string, err error) error {
	why := e.router.explain(e, err).Text
	return askFor(lines(e.say(textUndecidedWhat, "text", card.Quote(clip(item)), "why", why), e.say(textNoneCreated)))
}
