package commands

import (
	"cmp"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// Arguments of the commands about the representation of the préfet.
var (
	argMeeting = arg{"<séance>", "SE27", i18n.T(
		"l’identifiant, ou le nom de l’instance pour sa prochaine séance", "the identifier, or the name of the body for its next meeting"), false}
	argSeat = arg{"siège <nom>", "siège urbanisme", i18n.T(
		"lequel, quand le préfet en a plusieurs", "which one, when the préfet has several"), true}
	argOnBehalf = arg{"pour \"nom\"", `pour "Mme Vasseur"`, i18n.T(
		"à sa demande, par la coordination", "at their request, by the coordination"), true}
	argSitter = arg{"\"nom\"", `"Mme Vasseur"`, i18n.T(
		"la personne, par son nom ou son compte (`@alice`)", "the person, by name or by account (`@alice`)"), false}
	argWhy = arg{"motif \"…\"", `motif "siège vacant"`, i18n.T(
		"hors de la liste ou contre une règle : obligatoire, il figure au journal ; jamais d’information de santé",
		"outside the list or against a rule: required, it goes to the journal; never of health"), true}
	argReasonNotHealth = arg{"motif \"…\"", `motif "conflit CLCT 59"`, i18n.T(
		"facultatif, il figure au journal ; jamais d’information de santé", "optional, it goes to the journal; never of health"), true}
)

var _ = register(command{
	rank:     0,
	path:     "representation",
	accented: "représentation",
	aliases:  []string{"representation voir"},
	summary:  i18n.T("qui siège pour le préfet, qui est empêché", "who sits for the préfet, and who cannot"),
	examples: []string{"representation"},
	right:    plan.UseIt,
	seeAlso:  []string{"representation accepter", "representation refuser", "representation designer"},
	run:      myMeetings,
})

var (
	textMineNone = i18n.T(
		"Aucune question ne vous attend, et vous ne siégez à aucune séance à venir.\nPour les séances à venir : `/seance liste`",
		"No question awaits you, and you sit at no meeting to come.\nFor the meetings to come: `/seance liste`")
	textMineStill = i18n.T(
		"**Sans réponse de votre part, ces questions sont allées plus loin ; vous pouvez encore répondre**",
		"**Without your answer, these questions went on; you may still answer**")
	textMineOne    = i18n.T("**1 séance vous concerne**", "**1 meeting concerns you**")
	textMineMany   = i18n.T("**{n} séances vous concernent**", "**{n} meetings concern you**")
	textMineAsked  = i18n.T("- **{when}** · {body} ({ref}), {seat} · **votre réponse est attendue** au plus tard {by}", "- **{when}** · {body} ({ref}), {seat} · **your answer is expected** by {by}")
	textMineSits   = i18n.T("- **{when}** · {body} ({ref}), {seat} · {state}", "- **{when}** · {body} ({ref}), {seat} · {state}")
	textMineHow    = i18n.T("Pour répondre : `/representation accepter {ref}` ou `/representation refuser {ref}`", "To answer: `/representation accepter {ref}` or `/representation refuser {ref}`")
	textDecideOne  = i18n.T("**1 siège attend votre décision**", "**1 seat awaits your decision**")
	textDecideMany = i18n.T("**{n} sièges attendent votre décision**", "**{n} seats await your decision**")
	textMineDecide = i18n.T("- **{when}** · {body} ({ref}), {seat} · à décider au plus tard {by}", "- **{when}** · {body} ({ref}), {seat} · to decide by {by}")
	textMineVacant = i18n.T("- **{when}** · {body} ({ref}), {seat} · personne à solliciter", "- **{when}** · {body} ({ref}), {seat} · nobody to ask")
	textDecideHow  = i18n.T(
		"Pour décider : `/representation designer {ref}`, `/representation pouvoir {ref}` ou `/representation non-representee {ref}`",
		"To decide: `/representation designer {ref}`, `/representation pouvoir {ref}` or `/representation non-representee {ref}`")
	textDecideMore = i18n.T("et {n} autres : `/representation manquantes`", "and {n} more: `/representation manquantes`")
	textMineMore   = i18n.T("et {n} autres : `/seance liste`", "and {n} more: `/seance liste`")
)

// mineLimit is how many meetings a person is shown.
const mineLimit = 10

// myMeetings lists the meetings ahead at which the person sits, or is asked to.
func myMeetings(e *Env) (card.Reply, error) {
	found, total, err := e.plan.FindMeetings(e.ctx, e.req.Region, plan.MeetingFilter{
		User: e.req.User, From: e.today(), States: []plan.MeetingState{plan.Provisional, plan.Confirmed, plan.Convened}, Limit: mineLimit,
	})
	if err != nil {
		return card.Reply{}, err
	}
	still, err := e.stillToAnswer()
	if err != nil {
		return card.Reply{}, err
	}
	decisions, err := e.awaitedDecisions()
	if err != nil {
		return card.Reply{}, err
	}
	after := paragraphs(still, decisions)
	switch {
	case total == 0 && after == "":
		return card.Reply{Text: e.say(textMineNone)}, nil
	case total == 0:
		return card.Reply{Text: after}, nil
	}
	rows := []string{i18n.Plural(e.lang, total, textMineOne, textMineMany).In(e.lang, "n", total)}
	how := ""
	for _, m := range found {
		v, err := e.plan.ViewMeeting(e.ctx, e.req.Region, m.Number)
		if err != nil {
			return card.Reply{}, err
		}
		for _, r := range v.Seats {
			if r.Who.User != e.req.User && r.Proxy.User != e.req.User {
				continue
			}
			rows = append(rows, e.myseat(v, r))
			if r.Waits() && how == "" {
				how = e.say(textMineHow, "ref", v.Ref())
			}
		}
	}
	if left := total - len(found); left > 0 {
		rows = append(rows, "", e.say(textMineMore, "n", left))
	}
	return card.Reply{Text: paragraphs(lines(strings.Join(rows, "\n"), how), after)}, nil
}

// awaitedDecisions lists the seats of the meetings ahead of which the person is to
// decide, who has the décision role; empty when there is none.
func (e *Env) awaitedDecisions() (string, error) {
	decides := func(s plan.Standing) bool { return s.Role == plan.RoleDecision }
	if !slices.ContainsFunc(e.call.Actor.Standings, decides) {
		return "", nil
	}
	today := e.today()
	w, err := e.plan.Watch(e.ctx, e.req.Region, today, today, today.AddDays(plan.WatchDays), 0)
	if err != nil {
		return "", err
	}
	var rows []string
	ref := plan.Ref("")
	for _, m := range w.Missing {
		if !plan.AllowedIn(e.call.Actor, plan.DecideIt, m.Body.Department) {
			continue
		}
		for _, s := range m.Seats {
			text, awaited := decisionText(m.Engagement, s.Seat)
			if !awaited {
				continue
			}
			ref = cmp.Or(ref, m.Ref())
			rows = append(rows, e.say(text, "when", e.drawer().shortMeets(m.Meeting), "body", card.Quote(m.Body.Sitting()), "ref", m.Ref(),
				"seat", card.Quote(s.SeatName), "by", e.words.Short(s.Seat.AnswerBy, today)))
		}
	}
	if len(rows) == 0 {
		return "", nil
	}
	head := i18n.Plural(e.lang, len(rows), textDecideOne, textDecideMany).In(e.lang, "n", len(rows))
	more := ""
	if left := len(rows) - mineLimit; left > 0 {
		rows, more = rows[:mineLimit], e.say(textDecideMore, "n", left)
	}
	return lines(head, strings.Join(rows, "\n"), more, e.say(textDecideHow, "ref", ref)), nil
}

// decisionText is how a seat is listed of which the décision role is to decide, and
// whether it is one: a question of a meeting that is not firm waits for nobody.
func decisionText(m plan.Engagement, r plan.Representation) (text i18n.Msg, awaited bool) {
	switch {
	case !m.State.Firm():
		return textMineVacant, false
	case r.State == plan.ToDesignate:
		return textMineVacant, true
	default:
		return textMineDecide, r.State == plan.ToDecide || r.State == plan.ToApprove
	}
}

// stillToAnswer lists the questions that went on without the person's answer, which
// may still come; empty when there is none.
func (e *Env) stillToAnswer() (string, error) {
	found, err := e.unanswered()
	if err != nil || len(found) == 0 {
		return "", err
	}
	rows := []string{e.say(textMineStill)}
	for _, m := range found {
		v, err := e.plan.ViewMeeting(e.ctx, e.req.Region, m.Number)
		if err != nil {
			return "", err
		}
		for _, r := range v.Seats {
			if r.Unanswered(e.req.User) {
				rows = append(rows, e.myseat(v, r))
			}
		}
	}
	return lines(strings.Join(rows, "\n"), e.say(textMineHow, "ref", found[0].Ref())), nil
}

// myseat is the line of one seat that concerns the person.
func (e *Env) myseat(v plan.MeetingView, r plan.Representation) string {
	text := textMineSits
	if r.Waits() && r.Who.User == e.req.User {
		text = textMineAsked
	}
	return e.say(text, "when", e.drawer().shortMeets(v.Meeting), "body", card.Quote(v.Body.Sitting()), "ref", v.Ref(), "seat", seatName(v, r.Seat),
		"state", e.drawer().seatState(v, r), "by", e.words.Short(r.AnswerBy, e.today()))
}

// paragraphs puts an empty line between texts that are there.
func paragraphs(all ...string) string {
	return strings.Join(slices.DeleteFunc(all, func(text string) bool { return text == "" }), "\n\n")
}
