package plan

import (
	"context"
	"slices"
	"time"

	"jalon/calendar"
)

// The watch looks after the meetings to come: who is missing, who cannot be at
// two of them, which notice did not come. It never tells of minutes that are
// late: they are asked for in private.
const (
	// WatchDays is how many calendar days ahead the watch looks.
	WatchDays = 60
	// AsleepMonths is for how long a body without a meeting is said to be asleep:
	// a consultative commission that did not meet for two years is meant to be
	// abolished (circulaire du 24 octobre 2017).
	AsleepMonths = 24
	// overMonths is for how long a seat whose term is over, with nobody after, is told.
	overMonths = 24
	// quorumDays is from how many calendar days before a meeting its quorum is
	// looked at: by then people have answered.
	quorumDays = 5
)

// Watch is what is to be looked after.
type Watch struct {
	// From and To bound the days of the meetings looked at, both included.
	From, To calendar.Date
	// Meetings counts those ahead.
	Meetings int
	// Missing are the meetings with a seat that nobody confirmed to hold, by start.
	Missing   []Uncovered
	Conflicts []Conflict
	NoNotice  []Unconvened
	Quorum    []QuorumRisk
	Ending    []TermOf
	// Over are the terms that ended with nobody after, told beside the rest: they alone
	// are no news of the week.
	Over   []TermOf
	Asleep []Body
	// Undated are the meetings whose date is to be set.
	Undated []Engagement
	// Last is the day of the last meeting of bodies that are asleep; one that
	// never met is not in it.
	Last map[int]calendar.Date
	// Called is how the people of the watch with an account are called.
	Called map[UserID]string
}

// Uncovered is a meeting with the seats that nobody confirmed to hold; without
// any when no seat of it is recorded.
type Uncovered struct {
	Engagement
	Seats []Sitting
}

// Unconvened is a meeting whose notice was to be received by a day that has come.
type Unconvened struct {
	Engagement
	Limit calendar.Date
}

// QuorumRisk is a meeting that may miss its quorum.
type QuorumRisk struct {
	Engagement
	Sure, Needed int
}

// TermOf is a term of a body that ends, or ended, with nobody after it.
type TermOf struct {
	EndingTerm
	Body Body
}

// Watch reads what is to be looked after in a region on a day, of the meetings
// between two days; of one body only, unless its number is 0.
func (p *Planner) Watch(ctx context.Context, region RegionID, today, from, to calendar.Date, body int) (Watch, error) {
	var w Watch
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		w, err = p.loadWatch(tx, region, today, from, to, body)
		return err
	})
	return w, wrap(err, "watch %s", region)
}

// LoadWatch is [Planner.Watch] of all the bodies, inside a transaction.
func (p *Planner) LoadWatch(tx Tx, region RegionID, today, from, to calendar.Date) (Watch, error) {
	return p.loadWatch(tx, region, today, from, to, 0)
}

func (p *Planner) loadWatch(tx Tx, region RegionID, today, from, to calendar.Date, body int) (Watch, error) {
	w := Watch{From: from, To: to}
	home, err := tx.Region(region)
	if err != nil {
		return w, err
	}
	cal, err := p.Calendar(home.HolidayZone)
	if err != nil {
		return w, err
	}
	sittings, err := tx.Sittings(region, from, to)
	if err != nil {
		return w, err
	}
	for rest := sittings; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(s Sitting) bool { return s.Number != rest[0].Number })
		if n < 0 {
			n = len(rest)
		}
		if body == 0 || rest[0].Body.Number == body {
			w.meeting(cal, today, rest[:n])
		}
		rest = rest[n:]
	}
	if w.Conflicts, err = conflictsIn(tx, region, sittings); err != nil {
		return w, err
	}
	if err := w.bodies(tx, region, today); err != nil {
		return w, err
	}
	undated, err := listMeetings(tx, region, MeetingFilter{Body: body, States: []MeetingState{Undated}})
	if err != nil {
		return w, err
	}
	w.Undated = undated.Found
	if body > 0 {
		w.keep(body)
	}
	w.Called, err = CalledOf(tx, region, w.people())
	return w, err
}

// keep leaves out the conflicts and the bodies that do not concern a body.
func (w *Watch) keep(body int) {
	w.Conflicts = slices.DeleteFunc(w.Conflicts, func(c Conflict) bool { return !c.Concerns(body) })
	w.Ending = slices.DeleteFunc(w.Ending, func(t TermOf) bool { return t.Body.Number != body })
	w.Asleep = slices.DeleteFunc(w.Asleep, func(b Body) bool { return b.Number != body })
}

// meeting looks at one meeting, given with all its seats.
func (w *Watch) meeting(cal *calendar.Calendar, today calendar.Date, seats []Sitting) {
	w.Meetings++
	m := seats[0].Engagement
	open := func(s Sitting) bool { return s.Seat.Seat > 0 && !s.Seat.State.Covered() }
	uncovered := seats // which are large: they are copied where some are covered only
	if slices.ContainsFunc(seats, func(s Sitting) bool { return !open(s) }) {
		uncovered = slices.DeleteFunc(slices.Clone(seats), func(s Sitting) bool { return !open(s) })
	}
	// Where we preside, the préfet himself sits: a body without seats is no gap.
	if len(uncovered) > 0 || seats[0].Seat.Seat == 0 && !m.Body.Chair.Organised() {
		w.Missing = append(w.Missing, Uncovered{m, uncovered})
	}
	days, unit := m.Body.Rules.NoticeDelay()
	if limit := cal.Add(m.Start.Date, -days, unit); m.State == Confirmed && m.NoticeOn.IsZero() && !today.Before(limit) {
		w.NoNotice = append(w.NoNotice, Unconvened{m, limit})
	}
	if m.State.Firm() && !today.Before(m.Start.Date.AddDays(-quorumDays)) {
		if sure, needed := quorum(m.Body, seats); sure < needed {
			w.Quorum = append(w.Quorum, QuorumRisk{m, sure, needed})
		}
	}
}

