package plan

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/i18n"
)

// Scope says which parts of a deadline an action is about.
type Scope struct {
	// All means every concerned service.
	All bool
	// Services names them; none leaves jalon to find one from the place and the
	// person.
	Services []ServiceID
}

// Change is what became of a deadline.
type Change struct {
	Scheduled
	Before Deadline
	// Services are those whose parts changed.
	Services []ServiceID
	// Stopped counts the reminders that will not leave any more.
	Stopped int
}

var (
	textUnknownRef = i18n.T(
		"**{ref}** n’existe pas dans la région.\nPour la retrouver : `/jalon recherche CRTE` ou `/echeance liste`",
		"**{ref}** does not exist in the region.\nTo find it: `/jalon recherche CRTE` or `/echeance liste`")
	textUnseen = i18n.T(
		"Aucune échéance visible pour **{ref}** depuis votre compte. Rien n’a changé.\nPour retrouver les vôtres : `/jalon recherche CRTE` ou `/echeance liste`",
		"No deadline is visible as **{ref}** from your account. Nothing has changed.\nTo find yours: `/jalon recherche CRTE` or `/echeance liste`")
	textNotConcerned = i18n.T(
		"{ref} ne concerne pas {service}. Rien n’a changé.\nC’est l’affaire {services}.",
		"{ref} does not concern {service}. Nothing has changed.\nIt is for {services}.")
	textSameDue = i18n.T(
		"{ref} est déjà à remettre le {due}. Rien n’a changé.",
		"{ref} is already due on {due}. Nothing has changed.")
	textNobodyLeft = i18n.T(
		"Plus aucun service n’aurait {ref} à remettre. Rien n’a changé.\nPour la clore : `/echeance fait {ref} pour tous`",
		"No service would owe {ref} any more. Nothing has changed.\nTo close it: `/echeance fait {ref} pour tous`")
	textReasonMissing = i18n.T(
		"Indiquez le motif : il figurera au journal. Rien n’a changé.\nPar exemple : `/echeance annuler {ref} motif \"demande retirée\"`",
		"Give the reason: it goes to the journal. Nothing has changed.\nFor example: `/echeance annuler {ref} motif \"demande retirée\"`")
	textNothingToChange = i18n.T(
		"Il manque ce qui change pour {ref}. Rien n’a changé.\nPar exemple : `/echeance modifier {ref} titre \"Note ERBM\"` ou `/echeance modifier {ref} 15/12 à 17h`",
		"What changes in {ref} is missing. Nothing has changed.\nFor example: `/echeance modifier {ref} titre \"Note ERBM\"` or `/echeance modifier {ref} 15/12 à 17h`")
)

// unseen is the answer about a deadline that the person may not see: the same as
// about one that does not exist, so that nothing is given away.
func unseen(ref Ref) error { return Refuse(NotFound, textUnseen.With("ref", ref)) }

// Choice is the refusal of an action that concerns one part when several could
// be meant: the person must say which.
type Choice struct{ Services []Service }

// Error names the choice for logs.
func (c *Choice) Error() string { return "several services could be meant" }

// AlreadyClosed is the refusal of an action on a deadline, or on the part of a
// service, that is done or cancelled.
type AlreadyClosed struct {
	Deadline Deadline
	Service  ServiceID // the part, when only that part is closed
}

// Error names the deadline for logs.
func (c *AlreadyClosed) Error() string { return string(c.Deadline.Ref()) + " is already closed" }

// Earlier is the refusal to postpone a deadline to a date before its own.
type Earlier struct{ Deadline Deadline }

// Error names the deadline for logs.
func (c *Earlier) Error() string {
	return "the new date of " + string(c.Deadline.Ref()) + " is earlier"
}

// change loads a deadline the actor may change, lets f change it, and stores
// it with its journal entry and the redrawing of its cards.
func (p *Planner) change(ctx context.Context, call Call, ref Ref, action string,
	f func(tx Tx, dir DirectoryView, d *Deadline, out *Change) (reason string, err error),
) (Change, error) {
	var out Change
	err := p.write(ctx, func(tx Tx) error {
		out = Change{}
		dir, d, err := p.open(tx, call, ref)
		if err != nil {
			return err
		}
		out.Before = d
		err = p.alter(tx, dir, call, &d, action, func(d *Deadline) (string, error) { return f(tx, dir, d, &out) })
		if err != nil {
			return err
		}
		out.Scheduled, err = scheduled(tx, d)
		return err
	})
	return out, wrap(err, "%s %s", action, ref)
}

