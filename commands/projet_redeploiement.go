package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    24,
	path:    "projet redeploiement",
	aliases: []string{"projet redeployer", "redeploiement", "projet redeploy"},
	summary: i18n.T("demander de déplacer une partie d’une enveloppe d’un département à un autre", "ask to move a part of an envelope from one department to another"),
	args: []arg{
		{"<montant>", "120 k€", i18n.T("ce qui est déplacé", "what is moved"), false},
		{"de <département>", "de 02", i18n.T("celui qui donne", "the one that gives"), false},
		{"vers <département>", "vers 80", i18n.T("celui qui reçoit", "the one that receives"), false},
		argFund, argYear,
		argReasonRequired,
	},
	keywords: []string{"de", "vers", "motif"},
	examples: []string{`projet redeploiement 120 k€ de 02 vers 80 DSIL 2027 motif "dossiers non prêts"`, "projet redeploiement RD4"},
	right:    plan.ManageCredits,
	seeAlso:  []string{"projet redeploiement valider", "projet programmation"},
	run:      askRedeployment,
})

var _ = register(command{
	rank:     25,
	path:     "projet redeploiement valider",
	aliases:  []string{"projet redeploiement accepter", "projet redeploiement approuver", "projet redeploiement approve"},
	summary:  i18n.T("valider un redéploiement : les deux enveloppes changent", "agree to a redeployment: both envelopes change"),
	args:     []arg{argRedeployment, argReason},
	keywords: []string{"motif"},
	examples: []string{"projet redeploiement valider RD4"},
	right:    plan.DecideIt,
	seeAlso:  []string{"projet redeploiement refuser", "projet programmation"},
	run:      func(e *Env) (card.Reply, error) { return decideRedeployment(e, true) },
})

var _ = register(command{
	rank:     26,
	path:     "projet redeploiement refuser",
	aliases:  []string{"projet redeploiement rejeter", "projet redeploiement refuse"},
	summary:  i18n.T("refuser un redéploiement : rien ne change", "refuse a redeployment: nothing changes"),
	args:     []arg{argRedeployment, argReasonRequired},
	keywords: []string{"motif"},
	examples: []string{`projet redeploiement refuser RD4 motif "attendre le comité"`},
	right:    plan.DecideIt,
	seeAlso:  []string{"projet redeploiement valider", "projet programmation"},
	run:      func(e *Env) (card.Reply, error) { return decideRedeployment(e, false) },
})

var argReasonRequired = arg{"motif \"…\"", `motif "dossiers non prêts"`, i18n.T("obligatoire, il figure au journal", "required, it goes to the journal"), false}

var argRedeployment = arg{"<redéploiement>", "RD4", i18n.T("son identifiant", "its identifier"), false}

var redeploymentClauses = []clauseWords{
	{"de", []string{"de", "depuis"}, false},
	{"vers", []string{"vers", "au profit de", "a"}, false},
	{"motif", []string{"motif"}, false},
}

var reasonClause = []clauseWords{{"motif", []string{"motif"}, false}}

