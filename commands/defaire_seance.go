package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What taking back an action on a meeting restores, in words: before it is done,
// and once it is.

var (
	textMeetingUndoes = i18n.T("L’annuler : {what}", "Undoing it: {what}")
	textMeetingUndone = i18n.T("C’est annulé : {what}", "Undone: {what}")
	textUnplanned     = i18n.T("la séance {ref} ({body}, {when}) est annulée, rien n’est effacé.", "meeting {ref} ({body}, {when}) is cancelled, nothing is erased.")
	textMeetsAgain    = i18n.T("la séance {ref} ({body}) revient au {when}.", "meeting {ref} ({body}) is back on {when}.")
	textAskedAgainAll = i18n.T(" À reconfirmer : {who}.", " To be confirmed again: {who}.")
	textFieldsBack    = i18n.T("la séance {ref} ({body}) retrouve {fields}.", "meeting {ref} ({body}) has {fields} again.")
	textFieldPlace    = i18n.T("son lieu ({value})", "its place ({value})")
	textFieldLink     = i18n.T("son lien ({value})", "its link ({value})")
	textFieldAgenda   = i18n.T("son ordre du jour ({value})", "its agenda ({value})")
	textFieldEnd      = i18n.T("son heure de fin ({value})", "its end ({value})")
	textNoEndHour     = i18n.T("aucune", "none")
	textFieldsSame    = i18n.T("ce qu’elle avait", "what it had")
	textNotSaidHeld   = i18n.T("la séance {ref} ({body}) n’est plus dite {state}.", "meeting {ref} ({body}) is no longer said {state}.")
	textStepReopened  = i18n.T(" {n} échéance est de nouveau à faire.", " {n} deadline is to be done again.")
	textStepsReopened = i18n.T(" {n} échéances sont de nouveau à faire.", " {n} deadlines are to be done again.")
	textSeatAsWas     = i18n.T("siège « {seat} » de la séance {ref} : {state}", "seat “{seat}” of meeting {ref}: {state}")
)

// meetingRestored says what a meeting becomes, going on a sentence.
func (e *Env) meetingRestored(u plan.Undoing) string {
	c, w := u.Meeting, e.drawer()
	args := []any{"ref", c.Ref(), "body", card.Quote(c.Body.Sitting()), "when", w.meetingHours(c.MeetingView)}
	switch u.Entry.Action {
	case "seance.planifier":
		text := e.say(textUnplanned, args...)
		if stopped := w.stoppedSteps(c.Stopped); stopped != "" {
			text += " " + stopped
		}
		return text
	case "seance.deplacer":
		text := e.say(textMeetsAgain, args...)
		if names := w.seatsIn(c.MeetingView, plan.ToReconfirm); len(names) > 0 {
			text += e.say(textAskedAgainAll, "who", i18n.And(e.lang, names))
		}
		return text
	case "seance.tenue":
		text := e.say(textNotSaidHeld, append(args, "state", c.Before.State)...)
		if c.Reopened > 0 {
			text += e.say(i18n.Plural(e.lang, c.Reopened, textStepReopened, textStepsReopened), "n", c.Reopened)
		}
		return text
	case "representation.designer":
		return e.seatsRestored(*c)
	default:
		return e.say(textFieldsBack, append(args, "fields", e.fieldsRestored(*c))...)
	}
}

// seatsRestored says the seats that are not what they were.
func (e *Env) seatsRestored(c plan.MeetingChange) string {
	w := e.drawer()
	for _, r := range c.Seats {
		before, _ := c.Before.Seat(r.Seat)
		if before.State != r.State || !before.Who.Same(r.Who) {
			return ended(e.say(textSeatAsWas, "seat", seatName(c.MeetingView, r.Seat), "ref", c.Ref(), "state", w.seatState(c.MeetingView, r)))
		}
	}
	return ""
}

// fieldsRestored names what a meeting has again.
func (e *Env) fieldsRestored(c plan.MeetingChange) string {
	var out []string
	for _, f := range []struct {
		text    i18n.Msg
		was, is string
	}{
		{textFieldPlace, c.Before.Place, c.Place},
		{textFieldLink, c.Before.Link, c.Link},
		{textFieldAgenda, c.Before.Agenda, c.Agenda},
	} {
		if f.was != f.is {
			out = append(out, e.say(f.text, "value", card.Quote(orNone(e, f.is))))
		}
	}
	if c.Before.End != c.End {
		end := e.say(textNoEndHour)
		if c.End.Minutes() > 0 {
			end = e.words.Hour(c.End)
		}
		out = append(out, e.say(textFieldEnd, "value", end))
	}
	if len(out) == 0 {
		return e.say(textFieldsSame)
	}
	return i18n.And(e.lang, out)
}
