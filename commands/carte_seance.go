package commands

import (
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// The card of a meeting, where meetings are coordinated: the message says what
// was planned, the body where it stands.

var (
	textMeetingTitle = i18n.T("**Séance {ref} · {name}**", "**Meeting {ref} · {name}**")
	textMeetingWhen  = i18n.T("**{when}**, {delay}", "**{when}**, {delay}")
	textMeetingToday = i18n.T("**Aujourd’hui, {when}**", "**Today, {when}**")
	textMeetingNow   = i18n.T("Désormais : **{when}** (avant : {was})", "Now: **{when}** (before: {was})")
	textMeetingHours = i18n.T("Désormais : **{when}**", "Now: **{when}**")
	textMeetingPlace = i18n.T("Lieu : {place}", "Place: {place}")
	textMeetingLink  = i18n.T("À distance : {link}", "Remote: {link}")
	textMeetingHat   = i18n.T(
		"Le préfet est invité comme {hat}, pas comme préfet de région : les sièges de l’État en région ne sont pas sollicités.",
		"The préfet is invited as {hat}, not as préfet de région: the State’s regional seats are not asked.")
	textPrefetOf     = i18n.T("préfet {of}", "préfet {of}")
	textPrefetRegion = i18n.T("préfet de région", "préfet de région")
	textAgenda       = i18n.T("Ordre du jour : {agenda}", "Agenda: {agenda}")
	textProvisional  = i18n.T("Séance provisoire : personne n’est relancé. Pour confirmer : `/seance confirmer {ref}`", "Provisional meeting: nobody is chased. To confirm: `/seance confirmer {ref}`")
	textUndated      = i18n.T("Date à fixer : personne n’est sollicité. Pour la fixer : `/seance deplacer {ref} 12 décembre 14h`", "Date to be set: nobody is asked. To set it: `/seance deplacer {ref} 12 décembre 14h`")
	textNoticeIn     = i18n.T("Convocation reçue le {on}", "Notice received on {on}")
	textNoticeOut    = i18n.T("Convocation envoyée le {on}", "Notice sent on {on}")
	textCalledOff    = i18n.T("**Annulée** le {when}. Motif : {reason}", "**Cancelled** on {when}. Reason: {reason}")
	textWasHeld      = i18n.T("**Tenue ✅**", "**Held ✅**")
	textWasNotHeld   = i18n.T("**Non tenue**", "**Not held**")
	textWasThere     = i18n.T("Présents : {who}", "Present: {who}")
	textMinutesIn    = i18n.T("Compte rendu reçu le {on}", "Minutes received on {on}")
	textNobodySits   = i18n.T("Aucun siège de l’État n’est enregistré : `/instance siege {body} urbanisme titulaire \"M. Lemaire\"`", "No seat of the State is recorded: `/instance siege {body} urbanisme titulaire \"M. Lemaire\"`")
	textClonedFrom   = i18n.T("Reconduit la séance {ref}", "Takes up meeting {ref} again")

	textToDesignate   = i18n.T("Représentation à désigner", "Representation to be designated")
	textSitsRow       = i18n.T("- {seat} : {who}", "- {seat}: {who}")
	textSitsNobody    = i18n.T("aucun titulaire", "no holder")
	textSitsThen      = i18n.T("{who}, puis {then}", "{who}, then {then}")
	textSitsAsked     = i18n.T("En attente ⏳ · {who}, réponse au plus tard {by}", "Waiting ⏳ · {who}, answer by {by}")
	textSeatAskedBare = i18n.T("En attente ⏳ · {who}", "Waiting ⏳ · {who}")
	textSeatApprove   = i18n.T("{who}, à valider par le rôle décision", "{who}, to be approved by the décision role")
	textSeatDecide    = i18n.T("à décider par le rôle décision", "for the décision role to decide")
	textSeatSits      = i18n.T("{who} siège ✅", "{who} sits ✅")
	textSeatAgain     = i18n.T("{who}, à reconfirmer ⏳", "{who}, to be reconfirmed ⏳")
	textSitsProxy     = i18n.T("pouvoir donné à {who}", "proxy given to {who}")
	textSeatEmpty     = i18n.T("non représenté, c’est décidé", "not represented, as decided")
	textSeatSat       = i18n.T("{who} a siégé", "{who} sat")
	textSeatDidNot    = i18n.T("{who} n’a pas siégé", "{who} did not sit")
	textTermTooShort  = i18n.T("Attention ⚠️ : le mandat {who} (siège {seat}) prend fin le {date}, avant la séance", "Note ⚠️: the term of {who} (seat {seat}) ends on {date}, before the meeting")
	textSitsElsewhere = i18n.T("Attention ⚠️ : {who} a une autre séance : {body}, {when} (séance {ref})", "Note ⚠️: {who} has another meeting: {body}, {when} (meeting {ref})")

	textPrepares     = i18n.T("Préparation : {steps}.", "Preparation: {steps}.")
	textFollows      = i18n.T("Ensuite : {steps}.", "Then: {steps}.")
	textStepsHead    = i18n.T("Rétroplanning{unit} : {ahead}{past}", "Backward schedule{unit}: {ahead}{past}")
	textStepUndated  = i18n.T("Rétroplanning : {n} étape, datée avec la séance", "Backward schedule: {n} step, dated with the meeting")
	textStepsUndated = i18n.T("Rétroplanning : {n} étapes, datées avec la séance", "Backward schedule: {n} steps, dated with the meeting")
	textInWorking    = i18n.T("en jours ouvrés", "in working days")
	textStepAhead    = i18n.T("{n} étape à venir", "{n} step ahead")
	textStepsAhead   = i18n.T("{n} étapes à venir", "{n} steps ahead")
	textStepPast     = i18n.T(", {n} déjà passée", ", {n} already past")
	textStepsPast    = i18n.T(", {n} déjà passées", ", {n} already past")
	textStepRow      = i18n.T("- **{date}** · {name} ({offset}){state}", "- **{date}** · {name} ({offset}){state}")
	textStepOverdue  = i18n.T(" · passée depuis {n}, non relancée", " · already past by {n}, not chased")
	textStepToday    = i18n.T(" · passée, non relancée", " · already past, not chased")
	textStepDone     = i18n.T(" · Fait ✅ ({ref})", " · Done ✅ ({ref})")
	textStepGone     = i18n.T(" · annulée ({ref})", " · cancelled ({ref})")
	textStepWaits    = i18n.T(" · {ref}", " · {ref}")
	textStepGiven    = i18n.T(" · reçu ✅ {on}", " · received ✅ {on}")
	textStepOf       = i18n.T("{state}, {name}", "{state}, {name}")
	textStepsBetween = i18n.T(" ; ", "; ")
	textStepByHand   = i18n.T(" · {ref}, date fixée à la main", " · {ref}, date set by hand")
	textStepSeat     = i18n.T(" · à l’accord de qui siège", " · once somebody accepts to sit")
	textStepFirm     = i18n.T(" · à la confirmation", " · once confirmed")
	textStepAnswer   = i18n.T(" · demandé en privé à qui siège", " · asked in private of who sits")
	textMoreSteps    = i18n.T("et {n} autre : `/seance voir {ref}`", "and {n} more: `/seance voir {ref}`")
	textMoresSteps   = i18n.T("et {n} autres : `/seance voir {ref}`", "and {n} more: `/seance voir {ref}`")
	textInHolidays   = i18n.T("Attention ⚠️ : 1 étape pendant les {name}, {dates}", "Note ⚠️: 1 step during the {name}, {dates}")
	textInHolidayN   = i18n.T("Attention ⚠️ : {n} étapes pendant les {name}, {dates}", "Note ⚠️: {n} steps during the {name}, {dates}")
	textHolidayless  = i18n.T("Vacances scolaires non connues à ces dates.", "School holidays are not known on these dates.")
	textOnBridge     = i18n.T("Attention ⚠️ : 1 étape un jour de pont probable, {dates}", "Note ⚠️: 1 step on a probable bridge day, {dates}")
	textOnBridges    = i18n.T("Attention ⚠️ : {n} étapes un jour de pont probable, {dates}", "Note ⚠️: {n} steps on probable bridge days, {dates}")

	labelDesignateHere = i18n.T("Désigner", "Designate")
	labelMoveMeeting   = i18n.T("Déplacer", "Move")
	labelSetDate       = i18n.T("Fixer la date", "Set the date")
	labelConfirm       = i18n.T("Confirmer", "Confirm")
)

// meetingCard draws a meeting. posted is the message of the post that shows it,
// empty for a new one.
func (w drawer) meetingCard(v plan.MeetingView, posted string) card.Card {
	c := card.Card{Subject: string(v.Ref()), Version: v.Version, Message: w.meetingMessage(v), Urgency: card.Calm}
	if posted == "" {
		posted = c.Message
	}
	c.Body = lines(
		w.meetingNow(v, posted), w.meetingStanding(v), w.meetingHat(v), w.noticeDate(v), w.agenda(v),
		w.meetingSeats(v), w.endedTerms(v), w.meetingConflicts(v), w.steps(v, false), w.stepWarnings(v),
	)
	switch {
	case v.State == plan.CalledOff || v.State == plan.DidNot:
		c.Urgency = card.Gone
	case !v.State.Ahead():
		c.Urgency = card.Done
	default:
		c.Buttons = w.meetingButtons(v)
	}
	return c
}

func (w drawer) meetingMessage(v plan.MeetingView) string {
	if v.Start.Date.IsZero() {
		return lines(w.meetingTitle(v), w.meetingWhere(v)) // its date will change, and the message stays
	}
	return lines(w.meetingTitle(v), w.meetingLong(v), w.meetingWhere(v))
}

func (w drawer) meetingTitle(v plan.MeetingView) string {
	return textMeetingTitle.In(w.lang, "ref", v.Ref(), "name", card.Quote(v.Body.Name))
}

// meetingLong is when the meeting takes place, and how far that is.
func (w drawer) meetingLong(v plan.MeetingView) string {
	text := textMeetingWhen
	if v.Start.Date == w.today {
		text = textMeetingToday
	}
	when := capital(w.meetingHours(v))
	if v.Start.Date == w.today {
		when = w.meetingHours(v)
	}
	return text.In(w.lang, "when", when, "delay", w.words.Delay(w.cal, w.today, v.Start.Date))
}

// meetingHours is when it takes place, with its end where it is known.
func (w drawer) meetingHours(v plan.MeetingView) string {
	if v.HasTime && v.End.Minutes() > 0 {
		return w.words.Long(v.Start.Date) + ", " + w.words.Hours(v.Start.Time, v.End)
	}
	return v.When().In(w.lang)
}

func (w drawer) meetingWhere(v plan.MeetingView) string {
	return lines(card.Quote(v.Place), w.meetingLink(v))
}

// meetingLink is the address of a remote meeting, empty for none.
func (w drawer) meetingLink(v plan.MeetingView) string {
	if v.Link == "" {
		return ""
	}
	return textMeetingLink.In(w.lang, "link", v.Link)
}

// meetingNow says what the message of a post no longer says right.
func (w drawer) meetingNow(v plan.MeetingView, posted string) string {
	var now []string
	switch {
	case strings.Contains(i18n.Fold(posted), i18n.Fold(w.meetingHours(v))+"**"):
	case v.Start.Date.IsZero():
	case v.Previous.Date.IsZero(): // its end was added, or the date that it had not
		now = append(now, textMeetingHours.In(w.lang, "when", w.meetingHours(v)))
	default:
		now = append(now, textMeetingNow.In(w.lang, "when", w.meetingHours(v), "was", w.previous(v)))
	}
	if v.Place != "" && !strings.Contains(posted, card.Quote(v.Place)) {
		now = append(now, textMeetingPlace.In(w.lang, "place", card.Quote(v.Place)))
	}
	if v.Link != "" && !strings.Contains(posted, v.Link) {
		now = append(now, textMeetingLink.In(w.lang, "link", v.Link))
	}
	return lines(now...)
}

// previous is when the meeting was to take place before it was last moved.
func (w drawer) previous(v plan.MeetingView) string {
	if v.HasTime && v.Previous.Time.Minutes() > 0 {
		return w.words.LongAt(v.Previous.Date, v.Previous.Time)
	}
	return w.words.Long(v.Previous.Date)
}

// meetingStanding says where a meeting stands that is not simply to come.
func (w drawer) meetingStanding(v plan.MeetingView) string {
	switch v.State {
	case plan.Undated:
		return textUndated.In(w.lang, "ref", v.Ref())
	case plan.Provisional:
		return textProvisional.In(w.lang, "ref", v.Ref())
	case plan.CalledOff:
		return textCalledOff.In(w.lang, "when", w.words.Stamp(v.ClosedAt, w.zone), "reason", card.Quote(v.Reason))
	case plan.DidNot:
		return lines(textWasNotHeld.In(w.lang), w.because(v))
	case plan.TookPlace, plan.MeetingOver:
		return lines(textWasHeld.In(w.lang), w.attendance(v), w.minutes(v))
	case plan.Confirmed, plan.Convened:
		return ""
	default:
		return ""
	}
}

func (w drawer) attendance(v plan.MeetingView) string {
	if v.Attendance == "" {
		return ""
	}
	if strings.HasPrefix(v.Attendance, excusedLead) {
		return card.Quote(capital(v.Attendance))
	}
	return textWasThere.In(w.lang, "who", card.Quote(v.Attendance))
}

// because is why a meeting was not held, when that is said.
func (w drawer) because(v plan.MeetingView) string {
	if v.Reason == "" {
		return ""
	}
	return textOffReason.In(w.lang, "reason", card.Quote(v.Reason))
}

// minutes says that minutes are given. Those that miss are asked for in private.
func (w drawer) minutes(v plan.MeetingView) string {
	if v.MinutesAt.IsZero() {
		return ""
	}
	return textMinutesIn.In(w.lang, "on", w.words.Long(calendar.DateOf(v.MinutesAt, w.zone)))
}

func (w drawer) meetingHat(v plan.MeetingView) string {
	if v.Hat == v.Body.Hat {
		return ""
	}
	return textMeetingHat.In(w.lang, "hat", w.hat(v.Hat))
}

// hat is a capacity in words: « préfet du Nord », « préfet de région ».
func (w drawer) hat(h plan.Hat) string {
	if h == "" {
		return textPrefetRegion.In(w.lang)
	}
	of := string(h)
	if d, ok := plan.DepartmentOf(string(h)); ok {
		of = d.Of()
	}
	return textPrefetOf.In(w.lang, "of", of)
}

// noticeDate says that the notice of a meeting came, or left.
func (w drawer) noticeDate(v plan.MeetingView) string {
	if v.NoticeOn.IsZero() {
		return ""
	}
	text := textNoticeIn
	if v.Body.Chair.Organised() {
		text = textNoticeOut
	}
	return text.In(w.lang, "on", w.words.Long(v.NoticeOn))
}

func (w drawer) agenda(v plan.MeetingView) string {
	if v.Agenda == "" {
		return ""
	}
	return textAgenda.In(w.lang, "agenda", card.Quote(v.Agenda))
}

// meetingSeats lists who represents the préfet, seat by seat; those that nobody holds are
// one line.
func (w drawer) meetingSeats(v plan.MeetingView) string {
	if len(v.Seats) == 0 {
		if v.Hat != v.Body.Hat || v.Body.Chair.Organised() || !v.State.Ahead() || v.State == plan.Undated && len(openSeats(v.Body)) > 0 {
			return ""
		}
		return textNobodySits.In(w.lang, "body", card.Code(typedBody(v.Body)))
	}
	var rows, empty []string
	wanted := false
	for _, r := range v.Seats {
		seat, _ := v.Body.Seat(r.Seat)
		who := w.seatWho(v, seat, r)
		wanted = wanted || !r.State.Covered()
		if who == "" {
			empty = append(empty, card.Quote(seat.Name))
			continue
		}
		rows = append(rows, textSitsRow.In(w.lang, "seat", capital(card.Quote(seat.Name)), "who", who))
	}
	if len(empty) > 0 {
		rows = append(rows, textSitsRow.In(w.lang, "seat", capital(strings.Join(empty, ", ")), "who", textSitsNobody.In(w.lang)))
	}
	head := ""
	if wanted && v.State.Ahead() {
		head = textToDesignate.In(w.lang)
	}
	return lines(append([]string{head}, rows...)...)
}

// seatWho says who sits for a seat, or where that stands; empty when nobody can.
func (w drawer) seatWho(v plan.MeetingView, seat plan.Seat, r plan.Representation) string {
	who := w.calls(r.Who, v.Called)
	switch r.State {
	case plan.Proposed:
		if r.AnswerBy.IsZero() {
			return textSeatAskedBare.In(w.lang, "who", who)
		}
		return textSitsAsked.In(w.lang, "who", who, "by", w.words.Short(r.AnswerBy, w.today))
	case plan.ToApprove:
		return textSeatApprove.In(w.lang, "who", who)
	case plan.ToDecide:
		return textSeatDecide.In(w.lang)
	case plan.Accepted:
		return textSeatSits.In(w.lang, "who", who)
	case plan.ToReconfirm:
		return textSeatAgain.In(w.lang, "who", who)
	case plan.ByProxy:
		return textSitsProxy.In(w.lang, "who", w.calls(r.Proxy, v.Called))
	case plan.Unattended:
		return textSeatEmpty.In(w.lang)
	case plan.Attended:
		return textSeatSat.In(w.lang, "who", who)
	case plan.Absent:
		return textSeatDidNot.In(w.lang, "who", who)
	case plan.ToDesignate, plan.NoLonger:
	}
	return w.seatList(v, seat)
}

// seatList names the holder of a seat on the day of the meeting, and the alternates.
func (w drawer) seatList(v plan.MeetingView, seat plan.Seat) string {
	holder, alternates := seat.On(v.Start.Date)
	var then []string
	for _, t := range alternates {
		then = append(then, w.calls(t.Who, v.Called))
	}
	who := textSitsNobody.In(w.lang)
	if !holder.Who.IsZero() {
		who = w.calls(holder.Who, v.Called)
	}
	switch {
	case len(then) > 0:
		return textSitsThen.In(w.lang, "who", who, "then", strings.Join(then, ", "))
	case holder.Who.IsZero():
		return ""
	default:
		return who
	}
}

// endedTerms says why the holder of a seat is not asked, or who was asked is not any
// more: the term ends before the meeting.
func (w drawer) endedTerms(v plan.MeetingView) string {
	var rows []string
	for _, r := range v.Seats {
		rows = append(rows, w.endedTermsOf(v, r))
	}
	return lines(rows...)
}

// endedTermsOf is [drawer.endedTerms] of one seat.
func (w drawer) endedTermsOf(v plan.MeetingView, r plan.Representation) string {
	var rows []string
	seat, _ := v.Body.Seat(r.Seat)
	for _, over := range overBefore(seat, r, w.today, v.Start.Date) {
		if row := w.termOver(v, seat, over); v.State.Ahead() && !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	return lines(rows...)
}

// overBefore lists the terms of a seat that end before a meeting: that of its last
// holder, and those, not over yet, of who was asked and whose rank nobody took over.
func overBefore(seat plan.Seat, r plan.Representation, today, day calendar.Date) []plan.Term {
	var out []plan.Term
	if last, yes := seat.EndedBefore(day); yes {
		out = append(out, last)
	}
	for _, asked := range r.Asks {
		if over, yes := seat.OverBefore(asked.Who, day); yes && !over.To.Before(today) && !seat.RankHeld(over.Rank, day) {
			out = append(out, over)
		}
	}
	return out
}

func (w drawer) termOver(v plan.MeetingView, seat plan.Seat, over plan.Term) string {
	return textTermTooShort.In(w.lang, "who", plan.Of(w.calls(over.Who, v.Called)), "seat", card.Quote(seat.Name), "date", w.words.Short(over.To, w.today))
}

// meetingConflicts warns about people who are expected elsewhere too.
func (w drawer) meetingConflicts(v plan.MeetingView) string {
	var rows []string
	for _, r := range v.Seats {
		for _, c := range v.Conflicts[r.Seat] {
			if c.Away {
				if row := textTheyAreAway.In(w.lang, "name", w.calls(c.Who, v.Called)); !slices.Contains(rows, row) {
					rows = append(rows, row)
				}
				continue
			}
			other := c.Other(v.Number)
			row := textSitsElsewhere.In(w.lang, "who", w.calls(c.Who, v.Called), "body", card.Quote(other.Body.Sitting()),
				"when", w.meetingHours(plan.MeetingView{Meeting: other.Meeting}), "ref", other.Ref())
			if !slices.Contains(rows, row) {
				rows = append(rows, row)
			}
		}
	}
	return lines(rows...)
}

func (w drawer) meetingButtons(v plan.MeetingView) []card.Button {
	ref := string(v.Ref())
	var out []card.Button
	move := card.Button{ID: "deplacer", Label: labelMoveMeeting.In(w.lang), Style: card.Variant, Command: "seance deplacer " + ref}
	switch {
	case v.State == plan.Undated:
		move.Label, move.Style = labelSetDate.In(w.lang), card.Primary
	case v.State == plan.Provisional:
		out = append(out, card.Button{ID: "confirmer", Label: labelConfirm.In(w.lang), Style: card.Primary, Command: "seance confirmer " + ref})
	case slices.ContainsFunc(v.Seats, func(r plan.Representation) bool { return !r.State.Covered() }):
		out = append(out, card.Button{ID: "designer", Label: labelDesignateHere.In(w.lang), Style: card.Primary, Command: "representation designer " + ref})
	}
	return append(out, move,
		card.Button{ID: "annuler", Label: labelCancel.In(w.lang), Style: card.Quiet, Command: "seance annuler " + ref},
		card.Button{ID: "pourquoi", Label: labelWhy.In(w.lang), Style: card.Quiet, Command: "jalon pourquoi " + ref},
	)
}

// renderMeeting draws the card of a meeting.
func renderMeeting(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.drawMeeting(tx, now, dl.Region, dl.Subject)
	return drawing{Card: w.meetingCard(v, "")}, err
}

func redrawMeeting(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, v, err := r.drawMeeting(tx, now, live.Region, live.Subject)
	return w.meetingCard(v, posted.Message), err
}

// drawMeeting prepares a drawer and reads the meeting that it is for.
func (r *Router) drawMeeting(tx plan.Tx, now time.Time, region plan.RegionID, ref plan.Ref) (drawer, plan.MeetingView, error) {
	w, err := r.drawerOf(tx, now, region, "")
	if err != nil {
		return w, plan.MeetingView{}, err
	}
	number, _ := plan.ParseMeetingRef(string(ref))
	v, err := plan.LoadMeeting(tx, region, number)
	return w, v, err
}
