package plan

import (
	"encoding/json"
	"slices"
	"time"
)

// restore puts a deadline back as it was before the action.
func (u *undoing) restore() error {
	if err := u.load(); err != nil {
		return err
	}
	d, err := u.before.Deadline(u.tx, u.now.Region, u.now.Number)
	if err != nil {
		return err
	}
	// What never changes stays, even where the record no longer names somebody.
	d.Author, d.From, d.Channel, d.CreatedAt, d.First = u.now.Author, u.now.From, u.now.Channel, u.now.CreatedAt, u.now.First
	d.Discreet = u.now.Discreet || d.Restricted
	d.Revision, d.Version = u.now.Revision, u.now.Version
	if err := u.withdrawNext(); err != nil {
		return err
	}
	if err := u.restoreSeries(); err != nil {
		return err
	}
	if remindsOtherwise(u.now, d) {
		d.Revision++
		u.out.Replanned = true
		if err := u.replan(d); err != nil {
			return err
		}
	}
	return u.store(d, "")
}

// remindsOtherwise tells that two states of a deadline have not the same
// reminders. Those that are the same are left alone: one that is due this very
// minute still leaves.
func remindsOtherwise(a, b Deadline) bool {
	same := a.State == b.State && a.Due == b.Due && a.Chosen == b.Chosen && slices.Equal(a.Ladder, b.Ladder) &&
		a.Chase.Equal(b.Chase) && a.Urgent == b.Urgent && a.Kind == b.Kind &&
		slices.EqualFunc(a.Parts, b.Parts, func(p, q Part) bool {
			return p.Service == q.Service && p.Assignee == q.Assignee && p.State == q.State
		})
	return !same
}

// replan plans the reminders of what is restored. Who has nothing to do with it
// any more is not told what was about to be said; who comes back is told.
func (u *undoing) replan(d Deadline) error {
	if err := unsay(u.tx, u.dir, d); err != nil {
		return err
	}
	if err := u.p.reschedule(u.tx, u.dir, d, u.call.Now); err != nil {
		return err
	}
	back := d
	back.Parts = slices.DeleteFunc(slices.Clone(d.Parts), func(part Part) bool {
		now, known := u.now.Part(part.Service)
		if part.Assignee == "" {
			return known // its channel has the card, which is drawn again
		}
		return now.Assignee == part.Assignee
	})
	return u.p.planCards(u.tx, u.dir, back, u.call)
}

// restoreSeries puts the series back when the action changed it. One that the
// action began opens nothing more.
func (u *undoing) restoreSeries() error {
	if !u.changesSeries() {
		return nil
	}
	now, err := u.tx.Series(u.now.Region, u.now.Series)
	if err != nil {
		return err
	}
	s, held, err := u.before.SeriesOf(u.tx, u.now.Region)
	if err != nil {
		return err
	}
	if !held {
		s = now
		s.Ended = true
	}
	s.Number, s.Author, s.From, s.Version = now.Number, now.Author, now.From, now.Version
	return u.tx.PutSeries(s)
}

// withdrawNext cancels the occurrence that the action opened, if nobody touched
// it since.
func (u *undoing) withdrawNext() error {
	if u.before.Next == u.after.Next {
		return nil
	}
	next, err := u.tx.Deadline(u.now.Region, u.after.Next)
	if err != nil {
		return err
	}
	before, err := RecordDeadline(u.tx, next)
	if err != nil {
		return err
	}
	entries, err := u.tx.Entries(next.Region, next.Ref())
	if err != nil {
		return err
	}
	born := DeadlineRecord{}
	if len(entries) > 0 {
		if born, _, err = ReadDeadlineRecord(entries[0].After); err != nil {
			return err
		}
	}
	if !before.sameContent(born) {
		return Refuse(Invalid, textNextTouched.With("ref", u.now.Ref(), "next", next.Ref()))
	}
	u.out.Withdrawn = next.Number
	why := textWithdrawn.In(u.dir.Region.Lang, "ref", u.now.Ref())
	if err := u.abandon(&next, why); err != nil {
		return err
	}
	if err := u.tx.UpdateDeadline(next); err != nil {
		return err
	}
	next.Version++
	if err := redraw(u.tx, next); err != nil {
		return err
	}
	return u.p.note(u.tx, u.call, "echeance.retirer", &before, next, why)
}

// abandon closes a deadline that should not have been: nothing is erased, and
// nothing more is said of it.
func (u *undoing) abandon(d *Deadline, why string) error {
	d.Parts = slices.Clone(d.Parts)
	var out Change
	if err := u.p.cancel(u.tx, u.call, d, why, &out); err != nil {
		return err
	}
	return unsay(u.tx, u.dir, *d)
}

// takeBack cancels a deadline that was created, with its series.
func (u *undoing) takeBack() error {
	if err := u.load(); err != nil {
		return err
	}
	d := u.now
	why := textTakenBack.In(u.dir.Region.Lang)
	if err := u.abandon(&d, why); err != nil {
		return err
	}
	if d.Repeats() {
		if err := follow(u.tx, d, func(s *Series) { s.Ended = true }); err != nil {
			return err
		}
	}
	u.out.Replanned = true
	return u.store(d, why)
}

// store writes what is restored, with the entry that tells it and names the one
// taken back.
func (u *undoing) store(d Deadline, why string) error {
	if err := u.tx.UpdateDeadline(d); err != nil {
		return err
	}
	d.Version++
	if err := redraw(u.tx, d); err != nil {
		return err
	}
	var err error
	if u.out.Is, err = RecordDeadline(u.tx, d); err != nil {
		return err
	}
	u.out.Is.Undoes = u.out.Entry.ID
	if err := u.p.journal(u.tx, u.call, actionUndo, d.Ref(), u.out.Was, u.out.Is, why); err != nil {
		return err
	}
	if u.out.Scheduled, err = scheduled(u.tx, d); err != nil {
		return err
	}
	return u.name()
}

// sameContent tells that two records say the same of a deadline. The versions,
// the instants of closing and the series do not count.
func (r DeadlineRecord) sameContent(o DeadlineRecord) bool { return r.content() == o.content() }

func (r DeadlineRecord) content() string {
	r.Version, r.Revision, r.Undoes, r.Repeats = 0, 0, "", nil
	r.CreatedAt, r.ClosedAt = time.Time{}, time.Time{}
	r.Parts = slices.Clone(r.Parts)
	for i := range r.Parts {
		r.Parts[i].ClosedAt = time.Time{}
	}
	return textOf(r)
}

// sameSeries tells that two records of a series say the same.
func sameSeries(a, b *SeriesRecord) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, y := *a, *b
	x.Version, y.Version = 0, 0
	return textOf(x) == textOf(y)
}

// textOf writes a record that is known to be written: texts, numbers, booleans.
func textOf(record any) string {
	text, err := json.Marshal(record)
	if err != nil {
		panic(err)
	}
	return string(text)
}
