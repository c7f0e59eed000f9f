package plan

import (
	"context"
	"errors"
	"slices"
)

// Alteration is one change that somebody made to a deadline.
type Alteration struct {
	Entry Entry
	// User made it, empty for jalon itself and for an account that was erased;
	// Service is the first of theirs.
	User     UserID
	Username string
	Service  ServiceID
	Was, Is  DeadlineRecord
}

// Meanwhile is what happened to a deadline since somebody saw it.
type Meanwhile struct {
	Ref Ref
	// Was is the deadline as it was seen.
	Was Deadline
	// Version is that of the deadline as it stands.
	Version     int
	Alterations []Alteration // the oldest first
	Differences []Difference // from what was seen to what stands
	Names       RecordNames
}

// Overtaken is the refusal of a change that was asked in view of a deadline that
// is no longer so. Nothing is overwritten: the person is shown what changed.
type Overtaken struct{ Meanwhile }

// Error names the deadline for logs.
func (o *Overtaken) Error() string { return string(o.Ref) + " changed since it was shown" }

// Since tells what changed in a deadline after a version of it.
func (p *Planner) Since(ctx context.Context, call Call, ref Ref, version int) (Meanwhile, error) {
	var out Meanwhile
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		out, err = since(tx, call.Actor.Region, ref, version)
		return err
	})
	return out, wrap(err, "what changed in %s", ref)
}

func since(tx Tx, region RegionID, ref Ref, version int) (Meanwhile, error) {
	entries, err := tx.Entries(region, ref)
	if err != nil {
		return Meanwhile{}, err
	}
	later := slices.DeleteFunc(entries, func(e Entry) bool {
		is, held, err := ReadDeadlineRecord(e.After)
		return err != nil || !held || is.Version <= version
	})
	return meanwhile(tx, region, ref, later)
}

// meanwhile tells the changes that entries hold, from before the first of them.
// An entry whose texts were erased tells nothing any more.
func meanwhile(tx Tx, region RegionID, ref Ref, entries []Entry) (Meanwhile, error) {
	out := Meanwhile{Ref: ref}
	for _, e := range entries {
		was, before, errWas := ReadDeadlineRecord(e.Before)
		is, after, errIs := ReadDeadlineRecord(e.After)
		if err := errors.Join(errWas, errIs); err != nil {
			return out, err
		}
		if before && after && is.Version > 0 { // a change of the deadline, not something said of it
			out.Alterations = append(out.Alterations, Alteration{Entry: e, Was: was, Is: is})
		}
	}
	if len(out.Alterations) == 0 {
		return out, nil
	}
	if err := out.addNames(tx, region); err != nil {
		return out, err
	}
	first, last := out.Alterations[0].Was, out.Alterations[len(out.Alterations)-1].Is
	out.Version, out.Differences = last.Version, Differences(first, last, out.Names)
	n, _ := ref.number()
	var err error
	out.Was, err = first.Deadline(tx, region, n)
	return out, err
}

// addNames finds who made the alterations, and how those they name are called.
func (m *Meanwhile) addNames(tx Tx, region RegionID) error {
	r := journalReader{tx: tx, region: region}
	lines := make([]Line, len(m.Alterations))
	for i, a := range m.Alterations {
		lines[i] = Line{Entry: a.Entry}
	}
	var err error
	if m.Names, err = r.name(lines); err != nil {
		return err
	}
	for i := range m.Alterations {
		a := &m.Alterations[i]
		a.Username = lines[i].Actor
		if a.Entry.Actor == "" {
			continue
		}
		if a.User, err = tx.PersonUser(region, a.Entry.Actor); err != nil {
			return err
		}
		agent, err := tx.Agent(region, a.User)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if len(agent.Services) > 0 {
			a.Service = agent.Services[0].Service
		}
	}
	return nil
}

// overtaken refuses a change asked in view of an older state of the deadline.
func overtaken(tx Tx, call Call, d Deadline) error {
	if call.Drawn == 0 || call.Drawn >= d.Version {
		return nil
	}
	m, err := since(tx, d.Region, d.Ref(), call.Drawn)
	if err != nil || len(m.Differences) == 0 {
		return err
	}
	return &Overtaken{m}
}
