package plan

import (
	"context"
	"errors"
	"slices"

	"jalon/i18n"
)

var (
	textAlreadyAttached = i18n.T("{what} est déjà rattachée à {name}. Rien n’a changé.", "{what} is already attached to {name}. Nothing has changed.")
	textProjectApart    = i18n.T("{what} n’est pas rattachée à {name}. Rien n’a changé.", "{what} is not attached to {name}. Nothing has changed.")
	textManyAttached    = i18n.T("Un projet a {max} échéances et séances au plus. Rien n’a changé.\nDétachez-en une : `/projet detacher {first} {ref}`",
		"A project has at most {max} deadlines and meetings. Nothing has changed.\nDetach one: `/projet detacher {first} {ref}`")
)

// AttachToProject attaches a deadline or a meeting to a project, or detaches it,
// and tells which. It returns NotFound for one that the actor may not see, Denied
// to whoever may not report on the project, and Invalid when nothing would change.
func (p *Planner) AttachToProject(ctx context.Context, call Call, number int, what string, attach bool) (c ProjectChange, ref Ref, err error) {
	err = p.write(ctx, func(tx Tx) error {
		dir, before, err := projectFor(tx, call, ReportOn, number)
		if err != nil {
			return err
		}
		if ref, err = attachable(tx, dir, what); err != nil {
			return err
		}
		after := before.clone()
		at := slices.Index(after.Refs, ref)
		action := "projet.rattacher"
		switch {
		case before.Closed:
			return Refuse(Closed, textProjectShut.With("ref", before.Ref(), "name", before.Called()))
		case attach && at >= 0:
			return Refuse(Invalid, textAlreadyAttached.With("what", ref, "name", before.Called()))
		case !attach && at < 0:
			return Refuse(Invalid, textProjectApart.With("what", ref, "name", before.Called()))
		case attach && len(after.Refs) >= maxProjectRefs:
			return Refuse(Invalid, textManyAttached.With("max", maxProjectRefs, "first", after.Refs[0], "ref", before.Ref()))
		case attach:
			after.Refs = append(after.Refs, ref)
		default:
			action = "projet.detacher"
			after.Refs = slices.Delete(after.Refs, at, at+1)
		}
		c, err = p.storeProject(tx, call, action, before, after, "")
		return err
	})
	return c, ref, wrap(err, "attach %s to project %d", what, number)
}

// attachable finds the deadline or the meeting that an identifier names.
func attachable(tx Tx, dir DirectoryView, what string) (Ref, error) {
	if number, ok := ParseMeetingRef(what); ok {
		m, err := meetingNumbered(tx, dir.Region.ID, number)
		return m.Ref(), err
	}
	ref, ok := ParseDeadlineRef(what)
	if !ok {
		return "", errors.New("neither a deadline nor a meeting")
	}
	d, err := deadlineSeen(tx, dir.Sight(), dir.Region.ID, ref)
	return d.Ref(), err
}
