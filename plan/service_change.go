package plan

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"jalon/i18n"
)

// ServiceChange is what became of a service.
type ServiceChange struct {
	Before, After Service
	// Replanned says what followed in the deadlines that the service owes.
	Replanned Replanned
}

// ServiceStale is the refusal of a change asked of an older state of a service.
type ServiceStale struct {
	// Drawn is the state that the person saw, when the journal still tells it;
	// the present one otherwise.
	Drawn, Now Service
}

// Error names the service for logs.
func (s *ServiceStale) Error() string { return "service " + s.Now.Code + " changed since it was shown" }

// AddService records a service. It returns Denied to whoever may not manage
// services, and Invalid for a code, a name, a territory or a channel that
// cannot be.
func (p *Planner) AddService(ctx context.Context, call Call, s Service, reason string) (ServiceChange, error) {
	var out ServiceChange
	err := p.write(ctx, func(tx Tx) error {
		dir, all, err := p.forServices(tx, call)
		if err != nil {
			return err
		}
		s.Region, s.Version, s.Closed, s.ID = dir.Region.ID, 0, false, p.serviceID(s.Code, all)
		if err := checkService(Service{}, s, all); err != nil {
			return err
		}
		if err := putChecked(tx, s); err != nil {
			return err
		}
		s.Version++
		if err := p.planWeekly(tx, s, call.Now); err != nil {
			return err
		}
		out = ServiceChange{After: s}
		return p.noteService(tx, call, "service.ajouter", out, reason)
	})
	if err == nil && s.Channel != "" {
		p.channelsChanged()
	}
	return out, wrap(err, "add service %s", s.Code)
}

// ModifyService changes a service as edit says, which may run several times,
// and plans again the reminders that depend on what changed. drawn is the
// version that the person saw, 0 when none was shown. It returns [*ServiceStale]
// when the service changed since, and refuses what [Planner.AddService] does.
func (p *Planner) ModifyService(ctx context.Context, call Call, id ServiceID, drawn int, edit func(*Service), reason string) (ServiceChange, error) {
	out, err := p.changeService(ctx, call, id, "service.modifier", reason, func(tx Tx, s *Service, all []Service) error {
		if drawn != 0 && drawn != s.Version {
			return staleService(tx, *s, drawn)
		}
		before := *s
		edit(s)
		if before.Closed && s.Closed {
			return Refuse(Closed, textServiceClosed.With("code", s.Code, "typed", TypedCode(s.Code)))
		}
		if same(before, *s) {
			return Refuse(Invalid, textServiceSame.With("code", s.Code, "typed", TypedCode(s.Code)))
		}
		return checkService(before, *s, all)
	})
	return out, wrap(err, "modify service %s", id)
}

// CloseService closes a service that owes nothing any more and frees its
// channel. Nothing is erased.
func (p *Planner) CloseService(ctx context.Context, call Call, id ServiceID, reason string) (ServiceChange, error) {
	out, err := p.changeService(ctx, call, id, "service.fermer", reason, func(tx Tx, s *Service, all []Service) error {
		if s.Closed {
			return Refuse(Closed, textServiceClosed.With("code", s.Code, "typed", TypedCode(s.Code)))
		}
		if err := owesNothing(tx, *s, all); err != nil {
			return err
		}
		before := *s
		s.Closed, s.Channel, s.ChannelName, s.ChannelOpen = true, "", "", false
		return checkCoordination(before, *s, all)
	})
	return out, wrap(err, "close service %s", id)
}

// owesNothing refuses to close a service that has open deadlines.
func owesNothing(tx Tx, s Service, all []Service) error {
	_, owed, err := tx.FindDeadlines(s.Region, DeadlineFilter{
		State: Open, Services: []ServiceID{s.ID}, OpenParts: true, Limit: 1,
	})
	if err != nil || owed == 0 {
		return err
	}
	return Refuse(Closed, i18n.Plural(i18n.FR, owed, textServiceOwesOne, textServiceOwes).With(
		"code", s.Code, "typed", TypedCode(s.Code), "n", owed, "to", TypedCode(Heir(s, all))))
}

// Heir is the code of who could take over what a service owes, among services.
func Heir(s Service, all []Service) string {
	code := ""
	for _, other := range all {
		if other.Closed || other.ID == s.ID {
			continue
		}
		if other.ID == s.Parent {
			return other.Code
		}
		if code == "" || other.Coordinates() {
			code = other.Code
		}
	}
	return code
}

// changeService lets f change a service, stores it with its journal entry, and
// makes the deadlines follow.
func (p *Planner) changeService(ctx context.Context, call Call, id ServiceID, action, reason string,
	f func(tx Tx, s *Service, all []Service) error,
) (ServiceChange, error) {
	var out ServiceChange
	err := p.write(ctx, func(tx Tx) error {
		dir, all, err := p.forServices(tx, call)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(s Service) bool { return s.ID == id })
		if at < 0 {
			return Refuse(NotFound, textServiceGone.With("id", id))
		}
		s := all[at]
		s.Aliases, s.Referents = slices.Clone(s.Aliases), slices.Clone(s.Referents)
		out = ServiceChange{Before: all[at]}
		if err := f(tx, &s, all); err != nil {
			return err
		}
		if err := putChecked(tx, s); err != nil {
			return err
		}
		s.Version++
		out.After = s
		if out.Replanned, err = p.followService(tx, dir, out, all, call); err != nil {
			return err
		}
		if err := p.followDigest(tx, out, call.Now); err != nil {
			return err
		}
		return p.noteService(tx, call, action, out, reason)
	})
	if err == nil && out.Before.Channel != out.After.Channel {
		p.channelsChanged()
	}
	return out, err
}