// alter lets f change a deadline, and stores it with its journal entry and the
// redrawing of its cards.
func (p *Planner) alter(tx Tx, dir DirectoryView, call Call, d *Deadline, action string, f func(*Deadline) (reason string, err error)) error {
	before, err := RecordDeadline(tx, *d)
	if err != nil {
		return err
	}
	d.Parts = slices.Clone(d.Parts)
	reason, err := f(d)
	if err != nil {
		return err
	}
	if err := unsay(tx, dir, *d); err != nil {
		return err
	}
	if err := tx.UpdateDeadline(*d); err != nil {
		return err
	}
	d.Version++
	if err := redraw(tx, *d); err != nil {
		return err
	}
	return p.note(tx, call, action, &before, *d, reason)
}

// open loads a deadline for a change: it must exist, be open, be the actor's to
// change, and be as the actor last saw it.
func (p *Planner) open(tx Tx, call Call, ref Ref) (DirectoryView, Deadline, error) {
	dir, err := lookAt(tx, call)
	if err != nil {
		return dir, Deadline{}, err
	}
	d, err := deadlineSeen(tx, dir.Sight(), call.Actor.Region, ref)
	if err != nil {
		return dir, d, err
	}
	if !Allowed(dir.Actor, ChangeIt, d) {
		return dir, d, refuseChange(dir, d)
	}
	if d.State != Open {
		return dir, d, &AlreadyClosed{Deadline: d}
	}
	return dir, d, overtaken(tx, call, d)
}

func deadline(tx Tx, region RegionID, ref Ref) (Deadline, error) {
	n, ok := ref.number()
	if !ok {
		return Deadline{}, Refuse(NotFound, textUnknownRef.With("ref", ref))
	}
	d, err := tx.Deadline(region, n)
	if errors.Is(err, ErrNotFound) {
		return d, Refuse(NotFound, textUnknownRef.With("ref", ref))
	}
	return d, err
}

// deadlineSeen is a deadline that the reader may see. Who sees everything is
// told what does not exist; others are told the same of both.
func deadlineSeen(tx Tx, sight Sight, region RegionID, ref Ref) (Deadline, error) {
	d, err := deadline(tx, region, ref)
	kind, refused := KindOf(err)
	switch {
	case refused && kind == NotFound && !sight.All, err == nil && !sight.Sees(d):
		return Deadline{}, unseen(ref)
	default:
		return d, err
	}
}

func byID(services []Service) map[ServiceID]Service {
	m := make(map[ServiceID]Service, len(services))
	for _, s := range services {
		m[s.ID] = s
	}
	return m
}

// CompleteDeadline closes a part, or all of them, with a note. The deadline
// closes with its last part. What was left to remind for these parts is
// cancelled. It returns [*Choice] when several parts could be meant,
// [*AlreadyClosed] when there is nothing left to close, Denied and NotFound.
func (p *Planner) CompleteDeadline(ctx context.Context, call Call, ref Ref, scope Scope, note string) (Change, error) {
	return p.change(ctx, call, ref, "echeance.fait", func(tx Tx, dir DirectoryView, d *Deadline, out *Change) (string, error) {
		if scope.All && !Allowed(dir.Actor, CloseAll, *d) {
			return "", Refuse(Denied, textNoCloseAll.With("ref", d.Ref()))
		}
		chosen, err := parts(dir, call, *d, scope)
		if err != nil {
			return "", err
		}
		for _, i := range chosen {
			part := &d.Parts[i]
			part.State, part.ClosedAt, part.ClosedBy, part.Note = Done, call.Now, call.Actor.User, note
			out.Services = append(out.Services, part.Service)
		}
		if out.Stopped, err = stopReminders(tx, d.Region, d.Ref(), nobodyOwes(dir, *d), ReasonClosed); err != nil {
			return "", err
		}
		if len(d.OpenParts()) > 0 {
			return note, nil
		}
		d.State, d.ClosedAt, d.ClosedBy = Done, call.Now, call.Actor.User
		return note, p.openNext(tx, dir, call, d)
	})
}

// nobodyOwes matches the reminders of closed parts whose recipient has no other
// part open: two parts may be reminded together, and one of them may go on.
func nobodyOwes(dir DirectoryView, d Deadline) func(Delivery) bool {
	owing := map[Recipient]bool{}
	for _, part := range d.OpenParts() {
		owing[recipient(dir, part)] = true
	}
	return func(dl Delivery) bool {
		part, ok := d.Part(dl.Service)
		to := dl.To
		if dl.Notice == NoticeEscalation {
			to = recipient(dir, part) // of the part that is not given back
		}
		return (!ok || part.State != Open) && !owing[to]
	}
}

