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

var bodies = []behaviour{
	{"a body comes back as it was put, field by field", func(s *scene) {
		b := fullBody(3)
		s.putBody(b)
		b.Version = 1
		same(s, bodyOf(s, 3), b)
	}},
	{"a body of which little is known comes back with nothing added", func(s *scene) {
		b := plan.Body{Region: hdf, Number: 1, Name: "EPF"}
		s.putBody(b)
		b.Version = 1
		same(s, bodyOf(s, 1), b)
	}},
	{"any body comes back as it was put, whatever it was before", func(s *scene) {
		number, version := 7, 0
		s.putBody(plan.Body{Region: hdf, Number: 8, Name: "une autre"})
		rapid.Check(s.T, func(r *rapid.T) {
			b := anyBody(number).Draw(r, "body")
			b.Name, b.Rhythm, b.LegalBasis = anyText.Draw(r, "name"), anyText.Draw(r, "rhythm"), anyText.Draw(r, "legal basis")
			b.Links = []plan.Link{{Title: anyText.Draw(r, "link"), URL: anyText.Draw(r, "address")}}
			b.Version = version
			s.putBody(b)
			version++
			b.Version = version
			same(s, bodyOf(s, number), b)
		})
	}},
	{"terms come back by rank then by beginning, seats by number", func(s *scene) {
		day := calendar.Date{Year: 2027, Month: time.January, Day: 1}
		first, second, holder := plan.Term{Rank: 1, To: day}, plan.Term{Rank: 1, From: day}, plan.Term{To: day}
		b := plan.Body{Region: hdf, Number: 1, Name: "EPF", Seats: []plan.Seat{
			{Number: 2, Nature: plan.Elected},
			{Number: 1, Nature: plan.ByFunction, Terms: []plan.Term{second, first, holder}},
		}}
		s.putBody(b)
		got := bodyOf(s, 1)
		same(s, each(got.Seats, func(v plan.Seat) int { return v.Number }), []int{1, 2})
		same(s, got.Seats[0].Terms, []plan.Term{holder, first, second})
	}},
	{"a body changes at the version that was read", func(s *scene) {
		b := fullBody(3)
		s.putBody(b)
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.PutBody(b) })
		b.Version, b.Seats = 1, b.Seats[:1]
		s.putBody(b)
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.PutBody(b) })
		b.Version = 2
		same(s, bodyOf(s, 3), b)
	}},
	{"a body that is not there is not found, to read or to change", func(s *scene) {
		b := fullBody(3)
		b.Region = idf
		s.putBody(b)
		missing(s, func(tx plan.Tx) (plan.Body, error) { return tx.Body(hdf, 3) })
		b.Region, b.Version = hdf, 1
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.PutBody(b) })
	}},
	{"a short name is that of one open body in a region, whatever its accents and capitals", func(s *scene) {
		put := func(number, version int, short string, closed bool) func(plan.Tx) error {
			return func(tx plan.Tx) error {
				return tx.PutBody(plan.Body{Region: hdf, Number: number, Name: "n", Short: short, Closed: closed, Version: version})
			}
		}
		s.write(put(1, 0, "Épf", false))
		s.refused(plan.ErrDuplicate, put(2, 0, "EPF", false))
		s.write(put(2, 0, "", false))
		s.write(put(3, 0, "", false)) // several may have none
		s.refused(plan.ErrDuplicate, put(2, 1, "epf", false))
		s.write(put(1, 1, "Épf", false)) // its own
		s.write(put(4, 0, "EPF", true))  // closed: it takes the name of nobody
		s.write(put(1, 2, "Épf", true))
		s.write(put(2, 1, "EPF", false))
		s.refused(plan.ErrDuplicate, put(1, 3, "Épf", false)) // taken since
		s.write(func(tx plan.Tx) error { return tx.PutBody(plan.Body{Region: idf, Number: 1, Name: "n", Short: "EPF"}) })
		same(s, bodiesFound(s, plan.BodyFilter{Short: "epf"}), []int{2})
		same(s, bodiesFound(s, plan.BodyFilter{Short: "epf", Closed: true}), []int{1, 2, 4})
	}},
	{"bodies come by short name or name, whatever its accents, then by number", func(s *scene) {
		for i, b := range []plan.Body{
			{Name: "zone", Short: "Été"},
			{Name: "EPF Hauts-de-France"},
			{Name: "EPFA"},
			{Name: "x", Short: "CA-EPF"},
			{Name: "x", Short: "epf"},
			{Name: "l’Agence"},
			{Name: "EPF Hauts-de-France"},
			{Name: "2e comité"},
		} {
			b.Region, b.Number = hdf, i+1
			s.putBody(b)
		}
		same(s, bodiesFound(s, plan.BodyFilter{}), []int{8, 6, 4, 5, 2, 7, 3, 1})
	}},
	{"a body is asleep when it met no more since a day, and existed then", func(s *scene) {
		day := calendar.Date{Year: 2026, Month: time.June, Day: 1}
		since := plan.BodyFilter{AsleepSince: day}
		old := time.Date(2026, time.May, 31, 23, 0, 0, 0, time.UTC)
		for number := 1; number <= 5; number++ {
			s.putBody(plan.Body{Region: hdf, Number: number, Name: "n", CreatedAt: old})
		}
		s.putBody(plan.Body{Region: hdf, Number: 6, Name: "new", CreatedAt: old.Add(2 * time.Hour)})
		s.putBody(plan.Body{Region: hdf, Number: 7, Name: "closed", CreatedAt: old, Closed: true})
		for i, m := range []plan.Meeting{
			{Body: 1, State: plan.TookPlace, Start: calendar.Moment{Date: day}},
			{Body: 2, State: plan.TookPlace, Start: calendar.Moment{Date: day.AddDays(-1)}},
			{Body: 3, State: plan.CalledOff, Start: calendar.Moment{Date: day.AddDays(30)}},
			{Body: 4, State: plan.Provisional, Start: calendar.Moment{Date: day.AddDays(300)}},
		} {
			m.Region, m.Number, m.Version = hdf, i+1, 1
			s.write(func(tx plan.Tx) error { return tx.AddMeeting(m) })
		}
		same(s, bodiesFound(s, since), []int{2, 3, 5})
	}},
	{"every filter of bodies selects what its definition says, in order, page by page", func(s *scene) {
		var all []plan.Body
		for number := 1; number <= 60; number++ {
			b := anyBody(number).Example(number)
			elsewhere := anyBody(number).Example(-number)
			elsewhere.Region = idf
			s.putBody(b)
			s.putBody(elsewhere)
			b.Version = 1
			all = append(all, b)
		}
		rapid.Check(s.T, func(r *rapid.T) {
			f := anyBodyFilter.Draw(r, "filter")
			got, total := listed(s, plan.Tx.FindBodies, f)
			samePage(s, got, total, selectedBodies(all, f), f.Offset, f.Limit, plan.Body.Ref)
		})
	}},
	{"a template comes back as it was put, by its name, and changes at the version that was read", func(s *scene) {
		m := full[plan.Template]()
		m.Region, m.Name, m.Version = hdf, "Comité régional", 0
		put := func(tx plan.Tx) error { return tx.PutTemplate(m) }
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error {
			late := m
			late.Version = 1
			return tx.PutTemplate(late)
		})
		s.write(put)
		s.refused(plan.ErrDuplicate, put)
		m.Version = 1
		read := func(name string) plan.Template {
			return read(s, func(tx plan.Tx) (plan.Template, error) { return tx.Template(hdf, name) })
		}
		same(s, read("COMITE  regional"), m)
		m.Name, m.Steps = "COMITÉ RÉGIONAL", nil
		s.write(put)
		s.refused(plan.ErrStale, put)
		m.Version = 2
		same(s, read("Comité régional"), m)
		missing(s, func(tx plan.Tx) (plan.Template, error) { return tx.Template(idf, "Comité régional") })
		missing(s, func(tx plan.Tx) (plan.Template, error) { return tx.Template(hdf, "comité") })
	}},
	{"templates are listed by name", func(s *scene) {
		for _, m := range []plan.Template{
			{Region: hdf, Name: "Représentation"}, {Region: hdf, Name: "comité"}, {Region: hdf, Name: "Été"}, {Region: idf, Name: "Ailleurs"},
		} {
			s.write(func(tx plan.Tx) error { return tx.PutTemplate(m) })
		}
		found := read(s, func(tx plan.Tx) ([]plan.Template, error) { return tx.Templates(hdf) })
		same(s, each(found, func(m plan.Template) string { return m.Name }), []string{"comité", "Été", "Représentation"})
	}},
	{"how long it takes between two towns is the same either way, whatever their accents", func(s *scene) {
		put := func(region plan.RegionID, from, to string, minutes int) {
			s.write(func(tx plan.Tx) error { return tx.PutTravel(region, from, to, minutes) })
		}
		put(hdf, "Lille", "Béthune", 45)
		put(hdf, "LILLE", "Amiens", 80)
		put(idf, "Paris", "Melun", 60)
		want := map[[2]string]int{{"bethune", "lille"}: 45, {"amiens", "lille"}: 80}
		travels := func() map[[2]string]int {
			return read(s, func(tx plan.Tx) (map[[2]string]int, error) { return tx.Travels(hdf) })
		}
		same(s, travels(), want)
		put(hdf, "bethune", "lille", 50)
		put(hdf, "Amiens", "Lille", 0)
		put(hdf, "Arras", "Lille", -1) // forgets what is not there
		same(s, travels(), map[[2]string]int{{"bethune", "lille"}: 50})
	}},
}

