package frdate

import "jalon/calendar"

// form is the shape of an expression; each has its own way to be resolved.
type form uint8

const (
	noForm     form = iota
	dateForm        // 15/12, lundi 15 décembre 2026, le 15
	weekForm        // vendredi, vendredi prochain, lundi S50
	nearForm        // aujourd'hui, demain
	countForm       // dans 3 jours, sous huitaine
	periodForm      // fin janvier, T1 2027, S49, la semaine prochaine
	clockForm       // à 14h30: today
)

// modifier is what makes « vendredi » another Friday, or « mois » another month.
type modifier uint8

const (
	plain      modifier = iota
	this                // ce, cette
	next                // prochain
	last                // dernier: past
	inEight             // en huit
	inFifteen           // en quinze
	ofThisWeek          // de cette semaine
	ofNextWeek          // de la semaine prochaine
	ofWeek              // de la semaine 50, S50
)

// part is the part of a period.
type part uint8

const (
	whole part = iota
	beginning
	middle
	end
)

// expr is what the grammar makes of a text: its form and the values said in
// it, none of them checked against a calendar.
type expr struct {
	form  form
	bound Bound

	weekday  int // 1 (Monday) to 7, or 0
	modifier modifier
	day      int
	month    int
	year     int // 0 when not said
	week     int // the ISO week said, or 0
	weekYear int // its year, or 0

	count int           // of countForm and nearForm
	unit  unit          // of countForm and periodForm
	kind  calendar.Unit // of countForm in days
	part  part

	clock clock

	// malformed tells a form with values no calendar has (32/13): a date, but
	// too far from one to be cut out of a title.
	malformed bool
}

// clock is an hour said in a text.
type clock struct {
	said   bool
	part   partOfDay
	edge   part // « fin de » or « début de » the part of the day
	hour   int
	minute int
}

// match is an expression and the token after it; end is 0 when there is none.
type match struct {
	expr
	end int
}

func (m match) ok() bool { return m.end > 0 }

// longest returns the match that goes furthest, the first of equals.
func longest(matches ...match) match {
	best := match{}
	for _, m := range matches {
		if m.end > best.end {
			best = m
		}
	}
	return best
}
