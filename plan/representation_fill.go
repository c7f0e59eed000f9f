package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
)

// Days of a question. They are of the house, and no rule of law.
const (
	answerDays = 2 // working days to answer, the day of the question not counted
	againDays  = 1 // working days before the question is recalled
	decideDays = 2 // working days to decide
)

var (
	// askHour is when what follows a question leaves.
	askHour = calendar.TimeOfDay{Hour: 9}
	// lastCallHour is when, on the last working day before a meeting, a question that
	// nobody answered goes on: others must still be told in time.
	lastCallHour = calendar.TimeOfDay{Hour: 14}
)

// LastCall is the last moment at which a seat of the meeting is passed on in time: from
// then on the décision role is told of what is open.
func (m Meeting) LastCall(cal *calendar.Calendar) calendar.Moment {
	return calendar.Moment{Date: cal.PreviousWorking(m.Start.Date.AddDays(-1)), Time: lastCallHour, Zone: m.Start.Zone}
}

// filling fills the seats of one meeting inside a transaction.
type filling struct {
	p     *Planner
	tx    Tx
	dir   DirectoryView
	body  Body
	m     *Meeting
	now   time.Time
	today calendar.Date // where the meeting is
	cal   *calendar.Calendar
	// spared is a delivery that nothing cancels: that which is about to leave.
	spared string
}

func (p *Planner) filling(tx Tx, dir DirectoryView, b Body, m *Meeting, now time.Time) (*filling, error) {
	f := &filling{p: p, tx: tx, dir: dir, body: b, m: m, now: now}
	loc, err := calendar.LoadZone(m.Start.Zone)
	if err != nil {
		return nil, err
	}
	f.today = calendar.DateOf(now, loc)
	f.cal, err = p.Calendar(dir.Region.HolidayZone)
	return f, err
}

// seat returns the representation of a seat, nil when the meeting has none.
func (m *Meeting) seat(number int) *Representation {
	for i := range m.Seats {
		if m.Seats[i].Seat == number {
			return &m.Seats[i]
		}
	}
	return nil
}

// answerBy is the last day of an answer to a question put today: two working
// days, and before the meeting.
func (f *filling) answerBy() calendar.Date {
	return f.beforeMeeting(f.cal.AddWorking(f.today, answerDays))
}

// beforeMeeting bounds a day to the working day before the meeting.
func (f *filling) beforeMeeting(day calendar.Date) calendar.Date {
	if last := f.cal.PreviousWorking(f.m.Start.Date.AddDays(-1)); last.Before(day) {
		day = last
	}
	if day.Before(f.today) {
		return f.today
	}
	return day
}

// ask puts the question of a seat to somebody, and tells them.
func (f *filling) ask(r *Representation, state RepresentationState, t Term) error {
	if err := f.hush(r); err != nil {
		return err
	}
	r.ask(state, t.Who, t.Rank, f.now, f.answerBy())
	r.Override, r.OverrideBy = "", ""
	if err := f.question(r); err != nil {
		return err
	}
	return f.warnDeciders(r)
}

// begin asks the first of the list who can be, and leaves the seat to be
// designated when there is nobody.
func (f *filling) begin(r *Representation) error {
	first, found, err := f.next(r, NobodyRank)
	if err != nil || !found {
		return err
	}
	return f.ask(r, Proposed, first)
}

// goOn asks the next of the list; with nobody left, the décision role decides.
func (f *filling) goOn(r *Representation, after int) error {
	next, found, err := f.next(r, after)
	if err != nil {
		return err
	}
	if found {
		return f.ask(r, Proposed, next)
	}
	return f.decide(r)
}

// decide leaves a seat to the décision role, and tells it.
func (f *filling) decide(r *Representation) error {
	if err := f.hush(r); err != nil {
		return err
	}
	r.leaves(ToDecide, f.beforeMeeting(f.cal.AddWorking(f.today, decideDays)))
	return f.askDecision(r, stepDecide)
}

