package commands

import (
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// The point of the week, in the channel of a service. It says how things stand
// when it leaves and is never drawn again.

var (
	textPoint        = i18n.T("**Semaine {n}, {span}**", "**Week {n}, {span}**")
	textPointClosed  = i18n.T("**Semaine {n}, {span}** ({day} férié)", "**Week {n}, {span}** ({day} is a holiday)")
	textPointNothing = i18n.T("Aucune échéance cette semaine.", "No deadline this week.")
	textPointOne     = i18n.T("**{n} échéance**", "**{n} deadline**")
	textPointMany    = i18n.T("**{n} échéances**", "**{n} deadlines**")
	textPointOneLate = i18n.T("**{n} échéance, dont {late} en retard**", "**{n} deadline, {late} overdue**")
	textPointLate    = i18n.T("**{n} échéances, dont {late} en retard**", "**{n} deadlines, {late} overdue**")
	textPointItem    = i18n.T("- {when} · {title} ({ref})", "- {when} · {title} ({ref})")
	textPointItemOf  = i18n.T("- {when} · {title} ({ref}, {who})", "- {when} · {title} ({ref}, {who})")
	textPointToday   = i18n.T("{n} rappel part aujourd’hui dans ce canal.", "{n} reminder leaves today in this channel.")
	textPointTodays  = i18n.T("{n} rappels partent aujourd’hui dans ce canal.", "{n} reminders leave today in this channel.")
	textPointMore    = i18n.T("et {n} autre : `/echeance liste`", "and {n} more: `/echeance liste`")
	textPointMores   = i18n.T("et {n} autres : `/echeance liste`", "and {n} more: `/echeance liste`")
	textPointAhead   = i18n.T("**Semaines {from} et {to} :** {n} échéance", "**Weeks {from} and {to}:** {n} deadline")
	textPointAheads  = i18n.T("**Semaines {from} et {to} :** {n} échéances", "**Weeks {from} and {to}:** {n} deadlines")
)

func renderDigest(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, err := r.drawerOf(tx, now, dl.Region, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	g, err := r.planner.LoadDigest(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	return drawing{Card: card.Card{Subject: string(dl.Subject), Message: w.digest(g, dl)}}, nil
}

func (w drawer) digest(g plan.Digest, dl plan.Delivery) string {
	text := []string{w.digestWeek(g), w.digestCount(g)}
	for _, d := range g.Listed {
		text = append(text, w.digestItem(g, d))
	}
	if more := g.Open - len(g.Listed) - g.Today; more > 0 {
		text = append(text, i18n.Plural(w.lang, more, textPointMore, textPointMores).In(w.lang, "n", more))
	}
	if g.Today > 0 {
		text = append(text, i18n.Plural(w.lang, g.Today, textPointToday, textPointTodays).In(w.lang, "n", g.Today))
	}
	if g.Ahead > 0 {
		_, from := g.To.AddDays(7).ISOWeek()
		_, to := g.To.AddDays(14).ISOWeek()
		text = append(text, i18n.Plural(w.lang, g.Ahead, textPointAhead, textPointAheads).In(w.lang, "from", from, "to", to, "n", g.Ahead))
	}
	return lines(append(text, w.sentLate(dl))...)
}

func (w drawer) digestWeek(g plan.Digest) string {
	_, week := g.From.ISOWeek()
	span := w.words.Span(g.From, g.To)
	if g.Closed.IsZero() {
		return textPoint.In(w.lang, "n", week, "span", span)
	}
	day := w.words.Weekday(g.Closed.Weekday()) + " " + strings.TrimSpace(strings.TrimSuffix(w.words.Day(g.Closed), yearOf(g.Closed)))
	return textPointClosed.In(w.lang, "n", week, "span", span, "day", day)
}

func yearOf(d calendar.Date) string { return d.String()[:len("2026")] }

func (w drawer) digestCount(g plan.Digest) string {
	switch {
	case g.Open == 0:
		return textPointNothing.In(w.lang)
	case g.Late > 0:
		return i18n.Plural(w.lang, g.Open, textPointOneLate, textPointLate).In(w.lang, "n", g.Open, "late", g.Late)
	default:
		return i18n.Plural(w.lang, g.Open, textPointOne, textPointMany).In(w.lang, "n", g.Open)
	}
}

// digestItem is a line of the list; the coordination's says who owes it.
func (w drawer) digestItem(g plan.Digest, d plan.Deadline) string {
	title := card.Quote(d.Title)
	if d.Discreet {
		title = textSecretTitle.In(w.lang)
	}
	if !g.Service.Coordinates() {
		return textPointItem.In(w.lang, "when", w.whenShort(d), "title", title, "ref", d.Ref())
	}
	var codes []string
	for _, p := range d.OpenParts() {
		codes = append(codes, w.services.byID(p.Service).Code)
	}
	return textPointItemOf.In(w.lang, "when", w.whenShort(d), "title", title, "ref", d.Ref(), "who", strings.Join(codes, ", "))
}
