package commands

import (
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
	textMineOne   = i18n.T("**1 séance vous concerne**", "**1 meeting concerns you**")
	textMineMany  = i18n.T("**{n} séances vous concernent**", "**{n} meetings concern you**")
	textMineAsked = i18n.T("- **{when}** · {body} ({ref}), {seat} · **votre réponse est attendue** au plus tard {by}", "- **{when}** · {body} ({ref}), {seat} · **your answer is expected** by {by}")
	textMineSits  = i18n.T("- **{when}** · {body} ({ref}), {seat} · {state}", "- **{when}** · {body} ({ref}), {seat} · {state}")
	textMineHow   = i18n.T("Pour répondre : `/representation accepter {ref}` ou `/representation refuser {ref}`", "To answer: `/representation accepter {ref}` or `/representation refuser {ref}`")
	textMineMore  = i18n.T("et {n} autres : `/seance liste`", "and {n} more: `/seance liste`")
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
	switch {
	case total == 0 && still == "":
		return card.Reply{Text: e.say(textMineNone)}, nil
	case total == 0:
		return card.Reply{Text: still}, nil
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
	if still != "" {
		still = "\n" + still
	}
	return card.Reply{Text: lines(strings.Join(rows, "\n"), how, still)}, nil
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
	when := e.words.Short(v.Start.Date, e.today())
	if v.HasTime {
		when = e.words.ShortAt(v.Start.Date, v.Start.Time, e.today())
	}
	text := textMineSits
	if r.Waits() && r.Who.User == e.req.User {
		text = textMineAsked
	}
	return e.say(text, "when", when, "body", card.Quote(v.Body.Sitting()), "ref", v.Ref(), "seat", seatName(v, r.Seat),
		"state", e.drawer().seatState(v, r), "by", e.words.Short(r.AnswerBy, e.today()))
}
