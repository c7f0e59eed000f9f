package storetest

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"jalon/plan"
)

// rm4 is the number of the data call RM4, whose close is a deadline beside E4.
const rm4 = plan.DataCalls + 4

var dataCalls = []behaviour{
	{"a data call comes back as it was put, field by field", func(s *scene) {
		c := s.asked(rm4, s59)
		c.Version = 1
		same(s, dataCallOf(s, rm4), c)
	}},
	{"a data call of which little is known comes back with nothing added", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(deadline(rm4, "CRTE", s59)) })
		c := plan.DataCall{Region: hdf, Number: rm4}
		s.putDataCall(c)
		c.Version = 1
		same(s, dataCallOf(s, rm4), c)
	}},
	{"any data call comes back as it was put, whatever it was before", func(s *scene) {
		version := s.asked(rm4, s59).Version + 1
		rapid.Check(s.T, func(r *rapid.T) {
			c := plan.DataCall{
				Region: hdf, Number: rm4, Questions: rapid.SliceOfN(anyQuestion, 1, plan.MostQuestions).Draw(r, "questions"),
				Origin: anyText.Draw(r, "origin"), Link: anyText.Draw(r, "link"), Held: rapid.Bool().Draw(r, "held"),
				Private: rapid.Bool().Draw(r, "private"), Closed: rapid.Bool().Draw(r, "closed"),
				Previous: rapid.SampledFrom([]int{0, plan.DataCalls + 1}).Draw(r, "previous"), Version: version,
			}
			s.putDataCall(c)
			version++
			c.Version = version
			same(s, dataCallOf(s, rm4), c)
		})
	}},
	{"a data call changes at the version that was read", func(s *scene) {
		c := s.asked(rm4, s59)
		put := func(tx plan.Tx) error { return tx.PutDataCall(c) }
		s.refused(plan.ErrDuplicate, put)
		c.Version, c.Closed, c.Questions = 1, false, c.Questions[:1]
		s.write(put)
		s.refused(plan.ErrStale, put)
		c.Version = 2
		same(s, dataCallOf(s, rm4), c)
		c.Number = rm4 + 1
		s.refused(plan.ErrNotFound, put)
		missing(s, func(tx plan.Tx) (plan.DataCall, error) { return tx.DataCall(hdf, rm4+1) })
		missing(s, func(tx plan.Tx) (plan.DataCall, error) { return tx.DataCall(idf, rm4) })
	}},
	{"a data call without its deadline, or an answer to none, is a fault", func(s *scene) {
		s.fault(func(tx plan.Tx) error { return tx.PutDataCall(plan.DataCall{Region: hdf, Number: rm4}) })
		s.fault(func(tx plan.Tx) error { return tx.AddAnswer(fullAnswer(rm4, s59, 1)) })
		s.asked(rm4, s59)
		odd := fullAnswer(rm4, s59, 1)
		odd.Outcome = "perhaps"
		s.fault(func(tx plan.Tx) error { return tx.AddAnswer(odd) })
		same(s, answersTo(s, rm4), nil)
	}},
	{"answers come back as they were kept, by service, then as they came", func(s *scene) {
		s.asked(rm4, s59, s62)
		s.asked(rm4+1, s59)
		var of59, of62 []plan.DataAnswer
		for rank := 1; rank <= 10; rank++ {
			of62 = append(of62, fullAnswer(rm4, s62, rank))
			of59 = append(of59, fullAnswer(rm4, s59, rank))
			s.answer(of62[rank-1])
			s.answer(of59[rank-1])
		}
		s.answer(fullAnswer(rm4+1, s59, 1))
		same(s, answersTo(s, rm4), append(of59, of62...))
		same(s, answersTo(s, rm4+2), nil)
		same(s, read(s, func(tx plan.Tx) ([]plan.DataAnswer, error) { return tx.Answers(idf, rm4) }), nil)
	}},
	{"any answer comes back as it was kept", func(s *scene) {
		s.asked(rm4, s59)
		rank := 0
		rapid.Check(s.T, func(r *rapid.T) {
			rank++
			a := plan.DataAnswer{
				Region: hdf, Call: rm4, Service: s59, Rank: rank, Area: anyText.Draw(r, "area"),
				Outcome: rapid.SampledFrom([]plan.Outcome{plan.Received, plan.Nil, plan.NotApplicable}).Draw(r, "outcome"),
				At:      noon.Add(time.Duration(rank) * time.Microsecond), By: anyPerson.Draw(r, "by"),
				Late: rapid.Bool().Draw(r, "late"), Behalf: rapid.Bool().Draw(r, "on behalf"),
			}
			if values := rapid.SliceOfN(anyText, 0, plan.MostQuestions).Draw(r, "values"); len(values) > 0 {
				a.Values = values
			}
			s.answer(a)
			all := answersTo(s, rm4)
			same(s, len(all), rank)
			same(s, all[rank-1], a)
		})
	}},
	{"a service gives one answer of a rank", func(s *scene) {
		s.asked(rm4, s59, s62)
		s.answer(fullAnswer(rm4, s59, 1))
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddAnswer(fullAnswer(rm4, s59, 1)) })
		s.answer(fullAnswer(rm4, s62, 1))
		same(s, len(answersTo(s, rm4)), 2)
	}},
	{"what a part holds of a data call comes back as it was put, and goes", func(s *scene) {
		d := deadline(rm4, "CRTE", s59, s62)
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		later := d.Due
		later.Date, later.HasTime = d.Due.Date.AddDays(3), true // at midnight, which is an hour
		d.Parts[0].Outcome, d.Parts[0].Until = plan.Nil, later
		d.Parts[1].Wish, d.Parts[1].Why, d.Parts[1].AskedBy = later, "« congés » ; l’été", bob
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(d) })
		d.Version = 2
		same(s, deadlineOf(s, rm4), d)
		d.Parts[0].Outcome, d.Parts[0].Until = "", plan.Due{}
		d.Parts[1].Wish, d.Parts[1].Why, d.Parts[1].AskedBy = plan.Due{}, "", ""
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(d) })
		d.Version = 3
		same(s, deadlineOf(s, rm4), d)
	}},
	{"what is said and written of a data call is found by who sees it, and not with the deadline of the same rank", func(s *scene) {
		add := func(number int, service plan.ServiceID, restricted bool, author plan.UserID) {
			d := deadline(number, "CRTE", service)
			d.Restricted, d.Author = restricted, author
			s.write(func(tx plan.Tx) error {
				if err := tx.AddDeadline(d); err != nil {
					return err
				}
				return tx.AddEntry(plan.Entry{Region: hdf, ID: string(d.Ref()), Object: d.Ref(), At: noon})
			})
			planned(s, delivery(string(d.Ref()), d.Ref()), true)
		}
		add(4, s62, true, alice)
		add(rm4, s59, false, alice)
		add(5, s59, false, alice)
		add(rm4+1, s62, true, bob)
		for _, c := range []struct {
			sight plan.Sight
			want  string
		}{
			{plan.Sight{All: true}, "E4 E5 RM4 RM5"},
			{plan.Sight{Whole: true}, "E5 RM4"},
			{plan.Sight{Scope: []plan.ServiceID{s59}}, "E5 RM4"},
			{plan.Sight{Scope: []plan.ServiceID{s62}}, ""},
			{plan.Sight{Own: []plan.ServiceID{s62}}, "E4 RM5"},
			{plan.Sight{Users: []plan.UserID{bob}}, "RM5"},
			{plan.Sight{Users: []plan.UserID{alice}}, "E4 E5 RM4"},
		} {
			lines, total := inLedger(s, plan.LedgerFilter{Sight: &c.sight})
			same(s, strings.Join(lineIDs(lines), " "), c.want)
			same(s, total, len(strings.Fields(c.want)))
		}
		for service, want := range map[plan.ServiceID]string{s59: "RM4 E5", s62: "RM5 E4", sgar: ""} {
			written := read(s, func(tx plan.Tx) ([]plan.Entry, error) {
				entries, _, err := tx.FindEntries(hdf, plan.EntryFilter{Services: []plan.ServiceID{service}})
				return entries, err
			})
			same(s, strings.Join(each(written, func(e plan.Entry) string { return e.ID }), " "), want)
		}
	}},
}

