package plan

import (
	"cmp"
	"context"
	"time"

	"jalon/calendar"
)

// NoticeDigest is the weekly point of a service, in its channel.
const NoticeDigest Notice = "point"

// digestMark begins the subject of a point: "point/sgar/2026-11-30". Its civil
// date is in the key: whatever restarts, it leaves once.
const digestMark = "point/"

// How many things of each sort a point lists.
const (
	digestItems    = 10
	digestMeetings = 5
	digestUnsure   = 3

	digestDataCalls = 3
)

// PlanDigests plans the next point of each service that has one, the next watch
// and the next personal point of who asked for one, where they are not planned
// yet.
func (p *Planner) PlanDigests(ctx context.Context, now time.Time) error {
	regions, err := p.Regions(ctx)
	if err != nil {
		return err
	}
	for _, r := range regions {
		err := p.write(ctx, func(tx Tx) error {
			services, err := tx.Services(r.ID)
			if err != nil {
				return err
			}
			for _, s := range services {
				if err := p.planWeekly(tx, s, now); err != nil {
					return err
				}
			}
			return p.planPersonals(tx, r.ID, now)
		})
		if err != nil {
			return wrap(err, "plan the points of %s", r.ID)
		}
	}
	return nil
}

// planWeekly plans what jalon says by itself each week in the channel of a service.
func (p *Planner) planWeekly(tx Tx, s Service, now time.Time) error {
	if err := p.planDigest(tx, s, now); err != nil {
		return err
	}
	return p.planWatch(tx, s, now)
}

// planDigest plans the next point of a service.
func (p *Planner) planDigest(tx Tx, s Service, now time.Time) error {
	when, at, ok, err := p.nextDigest(s, now)
	if err != nil || !ok {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: s.Region, Subject: digestOf(s, when.Date), Revision: 1,
		Step: when.Time.String(), To: Recipient{Channel: s.Channel}, Notice: NoticeDigest, Service: s.ID,
		When: when, DueAt: at, State: Planned, Version: 1,
	})
	return err
}

// followDigest plans the next point of a service that changed; the one planned
// before is given up at once when it no longer fits, not when it is due.
func (p *Planner) followDigest(tx Tx, c ServiceChange, now time.Time) error {
	was, _, planned, err := p.nextDigest(c.Before, now)
	if err != nil {
		return err
	}
	is, _, wanted, err := p.nextDigest(c.After, now)
	if err != nil {
		return err
	}
	if planned && (!wanted || was != is || c.Before.Channel != c.After.Channel) {
		all := func(Delivery) bool { return true }
		if _, err := cancelDeliveries(tx, c.Before.Region, digestOf(c.Before, was.Date), all, ReasonReplanned); err != nil {
			return err
		}
	}
	return p.planWeekly(tx, c.After, now)
}

// digestOf names the point of a service on a day.
func digestOf(s Service, day calendar.Date) Ref {
	return Ref(digestMark + string(s.ID) + "/" + day.String())
}

// nextDigest is when the point of a service comes next after now; false when
// none does.
func (p *Planner) nextDigest(s Service, now time.Time) (when calendar.Moment, at time.Time, ok bool, err error) {
	if s.Digest == "" {
		return when, at, false, nil
	}
	return p.nextWeekly(s, s.Digest, now)
}

// nextWeekly is when something of a rhythm comes next after now in the channel of
// a service; false when it does not.
func (p *Planner) nextWeekly(s Service, spec string, now time.Time) (when calendar.Moment, at time.Time, ok bool, err error) {
	if s.Channel == "" || s.Closed {
		return when, at, false, nil
	}
	return p.nextOpenDay(s.TimeZone, s.HolidayZone, s.hours(), spec, now)
}

// nextOpenDay is when a rhythm comes next after now by a clock and the holidays of
// a zone; false when it does not. What falls on a closed day moves to the next
// working day of its week, and is left out when there is none; what falls before
// the opening or after the closing moves to it.
func (p *Planner) nextOpenDay(clock string, holidays calendar.Zone, open hours, spec string, now time.Time) (
	when calendar.Moment, at time.Time, ok bool, err error,
) {
	rhythm, err := calendar.ParseRhythm(spec)
	if err != nil {
		return when, at, false, nil //nolint:nilerr // there is no such point; what is set is shown, though its words mean nothing
	}
	zone, err := calendar.LoadZone(clock)
	if err != nil {
		return when, at, false, err
	}
	cal, err := p.Calendar(holidays)
	if err != nil {
		return when, at, false, err
	}
	// What was put off to a later day of its week may still be ahead.
	day, hour := calendar.DateOf(now, zone).AddDays(-7), calendar.TimeOfDay{}
	for range digestsAhead {
		day, hour = rhythm.After(day, hour)
		worked := cal.NextWorking(day)
		if worked.Monday() != day.Monday() {
			continue
		}
		when = calendar.Moment{Date: worked, Time: open.within(hour), Zone: clock}
		if at, err = when.Instant(); err != nil || at.After(now) {
			return when, at, err == nil, err
		}
	}
	return when, at, false, nil
}

