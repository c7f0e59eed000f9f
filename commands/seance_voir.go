package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     2,
	path:     "seance voir",
	aliases:  []string{"seance montrer", "seance show", "prochaine seance", "prochaine reunion", "quand se reunit", "quand siege", "quand a lieu", "quand est"},
	summary:  i18n.T("voir une séance : qui siège, le rétroplanning, le compte rendu", "see a meeting: who sits, the backward schedule, the minutes"),
	args:     []arg{argMeeting},
	examples: []string{"seance voir SE27", "seance voir EPF"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"seance liste", "jalon journal"},
	run:      showMeeting,
})

var _ = register(command{
	rank:    12,
	path:    "seance reconduire",
	aliases: []string{"seance cloner", "seance recommencer", "seance clone"},
	summary: i18n.T("planifier la séance suivante avec le rétroplanning d’une séance passée", "plan the next meeting with the backward schedule of a past one"),
	args: []arg{
		argMeeting,
		{"<date et heure>", "13/01/2028 14h30", i18n.T("la date de la nouvelle séance", "the date of the new meeting"), false},
		{"…", "provisoire", i18n.T("aussi `lieu \"…\"`, `provisoire`, `à fixer`", "also `lieu \"…\"`, `provisoire`, `à fixer`"), true},
	},
	takes:    []clause{takesDate},
	keywords: meetingKeywords,
	examples: []string{"seance reconduire SE31 13/01/2028 14h30"},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"seance planifier", "jalon modele"},
	run:      cloneMeeting,
})

var textMinutesAre = i18n.T("Compte rendu :\n{text}", "Minutes:\n{text}")

func showMeeting(e *Env) (card.Reply, error) {
	v, err := e.meetingNamed(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	c := w.meetingCard(v, "")
	minutes, clone := "", ""
	if v.Minutes != "" {
		minutes = e.say(textMinutesAre, "text", quotedLines(v.Minutes))
	}
	if v.ClonedFrom > 0 {
		clone = e.say(textClonedFrom, "ref", plan.MeetingRef(v.ClonedFrom))
	}
	day := ""
	if v.State.Ahead() && v.State != plan.Undated {
		day = w.meetingDay(v.Start.Date)
	}
	c.Body = lines(
		w.meetingStanding(v), day, w.meetingHat(v), clone, w.noticeDate(v), w.noticeLate(v), w.agenda(v), w.meetingSeats(v), w.meetingConflicts(v),
		w.steps(v, true), w.stepWarnings(v), minutes,
	)
	return card.Reply{Card: &c}, nil
}

func cloneMeeting(e *Env) (card.Reply, error) {
	said, err := e.readMeeting()
	if err != nil {
		return card.Reply{}, err
	}
	e.fromOneDayToAnother()
	v, err := e.meetingHeld(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	due, err := e.meetingDue(v.Body.Sitting(), said)
	if err != nil {
		return card.Reply{}, err
	}
	n := plan.NewMeeting{
		Start: momentOf(due), HasTime: due.due.HasTime, End: meetingEnd(due, said), Provisional: said.provisional,
		NoticeOn: said.notice, Agenda: card.OneLine(e.s.named["odj"]),
	}
	n.Place, n.Link = placeOrLink(e.s.named["lieu"], e.s.named["lien"])
	done, err := e.plan.CloneMeeting(e.ctx, e.call, v.Number, n)
	if err != nil {
		return card.Reply{}, err
	}
	reply := e.plannedReply(done, due, said)
	reply.Text = lines(e.say(textClonedFrom, "ref", v.Ref())+".", reply.Text)
	return reply, nil
}
