package plan

import (
	"context"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// ends tells what is said at the close of a data call.
func (v Delivery) ends() bool {
	return v.Notice == NoticeDataCallEnd || v.Notice == NoticeDataCallClosed || v.Notice == NoticeDataCallNext
}

// planEnds plans what services are told at the close of a data call, each at its own
// date. Nothing for what is no data call.
func (p *Planner) planEnds(tx Tx, dir DirectoryView, d Deadline, parts []Part) error {
	if !d.IsDataCall() {
		return nil
	}
	for _, part := range parts {
		due := d.DueOf(part)
		if _, err := tx.PlanDelivery(Delivery{
			ID: p.newID(), Region: d.Region, Subject: d.Ref(), Revision: d.Revision, Step: string(NoticeDataCallEnd) + " " + string(part.Service),
			To: recipient(dir, part), Notice: NoticeDataCallEnd, Service: part.Service,
			When: due.moment(), DueAt: d.DueAtOf(part), State: Planned, Version: 1,
		}); err != nil {
			return err
		}
	}
	return nil
}

// planClosing plans what who asked is told at the close of a data call, and the next of
// one that repeats. Nothing for what is no data call.
func (p *Planner) planClosing(tx Tx, dir DirectoryView, d Deadline) error {
	if !d.IsDataCall() {
		return nil
	}
	c, err := tx.DataCall(d.Region, d.Number)
	if err != nil {
		return err
	}
	closing := Delivery{
		ID: p.newID(), Region: d.Region, Subject: d.Ref(), Revision: d.Revision, Step: string(NoticeDataCallClosed),
		To: askerOf(dir, d, c), Notice: NoticeDataCallClosed, Service: askerService(dir, d),
		When: d.Due.moment(), DueAt: d.DueAt, State: Planned, Version: 1,
	}
	if _, err := tx.PlanDelivery(closing); err != nil || !d.Repeats() {
		return err
	}
	next := closing
	next.ID, next.Step, next.Notice = p.newID(), string(NoticeDataCallNext), NoticeDataCallNext
	_, err = tx.PlanDelivery(next)
	return err
}

// dataCallNext asks again, at the close of a data call that repeats. It says nothing by
// itself: what is asked does.
func (f *freezing) dataCallNext(v Delivery) error {
	if _, err := f.skip(v, ReasonNothing); err != nil {
		return err
	}
	d, err := deadline(f.tx, v.Region, v.Subject)
	if err != nil || d.Revision != v.Revision || d.Next > 0 {
		return err
	}
	dir, err := f.directory(v.Region)
	if err != nil {
		return err
	}
	c, err := f.tx.DataCall(d.Region, d.Number)
	if err != nil {
		return err
	}
	call := Call{Now: f.now, Actor: Actor{Region: d.Region}, Origin: ByItself}
	return f.planner.askNext(f.tx, dir, call, d, c)
}

// askNext opens the data call that follows one, at the next date of its series.
func (p *Planner) askNext(tx Tx, dir DirectoryView, call Call, d Deadline, c DataCall) error {
	next, found, err := p.following(tx, dir, call, d)
	if err != nil || !found {
		return err
	}
	next.Channel = d.Channel
	d.Next = next.Number
	if err := tx.UpdateDeadline(d); err != nil {
		return err
	}
	following := c
	following.Number, following.Previous, following.Closed, following.Version = next.Number, d.Number, false, 0
	return p.storeDataCall(tx, dir, call, next, following)
}

// tellComplete tells who asked that every service answered, in place of the state at
// the close.
func (p *Planner) tellComplete(tx Tx, dir DirectoryView, call Call, d Deadline, c DataCall) error {
	asker := func(v Delivery) bool { return v.Notice == NoticeDataCallClosed }
	if _, err := cancelDeliveries(tx, d.Region, d.Ref(), asker, ReasonSettled); err != nil {
		return err
	}
	return p.tell(tx, d, askerService(dir, d), askerOf(dir, d, c), NoticeDataCallClosed, string(NoticeDataCallClosed)+" complete", call.Now)
}

// dataCallEnd looks again at what a service is told at the close: it leaves while the
// service is open, in the channel that it has now.
func (f *freezing) dataCallEnd(v Delivery) error {
	d, err := deadline(f.tx, v.Region, v.Subject)
	if err != nil {
		return err
	}
	part, asked := d.Part(v.Service)
	if !asked || d.Revision != v.Revision {
		_, err := f.skip(v, ReasonReplanned)
		return err
	}
	dir, err := f.directory(v.Region)
	if err != nil {
		return err
	}
	if to := recipient(dir, part); to != v.To {
		if _, err := f.skip(v, ReasonReplanned); err != nil {
			return err
		}
		v.ID, v.To, v.State, v.Reason, v.Version = f.planner.newID(), to, Planned, "", 1
		_, err = f.tx.PlanDelivery(v)
		return err
	}
	if thanked, err := f.thanked(v); thanked || err != nil {
		return err
	}
	if waits, err := f.untilOpen(v); waits || err != nil {
		return err
	}
	if part.State == Open {
		if chased, err := f.chasedToday(v); err != nil {
			return err
		} else if chased {
			_, err := f.skip(v, ReasonOvertaken)
			return err
		}
	}
	f.say(Batch{Deliveries: []Delivery{v}})
	return nil
}

// chasedToday tells whether a service is chased today, or was, be it late: a last call
// would say the same twice.
func (f *freezing) chasedToday(v Delivery) (bool, error) {
	dir, err := f.directory(v.Region)
	if err != nil {
		return false, err
	}
	service, _ := dir.Service(v.Service)
	zone, err := calendar.LoadZone(clockOf(dir, service))
	if err != nil {
		return false, err
	}
	today := calendar.DateOf(f.now, zone)
	all, err := f.tx.Deliveries(v.Region, v.Subject)
	return slices.ContainsFunc(all, func(o Delivery) bool {
		if o.Service != v.Service || o.Chase() == 0 {
			return false
		}
		switch o.State {
		case Planned:
			return !calendar.DateOf(o.DueAt, zone).After(today)
		case Sent:
			return calendar.DateOf(o.SentAt, zone) == today
		default:
			return o.State == Claimed
		}
	}), err
}

// thanked drops what a service is told at the close when it was told so since it
// answered: the close was put off meanwhile, and a service is thanked once.
func (f *freezing) thanked(v Delivery) (bool, error) {
	number, _ := v.Subject.number()
	answers, err := f.tx.Answers(v.Region, number)
	if err != nil {
		return false, err
	}
	first := slices.IndexFunc(answers, func(a DataAnswer) bool { return a.Service == v.Service && a.Area == "" })
	if first < 0 {
		return false, nil
	}
	all, err := f.tx.Deliveries(v.Region, v.Subject)
	if err != nil || !slices.ContainsFunc(all, func(o Delivery) bool {
		return o.Notice == NoticeDataCallEnd && o.Service == v.Service && o.State == Sent && o.SentAt.After(answers[first].At)
	}) {
		return false, err
	}
	return f.skip(v, ReasonSettled)
}

// dataCallClosed looks again at what who asked is told at the close.
func (f *freezing) dataCallClosed(v Delivery) error { return f.sayWhenOpen(v) }

// sayWhenOpen says something at the next opening.
func (f *freezing) sayWhenOpen(v Delivery) error {
	if waits, err := f.untilOpen(v); waits || err != nil {
		return err
	}
	f.say(Batch{Deliveries: []Delivery{v}})
	return nil
}

var (
	textCloseReason = i18n.T(
		"{n} réponses manquent encore : {services}. Rien n’a changé.\nIndiquez le motif, il figurera au journal : `/remontee clore {ref} motif \"…\"`",
		"{n} answers are still missing: {services}. Nothing has changed.\nGive the reason, it goes to the journal: `/remontee clore {ref} motif \"…\"`")
	textCloseReasonOne = i18n.T(
		"{n} réponse manque encore : {services}. Rien n’a changé.\nIndiquez le motif, il figurera au journal : `/remontee clore {ref} motif \"…\"`",
		"{n} answer is still missing: {services}. Nothing has changed.\nGive the reason, it goes to the journal: `/remontee clore {ref} motif \"…\"`")
	textCloseTwice = i18n.T(
		"{ref} est déjà close. Rien n’a changé.\nPour la voir : `/remontee etat {ref}`",
		"{ref} is already closed. Nothing has changed.\nTo see it: `/remontee etat {ref}`")
	textCloseNotYours = i18n.T(
		"{ref} ne peut pas être close depuis votre compte. Rien n’a changé.\nRègle : elle revient à qui l’a ouverte et à la coordination.\nPour l’obtenir : {ask}",
		"{ref} cannot be closed from your account. Nothing has changed.\nRule: it is for who opened it and for the coordination.\nTo get this right: {ask}")
)

// CloseDataCall closes a data call: nobody is chased any more, and each service is
// told once. A reason is asked while responses are missing. What comes later is kept
// all the same, marked late. Of one that repeats the next is asked all the same, unless
// the whole series is meant. It returns Denied to whoever does not run it, Closed
// when it is closed already, Invalid for a missing reason, and NotFound.
func (p *Planner) CloseDataCall(ctx context.Context, call Call, ref Ref, reason string, reach Reach) (DataCallView, error) {
	var out DataCallView
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		v, err := viewDataCall(tx, dir, ref, call.Now)
		if err != nil {
			return err
		}
		if err := v.checkClose(dir, reason); err != nil {
			return err
		}
		v.Call.Closed = true
		if err := tx.PutDataCall(v.Call); err != nil {
			return err
		}
		d := v.Deadline
		err = p.alter(tx, dir, call, &d, "remontee.clore", func(d *Deadline) (string, error) {
			if reach == WholeSeries {
				if err := p.endSeries(tx, *d); err != nil {
					return "", err
				}
			}
			d.close(call, reason)
			return reason, p.endNow(tx, *d, call.Now)
		})
		if err != nil {
			return err
		}
		out, err = viewDataCall(tx, dir, ref, call.Now)
		return err
	})
	return out, wrap(err, "close %s", ref)
}

