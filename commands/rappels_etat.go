package commands

import (
	"fmt"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var (
	textLinePlanned   = i18n.T("Prévu", "Planned")
	textLineHeld      = i18n.T("Prévu, reporté {when}", "Planned, put off {when}")
	textLineSent      = i18n.T("Envoyé", "Sent")
	textLineSentLate  = i18n.T("Envoyé avec retard de {late}", "Sent {late} late")
	textLineLinked    = i18n.T("{sent}, [voir le message]({link})", "{sent}, [see the message]({link})")
	textLineLeaving   = i18n.T("En cours d’envoi", "Being sent")
	textLineDoubt     = i18n.T("En cours de vérification", "Being checked")
	textLineFailed    = i18n.T("Échec : {why}", "Failed: {why}")
	textLineRetried   = i18n.T("Échec : {why}. Nouvel essai {when}", "Failed: {why}. Next try {when}")
	textLinePointless = i18n.T("Sans objet : {why}", "Pointless: {why}")
	textAtHour        = i18n.T("à {hour}", "at {hour}")
	textOnMoment      = i18n.T("le {when}", "on {when}")

	textLateMinutes = i18n.T("{n} min", "{n} min")
	textLateHours   = i18n.T("{n} h", "{n} h")
	textLateLong    = i18n.T("{n} h {minutes}", "{n} h {minutes} min")
	textLateDay     = i18n.T("{n} jour", "{n} day")
	textLateDays    = i18n.T("{n} jours", "{n} days")
)

// textReasons say why a delivery was not sent, by the code that the ledger holds.
var textReasons = map[string]i18n.Msg{
	plan.ReasonPast:      i18n.T("heure déjà passée", "hour already past"),
	plan.ReasonClosed:    i18n.T("échéance close", "deadline closed"),
	plan.ReasonReplanned: i18n.T("rappels replanifiés", "reminders planned anew"),
	plan.ReasonLeft:      i18n.T("compte désactivé", "account deactivated"),
	plan.ReasonNoChannel: i18n.T("service sans canal", "service without a channel"),
	plan.ReasonAway:      i18n.T("personne indisponible", "person unavailable"),
	plan.ReasonNothing:   i18n.T("rien à signaler", "nothing to tell"),
	plan.ReasonMany:      i18n.T("assez de questions cette semaine", "enough questions that week"),
	plan.ReasonSettled:   i18n.T("réglé entre-temps", "settled since"),
	plan.ReasonOvertaken: i18n.T("remplacé par un rappel plus récent", "replaced by a later reminder"),
	plan.ReasonCancelled: i18n.T("envoi annulé", "message cancelled"),
	plan.ReasonRender:    i18n.T("message impossible à écrire", "message that could not be written"),
	plan.CodeTimeout:     i18n.T("pas de réponse de Mattermost", "no answer from Mattermost"),
	plan.CodeServer:      i18n.T("panne de Mattermost", "Mattermost failed"),
	plan.CodeUnreachable: i18n.T("Mattermost injoignable", "Mattermost cannot be reached"),
	plan.CodeRateLimited: i18n.T("trop de messages à la fois", "too many messages at once"),
	plan.CodeArchived:    i18n.T("canal archivé", "channel archived"),
	plan.CodeNotMember:   i18n.T("jalon n’est pas dans le canal", "jalon is not in the channel"),
	plan.CodeGone:        i18n.T("message supprimé", "message deleted"),
	plan.CodeForbidden:   i18n.T("envoi interdit à jalon", "jalon may not write there"),
	plan.CodeTooLong:     i18n.T("message trop long", "message too long"),
	plan.CodeInvalid:     i18n.T("message refusé", "message refused"),
}

// ledgerState says where a line of the ledger stands, and why.
func (e *Env) ledgerState(l plan.LedgerLine) string {
	switch l.State {
	case plan.Planned:
		if l.Held() {
			return e.say(textLineHeld, "when", e.nextTry(l.DueAt))
		}
		return e.say(textLinePlanned)
	case plan.Claimed:
		return e.underWay(l.Carrier)
	case plan.Sent:
		return e.sentState(l)
	case plan.Failed:
		return e.say(textLineFailed, "why", e.reason(l.Reason))
	case plan.Skipped, plan.CancelledNotice:
	}
	return e.say(textLinePointless, "why", e.reason(l.Reason))
}

// underWay says where a message stands that the chat does not have for sure.
func (e *Env) underWay(c plan.Carrier) string {
	switch {
	case c.Refused():
		return e.say(textLineRetried, "why", e.reason(c.Reason), "when", e.nextTry(c.NextTry))
	case c.State == plan.InDoubt:
		return e.say(textLineDoubt)
	default:
		return e.say(textLineLeaving)
	}
}

// reason says a code in words; one that has none is shown as it is.
func (e *Env) reason(code string) string {
	if text, known := textReasons[code]; known {
		return e.say(text)
	}
	return card.Quote(code)
}

// nextTry is when something will be tried, by its hour alone when that is today.
func (e *Env) nextTry(at time.Time) string {
	local := at.In(e.zone)
	day, hour := calendar.DateOf(at, e.zone), calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()}
	if day == e.today() {
		return e.say(textAtHour, "hour", e.words.Hour(hour))
	}
	return e.say(textOnMoment, "when", e.words.ShortAt(day, hour, e.today()))
}

// sentState says that a message was sent, how late, and where it is.
func (e *Env) sentState(l plan.LedgerLine) string {
	text := e.say(textLineSent)
	if late := l.LateBy(); late >= time.Minute {
		text = e.say(textLineSentLate, "late", e.lateness(late))
	}
	if link := e.link(l.Carrier.Post); link != "" {
		return e.say(textLineLinked, "sent", text, "link", link)
	}
	return text
}

// link is the address of a post, empty when there is none to give.
func (e *Env) link(post string) string {
	if post == "" || e.router.links == nil {
		return ""
	}
	return e.router.links.Link(e.ctx, post)
}

// lateness says a length of time in its two largest units at most.
func (e *Env) lateness(late time.Duration) string {
	minutes := int(late / time.Minute)
	switch days := minutes / (24 * 60); {
	case days > 0:
		return e.say(i18n.Plural(e.lang, days, textLateDay, textLateDays), "n", days)
	case minutes < 60:
		return e.say(textLateMinutes, "n", minutes)
	case minutes%60 == 0:
		return e.say(textLateHours, "n", minutes/60)
	default:
		return e.say(textLateLong, "n", minutes/60, "minutes", fmt.Sprintf("%02d", minutes%60))
	}
}
