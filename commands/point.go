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
	textPoint          = i18n.T("**Semaine {n}, {span}**", "**Week {n}, {span}**")
	textPointClosed    = i18n.T("**Semaine {n}, {span}** ({day} férié)", "**Week {n}, {span}** ({day} is a holiday)")
	textPointNothing   = i18n.T("Aucune échéance cette semaine.", "No deadline this week.")
	textPointOne       = i18n.T("**{n} échéance**", "**{n} deadline**")
	textPointMany      = i18n.T("**{n} échéances**", "**{n} deadlines**")
	textPointOneLate   = i18n.T("**{n} échéance, dont {late} en retard**", "**{n} deadline, {late} overdue**")
	textPointLate      = i18n.T("**{n} échéances, dont {late} en retard**", "**{n} deadlines, {late} overdue**")
	textPointItem      = i18n.T("- {when} · {title} ({ref})", "- {when} · {title} ({ref})")
	textPointItemOf    = i18n.T("- {when} · {title} ({ref}, {who})", "- {when} · {title} ({ref}, {who})")
	textPointToday     = i18n.T("{n} rappel part aujourd’hui dans ce canal.", "{n} reminder leaves today in this channel.")
	textPointTodays    = i18n.T("{n} rappels partent aujourd’hui dans ce canal.", "{n} reminders leave today in this channel.")
	textPointTold      = i18n.T("{n} rappel est déjà parti aujourd’hui dans ce canal.", "{n} reminder has left today in this channel already.")
	textPointTolds     = i18n.T("{n} rappels sont déjà partis aujourd’hui dans ce canal.", "{n} reminders have left today in this channel already.")
	textPointMore      = i18n.T("et {n} autre : `/echeance liste`", "and {n} more: `/echeance liste`")
	textPointMores     = i18n.T("et {n} autres : `/echeance liste`", "and {n} more: `/echeance liste`")
	textPointAhead     = i18n.T("**Semaines {from} et {to} :** {n} échéance", "**Weeks {from} and {to}:** {n} deadline")
	textPointMeets     = i18n.T("**Séances : {n}**", "**Meetings: {n}**")
	textPointNoMeet    = i18n.T("**Aucune séance.**", "**No meeting.**")
	textPointUnsure    = i18n.T("À confirmer : {list}", "To be confirmed: {list}")
	textPointUnsureM   = i18n.T("{body} (séance {ref}), {day}", "{body} (meeting {ref}), {day}")
	textPointUnsures   = i18n.T("et {n} autre", "and {n} more")
	textPointUnsureN   = i18n.T("et {n} autres", "and {n} more")
	textPointMoreMet   = i18n.T("et {n} autre : `/seance liste cette semaine`", "and {n} more: `/seance liste cette semaine`")
	textPointMoreMts   = i18n.T("et {n} autres : `/seance liste cette semaine`", "and {n} more: `/seance liste cette semaine`")
	textPointAndMeet   = i18n.T("{line}, {n} séance", "{line}, {n} meeting")
	textPointAndMets   = i18n.T("{line}, {n} séances", "{line}, {n} meetings")
	textPointCallFrom  = i18n.T("- {when} · {title} ({ref}) · en attente : {from}", "- {when} · {title} ({ref}) · waiting: {from}")
	textPointCallsMore = i18n.T("et {n} de plus : `/remontee liste`", "and {n} more: `/remontee liste`")
	textPointStorm     = i18n.T("**{n} projet en Orage ⛈️ :** {list}", "**{n} project in Storm ⛈️:** {list}")
	textPointStorms    = i18n.T("**{n} projets en Orage ⛈️ :** {list}", "**{n} projects in Storm ⛈️:** {list}")
	textPointAheads    = i18n.T("**Semaines {from} et {to} :** {n} échéances", "**Weeks {from} and {to}:** {n} deadlines")
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
	if g.More > 0 {
		text = append(text, i18n.Plural(w.lang, g.More, textPointMore, textPointMores).In(w.lang, "n", g.More))
	}
	if g.Today > 0 {
		text = append(text, i18n.Plural(w.lang, g.Today, textPointToday, textPointTodays).In(w.lang, "n", g.Today))
	}
	if g.Told > 0 {
		text = append(text, i18n.Plural(w.lang, g.Told, textPointTold, textPointTolds).In(w.lang, "n", g.Told))
	}
	text = append(text, w.digestMeetings(g), w.digestDataCalls(g), w.digestStorms(g))
	if g.Ahead+g.MeetingsAhead > 0 {
		_, from := g.To.AddDays(7).ISOWeek()
		_, to := g.To.AddDays(14).ISOWeek()
		line := i18n.Plural(w.lang, g.Ahead, textPointAhead, textPointAheads).In(w.lang, "from", from, "to", to, "n", g.Ahead)
		if n := g.MeetingsAhead; n > 0 {
			line = i18n.Plural(w.lang, n, textPointAndMeet, textPointAndMets).In(w.lang, "line", line, "n", n)
		}
		text = append(text, line)
	}
	return lines(append(text, w.sentLate(dl))...)
}

