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

// Conflict is somebody expected at two meetings that leave no time to be at both.
type Conflict struct {
	Who Representative
	// A begins before B.
	A, B Engagement
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

// Overlap tells that the meetings overlap; else only the travel is missing.
func (c Conflict) Overlap() bool {
	from, _, err := hoursOf(c.B.Meeting)
	_, until, errA := hoursOf(c.A.Meeting)
	return err == nil && errA == nil && (from.Before(until) || !c.A.HasTime || !c.B.HasTime)
}

// Sitting is one seat of a meeting ahead, with what tells when and where it is:
// what is read of many meetings at once.
type Sitting struct {
	Meeting int
	Body    int
	State   MeetingState
	Start   calendar.Moment
	HasTime bool
	End     calendar.TimeOfDay
	Place   string
	Hat     Hat
	// NoticeOn is when the notice of the meeting was received or sent.
	NoticeOn calendar.Date
	// Seat is without its questions and what was overridden; its number is 0
	// when no seat is represented.
	Seat Representation
}

// expected is who is to be there for a seat: who sits or is asked, or who holds
// the proxy.
func (s Sitting) expected() Representative {
	switch s.Seat.State {
	case Proposed, Accepted, ToReconfirm:
		return s.Seat.Who
	case ByProxy:
		return s.Seat.Proxy
	case ToDesignate, ToApprove, ToDecide, Unattended, Attended, Absent, NoLonger:
		return Representative{}
	default:
		return Representative{}
	}
}

func (s Sitting) hours() (from, until time.Time, err error) {
	return hoursOf(Meeting{Start: s.Start, HasTime: s.HasTime, End: s.End})
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

// engaged is somebody expected somewhere, made ready to be compared.
type engaged struct {
	Sitting
	who         Representative
	name        string // folded
	from, until time.Time
}

func (e engaged) same(o engaged) bool {
	if e.who.User != "" && o.who.User != "" {
		return e.who.User == o.who.User
	}
	return e.name != "" && e.name == o.name
}

func engagedAt(s Sitting, who Representative) (engaged, error) {
	e := engaged{Sitting: s, who: who, name: i18n.Fold(who.Name)}
	var err error
	e.from, e.until, err = s.hours()
	return e, err
}

// clash tells whether nobody can be at both, of which the first begins no later,
// and how many minutes parts them. The travel counts between two known hours only:
// a whole day stands for an hour not known yet.
func (t travels) clash(a, b engaged) (travel int, yes bool) {
	travel = t.between(a.Place, b.Place)
	if !a.HasTime || !b.HasTime {
		return travel, b.from.Before(a.until)
	}
	return travel, b.from.Before(a.until.Add(time.Duration(travel) * time.Minute))
}

// conflictsOf lists the meetings ahead at which somebody is expected and that
// leave no time to be at another one as well. m may be one that is not stored
// yet, or that has moved since.
func conflictsOf(tx Tx, region RegionID, who Representative, m Meeting) ([]Conflict, error) {
	if who.IsZero() {
		return nil, nil
	}
	found, err := tx.Sittings(region, m.Start.Date.AddDays(-1), m.Start.Date.AddDays(1))
	if err != nil {
		return nil, err
	}
	towns, err := travelsOf(tx, region)
	if err != nil {
		return nil, err
	}
	here, err := engagedAt(Sitting{Meeting: m.Number, Start: m.Start, HasTime: m.HasTime, End: m.End, Place: m.Place}, who)
	if err != nil {
		return nil, err
	}
	var pairs []pair
	for _, s := range found {
		if s.Meeting == m.Number || !s.expected().Same(who) {
			continue
		}
		there, err := engagedAt(s, who)
		if err != nil {
			return nil, err
		}
		pairs = appendPair(pairs, towns, here, there)
	}
	return conflicts(tx, region, pairs, &m)
}

// pair is two meetings that clash for somebody.
type pair struct {
	a, b   engaged
	travel int
}

// appendPair adds two meetings when they clash, once for one person.
func appendPair(pairs []pair, towns travels, a, b engaged) []pair {
	if b.from.Before(a.from) {
		a, b = b, a
	}
	travel, yes := towns.clash(a, b)
	known := func(p pair) bool {
		return p.a.same(a) && (p.a.Meeting == a.Meeting && p.b.Meeting == b.Meeting || p.a.Meeting == b.Meeting && p.b.Meeting == a.Meeting)
	}
	if !yes || slices.ContainsFunc(pairs, known) {
		return pairs
	}
	return append(pairs, pair{a, b, travel})
}

// conflicts reads the meetings of the pairs; fresh is one that is known better
// than it is stored.
func conflicts(tx Tx, region RegionID, pairs []pair, fresh *Meeting) ([]Conflict, error) {
	known := map[int]Engagement{}
	load := func(number int) (Engagement, error) {
		if e, done := known[number]; done {
			return e, nil
		}
		var e Engagement
		var err error
		if fresh != nil && fresh.Number == number {
			e.Meeting = *fresh
		} else if e.Meeting, err = tx.Meeting(region, number); err != nil {
			return e, err
		}
		e.Body, err = tx.Body(region, e.Meeting.Body)
		known[number] = e
		return e, err
	}
	var out []Conflict
	for _, p := range pairs {
		c := Conflict{Who: p.a.who, Travel: p.travel}
		var err error
		if c.A, err = load(p.a.Meeting); err != nil {
			return nil, err
		}
		if c.B, err = load(p.b.Meeting); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// clashesIn finds the meetings that clash among sittings.
func clashesIn(sittings []Sitting, towns travels) ([]pair, error) {
	var all []engaged
	for _, s := range sittings {
		who := s.expected()
		if who.IsZero() {
			continue
		}
		e, err := engagedAt(s, who)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b engaged) int { return cmp.Or(a.from.Compare(b.from), a.Meeting-b.Meeting) })
	var pairs []pair
	for i, a := range all {
		reach := a.until.Add(MostTravel * time.Minute)
		for _, b := range all[i+1:] {
			if !b.from.Before(reach) {
				break
			}
			if a.Meeting != b.Meeting && a.same(b) {
				pairs = appendPair(pairs, towns, a, b)
			}
		}
	}
	return pairs, nil
}

// Conflicts lists the conflicts of the meetings ahead between two days, both
// included, by date.
func (p *Planner) Conflicts(ctx context.Context, region RegionID, from, to calendar.Date) ([]Conflict, error) {
	var out []Conflict
	err := p.store.Read(ctx, func(tx Tx) error {
		sittings, err := tx.Sittings(region, from, to)
		if err != nil {
			return err
		}
		towns, err := travelsOf(tx, region)
		if err != nil {
			return err
		}
		pairs, err := clashesIn(sittings, towns)
		if err != nil {
			return err
		}
		out, err = conflicts(tx, region, pairs, nil)
		return err
	})
	return out, wrap(err, "list the conflicts of %s", region)
}
