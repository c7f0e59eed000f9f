package plan

import (
	"cmp"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// The backward schedule of a meeting: the steps of a template with their dates,
// and the deadlines that they become.

// Names of the journal for what becomes of a deadline with its meeting.
const (
	actionStep      = "echeance.etape"
	actionStepMoved = "echeance.etape.deplacee"
	actionStepEnded = "echeance.etape.arretee"
	actionStepOwner = "echeance.etape.confiee"
)

// On is the date of the step for a meeting on a day. One that falls on a closed
// day is on the working day before when it prepares the meeting, on the one after
// when it follows it.
func (s TemplateStep) On(day calendar.Date, cal *calendar.Calendar) calendar.Date {
	date := cal.Add(day, s.Days, s.Unit)
	if s.Days < 0 {
		return cal.PreviousWorking(date)
	}
	return cal.NextWorking(date)
}

// template is the step as a template holds it.
func (s MeetingStep) template() TemplateStep {
	return TemplateStep{
		Name: s.Name, Days: s.Days, Unit: s.Unit, Service: s.Service, Representative: s.Seat > 0 || s.Service == "", Minutes: s.Minutes,
	}
}

// draft gives the meeting the steps of a template: those of the representative
// once for each seat. None is a deadline yet. Without a date of the meeting they
// have none, and those of the representative stand once.
func (p *Planner) draft(dir DirectoryView, call Call, m *Meeting, steps []TemplateStep) error {
	cal, err := p.Calendar(zoneOf(dir, dir.Coordination()))
	if err != nil {
		return err
	}
	today, err := dir.today("", call.Now)
	if err != nil {
		return err
	}
	m.Steps = nil
	for _, s := range steps {
		step := MeetingStep{
			Name: s.Name, Days: s.Days, Unit: s.Unit, Service: s.Service, Minutes: s.Minutes,
		}
		if m.State == Undated && s.Representative {
			m.Steps = append(m.Steps, step)
			continue
		}
		if m.State != Undated {
			step.Date = s.On(m.Start.Date, cal)
			step.Past = step.Date.Before(today)
		}
		if !s.Representative {
			if step.Service == "" {
				step.Service = dir.Coordination().ID
			}
			m.Steps = append(m.Steps, step)
			continue
		}
		for _, seat := range m.Seats {
			step.Service, step.Seat = "", seat.Seat
			m.Steps = append(m.Steps, step)
		}
	}
	sortSteps(m.Steps)
	return nil
}

func sortSteps(steps []MeetingStep) {
	slices.SortStableFunc(steps, func(a, b MeetingStep) int { return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Days, b.Days)) })
}

// serviceSteps makes deadlines of the steps that services owe, ahead and not made
// yet. Steps of one name and one date are one deadline, with a part for each
// service.
func (p *Planner) serviceSteps(tx Tx, dir DirectoryView, call Call, b Body, m *Meeting) error {
	if !m.State.Firm() {
		return nil
	}
	m.Steps = slices.Clone(m.Steps)
	for i := range m.Steps {
		s := m.Steps[i]
		if s.Seat > 0 || s.Deadline > 0 || s.Past {
			continue
		}
		var owing []ServiceID
		same := func(o MeetingStep) bool {
			return o.Seat == 0 && o.Deadline == 0 && o.Name == s.Name && o.Date == s.Date
		}
		for _, o := range m.Steps {
			if id := openOr(dir, o.Service); same(o) && !slices.Contains(owing, id) {
				owing = append(owing, id)
			}
		}
		d, err := p.stepDeadline(tx, dir, call, b, *m, s, Part{}, owing...)
		if err != nil {
			return err
		}
		for j := range m.Steps {
			if same(m.Steps[j]) {
				m.Steps[j].Deadline = d.Number
			}
		}
	}
	return nil
}

// openOr is the service, or the coordination when that one is closed since.
func openOr(dir DirectoryView, id ServiceID) ServiceID {
	if _, open := dir.Service(id); open {
		return id
	}
	return dir.Coordination().ID
}

