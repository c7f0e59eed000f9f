package commands

import (
	"regexp"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    4,
	path:    "seance deplacer",
	aliases: []string{"seance reporter", "seance decaler", "seance avancer", "seance move"},
	summary: i18n.T("changer la date ou l’heure d’une séance, et ce qui en dépend", "change the date or the hour of a meeting, and what depends on it"),
	args: []arg{
		argMeeting,
		{"<date et heure>", "18/12 9h30", i18n.T("la nouvelle date, ou seulement l’heure : `10h` ; la date d’une séance à fixer", "the new date, or only the hour: `10h`; the date of a meeting that has none"), false},
		argReason,
		{"lieu \"…\"", `lieu "Préfecture, Lille"`, i18n.T("si le lieu change aussi, ou lui seul ; aussi `lien https://…`, `fin 12h`", "if the place changes too, or only the place; also `lien https://…`, `fin 12h`"), true},
	},
	takes:    []clause{takesDate, takesReason},
	keywords: []string{keyPlace, keyLink, keyEnd, keyLasts},
	examples: []string{
		`seance deplacer SE27 18/12 9h30 motif "agenda du président"`,
		"seance deplacer SE27 10h",
		"seance deplacer EPF de une semaine",
		"seance deplacer SE28 12 décembre 14h",
	},
	right:   plan.ManageMeetings,
	seeAlso: []string{"seance annuler", "seance modifier", "jalon journal"},
	run:     moveMeeting,
})

var (
	textMeetingMoved = i18n.T("{told}\nC’est dit une fois dans le fil de la séance, ~{channel}.", "{told}\nIt is told once in the thread of the meeting, ~{channel}.")
	textStaysDated   = i18n.T(
		"La séance {ref} ne redevient pas sans date. Rien n’a changé.\nSi elle n’a plus lieu ce jour-là : `/seance annuler {ref} motif \"…\"`, puis `/seance planifier {body} à fixer`",
		"Meeting {ref} does not become one without a date again. Nothing has changed.\nIf it does not take place on that day: `/seance annuler {ref} motif \"…\"`, then `/seance planifier {body} à fixer`")
	titleMoveMeeting = i18n.T("Déplacer la séance", "Move the meeting")
)

func moveMeeting(e *Env) (card.Reply, error) {
	said, err := e.readMeeting()
	if err != nil {
		return card.Reply{}, err
	}
	e.fromOneDayToAnother()
	name, by := e.cutShift(withoutSameDay(e.s.text))
	v, err := e.meetingNamed(name)
	if first, rest := cutWord(name); err != nil && rest != "" && e.s.date == nil {
		if _, ok := plan.ParseMeetingRef(first); ok {
			return card.Reply{}, e.unreadDate(rest)
		}
		err = e.afterBody(name, err)
	}
	if err != nil {
		return card.Reply{}, err
	}
	if e.onlyPlace(said, by) {
		return e.modifyNamed(v, said)
	}
	if e.s.date == nil && by == (shift{}) && said.end.Minutes() == 0 && !said.undated && e.req.CanForm && !e.answersForm() {
		title, submit, date := titleMoveMeeting, labelMoveMeeting, labelNewDate
		if v.State == plan.Undated {
			title, submit, date = labelSetDate, labelSetDate, labelDate
		}
		return card.Reply{Form: &card.Form{
			Title: e.say(title), Command: e.cmd.path + " " + string(v.Ref()), Submit: e.say(submit), Version: v.Version,
			Fields: []card.Field{
				{Name: "date", Label: e.say(date), Help: e.say(helpMeetingDate)},
				{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason), Optional: true},
			},
		}}, nil
	}
	move, due, err := e.whereMeeting(v, said, by)
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.MoveMeeting(e.ctx, e.call, v.Number, move)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	reply := card.Reply{Text: lines(
		e.say(textMeetingMoved, "told", w.moveSaid(done.MeetingView, done.Elsewhere())+"\n", "channel", e.dir.Coordination().ChannelName),
		due.reading.Note.In(string(e.lang)), e.hourNote(due.reading, done.Ref()), e.conditionNote(said), w.meetingDay(done.Start.Date), w.meetingConflicts(done.MeetingView), w.stepWarnings(done.MeetingView),
	)}
	reply.Text = strings.ReplaceAll(reply.Text, "\n\n", "\n")
	return reply, nil
}

// onlyPlace tells that a sentence moves a meeting to another place, at the same time.
func (e *Env) onlyPlace(said meetingSaid, by shift) bool {
	if e.s.date != nil || by != (shift{}) || said.undated || said.end.Minutes() > 0 {
		return false
	}
	return e.s.named[keyPlace] != "" || e.s.named[keyLink] != ""
}

