package commands

import (
	"fmt"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// The steps of a backward schedule, as the card of a meeting and its page show them.

// shownStep is one step as people read it: what several services or several
// representatives owe on one date is one line.
type shownStep struct {
	plan.MeetingStep
	due      calendar.Date // of its deadline, else of the step
	deadline plan.Deadline // zero when it is none
	twins    []shownStep   // the same step, owed on the same date by other seats
}

func (s shownStep) done() bool { return s.all(plan.Done) }

func (s shownStep) gone() bool { return s.all(plan.Cancelled) }

// all tells whether its deadlines are all in a state.
func (s shownStep) all(state plan.State) bool {
	return s.deadline.State == state && !slices.ContainsFunc(s.twins, func(t shownStep) bool { return t.deadline.State != state })
}

// byHand tells that somebody gave its deadline another date.
func (s shownStep) byHand() bool { return s.Deadline > 0 && s.due != s.Date }

// ahead tells that it is still to come.
func (s shownStep) ahead(today calendar.Date) bool {
	return !s.done() && !s.gone() && !s.Past && !s.due.Before(today)
}

func shownSteps(v plan.MeetingView) []shownStep {
	var out []shownStep
	for _, s := range v.Steps {
		shown := shownStep{MeetingStep: s, due: s.Date, deadline: v.Deadlines[s.Deadline]}
		if s.Deadline > 0 {
			shown.due = shown.deadline.Due.Date
		}
		same := func(o shownStep) bool {
			return o.Name == s.Name && o.due == shown.due && (o.Deadline == s.Deadline || o.Deadline == 0 || s.Deadline == 0 || o.Seat > 0 && s.Seat > 0)
		}
		switch i := slices.IndexFunc(out, same); {
		case i < 0:
			out = append(out, shown)
		case out[i].Deadline == 0:
			out[i] = shown
		case s.Deadline > 0 && s.Deadline != out[i].Deadline:
			out[i].twins = append(out[i].twins, shown)
		}
	}
	slices.SortStableFunc(out, func(a, b shownStep) int { return a.due.Compare(b.due) })
	return out
}

// shortSchedule is how many steps are said in a sentence; more are a list.
const shortSchedule = 5

// steps says the backward schedule: in a sentence where it is short, else as a
// list, whole or cut.
func (w drawer) steps(v plan.MeetingView, whole bool) string {
	all := shownSteps(v)
	switch {
	case len(all) == 0 || !v.State.Ahead() && !whole:
		return ""
	case v.Start.Date.IsZero():
		return i18n.Plural(w.lang, len(all), textStepUndated, textStepsUndated).In(w.lang, "n", len(all))
	}
	past := slices.ContainsFunc(all, func(s shownStep) bool { return s.Past })
	if len(all) <= shortSchedule && !whole && !past {
		var before, after []shownStep
		for _, s := range all {
			if s.Days < 0 {
				before = append(before, s)
			} else {
				after = append(after, s)
			}
		}
		return strings.TrimSpace(w.stepSentence(textPrepares, before) + " " + w.stepSentence(textFollows, after))
	}
	return w.stepList(v, all, whole)
}

// stepSentence is « Préparation : note ven. 4, dossier mer. 9 déc. ».
func (w drawer) stepSentence(text i18n.Msg, all []shownStep) string {
	if len(all) == 0 {
		return ""
	}
	items := make([]string, len(all))
	for i, s := range all {
		items[i] = lowerFirst(s.Name) + " " + w.words.Short(s.due, w.today)
	}
	said := strings.TrimSuffix(strings.Join(items, ", "), ".")
	return text.In(w.lang, "steps", said)
}

// stepsShown is how many steps of a long schedule the card lists.
const stepsShown = 5

func (w drawer) stepList(v plan.MeetingView, all []shownStep, whole bool) string {
	ahead, past, unit := 0, 0, textInWorking.In(w.lang)
	for _, s := range all {
		switch {
		case s.Past:
			past++
		case s.ahead(w.today):
			ahead++
		}
		if s.Unit != calendar.WorkingDays {
			unit = ""
		}
	}
	gone := ""
	if past > 0 {
		gone = i18n.Plural(w.lang, past, textStepPast, textStepsPast).In(w.lang, "n", past)
	}
	said := ""
	if unit != "" {
		said = " " + unit
	}
	head := textStepsHead.In(w.lang, "unit", said, "past", gone,
		"ahead", i18n.Plural(w.lang, ahead, textStepAhead, textStepsAhead).In(w.lang, "n", ahead))
	rows := []string{head}
	for i, s := range all {
		if i == stepsShown && !whole {
			left := len(all) - stepsShown
			return lines(append(rows, i18n.Plural(w.lang, left, textMoreSteps, textMoresSteps).In(w.lang, "n", left, "ref", v.Ref()))...)
		}
		rows = append(rows, textStepRow.In(w.lang, "date", w.words.Short(s.due, w.today), "name", s.Name,
			"offset", offset(s.MeetingStep, unit != ""), "state", w.stepState(v, s)))
	}
	return lines(rows...)
}

// offset writes how far a step is: « J-5 », with its unit where that is not said
// of all.
func offset(s plan.MeetingStep, said bool) string {
	text := fmt.Sprintf("J%+d", s.Days)
	if s.Days == 0 {
		text = "J"
	}
	if said {
		return text
	}
	return text + " " + s.Unit.String()
}

// stepState says where a step stands, after its name; of what several owe, for each.
func (w drawer) stepState(v plan.MeetingView, s shownStep) string {
	if !owedBySeveral(v, s) {
		return w.stepAlone(v, s)
	}
	states := make([]string, 0, 1+len(s.twins))
	for _, one := range append([]shownStep{s}, s.twins...) {
		one.twins = nil
		r, _ := v.Seat(one.Seat)
		states = append(states, textStepOf.In(w.lang, "state", strings.TrimPrefix(w.stepAlone(v, one), " · "), "name", w.named(v, r.Who)))
	}
	return " · " + strings.Join(states, textStepsBetween.In(w.lang))
}

// owedBySeveral tells a step that more than one seat owes, on one date or not.
func owedBySeveral(v plan.MeetingView, s shownStep) bool {
	n := 0
	for _, o := range v.Steps {
		if o.Name == s.Name && o.Seat > 0 && o.Deadline > 0 {
			n++
		}
	}
	return n > 1 && s.Seat > 0 && s.Deadline > 0
}

func (w drawer) stepAlone(v plan.MeetingView, s shownStep) string {
	ref := plan.DeadlineRef(s.Deadline)
	switch {
	case s.Past:
		n := w.cal.WorkingDays(s.Date, w.today)
		if n == 0 {
			return textStepToday.In(w.lang)
		}
		return textStepOverdue.In(w.lang, "n", w.words.Count(n, calendar.WorkingDays))
	case s.done():
		return textStepDone.In(w.lang, "ref", ref)
	case s.gone():
		return textStepGone.In(w.lang, "ref", ref)
	case s.byHand():
		return textStepByHand.In(w.lang, "ref", ref)
	case s.Deadline > 0:
		return textStepWaits.In(w.lang, "ref", ref)
	case s.Minutes && !v.MinutesAt.IsZero():
		return textStepGiven.In(w.lang, "on", w.words.Short(calendar.DateOf(v.MinutesAt, w.zone), w.today))
	case !v.State.Ahead():
		return ""
	case !s.Minutes && s.Seat > 0 && s.due.Before(w.today):
		return textStepToday.In(w.lang)
	case v.State == plan.Provisional:
		return textStepFirm.In(w.lang)
	case s.Minutes:
		return textStepAnswer.In(w.lang)
	case s.Seat > 0:
		return textStepSeat.In(w.lang)
	default:
		return ""
	}
}

// stepWarnings warns about the steps to come that fall in the school holidays or
// on a bridge day.
func (w drawer) stepWarnings(v plan.MeetingView) string {
	if !v.State.Ahead() {
		return ""
	}
	var days []calendar.Date
	for _, s := range shownSteps(v) {
		if s.ahead(w.today) {
			days = append(days, s.due)
		}
	}
	return w.dayWarnings(days)
}

// seasons are written small: « vacances d’hiver ».
var seasons = strings.NewReplacer("'", "’", "Hiver", "hiver", "Printemps", "printemps", "Été", "été", "Automne", "automne")

// holidaysName is how school holidays are called within a sentence.
func holidaysName(name string) string { return lowerFirst(seasons.Replace(name)) }

// dayWarnings warns about the days of steps that fall in the school holidays or on
// a bridge day.
func (w drawer) dayWarnings(days []calendar.Date) string {
	var names []string
	holidays := map[string][]calendar.Date{}
	var bridges []calendar.Date
	for _, day := range days {
		if name, known := w.cal.School(day); known == calendar.SchoolHoliday {
			name = holidaysName(name)
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
			holidays[name] = append(holidays[name], day)
		}
		if w.cal.Bridge(day) {
			bridges = append(bridges, day)
		}
	}
	var rows []string
	for _, name := range names {
		n := len(holidays[name])
		rows = append(rows, i18n.Plural(w.lang, n, textInHolidays, textInHolidayN).In(w.lang, "n", n, "name", name,
			"dates", w.words.ShortList(holidays[name], w.today)))
	}
	if n := len(bridges); n > 0 {
		rows = append(rows, i18n.Plural(w.lang, n, textOnBridge, textOnBridges).In(w.lang, "n", n, "dates", w.words.ShortList(bridges, w.today)))
	}
	return lines(rows...)
}