// digestsAhead bounds how many times of a rhythm are looked at: a point a day
// for two weeks, all of them closed, is none.
const digestsAhead = 32

// digest freezes the point of a service, or drops it.
func (f *freezing) digest(v Delivery) error {
	return f.weekly(v, f.planner.nextDigest, f.planner.planDigest)
}

// weekly freezes what is said each week in the channel of a service, or drops it
// when it no longer makes sense: the service has changed its hours or its
// channel, or the week is over. The next one is planned either way. After a stop it
// waits for an opening.
func (f *freezing) weekly(
	v Delivery, next func(Service, time.Time) (calendar.Moment, time.Time, bool, error), plan func(Tx, Service, time.Time) error,
) error {
	if waits, err := f.untilOpen(v); waits || err != nil {
		return err
	}
	services, err := f.tx.Services(v.Region)
	if err != nil {
		return err
	}
	var home Service
	for _, s := range services {
		if s.ID == v.Service {
			home = s
		}
	}
	return f.recur(v, recurring{
		to: Recipient{Channel: home.Channel}, zone: home.TimeZone,
		next: func(after time.Time) (calendar.Moment, time.Time, bool, error) { return next(home, after) },
		plan: func(after time.Time) error { return plan(f.tx, home, after) },
		week: calendar.Date.Monday,
	})
}

// recurring is what is said each week to one recipient.
type recurring struct {
	to   Recipient
	zone string // whose clock; empty for that of what was planned
	next func(after time.Time) (calendar.Moment, time.Time, bool, error)
	plan func(after time.Time) error
	// week is the Monday of the week that what is said on a day is about.
	week func(calendar.Date) calendar.Date
	// silent is why nothing is said for now, empty when there is no such reason.
	silent string
}

// recur freezes what is said each week, or drops it when it no longer makes sense.
// After a stop the last one of the week alone is said.
func (f *freezing) recur(v Delivery, r recurring) error {
	scheduled, err := v.When.Instant()
	if err != nil {
		return err
	}
	wanted, _, ok, err := r.next(scheduled.Add(-time.Second))
	if err != nil {
		return err
	}
	zone, err := calendar.LoadZone(cmp.Or(r.zone, v.When.Zone))
	if err != nil {
		return err
	}
	today := calendar.DateOf(f.now, zone)
	// The next after this one, though it be past as well: each has its line.
	if err := r.plan(scheduled); err != nil {
		return err
	}
	_, following, more, err := r.next(scheduled)
	dropped := ""
	switch {
	case err != nil:
		return err
	case !ok || wanted != v.When || r.to != v.To:
		v.State, v.Reason = CancelledNotice, ReasonReplanned
		return f.tx.UpdateDelivery(v)
	case r.week(v.When.Date).Before(today.Monday()):
		dropped = ReasonPast
	case more && !following.After(f.now):
		dropped = ReasonOvertaken
	case r.silent != "":
		dropped = r.silent
	default:
		f.say(Batch{Deliveries: []Delivery{v}})
		return nil
	}
	_, err = f.skip(v, dropped)
	return err
}

// Digest is what a point says of the deadlines of a service, or of the region
// for the coordination.
type Digest struct {
	Service Service
	// From and To are the first and the last working day of its week; Closed
	// is the Monday, when it is a holiday.
	From, To calendar.Date
	Closed   calendar.Date
	// Open counts what is late or due this week, Late the former alone.
	Open, Late int
	Listed     []Deadline // the first of them, but those recalled today
	Today      int        // reminders that leave in this channel today, with their buttons
	Told       int        // those that left there today already
	More       int        // of Open, those that are neither listed nor recalled today
	Ahead      int        // due in the two weeks after
	// Meetings are those of the week, for the coordination and for préfectures,
	// which are told of those of their department.
	Meetings MeetingList
	// Unsure are those of the week and of the two after whose date is to be
	// confirmed; MeetingsAhead counts those of the two weeks after.
	Unsure        MeetingList
	MeetingsAhead int
	// Stormy are the projects in orage that everybody in the channel may see, the
	// first of them; Storms counts them all.
	Stormy []Project
	Storms int
	// DataCalls are those that wait for an answer, the first to close first, but
	// those recalled today; Asking counts them all, and MoreCalls those that are
	// neither listed nor recalled today.
	DataCalls []Deadline
	Asking    int
	MoreCalls int
}