// putBody stores a body.
func (s *scene) putBody(b plan.Body) {
	s.Helper()
	s.write(func(tx plan.Tx) error { return tx.PutBody(b) })
}

// fullBody is a new open body of which every field holds something.
func fullBody(number int) plan.Body {
	b := full[plan.Body]()
	b.Region, b.Number, b.Version, b.Closed = hdf, number, 0, false
	return b
}

func bodyOf(s *scene, number int) plan.Body {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.Body, error) { return tx.Body(hdf, number) })
}

// bodiesFound are the numbers of what a filter selects.
func bodiesFound(s *scene, f plan.BodyFilter) []int {
	s.Helper()
	found, total := listed(s, plan.Tx.FindBodies, f)
	same(s, total, len(found))
	return each(found, func(b plan.Body) int { return b.Number })
}

var (
	anyText = rapid.StringOf(rapid.OneOf(rapid.Rune().Filter(func(r rune) bool { return r != 0 }),
		rapid.RuneFrom([]rune("'\"\\%_’«»\u00a0\u202f\u200b\t\nœŒéÉ$1?--;<>&"))))
	anyBodyWord   = rapid.SampledFrom([]string{"agence", "comité", "eau", "Été", "habitat"})
	anyDepartment = rapid.SampledFrom([]string{"", "59", "62"})
	anyBound      = rapid.OneOf(anyDay, rapid.Just(calendar.Date{}))
	anyWho        = rapid.Custom(func(r *rapid.T) plan.Representative {
		return plan.Representative{User: anyPerson.Draw(r, "account"), Name: rapid.SampledFrom([]string{"", "M. Lemaire"}).Draw(r, "name")}
	})
)

