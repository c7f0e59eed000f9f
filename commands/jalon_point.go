package commands

import (
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    6,
	path:    "jalon point",
	aliases: []string{"jalon point personnel", "jalon mon point", "mon point", "jalon digest"},
	summary: i18n.T("recevoir en privé, à l’heure choisie, ce que vous avez à faire", "receive in private, at the hour you choose, what you have to do"),
	args: []arg{{"<jour et heure>", "vendredi 16h", i18n.T(
		"un ou plusieurs jours et une heure ; `aucun` pour ne plus le recevoir ; sans cela, ce qui est réglé",
		"one day or more and an hour; `aucun` not to receive it any more; without it, what is set"), true}},
	examples: []string{"jalon point vendredi 16h", "jalon point lundi et jeudi 8h30", "jalon point aucun"},
	right:    plan.UseIt,
	seeAlso:  []string{"jalon", "jalon service modifier"},
	run:      personalPoint,
})

var (
	textPersonal = i18n.T(
		"**Votre point personnel : {when}**, en message privé. Prochain : {next}.\nPour ne plus le recevoir : `/jalon point aucun`",
		"**Your personal point: {when}**, in a private message. Next: {next}.\nNot to receive it any more: `/jalon point aucun`")
	textPersonalNone = i18n.T(
		"Vous ne recevez aucun point personnel.\nPour le recevoir : `/jalon point vendredi 16h`",
		"You receive no personal point.\nTo receive it: `/jalon point vendredi 16h`")
	textPersonalSet = i18n.T(
		"Point personnel : {was} devient **{when}**, en message privé. Prochain : {next}.",
		"Personal point: {was} becomes **{when}**, in a private message. Next: {next}.")
	textPersonalNew = i18n.T(
		"Point personnel : **{when}**, en message privé. Prochain : {next}.",
		"Personal point: **{when}**, in a private message. Next: {next}.")
	textPersonalOff = i18n.T(
		"Vous ne recevrez plus de point personnel (avant : {was}).",
		"You will receive no personal point any more (before: {was}).")
	textPersonalUndo = i18n.T("Une erreur ? Tapez `/jalon point {typed}`.", "A mistake? Type `/jalon point {typed}`.")
	textPersonalBad  = i18n.T(
		"**« {word} »** n’est pas un jour et une heure. Rien n’est enregistré.\nPar exemple : `/jalon point vendredi 16h`, ou `/jalon point aucun`",
		"**“{word}”** is not a day and an hour. Nothing is saved.\nFor example: `/jalon point vendredi 16h`, or `/jalon point aucun`")
	textPersonalNever = i18n.T("aucun", "none")
)

// personalPoint shows when the personal point of who asks comes, or changes it.
func personalPoint(e *Env) (card.Reply, error) {
	if e.rest == "" {
		set, err := e.plan.Personal(e.ctx, e.call)
		if err != nil {
			return card.Reply{}, err
		}
		if set.Rhythm == "" {
			return card.Reply{Text: e.say(textPersonalNone)}, nil
		}
		return card.Reply{Text: e.say(textPersonal, "when", e.rhythm(set), "next", e.nextPoint(set))}, nil
	}
	rhythm, ok := ParsePoint(e.rest)
	if !ok {
		return card.Reply{}, askFor(e.say(textPersonalBad, "word", card.Quote(clip(e.rest))))
	}
	was, is, err := e.plan.SetPersonal(e.ctx, e.call, rhythm)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.personalChanged(was, is)}, nil
}

func (e *Env) personalChanged(was, is plan.Personal) string {
	undo := ""
	if was.Rhythm != is.Rhythm {
		typed := typedPoint(was.Rhythm)
		if was.Rhythm == "" {
			typed = "aucun"
		}
		undo = e.say(textPersonalUndo, "typed", card.Code(typed))
	}
	args := []any{"was", e.rhythm(was), "when", e.rhythm(is), "next", e.nextPoint(is)}
	switch {
	case is.Rhythm == "" && was.Rhythm == "":
		return e.say(textPersonalNone)
	case is.Rhythm == "":
		return lines(e.say(textPersonalOff, args...), undo)
	case was.Rhythm == "" || was.Rhythm == is.Rhythm:
		return lines(e.say(textPersonalNew, args...), undo)
	default:
		return lines(e.say(textPersonalSet, args...), undo)
	}
}

func (e *Env) rhythm(p plan.Personal) string { return SayPoint(e.words, e.lang, p.Rhythm) }

// nextPoint is when the next one leaves.
func (e *Env) nextPoint(p plan.Personal) string {
	if !p.Ahead {
		return e.say(textPersonalNever)
	}
	return e.momentShort(p.Next)
}

// renderPersonal draws the personal point of somebody, in their language. It says
// how things stand when it leaves and is never drawn again.
func renderPersonal(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, err := r.drawerOf(tx, now, dl.Region, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	week, err := r.planner.LoadPersonal(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	w.lang, w.words = week.Reader.Lang, calendar.WordsOf(string(week.Reader.Lang))
	text := weekText{drawer: w, Week: week, stays: true}.text()
	return drawing{Card: card.Card{Subject: string(dl.Subject), Message: lines(text, w.sentLate(dl))}}, nil
}