// endSeries asks no further data call of a series.
func (p *Planner) endSeries(tx Tx, d Deadline) error {
	if err := mustRepeat(d); err != nil {
		return err
	}
	return follow(tx, d, func(s *Series) { s.Ended = true })
}

func (v DataCallView) checkClose(dir DirectoryView, reason string) error {
	d := v.Deadline
	missing := v.Waiting()
	switch {
	case !v.Leads:
		return Refuse(Denied, textCloseNotYours.With("ref", d.Ref(), "ask", dir.Ask()))
	case v.Call.Closed:
		return Refuse(Closed, textCloseTwice.With("ref", d.Ref()))
	case missing == 0 || reason != "":
		return nil
	}
	var silent listed
	for _, part := range d.OpenParts() {
		s, _ := dir.Service(part.Service)
		silent = append(silent, s.Name)
	}
	text := textCloseReason
	if missing == 1 {
		text = textCloseReasonOne
	}
	return Refuse(Invalid, text.With("n", missing, "services", silent, "ref", d.Ref()))
}

// close ends what is still owed of a deadline.
func (d *Deadline) close(call Call, reason string) {
	for i := range d.Parts {
		if part := &d.Parts[i]; part.State == Open {
			part.State, part.ClosedAt, part.ClosedBy = Cancelled, call.Now, call.Actor.User
			part.Wish, part.Why, part.AskedBy = Due{}, "", ""
		}
	}
	d.State, d.ClosedAt, d.ClosedBy, d.Reason = Done, call.Now, call.Actor.User, reason
}

