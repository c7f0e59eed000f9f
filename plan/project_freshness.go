package plan

import (
	"cmp"
	"slices"
	"time"

	"jalon/calendar"
)

// MostOutlooks is how many projects one person is asked about in a week.
const MostOutlooks = 5

// ReasonMany is why a question was not asked: the person was asked about enough
// projects that week.
const ReasonMany = "many"

// staleFrom is the first instant at which what is said of a project is stale: its
// freshness is counted in calendar days, and the day of the last word does not count.
func (p Project) staleFrom(freshness int, zone *time.Location) time.Time {
	day := calendar.DateOf(p.FreshAt(), zone).AddDays(freshness + 1)
	return time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, zone)
}

// StaleProjects are projects of which what is said is stale.
type StaleProjects struct {
	// Found are the first [MostOutlooks], the worst first, then the oldest.
	Found []Project
	Total int
}

// staleOf reads those that somebody leads, as they are on a day.
func staleOf(tx Tx, dir DirectoryView, user UserID, today calendar.Date) (StaleProjects, error) {
	var s StaleProjects
	programmes, err := tx.Programmes(dir.Region.ID)
	if err != nil {
		return s, err
	}
	zone, err := calendar.LoadZone(dir.Region.TimeZone)
	if err != nil {
		return s, err
	}
	for days, keys := range Programmes(programmes).byFreshness() {
		since := today.AddDays(-days)
		found, total, err := tx.FindProjects(dir.Region.ID, ProjectFilter{
			Lead: user, Programmes: keys, StaleAt: time.Date(since.Year, since.Month, since.Day, 0, 0, 0, 0, zone), Limit: MostOutlooks,
		})
		if err != nil {
			return s, err
		}
		s.Found, s.Total = append(s.Found, found...), s.Total+total
	}
	slices.SortFunc(s.Found, func(a, b Project) int { return cmp.Or(askedBefore(a, b), cmp.Compare(a.Number, b.Number)) })
	s.Found = s.Found[:min(len(s.Found), MostOutlooks)]
	return s, nil
}

// askedBefore orders stale projects, the worst outlook first, then the oldest.
func askedBefore(a, b Project) int {
	return cmp.Or(b.Outlook.Severity()-a.Outlook.Severity(), a.FreshAt().Compare(b.FreshAt()))
}

// answersTo is who is asked about a project: its lead, else the channel of its
// service; false when there is neither.
func (p Project) answersTo(dir DirectoryView) (Recipient, bool) {
	if p.Lead != "" {
		return Recipient{User: p.Lead}, true
	}
	s, ok := dir.Service(p.Service)
	return Recipient{Channel: s.Channel}, ok && s.Channel != ""
}

// planFreshness plans the next weekly question about a project: on the first
// Monday at 8:30, or the working day after it, on which what is said of it is
// stale. What was planned otherwise is given up.
func (p *Planner) planFreshness(tx Tx, project Project, now time.Time) error {
	dir, err := directory(tx, project.Region)
	if err != nil {
		return err
	}
	v, ok, err := p.nextOutlook(tx, dir, project, now)
	if err != nil {
		return err
	}
	planned := func(o Delivery) bool { return o.Notice == NoticeOutlook && (!ok || o.Step != v.Step || o.To != v.To) }
	if _, err := cancelDeliveries(tx, project.Region, project.Ref(), planned, ReasonReplanned); err != nil || !ok {
		return err
	}
	_, err = tx.PlanDelivery(v)
	return err
}

// nextOutlook is the question about a project that comes after now.
func (p *Planner) nextOutlook(tx Tx, dir DirectoryView, project Project, now time.Time) (v Delivery, ok bool, err error) {
	to, ok := project.answersTo(dir)
	if !ok || project.Closed {
		return v, false, nil
	}
	all, err := tx.Programmes(project.Region)
	if err != nil {
		return v, false, err
	}
	clock, holidays := dir.Region.TimeZone, dir.Region.HolidayZone
	if s, known := dir.Service(project.Service); known {
		clock, holidays = s.TimeZone, s.HolidayZone
	}
	zone, err := calendar.LoadZone(clock)
	if err != nil {
		return v, false, err
	}
	stale := project.staleFrom(Programmes(all).Freshness(project.Programme), zone)
	if stale.Before(now) {
		stale = now
	}
	when, at, ok, err := p.nextOpenDay(clock, holidays, anyHour, UsualDigest, stale)
	return Delivery{
		ID: p.newID(), Region: project.Region, Subject: project.Ref(), Revision: 1, Step: when.Date.String(), To: to,
		Notice: NoticeOutlook, Service: project.Service, When: when, DueAt: at, State: Planned, Version: 1,
	}, ok, err
}

