package commands

import (
	"strconv"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// A series is a deadline that comes back: each occurrence has its own
// identifier, and the next one opens when the present one closes.

var _ = register(command{
	rank:     9,
	path:     "echeance passer",
	aliases:  []string{"echeance sauter", "echeance skip"},
	summary:  i18n.T("passer une occurrence d’une échéance qui se répète", "skip one occurrence of a deadline that repeats"),
	args:     []arg{argRef, argReason},
	takes:    []clause{takesRef, takesReason},
	examples: []string{"echeance passer E12", `echeance passer E12 motif "semaine de Noël"`},
	right:    plan.ChangeIt,
	seeAlso:  []string{"echeance arreter"},
	undoable: true,
	run:      skipOccurrence,
})

var _ = register(command{
	rank:     10,
	path:     "echeance arreter",
	aliases:  []string{"echeance stop"},
	summary:  i18n.T("arrêter une série ; l’échéance en cours reste à remettre", "end a series; the present deadline stays due"),
	args:     []arg{argRef, argReason},
	takes:    []clause{takesRef, takesReason},
	examples: []string{"echeance arreter E12"},
	right:    plan.ChangeIt,
	seeAlso:  []string{"echeance passer", "echeance annuler"},
	undoable: true,
	run:      stopSeries,
})

var (
	textSkipped = i18n.T("{ref} est passée : elle ne sera pas rappelée.", "{ref} is skipped: it will not be reminded.")
	textSkipWhy = i18n.T("occurrence passée", "occurrence skipped")
	textStopped = i18n.T(
		"La série de {ref} est arrêtée : aucune autre échéance ne s’ouvrira. {ref} reste à remettre le {due}.",
		"The series of {ref} is ended: no other deadline will open. {ref} stays due on {due}.")
	textNextOne   = i18n.T("La suivante est {ref}, {due}.", "The next one is {ref}, {due}.")
	textLastOne   = i18n.T("C’était la dernière de la série.", "It was the last of the series.")
	textRepeats   = i18n.T("Se répète {rule}.", "Repeats {rule}.")
	textThen      = i18n.T("Ensuite : {dates}", "Then: {dates}")
	textThenRef   = i18n.T("Ensuite : {ref}", "Then: {ref}")
	textStopsHere = i18n.T("La série s’arrête après celle-ci.", "The series ends after this one.")
	textHowFar    = i18n.T(
		"{ref} se répète {rule}. Changer seulement celle du {due}, ou toute la série ? Rien n’a changé.",
		"{ref} repeats {rule}. Change only that of {due}, or the whole series? Nothing has changed.")
	labelThisOne = i18n.T("Celle-ci seulement", "This one only")
	labelSeries  = i18n.T("Toute la série", "The whole series")
	labelSkip    = i18n.T("Passer celle-ci", "Skip this one")
	labelStop    = i18n.T("Arrêter la série", "End the series")
)

func skipOccurrence(e *Env) (card.Reply, error) {
	s, err := e.deadline(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	reason := e.s.reason
	if reason == "" {
		reason = e.say(textSkipWhy)
	}
	skipped, err := e.plan.SkipOccurrence(e.ctx, e.call, s.Deadline.Ref(), reason)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: lines(e.say(textSkipped, "ref", s.Deadline.Ref()), e.nextOne(skipped))}, nil
}

func stopSeries(e *Env) (card.Reply, error) {
	s, err := e.deadline(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	stopped, err := e.plan.StopSeries(e.ctx, e.call, s.Deadline.Ref(), e.s.reason)
	if err != nil {
		return card.Reply{}, err
	}
	d := stopped.Deadline
	return card.Reply{Text: e.say(textStopped, "ref", d.Ref(), "due", d.Due)}, nil
}

// nextOne says which occurrence follows one that was just closed.
func (e *Env) nextOne(c plan.Change) string {
	d := c.Deadline
	switch {
	case !d.Repeats() || d.State == plan.Open:
		return ""
	case d.Next == 0:
		return e.say(textLastOne)
	}
	next, err := e.view(plan.DeadlineRef(d.Next))
	if err != nil {
		return e.say(textThenRef, "ref", plan.DeadlineRef(d.Next))
	}
	return e.say(textNextOne, "ref", next.Deadline.Ref(), "due", next.Deadline.Due)
}

// howFar asks whether a change is for one occurrence or for all to come.
func (e *Env) howFar(c *plan.SeriesChoice) card.Reply {
	ref := c.Deadline.Ref()
	s, err := e.view(ref)
	if err != nil {
		return e.router.explain(e, err)
	}
	return card.Reply{
		Error: true,
		Text:  e.say(textHowFar, "ref", ref, "rule", s.Series.Rule.Full(string(e.lang)), "due", c.Deadline.Due),
		Buttons: []card.Button{
			{ID: "celleci", Label: e.say(labelThisOne), Style: card.Variant, Command: e.withReach(plan.ThisOne)},
			{ID: "serie", Label: e.say(labelSeries), Style: card.Variant, Command: e.withReach(plan.WholeSeries)},
		},
	}
}

// repeats says the rule of a series and its next dates.
func (w drawer) repeats(s plan.Scheduled) string {
	d := s.Deadline
	switch {
	case !d.Repeats():
		return ""
	case d.State != plan.Open && d.Next > 0:
		return textThenRef.In(w.lang, "ref", "E"+strconv.Itoa(d.Next))
	case d.State != plan.Open:
		return ""
	case s.Series.Ended:
		return textStopsHere.In(w.lang)
	}
	line := textRepeats.In(w.lang, "rule", s.Series.Rule.Full(string(w.lang)))
	if dates := s.Series.Rule.Occurrences(d.Occurrence, 3); len(dates) > 0 {
		line += " " + textThen.In(w.lang, "dates", w.words.ShortList(dates, w.today))
	}
	return line
}