// digestMeetings are the meetings of the week, and those whose date is to be
// confirmed; empty when there is none.
func (w drawer) digestMeetings(g plan.Digest) string {
	unsure := w.digestUnsure(g.Unsure)
	if g.Meetings.Total == 0 {
		if unsure == "" {
			return ""
		}
		return textPointNoMeet.In(w.lang) + " " + unsure
	}
	text := []string{textPointMeets.In(w.lang, "n", g.Meetings.Total)}
	for _, m := range g.Meetings.Found {
		text = append(text, bullet+w.meetingLine(m, w.meetingState(m.Meeting, g.Meetings.Called)))
	}
	if left := g.Meetings.Total - len(g.Meetings.Found); left > 0 {
		text = append(text, i18n.Plural(w.lang, left, textPointMoreMet, textPointMoreMts).In(w.lang, "n", left))
	}
	return lines(append(text, unsure)...)
}

// digestDataCalls are those that wait for an answer: of the service, or of others for
// who coordinates, who is told of whom; empty when there is none.
func (w drawer) digestDataCalls(g plan.Digest) string {
	if len(g.DataCalls)+g.MoreCalls == 0 {
		return ""
	}
	one, many := textWeekCall, textWeekCalls
	if g.Service.Coordinates() {
		one, many = textDataCallsOne, textDataCallsMany
	}
	text := []string{i18n.Plural(w.lang, g.Asking, one, many).In(w.lang, "n", g.Asking)}
	for _, d := range g.DataCalls {
		text = append(text, w.digestDataCall(g, d))
	}
	if g.MoreCalls > 0 {
		text = append(text, textPointCallsMore.In(w.lang, "n", g.MoreCalls))
	}
	return lines(text...)
}

func (w drawer) digestDataCall(g plan.Digest, d plan.Deadline) string {
	text := textPointItem
	var from []plan.ServiceID
	if g.Service.Coordinates() {
		text = textPointCallFrom
		for _, p := range d.OpenParts() {
			from = append(from, p.Service)
		}
	}
	d = w.forAbout(d)
	return text.In(w.lang, "when", w.whenShort(d), "title", w.titleOf(d), "ref", d.Ref(), "from", w.shortNames(from))
}

// digestStorms names the projects in orage; empty when there is none.
func (w drawer) digestStorms(g plan.Digest) string {
	if g.Storms == 0 {
		return ""
	}
	names := make([]string, len(g.Stormy))
	for i, p := range g.Stormy {
		names[i] = string(p.Ref())
	}
	list := strings.Join(names, ", ")
	if left := g.Storms - len(names); left > 0 {
		list = textStormyMore.In(w.lang, "list", list, "n", left)
	}
	return i18n.Plural(w.lang, g.Storms, textPointStorm, textPointStorms).In(w.lang, "n", g.Storms, "list", list)
}

func (w drawer) digestUnsure(list plan.MeetingList) string {
	if list.Total == 0 {
		return ""
	}
	var names []string
	for _, m := range list.Found {
		names = append(names, textPointUnsureM.In(w.lang, "body", card.Quote(m.Body.Sitting()), "ref", m.Ref(), "day", w.words.Short(m.Start.Date, w.today)))
	}
	text := strings.Join(names, " ; ")
	if left := list.Total - len(list.Found); left > 0 {
		text += " " + i18n.Plural(w.lang, left, textPointUnsures, textPointUnsureN).In(w.lang, "n", left)
	}
	return textPointUnsure.In(w.lang, "list", text)
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