// askOutlooks asks one recipient about the projects whose outlook is stale, the
// worst first, each in a post of its own that a touch answers. Beyond
// [MostOutlooks] the others wait for the next week.
func (f *freezing) askOutlooks(_ destination, due []Delivery) error {
	asked, err := f.stale(due)
	if err != nil {
		return err
	}
	for i, a := range asked {
		if i >= MostOutlooks {
			if _, err := f.skip(a.delivery, ReasonMany); err != nil {
				return err
			}
		} else {
			f.say(Batch{Deliveries: []Delivery{a.delivery}, Number: i + 1, Of: len(asked)})
			if err := f.outdate(a.project); err != nil {
				return err
			}
		}
		if err := f.askAgain(a.project); err != nil {
			return err
		}
	}
	return nil
}

// staleProject is a project about which a question is due.
type staleProject struct {
	delivery Delivery
	project  Project
}

// stale keeps what is still to be asked, the worst outlook first, then the oldest.
func (f *freezing) stale(due []Delivery) ([]staleProject, error) {
	var asked []staleProject
	for _, v := range due {
		if waits, err := f.untilOpen(v); waits || err != nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		number, _ := ParseProjectRef(string(v.Subject))
		project, err := f.tx.Project(v.Region, number)
		if err != nil {
			return nil, err
		}
		dir, err := f.directory(v.Region)
		if err != nil {
			return nil, err
		}
		to, ok := project.answersTo(dir)
		if !ok || to != v.To || project.Closed {
			if _, err := f.skip(v, ReasonSettled); err != nil {
				return nil, err
			}
			continue
		}
		asked = append(asked, staleProject{v, project})
	}
	slices.SortStableFunc(asked, func(a, b staleProject) int { return askedBefore(a.project, b.project) })
	return asked, nil
}

// outdate has the question that was asked before about a project, and that nobody
// answered, say that it is asked again.
func (f *freezing) outdate(project Project) error {
	c, ok, err := lastQuestion(f.tx, project)
	if err != nil || !ok || c.Dead || c.User != project.Lead {
		return err
	}
	asked, err := LoadOutlookQuestion(f.tx, c)
	if err != nil || asked.Answered(project) {
		return err
	}
	// The project is as it was: no version of it tells that the post is another.
	c.Wanted = max(c.Wanted, project.Version) + 1
	return f.tx.UpdateCard(c)
}

// lastQuestion is the card of the last question about a project: those before say
// for good what became of them.
func lastQuestion(tx Tx, project Project) (LiveCard, bool, error) {
	cards, err := tx.CardsOf(project.Region, project.Ref())
	for _, c := range slices.Backward(cards) {
		if c.Notice == NoticeOutlook {
			return c, true, err
		}
	}
	return LiveCard{}, false, err
}

// OutlookQuestion is a question about a project that stands in a post.
type OutlookQuestion struct {
	At time.Time
	// Again is the day on which it was asked again, zero when it was not.
	Again calendar.Date
}

// Answered tells whether something was said of the project since.
func (q OutlookQuestion) Answered(project Project) bool { return project.FreshAt().After(q.At) }

// LoadOutlookQuestion reads when the question of a card was asked, and asked again.
func LoadOutlookQuestion(tx Tx, c LiveCard) (OutlookQuestion, error) {
	d, err := tx.DispatchByKey(c.Key)
	if err != nil {
		return OutlookQuestion{}, err
	}
	q := OutlookQuestion{At: d.CreatedAt}
	all, err := tx.Deliveries(c.Region, c.Subject)
	if err != nil {
		return q, err
	}
	own := slices.IndexFunc(all, func(v Delivery) bool { return v.Dispatch == d.ID })
	for i, v := range all { // by due instant
		if own >= 0 && i > own && v.Notice == NoticeOutlook && (v.State == Claimed || v.State == Sent) {
			q.Again = v.When.Date
			break
		}
	}
	return q, nil
}

// askAgain plans the question of the next week.
func (f *freezing) askAgain(project Project) error {
	dir, err := f.directory(project.Region)
	if err != nil {
		return err
	}
	v, ok, err := f.planner.nextOutlook(f.tx, dir, project, f.now)
	if err != nil || !ok {
		return err
	}
	_, err = f.tx.PlanDelivery(v)
	return err
}
