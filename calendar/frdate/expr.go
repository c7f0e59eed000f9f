package frdate

import "jalon/calendar"

// form is the shape of an expression; each has its own way to be resolved.
type form uint8

const (
	noForm       form = iota
	dateForm          // 15/12, lundi 15 décembre 2026, le 15
	weekdayForm       // vendredi, vendredi prochain, lundi S50
	nearForm          // aujourd'hui, demain, d'aujourd'hui en huit
	countForm         // dans 3 jours, sous huitaine, il y a 2 jours
	withinForm        // dans la semaine, dans le mois
	delayForm         // délai de 2 mois (CPC 641-642)
	relativeForm      // J-7, 3 jours avant le 15 mars, la veille de Noël
	periodForm        // fin janvier, T1 2027, S49, la semaine prochaine
	nthForm           // le dernier vendredi de janvier
	feastForm         // Noël
	weekendForm       // ce week-end
	clockForm         // à 14h30: today
	rangeForm         // du 1er au 15 janvier
	listForm          // jeudi et vendredi
	repeatForm        // tous les lundis
)

// modifier is what makes « vendredi » another Friday, or « mois » another month.
type modifier uint8

const (
	plain       modifier = iota
	this                 // ce, cette
	next                 // prochain
	last                 // dernier: past
	since                // depuis: the latest that has begun
	inEight              // en huit
	inFifteen            // en quinze
	ofThisWeek           // de cette semaine
	ofNextWeek           // de la semaine prochaine
	ofNextMonth          // du mois prochain
	ofWeek               // de la semaine 50, S50
	ofThisYear           // de cette année
	ofNextYear           // de l'année prochaine
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
	form   form
	bound  Bound
	hither bool // the bound is « d'ici »

	weekday  int // 1 (Monday) to 7, or 0
	modifier modifier
	day      int
	month    int
	year     int  // 0 when not said
	week     int  // the ISO week said, or 0
	weekYear int  // its year, or 0
	letter   bool // the week was said « S1 »
	feast    feast

	duration duration
	part     part
	unit     unit // of a period
	ord      int  // 1, 2 … or -1: « 3e jeudi », « 1er trimestre »
	kind     calendar.Unit

	legal bool // « CPC », « légal »
	back  bool // of relativeForm: before its base

	clock  clock
	base   *expr   // what it is counted from; nil in relativeForm: the day J
	items  []expr  // of a list; of a range, its two ends
	sinceJ bool    // it is counted from « la notification », the day J
	or     bool    // the items are alternatives
	repeat *repeat // of repeatForm

	first, last int // tokens it was read from, last excluded

	// malformed tells a form with values no calendar has (32/13): a date to
	// refuse, but not one to cut out of a title.
	malformed bool
	// weak tells a form that a title may well end with (« midi », « de mars »).
	weak bool
	// loose tells a list whose first number may belong to the title before it.
	loose bool
}

// duration is a stretch of time: months and days, or hours.
type duration struct {
	count int
	unit  unit
	kind  calendar.Unit // of a count in days
	said  bool          // the kind of days was said
	more  int           // « et 10 jours », in days; « et demie », in minutes
}

// clock is an hour said in a text.
type clock struct {
	said    bool
	part    partOfDay
	edge    part // « fin de » or « début de » the part of the day
	hour    int
	minute  int
	slot    bool // until the hour that follows
	hourEnd int
	minEnd  int
	// malformed tells an hour that no clock shows, or one without its « h ».
	malformed bool
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