// next is who may be asked after a rank: whose term runs on the day, who has an
// account that works or none, who has not declined this date and does not sit in
// another seat. A qualified person has no alternate, unless the body says so.
func (f *filling) next(r *Representation, after int) (Term, bool, error) {
	seat, _ := f.body.Seat(r.Seat)
	for _, t := range f.list(seat) {
		if t.Rank <= after || r.declined(t.Who) || f.elsewhere(r.Seat, t.Who) != 0 {
			continue
		}
		here, err := f.present(t.Who)
		if err != nil {
			return Term{}, false, err
		}
		if here {
			return t, true, nil
		}
	}
	return Term{}, false, nil
}

// list is who may be asked for a seat on the day of the meeting, in order.
func (f *filling) list(seat Seat) []Term {
	holder, alternates := seat.On(f.m.Start.Date)
	if seat.Nature == Qualified && !f.body.Rules.ReplacesQualified {
		alternates = nil
	}
	if holder.Who.IsZero() {
		return alternates
	}
	return append([]Term{holder}, alternates...)
}

// listed is the term of somebody in the list of a seat on the day of the meeting.
func (f *filling) listed(seat Seat, who Representative) (Term, bool) {
	i := slices.IndexFunc(f.list(seat), func(t Term) bool { return t.Who.Same(who) })
	if i < 0 {
		return Term{Who: who, Rank: NobodyRank}, false
	}
	return f.list(seat)[i], true
}

// elsewhere is another seat of the meeting that somebody holds, 0 for none.
func (f *filling) elsewhere(seat int, who Representative) int { return f.m.seatOf(who, seat) }

// seatOf is the seat that somebody holds or is asked for, but one; 0 for none.
func (m Meeting) seatOf(who Representative, but int) int {
	for _, r := range m.Seats {
		if r.Seat != but && r.expects(who) {
			return r.Seat
		}
	}
	return 0
}

// expects tells that somebody sits, or is asked to.
func (r Representation) expects(who Representative) bool {
	return r.Who.Same(who) && (r.State == Accepted || r.State == ToReconfirm || r.State == Proposed)
}

// present tells that somebody has not left: who has no account is not known to.
func (f *filling) present(who Representative) (bool, error) {
	if who.User == "" {
		return true, nil
	}
	if who.User.Former() {
		return false, nil
	}
	a, err := f.tx.Agent(f.m.Region, who.User)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return a.Active, err
}

// Steps of the ledger about a seat: « question 2.1 » is the first question put
// about the second seat.
const (
	stepAsk       = "question"
	stepAskAgain  = "rappel"
	stepPassedOn  = "silence"
	stepDecide    = "décision"
	stepApprove   = "validation"
	stepDecideBy  = "relance" // on the day by which it is to be decided
	stepEve       = "veille"  // on the last working day before the meeting
	stepWarned    = "alerte"  // at once: it is too late to wait for an answer
	stepReleased  = "remplacement"
	stepTermOver  = "mandat" // released since their term ends before the meeting
	stepProxy     = "pouvoir"
	stepProxyOver = "pouvoir-rendu"
	stepCalledOff = "annulation"
)

// SeatStep reads the step of a delivery about a seat: which seat, and the rank,
// from 1, of the question asked about it; false when it is another step.
func SeatStep(step string) (seat, ask int, ok bool) {
	_, numbers, found := strings.Cut(step, " ")
	if !found {
		return 0, 0, false
	}
	n, err := fmt.Sscanf(numbers, "%d.%d", &seat, &ask)
	return seat, ask, err == nil && n == 2
}

// TermOver tells the step of what releases somebody whose term ends before the
// meeting.
func TermOver(step string) bool { return strings.HasPrefix(step, stepTermOver+" ") }

// Warned tells the step of what warns the décision role that somebody is asked when
// the meeting is near.
func Warned(step string) bool { return strings.HasPrefix(step, stepWarned+" ") }

func seatStep(kind string, r *Representation) string {
	return fmt.Sprintf("%s %d.%d", kind, r.Seat, len(r.Asks))
}

