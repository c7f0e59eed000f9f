package plan

import (
	"context"
	"time"
)

// A deadline gets another date, or somebody in charge.

// Earlier is the refusal to postpone a deadline to a date before its own.
type Earlier struct{ Deadline Deadline }

// Error names the deadline for logs.
func (c *Earlier) Error() string {
	return "the new date of " + string(c.Deadline.Ref()) + " is earlier"
}

// PostponeDeadline gives the deadline a later date, for all its services. It
// returns [*Earlier] when the date is before the present one: bringing forward
// is [Planner.ModifyDeadline].
func (p *Planner) PostponeDeadline(ctx context.Context, call Call, ref Ref, due Due, said [2]string, reason string) (Change, error) {
	if err := due.checkAhead(call.Now); err != nil {
		return Change{}, err
	}
	return p.change(ctx, call, ref, "echeance.reporter", func(tx Tx, dir DirectoryView, d *Deadline, _ *Change) (string, error) {
		switch c := due.Compare(d.Due); {
		case c == 0:
			return "", Refuse(Invalid, textSameDue.With("ref", d.Ref(), "due", d.Due))
		case c < 0:
			return "", &Earlier{Deadline: *d}
		}
		d.Previous, d.Reason = d.Due, reason
		return reason, p.moveTo(tx, dir, d, due, said, call.Now)
	})
}

// moveTo sets a new date and plans its reminders.
func (p *Planner) moveTo(tx Tx, dir DirectoryView, d *Deadline, due Due, said [2]string, now time.Time) error {
	end, err := due.Deadline()
	if err != nil {
		return err
	}
	d.Due, d.DueAt, d.Said, d.SaidEN = due, end, said[0], said[1]
	d.Revision++
	return p.reschedule(tx, dir, *d, now)
}

// AssignDeadline entrusts the part that the place and the person designate to
// somebody, who is told and receives its reminders from then on.
func (p *Planner) AssignDeadline(ctx context.Context, call Call, ref Ref, scope Scope, to UserID) (Change, error) {
	return p.change(ctx, call, ref, "echeance.confier", func(tx Tx, dir DirectoryView, d *Deadline, out *Change) (string, error) {
		chosen, err := parts(dir, call, *d, scope)
		if err != nil {
			return "", err
		}
		d.Revision++
		for _, i := range chosen {
			d.Parts[i].Assignee, d.Parts[i].AssignedBy = to, call.Actor.User
			out.Services = append(out.Services, d.Parts[i].Service)
			if to == call.Actor.User {
				continue
			}
			if err := p.tellNow(tx, *d, d.Parts[i].Service, Recipient{User: to}, NoticeAssigned, call.Now); err != nil {
				return "", err
			}
		}
		return "", p.reschedule(tx, dir, *d, call.Now)
	})
}
