package storetest

import (
	"errors"
	"strings"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
)

var deadlines = []behaviour{
	{"a deadline comes back as it was added, field by field", func(s *scene) {
		d := fullDeadline(12)
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		same(s, deadlineOf(s, 12), d)
	}},
	{"the versions of deadlines are those of the region that are there", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for n := 1; n <= 3; n++ {
				if err := tx.AddDeadline(plan.Deadline{Region: hdf, Number: n, Title: "CRTE", State: plan.Open, Version: 1}); err != nil {
					return err
				}
			}
			return tx.UpdateDeadline(plan.Deadline{Region: hdf, Number: 2, Title: "CRTE", State: plan.Open, Version: 1})
		})
		got := read(s, func(tx plan.Tx) (map[int]int, error) { return tx.DeadlineVersions(hdf, 1, 2, 9) })
		same(s, got, map[int]int{1: 1, 2: 2})
		same(s, read(s, func(tx plan.Tx) (map[int]int, error) { return tx.DeadlineVersions(idf, 1) }), map[int]int{})
	}},
	{"deadlines asked for together are those of the region that are there, by number, with their parts in order", func(s *scene) {
		full, plain := fullDeadline(12), plan.Deadline{Region: hdf, Number: 3, Title: "CRTE", State: plan.Open, Version: 1}
		s.write(func(tx plan.Tx) error { return errors.Join(tx.AddDeadline(full), tx.AddDeadline(plain)) })
		of := func(region plan.RegionID, numbers ...int) []plan.Deadline {
			return read(s, func(tx plan.Tx) ([]plan.Deadline, error) { return tx.DeadlinesOf(region, numbers...) })
		}
		same(s, of(hdf, 12, 9, 3), []plan.Deadline{plain, full})
		same(s, len(of(idf, 12)), 0)
		same(s, len(of(hdf)), 0)
	}},
	{"a deadline of which little is known comes back with nothing added", func(s *scene) {
		d := plan.Deadline{Region: hdf, Number: 1, Title: "CRTE", State: plan.Open, Version: 1}
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		same(s, deadlineOf(s, 1), d)
	}},
	{"a ladder without reminder is not the same as no ladder", func(s *scene) {
		d := plan.Deadline{Region: hdf, Number: 1, Title: "CRTE", Ladder: plan.Ladder{}, State: plan.Open, Version: 1}
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		same(s, deadlineOf(s, 1), d)
	}},
	{"midnight is an hour, unlike no hour", func(s *scene) {
		d := plan.Deadline{
			Region: hdf, Number: 1, Title: "CRTE", State: plan.Open, Version: 1,
			Due: plan.Due{Date: calendar.Date{Year: 2027, Month: 1, Day: 29}, HasTime: true, Zone: "Europe/Paris"},
		}
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		same(s, deadlineOf(s, 1), d)
	}},
	{"instants are kept to the microsecond and come back in UTC, from any zone", func(s *scene) {
		d := deadline(1, "CRTE", s59)
		d.CreatedAt = time.Date(2026, 10, 25, 2, 30, 0, 123_456_789, time.FixedZone("summer", 7200))
		d.ClosedAt = time.Date(1969, 7, 21, 2, 56, 0, 1_000, time.UTC)
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		got := deadlineOf(s, 1)
		same(s, got.CreatedAt.String(), "2026-10-25 00:30:00.123456 +0000 UTC")
		same(s, got.ClosedAt.String(), "1969-07-21 02:56:00.000001 +0000 UTC")
		same(s, got.ClosedAt.Location() == time.UTC, true) // even where the machine's zone is UTC by another name
	}},
	{"any text that a person may type comes back as it was", func(s *scene) {
		n := 0
		text := rapid.StringOf(rapid.OneOf(rapid.Rune().Filter(func(r rune) bool { return r != 0 }),
			rapid.RuneFrom([]rune("'\"\\%_’«»\u00a0\u202f\u200b\t\nœŒéÉ$1?--;"))))
		rapid.Check(s.T, func(r *rapid.T) {
			n++
			d := deadline(n, "t"+text.Draw(r, "title"), s59)
			d.Reason, d.Said, d.Parts[0].Note = text.Draw(r, "reason"), text.Draw(r, "said"), text.Draw(r, "note")
			s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
			same(s, deadlineOf(s, n), d)
		})
	}},
	{"the longest titles are taken, in any script", func(s *scene) {
		for i, letter := range []string{"a", "œ", "각", "\U0001D160", "🗓"} {
			d := deadline(i+1, strings.Repeat(letter, plan.MaxTitle), s59)
			s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
			same(s, deadlineOf(s, i+1), d)
		}
	}},
	{"parts come back in the order they were added, and an update replaces them", func(s *scene) {
		d := deadline(1, "CRTE", sgar, s62, s59)
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		same(s, deadlineOf(s, 1), d)
		d.Parts = []plan.Part{{Service: s59, State: plan.Open}, {Service: sgar, State: plan.Done, Note: "transmis ce matin"}}
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(d) })
		d.Version = 2
		same(s, deadlineOf(s, 1), d)
	}},
	{"an update changes all but the region and the number", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(deadline(12, "avant", s59)) })
		d := fullDeadline(12)
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(d) })
		d.Version = 2
		same(s, deadlineOf(s, 12), d)
	}},
	{"an update is stale when the deadline changed since it was read", func(s *scene) {
		d := deadline(1, "CRTE", s59)
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(d) })
		late := deadline(1, "too late", s62)
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.UpdateDeadline(late) })
		d.Version = 2
		same(s, deadlineOf(s, 1), d)
	}},
	{"a number is given once in a region, and again in another", func(s *scene) {
		d := deadline(1, "CRTE", s59)
		other := d
		other.Region, other.Title = idf, "de l’autre région"
		s.write(func(tx plan.Tx) error {
			if err := tx.AddDeadline(d); err != nil {
				return err
			}
			return tx.AddDeadline(other)
		})
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddDeadline(deadline(1, "encore", s59)) })
		same(s, deadlineOf(s, 1), d)
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(d) })
		same(s, read(s, func(tx plan.Tx) (plan.Deadline, error) { return tx.Deadline(idf, 1) }), other)
	}},
	{"a deadline that is not there is not found, to read or to update", func(s *scene) {
		other := deadline(1, "CRTE", s59)
		other.Region = idf
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(other) })
		missing(s, func(tx plan.Tx) (plan.Deadline, error) { return tx.Deadline(hdf, 1) })
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.UpdateDeadline(deadline(1, "CRTE", s59)) })
	}},
	{"a new deadline must have version 1", func(s *scene) {
		d := deadline(1, "CRTE", s59)
		d.Version = 2
		s.fault(func(tx plan.Tx) error { return tx.AddDeadline(d) })
	}},
	{"a part of an unknown service, or an unknown state, is a fault", func(s *scene) {
		s.fault(func(tx plan.Tx) error { return tx.AddDeadline(deadline(1, "CRTE", "none")) })
		d := deadline(1, "CRTE", s59)
		d.State = "perhaps"
		s.fault(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		missing(s, func(tx plan.Tx) (plan.Deadline, error) { return tx.Deadline(hdf, 1) })
	}},
	{"numbers of a sequence follow each other, apart from other sequences and regions", func(s *scene) {
		next := func(region plan.RegionID, sequence string) int {
			var n int
			s.write(func(tx plan.Tx) (err error) {
				n, err = tx.NextNumber(region, sequence)
				return err
			})
			return n
		}
		got := []int{next(hdf, "E"), next(hdf, "E"), next(hdf, "RM"), next(idf, "E"), next(hdf, "E")}
		same(s, got, []int{1, 2, 1, 1, 3})
	}},
}