// parts finds which open parts are meant: all, the named service's, else the
// one of the channel, else the only one that is the actor's, else the only one
// left for whoever may act for others.
func parts(dir DirectoryView, call Call, d Deadline, scope Scope) ([]int, error) {
	if scope.All {
		return openParts(d, func(Part) bool { return true }), nil
	}
	if len(scope.Services) > 0 {
		return namedParts(dir, d, scope.Services)
	}
	if part, ok := d.Part(call.Place.Service); ok && mayGive(dir.Actor, d, part) {
		if part.State != Open {
			return nil, &AlreadyClosed{Deadline: d, Service: part.Service}
		}
		return openParts(d, func(p Part) bool { return p.Service == part.Service }), nil
	}
	mine := openParts(d, func(p Part) bool { return answersFor(dir.Actor, p) })
	if len(mine) == 0 {
		if own := closedPart(dir.Actor, d); own != "" && !Allowed(dir.Actor, CloseAll, d) {
			return nil, &AlreadyClosed{Deadline: d, Service: own}
		}
		mine = openParts(d, func(p Part) bool { return mayGive(dir.Actor, d, p) })
	}
	if len(mine) == 1 {
		return mine, nil
	}
	choice := &Choice{}
	for _, i := range mine {
		s, _ := dir.Service(d.Parts[i].Service)
		choice.Services = append(choice.Services, s)
	}
	return nil, choice
}

// mayGive tells whether the actor may act on one part.
func mayGive(a Actor, d Deadline, p Part) bool {
	return answersFor(a, p) || Allowed(a, CloseAll, d)
}

// namedParts finds the parts of the services named, all or none of them.
func namedParts(dir DirectoryView, d Deadline, named []ServiceID) ([]int, error) {
	names := byID(dir.Services)
	for _, service := range named {
		if err := checkPart(dir, d, service, names); err != nil {
			return nil, err
		}
	}
	return openParts(d, func(p Part) bool { return slices.Contains(named, p.Service) }), nil
}

// checkPart tells why the part of a service cannot be given by the actor.
func checkPart(dir DirectoryView, d Deadline, service ServiceID, names map[ServiceID]Service) error {
	part, ok := d.Part(service)
	switch {
	case !ok:
		return Refuse(Invalid, textNotConcerned.With("ref", d.Ref(),
			"service", theService{names[service]}, "services", services(d, names)))
	case !mayGive(dir.Actor, d, part):
		return refuseChange(dir, Deadline{Number: d.Number, Parts: []Part{part}})
	case part.State != Open:
		return &AlreadyClosed{Deadline: d, Service: service}
	default:
		return nil
	}
}

func openParts(d Deadline, match func(Part) bool) []int {
	var at []int
	for i, p := range d.Parts {
		if p.State == Open && match(p) {
			at = append(at, i)
		}
	}
	return at
}