var anyQuestion = rapid.Custom(func(r *rapid.T) plan.Question {
	q := plan.Question{Label: anyText.Draw(r, "label"), Kind: plan.AnswerKind(anyText.Draw(r, "kind"))}
	if rapid.Bool().Draw(r, "of choices") {
		q.Choices = rapid.SliceOfN(anyText, 1, 3).Draw(r, "choices")
	}
	return q
})

// fullAnswer is an answer of which every field holds something.
func fullAnswer(call int, service plan.ServiceID, rank int) plan.DataAnswer {
	a := full[plan.DataAnswer]()
	a.Region, a.Call, a.Service, a.Rank, a.Outcome = hdf, call, service, rank, plan.Received
	return a
}

// asked adds a data call with its deadline, every field of which holds something.
func (s *scene) asked(number int, concerned ...plan.ServiceID) plan.DataCall {
	s.Helper()
	c := full[plan.DataCall]()
	c.Region, c.Number, c.Version = hdf, number, 0
	s.write(func(tx plan.Tx) error { return tx.AddDeadline(deadline(number, "CRTE", concerned...)) })
	s.putDataCall(c)
	return c
}

func (s *scene) putDataCall(c plan.DataCall) {
	s.Helper()
	s.write(func(tx plan.Tx) error { return tx.PutDataCall(c) })
}

func (s *scene) answer(a plan.DataAnswer) {
	s.Helper()
	s.write(func(tx plan.Tx) error { return tx.AddAnswer(a) })
}

func dataCallOf(s *scene, number int) plan.DataCall {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.DataCall, error) { return tx.DataCall(hdf, number) })
}

func answersTo(s *scene, number int) []plan.DataAnswer {
	s.Helper()
	return read(s, func(tx plan.Tx) ([]plan.DataAnswer, error) { return tx.Answers(hdf, number) })
}