// endNow says at once what services would have been told at the close, and gives up
// the rest.
func (p *Planner) endNow(tx Tx, d Deadline, now time.Time) error {
	if _, err := stopReminders(tx, d.Region, d.Ref(), func(Delivery) bool { return true }, ReasonClosed); err != nil {
		return err
	}
	asker := func(v Delivery) bool { return v.Notice == NoticeDataCallClosed || v.Notice == NoticeExtensionAsked }
	if _, err := cancelDeliveries(tx, d.Region, d.Ref(), asker, ReasonClosed); err != nil {
		return err
	}
	all, err := tx.Deliveries(d.Region, d.Ref())
	if err != nil {
		return err
	}
	early := slices.DeleteFunc(all, func(v Delivery) bool { return v.Notice != NoticeDataCallEnd || v.State != Planned })
	when, err := momentOf(now, d.Due.Zone)
	if err != nil {
		return err
	}
	return each(tx, early, func(v *Delivery) { v.When, v.DueAt = when, now })
}

var (
	textMoveNotYours = i18n.T(
		"{ref} ne peut pas être reportée depuis votre compte. Rien n’a changé.\nRègle : la clôture revient à qui a ouvert la remontée et à la coordination.\nPour votre service : `/remontee prorogation {ref} lundi 10h`",
		"{ref} cannot be postponed from your account. Nothing has changed.\nRule: the close is for who opened the data call and for the coordination.\nFor your service: `/remontee prorogation {ref} lundi 10h`")
	textMoveClosed = i18n.T(
		"{ref} est close. Rien n’a changé.\nPour la poser de nouveau : `/remontee ouvrir comme {ref} avant vendredi 12h`",
		"{ref} is closed. Nothing has changed.\nTo ask it again: `/remontee ouvrir comme {ref} avant vendredi 12h`")
)

