package plan

import (
	"context"
)

// A deadline ends without being done.

// CancelDeadline closes the deadline for everybody without its being done, for
// a reason that goes to the journal. Nothing is erased and nothing more is sent.
// Of a series, it cancels this occurrence and the next one opens, or it ends
// the whole series; [*SeriesChoice] when reach does not say which.
func (p *Planner) CancelDeadline(ctx context.Context, call Call, ref Ref, reach Reach, reason string) (Change, error) {
	if reason == "" {
		return Change{}, ReasonMissing(ref)
	}
	return p.change(ctx, call, ref, "echeance.annuler", func(tx Tx, dir DirectoryView, d *Deadline, out *Change) (string, error) {
		if d.Repeats() && reach == Unsaid {
			return "", &SeriesChoice{Deadline: *d}
		}
		if err := p.cancel(tx, call, d, reason, out); err != nil {
			return "", err
		}
		if d.Repeats() && reach == WholeSeries {
			return reason, follow(tx, *d, func(s *Series) { s.Ended = true })
		}
		return reason, p.openNext(tx, dir, call, d)
	})
}

// ReasonMissing is the refusal to cancel a deadline without saying why.
func ReasonMissing(ref Ref) error { return Refuse(Invalid, textReasonMissing.With("ref", ref)) }

// cancel closes what is open of a deadline and stops its reminders.
func (p *Planner) cancel(tx Tx, call Call, d *Deadline, reason string, out *Change) error {
	d.State, d.ClosedAt, d.ClosedBy, d.Reason = Cancelled, call.Now, call.Actor.User, reason
	for i := range d.Parts {
		if part := &d.Parts[i]; part.State == Open {
			part.State, part.ClosedAt, part.ClosedBy = Cancelled, call.Now, call.Actor.User
			out.Services = append(out.Services, part.Service)
		}
	}
	stopped, err := stopReminders(tx, d.Region, d.Ref(), func(Delivery) bool { return true }, ReasonClosed)
	out.Stopped = stopped
	return err
}

// SkipOccurrence cancels one occurrence of a series; the next one opens. It
// refuses a deadline that does not repeat.
func (p *Planner) SkipOccurrence(ctx context.Context, call Call, ref Ref, reason string) (Change, error) {
	return p.change(ctx, call, ref, "echeance.passer", func(tx Tx, dir DirectoryView, d *Deadline, out *Change) (string, error) {
		if err := mustRepeat(*d); err != nil {
			return "", err
		}
		if err := p.cancel(tx, call, d, reason, out); err != nil {
			return "", err
		}
		return reason, p.openNext(tx, dir, call, d)
	})
}

// StopSeries lets no further occurrence open; the present one stays due.
func (p *Planner) StopSeries(ctx context.Context, call Call, ref Ref, reason string) (Change, error) {
	return p.change(ctx, call, ref, "echeance.arreter", func(tx Tx, _ DirectoryView, d *Deadline, _ *Change) (string, error) {
		if err := mustRepeat(*d); err != nil {
			return "", err
		}
		s, err := tx.Series(d.Region, d.Series)
		if err != nil {
			return "", err
		}
		if s.Ended {
			return "", Refuse(Invalid, textSeriesEnded.With("ref", d.Ref()))
		}
		s.Ended = true
		return reason, tx.PutSeries(s)
	})
}
