package calendar

import (
	"errors"
	"fmt"
	"time"
)

// ErrDate is wrapped by every error about a text that is not a date.
var ErrDate = errors.New("not a date")

// Date is a civil day of the Gregorian calendar, without hour and without
// zone. Dates are comparable with ==; the zero value means « no date ».
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// IsZero reports whether d is the zero value: no date.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether d exists: 29 February 2027 does not.
func (d Date) Valid() bool {
	return d.Month >= time.January && d.Month <= time.December &&
		d.Day >= 1 && d.Day <= DaysIn(d.Year, d.Month)
}

// DaysIn returns the number of days of a month, 28 to 31.
func DaysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if isLeap(year) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

func isLeap(year int) bool {
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

// ParseDate reads the ISO form « 2026-12-04 », and only that form. The error
// wraps [ErrDate].
func ParseDate(s string) (Date, error) {
	if len(s) != len("2026-12-04") || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf("%w: %q is not YYYY-MM-DD", ErrDate, s)
	}
	year, okYear := digits(s[:4])
	month, okMonth := digits(s[5:7])
	day, okDay := digits(s[8:])
	d := Date{year, time.Month(month), day}
	if !okYear || !okMonth || !okDay || year == 0 || !d.Valid() {
		return Date{}, fmt.Errorf("%w: %q", ErrDate, s)
	}
	return d, nil
}

// digits reads an unsigned number made of ASCII digits only.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) > 0
}

// DateOf returns the civil day of the instant t as seen in loc.
func DateOf(t time.Time, loc *time.Location) Date {
	year, month, day := t.In(loc).Date()
	return Date{year, month, day}
}

// String returns the ISO form, « 2026-12-04 »; the zero date is « 0000-00-00 ».
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	// 1 January 1970 was a Thursday.
	w := (d.number() + int(time.Thursday)) % 7
	if w < 0 {
		w += 7
	}
	return time.Weekday(w)
}

// AddDays returns the date n calendar days later, earlier when n is negative.
func (d Date) AddDays(n int) Date {
	if day := d.Day + n; day >= 1 && day <= 28 {
		return Date{d.Year, d.Month, day}
	}
	return dateOfNumber(d.number() + n)
}

// AddMonths returns the same day of the month n months later (earlier when n
// is negative), or the last day of that month when it has no such day.
func (d Date) AddMonths(n int) Date {
	months := d.Year*12 + int(d.Month) - 1 + n
	year, month := floorDiv(months, 12), time.Month(floorMod(months, 12)+1)
	return Date{year, month, min(d.Day, DaysIn(year, month))}
}

// DaysUntil returns the calendar days from d to other, negative when other is
// earlier.
func (d Date) DaysUntil(other Date) int { return other.number() - d.number() }

// Compare returns -1, 0 or +1 as d is before, the same as, or after o.
func (d Date) Compare(o Date) int {
	switch {
	case d == o:
		return 0
	case d.Before(o):
		return -1
	default:
		return 1
	}
}

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool {
	if d.Year != o.Year {
		return d.Year < o.Year
	}
	if d.Month != o.Month {
		return d.Month < o.Month
	}
	return d.Day < o.Day
}

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return o.Before(d) }

// YearDay returns the rank of the day in its year, from 1 to 366. The date must
// be a valid one.
func (d Date) YearDay() int {
	before := [...]int{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}
	day := before[d.Month] + d.Day
	if d.Month > time.February && isLeap(d.Year) {
		day++
	}
	return day
}

// ISOWeek returns the ISO 8601 week, 1 to 53, and the year it belongs to,
// which differs from d.Year around 1 January: Friday 1 January 2027 is in
// week 53 of 2026.
func (d Date) ISOWeek() (year, week int) {
	thursday := d.AddDays(int(time.Thursday) - isoWeekday(d.Weekday()))
	return thursday.Year, (thursday.YearDay()-1)/7 + 1
}

// Monday returns the Monday of the ISO week that holds d.
func (d Date) Monday() Date { return d.AddDays(1 - isoWeekday(d.Weekday())) }

// MonthEnd returns the last day of the month of d.
func (d Date) MonthEnd() Date { return Date{d.Year, d.Month, DaysIn(d.Year, d.Month)} }

// WeekStart returns the Monday of an ISO week. It does not check that the year
// has such a week: see [WeeksIn].
func WeekStart(year, week int) Date {
	return Date{year, time.January, 4}.Monday().AddDays(7 * (week - 1))
}

// WeeksIn returns the number of ISO weeks of a year, 52 or 53.
func WeeksIn(year int) int {
	_, week := Date{year, time.December, 28}.ISOWeek()
	return week
}

// isoWeekday numbers the days from Monday 1 to Sunday 7.
func isoWeekday(w time.Weekday) int {
	if w == time.Sunday {
		return 7
	}
	return int(w)
}

// number counts the days from 1 January 1970 (proleptic Gregorian calendar),
// after Howard Hinnant, « chrono-Compatible Low-Level Date Algorithms ».
func (d Date) number() int {
	year, month := d.Year, int(d.Month)
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + d.Day - 1
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// dateOfNumber is the inverse of number.
func dateOfNumber(n int) Date {
	n += 719468
	era := floorDiv(n, 146097)
	dayOfEra := n - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	d := Date{yearOfEra + era*400, time.Month(shifted + 3), dayOfYear - (153*shifted+2)/5 + 1}
	if d.Month > time.December {
		d.Month -= 12
		d.Year++
	}
	return d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int) int { return a - b*floorDiv(a, b) }
