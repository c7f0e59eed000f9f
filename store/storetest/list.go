package storetest

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
)

var lists = []behaviour{
	{"words are found whatever their accents, capitals and typography", func(s *scene) {
		titles := []string{
			"Bilan CPER à la DGCL",
			"Note sur l’Œuvre d'Été",
			"Dotation 100 % État",
			"fichier_2027.csv",
			"fichier 2027 csv",
			"chemin C:\\temp",
			"« Remontée\u202fDSIL\u00a02027 »",
		}
		s.write(func(tx plan.Tx) error {
			for i, title := range titles {
				if err := tx.AddDeadline(deadline(i+1, title, s59)); err != nil {
					return err
				}
			}
			return nil
		})
		for typed, want := range map[string][]int{
			"bilan dgcl":    {1},
			"DGCL bilan":    {1},
			"à la":          {1},
			"oeuvre":        {2},
			"l'oeuvre":      {2},
			"ÉTÉ":           {2},
			"100 %":         {3},
			"%":             {3},
			"_":             {4},
			"2027":          {4, 5, 7},
			"fichier_2027":  {4},
			`\`:             {6},
			`c:\temp`:       {6},
			"remontee dsil": {7},
			"dsil 2027":     {7},
			"«":             {7},
			"cper dsil":     nil,
		} {
			var words []string
			for word := range strings.FieldsSeq(plan.SearchKey(typed)) {
				words = append(words, word)
			}
			same(s, find(s, plan.DeadlineFilter{Words: words}).numbers, want)
		}
	}},
	{"a word is looked for as it is, spaces included", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(deadline(1, "Dotation 100 % État", s59)) })
		same(s, find(s, plan.DeadlineFilter{Words: []string{"100 % etat"}}).numbers, []int{1})
		same(s, find(s, plan.DeadlineFilter{Words: []string{"100 etat"}}).numbers, nil)
	}},
	{"a renamed deadline is found under its new name only", func(s *scene) {
		d := deadline(1, "CRTE Cambrésis", s59)
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		d.Title = "CRTE Avesnois"
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(d) })
		same(s, find(s, plan.DeadlineFilter{Words: []string{"cambresis"}}).numbers, nil)
		same(s, find(s, plan.DeadlineFilter{Words: []string{"avesnois"}}).numbers, []int{1})
	}},
	{"a deadline is late from its due instant, not before", func(s *scene) {
		d := deadline(1, "CRTE", s59)
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
		same(s, find(s, plan.DeadlineFilter{LateAt: d.DueAt.Add(-time.Microsecond)}).numbers, nil)
		same(s, find(s, plan.DeadlineFilter{LateAt: d.DueAt}).numbers, []int{1})
	}},
	{"a list follows its deadlines when they change", func(s *scene) {
		first, second := deadline(1, "a", s59), deadline(2, "b", s59)
		s.write(func(tx plan.Tx) error {
			if err := tx.AddDeadline(first); err != nil {
				return err
			}
			return tx.AddDeadline(second)
		})
		of59 := plan.DeadlineFilter{State: plan.Open, Services: []plan.ServiceID{s59}}
		same(s, find(s, of59).numbers, []int{1, 2})
		first = dueOn(first, first.Due.Date.AddDays(1))
		second.State = plan.Done
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(first) })
		same(s, find(s, of59).numbers, []int{2, 1})
		s.write(func(tx plan.Tx) error { return tx.UpdateDeadline(second) })
		same(s, find(s, of59).numbers, []int{1})
	}},
	{"every filter selects what its definition says, in order, page by page", func(s *scene) {
		var all []plan.Deadline
		s.write(func(tx plan.Tx) error {
			all = nil
			for example := 1; example <= 60; example++ {
				number := example + example%2*plan.DataCalls
				d := anyDeadline(number).Example(example)
				elsewhere := anyDeadline(number).Example(-example)
				elsewhere.Region = idf
				if err := errors.Join(tx.AddDeadline(d), tx.AddDeadline(elsewhere)); err != nil {
					return err
				}
				all = append(all, d)
			}
			return nil
		})
		rapid.Check(s.T, func(r *rapid.T) {
			f := anyFilter.Draw(r, "filter")
			got := find(s, f)
			want := selected(all, f)
			same(s, got.total, len(want))
			want = want[min(f.Offset, len(want)):]
			if f.Limit > 0 {
				want = want[:min(f.Limit, len(want))]
			}
			same(s, each(got.deadlines, plan.Deadline.Ref), each(want, plan.Deadline.Ref))
			for i := range want {
				same(s, got.deadlines[i], want[i])
			}
		})
	}},
}

// found is what a list gave.
type found struct {
	deadlines []plan.Deadline
	numbers   []int
	total     int
}

func find(s *scene, f plan.DeadlineFilter) found {
	s.Helper()
	return read(s, func(tx plan.Tx) (found, error) {
		list, total, err := tx.FindDeadlines(hdf, f)
		out := found{deadlines: list, total: total}
		for _, d := range list {
			out.numbers = append(out.numbers, d.Number)
		}
		return out, err
	})
}

var (
	anyWord    = rapid.SampledFrom([]string{"bilan", "crte", "dsil", "note", "etat"})
	anyService = rapid.SampledFrom([]plan.ServiceID{sgar, s59, s62})
	anyPerson  = rapid.SampledFrom([]plan.UserID{"", alice, bob})
	anyState   = rapid.SampledFrom([]plan.State{plan.Open, plan.Open, plan.Done, plan.Cancelled})
	// Zones from the first to see a day begin to the last to see it end.
	anyZone = rapid.SampledFrom([]string{"Europe/Paris", "Pacific/Auckland", "Pacific/Wallis", "America/Martinique", "Pacific/Tahiti"})
	anyDay  = rapid.Map(rapid.IntRange(0, 12), func(n int) calendar.Date {
		return calendar.Date{Year: 2027, Month: time.March, Day: 22}.AddDays(n) // clocks change on the 28th
	})
)

func anyDeadline(number int) *rapid.Generator[plan.Deadline] {
	return rapid.Custom(func(r *rapid.T) plan.Deadline {
		d := plan.Deadline{
			Region: hdf, Number: number, Title: strings.Join(rapid.SliceOfN(anyWord, 1, 3).Draw(r, "title"), " "),
			State: anyState.Draw(r, "state"), Version: 1, Author: anyPerson.Draw(r, "author"),
			Restricted: rapid.Bool().Draw(r, "restricted"), Discreet: rapid.Bool().Draw(r, "discreet"),
			Due: plan.Due{Date: anyDay.Draw(r, "day"), Zone: anyZone.Draw(r, "zone"), HasTime: rapid.Bool().Draw(r, "has an hour")},
		}
		if d.Due.HasTime {
			d.Due.Time = calendar.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(r, "hour")}
		}
		at, err := d.Due.Deadline()
		if err != nil {
			r.Fatal(err)
		}
		d.DueAt = at.UTC()
		for _, service := range rapid.SliceOfNDistinct(anyService, 1, 3, rapid.ID).Draw(r, "services") {
			d.Parts = append(d.Parts, plan.Part{
				Service: service, State: anyState.Draw(r, "state of the part"), Assignee: anyPerson.Draw(r, "assignee"),
			})
		}
		return d
	})
}

var anyFilter = rapid.Custom(func(r *rapid.T) plan.DeadlineFilter {
	f := plan.DeadlineFilter{
		Services: rapid.SliceOfN(anyService, 0, 3).Draw(r, "services"),
		Words:    rapid.SliceOfN(anyWord, 0, 2).Draw(r, "words"),
		Limit:    rapid.IntRange(0, 5).Draw(r, "limit"),
		Offset:   rapid.IntRange(0, 3).Draw(r, "offset"),
	}
	some := rapid.IntRange(0, 3)
	if some.Draw(r, "of a state") == 0 {
		f.State = anyState.Draw(r, "state")
	}
	if some.Draw(r, "still owed") == 0 {
		f.OpenParts = true
	}
	if some.Draw(r, "of a person") == 0 {
		f.Assignee = anyPerson.Draw(r, "person")
	}
	if some.Draw(r, "not before") == 0 {
		f.From = anyDay.Draw(r, "from")
	}
	if some.Draw(r, "not after") == 0 {
		f.To = anyDay.Draw(r, "to")
	}
	if some.Draw(r, "late") == 0 {
		f.LateAt = time.Date(2027, 3, 28, rapid.IntRange(-72, 72).Draw(r, "hours"), 0, 0, 0, time.UTC)
	}
	f.Discreet = some.Draw(r, "discreet") == 0
	f.Only = rapid.SampledFrom([]plan.Sort{"", "", plan.ByThemselves, plan.OfDataCalls}).Draw(r, "only")
	if some.Draw(r, "not by a reader") > 0 {
		f.Sight = &plan.Sight{
			All:   some.Draw(r, "all") == 0,
			Whole: some.Draw(r, "whole") == 0,
			Scope: rapid.SliceOfN(anyService, 0, 2).Draw(r, "scope"),
			Own:   rapid.SliceOfN(anyService, 0, 1).Draw(r, "own"),
			Users: rapid.SliceOfN(rapid.SampledFrom([]plan.UserID{alice, bob}), 0, 1).Draw(r, "readers"),
		}
	}
	return f
})

// selected is the definition of a filter.
func selected(all []plan.Deadline, f plan.DeadlineFilter) []plan.Deadline {
	var out []plan.Deadline
	for _, d := range all {
		concerned := slices.ContainsFunc(d.Parts, func(p plan.Part) bool {
			return (len(f.Services) == 0 || slices.Contains(f.Services, p.Service)) && (!f.OpenParts || p.State == plan.Open)
		})
		entrusted := slices.ContainsFunc(d.Parts, func(p plan.Part) bool { return p.Assignee == f.Assignee })
		worded := !slices.ContainsFunc(f.Words, func(w string) bool { return !strings.Contains(plan.SearchKey(d.Title), w) })
		switch {
		case !concerned, !worded, f.Only == plan.ByThemselves && d.IsDataCall(), f.Only == plan.OfDataCalls && !d.IsDataCall(),
			f.Discreet && !d.Discreet, f.Sight != nil && !f.Sight.Sees(d),
			f.Assignee != "" && !entrusted,
			f.State != "" && d.State != f.State,
			!f.From.IsZero() && d.Due.Date.Before(f.From),
			!f.To.IsZero() && d.Due.Date.After(f.To),
			!f.LateAt.IsZero() && !d.LateAt(f.LateAt):
		default:
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b plan.Deadline) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.Number, b.Number))
	})
	return out
}
