package plan

// meetingsByThemselves are the notices about meetings that answer nobody's act:
// they wait for an opening, as reminders do.
var meetingsByThemselves = []Notice{
	NoticeAskAgain, NoticePassedOn, NoticeDecideSoon, NoticeWatch, NoticeTermEnding, NoticeWasHeld, NoticeMinutes, NoticeNoMinutes,
}

// untilOpen makes a delivery wait for the next opening when it would leave at a
// quiet hour, and tells whether it waits.
func (f *freezing) untilOpen(v Delivery) (bool, error) {
	dir, err := f.directory(v.Region)
	if err != nil {
		return false, err
	}
	service := v.Service
	if service == "" {
		service = dir.Coordination().ID
	}
	o, err := f.planner.openingOf(dir, listener(dir, v.To, service))
	if err != nil || o.openAt(f.now) || f.now.Sub(v.DueAt) < Lateness && o.openAt(v.DueAt) {
		return false, err
	}
	if v.DueAt, err = o.next(f.now).Instant(); err != nil {
		return false, err
	}
	return true, f.tx.UpdateDelivery(v)
}

// skip records that a delivery is no longer right, at the moment it was planned for:
// that to which it was put off means nothing any more.
func (f *freezing) skip(v Delivery, reason string) (handled bool, err error) {
	v.State, v.Reason, v.DueAt = Skipped, reason, v.announced()
	return true, f.tx.UpdateDelivery(v)
}

// meetingOf reads the meeting that a delivery is about; false when it is about
// another schedule of it, or about none.
func (f *freezing) meetingOf(v Delivery) (Meeting, bool, error) {
	n, ok := v.Subject.meeting()
	if !ok {
		return Meeting{}, false, nil
	}
	m, err := meetingNumbered(f.tx, v.Region, n)
	if kind, refused := KindOf(err); refused && kind == NotFound {
		return m, false, nil
	}
	return m, err == nil && m.Revision == v.Revision, err
}
