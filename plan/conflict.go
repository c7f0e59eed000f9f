package plan

import (
	"cmp"
	"context"
	"slices"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// Engagement is a meeting at which somebody sits, or is asked to.
type Engagement struct {
	Meeting
	Body Body
}

// Conflict is somebody expected at two meetings that leave no time to be at both, or
// at one on a day on which they are away.
type Conflict struct {
	Who Representative
	// A begins before B; B is zero for somebody who is away.
	A, B Engagement
	Away bool
	// Travel is the minutes from one to the other, 0 in one town.
	Travel int
}

// Other is the meeting that is in conflict with that of the number.
func (c Conflict) Other(number int) Engagement {
	if c.A.Number == number {
		return c.B
	}
	return c.A
}

// Concerns tells whether one of the meetings is of a body.
func (c Conflict) Concerns(body int) bool { return c.A.Body.Number == body || c.B.Body.Number == body }

// Overlap tells that the meetings overlap; else only the travel is missing.
func (c Conflict) Overlap() bool {
	from, _, err := hoursOf(c.B.Meeting)
	_, until, errA := hoursOf(c.A.Meeting)
	return err == nil && errA == nil && (from.Before(until) || !c.A.HasTime || !c.B.HasTime)
}

// Sitting is one seat at a meeting ahead, with what tells when and where it is
// and whose: what is read of many meetings at once.
type Sitting struct {
	// Engagement has of the meeting its number, state, date, hours, place, hat and
	// notice, and of the body its names, department, who presides and its rules.
	Engagement
	// Seat is without its questions and what was overridden; its number is 0
	// when no seat is represented.
	Seat     Representation
	SeatName string
	// Voting tells a seat that counts in the quorum.
	Voting bool
}

// expected is who is to be there for a seat: who sits or is asked, or who holds
// the proxy.
func (s Sitting) expected() Representative { return s.Seat.expected() }

// expected is who is to be there: who sits or is asked, or who holds the proxy.
func (r Representation) expected() Representative {
	switch r.State {
	case Proposed, Accepted, ToReconfirm:
		return r.Who
	case ByProxy:
		return r.Proxy
	case ToDesignate, ToApprove, ToDecide, Unattended, Attended, Absent, NoLonger:
		return Representative{}
	default:
		return Representative{}
	}
}

// hoursOf is when a meeting begins and ends. One without an hour takes its whole
// day, one without an end lasts [UsualLength].
func hoursOf(m Meeting) (from, until time.Time, err error) {
	start := m.Start
	if !m.HasTime {
		start.Time = calendar.TimeOfDay{}
	}
	if from, err = start.Instant(); err != nil {
		return from, until, err
	}
	switch {
	case !m.HasTime:
		start.Date = start.Date.AddDays(1)
		until, err = start.Instant()
	case m.End.Compare(m.Start.Time) > 0:
		start.Time = m.End
		until, err = start.Instant()
	default:
		until = from.Add(UsualLength * time.Minute)
	}
	return from, until, err
}

// expectation is somebody expected at a meeting, made ready to be compared.
type expectation struct {
	*Engagement // which is large, and read only
	who         Representative
	name        string // folded
	from, until time.Time
}

func (e *expectation) same(o *expectation) bool {
	if e.who.User != "" && o.who.User != "" {
		return e.who.User == o.who.User
	}
	return e.name != "" && e.name == o.name
}

func expectedAt(at *Engagement, who Representative) (expectation, error) {
	e := expectation{Engagement: at, who: who, name: i18n.Fold(who.Name)}
	var err error
	e.from, e.until, err = hoursOf(at.Meeting)
	return e, err
}

// clash tells whether nobody can be at both, of which the first begins no later,
// and how many minutes part them. The travel counts between two known hours only:
// a whole day stands for an hour that is not known yet.
func (t travels) clash(a, b expectation) (travel int, yes bool) {
	travel = t.between(a.Place, b.Place)
	if !a.HasTime || !b.HasTime {
		return travel, b.from.Before(a.until)
	}
	return travel, b.from.Before(a.until.Add(time.Duration(travel) * time.Minute))
}

// conflictsOf lists what is in conflict with a meeting for somebody who sits, or
// would sit, at it. m may be one that is not stored yet, or that has moved since.
// Of the other meetings are known what a [Sitting] has.
func conflictsOf(tx Tx, region RegionID, who Representative, m Meeting) ([]Conflict, error) {
	if who.IsZero() {
		return nil, nil
	}
	found, err := tx.Sittings(region, m.Start.Date.AddDays(-1), m.Start.Date.AddDays(1))
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(s Sitting) bool { return s.Number == m.Number || !s.expected().Same(who) })
	if len(found) == 0 {
		return nil, nil
	}
	recorded, err := tx.Travels(region)
	if err != nil {
		return nil, err
	}
	towns := travels(recorded)
	at := Engagement{Meeting: m}
	if at.Body, err = tx.Body(region, m.Body); err != nil {
		return nil, err
	}
	here, err := expectedAt(&at, who)
	if err != nil {
		return nil, err
	}
	var out []Conflict
	for i := range found {
		there, err := expectedAt(&found[i].Engagement, who)
		if err != nil {
			return nil, err
		}
		out = towns.add(out, here, there)
	}
	return out, nil
}

