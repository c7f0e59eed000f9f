package plan

import (
	"context"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
)

// Week is what somebody has to do until the end of a week.
type Week struct {
	Reader Actor
	// Agent is zero for somebody whom the region does not know.
	Agent          AgentView
	Monday, Sunday calendar.Date
	// Mine is what their services still owe until the Sunday, and what is
	// assigned to them, late ones included, by date.
	Mine []Deadline
	// DataCalls are those that their services have yet to answer, by close.
	DataCalls []Deadline
	// Meetings are those ahead in which they take part.
	Meetings MeetingList
	// Stale are the projects that they lead and are to bring up to date.
	Stale   StaleProjects
	Instead []Stead
	// Coming and Told count what reminders tell them in private that day, and told,
	// of a personal point: Recalled tells of which deadlines.
	Coming, Told int
	Recalled     map[Ref]bool
	// Usernames are those of the people that the deadlines are entrusted to.
	Usernames map[UserID]string
}

// Stead is what somebody answers for in the stead of who is away.
type Stead struct {
	Away      Agent
	Deadlines []Deadline
}

// Week reads what who asks has to do until the end of the week of a day.
func (p *Planner) Week(ctx context.Context, call Call, today calendar.Date) (Week, error) {
	var w Week
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		w, err = loadWeek(tx, call, today, today.Monday())
		return err
	})
	return w, wrap(err, "read the week of %s", call.Actor.User)
}

// LoadPersonal reads what a personal point says, for those who draw it.
func (p *Planner) LoadPersonal(tx Tx, now time.Time, v Delivery) (Week, error) {
	dir, err := directory(tx, v.Region)
	if err != nil {
		return Week{}, err
	}
	a, err := tx.Agent(v.Region, v.To.User)
	if err != nil {
		return Week{}, err
	}
	cal, err := p.personalCalendar(dir, a)
	if err != nil {
		return Week{}, err
	}
	today, err := dir.today(homeOf(a), now)
	if err != nil {
		return Week{}, err
	}
	call := Call{Now: now, Actor: Actor{Region: v.Region, User: a.User, Username: a.Username}, Place: Place{Direct: true}, Origin: ByItself}
	w, err := loadWeek(tx, call, today, weekAhead(cal, v.When.Date))
	if err != nil {
		return w, err
	}
	return w, w.recall(tx, now, v)
}

// recall notes what reminders tell in private on the day of a personal point.
func (w *Week) recall(tx Tx, now time.Time, v Delivery) error {
	zone, err := calendar.LoadZone(v.When.Zone)
	if err != nil {
		return err
	}
	today, err := recallsOf(tx, destination{v.Region, v.To}, now, zone, w.Mine, w.DataCalls)
	if err != nil {
		return err
	}
	w.Coming, w.Told, w.Recalled = len(today.coming), len(today.told), map[Ref]bool{}
	for _, d := range slices.Concat(w.Mine, w.DataCalls) {
		w.Recalled[d.Ref()] = today.has(d)
	}
	return nil
}

// Listed leaves out the deadlines of which a reminder tells that day.
func (w Week) Listed(ds []Deadline) []Deadline {
	return slices.DeleteFunc(slices.Clone(ds), func(d Deadline) bool { return w.Recalled[d.Ref()] })
}

func loadWeek(tx Tx, call Call, today, monday calendar.Date) (Week, error) {
	dir, err := lookAt(tx, call)
	if err != nil {
		return Week{}, err
	}
	w := Week{Reader: dir.Actor, Monday: monday, Sunday: monday.AddDays(6)}
	if w.Agent, err = agentView(tx, dir, dir.Actor.User, call.Now); err != nil && !isNotFound(err) {
		return w, err
	}
	sight := dir.Sight()
	if w.Mine, err = w.owed(tx, sight); err != nil {
		return w, err
	}
	if w.DataCalls, err = w.asked(tx, sight); err != nil {
		return w, err
	}
	if w.Instead, err = w.instead(tx, sight); err != nil {
		return w, err
	}
	if w.Usernames, err = w.usernames(tx); err != nil {
		return w, err
	}
	if w.Stale, err = staleOf(tx, dir, dir.Actor.User, today); err != nil {
		return w, err
	}
	w.Meetings, err = listMeetings(tx, dir.Region.ID, MeetingFilter{
		User: dir.Actor.User, From: today, States: []MeetingState{Confirmed, Convened},
	})
	return w, err
}