// closedPart is a service of the actor whose part is closed, if there is one.
func closedPart(a Actor, d Deadline) ServiceID {
	for _, p := range d.Parts {
		if p.State != Open && answersFor(a, p) {
			return p.Service
		}
	}
	return ""
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

// Edits are the changes asked of a deadline; nil fields stay.
type Edits struct {
	Title    *string
	Due      *Due
	Said     [2]string // why that date, in French and English
	Ladder   Ladder
	Chase    Chase // zero for no change
	Services []ServiceID
	// Rule changes the dates of the whole series; Due is then its first date.
	Rule       *calendar.Recurrence
	Restricted *bool
	Urgent     *bool
	Reach      Reach
	Reason     string
}

// ModifyDeadline changes what is asked and nothing else. A service taken off
// the list leaves with its reminders; a part already closed stays closed.
func (p *Planner) ModifyDeadline(ctx context.Context, call Call, ref Ref, e Edits) (Change, error) {
	if err := e.check(call.Now, ref); err != nil {
		return Change{}, err
	}
	return p.change(ctx, call, ref, "echeance.modifier", func(tx Tx, dir DirectoryView, d *Deadline, out *Change) (string, error) {
		if d.Repeats() && e.Reach == Unsaid {
			return "", &SeriesChoice{Deadline: *d}
		}
		if (e.Restricted != nil || d.Restricted && e.widens(*d)) && !Allowed(dir.Actor, RestrictIt, *d) {
			return "", Refuse(Denied, textNoRestrict.With("ref", d.Ref(), "ask", dir.Ask()))
		}
		if err := e.apply(d); err != nil {
			return "", err
		}
		out.Services = e.Services
		if err := p.applySchedule(tx, dir, d, e, call); err != nil {
			return "", err
		}
		if err := p.tellNewcomers(tx, dir, *d, out.Before, call); err != nil {
			return "", err
		}
		return e.Reason, e.applySeries(tx, d)
	})
}

// widens tells whether the change lets another service read the deadline.
func (e Edits) widens(d Deadline) bool {
	return slices.ContainsFunc(e.Services, func(s ServiceID) bool { _, concerned := d.Part(s); return !concerned })
}

// apply changes what is not the schedule.
func (e Edits) apply(d *Deadline) error {
	if e.Title != nil {
		d.Title = *e.Title
	}
	if e.Ladder != nil {
		d.Ladder, d.Chosen = e.Ladder, true
	}
	if e.Chase.Said() {
		d.Chase = e.Chase
	}
	if e.Urgent != nil {
		d.Urgent = *e.Urgent
	}
	if e.Services != nil {
		d.Parts = concern(*d, e.Services)
	}
	if e.Restricted != nil {
		d.Restricted = *e.Restricted
		d.Discreet = d.Discreet || d.Restricted
	}
	if len(d.OpenParts()) == 0 {
		return Refuse(Invalid, textNobodyLeft.With("ref", d.Ref()))
	}
	return nil
}

// applySchedule plans the reminders again where the change asks for it.
func (p *Planner) applySchedule(tx Tx, dir DirectoryView, d *Deadline, e Edits, call Call) error {
	switch {
	case e.Due != nil && *e.Due != d.Due:
		d.Previous, d.Reason = d.Due, e.Reason
		return p.moveTo(tx, dir, d, *e.Due, e.Said, call.Now)
	case e.Ladder != nil || e.Chase.Said() || e.Urgent != nil || e.Services != nil:
		d.Revision++
		return p.reschedule(tx, dir, *d, call.Now)
	default:
		return nil
	}
}

// applySeries carries the change to the occurrences to come.
func (e Edits) applySeries(tx Tx, d *Deadline) error {
	if e.Rule != nil {
		return e.applyRule(tx, d)
	}
	if !d.Repeats() || e.Reach != WholeSeries {
		return nil
	}
	return follow(tx, *d, func(s *Series) {
		s.Title, s.Ladder, s.Chosen, s.Chase = d.Title, d.Ladder, d.Chosen, d.Chase
		if e.Services != nil {
			s.owedBy(d.Parts)
		}
		if e.Due != nil {
			s.Rule.HasTime, s.Rule.Time = e.Due.HasTime, e.Due.Time
		}
	})
}

// applyRule gives the series another rule, or makes one of a deadline that did
// not repeat. The present occurrence took its first date.
func (e Edits) applyRule(tx Tx, d *Deadline) error {
	d.Occurrence = d.Due.Date
	if !d.Repeats() {
		return startSeries(tx, d, *e.Rule)
	}
	return follow(tx, *d, func(s *Series) { s.setRule(*e.Rule) })
}

func (e Edits) check(now time.Time, ref Ref) error {
	if e.Title == nil && e.Due == nil && e.Ladder == nil && !e.Chase.Said() && e.Services == nil &&
		e.Restricted == nil && e.Urgent == nil {
		return Refuse(Invalid, textNothingToChange.With("ref", ref))
	}
	if e.Title != nil && *e.Title == "" {
		return Refuse(Invalid, textTitleMissing.With())
	}
	if e.Title != nil {
		if n := utf8.RuneCountInString(*e.Title); n > MaxTitle {
			return Refuse(Invalid, textTitleLong.With("n", n, "max", MaxTitle))
		}
	}
	if e.Due != nil {
		return e.Due.checkAhead(now)
	}
	return nil
}

// concern keeps the parts of the services listed, in their order, and adds the
// missing ones.
func concern(d Deadline, services []ServiceID) []Part {
	out := make([]Part, 0, len(services))
	for _, s := range services {
		part, ok := d.Part(s)
		if !ok {
			part = Part{Service: s, State: Open}
		}
		out = append(out, part)
	}
	return out
}

// tellNewcomers queues a card for each service that was not concerned before.
func (p *Planner) tellNewcomers(tx Tx, dir DirectoryView, d, before Deadline, call Call) error {
	fresh := d
	fresh.Parts = nil
	for _, part := range d.Parts {
		if _, known := before.Part(part.Service); !known {
			fresh.Parts = append(fresh.Parts, part)
		}
	}
	return p.planCards(tx, dir, fresh, call)
}

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
