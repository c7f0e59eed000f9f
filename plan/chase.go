package plan

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
)

// NoticeEscalation tells the coordination, or a person, that a part is still owed
// after the chases.
const NoticeEscalation Notice = "echeance.escalade"

// stepEscalation begins the step of an escalation: the service follows, for
// several may escalate to one place.
const stepEscalation = "escalade "

// stepChase begins the step of a chase that is not on the first day: « relance 2 ».
const stepChase = "relance "

// Chase is what leaves after the date while a part is still owed: chases, then
// an escalation. The zero Chase says nothing: the service's or the house's
// applies.
type Chase struct {
	// None is « sans relance »: nothing leaves after the date.
	None bool
	// Steps are the first chases, by their distance from the date.
	Steps []Step
	// Every is how far the following chases are from each other; of no day when
	// there are none.
	Every Step
	// Escalate is after how many chases without reaction the coordination is
	// told, 0 for never.
	Escalate int
	// To is the person who is told instead of the coordination.
	To UserID
}

// HouseChase is what applies where nobody chose: J+1, then every 2 working days,
// and an escalation after 3 chases.
func HouseChase() Chase {
	return Chase{
		Steps:    []Step{{Days: 1, At: ReminderHour}},
		Every:    Step{Days: 2, Unit: WorkingDays, At: ReminderHour},
		Escalate: 3,
	}
}

// houseChase is what applies to a kind where nobody chose. The silent of a data
// call are chased every working day.
func houseChase(kind DeadlineKind) Chase {
	if kind != Asked {
		return HouseChase()
	}
	daily := Step{Days: 1, Unit: WorkingDays, At: ReminderHour}
	return Chase{Steps: []Step{daily}, Every: daily, Escalate: 3}
}

// AskedPace is what leaves about data calls where only some of it, or nothing, was
// chosen.
func AskedPace(chosen Pace) Pace {
	if chosen.Before == nil {
		chosen.Before = dataCallLadder()
	}
	if !chosen.After.Said() {
		chosen.After = houseChase(Asked)
	}
	return chosen
}

// Said tells whether the chase says anything.
func (c Chase) Said() bool { return c.None || len(c.Steps) > 0 }

// Equal tells whether two chases say the same.
func (c Chase) Equal(o Chase) bool {
	return c.None == o.None && c.Every == o.Every && c.Escalate == o.Escalate && c.To == o.To &&
		slices.Equal(c.Steps, o.Steps)
}

// Last is the number of chases that may leave.
func (c Chase) Last() int {
	if c.Escalate > 0 {
		return c.Escalate
	}
	return len(c.Steps)
}

// noChase is the chase that is none.
const noChase = "sans relance"

// String writes the chase as [ParsePace] reads it, but for the person told;
// empty when it says nothing.
func (c Chase) String() string {
	if c.None {
		return noChase
	}
	var words []string
	for _, s := range c.Steps {
		words = append(words, s.After()+s.hour())
	}
	if c.Every.Days > 0 {
		words = append(words, "puis "+c.Every.every()+c.Every.hour())
	}
	if c.Escalate > 0 {
		words = append(words, "escalade après "+strconv.Itoa(c.Escalate))
	}
	return strings.Join(words, " ")
}

// After writes the step as it follows a date: "J+1", "J+3 ouvrés".
func (s Step) After() string { return strings.Replace(s.String(), "-", "+", 1) }

// every writes the step as a distance: « tous les 2 jours ouvrés ».
func (s Step) every() string {
	all, unit, n := "tous les ", "jours", s.Days
	if s.Unit == CalendarDays && n%7 == 0 {
		all, unit, n = "toutes les ", "semaines", n/7
	}
	if n > 1 {
		all += strconv.Itoa(n) + " "
	}
	if s.Unit == WorkingDays {
		unit += " " + string(s.Unit)
	}
	return all + unit
}

// after is the date so far after another, worked or not.
func (s Step) after(day calendar.Date, cal *calendar.Calendar) calendar.Date {
	if s.Unit == WorkingDays {
		return cal.AddWorking(day, s.Days)
	}
	return day.AddDays(s.Days)
}

// slot is a day and an hour at which a chase may leave.
type slot struct {
	day calendar.Date
	at  calendar.TimeOfDay
}