var (
	textRedeployWhere = i18n.T(
		"Il manque le département qui donne ou celui qui reçoit. Rien n’est enregistré.\nPar exemple : `/{example}`",
		"The department that gives or the one that receives is missing. Nothing is saved.\nFor example: `/{example}`")
	textRedeployNoRef = i18n.T(
		"Il manque le redéploiement : son identifiant. Rien n’a changé.\nPar exemple : `/{example}`",
		"The redeployment is missing: its identifier. Nothing has changed.\nFor example: `/{example}`")
	textRedeployAsk = i18n.T(
		"**À valider : {amount} {from} vers {to}, {fund} {year}** ({ref})", "**To be decided: {amount} {from} to {to}, {fund} {year}** ({ref})")
	textRedeployDone = i18n.T(
		"**Redéploiement {ref} validé : {amount} {from} vers {to}, {fund} {year}**", "**Redeployment {ref} agreed to: {amount} {from} to {to}, {fund} {year}**")
	textRedeployNot = i18n.T(
		"**Redéploiement {ref} refusé : {amount} {from} vers {to}, {fund} {year}**", "**Redeployment {ref} refused: {amount} {from} to {to}, {fund} {year}**")
	textRedeploySide  = i18n.T("{name} : {before} devient {after}", "{name}: {before} becomes {after}")
	textRedeployTotal = i18n.T("Total inchangé : {total}. Motif : {reason}", "Total unchanged: {total}. Reason: {reason}")
	textRedeploySent  = i18n.T("La demande est transmise au rôle décision.", "The request goes to the décision role.")
	textRedeployHome  = i18n.T("Aucun agent n’a le rôle décision : la demande est transmise à la coordination.", "No agent has the décision role: the request goes to the coordination.")
	textRedeployKept  = i18n.T("Les enveloppes ne changent pas. Motif de la demande : {reason}", "The envelopes do not change. Reason of the request: {reason}")
	textRedeployWhyNo = i18n.T("Motif du refus : {reason}", "Reason of the refusal: {reason}")
	textRedeployBy    = i18n.T("Demandé par {who}.", "Requested by {who}.")
	textRedeployYes   = i18n.T("Validé par {who}, {day}.", "Agreed to by {who}, {day}.")
	textRedeployNo    = i18n.T("Refusé par {who}, {day}.", "Refused by {who}, {day}.")
)

// askRedeployment asks for a redeployment, or shows one.
func askRedeployment(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	if len(tokens) == 1 {
		if number, ok := plan.ParseRedeploymentRef(tokens[0].text); ok {
			return e.redeploymentReply(number)
		}
	}
	asked, err := e.redeploymentSaid(tokens)
	if err != nil {
		return card.Reply{}, err
	}
	c, err := e.plan.AskRedeployment(e.ctx, e.call, asked)
	if err != nil {
		return card.Reply{}, err
	}
	sent := textRedeploySent
	if !c.Deciders {
		sent = textRedeployHome
	}
	w := e.drawer()
	return card.Reply{Text: lines(w.redeployment(textRedeployAsk, c), e.say(sent)), Buttons: e.redeploymentButtons(c), Version: c.Version}, nil
}

// redeploymentSaid reads what is asked: an amount, where from, where to, the fund,
// the year, the reason, in any order.
func (e *Env) redeploymentSaid(tokens []token) (plan.Redeployment, error) {
	var r plan.Redeployment
	l, err := e.clauses(tokens, redeploymentClauses)
	if err != nil {
		return r, err
	}
	reason, _ := l.text("motif")
	r.Reason = card.OneLine(reason)
	left := slices.Clone(l.head)
	for _, side := range []struct {
		key  string
		into *string
	}{{"de", &r.From}, {"vers", &r.To}} {
		c, said := l.clause(side.key)
		if !said {
			return r, askFor(e.say(textRedeployWhere, "example", e.cmd.examples[0]))
		}
		department, used := e.departmentFirst(c.body)
		if used == 0 {
			return r, e.notADepartment(c.body[:1])
		}
		*side.into = department
		left = append(left, c.body[used:]...)
	}
	fund, year, amount, err := e.fundAndYear(left)
	if err != nil {
		return r, err
	}
	read, err := plan.ParseAmount(joined(amount))
	r.Fund, r.Year, r.Amount = fund.Name, year, read.Cents
	return r, err
}

// redeployment says what a redeployment does to both envelopes.
func (w drawer) redeployment(head i18n.Msg, c plan.RedeploymentChange) string {
	rows := []string{w.redeploymentHead(head, c)}
	for _, side := range []struct {
		department    string
		before, after plan.Cents
	}{{c.From, c.FromBefore, c.FromAfter()}, {c.To, c.ToBefore, c.ToAfter()}} {
		rows = append(rows, textRedeploySide.In(w.lang, "name", departmentName(side.department), "before", side.before, "after", side.after))
	}
	return lines(append(rows, textRedeployTotal.In(w.lang, "total", c.Total, "reason", card.Quote(c.Reason)))...)
}

func (w drawer) redeploymentHead(text i18n.Msg, c plan.RedeploymentChange) string {
	return text.In(w.lang, "amount", c.Amount, "from", plan.OfDepartment(w.lang, c.From), "to", theDepartment(w.lang, c.To),
		"fund", card.Quote(c.Redeployment.Fund), "year", c.Year, "ref", c.Ref())
}

