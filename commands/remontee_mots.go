package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How a data call is said: its questions, its date, where the responses stand.

var (
	textCallQuestion    = i18n.T("**Remontée {title}** ({ref})", "**Data call {title}** ({ref})")
	textCallDue         = i18n.T("Réponse attendue **{due}**, {delay}", "Answer expected **{due}**, {delay}")
	textCallDueToday    = i18n.T("Réponse attendue **aujourd’hui, {due}**", "Answer expected **today, {due}**")
	textCallDueOver     = i18n.T("Clôture : **{due}**", "Closed on **{due}**")
	textAskedFrom       = i18n.T("Par : {who}. {asked}", "From: {who}. {asked}")
	textCallFrom        = i18n.T("Demandé par {who}, pour {origin}", "Requested by {who}, for {origin}")
	textCallAsk         = i18n.T("{label} ?", "{label}?")
	textCallHow         = i18n.T("Pour répondre : `/remontee repondre {ref} {example}`", "To answer: `/remontee repondre {ref} {example}`")
	textCallOriginSaid  = i18n.T("Origine : {origin}", "Origin: {origin}")
	textCallLinkSaid    = i18n.T("Demande : {link}", "Request: {link}")
	textGivenCount      = i18n.T("{n} réponse sur {all}", "{n} answer of {all}")
	textGivenCounts     = i18n.T("{n} réponses sur {all}", "{n} answers of {all}")
	textAnswersOne      = i18n.T("{n} réponse", "{n} answer")
	textAnswersMany     = i18n.T("{n} réponses", "{n} answers")
	textCallCountBold   = i18n.T("**{count}**", "**{count}**")
	textStateRow        = i18n.T("{state} · {service}", "{state} · {service}")
	textStateRowMore    = i18n.T("{state} · {service} · {more}", "{state} · {service} · {more}")
	textStateReceived   = i18n.T("Reçu ✅", "Received ✅")
	textStateTardy      = i18n.T("Reçu hors délai ⚠️", "Received late ⚠️")
	textStateNil        = i18n.T("Néant ✅", "Nil ✅")
	textStateNA         = i18n.T("Sans objet ✅", "Not applicable ✅")
	textStateWaiting    = i18n.T("En attente ⏳", "Waiting ⏳")
	textStateOverdue    = i18n.T("En retard ⛔", "Overdue ⛔")
	textStatePartial    = i18n.T("Partiel ⏳", "Partial ⏳")
	textStatePart       = i18n.T("Réponse partielle", "Partial answer")
	textStateWish       = i18n.T("Délai demandé", "More time asked")
	textStateGranted    = i18n.T("Délai accordé ⏳", "More time given ⏳")
	textStateNever      = i18n.T("Sans réponse ⛔", "No answer ⛔")
	textStateBy         = i18n.T("{day}, par {who}", "{day}, by {who}")
	textStateOutOfTime  = i18n.T("{what}, hors délai", "{what}, late")
	textStateAreas      = i18n.T("arr. {areas}", "arr. {areas}")
	textStateUntil      = i18n.T("{day} à {hour}", "{day} at {hour}")
	textCallClosedBy    = i18n.T("**Close** le {when}, par {who}.", "**Closed** on {when}, by {who}.")
	textCallHeldUntil   = i18n.T("Réponses réservées jusqu’à la clôture : vous ne lisez que les vôtres.", "Answers are kept until the close: you read only yours.")
	textCallLineMore    = i18n.T("{when} · {title} ({ref}) · {count}, en attente : {who}", "{when} · {title} ({ref}) · {count}, waiting: {who}")
	textCallLineAll     = i18n.T("{when} · {title} ({ref}) · {count}", "{when} · {title} ({ref}) · {count}")
	textCallComplete    = i18n.T("Complète ✅ · {when}", "Complete ✅ · {when}")
	textCallIncomplete  = i18n.T("Close incomplète · {when}", "Closed incomplete · {when}")
	textCallReminder    = i18n.T("Rappel : remontée **{title}** ({ref})", "Reminder: data call **{title}** ({ref})")
	textCallReminderOut = i18n.T("Sans réponse ⛔ : remontée **{title}** ({ref})", "No answer ⛔: data call **{title}** ({ref})")
	textOwnAnswer       = i18n.T("Votre réponse : {state}", "Your answer: {state}")

	labelCallAnswer  = i18n.T("Répondre", "Answer")
	labelAnswerOf    = i18n.T("Répondre {ref}", "Answer {ref}")
	labelCallCorrect = i18n.T("Corriger la réponse", "Correct the answer")
	labelCallNil     = i18n.T("Néant", "Nil")
	labelCallNA      = i18n.T("Sans objet", "Not applicable")
	labelCallMore    = i18n.T("Demander un délai", "Ask for more time")
	labelCallLike    = i18n.T("Reprendre celle du {day}", "Take that of {day} again")
	labelCallRemind  = i18n.T("Relancer", "Chase")
	labelCallGather  = i18n.T("Consolidation", "Consolidation")
	labelCallClose   = i18n.T("Clore", "Close")
	labelGive        = i18n.T("Accorder", "Give")
	labelRefuseIt    = i18n.T("Refuser", "Refuse")
)