func anyBody(number int) *rapid.Generator[plan.Body] {
	return rapid.Custom(func(r *rapid.T) plan.Body {
		b := plan.Body{
			Region: hdf, Number: number, Name: strings.Join(rapid.SliceOfN(anyBodyWord, 1, 3).Draw(r, "name"), " "),
			Kind: anyBodyWord.Draw(r, "kind"), Chair: plan.ChairOther, Hat: plan.Hat(anyDepartment.Draw(r, "hat")),
			Department: anyDepartment.Draw(r, "department"), Closed: rapid.IntRange(0, 3).Draw(r, "closed") == 0,
			Rules: plan.BodyRules{
				Notice: rapid.IntRange(0, 20).Draw(r, "notice"), NoticeUnit: calendar.Unit(rapid.IntRange(0, 3).Draw(r, "unit")), //nolint:gosec // 0 to 3
				Proxies: rapid.IntRange(-1, 2).Draw(r, "proxies"),
			},
		}
		for n := range rapid.IntRange(0, 3).Draw(r, "seats") {
			seat := plan.Seat{Number: 2*n + 1, Name: anyBodyWord.Draw(r, "seat"), Nature: plan.Elected, Closed: rapid.IntRange(0, 3).Draw(r, "seat closed") == 0}
			for range rapid.IntRange(0, 3).Draw(r, "terms") {
				seat.Terms = append(seat.Terms, plan.Term{
					Rank: rapid.IntRange(0, 2).Draw(r, "rank"), Who: anyWho.Draw(r, "who"), From: anyBound.Draw(r, "from"), To: anyBound.Draw(r, "to"),
				})
			}
			slices.SortStableFunc(seat.Terms, func(a, b plan.Term) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), a.From.Compare(b.From)) })
			b.Seats = append(b.Seats, seat)
		}
		return b
	})
}

