package commands

import (
	"errors"
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    5,
	path:    "echeance reporter",
	aliases: []string{"echeance repousser", "echeance decaler", "echeance deplacer", "echeance postpone"},
	summary: i18n.T("donner à une échéance une date plus lointaine", "give a deadline a later date"),
	args:    []arg{argRef, argDate, argReason},
	takes:   []clause{takesRef, takesDate, takesReason},
	examples: []string{
		`echeance reporter E12 vendredi motif "attente DREAL"`,
		"echeance reporter E12 15/12 à 12h",
		"echeance reporter E12 de 3 jours ouvrés",
	},
	right:    plan.ChangeIt,
	seeAlso:  []string{"echeance modifier", "jalon defaire"},
	undoable: true,
	run:      postponeDeadline,
})

var (
	textPostponedOK = i18n.T("{ref} est reportée au {due}.", "{ref} is postponed to {due}.")
	textIsEarlier   = i18n.T(
		"{ref} est à remettre le {due}. **« {text} »** est plus tôt : {new}. Rien n’a changé.\nVoulez-vous l’avancer ?",
		"{ref} is due on {due}. **“{text}”** is earlier: {new}. Nothing has changed.\nDo you want to bring it forward?")
	labelAdvance  = i18n.T("Avancer au {date}", "Move to {date}")
	labelKeep     = i18n.T("Garder le {date}", "Keep {date}")
	titlePostpone = i18n.T("Reporter {ref}", "Postpone {ref}")
	labelNewDate  = i18n.T("Nouvelle date", "New date")
	labelReason   = i18n.T("Motif", "Reason")
	helpReason    = i18n.T("N’indiquez ni raison de santé ni raison personnelle.", "Give no health or personal reason.")
)

func postponeDeadline(e *Env) (card.Reply, error) {
	s, err := e.openDeadline(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	d := s.Deadline
	if err := e.stillAsDrawn(s); err != nil {
		return card.Reply{}, err
	}
	if e.s.date == nil && e.s.reason == "" && !e.answersForm() && (e.s.ref == "" || e.s.text == "") {
		if e.req.CanForm {
			form := postponeForm(e, d)
			return card.Reply{Form: &form}, nil
		}
	}
	e.byHowMuch(d)
	due, err := e.dueOf(d.Title)
	if err != nil {
		return card.Reply{}, err
	}
	due.keepHour(d.Due)
	moved, err := e.plan.PostponeDeadline(e.ctx, e.call, d.Ref(), due.due, due.said, e.s.reason)
	if earlier := (*plan.Earlier)(nil); errors.As(err, &earlier) {
		return card.Reply{}, e.askEarlier(d, due.reading)
	}
	if err != nil {
		return card.Reply{}, err
	}
	return e.movedReply(moved, due), nil
}

// byHowMuch reads « de 3 jours ouvrés », « d’une semaine » as counted from the
// present date of the deadline.
func (e *Env) byHowMuch(d plan.Deadline) {
	words := strings.Fields(strings.ReplaceAll(i18n.Fold(e.s.text), "d'", "de "))
	if e.s.date != nil || len(words) < 2 || words[0] != "de" {
		return
	}
	from := e.dates()
	from.Now.Date = d.Due.Date
	text := "dans " + strings.Join(words[1:], " ")
	if res := frdate.Parse(text, from); res.Kind == frdate.Understood && len(res.Readings) == 1 && res.Recurrence == nil {
		e.s.date, e.s.dateText = &res, e.s.text
	}
}

// movedReply shows the new date with its reminders.
func (e *Env) movedReply(moved plan.Change, due dueDate) card.Reply {
	drawn := e.drawer().answer(moved.Scheduled)
	text, buttons := e.warnings(moved.Deadline, due, "")
	reply := card.Reply{Text: e.say(textPostponedOK, "ref", moved.Deadline.Ref(), "due", moved.Deadline.Due), Card: drawn, Buttons: buttons}
	reply.Text = lines(append([]string{reply.Text}, text...)...)
	return reply
}

// askEarlier offers to bring the date forward, which is another thing than
// postponing.
func (e *Env) askEarlier(d plan.Deadline, to frdate.Reading) error {
	ref := string(d.Ref())
	return askFor(
		e.say(textIsEarlier, "ref", ref, "due", d.Due, "text", card.Quote(clip(e.s.dateText)), "new", to.Full(string(e.lang))),
		card.Button{
			ID: "avancer", Label: e.say(labelAdvance, "date", e.shortReading(to)), Style: card.Variant,
			Command: "echeance modifier " + ref + " " + typed(to.Date, to.HasTime, to.Time),
		},
		card.Button{
			ID: "garder", Label: e.say(labelKeep, "date", e.words.Short(d.Due.Date, e.today())), Style: card.Quiet,
			Command: "echeance voir " + ref,
		})
}

func postponeForm(e *Env, d plan.Deadline) card.Form {
	return card.Form{
		Title: e.say(titlePostpone, "ref", d.Ref()), Command: e.cmd.path + " " + string(d.Ref()), Submit: e.say(labelPostpone), Version: d.Version,
		Fields: []card.Field{
			{Name: "date", Label: e.say(labelNewDate), Help: e.say(helpDate)},
			{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason), Optional: true},
		},
	}
}