// LoadDigest reads what a point says, for those who draw it: what everybody in
// its channel may see.
func (p *Planner) LoadDigest(tx Tx, now time.Time, v Delivery) (Digest, error) {
	dir, err := directory(tx, v.Region)
	if err != nil {
		return Digest{}, err
	}
	home, _ := dir.Service(v.Service)
	g := Digest{Service: home}
	cal, err := p.Calendar(zoneOf(dir, home))
	if err != nil {
		return g, err
	}
	monday := v.When.Date.Monday()
	sunday := monday.AddDays(6)
	g.From, g.To = cal.NextWorking(monday), cal.PreviousWorking(sunday)
	if g.From != monday {
		g.Closed = monday
	}
	sight := dir.ChannelSight(v.To.Channel)
	of := DeadlineFilter{State: Open, Only: ByThemselves, Sight: &sight, Limit: 1}
	if !home.Coordinates() {
		of.Services, of.OpenParts = []ServiceID{home.ID}, true
	}
	week, late, ahead, asked := of, of, of, of
	asked.Only, asked.Limit = OfDataCalls, itemsAtOnce
	week.To, week.Limit = sunday, itemsAtOnce
	late.LateAt = now
	ahead.From, ahead.To = sunday.AddDays(1), sunday.AddDays(14)
	all, total, err := tx.FindDeadlines(v.Region, week)
	if err != nil {
		return g, err
	}
	g.Open = total
	if _, g.Late, err = tx.FindDeadlines(v.Region, late); err != nil {
		return g, err
	}
	if _, g.Ahead, err = tx.FindDeadlines(v.Region, ahead); err != nil {
		return g, err
	}
	if g.DataCalls, g.Asking, err = tx.FindDeadlines(v.Region, asked); err != nil {
		return g, err
	}
	if err := g.meet(tx, monday); err != nil {
		return g, err
	}
	seen := dir.ChannelProjectSight(v.To.Channel)
	g.Stormy, g.Storms, err = tx.FindProjects(v.Region, ProjectFilter{Outlooks: []Outlook{OutlookStormy}, Sight: &seen, Limit: digestStorms})
	if err != nil {
		return g, err
	}
	return g, g.list(tx, now, v, all)
}

// digestStorms is how many projects in orage a point names.
const digestStorms = 8

// meet reads the meetings that the service is told of.
func (g *Digest) meet(tx Tx, monday calendar.Date) error {
	f := MeetingFilter{From: monday, To: monday.AddDays(6), States: MeetingsAhead(), Limit: digestMeetings}
	switch {
	case g.Service.Coordinates():
	case g.Service.Kind == KindPrefecture && g.Service.Department != "":
		f.Department = g.Service.Department
	default:
		return nil
	}
	region := g.Service.Region
	var err error
	if g.Meetings, err = listMeetings(tx, region, f); err != nil {
		return err
	}
	f.From, f.To, f.Limit = f.To.AddDays(1), f.To.AddDays(14), 1
	if _, g.MeetingsAhead, err = tx.FindMeetings(region, f); err != nil {
		return err
	}
	f.From, f.States, f.Limit = monday, []MeetingState{Provisional}, digestUnsure
	g.Unsure, err = listMeetings(tx, region, f)
	return err
}

// list keeps what is listed: what a reminder of the same day says in the same
// channel is said there, with its button.
func (g *Digest) list(tx Tx, now time.Time, v Delivery, all []Deadline) error {
	zone, err := calendar.LoadZone(v.When.Zone)
	if err != nil {
		return err
	}
	night := calendar.Moment{Date: calendar.DateOf(now, zone).AddDays(1), Zone: v.When.Zone}
	end, err := night.Instant()
	if err != nil {
		return err
	}
	planned, err := tx.DueTo(v.Region, v.To, end.Add(-time.Second), itemsAtOnce)
	if err != nil {
		return err
	}
	today, err := recallsOf(tx, destination{v.Region, v.To}, now, zone, all, g.DataCalls)
	if err != nil {
		return err
	}
	for _, o := range planned {
		if o.Notice == NoticeReminder {
			today.coming[o.Subject] = true
		}
	}
	g.Today, g.Told = len(today.coming), len(today.told)
	left := today.except(all)
	g.Listed = left[:min(len(left), digestItems)]
	g.More = g.Open - (len(all) - len(left)) - len(g.Listed)
	asked := len(g.DataCalls)
	left = today.except(g.DataCalls)
	g.DataCalls = left[:min(len(left), digestDataCalls)]
	g.MoreCalls = g.Asking - (asked - len(left)) - len(g.DataCalls)
	return nil
}