// slots gives without end the days on which chases may leave after a due date,
// each later than the one before: the steps, then one every so often. A closed day
// is left for the next working day, unless it is urgent. Where the chase does not
// repeat, the house's distance goes on: an escalation leaves on it.
func (c Chase) slots(due calendar.Date, cal *calendar.Calendar, urgent bool, yield func(slot) bool) {
	worked := func(d calendar.Date) calendar.Date {
		if urgent {
			return d
		}
		return cal.NextWorking(d)
	}
	last := due
	take := func(day calendar.Date, at calendar.TimeOfDay) bool {
		if day = worked(day); !day.After(last) {
			return true // two steps that meet are one chase
		}
		last = day
		return yield(slot{day, at})
	}
	steps := slices.Clone(c.Steps)
	slices.SortStableFunc(steps, func(a, b Step) int { return a.after(due, cal).Compare(b.after(due, cal)) })
	day := due
	for _, s := range steps {
		if day = s.after(due, cal); !take(day, s.At) {
			return
		}
	}
	every := c.Every
	if every.Days == 0 {
		every = HouseChase().Every
	}
	for {
		if every.Unit == WorkingDays {
			day = worked(day)
		}
		if day = every.after(day, cal); !take(day, every.At) {
			return
		}
	}
}

// Chase is the rank of a chase among those of its part, from 1; 0 when the
// delivery is no chase.
func (v Delivery) Chase() int {
	if v.Notice != NoticeReminder {
		return 0
	}
	if strings.HasPrefix(v.Step, "J+") {
		return 1
	}
	n, err := strconv.Atoi(strings.TrimPrefix(v.Step, stepChase))
	if err != nil {
		return 0
	}
	return n
}

// reminds tells what jalon says of a deadline by itself, nobody having acted:
// reminders, chases, escalations.
func (v Delivery) reminds() bool { return v.Notice == NoticeReminder || v.Notice == NoticeEscalation }

// follows tells what leaves after the date.
func (v Delivery) follows() bool { return v.Notice == NoticeEscalation || v.Chase() > 0 }

// chase is the n-th chase of a part, or the escalation that comes after the last,
// on the first slot still ahead of now that is on a day or later. False when
// nothing more is to leave.
func (p *Planner) chase(dir DirectoryView, d Deadline, part Part, n int, now time.Time, from calendar.Date) (Delivery, bool, error) {
	service, _ := dir.Service(part.Service)
	c := ChaseOf(d, service, dir.Region)
	escalates := c.Escalate > 0 && n == c.Escalate+1
	if c.None || n > c.Last() && !escalates {
		return Delivery{}, false, nil
	}
	v := Delivery{
		ID: p.newID(), Region: d.Region, Subject: d.Ref(), Revision: d.Revision, Step: stepChase + strconv.Itoa(n),
		To: recipient(dir, part), Notice: NoticeReminder, Service: part.Service, State: Planned, Version: 1,
	}
	if escalates {
		v.Notice, v.Step, v.To = NoticeEscalation, stepEscalation+string(part.Service), escalatesTo(dir, c)
	}
	cal, err := p.Calendar(zoneOf(dir, service))
	if err != nil {
		return v, false, err
	}
	o, err := p.openingOf(dir, listener(dir, v.To, part.Service))
	if err != nil {
		return v, false, err
	}
	first := true
	due := d.DueOf(part).Date
	c.slots(due, cal, d.Urgent, func(s slot) bool {
		v.When, v.DueAt, err = o.after(calendar.Moment{Date: s.day, Time: s.at, Zone: clockOf(dir, service)}, d.Urgent)
		taken := err != nil || v.DueAt.After(now) && !v.When.Date.Before(from)
		if taken && first && n == 1 && len(c.Steps) > 0 {
			v.Step = nearest(c.Steps, due, cal).After()
		}
		first = false
		return !taken
	})
	return v, err == nil, err
}

// nearest is the step that comes first after a date.
func nearest(steps []Step, due calendar.Date, cal *calendar.Calendar) Step {
	return slices.MinFunc(steps, func(a, b Step) int { return a.after(due, cal).Compare(b.after(due, cal)) })
}

// after is when something said after a date leaves: at its moment, or at the next
// opening unless it is urgent.
func (o opening) after(m calendar.Moment, urgent bool) (calendar.Moment, time.Time, error) {
	at, err := m.Instant()
	if err != nil || urgent || o.openAt(at) {
		return m, at, err
	}
	m = o.next(at)
	at, err = m.Instant()
	return m, at, err
}

// escalatesTo is who is told of an escalation.
func escalatesTo(dir DirectoryView, c Chase) Recipient {
	if c.To != "" && !c.To.Former() {
		return Recipient{User: c.To}
	}
	return Recipient{Channel: dir.Coordination().Channel}
}