// whereMeeting reads where a meeting goes: a date, hours alone, or a distance from
// its present date.
func (e *Env) whereMeeting(v plan.MeetingView, said meetingSaid, by shift) (plan.Move, dueDate, error) {
	move := plan.Move{Date: v.Start.Date, End: said.end, Reason: e.s.reason, Provisional: said.provisional}
	move.Place, move.Link = placeOrLink(e.s.named[keyPlace], e.s.named[keyLink])
	if move.Place == "" && e.s.named[keyPlace] != "" { // it leaves the place where it was to be
		move.Place = e.say(textRemote)
	}
	if said.undated {
		return move, dueDate{}, plan.Refuse(plan.Invalid, textStaysDated.With("ref", v.Ref(), "body", card.Code(typedBody(v.Body))))
	}
	if e.s.date == nil && by == (shift{}) && said.end.Minutes() > 0 {
		return move, dueDate{}, nil
	}
	if at, end, ok := hoursOf(e.s.dateText); ok {
		move.Time, move.HasTime = at, true
		if end.Minutes() > 0 {
			move.End = end
		}
		return move, dueDate{}, nil
	}
	if by != (shift{}) && v.State == plan.Undated {
		return move, dueDate{}, nil // it is refused for want of a date
	}
	if by != (shift{}) && e.s.date == nil {
		day := typed(by.from(e.cal, v.Start.Date), false, calendar.TimeOfDay{})
		res := frdate.Parse(day, e.dates())
		e.s.date, e.s.dateText = &res, day
	}
	due, err := e.meetingDue(v.Body.Sitting(), said)
	if err != nil {
		return move, due, err
	}
	move.Date, move.Time, move.HasTime = due.due.Date, due.due.Time, due.due.HasTime
	if move.End == (calendar.TimeOfDay{}) {
		move.End = meetingEnd(due, said)
	}
	return move, due, nil
}

// fromOneDayToAnother reads « du 11 au 18 décembre » as the day that names the
// meeting, then the day to which it goes.
func (e *Env) fromOneDayToAnother() {
	from, to, found := strings.Cut(strings.TrimPrefix(e.s.dateText, "du "), " au ")
	if !found || e.s.date == nil {
		return
	}
	if _, month, ok := strings.Cut(to, " "); ok && from != "" && strings.Trim(from, "0123456789") == "" { // « du 11 au 18 décembre »
		month, _ = cutWord(month)
		from += " " + month
	}
	if res := frdate.Parse(to, e.dates()); res.Reason != frdate.NotUnderstood {
		e.s.date, e.s.dateText = &res, to
		if _, known := meetingRefOf(e.s.text); !known {
			e.s.text += " du " + from
		}
	}
}

// withoutSameDay takes « le même jour » off the end: only the hour changes.
func withoutSameDay(text string) string {
	for _, words := range []string{"meme jour", "meme date"} {
		if strings.HasSuffix(i18n.Fold(text), " "+words) {
			all := strings.Fields(text)
			return trimLead(strings.Join(all[:len(all)-2], " "))
		}
	}
	return text
}

// shift is by how much a meeting moves: « d’une semaine », « + 7 jours », « trois
// jours ouvrés plus tôt ».
type shift struct {
	count   int // negative for earlier
	months  bool
	working bool
}

func (s shift) from(cal *calendar.Calendar, d calendar.Date) calendar.Date {
	switch {
	case s.months:
		return d.AddMonths(s.count)
	case s.working:
		return cal.AddWorking(d, s.count)
	default:
		return d.AddDays(s.count)
	}
}

var shiftForm = regexp.MustCompile(`^(.*?) (?:de |d['’] ?|([+-]) ?)?(\pL+|\d{1,3}) ?(jours?|j|semaines?|mois)( ouvr[ée]s?)?( plus tard| apr[èe]s| plus t[ôo]t| avant)?$`)

// cutShift parts « SE27 d’une semaine » into the meeting and by how much it moves:
// later, but for « avancer », « plus tôt » and a minus.
func (e *Env) cutShift(text string) (name string, by shift) {
	m := shiftForm.FindStringSubmatch(strings.ReplaceAll(text, "d’", "d'"))
	if m == nil {
		return text, shift{}
	}
	count, ok := numberSaid(m[3])
	if !ok {
		return text, shift{}
	}
	unit := i18n.Fold(m[4])
	by = shift{count: count, months: unit == "mois", working: m[5] != ""}
	if strings.HasPrefix(unit, "semaine") {
		by.count *= 7
	}
	after := strings.TrimSpace(i18n.Fold(m[6]))
	if m[2] == "-" || after == "plus tot" || after == "avant" || strings.HasPrefix(i18n.Fold(e.pathTyped()), "seance avancer") {
		by.count = -by.count
	}
	return m[1], by
}

// hoursOf reads hours and nothing else: « 10h », « de 14h à 16h », « 14h-16h ».
func hoursOf(text string) (from, to calendar.TimeOfDay, ok bool) {
	if at, ok := clockOf(text); ok {
		return at, calendar.TimeOfDay{}, true
	}
	text = strings.TrimPrefix(strings.TrimPrefix(i18n.Fold(text), "de "), "entre ")
	for _, joint := range []string{" a ", " et ", "-", "–"} {
		before, after, found := strings.Cut(text, joint)
		if !found {
			continue
		}
		if from, ok = clockOf(before); !ok {
			continue
		}
		if to, ok = clockOf(after); ok {
			return from, to, true
		}
	}
	return from, to, false
}
