package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How a meeting is said in a line.

var (
	textListWanted    = i18n.T("À désigner", "To be designated")
	textListDecide    = i18n.T("À décider", "To be decided")
	textListApprove   = i18n.T("À valider", "To be approved")
	textListReconfirm = i18n.T("À reconfirmer", "To be confirmed again")
	textListWaiting   = i18n.T("En attente ⏳", "Waiting ⏳")
	textMeetingUnsure = i18n.T("Date à confirmer", "Date to be confirmed")
	textMeetingToDate = i18n.T("Personne n’est sollicité", "Nobody is asked")
	textMeetingGone   = i18n.T("Annulée", "Cancelled")
	textMeetingNot    = i18n.T("Non tenue", "Not held")
	textMeetingHeld   = i18n.T("Tenue ✅", "Held ✅")
	textMeetingSat    = i18n.T("Représentation : {who}", "Represented by {who}")
	textMeetingNobody = i18n.T("Sans représentation", "Not represented")
	textMeetingFirm   = i18n.T("Confirmée", "Confirmed")
	textMeetingCalled = i18n.T("Convoquée", "Convened")
	textListMineSits  = i18n.T("Vous siégez", "You sit")
	textListMineAsked = i18n.T("Réponse attendue ⏳", "Answer expected ⏳")
	textMeetsAt       = i18n.T("à {hour}", "at {hour}")
	textMeetsUnset    = i18n.T("à une heure non fixée", "at an hour not set")
)

// shortMeets is when a meeting is, in a list: « ven. 11 déc., 9 h 30 ».
func (w drawer) shortMeets(m plan.Meeting) string {
	if m.Start.Date.IsZero() {
		return capital(m.When().In(w.lang))
	}
	if m.HasTime {
		return w.words.ShortAt(m.Start.Date, m.Start.Time, w.today)
	}
	return w.words.Short(m.Start.Date, w.today)
}

// hoursOfMeeting is at what hours: « de 9 h à 11 h », « à 9 h 30 ».
func (w drawer) hoursOfMeeting(m plan.Meeting) string {
	switch {
	case !m.HasTime:
		return textMeetsUnset.In(w.lang)
	case m.End.Compare(m.Start.Time) > 0:
		return w.words.Hours(m.Start.Time, m.End)
	default:
		return textMeetsAt.In(w.lang, "hour", w.words.Hour(m.Start.Time))
	}
}

// uncoveredState is where the representation for several seats stands: what is
// most to be done.
func uncoveredState(seats []plan.Representation) i18n.Msg {
	order := []struct {
		state plan.RepresentationState
		text  i18n.Msg
	}{
		{plan.ToDecide, textListDecide},
		{plan.ToApprove, textListApprove},
		{plan.ToDesignate, textListWanted},
		{plan.ToReconfirm, textListReconfirm},
		{plan.Proposed, textListWaiting},
	}
	for _, o := range order {
		for _, s := range seats {
			if s.State == o.state {
				return o.text
			}
		}
	}
	return textListWanted
}

// meetingState is where a meeting stands, for everybody.
func (w drawer) meetingState(m plan.Meeting, called map[plan.UserID]string) string {
	switch m.State {
	case plan.CalledOff:
		return textMeetingGone.In(w.lang)
	case plan.DidNot:
		return textMeetingNot.In(w.lang)
	case plan.TookPlace, plan.MeetingOver:
		return textMeetingHeld.In(w.lang)
	case plan.Undated:
		return textMeetingToDate.In(w.lang)
	case plan.Provisional:
		return textMeetingUnsure.In(w.lang)
	case plan.Confirmed, plan.Convened:
	}
	var open []plan.Representation
	var sit []string
	for _, s := range m.Seats {
		switch {
		case !s.State.Covered():
			open = append(open, s)
		case s.State == plan.Accepted:
			sit = append(sit, w.calls(s.Who, called))
		case s.State == plan.ByProxy:
			sit = append(sit, w.calls(s.Proxy, called))
		}
	}
	switch {
	case len(open) > 0:
		return uncoveredState(open).In(w.lang)
	case len(sit) > 0:
		return textMeetingSat.In(w.lang, "who", i18n.And(w.lang, distinct(sit)))
	case len(m.Seats) > 0:
		return textMeetingNobody.In(w.lang)
	case m.State == plan.Convened:
		return textMeetingCalled.In(w.lang)
	default:
		return textMeetingFirm.In(w.lang)
	}
}

// myState is where a meeting stands for somebody of it: they sit, or are asked.
func (w drawer) myState(m plan.Meeting, user plan.UserID, called map[plan.UserID]string) string {
	for _, s := range m.Seats {
		switch {
		case !m.State.Firm() || s.Who.User != user:
		case s.State == plan.Accepted:
			return textListMineSits.In(w.lang)
		case s.State == plan.Proposed, s.State == plan.ToReconfirm:
			return textListMineAsked.In(w.lang)
		}
	}
	return w.meetingState(m, called)
}

// meetingLine is a meeting in a list.
func (w drawer) meetingLine(m plan.Engagement, state string) string {
	return textMeetingLine.In(w.lang, "when", w.shortMeets(m.Meeting), "state", state,
		"body", card.Quote(m.Body.Sitting()), "ref", m.Ref(), "place", townMeets(m.Meeting))
}

var textMeetingLine = i18n.T("**{when}** · {state} · {body} (séance {ref}){place}", "**{when}** · {state} · {body} (meeting {ref}){place}")

// distinct keeps the first of each text.
func distinct(texts []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range texts {
		if !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

// townMeets is the town of a meeting behind a comma, empty without one.
func townMeets(m plan.Meeting) string {
	if town := plan.Town(m.Place); town != "" {
		return ", " + card.Quote(town)
	}
	return ""
}

// seatNames names seats, each once: « urbanisme et budget ».
func (w drawer) seatNames(names []string) string {
	var out []string
	for _, n := range distinct(names) {
		if n = strings.TrimSpace(n); n != "" {
			out = append(out, card.Quote(n))
		}
	}
	if slices.ContainsFunc(out, func(n string) bool { return n == capital(n) }) { // one way for all
		for i, n := range out {
			out[i] = capital(n)
		}
	}
	return i18n.And(w.lang, out)
}

// untilDay bounds a period that begins today: « d’ici au vendredi 22 janvier 2027
// (S3) »; any other is said whole.
func (e *Env) untilDay(from, to calendar.Date) string {
	if from == e.today() && to != from {
		return e.say(textByDay, "date", e.words.Long(to))
	}
	return e.span(from, to)
}

var textByDay = i18n.T("d’ici au {date}", "until {date}")