// owed lists what the services of the reader owe and what is assigned to them.
func (w Week) owed(tx Tx, sight Sight) ([]Deadline, error) {
	region := w.Reader.Region
	var services []ServiceID
	for _, m := range w.Reader.Services {
		services = append(services, m.Service)
	}
	var out []Deadline
	if len(services) > 0 {
		found, _, err := tx.FindDeadlines(region, DeadlineFilter{
			State: Open, Only: ByThemselves, Services: services, OpenParts: true, To: w.Sunday, Sight: &sight,
		})
		if err != nil {
			return nil, err
		}
		out = slices.DeleteFunc(found, func(d Deadline) bool { return !owes(d, w.Reader) })
	}
	assigned, _, err := tx.FindDeadlines(region, DeadlineFilter{State: Open, Only: ByThemselves, Assignee: w.Reader.User, To: w.Sunday, Sight: &sight})
	for _, d := range assigned {
		if !slices.ContainsFunc(out, func(o Deadline) bool { return o.Number == d.Number }) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b Deadline) int { return a.DueAt.Compare(b.DueAt) })
	return out, err
}

// asked lists the data calls that wait for an answer of the reader's services, however
// far their close is: answering takes others.
func (w Week) asked(tx Tx, sight Sight) ([]Deadline, error) {
	services := make([]ServiceID, 0, len(w.Reader.Services))
	for _, m := range w.Reader.Services {
		services = append(services, m.Service)
	}
	if len(services) == 0 {
		return nil, nil
	}
	found, _, err := tx.FindDeadlines(w.Reader.Region, DeadlineFilter{
		State: Open, Only: OfDataCalls, Services: services, OpenParts: true, Sight: &sight,
	})
	return slices.DeleteFunc(found, func(d Deadline) bool { return !owes(d, w.Reader) }), err
}

// owes tells whether a part of the deadline is for the person to see done: an
// open one of their services, unless it is entrusted to somebody else.
func owes(d Deadline, a Actor) bool {
	for _, p := range d.OpenParts() {
		if p.Assignee == a.User || (p.Assignee == "" && a.In(p.Service)) {
			return true
		}
	}
	return false
}

// instead lists what those whom the reader stands in for owe.
func (w Week) instead(tx Tx, sight Sight) ([]Stead, error) {
	away, err := tx.AgentsAmong(w.Reader.Region, w.Reader.StandsFor)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(away, func(a, b Agent) int { return strings.Compare(a.Username, b.Username) })
	var out []Stead
	for _, a := range away {
		found, _, err := tx.FindDeadlines(w.Reader.Region, DeadlineFilter{State: Open, Assignee: a.User, To: w.Sunday, Sight: &sight})
		if err != nil {
			return nil, err
		}
		out = append(out, Stead{a, slices.DeleteFunc(found, func(d Deadline) bool { return !owes(d, Actor{User: a.User}) })})
	}
	return out, nil
}

// usernames finds the user names of the people that the deadlines are entrusted to.
func (w Week) usernames(tx Tx) (map[UserID]string, error) {
	shown := w.Mine
	for _, s := range w.Instead {
		shown = slices.Concat(shown, s.Deadlines)
	}
	var users []UserID
	for _, d := range shown {
		for _, part := range d.Parts {
			if part.Assignee != "" {
				users = append(users, part.Assignee)
			}
		}
	}
	found, err := tx.AgentsAmong(w.Reader.Region, users)
	names := map[UserID]string{}
	for _, a := range found {
		names[a.User] = a.Username
	}
	return names, err
}