var anyBodyFilter = rapid.Custom(func(r *rapid.T) plan.BodyFilter {
	f := plan.BodyFilter{
		Words: rapid.SliceOfN(rapid.Map(anyBodyWord, plan.SearchKey), 0, 2).Draw(r, "words"),
		Limit: rapid.IntRange(0, 5).Draw(r, "limit"), Offset: rapid.IntRange(0, 3).Draw(r, "offset"),
		Closed: rapid.Bool().Draw(r, "closed too"),
	}
	some := rapid.IntRange(0, 3)
	if some.Draw(r, "of a department") == 0 {
		f.Department = anyDepartment.Draw(r, "department")
	}
	if some.Draw(r, "of a person") == 0 {
		f.Holder, f.HeldOn = anyPerson.Draw(r, "person"), anyBound.Draw(r, "on")
	}
	if some.Draw(r, "ending") == 0 {
		f.EndsFrom, f.EndsTo = anyBound.Draw(r, "from"), anyBound.Draw(r, "to")
	}
	return f
})

// selectedBodies is the definition of a filter.
func selectedBodies(all []plan.Body, f plan.BodyFilter) []plan.Body {
	var out []plan.Body
	for _, b := range all {
		key := plan.SearchKey(b.Name + " " + b.Kind)
		worded := !slices.ContainsFunc(f.Words, func(w string) bool { return !strings.Contains(key, w) })
		withTerm := func(is func(plan.Term) bool) bool {
			return slices.ContainsFunc(b.Seats, func(s plan.Seat) bool { return !s.Closed && slices.ContainsFunc(s.Terms, is) })
		}
		holds := withTerm(func(t plan.Term) bool {
			return t.Who.User == f.Holder && (t.To.IsZero() || !t.To.Before(f.HeldOn))
		})
		ends := withTerm(func(t plan.Term) bool {
			return !t.To.IsZero() && (f.EndsFrom.IsZero() || !t.To.Before(f.EndsFrom)) && (f.EndsTo.IsZero() || !t.To.After(f.EndsTo))
		})
		switch {
		case !worded, b.Closed && !f.Closed, f.Department != "" && b.Department != f.Department, f.Holder != "" && !holds,
			!(f.EndsFrom.IsZero() && f.EndsTo.IsZero()) && !ends:
		default:
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b plan.Body) int {
		return cmp.Or(slices.Compare(plan.SearchWords(a.Called()), plan.SearchWords(b.Called())), cmp.Compare(a.Number, b.Number))
	})
	return out
}

// twoBodies stands the bodies 1, of the region, and 2, of the Nord, for meetings.
func (s *scene) twoBodies() {
	s.Helper()
	s.write(func(tx plan.Tx) error {
		return errors.Join(
			tx.PutBody(plan.Body{Region: hdf, Number: 1, Name: "Comité de l’Eau"}),
			tx.PutBody(plan.Body{Region: hdf, Number: 2, Name: "EPF Nord", Short: "Été", Kind: "agence", Department: "59"}),
			tx.PutBody(plan.Body{Region: idf, Number: 1, Name: "Comité de l’Eau"}))
	})
}
