package commands

import (
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
		{"lieu \"…\"", `lieu "Préfecture, Lille"`, i18n.T("si le lieu change aussi ; aussi `lien https://…`, `fin 12h`", "if the place changes too; also `lien https://…`, `fin 12h`"), true},
	},
	takes:    []clause{takesDate, takesReason},
	keywords: []string{"lieu", "lien", keyEnd},
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
	name, by := cutByHowMuch(e.s.text)
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
	if e.s.date == nil && by == "" && said.end.Minutes() == 0 && !said.undated && e.req.CanForm && !e.answersForm() {
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
		e.say(textMeetingMoved, "told", w.moveSaid(done.MeetingView)+"\n", "channel", e.dir.Coordination().ChannelName),
		due.reading.Note.In(string(e.lang)), w.meetingDay(done.Start.Date), w.meetingConflicts(done.MeetingView), w.stepWarnings(done.MeetingView),
	)}
	reply.Text = strings.ReplaceAll(reply.Text, "\n\n", "\n")
	return reply, nil
}

// whereMeeting reads where a meeting goes: a date, an hour alone, or a distance from
// its present date.
func (e *Env) whereMeeting(v plan.MeetingView, said meetingSaid, by string) (plan.Move, dueDate, error) {
	move := plan.Move{Date: v.Start.Date, End: said.end, Reason: e.s.reason, Provisional: said.provisional}
	move.Place, move.Link = placeOrLink(e.s.named["lieu"], e.s.named["lien"])
	if said.undated {
		return move, dueDate{}, plan.Refuse(plan.Invalid, textStaysDated.With("ref", v.Ref(), "body", card.Code(typedBody(v.Body))))
	}
	if e.s.date == nil && by == "" && said.end.Minutes() > 0 {
		return move, dueDate{}, nil
	}
	if at, ok := clockOf(e.s.dateText); ok {
		move.Time, move.HasTime = at, true
		return move, dueDate{}, nil
	}
	if by != "" && v.State == plan.Undated {
		return move, dueDate{}, nil // it is refused for want of a date
	}
	if by != "" && e.s.date == nil {
		from := e.dates()
		from.Now.Date = v.Start.Date
		res := frdate.Parse("dans "+by, from)
		e.s.date, e.s.dateText = &res, by
	}
	due, err := e.dueOf(v.Body.Sitting())
	if err != nil {
		return move, due, err
	}
	move.Date, move.Time, move.HasTime = due.due.Date, due.due.Time, due.due.HasTime
	if move.End == (calendar.TimeOfDay{}) && due.reading.HasEnd {
		move.End = due.reading.End
	}
	return move, due, nil
}

// cutByHowMuch parts « SE27 d’une semaine » into the meeting and by how much it
// moves.
func cutByHowMuch(text string) (name, by string) {
	text = strings.NewReplacer("d’une", "de une", "d'une", "de une", "d’un ", "de un ", "d'un ", "de un ").Replace(text)
	name, by, found := strings.Cut(text, " de ")
	if first, _ := cutWord(by); !found || !isCount(first) {
		return text, ""
	}
	return name, by
}

// isCount tells a word that counts: « 3 », « une », « deux ».
func isCount(word string) bool {
	switch i18n.Fold(word) {
	case "un", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "dix", "quinze":
		return true
	}
	return word != "" && strings.Trim(word, "0123456789") == ""
}
