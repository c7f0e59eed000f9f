package commands

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// kindNames are the kinds of service as people say them.
var kindNames = map[plan.ServiceKind]i18n.Msg{
	plan.KindSGAR:           i18n.T("SGAR", "SGAR"),
	plan.KindPrefecture:     i18n.T("préfecture", "préfecture"),
	plan.KindSousPrefecture: i18n.T("sous-préfecture", "sous-préfecture"),
	plan.KindRegional:       i18n.T("direction régionale", "regional directorate"),
	plan.KindDepartmental:   i18n.T("direction départementale", "departmental directorate"),
	plan.KindOperator:       i18n.T("opérateur", "operator"),
	plan.KindGuest:          i18n.T("collectivité invitée", "guest authority"),
}

// KindName is a kind of service as people say it; as it stands when it is none.
func KindName(kind plan.ServiceKind, lang i18n.Lang) string {
	if name, known := kindNames[kind]; known {
		return name.In(lang)
	}
	return string(kind)
}

// kindOf reads a kind of service: « direction régionale », « opérateur ».
func kindOf(text string) (plan.ServiceKind, bool) {
	key := serviceKey(text)
	for _, kind := range plan.ServiceKinds {
		names := []string{serviceKey(string(kind)), serviceKey(kindNames[kind].In(i18n.FR)), serviceKey(kindNames[kind].In(i18n.EN))}
		if slices.Contains(names, key) {
			return kind, true
		}
	}
	switch key {
	case "collectivite", "guest":
		return plan.KindGuest, true
	case "coordination":
		return plan.KindSGAR, true
	default:
		return "", false
	}
}

// listOfKinds names all the kinds.
func listOfKinds(lang i18n.Lang) string {
	out := make([]string, len(plan.ServiceKinds))
	for i, kind := range plan.ServiceKinds {
		out[i] = "`" + kindNames[kind].In(lang) + "`"
	}
	return strings.Join(out, ", ")
}

// slot reads hours: « 8h-19h », « 8 h 30 à 18 h », « de 8:30 à 18:00 ».
var slot = regexp.MustCompile(`^(?:de |from )?(\d{1,2}) ?[h:] ?(\d{2})? ?(?:a|to|-|–) ?(\d{1,2}) ?[h:] ?(\d{2})?$`)

func parseHours(text string) (opens, closes calendar.TimeOfDay, ok bool) {
	m := slot.FindStringSubmatch(i18n.Fold(text))
	if m == nil {
		return opens, closes, false
	}
	opens, closes = hourOf(m[1], m[2]), hourOf(m[3], m[4])
	return opens, closes, opens.Valid() && closes.Valid()
}

// hourOf makes an hour of digits that were read as such; minutes may be missing.
func hourOf(hour, minute string) calendar.TimeOfDay {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute) // none: zero
	return calendar.TimeOfDay{Hour: h, Minute: m}
}

// typedHours writes hours as they are typed: « 8h-19h ».
func typedHours(opens, closes calendar.TimeOfDay) string {
	one := func(t calendar.TimeOfDay) string {
		if t.Minute == 0 {
			return fmt.Sprintf("%dh", t.Hour)
		}
		return fmt.Sprintf("%dh%02d", t.Hour, t.Minute)
	}
	return one(opens) + "-" + one(closes)
}

// atHour finds the hour that ends a weekly point: « lundi à 8 h 30 ».
var atHour = regexp.MustCompile(`^(.*?)[ ,]*(?:\ba |\bat )?\b(\d{1,2}) ?[h:] ?(\d{2})?$`)

// ParsePoint reads when the point of the week leaves: « lundi 8h30 », « lundi et
// jeudi à 9h », « tous les jours 9h », a cron specification of one hour a day, or « aucun ». It gives
// the specification, empty for none.
func ParsePoint(text string) (spec string, ok bool) {
	if isNone(text) {
		return "", true
	}
	m := atHour.FindStringSubmatch(i18n.Fold(text))
	if m == nil {
		return onceADay(text)
	}
	at := hourOf(m[2], m[3])
	var days []time.Weekday
	for word := range strings.FieldsFuncSeq(m[1], func(r rune) bool { return r == ' ' || r == ',' }) {
		switch word {
		case "le", "les", "et", "and", "tous", "chaque", "on", "every", "ouvres", "ouvre", "working":
			continue
		case "jours", "jour", "days", "day": // nothing leaves on the others
			days = append(days, workingWeek()...)
			continue
		}
		day, ok := weekdayOf(word)
		if !ok {
			return "", false
		}
		days = append(days, day)
	}
	if len(days) == 0 || !at.Valid() {
		return "", false
	}
	return weeklySpec(days, at), true
}

