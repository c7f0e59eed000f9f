package commands

import (
	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     3,
	path:     "echeance voir",
	aliases:  []string{"echeance montrer", "echeance show"},
	summary:  i18n.T("voir une échéance, ses services et ses rappels", "see a deadline, its services and its reminders"),
	args:     []arg{argRef},
	takes:    []clause{takesRef},
	examples: []string{"echeance voir E12", "echeance voir bilan CPER"},
	right:    plan.ReadIt,
	seeAlso:  []string{"echeance liste", "echeance partager"},
	run:      showDeadline,
})

var (
	textCreated = i18n.T("Créée le {when}.", "Created on {when}.")
	textNext    = i18n.T("Prochain rappel : {when}.", "Next reminder: {when}.")
)

func showDeadline(e *Env) (card.Reply, error) {
	if e.s.ref != "" && e.s.text != "" {
		return card.Reply{}, e.oneAtATime()
	}
	s, err := e.deadline(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	if s.Deadline.IsDataCall() {
		e.rest = string(s.Deadline.Ref())
		return showDataCall(e)
	}
	drawn := e.drawer().answer(s)
	drawn.Body = lines(drawn.Body, e.history(s))
	return card.Reply{Card: drawn, Buttons: e.shareButton(s.Deadline)}, nil
}

// history says when the deadline was created and when it is next reminded.
func (e *Env) history(s plan.Scheduled) string {
	line := e.say(textCreated, "when", e.words.Stamp(s.Deadline.CreatedAt, e.zone))
	for _, dl := range s.Deliveries {
		if dl.State == plan.Planned && dl.DueAt.After(e.req.Now) {
			return line + " " + e.say(textNext, "when", e.momentShort(dl.When))
		}
	}
	return line
}

func (e *Env) momentShort(m calendar.Moment) string {
	m = byClock(m, e.zone)
	return e.words.ShortAt(m.Date, m.Time, e.today())
}