// planChases plans the first chase of parts.
func (p *Planner) planChases(tx Tx, dir DirectoryView, d Deadline, parts []Part, now time.Time) error {
	for _, part := range parts {
		if err := p.planChase(tx, dir, d, part, 1, now, calendar.Date{}); err != nil {
			return err
		}
	}
	return nil
}

func (p *Planner) planChase(tx Tx, dir DirectoryView, d Deadline, part Part, n int, now time.Time, from calendar.Date) error {
	v, leaves, err := p.chase(dir, d, part, n, now, from)
	if err != nil || !leaves {
		return err
	}
	_, err = tx.PlanDelivery(v)
	return err
}

// planNext plans what follows a chase that just left the planned state: the next
// one, or the escalation, on a later day still ahead, as long as the part is
// owed. So no outage ever ends in a burst. It does nothing after anything else.
func (p *Planner) planNext(tx Tx, dir DirectoryView, d Deadline, left Delivery, now time.Time) error {
	n := left.Chase()
	if n == 0 || d.State != Open || d.Revision != left.Revision {
		return nil
	}
	part, owed := chased(dir, d, left)
	if !owed {
		return nil
	}
	today, err := dir.today(part.Service, now)
	if err != nil {
		return err
	}
	return p.planChase(tx, dir, d, part, n+1, now, today.AddDays(1))
}

// chased is the open part that a chase was about: its own, or another one that is
// reminded in the same place and for which it spoke too.
func chased(dir DirectoryView, d Deadline, v Delivery) (Part, bool) {
	if part, ok := d.Part(v.Service); ok && part.State == Open {
		return part, true
	}
	for _, part := range d.OpenParts() {
		if recipient(dir, part) == v.To {
			return part, true
		}
	}
	return Part{}, false
}

// followChases brings what is planned after the date to what the directory now
// asks for: the same rank, in the new place, at the new hour. It begins what had
// not begun, and leaves alone what ended.
func (p *Planner) followChases(tx Tx, dir DirectoryView, d Deadline, now time.Time) error {
	all, err := tx.Deliveries(d.Region, d.Ref())
	if err != nil {
		return err
	}
	for _, part := range d.OpenParts() {
		of := slices.DeleteFunc(slices.Clone(all), func(v Delivery) bool {
			return v.Service != part.Service || v.Revision != d.Revision || !v.follows() || v.State == CancelledNotice
		})
		at := slices.IndexFunc(of, func(v Delivery) bool { return v.State == Planned })
		switch {
		case at >= 0:
			err = p.moveChase(tx, dir, d, part, of[at], now)
		case len(of) == 0:
			err = p.planChase(tx, dir, d, part, 1, now, calendar.Date{})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// moveChase plans again a chase or an escalation that no longer fits.
func (p *Planner) moveChase(tx Tx, dir DirectoryView, d Deadline, part Part, v Delivery, now time.Time) error {
	service, _ := dir.Service(part.Service)
	n := v.Chase()
	if n == 0 {
		n = ChaseOf(d, service, dir.Region).Escalate + 1
	}
	next, leaves, err := p.chase(dir, d, part, n, now, v.When.Date)
	due := !v.DueAt.After(now)
	switch {
	case err != nil, leaves && next.To == v.To && (due || next.DueAt.Equal(v.DueAt)):
		return err
	case leaves && due: // it is late already: only the place changes
		next.Step, next.When, next.DueAt = v.Step, v.When, v.DueAt
	}
	if _, err := cancelDeliveries(tx, d.Region, d.Ref(), func(o Delivery) bool { return o.ID == v.ID }, ReasonReplanned); err != nil {
		return err
	}
	if !leaves {
		return nil
	}
	_, err = tx.PlanDelivery(next)
	return err
}

// stopReminders cancels what matches of what jalon would have said of a deadline
// by itself. It returns how many reminders before the date: those that people were
// told the dates of.
func stopReminders(tx Tx, region RegionID, subject Ref, match func(Delivery) bool, reason string) (int, error) {
	before, err := cancelDeliveries(tx, region, subject, func(v Delivery) bool {
		return v.reminds() && !v.follows() && match(v)
	}, reason)
	if err != nil {
		return before, err
	}
	_, err = cancelDeliveries(tx, region, subject, func(v Delivery) bool { return v.follows() && match(v) }, reason)
	return before, err
}