// workingWeek is the days on which people work.
func workingWeek() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
}

// weeklySpec is the cron specification of an hour on days of the week.
func weeklySpec(days []time.Weekday, at calendar.TimeOfDay) string {
	slices.Sort(days)
	var names []string
	for _, day := range slices.Compact(days) {
		names = append(names, strconv.Itoa(int(day)))
	}
	return fmt.Sprintf("%d %d * * %s", at.Minute, at.Hour, strings.Join(names, ","))
}

// neverWorked tells a point that falls on no working day: none would leave.
func neverWorked(spec string) bool {
	days, _, ok := readPoint(spec)
	return ok && !slices.ContainsFunc(days, func(d time.Weekday) bool { return slices.Contains(workingWeek(), d) })
}

// onceADay takes a cron specification as it stands when it comes once a day at
// most: a point is no clock.
func onceADay(text string) (spec string, ok bool) {
	f := strings.Fields(text)
	if len(f) != 5 {
		return "", false
	}
	for _, field := range f[:2] {
		if _, err := strconv.Atoi(field); err != nil {
			return "", false
		}
	}
	spec = strings.Join(f, " ")
	if days, at, weekly := readPoint(spec); weekly {
		spec = weeklySpec(days, at)
	}
	_, err := calendar.ParseRhythm(spec)
	return spec, err == nil
}

// weekdayOf reads the name of a day, singular or plural.
func weekdayOf(word string) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		for _, lang := range []i18n.Lang{i18n.FR, i18n.EN} {
			if name := i18n.Fold(calendar.WordsOf(string(lang)).Weekday(day)); word == name || word == name+"s" {
				return day, true
			}
		}
	}
	return 0, false
}

var (
	textWeeklyAt = i18n.T("{days} à {hour}", "{days} at {hour}")
	textNoneSet  = i18n.T("aucun", "none")
)

// SayPoint says a cron specification that [ParsePoint] gave, and shows any
// other as it stands.
func SayPoint(words calendar.Words, lang i18n.Lang, spec string) string {
	days, at, ok := readPoint(spec)
	switch {
	case spec == "":
		return textNoneSet.In(lang)
	case !ok:
		return "`" + spec + "`"
	}
	if slices.Equal(days, workingWeek()) {
		return textWeeklyAt.In(lang, "days", textEachWorking.In(lang), "hour", words.Hour(at))
	}
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = words.Weekday(day)
	}
	return textWeeklyAt.In(lang, "days", i18n.And(lang, names), "hour", words.Hour(at))
}

// typedPoint writes the point as it is typed: « lundi 8h30 ».
func typedPoint(spec string) string {
	days, at, ok := readPoint(spec)
	if !ok {
		return spec
	}
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = calendar.WordsOf(string(i18n.FR)).Weekday(day)
	}
	return fmt.Sprintf("%s %dh%02d", strings.Join(names, " "), at.Hour, at.Minute)
}

// readPoint takes apart a cron specification of an hour on days of the week.
func readPoint(spec string) (days []time.Weekday, at calendar.TimeOfDay, ok bool) {
	f := strings.Fields(spec)
	if len(f) != 5 || f[2] != "*" || f[3] != "*" {
		return nil, at, false
	}
	minute, errMinute := strconv.Atoi(f[0])
	hour, errHour := strconv.Atoi(f[1])
	at = calendar.TimeOfDay{Hour: hour, Minute: minute}
	if errMinute != nil || errHour != nil || !at.Valid() {
		return nil, at, false
	}
	for day := range strings.SplitSeq(f[4], ",") {
		first, last, span := strings.Cut(day, "-")
		if !span {
			last = first
		}
		from, errFrom := strconv.Atoi(first)
		to, errTo := strconv.Atoi(last)
		if errFrom != nil || errTo != nil || from < 0 || to > 6 || from > to {
			return nil, at, false
		}
		for n := from; n <= to; n++ {
			days = append(days, time.Weekday(n))
		}
	}
	return days, at, true
}