// stepTitle is the title of the deadline of a step: « Note de préparation · CA EPF
// (SE27) ». who is named where the deadline cannot be entrusted to them.
func stepTitle(b Body, m Meeting, step string, who Representative) string {
	tail := " (" + string(m.Ref()) + ")"
	if who.User == "" && who.Name != "" {
		tail += " · " + who.Name
	}
	return titleOf(step, b.Sitting(), tail)
}

// titleOf is the title of the deadline of a step: what is cut when it is long is
// the name of what the step is of.
func titleOf(step, of, tail string) string {
	title := []rune(step + " · " + of)
	if most := MaxTitle - len([]rune(tail)); len(title) > most {
		title = append(title[:most-1], '…')
	}
	return string(title) + tail
}

// stepDeadline records the deadline of a step, asked for by who planned the
// meeting, and tells the services that do not read the meeting's own card.
func (p *Planner) stepDeadline(tx Tx, dir DirectoryView, call Call, b Body, m Meeting, s MeetingStep, entrusted Part, services ...ServiceID) (Deadline, error) {
	n := NewDeadline{
		Title: stepTitle(b, m, s.Name, Representative{}), Due: Due{Date: s.Date, Zone: m.Start.Zone},
		Services: services, Assignee: entrusted.Assignee,
	}
	if who, _ := m.Seat(s.Seat); s.Seat > 0 {
		n.Title = stepTitle(b, m, s.Name, who.sitter())
	}
	d, err := newDeadline(tx, call, n)
	if err != nil {
		return d, err
	}
	d.Author, d.From, d.Channel = m.Author, m.From, m.Channel
	return d, p.openStep(tx, dir, call, d, actionStep)
}

// openStep records the deadline of a step, and tells it to those who owe it but
// the coordination, which reads the card of the whole.
func (p *Planner) openStep(tx Tx, dir DirectoryView, call Call, d Deadline, action string) error {
	if err := p.addDeadline(tx, dir, call, d, action); err != nil {
		return err
	}
	told := d
	told.Parts = slices.DeleteFunc(slices.Clone(d.Parts), func(part Part) bool {
		return recipient(dir, part) == Recipient{Channel: dir.Coordination().Channel}
	})
	return p.planCards(tx, dir, told, call)
}

// sitter is who sits, or holds the proxy of who does not.
func (r Representation) sitter() Representative {
	if r.State == ByProxy {
		return r.Proxy
	}
	return r.Who
}

// fate is what becomes of the deadline of a step when its meeting moves.
type fate int

const (
	stays fate = iota // it was closed: it keeps its date
	kept              // somebody gave it a date by hand, which it keeps
	moves
	over // its new date is past: it is shown and no longer chased
	dead // it ended with the former date, which went by: another one is to be made
)

// moveSteps brings the steps to the new date of the meeting. What is not done
// moves; what is done keeps its date, and so does what somebody dated by hand.
func (p *Planner) moveSteps(tx Tx, dir DirectoryView, call Call, b Body, m *Meeting) error {
	cal, err := p.Calendar(zoneOf(dir, dir.Coordination()))
	if err != nil {
		return err
	}
	today, err := dir.today("", call.Now)
	if err != nil {
		return err
	}
	m.Steps = slices.Clone(m.Steps)
	fates := map[int]fate{} // of deadlines, which several steps may share
	for i := range m.Steps {
		s := &m.Steps[i]
		date := s.template().On(m.Start.Date, cal)
		if s.Deadline == 0 {
			s.Date, s.Past = date, date.Before(today)
			continue
		}
		if _, known := fates[s.Deadline]; !known {
			if fates[s.Deadline], err = p.moveStep(tx, dir, call, *m, *s, date, today); err != nil {
				return err
			}
		}
		switch fates[s.Deadline] {
		case stays:
		case over:
			s.Deadline, s.Date, s.Past = 0, date, true
		case dead:
			s.Deadline, s.Date, s.Past = 0, date, date.Before(today)
		case kept, moves:
			s.Date = date
		}
	}
	sortSteps(m.Steps)
	return p.serviceSteps(tx, dir, call, b, m)
}