// add adds two meetings of somebody when they clash, once however many seats
// they hold there.
func (t travels) add(to []Conflict, a, b expectation) []Conflict {
	if b.from.Before(a.from) {
		a, b = b, a
	}
	travel, yes := t.clash(a, b)
	known := func(c Conflict) bool {
		return c.Who.Same(a.who) && c.A.Number == a.Number && c.B.Number == b.Number
	}
	if !yes || slices.ContainsFunc(to, known) {
		return to
	}
	return append(to, Conflict{Who: a.who, A: *a.Engagement, B: *b.Engagement, Travel: travel})
}

// conflictsAmong lists the conflicts among sittings, by date.
func (t travels) conflictsAmong(sittings []Sitting) ([]Conflict, error) {
	all := make([]*expectation, 0, len(sittings))
	for i := range sittings {
		who := sittings[i].expected()
		if who.IsZero() {
			continue
		}
		e, err := expectedAt(&sittings[i].Engagement, who)
		if err != nil {
			return nil, err
		}
		all = append(all, &e)
	}
	slices.SortStableFunc(all, func(a, b *expectation) int { return cmp.Or(a.from.Compare(b.from), a.Number-b.Number) })
	var out []Conflict
	for i, a := range all {
		reach := a.until.Add(MostTravel * time.Minute)
		for _, b := range all[i+1:] {
			if !b.from.Before(reach) {
				break
			}
			if a.Number != b.Number && a.same(b) {
				out = t.add(out, *a, *b)
			}
		}
	}
	return out, nil
}

// conflictsIn lists the conflicts of the sittings of a region.
func conflictsIn(tx Tx, region RegionID, sittings []Sitting) ([]Conflict, error) {
	recorded, err := tx.Travels(region)
	if err != nil {
		return nil, err
	}
	found, err := travels(recorded).conflictsAmong(sittings)
	if err != nil {
		return nil, err
	}
	away, err := awayAmong(tx, region, sittings)
	found = append(found, away...)
	slices.SortStableFunc(found, func(a, b Conflict) int { return a.A.StartAt.Compare(b.A.StartAt) })
	return found, err
}

// awayAmong lists those who are expected at a meeting on a day on which they are away,
// once for each meeting.
func awayAmong(tx Tx, region RegionID, sittings []Sitting) ([]Conflict, error) {
	if len(sittings) == 0 {
		return nil, nil
	}
	byDate := func(a, b Sitting) int { return a.Start.Date.Compare(b.Start.Date) }
	first, last := slices.MinFunc(sittings, byDate), slices.MaxFunc(sittings, byDate)
	found, err := tx.AgentsAway(region, first.Start.Date, last.Start.Date)
	if err != nil {
		return nil, err
	}
	agents := map[UserID]Agent{}
	for _, a := range found {
		agents[a.User] = a
	}
	var out []Conflict
	for _, s := range sittings {
		who := s.expected()
		away := agents[who.User].AwayOn(s.Start.Date)
		known := func(c Conflict) bool { return c.A.Number == s.Number && c.Who.Same(who) }
		if away && !slices.ContainsFunc(out, known) {
			out = append(out, Conflict{Who: who, A: s.Engagement, Away: true})
		}
	}
	return out, nil
}

// Conflicts lists the conflicts of the meetings ahead between two days, both
// included, by date, and how the people who have an account are called.
func (p *Planner) Conflicts(ctx context.Context, region RegionID, from, to calendar.Date) (found []Conflict, called map[UserID]string, err error) {
	err = p.store.Read(ctx, func(tx Tx) error {
		sittings, err := tx.Sittings(region, from, to)
		if err != nil {
			return err
		}
		if found, err = conflictsIn(tx, region, sittings); err != nil {
			return err
		}
		called, err = CalledOf(tx, region, Watch{Conflicts: found}.people())
		return err
	})
	return found, called, wrap(err, "list the conflicts of %s", region)
}