// MoveDataCall gives a data call another close, sooner or later, for all its services;
// one that had more time than that keeps it. It returns Denied to whoever does not run
// it, Closed when nothing is expected any more, Invalid for a date that is past or the
// same, and NotFound.
func (p *Planner) MoveDataCall(ctx context.Context, call Call, ref Ref, due Due, reason string) (DataCallView, error) {
	if err := due.checkAhead(call.Now); err != nil {
		return DataCallView{}, err
	}
	var out DataCallView
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		v, err := viewDataCall(tx, dir, ref, call.Now)
		switch {
		case err != nil:
			return err
		case !v.Leads:
			return Refuse(Denied, textMoveNotYours.With("ref", ref))
		case v.Deadline.State != Open:
			return Refuse(Closed, textMoveClosed.With("ref", ref))
		case due == v.Deadline.Due:
			return Refuse(Invalid, textSameDue.With("ref", ref, "due", due))
		}
		d := v.Deadline
		if err := p.alter(tx, dir, call, &d, "remontee.reporter", func(d *Deadline) (string, error) {
			d.Previous, d.Reason = d.Due, reason
			for i := range d.Parts {
				if part := &d.Parts[i]; part.Until.Compare(due) <= 0 {
					part.Until = Due{}
				}
			}
			return reason, p.moveTo(tx, dir, d, due, [2]string{}, call.Now)
		}); err != nil {
			return err
		}
		out, err = viewDataCall(tx, dir, ref, call.Now)
		return err
	})
	return out, wrap(err, "move %s", ref)
}

var textRemindNobody = i18n.T(
	"Toutes les réponses à {ref} sont là. Personne n’est relancé.\nPour les lire : `/remontee consolidation {ref}`",
	"All the answers to {ref} are there. Nobody is chased.\nTo read them: `/remontee consolidation {ref}`")

// Reminded is what became of a chase by hand.
type Reminded struct {
	DataCallView
	// Services are told at once; Already were told today.
	Services, Already []ServiceID
	// Opens is when the first of Services that is closed now is told; zero when none is.
	Opens calendar.Moment
}