// quorum counts the voices of which jalon is sure, present or by proxy, and how
// many are needed, of the members that the body has or of the seats recorded.
// Where we only sit, who is not recorded is taken to come: the quorum is the
// business of who presides. CRPA, art. R133-10: members present, remote or having
// given a proxy.
func quorum(b Body, seats []Sitting) (sure, needed int) {
	voting := 0
	for _, s := range seats {
		if !s.Voting {
			continue
		}
		voting++
		if s.Seat.State == Accepted || s.Seat.State == ByProxy {
			sure++
		}
	}
	members := max(b.Rules.Members, voting)
	if !b.Chair.Organised() {
		sure += members - voting
	}
	if members == 0 {
		return 0, 0
	}
	return sure, b.Rules.Quorum.Needed(members)
}

// bodies looks at the terms that end, or ended with nobody after, and the bodies that
// are asleep.
func (w *Watch) bodies(tx Tx, region RegionID, today calendar.Date) error {
	from, until := today.AddMonths(-overMonths), today.AddDays(TermNotices[0])
	found, _, err := tx.FindBodies(region, BodyFilter{EndsFrom: from, EndsTo: until})
	if err != nil {
		return err
	}
	for _, b := range found {
		for _, t := range b.ending() {
			switch {
			case t.Term.To.Before(from) || t.Term.To.After(until):
			case t.Term.To.Before(today):
				w.Over = append(w.Over, TermOf{t, b})
			default:
				w.Ending = append(w.Ending, TermOf{t, b})
			}
		}
	}
	byEnd := func(a, b TermOf) int { return a.Term.To.Compare(b.Term.To) }
	slices.SortStableFunc(w.Ending, byEnd)
	slices.SortStableFunc(w.Over, byEnd)
	if w.Asleep, _, err = tx.FindBodies(region, BodyFilter{AsleepSince: today.AddMonths(-AsleepMonths)}); err != nil || len(w.Asleep) == 0 {
		return err
	}
	w.Last, err = tx.LastMeetings(region, today)
	return err
}

// people lists the accounts that the watch names.
func (w Watch) people() []UserID {
	var users []UserID
	add := func(who Representative) {
		if who.User != "" && !slices.Contains(users, who.User) {
			users = append(users, who.User)
		}
	}
	for _, c := range w.Conflicts {
		add(c.Who)
	}
	for _, e := range slices.Concat(w.Over, w.Ending) {
		add(e.Term.Who)
	}
	return users
}

// watchMark begins the subject of a watch: "veille/2026-11-30". Its civil date
// is in the key: whatever restarts, it leaves once.
const watchMark = "veille/"

// Others counts what is to be looked after besides who is missing.
func (w Watch) Others() int {
	return len(w.Conflicts) + len(w.NoNotice) + len(w.Quorum) + len(w.Ending) + len(w.Asleep) + len(w.Undated)
}

// tells whether there is something to look after: else nothing is said.
func (w Watch) tells() bool { return w.Meetings > 0 || w.Others() > 0 }

// planWatch plans the next watch where meetings are coordinated, as soon as there
// is a body to look after.
func (p *Planner) planWatch(tx Tx, home Service, now time.Time) error {
	if !home.Coordinates() {
		return nil
	}
	when, at, ok, err := p.nextWatch(home, now)
	if err != nil || !ok {
		return err
	}
	if _, bodies, err := tx.FindBodies(home.Region, BodyFilter{Limit: 1}); err != nil || bodies == 0 {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: home.Region, Subject: Ref(watchMark + when.Date.String()), Revision: 1,
		Step: when.Time.String(), To: Recipient{Channel: home.Channel}, Notice: NoticeWatch, Service: home.ID,
		When: when, DueAt: at, State: Planned, Version: 1,
	})
	return err
}

// nextWatch is when the watch comes next after now: every Monday at 8:30, or on
// the next working day of the week.
func (p *Planner) nextWatch(home Service, now time.Time) (when calendar.Moment, at time.Time, ok bool, err error) {
	return p.nextWeekly(home, UsualDigest, now)
}

// watch prepares the watch of a week, or drops it when it no longer makes sense,
// or when there is nothing to look after: no meeting ahead, and all well.
func (f *freezing) watch(v Delivery) (handled bool, err error) {
	if v.Notice != NoticeWatch {
		return false, nil
	}
	today := v.When.Date
	w, err := f.planner.LoadWatch(f.tx, v.Region, today, today, today.AddDays(WatchDays))
	if err != nil {
		return false, err
	}
	if w.tells() {
		return true, f.weekly(v, f.planner.nextWatch, f.planner.planWatch)
	}
	dir, err := f.directory(v.Region)
	if err != nil {
		return false, err
	}
	if err := f.planner.planWatch(f.tx, dir.Coordination(), f.now); err != nil {
		return false, err
	}
	return f.skip(v, ReasonNothing)
}
