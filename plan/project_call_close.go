package plan

import "time"

// NoticeCallClosed tells the coordination that a call for projects is closed, and
// what comes next.
const NoticeCallClosed Notice = "projet.appel.clos"

// actionCallClosed is how the journal names the close that comes by itself.
const actionCallClosed = "echeance.jalon.clos"

// planClose plans what happens at the close: its deadline closes by itself, and
// the coordination is told at its next opening. What was planned for another
// instant is given up.
func (p *Planner) planClose(tx Tx, dir DirectoryView, project Project, c ProjectCall) error {
	at, err := c.closesAt()
	if err != nil {
		return err
	}
	home := dir.Coordination()
	v := Delivery{
		ID: p.newID(), Region: project.Region, Subject: project.Ref(), Revision: 1, Step: "clos " + c.Closes.stamp(),
		To: Recipient{Channel: home.Channel}, Notice: NoticeCallClosed, Service: home.ID,
		When: c.Closes.moment(), DueAt: at, State: Planned, Version: 1,
	}
	other := func(o Delivery) bool { return o.Notice == NoticeCallClosed && (o.Step != v.Step || o.To != v.To) }
	if _, err := cancelDeliveries(tx, project.Region, project.Ref(), other, ReasonReplanned); err != nil {
		return err
	}
	_, err = tx.PlanDelivery(v)
	return err
}

// callClosed closes the deadline of a close at its very instant, and tells the
// coordination once it may be spoken to. It says nothing of a call that moved, or
// whose project is closed.
func (f *freezing) callClosed(v Delivery) error {
	number, _ := ParseProjectRef(string(v.Subject))
	project, err := f.tx.Project(v.Region, number)
	if err != nil {
		return err
	}
	c, is, err := callOf(f.tx, v.Region, number)
	if err != nil {
		return err
	}
	if !is || project.Closed || c.Closes.moment() != v.When {
		_, err := f.skip(v, ReasonReplanned)
		return err
	}
	if err := f.closeByItself(c, v.announced()); err != nil {
		return err
	}
	if waits, err := f.untilOpen(v); waits || err != nil {
		return err
	}
	f.say(Batch{Deliveries: []Delivery{v}})
	return nil
}

// closeByItself closes the deadline of the close of a call, unless somebody did,
// or gave it another date.
func (f *freezing) closeByItself(c ProjectCall, at time.Time) error {
	number := c.closing().Deadline
	if number == 0 {
		return nil
	}
	d, err := f.tx.Deadline(c.Region, number)
	if err != nil || d.State != Open || d.Due != c.Closes {
		return err
	}
	dir, err := f.directory(c.Region)
	if err != nil {
		return err
	}
	call := Call{Now: at, Actor: Actor{Region: c.Region}, Origin: ByItself}
	return f.planner.alter(f.tx, dir, call, &d, actionCallClosed, func(d *Deadline) (string, error) {
		all := openParts(*d, func(Part) bool { return true })
		return "", f.planner.closeParts(f.tx, dir, call, d, all, "", &Change{})
	})
}

// tooLate skips a reminder before an exact instant that could not leave before it:
// nobody is told that three days are left of what is closed.
func (f *freezing) tooLate(d Deadline, v Delivery) (bool, error) {
	if d.Kind != Hard && d.Kind != Asked || v.Notice != NoticeReminder || v.follows() || v.byHand() {
		return false, nil
	}
	part, _ := d.Part(v.Service)
	if f.now.Before(d.DueAtOf(part)) {
		return false, nil
	}
	return f.skip(v, ReasonPast)
}