// redeploymentButtons decide, for who has the décision role.
func (e *Env) redeploymentButtons(c plan.RedeploymentChange) []card.Button {
	if c.State != plan.RedeploymentAsked || !plan.AllowedIn(e.call.Actor, plan.DecideIt, "") {
		return nil
	}
	return decisionButtons(e.lang, c)
}

func decisionButtons(lang i18n.Lang, c plan.RedeploymentChange) []card.Button {
	return []card.Button{
		{ID: "valider", Label: labelApprove.In(lang), Style: card.Primary, Command: "projet redeploiement valider " + string(c.Ref())},
		{ID: "refuser", Label: labelTurnDown.In(lang), Style: card.Quiet, Command: "projet redeploiement refuser " + string(c.Ref())},
	}
}

// redeploymentText says a redeployment as it stands.
func (w drawer) redeploymentText(c plan.RedeploymentChange) string {
	switch c.State {
	case plan.RedeploymentAgreed:
		return lines(w.redeployment(textRedeployDone, c), w.decided(c))
	case plan.RedeploymentRefused:
		why := ""
		if c.Refusal != "" {
			why = textRedeployWhyNo.In(w.lang, "reason", card.Quote(c.Refusal))
		}
		return lines(w.redeploymentHead(textRedeployNot, c), textRedeployKept.In(w.lang, "reason", card.Quote(c.Reason)), why, w.decided(c))
	default:
		return lines(w.redeployment(textRedeployAsk, c), textRedeployBy.In(w.lang, "who", card.Quote(c.Called[c.AskedBy])))
	}
}

// decided says who decided, and when; nothing while it is asked.
func (w drawer) decided(c plan.RedeploymentChange) string {
	text := textRedeployYes
	switch c.State {
	case plan.RedeploymentRefused:
		text = textRedeployNo
	case plan.RedeploymentAsked:
		return ""
	case plan.RedeploymentAgreed:
	}
	return text.In(w.lang, "who", card.Quote(c.Called[c.DecidedBy]), "day", w.words.Long(calendar.DateOf(c.DecidedAt, w.zone)))
}

func (e *Env) redeploymentReply(number int) (card.Reply, error) {
	c, err := e.plan.ViewRedeployment(e.ctx, e.call, number)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.drawer().redeploymentText(c), Buttons: e.redeploymentButtons(c), Version: c.Version}, nil
}

func decideRedeployment(e *Env, agree bool) (card.Reply, error) {
	l, err := e.said(reasonClause)
	if err != nil {
		return card.Reply{}, err
	}
	number, ok := plan.ParseRedeploymentRef(strings.TrimSpace(joined(l.head)))
	if !ok {
		return card.Reply{}, askFor(e.say(textRedeployNoRef, "example", e.cmd.examples[0]))
	}
	reason, _ := l.text("motif")
	if !agree && reason == "" && e.req.CanForm && !e.answersForm() {
		return e.refusalForm(number)
	}
	c, err := e.plan.DecideRedeployment(e.ctx, e.call, number, agree, card.OneLine(reason))
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.drawer().redeploymentText(c)}, nil
}

var titleRefusal = i18n.T("Refuser {ref}", "Refuse {ref}")

// refusalForm asks for the reason of a refusal, of what may still be refused.
func (e *Env) refusalForm(number int) (card.Reply, error) {
	c, err := e.plan.ViewRedeployment(e.ctx, e.call, number)
	if err != nil {
		return card.Reply{}, err
	}
	if len(e.redeploymentButtons(c)) == 0 {
		_, err = e.plan.DecideRedeployment(e.ctx, e.call, number, false, "") // says why it may not
		return card.Reply{}, err
	}
	return card.Reply{Form: &card.Form{
		Title: e.say(titleRefusal, "ref", c.Ref()), Command: e.cmd.path + " " + string(c.Ref()), Submit: e.say(labelTurnDown),
		Fields: []card.Field{{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason)}},
	}}, nil
}