var series = []behaviour{
	{"a series comes back as it was put, and changes at the version that was read", func(s *scene) {
		v := full[plan.Series]()
		v.Region, v.Number, v.Version = hdf, 3, 0
		s.write(func(tx plan.Tx) error { return tx.PutSeries(v) })
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.PutSeries(v) })
		v.Version = 1
		read := func() plan.Series {
			return read(s, func(tx plan.Tx) (plan.Series, error) { return tx.Series(hdf, 3) })
		}
		same(s, read(), v)
		v.Title, v.Parts, v.Ended = "renommée", v.Parts[:1], false
		s.write(func(tx plan.Tx) error { return tx.PutSeries(v) })
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.PutSeries(v) })
		v.Version = 2
		same(s, read(), v)
	}},
	{"series are found by who owes them, as long as they go on", func(s *scene) {
		put := func(region plan.RegionID, number int, ended bool, parts ...plan.SeriesPart) {
			v := full[plan.Series]()
			v.Region, v.Number, v.Version, v.Ended, v.Parts = region, number, 0, ended, parts
			s.write(func(tx plan.Tx) error { return tx.PutSeries(v) })
		}
		odd := plan.UserID(`u_1%"\`)
		put(hdf, 12, false, plan.SeriesPart{Service: s59}, plan.SeriesPart{Service: s62, Assignee: bob, AssignedBy: alice})
		put(hdf, 3, false, plan.SeriesPart{Service: s62, Assignee: odd})
		put(hdf, 5, true, plan.SeriesPart{Service: s62, Assignee: bob})
		put(idf, 7, false, plan.SeriesPart{Service: s62, Assignee: bob})
		owed := func(user plan.UserID, service plan.ServiceID) []int {
			return each(read(s, func(tx plan.Tx) ([]plan.Series, error) { return tx.SeriesOwedBy(hdf, user, service) }),
				func(v plan.Series) int { return v.Number })
		}
		same(s, owed(bob, ""), []int{12})
		same(s, owed(alice, ""), []int{})
		same(s, owed(odd, ""), []int{3})
		same(s, owed("u_1", ""), []int{})
		same(s, owed("", s62), []int{3, 12})
		same(s, owed("", s59), []int{12})
	}},
	{"a series of another region is not found", func(s *scene) {
		v := full[plan.Series]()
		v.Region, v.Number, v.Version = idf, 3, 0
		s.write(func(tx plan.Tx) error { return tx.PutSeries(v) })
		missing(s, func(tx plan.Tx) (plan.Series, error) { return tx.Series(hdf, 3) })
		v.Region, v.Version = hdf, 1
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.PutSeries(v) })
	}},
}

// deadline is an open one, due at the end of 29 January 2027 in Paris.
func deadline(number int, title string, concerned ...plan.ServiceID) plan.Deadline {
	d := plan.Deadline{
		Region: hdf, Number: number, Title: title, Kind: plan.Internal, State: plan.Open, Version: 1,
		Ladder: plan.DefaultLadder(),
	}
	for _, service := range concerned {
		d.Parts = append(d.Parts, plan.Part{Service: service, State: plan.Open})
	}
	return dueOn(d, calendar.Date{Year: 2027, Month: time.January, Day: 29})
}

func dueOn(d plan.Deadline, day calendar.Date) plan.Deadline {
	d.Due = plan.Due{Date: day, Zone: "Europe/Paris"}
	at, err := d.Due.Deadline()
	if err != nil {
		panic(err)
	}
	d.DueAt = at.UTC()
	return d
}

// fullDeadline holds something in every field.
func fullDeadline(number int) plan.Deadline {
	d := full[plan.Deadline]()
	d.Region, d.Number, d.State, d.Version = hdf, number, plan.Cancelled, 1
	d.Parts[0].Service, d.Parts[0].State = s62, plan.Cancelled
	d.Parts[1].Service, d.Parts[1].State = s59, plan.Done
	return d
}

func deadlineOf(s *scene, number int) plan.Deadline {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.Deadline, error) { return tx.Deadline(hdf, number) })
}