// shortName is a service where the place is short: the department of a préfecture, the
// code of any other.
func (w drawer) shortName(id plan.ServiceID) string {
	s := w.services.byID(id)
	if s.Kind == plan.KindPrefecture {
		if d, ok := plan.DepartmentOf(s.Department); ok {
			return d.Name
		}
	}
	return s.Code
}

func (w drawer) shortNames(ids []plan.ServiceID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = w.shortName(id)
	}
	return i18n.And(w.lang, names)
}

// questionsSaid are the questions on one line.
func (w drawer) questionsSaid(all []plan.Question) string {
	out := make([]string, len(all))
	for i, q := range all {
		question := card.Quote(strings.TrimRight(q.Label, " ?") + " " + q.Expects(w.lang))
		if i == 0 {
			question = capital(question)
		}
		out[i] = textCallAsk.In(w.lang, "label", strings.TrimSpace(question))
	}
	return strings.Join(out, " ")
}

// questionList are the questions, one a line.
func (w drawer) questionList(all []plan.Question) string {
	rows := make([]string, len(all))
	for i, q := range all {
		rows[i] = strings.TrimSpace(bullet + card.Quote(q.Label) + " " + card.Quote(q.Expects(w.lang)))
	}
	return strings.Join(rows, "\n")
}

func (w drawer) valueSaid(q plan.Question, value string) string {
	return textFieldSaid.In(w.lang, "label", card.Quote(strings.TrimRight(q.Label, " ?")), "value", card.Quote(q.Say(w.lang, value)))
}

var textFieldSaid = i18n.T("{label} : {value}", "{label}: {value}")

// callDue says until when answers are expected.
func (w drawer) callDue(v plan.DataCallView) string { return w.dueToAnswer(v.Deadline) }

func (w drawer) dueToAnswer(d plan.Deadline) string {
	text := textCallDue
	switch {
	case d.State != plan.Open, !w.now.Before(d.DueAt):
		text = textCallDueOver
	case d.Due.Date == w.today:
		text = textCallDueToday
	}
	return text.In(w.lang, "due", d.Due, "delay", w.delay(d))
}

// callCount says how many services answered.
func (w drawer) callCount(v plan.DataCallView) string {
	return w.answersOf(v.Given(), len(v.Responses))
}

func (w drawer) answersOf(n, all int) string {
	return i18n.Plural(w.lang, n, textGivenCount, textGivenCounts).In(w.lang, "n", n, "all", all)
}

// givenState says how many answered, and where each stands: the word comes before the
// pictogram.
func (w drawer) givenState(v plan.DataCallView) string {
	rows := []string{textCallCountBold.In(w.lang, "count", w.callCount(v))}
	for _, r := range v.Responses {
		rows = append(rows, bullet+w.responseLine(v, r))
	}
	if v.Call.Closed {
		d := v.Deadline
		rows = append(rows, "", lines(textCallClosedBy.In(w.lang, "when", w.words.Stamp(d.ClosedAt, w.zone), "who", w.closedBy(v.Scheduled, d.ClosedBy)),
			w.reasonOf(d)))
	}
	return strings.Join(rows, "\n")
}

func (w drawer) reasonOf(d plan.Deadline) string {
	if d.Reason == "" {
		return ""
	}
	return textReason.In(w.lang, "reason", card.Quote(d.Reason))
}

// responseLine says where a service stands.
func (w drawer) responseLine(v plan.DataCallView, r plan.Response) string {
	state, more := w.responseState(v, r)
	if more == "" {
		return textStateRow.In(w.lang, "state", state, "service", w.shortName(r.Part.Service))
	}
	return textStateRowMore.In(w.lang, "state", state, "service", w.shortName(r.Part.Service), "more", more)
}

var outcomeStates = map[plan.Outcome]i18n.Msg{
	plan.Received: textStateReceived, plan.Nil: textStateNil, plan.NotApplicable: textStateNA,
}

