package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// String returns the text to store, which [ParseRecurrence] reads back:
// « START=2026-11-30;FREQ=WEEKLY;BYDAY=MO;TIME=09:00 ». The keys that RFC 5545
// has bear its names.
func (r Recurrence) String() string {
	parts := []string{"START=" + r.Start.String(), "FREQ=" + frequencyNames[r.Freq]}
	add := func(key, value string, said bool) {
		if said {
			parts = append(parts, key+"="+value)
		}
	}
	add("INTERVAL", strconv.Itoa(r.Interval), r.Interval != 1)
	add("BYDAY", joinWeekdays(r.Weekdays), r.Weekdays != 0)
	add("BYMONTHDAY", joinNumbers(r.MonthDays.List()), r.MonthDays != 0)
	add("BYMONTH", joinNumbers(r.Months.List()), r.Months != 0)
	add("NTH", strconv.Itoa(r.Nth), r.Nth != 0)
	add("DAYS", dayKindNames[r.Days], r.Days != CalendarDays)
	add("UNTIL", r.Until.String(), !r.Until.IsZero())
	add("COUNT", strconv.Itoa(r.Count), r.Count != 0)
	add("TIME", r.Time.String(), r.HasTime)
	add("ZONE", string(r.Zone), r.Zone != "")
	return strings.Join(parts, ";")
}

var (
	frequencyNames = map[Frequency]string{Daily: "DAILY", Weekly: "WEEKLY", Monthly: "MONTHLY", Yearly: "YEARLY"}
	dayKindNames   = map[Unit]string{CalendarDays: "CALENDAIRES", WorkingDays: "OUVRES", OuvrableDays: "OUVRABLES"}
	weekdayCodes   = [7]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}
)

func joinWeekdays(set Weekdays) string {
	var codes []string
	for _, day := range set.List() {
		codes = append(codes, weekdayCodes[day])
	}
	return strings.Join(codes, ",")
}

func joinNumbers(list []int) string {
	var texts []string
	for _, n := range list {
		texts = append(texts, strconv.Itoa(n))
	}
	return strings.Join(texts, ",")
}

// ParseRecurrence reads what [Recurrence.String] wrote. The error wraps
// [ErrRecurrence], and is that of [Recurrence.Validate] for a rule that is well
// written and means nothing.
func ParseRecurrence(text string) (Recurrence, error) {
	r := Recurrence{Interval: 1}
	for part := range strings.SplitSeq(text, ";") {
		key, value, ok := strings.Cut(part, "=")
		if !ok {
			return Recurrence{}, r.invalid("%q has no value", part)
		}
		if err := r.set(key, value); err != nil {
			return Recurrence{}, fmt.Errorf("%w: %s: %w", ErrRecurrence, key, err)
		}
	}
	if err := r.Validate(); err != nil {
		return Recurrence{}, err
	}
	return r, nil
}

func (r *Recurrence) set(key, value string) (err error) {
	switch key {
	case "START":
		r.Start, err = ParseDate(value)
	case "FREQ":
		r.Freq, err = keyOf(frequencyNames, value)
	case "INTERVAL":
		r.Interval, err = strconv.Atoi(value)
	case "BYDAY":
		r.Weekdays, err = splitWeekdays(value)
	case "BYMONTHDAY":
		var set uint32
		set, err = splitNumbers(value, 31)
		r.MonthDays = MonthDays(set)
	case "BYMONTH":
		var set uint32
		set, err = splitNumbers(value, 12)
		r.Months = Months(set)
	case "NTH":
		r.Nth, err = strconv.Atoi(value)
	case "DAYS":
		r.Days, err = keyOf(dayKindNames, value)
	case "UNTIL":
		r.Until, err = ParseDate(value)
	case "COUNT":
		r.Count, err = strconv.Atoi(value)
	case "TIME":
		r.Time, err = ParseTimeOfDay(value)
		r.HasTime = true
	case "ZONE":
		r.Zone = Zone(value)
	default:
		err = fmt.Errorf("unknown key")
	}
	return err
}

func keyOf[K comparable](names map[K]string, name string) (K, error) {
	for key, known := range names {
		if known == name {
			return key, nil
		}
	}
	var none K
	return none, fmt.Errorf("unknown value %q", name)
}

func splitWeekdays(text string) (set Weekdays, err error) {
	for code := range strings.SplitSeq(text, ",") {
		day := -1
		for i, known := range weekdayCodes {
			if known == code {
				day = i
			}
		}
		if day < 0 {
			return 0, fmt.Errorf("unknown day %q", code)
		}
		set |= WeekdaySet(time.Weekday(day))
	}
	return set, nil
}

func splitNumbers(text string, most int) (set uint32, err error) {
	for item := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(item)
		if err != nil || n < 1 || n > most {
			return 0, fmt.Errorf("%q is not between 1 and %d", item, most)
		}
		set |= 1 << n
	}
	return set, nil
}
