package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var (
	textMeetingMissing = i18n.T(
		"Il manque la séance : son identifiant, ou le nom de l’instance. Rien n’a changé.\nPar exemple : `/{example}`",
		"The meeting is missing: its identifier, or the name of the body. Nothing has changed.\nFor example: `/{example}`")
	textNoMeetingOf = i18n.T(
		"Aucune séance enregistrée pour **{body}**.\nPour en planifier une : `/seance planifier {typed} 11/12 9h30`",
		"No meeting recorded for **{body}**.\nTo plan one: `/seance planifier {typed} 11/12 9h30`")
	textNoMeetingThen = i18n.T(
		"Aucune séance de **{body}** {day}. Rien n’a changé.\nLa plus proche : {when}, `/{line}`",
		"No meeting of **{body}** {day}. Nothing has changed.\nThe nearest: {when}, `/{line}`")
)

// meetingNamed finds the meeting that words name: SE27, or a body, whose next
// meeting it is, else the last one.
func (e *Env) meetingNamed(text string) (plan.MeetingView, error) { return e.meetingNear(text, false) }

// meetingHeld is [Env.meetingNamed] for what follows a meeting: of a body it is
// the last one, else the next.
func (e *Env) meetingHeld(text string) (plan.MeetingView, error) { return e.meetingNear(text, true) }

func (e *Env) meetingNear(text string, held bool) (plan.MeetingView, error) {
	v, err := e.meetingFound(strings.TrimSpace(text), held)
	if err == nil {
		e.about = string(v.Ref())
	}
	return v, err
}

func (e *Env) meetingFound(text string, held bool) (plan.MeetingView, error) {
	if text == "" {
		return plan.MeetingView{}, askFor(e.say(textMeetingMissing, "example", card.Code(e.cmd.examples[0])))
	}
	if n, ok := meetingRefOf(text); ok {
		return e.plan.ViewMeeting(e.ctx, e.req.Region, n)
	}
	if first, rest := cutWord(text); rest != "" {
		if n, ok := plan.ParseMeetingRef(first); ok {
			return plan.MeetingView{}, e.wordsAfter(n, rest)
		}
	}
	b, err := e.bodyNamed(text)
	if err != nil {
		name, from, to := e.nameAndDay(text)
		if name == "" {
			return plan.MeetingView{}, err
		}
		if b, err = e.bodyNamed(name); err != nil {
			return plan.MeetingView{}, err
		}
		return e.meetingIn(b, from, to, held)
	}
	return e.meetingOfBody(b, held)
}

// wordsAfter refuses the words that follow the identifier of a meeting.
func (e *Env) wordsAfter(number int, words string) error {
	v, err := e.plan.ViewMeeting(e.ctx, e.req.Region, number)
	if err != nil {
		return err
	}
	e.about = string(v.Ref())
	return askFor(e.say(textWordsLeft, "words", card.Quote(clip(words)), "example", card.Code(e.example())))
}

// meetingRefOf reads the identifier of a meeting as people write it: « SE27 »,
// « se-27 », « SE 27 », « séance 27 », « la séance SE27 ».
func meetingRefOf(text string) (int, bool) {
	text = strings.Trim(strings.TrimPrefix(i18n.Fold(strings.TrimSpace(text)), "la "), " .,:;")
	rest, spelt := strings.CutPrefix(text, "seance ")
	for _, mark := range []string{"se", "n°", "numero"} {
		if after, ok := strings.CutPrefix(rest, mark); ok {
			rest, spelt = after, true
			break
		}
	}
	if !spelt {
		return 0, false
	}
	return plan.ParseMeetingRef("SE" + strings.TrimLeft(rest, " -0"))
}

// nameAndDay parts « CA de l’EPF du 11 décembre » into the name and the day, or the
// period, that says which meeting; no name when the text does not end so.
func (e *Env) nameAndDay(text string) (name string, from, to calendar.Date) {
	words := strings.Fields(text)
	for n := 1; n < len(words); n++ {
		day := strings.Trim(strings.Join(words[n:], " "), ".,;:")
		for _, joint := range []string{"du ", "le ", "de ", "en "} {
			day = strings.TrimPrefix(day, joint)
		}
		from, to, res := frdate.Window(day, e.pastDates())
		if res.Kind != frdate.Understood || from.IsZero() || to.IsZero() {
			continue
		}
		if name = trimLead(strings.Join(words[:n], " ")); name != "" && e.isNamed(name) {
			return name, from, to
		}
	}
	return "", from, to
}

// meetingIn finds the meeting of a body on a day, or in a period.
func (e *Env) meetingIn(b plan.Body, from, to calendar.Date, held bool) (plan.MeetingView, error) {
	for _, states := range [][]plan.MeetingState{plan.MeetingsAhead(), nil} {
		f := plan.MeetingFilter{Body: b.Number, From: from, To: to, States: states, Latest: held, Limit: 1}
		found, _, err := e.plan.FindMeetings(e.ctx, e.req.Region, f)
		if err != nil {
			return plan.MeetingView{}, err
		}
		if len(found) > 0 {
			return e.plan.ViewMeeting(e.ctx, e.req.Region, found[0].Number)
		}
	}
	near, err := e.meetingOfBody(b, held)
	if err != nil {
		return near, err
	}
	w := e.drawer()
	return plan.MeetingView{}, askFor(e.say(textNoMeetingThen, "body", card.Quote(b.Called()), "day", e.span(from, to),
		"ref", near.Ref(), "when", w.meetingHours(near), "line", card.Code(e.cmd.path+" "+string(near.Ref()))))
}

// meetingOfBody finds the next meeting of a body, else the last one; the other way
// round for what follows a meeting.
func (e *Env) meetingOfBody(b plan.Body, held bool) (plan.MeetingView, error) {
	next := plan.MeetingFilter{
		Body: b.Number, From: e.today(), States: []plan.MeetingState{plan.Provisional, plan.Confirmed, plan.Convened}, Limit: 1,
	}
	last := plan.MeetingFilter{
		Body: b.Number, To: e.today(), Latest: true, Limit: 1,
		States: []plan.MeetingState{plan.Provisional, plan.Confirmed, plan.Convened, plan.TookPlace, plan.DidNot, plan.MeetingOver},
	}
	undated := plan.MeetingFilter{Body: b.Number, States: []plan.MeetingState{plan.Undated}, Limit: 1}
	order := []plan.MeetingFilter{next, undated, last, {Body: b.Number, Latest: true, Limit: 1}}
	if held {
		order[0], order[1], order[2] = last, next, undated
	}
	for _, f := range order {
		found, _, err := e.plan.FindMeetings(e.ctx, e.req.Region, f)
		if err != nil {
			return plan.MeetingView{}, err
		}
		if len(found) > 0 {
			return e.plan.ViewMeeting(e.ctx, e.req.Region, found[0].Number)
		}
	}
	return plan.MeetingView{}, askFor(e.say(textNoMeetingOf, "body", card.Quote(b.Called()), "typed", card.Code(typedBody(b))))
}

// typedBody is how a body is typed: its short name where it is one word.
func typedBody(b plan.Body) string {
	if b.Short != "" && !strings.Contains(b.Short, " ") {
		return b.Short
	}
	return string(b.Ref())
}