// RemindDataCall chases at once, each in its own channel, the services that have not
// answered, or the one named. A service that was already told of it today is left in
// peace. It returns Denied to whoever does not run the data call, Closed when nobody
// is silent, and NotFound.
func (p *Planner) RemindDataCall(ctx context.Context, call Call, ref Ref, only []ServiceID) (Reminded, error) {
	var out Reminded
	err := p.write(ctx, func(tx Tx) error {
		out = Reminded{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if out.DataCallView, err = viewDataCall(tx, dir, ref, call.Now); err != nil {
			return err
		}
		d := out.Deadline
		if !out.Leads {
			return Refuse(Denied, textCloseNotYours.With("ref", d.Ref(), "ask", dir.Ask()))
		}
		silent := slices.DeleteFunc(d.OpenParts(), func(p Part) bool { return len(only) > 0 && !slices.Contains(only, p.Service) })
		if len(silent) == 0 || d.State != Open {
			return Refuse(Closed, textRemindNobody.With("ref", d.Ref()))
		}
		for _, part := range silent {
			told, opens, err := p.remindNow(tx, dir, d, part, call.Now)
			if err != nil {
				return err
			}
			if told {
				out.Services = append(out.Services, part.Service)
				if out.Opens.Date.IsZero() {
					out.Opens = opens
				}
			} else {
				out.Already = append(out.Already, part.Service)
			}
		}
		if len(out.Services) == 0 {
			return nil
		}
		before, err := RecordDeadline(tx, d)
		if err != nil {
			return err
		}
		return p.note(tx, call, "remontee.relancer", &before, d, "")
	})
	return out, wrap(err, "remind %s", ref)
}

// remindNow queues a reminder of a part, which leaves at once, or at the next opening,
// unless one was told or is about to be on the day on which it would leave.
func (p *Planner) remindNow(tx Tx, dir DirectoryView, d Deadline, part Part, now time.Time) (told bool, opens calendar.Moment, err error) {
	to := recipient(dir, part)
	o, err := p.openingOf(dir, listener(dir, to, part.Service))
	if err != nil {
		return false, opens, err
	}
	day := o.moment(now).Date
	if !o.openAt(now) {
		opens = o.next(now)
		day = opens.Date
	}
	all, err := tx.Deliveries(d.Region, d.Ref())
	if err != nil {
		return false, opens, err
	}
	if slices.ContainsFunc(all, func(v Delivery) bool {
		waits := v.State == Planned || v.State == Claimed
		return v.Notice == NoticeReminder && v.To == to &&
			(v.State == Sent && o.moment(v.SentAt).Date == day || waits && !o.moment(v.DueAt).Date.After(day))
	}) {
		return false, opens, nil
	}
	return true, opens, p.tell(tx, d, part.Service, to, NoticeReminder, stepByHand+day.String(), now)
}

// recalled tells that the recipient of a reminder was already reminded of the same data
// call today: somebody chased them, or the schedule changed since.
func (f *freezing) recalled(dir DirectoryView, d Deadline, v Delivery) (bool, error) {
	if !d.IsDataCall() || v.Notice != NoticeReminder {
		return false, nil
	}
	o, err := f.planner.openingOf(dir, listener(dir, v.To, v.Service))
	if err != nil {
		return false, err
	}
	all, err := f.tx.Deliveries(v.Region, v.Subject)
	today := o.moment(f.now).Date
	return slices.ContainsFunc(all, func(r Delivery) bool {
		return r.Notice == NoticeReminder && r.To == v.To && r.State == Sent && o.moment(r.SentAt).Date == today
	}), err
}

// stepByHand begins the step of a reminder that somebody sent.
const stepByHand = "à la main "

// byHand tells a reminder that somebody sent.
func (v Delivery) byHand() bool { return strings.HasPrefix(v.Step, stepByHand) }