// forServices reads what a change of services is checked against: who asks, as
// they are in this transaction, and all the services, closed ones included.
func (p *Planner) forServices(tx Tx, call Call) (DirectoryView, []Service, error) {
	dir, err := look(tx, call.Actor.Region, call.Actor.User, call.Actor.Username, call.Place)
	if err != nil {
		return dir, nil, err
	}
	if err := CheckServices(dir.Actor); err != nil {
		return dir, nil, err
	}
	all, err := tx.Services(dir.Region.ID)
	return dir, all, err
}

// serviceID makes the name for good of a service, from its code while nobody
// has it: a service whose code changed keeps the one it was given first.
func (p *Planner) serviceID(code string, all []Service) ServiceID {
	id := ServiceID(strings.ReplaceAll(i18n.Fold(code), " ", "-"))
	if slices.ContainsFunc(all, func(s Service) bool { return s.ID == id }) {
		return ServiceID(p.newID())
	}
	return id
}

// putChecked stores a service; its code may have been taken meanwhile.
func putChecked(tx Tx, s Service) error {
	err := tx.PutService(s)
	if errors.Is(err, ErrDuplicate) {
		return Refuse(Invalid, textCodeTaken.With("code", s.Code, "typed", TypedCode(s.Code), "name", s.Name))
	}
	return err
}

// noteService writes the journal entry of a change: only the fields that
// changed, as they were and as they are.
func (p *Planner) noteService(tx Tx, call Call, action string, c ServiceChange, reason string) error {
	before, after, err := changedFields(c.Before, c.After)
	if err != nil {
		return err
	}
	for _, fields := range []serviceFields{before, after} {
		if err := fields.namePersons(tx, c.After.Region); err != nil {
			return err
		}
	}
	if c.Before.ID == "" {
		return p.journal(tx, call, action, ServiceRef(c.After.ID), nil, after, reason)
	}
	return p.journal(tx, call, action, ServiceRef(c.After.ID), before, after, reason)
}

// serviceFields are fields of a service by name, as JSON.
type serviceFields map[string]json.RawMessage

// referentsField is the field that names people.
const referentsField = "Referents"

// changedFields are the fields of a service that differ: either side read over
// the other state gives back its own.
func changedFields(a, b Service) (before, after serviceFields, err error) {
	if before, err = fieldsOf(a); err != nil {
		return nil, nil, err
	}
	if after, err = fieldsOf(b); err != nil {
		return nil, nil, err
	}
	for name := range after {
		if string(before[name]) == string(after[name]) || name == "Version" {
			delete(before, name)
			delete(after, name)
		}
	}
	return before, after, nil
}

func fieldsOf(s Service) (serviceFields, error) {
	if s.Aliases == nil {
		s.Aliases = []string{}
	}
	if s.Referents == nil {
		s.Referents = []UserID{}
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var out serviceFields
	return out, json.Unmarshal(raw, &out)
}

// referentsOf lists the persons whom a text of an entry about a service names.
func referentsOf(text string) []PersonID {
	var fields struct{ Referents []PersonID }
	if text == "" || json.Unmarshal([]byte(text), &fields) != nil {
		return nil
	}
	return fields.Referents
}

// namePersons makes the referents those that the journal may name.
func (f serviceFields) namePersons(tx Tx, region RegionID) error {
	names := naming{tx: tx, region: region}
	return convert(f, names.person, &names.err)
}

// nameUsers makes the persons of the journal the accounts that they are.
func (f serviceFields) nameUsers(tx Tx, region RegionID) error {
	names := naming{tx: tx, region: region}
	return convert(f, names.user, &names.err)
}

// over writes the fields over a state of their service.
func (f serviceFields) over(tx Tx, s *Service) error {
	if err := f.nameUsers(tx, s.Region); err != nil {
		return err
	}
	raw, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, s)
}

// convert replaces the referents, if the fields hold them.
func convert[From, To ~string](f serviceFields, of func(From) To, failed *error) error {
	held, ok := f[referentsField]
	if !ok {
		return nil
	}
	var from []From
	if err := json.Unmarshal(held, &from); err != nil {
		return err
	}
	to := make([]To, 0, len(from))
	for _, v := range from {
		if named := of(v); named != "" {
			to = append(to, named)
		}
	}
	if *failed != nil {
		return *failed
	}
	var err error
	f[referentsField], err = json.Marshal(to)
	return err
}

// same tells whether two states of a service differ in nothing.
func same(a, b Service) bool {
	before, _, err := changedFields(a, b)
	return err == nil && len(before) == 0
}

// staleService finds the state that the person saw, going back through the
// journal, one version at a time.
func staleService(tx Tx, now Service, drawn int) error {
	stale := &ServiceStale{Drawn: now, Now: now}
	entries, err := tx.Entries(now.Region, ServiceRef(now.ID))
	if err != nil {
		return err
	}
	missed := now.Version - drawn
	if missed < 0 || missed > len(entries) {
		return stale
	}
	for _, e := range slices.Backward(entries[len(entries)-missed:]) {
		if e.Before == "" {
			continue
		}
		var fields serviceFields
		if err := json.Unmarshal([]byte(e.Before), &fields); err != nil {
			return err
		}
		if err := fields.over(tx, &stale.Drawn); err != nil {
			return err
		}
	}
	return stale
}
