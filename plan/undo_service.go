package plan

import (
	"encoding/json"
	"slices"
	"strings"
)

// ServiceChangedSince is the refusal to take back a change of a service that
// changed again since.
type ServiceChangedSince struct {
	// Left is the service as the action left it.
	Left, Now Service
}

// Error names the service for logs.
func (s *ServiceChangedSince) Error() string {
	return "service " + s.Now.Code + " changed since the action"
}

// undoesField is the field by which an entry names the one that it took back.
const undoesField = "undoes"

// restoreService puts a service back as it was before the action, and makes the
// deadlines follow.
func (u *undoing) restoreService() error {
	e := u.out.Entry
	dir, all, err := u.p.forServices(u.tx, u.call)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(s Service) bool { return ServiceRef(s.ID) == e.Object })
	if at < 0 {
		return Refuse(NotFound, textServiceGone.With("id", e.Object))
	}
	now := all[at]
	if err := u.serviceKept(now); err != nil {
		return err
	}
	s, err := serviceBefore(u.tx, now, e)
	if err != nil {
		return err
	}
	if err := checkService(now, s, all); err != nil {
		return err
	}
	if s.Closed && !now.Closed {
		if err := owesNothing(u.tx, now, all); err != nil {
			return err
		}
	}
	if err := putChecked(u.tx, s); err != nil {
		return err
	}
	s.Version = now.Version + 1
	u.out.Service = &ServiceChange{Before: now, After: s}
	if u.out.Service.Replanned, err = u.p.followService(u.tx, dir, *u.out.Service, all, u.call); err != nil {
		return err
	}
	if err := u.p.followDigest(u.tx, *u.out.Service, u.call.Now); err != nil {
		return err
	}
	return u.noteService()
}

// noteService writes the entry that tells what is restored and names the one
// taken back.
func (u *undoing) noteService() error {
	c := u.out.Service
	before, after, err := changedFields(c.Before, c.After)
	if err != nil {
		return err
	}
	for _, fields := range []serviceFields{before, after} {
		if err := fields.namePersons(u.tx, c.After.Region); err != nil {
			return err
		}
	}
	if after[undoesField], err = json.Marshal(u.out.Entry.ID); err != nil {
		return err
	}
	return u.p.journal(u.tx, u.call, actionUndoService, u.out.Entry.Object, before, after, "")
}

// serviceKept refuses when the service is no longer as the action left it, which
// the journal tells by going back to it. What a handover moved is not gone back
// over: it counts as a change. What jalon read of its channel is nobody's change.
func (u *undoing) serviceKept(now Service) error {
	entries, err := u.tx.Entries(now.Region, u.out.Entry.Object)
	if err != nil {
		return err
	}
	left := now
	for _, e := range slices.Backward(entries) {
		if e.ID == u.out.Entry.ID {
			break
		}
		if e.Origin == ByMembers {
			continue
		}
		if !strings.HasPrefix(e.Action, "service.") {
			return &ServiceChangedSince{Left: now, Now: now}
		}
		if left, err = serviceBefore(u.tx, left, e); err != nil {
			return err
		}
	}
	if !same(left, now) {
		return &ServiceChangedSince{Left: left, Now: now}
	}
	return nil
}

// serviceBefore is a service as it was before the change that an entry tells.
func serviceBefore(tx Tx, s Service, e Entry) (Service, error) {
	if e.Before == "" {
		return s, nil
	}
	var fields serviceFields
	if err := json.Unmarshal([]byte(e.Before), &fields); err != nil {
		return s, err
	}
	s.Aliases, s.Referents = slices.Clone(s.Aliases), slices.Clone(s.Referents)
	err := fields.over(tx, &s)
	return s, err
}
