package plan

import (
	"context"
	"slices"
)

// A deadline is done: all of it, or the part of a service.

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
		return note, p.closeParts(tx, dir, call, d, chosen, note, out)
	})
}

// closeParts closes parts of a deadline, and the deadline with the last of them.
func (p *Planner) closeParts(tx Tx, dir DirectoryView, call Call, d *Deadline, chosen []int, note string, out *Change) error {
	for _, i := range chosen {
		part := &d.Parts[i]
		part.State, part.ClosedAt, part.ClosedBy, part.Note = Done, call.Now, call.Actor.User, note
		out.Services = append(out.Services, part.Service)
	}
	var err error
	if out.Stopped, err = stopReminders(tx, d.Region, d.Ref(), nobodyOwes(dir, *d), ReasonClosed); err != nil {
		return err
	}
	if len(d.OpenParts()) > 0 {
		return nil
	}
	d.State, d.ClosedAt, d.ClosedBy = Done, call.Now, call.Actor.User
	if d.IsDataCall() {
		return nil // the next one is asked at the close of this one, not as soon as all answered
	}
	return p.openNext(tx, dir, call, d)
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