// question plans what is told to who was just asked: the question, its recall,
// and that it goes on.
func (f *filling) question(r *Representation) error {
	if err := f.say(f.asks(r.Who), NoticeAsk, seatStep(stepAsk, r), f.now); err != nil {
		return err
	}
	return f.followUp(r, f.today)
}

// followUp plans the recall of a question and its passing on, from the day on
// which it was asked.
func (f *filling) followUp(r *Representation, asked calendar.Date) error {
	again := f.cal.AddWorking(asked, againDays)
	to := f.asks(r.Who)
	if !r.AnswerBy.Before(again) {
		if err := f.sayOn(to, NoticeAskAgain, seatStep(stepAskAgain, r), again); err != nil {
			return err
		}
	}
	passes := calendar.Moment{Date: f.cal.AddWorking(r.AnswerBy, 1), Time: askHour, Zone: f.m.Start.Zone}
	near, last, err := f.lastCall(r.asked().AskedAt)
	if err != nil {
		return err
	}
	if !near && last.Date.Before(passes.Date) {
		passes = last
	}
	return f.sayAt(to, NoticePassedOn, seatStep(stepPassedOn, r), passes)
}

// lastCall is [Meeting.LastCall], and whether it is too late at an instant to wait
// until then.
func (f *filling) lastCall(at time.Time) (near bool, last calendar.Moment, err error) {
	last = f.m.LastCall(f.cal)
	until, err := last.Instant()
	return !at.Before(until), last, err
}

// warnDeciders tells the décision role at once that somebody is being asked, when it
// is too late to wait for the answer. It is told once for a seat.
func (f *filling) warnDeciders(r *Representation) error {
	near, _, err := f.lastCall(f.now)
	if err != nil || !near {
		return err
	}
	all, err := f.tx.Deliveries(f.m.Region, f.m.Ref())
	if err != nil {
		return err
	}
	warned := slices.ContainsFunc(all, func(v Delivery) bool {
		return Warned(v.Step) && aboutSeat(v, r.Seat) && v.Revision == f.m.Revision && v.State != CancelledNotice
	})
	if warned {
		return nil
	}
	deciders, err := f.deciders()
	if err != nil {
		return err
	}
	for _, to := range deciders {
		if err := f.say(to, NoticeDecideSoon, seatStep(stepWarned, r), f.now); err != nil {
			return err
		}
	}
	return nil
}

// asks is where somebody is asked: in private, or where the coordination reads
// when they have no account.
func (f *filling) asks(who Representative) Recipient {
	if who.User != "" {
		return Recipient{User: who.User}
	}
	return Recipient{Channel: f.dir.Coordination().Channel}
}

// askDecision tells who may decide of a seat, and recalls it.
func (f *filling) askDecision(r *Representation, kind string) error {
	deciders, err := f.deciders()
	if err != nil {
		return err
	}
	for _, to := range deciders {
		if err := f.say(to, NoticeDecide, seatStep(kind, r), f.now); err != nil {
			return err
		}
	}
	return f.recallDecision(r, deciders)
}

// recallDecision recalls what is to be decided on the day by which it is, and on the
// last working day before the meeting.
func (f *filling) recallDecision(r *Representation, deciders []Recipient) error {
	eve := f.m.LastCall(f.cal).Date
	for _, to := range deciders {
		if f.today.Before(r.AnswerBy) && r.AnswerBy.Before(eve) {
			if err := f.sayOn(to, NoticeDecideSoon, seatStep(stepDecideBy, r), r.AnswerBy); err != nil {
				return err
			}
		}
		if f.today.Before(eve) {
			if err := f.sayOn(to, NoticeDecideSoon, seatStep(stepEve, r), eve); err != nil {
				return err
			}
		}
	}
	return nil
}

// deciders are those who have the décision role over the body, else the
// coordination.
func (f *filling) deciders() ([]Recipient, error) {
	found, err := decidersOver(f.tx, f.dir, f.body)
	if err != nil {
		return nil, err
	}
	out := make([]Recipient, 0, len(found))
	for _, user := range found {
		out = append(out, Recipient{User: user})
	}
	if len(out) == 0 {
		out = append(out, Recipient{Channel: f.dir.Coordination().Channel})
	}
	return out, nil
}

