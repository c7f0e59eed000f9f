package calendar

import "time"

// Delay is a legal delay: months, then days (Code de procédure civile, art.
// 641). Years are twelve months, weeks seven days.
type Delay struct {
	Months int
	Days   int
	// Clear tells a « délai franc »: the last day does not count either.
	Clear bool
}

// RawEnd returns the day on which the delay that an act of the day « act »
// opens would expire, before any extension. The day of the act does not count;
// months run to the same day of the month, or to its last day when it has none
// (CPC art. 641); a clear delay lasts one day more.
func (y Delay) RawEnd(act Date) Date {
	end := act.AddMonths(y.Months).AddDays(y.Days)
	if y.Clear {
		end = end.AddDays(1)
	}
	return end
}

// LegalEnd returns the last day of a legal delay, at whose end, 24:00, it
// expires: one that would expire on a Saturday, a Sunday or a holiday is
// extended to the first working day after it (CPC art. 642). Days on which only
// the organisation is closed extend nothing.
func (c *Calendar) LegalEnd(act Date, delay Delay) Date {
	return c.extend(delay.RawEnd(act))
}

// Extends reports whether the law would carry a delay that expires on d to a
// later day.
func (c *Calendar) Extends(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday || c.isHoliday(d)
}

func (c *Calendar) extend(d Date) Date {
	for c.Extends(d) {
		d = d.AddDays(1)
	}
	return d
}