// responseState is a word with its pictogram, and what is worth adding to it.
func (w drawer) responseState(v plan.DataCallView, r plan.Response) (state, more string) {
	part, d := r.Part, v.Deadline
	switch {
	case r.Answered():
		return w.answerState(v, r.Whole)
	case part.State == plan.Cancelled:
		return textStateNever.In(w.lang), w.areas(r)
	case !part.Wish.Date.IsZero():
		return textStateWish.In(w.lang), w.until(part.Wish)
	case w.begun(v, part.Service):
		said, all := w.reviewCount(v, part.Service)
		return textStatePartial.In(w.lang), textStateProjects.In(w.lang, "n", said, "of", all)
	case len(r.Partial) > 0:
		return textStatePartial.In(w.lang), w.areas(r)
	case !w.now.Before(d.DueAtOf(part)):
		return textStateOverdue.In(w.lang), ""
	case !part.Until.Date.IsZero():
		return textStateGranted.In(w.lang), w.until(part.Until)
	default:
		return textStateWaiting.In(w.lang), ""
	}
}

// begun tells whether a service said something of one of its projects, in a review.
func (w drawer) begun(v plan.DataCallView, service plan.ServiceID) bool {
	said, _ := w.reviewCount(v, service)
	return said > 0
}

// answerState is an answer in a word, with when it came and from whom.
func (w drawer) answerState(v plan.DataCallView, a plan.DataAnswer) (state, more string) {
	day := w.words.Short(calendar.DateOf(a.At, w.zone), w.today)
	who := w.name(v.Scheduled, a.By)
	if homes := v.Homes[a.By]; a.Behalf && len(homes) > 0 {
		who = w.person(who, homes[0])
	}
	more = textStateBy.In(w.lang, "day", day, "who", who)
	text := outcomeStates[a.Outcome]
	if a.Area != "" && a.Outcome == plan.Received {
		text = textStatePart
	}
	if a.Late && a.Area == "" && a.Outcome == plan.Received {
		return textStateTardy.In(w.lang), more
	}
	if a.Late {
		more = textStateOutOfTime.In(w.lang, "what", more)
	}
	return text.In(w.lang), more
}

// areas names the arrondissements that answered.
func (w drawer) areas(r plan.Response) string {
	if len(r.Partial) == 0 {
		return ""
	}
	names := make([]string, len(r.Partial))
	for i, a := range r.Partial {
		names[i] = card.Quote(a.Area)
	}
	return textStateAreas.In(w.lang, "areas", i18n.And(w.lang, names))
}

func (w drawer) until(d plan.Due) string {
	if !d.HasTime {
		return w.words.Short(d.Date, w.today)
	}
	return textStateUntil.In(w.lang, "day", w.words.Short(d.Date, w.today), "hour", w.words.Hour(d.Time))
}

// silent names the services without an answer.
func (w drawer) silent(v plan.DataCallView) string {
	var ids []plan.ServiceID
	for _, r := range v.Responses {
		if !r.Answered() {
			ids = append(ids, r.Part.Service)
		}
	}
	return w.shortNames(ids)
}

// callOrigin says who asks for it, and where the request is.
func (w drawer) callOrigin(c plan.DataCall) string {
	var rows []string
	if c.Origin != "" {
		rows = append(rows, textCallOriginSaid.In(w.lang, "origin", card.Quote(c.Origin)))
	}
	if c.Link != "" {
		rows = append(rows, textCallLinkSaid.In(w.lang, "link", c.Link))
	}
	return lines(rows...)
}

// readHere says that the answers of others are kept until the close.
func (w drawer) readHere(v plan.DataCallView) string {
	if !v.Call.Held || v.Leads || v.Call.Closed || !w.now.Before(v.Deadline.DueAt) {
		return ""
	}
	return textCallHeldUntil.In(w.lang)
}

// callLine is a data call in a list: when it closes, and who is still expected.
func (w drawer) callLine(d plan.Deadline) string {
	given := 0
	var waiting []string
	for _, p := range d.Parts {
		switch p.State {
		case plan.Done:
			given++
		case plan.Open:
			waiting = append(waiting, w.services.byID(p.Service).Code)
		case plan.Cancelled:
		}
	}
	text := textCallLineAll
	if len(waiting) > 0 {
		text = textCallLineMore
	}
	return text.In(w.lang, "when", w.callWhen(d, given), "title", card.Quote(d.Title), "ref", d.Ref(),
		"count", w.answersOf(given, len(d.Parts)), "who", strings.Join(waiting, ", "))
}

// callWhen says when a data call closes, and once it did whether all answered.
func (w drawer) callWhen(d plan.Deadline, given int) string {
	switch {
	case d.State != plan.Done:
		return w.whenShort(d)
	case given == len(d.Parts):
		return textCallComplete.In(w.lang, "when", w.dateShort(d))
	default:
		return textCallIncomplete.In(w.lang, "when", w.dateShort(d))
	}
}