// decidersOver lists the accounts of those who have the décision role over a body.
func decidersOver(tx Tx, dir DirectoryView, b Body) ([]UserID, error) {
	var out []UserID
	for _, s := range dir.Services {
		if !s.Coordinates() && (b.Department == "" || s.Department != b.Department || s.Kind != KindPrefecture) {
			continue
		}
		agents, err := tx.AgentsOf(dir.Region.ID, s.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range agents {
			who := Actor{Region: a.Region, User: a.User, Standings: standings(a.Memberships(), dir.Services)}
			if a.Active && AllowedIn(who, DecideIt, b.Department) && !slices.Contains(out, a.User) {
				out = append(out, a.User)
			}
		}
	}
	return out, nil
}

// say plans something to be said as soon as its reader may be spoken to.
func (f *filling) say(to Recipient, notice Notice, step string, at time.Time) error {
	o, err := f.p.openingOf(f.dir, listener(f.dir, to, f.m.From))
	if err != nil {
		return err
	}
	when := o.moment(at)
	if !o.openAt(at) {
		when = o.next(at)
		if at, err = when.Instant(); err != nil {
			return err
		}
	}
	return f.plan(to, notice, step, when, at)
}

// sayOn plans something to be said on a day, unless the meeting is over then.
func (f *filling) sayOn(to Recipient, notice Notice, step string, day calendar.Date) error {
	return f.sayAt(to, notice, step, calendar.Moment{Date: day, Time: askHour, Zone: f.m.Start.Zone})
}

// sayAt plans something to be said at a moment, unless the meeting is over then.
func (f *filling) sayAt(to Recipient, notice Notice, step string, when calendar.Moment) error {
	o, err := f.p.openingOf(f.dir, listener(f.dir, to, f.m.From))
	if err != nil {
		return err
	}
	at, err := when.Instant()
	if err != nil {
		return err
	}
	if !o.openAt(at) {
		when = o.next(at)
		if at, err = when.Instant(); err != nil {
			return err
		}
	}
	if !at.Before(f.m.StartAt) && !(f.m.Start.Date == when.Date && !f.m.HasTime) {
		return nil
	}
	return f.plan(to, notice, step, when, at)
}

func (f *filling) plan(to Recipient, notice Notice, step string, when calendar.Moment, at time.Time) error {
	if to == (Recipient{}) {
		return nil // the region has no channel where it is coordinated
	}
	_, err := f.p.planOnce(f.tx, Delivery{
		ID: f.p.newID(), Region: f.m.Region, Subject: f.m.Ref(), Revision: f.m.Revision, Step: step,
		To: to, Notice: notice, When: when, DueAt: at, State: Planned, Version: 1,
	})
	return err
}

// planOnce plans a delivery unless the same was told, or is about to be, under
// an earlier schedule of its subject.
func (p *Planner) planOnce(tx Tx, v Delivery) (bool, error) {
	all, err := tx.Deliveries(v.Region, v.Subject)
	if err != nil {
		return false, err
	}
	told := slices.ContainsFunc(all, func(o Delivery) bool {
		return o.Step == v.Step && o.To == v.To && o.Notice == v.Notice && (o.State == Sent || o.State == Claimed)
	})
	if told {
		return false, nil
	}
	return tx.PlanDelivery(v)
}

// aboutSeat tells a delivery that asks something about a seat.
func aboutSeat(v Delivery, seat int) bool {
	switch v.Notice {
	case NoticeAsk, NoticeAskAgain, NoticePassedOn, NoticeDecide, NoticeDecideSoon:
		n, _, ok := SeatStep(v.Step)
		return ok && n == seat
	default:
		return false
	}
}

// hush cancels what is still to be asked about a seat.
func (f *filling) hush(r *Representation) error {
	_, err := cancelDeliveries(f.tx, f.m.Region, f.m.Ref(), func(v Delivery) bool {
		return v.ID != f.spared && aboutSeat(v, r.Seat)
	}, ReasonSettled)
	return err
}