// moveStep moves the deadline of a step to a date, unless it must stay.
func (p *Planner) moveStep(tx Tx, dir DirectoryView, call Call, m Meeting, s MeetingStep, date, today calendar.Date) (fate, error) {
	d, err := tx.Deadline(m.Region, s.Deadline)
	if err != nil {
		return stays, err
	}
	if d.State == Cancelled && d.ClosedBy == "" { // jalon ended it: the former date went by
		return dead, nil
	}
	return p.moveDeadline(tx, dir, call, stepMove{
		region: m.Region, deadline: s.Deadline, from: Due{Date: s.Date}, to: Due{Date: date}, today: today,
		moved: textStepMoved.In(i18n.FR, "ref", m.Ref()), movedAs: actionStepMoved,
		over: textStepOver.In(i18n.FR, "ref", m.Ref()), overAs: actionStepEnded,
	})
}

// stepMove is the move of the deadline of a step with what it is a step of.
type stepMove struct {
	region   RegionID
	deadline int
	from, to Due // an hour is set where to has one
	today    calendar.Date
	// moved and over say why, when it moves and when its new date is past; movedAs
	// and overAs are the actions of the journal.
	moved, movedAs, over, overAs string
}

// moveDeadline moves the deadline of a step, unless it must stay.
func (p *Planner) moveDeadline(tx Tx, dir DirectoryView, call Call, m stepMove) (fate, error) {
	d, err := tx.Deadline(m.region, m.deadline)
	due := d.Due
	due.Date = m.to.Date
	if m.to.HasTime {
		due.HasTime, due.Time = true, m.to.Time
	}
	switch {
	case err != nil:
		return stays, err
	case d.State != Open:
		return stays, nil
	case d.Due.Date != m.from.Date:
		return kept, nil
	case due == d.Due:
		return moves, nil
	case m.to.Date.Before(m.today):
		return over, p.alter(tx, dir, call, &d, m.overAs, func(d *Deadline) (string, error) {
			return m.over, p.cancel(tx, call, d, m.over, &Change{})
		})
	}
	return moves, p.alter(tx, dir, call, &d, m.movedAs, func(d *Deadline) (string, error) {
		d.Previous, d.Reason = d.Due, m.moved
		return m.moved, p.moveTo(tx, dir, d, due, [2]string{}, call.Now)
	})
}

// What the journal and the cards of deadlines say of them when their meeting
// changes: they are data, kept in the language of the region's records.
var (
	textStepMoved  = i18n.T("séance {ref} déplacée", "meeting {ref} moved")
	textStepOver   = i18n.T("séance {ref} déplacée, étape déjà dépassée", "meeting {ref} moved, step already past")
	textStepOff    = i18n.T("séance {ref} annulée", "meeting {ref} cancelled")
	textStepNotHad = i18n.T("séance {ref} non tenue", "meeting {ref} not held")
	textStepHeld   = i18n.T("séance {ref} tenue", "meeting {ref} held")
	// textStepTermOver says why what somebody was preparing is no longer theirs to do.
	textStepTermOver = i18n.T("mandat fini avant la séance", "term over before the meeting")
	textStepPast     = i18n.T("séance {ref} passée", "meeting {ref} over")
)

// endStep cancels the deadline of a step.
func (p *Planner) endStep(tx Tx, dir DirectoryView, call Call, d Deadline, reason string) error {
	return p.alter(tx, dir, call, &d, actionStepEnded, func(d *Deadline) (string, error) {
		return reason, p.cancel(tx, call, d, reason, &Change{})
	})
}

// endSteps cancels the open deadlines of the steps that match, and returns how
// many.
func (p *Planner) endSteps(tx Tx, dir DirectoryView, call Call, m Meeting, reason string, match func(MeetingStep) bool) (int, error) {
	ended := map[int]bool{}
	for _, s := range m.Steps {
		if s.Deadline == 0 || ended[s.Deadline] || !match(s) {
			continue
		}
		d, err := tx.Deadline(m.Region, s.Deadline)
		if err != nil {
			return len(ended), err
		}
		if d.State != Open {
			continue
		}
		ended[s.Deadline] = true
		if err := p.endStep(tx, dir, call, d, reason); err != nil {
			return len(ended), err
		}
	}
	return len(ended), nil
}

func allSteps(MeetingStep) bool { return true }

// prepares tells a step that comes before the meeting.
func prepares(s MeetingStep) bool { return s.Days < 0 }
