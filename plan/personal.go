package plan

import (
	"context"
	"time"

	"jalon/calendar"
)

// NoticePersonal is the personal point: what somebody has to do, said to them in
// private at the hours they chose.
const NoticePersonal Notice = "point.personnel"

// personalMark begins the subject of a personal point: "semaine/2026-11-27". Who
// it is for is the recipient's, so that the subject names nobody.
const personalMark = "semaine/"

// Personal is when the personal point of somebody comes.
type Personal struct {
	Rhythm string // cron specification, empty for none
	Next   calendar.Moment
	Ahead  bool // there is a next one
}

// Personal reads when the personal point of who asks comes.
func (p *Planner) Personal(ctx context.Context, call Call) (Personal, error) {
	var out Personal
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		a, err := knownAgent(tx, call.Actor.Region, call.Actor.User)
		if err != nil {
			return err
		}
		out.Rhythm = a.Digest
		out.Next, _, out.Ahead, err = p.nextPersonal(dir, a, call.Now)
		return err
	})
	return out, wrap(err, "read the personal point of %s", call.Actor.User)
}

// SetPersonal changes when the personal point of who asks comes, empty for never.
// What was planned and no longer fits is given up at once.
func (p *Planner) SetPersonal(ctx context.Context, call Call, rhythm string) (was, is Personal, err error) {
	user := call.Actor.User
	if was, err = p.Personal(ctx, call); err != nil || was.Rhythm == rhythm {
		return was, was, err
	}
	_, err = p.changeAgent(ctx, call, user, "agent.point", func(tx Tx, dir DirectoryView, a *Agent) (any, any, error) {
		was, is = Personal{Rhythm: a.Digest}, Personal{Rhythm: rhythm}
		before := digestRecord{a.Digest}
		if err := p.dropPersonal(tx, dir, call.Now, *a, ReasonReplanned); err != nil {
			return nil, nil, err
		}
		a.Digest = rhythm
		is.Next, _, is.Ahead, err = p.nextPersonal(dir, *a, call.Now)
		if err != nil {
			return nil, nil, err
		}
		return before, digestRecord{rhythm}, p.planPersonal(tx, dir, *a, call.Now)
	})
	return was, is, err
}

// digestRecord is the rhythm of a personal point as the journal holds it.
type digestRecord struct {
	Digest string `json:"digest"`
}

// nextPersonal is when the personal point of an agent comes next after now, by
// the clock of their first service; false when none does.
func (p *Planner) nextPersonal(dir DirectoryView, a Agent, now time.Time) (when calendar.Moment, at time.Time, ok bool, err error) {
	if a.Digest == "" || !a.Active {
		return when, at, false, nil
	}
	clock, holidays := dir.Region.TimeZone, dir.Region.HolidayZone
	if home, known := dir.Service(homeOf(a)); known {
		clock, holidays = home.TimeZone, home.HolidayZone
	}
	return p.nextOpenDay(clock, holidays, anyHour, a.Digest, now)
}

// planPersonals plans the next personal point of each agent who asked for one.
func (p *Planner) planPersonals(tx Tx, region RegionID, now time.Time) error {
	agents, err := tx.AgentsWithDigest(region)
	if err != nil || len(agents) == 0 {
		return err
	}
	dir, err := directory(tx, region)
	if err != nil {
		return err
	}
	for _, a := range agents {
		if err := p.planPersonal(tx, dir, a, now); err != nil {
			return err
		}
	}
	return nil
}

// planPersonal plans the next personal point of an agent.
func (p *Planner) planPersonal(tx Tx, dir DirectoryView, a Agent, now time.Time) error {
	when, at, ok, err := p.nextPersonal(dir, a, now)
	if err != nil || !ok {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: a.Region, Subject: personalOn(when.Date), Revision: 1, Step: when.Time.String(),
		To: Recipient{User: a.User}, Notice: NoticePersonal, Service: homeOf(a),
		When: when, DueAt: at, State: Planned, Version: 1,
	})
	return err
}

// dropPersonal gives up the personal point of an agent that is planned.
func (p *Planner) dropPersonal(tx Tx, dir DirectoryView, now time.Time, a Agent, reason string) error {
	a.Active = true // what is given up was planned while they were
	when, _, ok, err := p.nextPersonal(dir, a, now)
	if err != nil || !ok {
		return err
	}
	theirs := func(v Delivery) bool { return v.To.User == a.User }
	_, err = cancelDeliveries(tx, a.Region, personalOn(when.Date), theirs, reason)
	return err
}

// personalOn names the personal points of a day.
func personalOn(day calendar.Date) Ref { return Ref(personalMark + day.String()) }

// personal freezes a personal point, or drops it: nothing is said to who is away,
// and nobody receives it in their stead.
func (f *freezing) personal(v Delivery) error {
	if v.LateAt(f.now) { // at its hour it leaves, as they asked
		if waits, err := f.untilOpen(v); waits || err != nil {
			return err
		}
	}
	dir, err := f.directory(v.Region)
	if err != nil {
		return err
	}
	a, err := f.tx.Agent(v.Region, v.To.User)
	if err != nil {
		return err
	}
	today, err := dir.today(homeOf(a), f.now)
	if err != nil {
		return err
	}
	cal, err := f.planner.personalCalendar(dir, a)
	if err != nil {
		return err
	}
	r := recurring{
		to: v.To, zone: v.When.Zone,
		next: func(after time.Time) (calendar.Moment, time.Time, bool, error) {
			return f.planner.nextPersonal(dir, a, after)
		},
		plan: func(after time.Time) error { return f.planner.planPersonal(f.tx, dir, a, after) },
		week: func(day calendar.Date) calendar.Date { return weekAhead(cal, day) },
	}
	if a.AwayOn(today) {
		r.silent = ReasonAway
	}
	return f.recur(v, r)
}

// personalCalendar is the calendar that an agent lives by.
func (p *Planner) personalCalendar(dir DirectoryView, a Agent) (*calendar.Calendar, error) {
	home, _ := dir.Service(homeOf(a))
	return p.Calendar(zoneOf(dir, home))
}

// weekAhead is the Monday of the week that a personal point of a day is about:
// that of the next working day, since at the end of a week it is the next that
// matters.
func weekAhead(cal *calendar.Calendar, day calendar.Date) calendar.Date {
	return cal.NextWorking(day.AddDays(1)).Monday()
}
