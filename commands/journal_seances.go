package commands

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// What the journal says of a meeting.

var (
	textJournalDate  = i18n.T("Date : {was}, devenue {is}", "Date: {was}, now {is}")
	textJournalPlace = i18n.T("Lieu : {was}, devenu {is}", "Place: {was}, now {is}")
	textJournalState = i18n.T("État : {is}", "State: {is}")
	textJournalOn    = i18n.T("Pour le {is}", "For {is}")
	textJournalSeat  = i18n.T("Siège {seat} : {was}, puis {is}", "Seat {seat}: {was}, then {is}")
	textJournalRule  = i18n.T("Règle écartée : {rule}", "Rule gone against: {rule}")
	// Somebody without an account stands by their rank: the journal keeps no name.
	textJournalHolder    = i18n.T("la personne titulaire", "the holder")
	textJournalAlternate = i18n.T("la suppléance n° {n}", "the alternate no. {n}")
	textJournalOfSeat    = i18n.T("qui tient le siège {seat}", "who holds the seat {seat}")
	textJournalNoAccount = i18n.T("une personne sans compte", "somebody without an account")
	textJournalSeats     = map[plan.RepresentationState]i18n.Msg{
		plan.ToDesignate: i18n.T("à désigner", "to be designated"),
		plan.Proposed:    i18n.T("question posée à {who}", "{who} is asked"),
		plan.ToApprove:   i18n.T("accord attendu pour {who}", "agreement awaited for {who}"),
		plan.ToDecide:    i18n.T("à décider", "to be decided"),
		plan.Accepted:    i18n.T("{who} siège", "{who} sits"),
		plan.ToReconfirm: i18n.T("à reconfirmer par {who}", "to be confirmed again by {who}"),
		plan.ByProxy:     i18n.T("pouvoir donné par {who} à {to}", "proxy given by {who} to {to}"),
		plan.Unattended:  i18n.T("non représenté", "not represented"),
		plan.Attended:    i18n.T("{who} a siégé", "{who} sat"),
		plan.Absent:      i18n.T("{who} n’a pas siégé", "{who} did not sit"),
	}
	textJournalRefs = i18n.T("Échéances : {list}", "Deadlines: {list}")
)

// journaledMeeting says what a change of a meeting touched.
func (e *Env) journaledMeeting(entry plan.Entry, names plan.RecordNames) []string {
	var decided struct {
		Decisions []string `json:"decisions"`
	}
	if json.Unmarshal([]byte(entry.After), &decided) == nil && len(decided.Decisions) > 0 {
		return []string{e.say(textJournalRefs, "list", strings.Join(decided.Decisions, ", "))}
	}
	is, held := plan.ReadMeetingRecord(entry, entry.After)
	if !held {
		return nil
	}
	was, held := plan.ReadMeetingRecord(entry, entry.Before)
	if !held {
		if is.Date == "" {
			return []string{capital(e.recordedWhen(is))}
		}
		return []string{e.say(textJournalOn, "is", e.recordedWhen(is))}
	}
	var told []string
	if was.Date != is.Date || was.Time != is.Time {
		told = append(told, e.say(textJournalDate, "was", e.recordedWhen(was), "is", e.recordedWhen(is)))
	}
	if was.Place != is.Place {
		told = append(told, e.say(textJournalPlace, "was", orNone(e, was.Place), "is", orNone(e, is.Place)))
	}
	if was.State != is.State {
		told = append(told, e.say(textJournalState, "is", is.State))
	}
	return append(told, journalWords{e, names}.seats(was, is)...)
}

// seats says which seats changed hands, from whom to whom, and the rule that was
// gone against.
func (w journalWords) seats(was, is plan.MeetingRecord) []string {
	var told []string
	for _, s := range is.Seats {
		i := slices.IndexFunc(was.Seats, func(o plan.SeatRecord) bool { return o.Seat == s.Seat })
		if i < 0 || s.State == plan.NoLonger {
			continue
		}
		before, after := w.seatState(is, was.Seats[i]), w.seatState(is, s)
		if before != after {
			told = append(told, w.say(textJournalSeat, "seat", w.seat(is, s.Seat), "was", before, "is", after))
		}
	}
	if rule := is.Rule.Short(w.lang); rule != "" {
		told = append(told, w.say(textJournalRule, "rule", rule))
	}
	return told
}

// seatState says where a seat stood.
func (w journalWords) seatState(m plan.MeetingRecord, s plan.SeatRecord) string {
	text, known := textJournalSeats[s.State]
	if !known {
		return string(s.State)
	}
	to := ""
	switch {
	case s.Proxy != "":
		to = w.person(s.Proxy)
	case s.ProxySeat > 0:
		to = w.say(textJournalOfSeat, "seat", w.seat(m, s.ProxySeat))
	default:
		to = w.say(textJournalNoAccount)
	}
	return w.say(text, "who", w.sitter(s), "to", to)
}

// sitter is who sits, or is asked; somebody without an account stands by their rank.
func (w journalWords) sitter(s plan.SeatRecord) string {
	switch {
	case s.Who != "":
		return w.person(s.Who)
	case s.Rank == 0:
		return w.say(textJournalHolder)
	case s.Rank > 0:
		return w.say(textJournalAlternate, "n", s.Rank)
	default:
		return w.say(textJournalNoAccount)
	}
}

// seat is how a seat is called, its number when it has no name any more.
func (w journalWords) seat(m plan.MeetingRecord, number int) string {
	if name := w.names.Seats[plan.Ref(m.Body)][number]; name != "" {
		return name
	}
	return strconv.Itoa(number)
}

func orNone(e *Env, text string) string {
	if text == "" {
		return e.say(textNoneSet)
	}
	return text
}

// recordedWhen is when a meeting of the journal takes place.
func (e *Env) recordedWhen(r plan.MeetingRecord) string {
	if r.Date == "" {
		return plan.MeetingWhen{}.In(e.lang)
	}
	day, err := calendar.ParseDate(r.Date)
	if err != nil {
		return r.Date
	}
	if at, err := calendar.ParseTimeOfDay(r.Time); err == nil && r.Time != "" {
		return e.words.LongAt(day, at)
	}
	return e.words.Long(day)
}
