package plan

import (
	"jalon/i18n"
)

// The lines of a list that are meetings.

// MeetingLine is one meeting of a list.
type MeetingLine struct {
	At    Cell
	Body  string // as it is called
	State MeetingState
	New   NewMeeting
}

type draftMeeting struct {
	body int // among the drafts
	line MeetingLine
}

func (w *importingBodies) draftMeetings() error {
	firm := 0
	for _, line := range w.list.Meetings {
		report := LineReport{At: line.At, Name: line.Body + ", " + line.New.Start.Date.String(), State: LineSame}
		at := w.called(line.Body)
		if at < 0 {
			w.problem(line.At.in(ColumnBody), textLineNoBody.With("name", line.Body))
			w.report.Meetings = append(w.report.Meetings, report)
			continue
		}
		there, err := w.meetingThere(at, line)
		if err != nil {
			return err
		}
		if !there {
			report.State = LineNew
			report.Changes = []FieldChange{{Column: ColumnState, After: string(w.stateOf(line))}}
			w.meetings = append(w.meetings, draftMeeting{at, line})
			if w.stateOf(line).Firm() {
				firm++
			}
		}
		w.report.Meetings = append(w.report.Meetings, report)
	}
	if firm > 0 {
		w.report.Warnings = append(w.report.Warnings, ImportProblem{Cell{}, i18n.Plural(i18n.FR, firm, textLineAsks, textLineAsksMany).With(
			"n", howMany{firm, textOneMeeting, textManyMeetings})})
	}
	return nil
}

// stateOf is the state that a meeting of the list takes: over when it is past.
func (w *importingBodies) stateOf(line MeetingLine) MeetingState {
	past := line.New.Start.Date.Before(w.today)
	switch {
	case line.State == CalledOff || line.State == DidNot:
		return line.State
	case past:
		return MeetingOver
	case line.State == Provisional:
		return Provisional
	default:
		return Confirmed
	}
}

// meetingThere tells whether a body has the meeting already, or the list names it
// twice.
func (w *importingBodies) meetingThere(at int, line MeetingLine) (bool, error) {
	for _, m := range w.meetings {
		if m.body == at && m.line.New.Start.Date == line.New.Start.Date {
			w.problem(line.At, textBodyLineTwice.With("name", line.Body, "row", m.line.At.Row))
			return true, nil
		}
	}
	b := w.drafts[at].before
	if b.Number == 0 {
		return false, nil
	}
	found, _, err := w.tx.FindMeetings(b.Region, MeetingFilter{Body: b.Number, From: line.New.Start.Date, To: line.New.Start.Date})
	if err != nil {
		return false, err
	}
	cancelled := line.State == CalledOff
	for _, m := range found {
		if (m.State == CalledOff) != cancelled {
			continue
		}
		if m.HasTime && line.New.HasTime && m.Start.Time != line.New.Start.Time {
			w.report.Warnings = append(w.report.Warnings, ImportProblem{line.At.in(ColumnHour), textLineMeets.With("body", b.Called(), "ref", m.Ref())})
		}
		return true, nil
	}
	return false, nil
}

// saveMeeting records a meeting that is over or cancelled as it is, and plans one to
// come as anybody would.
func (w *importingBodies) saveMeeting(d draftMeeting) error {
	b, n := w.drafts[d.body].after, d.line.New
	n.Body = b.Number
	state := w.stateOf(d.line)
	if state.Ahead() {
		n.Provisional = state == Provisional
		t, err := templateNamed(w.tx, w.dir, b.TemplateName())
		if err != nil {
			return err
		}
		_, err = w.p.planMeeting(w.tx, w.dir, w.call, b, n, t.Steps, 0)
		return wrap(err, "meeting of %s", b.Called())
	}
	m := Meeting{
		Region: b.Region, Body: b.Number, State: state, Start: n.Start, HasTime: n.HasTime, End: n.End, Place: n.Place, Link: n.Link,
		Agenda: n.Agenda, Hat: b.Hat, NoticeOn: n.NoticeOn, Author: w.call.Actor.User, From: onBehalf(w.call),
		CreatedAt: w.call.Now, ClosedAt: w.call.Now, ClosedBy: w.call.Actor.User, Revision: 1, Version: 1,
	}
	var err error
	if m.StartAt, err = m.Start.Instant(); err != nil {
		return err
	}
	if m.Number, err = w.tx.NextNumber(m.Region, meetingMark); err != nil {
		return err
	}
	return w.p.storeMeeting(w.tx, w.call, "seance.importer", nil, &m, "")
}
