package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"pgregory.net/rapid"

	"jalon/plan"
)

var everything = plan.Sight{All: true}

var searches = []behaviour{
	{"words are found whatever their accents, ligatures, capitals and order", func(s *scene) {
		s.titled("Bilan CPER à la DGCL", "Note sur l’Œuvre d'Été", "Pacte Sambre-Avesnois-Thiérache", "« Remontée\u202fDSIL\u00a02027 »")
		for typed, want := range map[string][]plan.Ref{
			"bilan dgcl":         {"E1"},
			"DGCL, bilan":        {"E1"},
			"bilan à la DGCL":    {"E1"},
			"œuvre":              {"E2"},
			"oeuvre ÉTÉ":         {"E2"},
			"l'oeuvre":           {"E2"},
			"sambre avesnois":    {"E3"},
			"Avesnois-Sambre":    {"E3"},
			"thierache":          {"E3"},
			"dsil 2027":          {"E4"},
			"e2":                 {"E2"},
			"bilan dsil":         nil,
			"cper cper":          {"E1"},
			"avesn":              {"E3"},
			"av":                 nil,
			"2":                  nil,
			"202":                nil,
			"xylophone":          nil,
			"%":                  nil,
			"Pacte":              {"E3"},
			"sambre av thiérach": nil,
		} {
			s.finds(typed, everything, want...)
		}
	}},
	{"a typing slip is forgiven when there is nothing, two in a long word", func(s *scene) {
		s.titled("Pacte Sambre-Avesnois-Thiérache", "Bilan CPER 2027", "Bilan CRTE")
		for typed, words := range map[string]string{
			"sambre avenois":   "sambre avesnois",  // a letter dropped
			"sambre avesnoiss": "sambre avesnois",  // added
			"sambra avesnois":  "sambre avesnois",  // changed
			"smabre avesnois":  "sambre avesnois",  // swapped
			"thierahce":        "thierache",        //
			"thieache":         "thierache",        //
			"teirache":         "thierache",        // two
			"htierahce":        "thierache",        //
			"smabre avenois":   "sambre avesnois",  // one in each of two words
			"bilan cpre":       "bilan cper",       //
			"billan crte":      "bilan crte",       //
			"bilan 2026":       "bilan 2026",       // a number is meant
			"bln":              "bln",              // too short to tell
			"xambra avesnois":  "xambra avesnois",  // two in a short word
			"smabre avenoi xx": "smabre avenoi xx", // a word that leads nowhere
		} {
			got := s.search(typed, everything)
			same(s, strings.Join(got.Words, " "), words)
			same(s, got.Total > 0, strings.Join(plan.SearchWords(typed), " ") != words)
		}
	}},
	{"a whole short name comes first, then whole words, then beginnings; open before closed, the soonest first", func(s *scene) {
		titles := []string{"DREALISATION", "DREAL et DDTM", "avis DREAL", "avis DREAL", "dreal"}
		s.write(func(tx plan.Tx) error {
			for i, title := range titles {
				d := dueOn(deadline(i+1, title, s59), deadline(1, title, s59).Due.Date.AddDays(-i))
				if i == 3 {
					d.State = plan.Done
				}
				if err := tx.AddDeadline(d); err != nil {
					return err
				}
			}
			return tx.PutService(plan.Service{Region: hdf, ID: "dreal", Code: "DREAL", Name: "direction régionale"})
		})
		s.finds("dreal", everything, "S:dreal", "E5", "E3", "E2", "E4", "E1")
	}},
	{"results come page by page, and count them all", func(s *scene) {
		s.titled("bilan 1", "bilan 2", "bilan 3", "bilans 4", "bilans 5")
		for offset, want := range [][]plan.Ref{{"E1", "E2"}, {"E2", "E3"}, {"E3", "E4"}, {"E4", "E5"}, {"E5"}, nil} {
			got := read(s, func(tx plan.Tx) (plan.SearchResults, error) {
				return tx.Search(hdf, plan.SearchQuery{Words: []string{"bilan"}, Sight: everything, Offset: offset, Limit: 2})
			})
			same(s, refs(got), want)
			same(s, got.Total, 5)
		}
	}},
	{"what changes is found as it now is", func(s *scene) {
		s.titled("CRTE Cambrésis")
		s.change(1, func(d *plan.Deadline) { d.Title = "CRTE Ternois" })
		s.finds("cambresis", everything)
		s.finds("ternois", everything, "E1")
		of62 := plan.Sight{Scope: []plan.ServiceID{s62}}
		s.finds("ternois", of62)
		s.change(1, func(d *plan.Deadline) { d.Parts = []plan.Part{{Service: s62, State: plan.Open}} })
		s.finds("ternois", of62, "E1")
		s.finds("ternois", plan.Sight{Scope: []plan.ServiceID{s59}})
		s.change(1, func(d *plan.Deadline) { d.Restricted = true })
		s.finds("ternois", of62)
		s.finds("ternois", plan.Sight{Own: []plan.ServiceID{s62}}, "E1")
		s.change(1, func(d *plan.Deadline) { d.Restricted = false })
		s.finds("ternois", of62, "E1")
	}},
	{"services and agents are found by their names, under the names they have now", func(s *scene) {
		service := plan.Service{Region: hdf, ID: "s80", Code: "80", Name: "préfecture de la Somme", Aliases: []string{"Picardie"}, ChannelName: "pref-80"}
		agent := plan.Agent{
			Region: hdf, User: "u", Username: "Zoé.Œil", Name: "Zoé Œil", Active: true,
			Services: []plan.Membership{{Service: s59, Role: plan.RoleReading, Source: plan.ByHand}},
		}
		s.write(func(tx plan.Tx) error { return errors.Join(tx.PutService(service), tx.PutAgent(agent)) })
		for _, typed := range []string{"80", "somme", "PICARDIE", "pref-80", "préfecture Somme"} {
			s.finds(typed, plan.Sight{}, "S:s80")
		}
		for _, typed := range []string{"zoe", "@zoé.œil", "oeil"} {
			s.finds(typed, everything, plan.AgentRef("u"))
			s.finds(typed, plan.Sight{Scope: []plan.ServiceID{s59}}, plan.AgentRef("u"))
			s.finds(typed, plan.Sight{Users: []plan.UserID{"u"}}, plan.AgentRef("u"))
			s.finds(typed, plan.Sight{Scope: []plan.ServiceID{s62}, Users: []plan.UserID{alice}})
		}
		service.Version, service.Name, service.Aliases = 1, "préfecture d’Amiens", nil
		agent.Version, agent.Username, agent.Name, agent.Services = 1, "zed", "", nil
		s.write(func(tx plan.Tx) error { return errors.Join(tx.PutService(service), tx.PutAgent(agent)) })
		s.finds("somme", everything)
		s.finds("picardie", everything)
		s.finds("amiens", everything, "S:s80")
		s.finds("oeil", everything)
		s.finds("zed", plan.Sight{Scope: []plan.ServiceID{s59}})
		s.finds("zed", everything, plan.AgentRef("u"))
	}},
	{"bodies are found by their names and their kind, by everybody, open before closed", func(s *scene) {
		b := plan.Body{Region: hdf, Number: 3, Name: "Établissement foncier", Short: "EPF", Kind: "conseil d’administration"}
		shut := plan.Body{Region: hdf, Number: 2, Name: "EPF du Nord", Closed: true}
		elsewhere := plan.Body{Region: idf, Number: 1, Name: "EPF d’Île-de-France"}
		s.write(func(tx plan.Tx) error { return errors.Join(tx.PutBody(b), tx.PutBody(shut), tx.PutBody(elsewhere)) })
		for _, sight := range []plan.Sight{everything, {}, {Scope: []plan.ServiceID{s59}}} {
			s.finds("epf", sight, "IN3", "IN2")
			s.finds("foncier", sight, "IN3")
			s.finds("conseil administration", sight, "IN3")
			s.finds("in3", sight, "IN3")
		}
	}},
	{"meetings are found by the names of their body and their place: those ahead first, the soonest first", func(s *scene) {
		b := plan.Body{Region: hdf, Number: 3, Name: "Établissement foncier", Short: "EPF"}
		s.putBody(b)
		for i, m := range []plan.Meeting{
			{State: plan.Confirmed, StartAt: noon.AddDate(0, 1, 0), Place: "Euratechnologies, Lille"},
			{State: plan.Provisional, StartAt: noon.AddDate(0, 0, 1), Place: "Béthune"},
			{State: plan.TookPlace, StartAt: noon.AddDate(0, -1, 0)},
			{State: plan.CalledOff, StartAt: noon.AddDate(0, 2, 0)},
		} {
			m.Region, m.Number, m.Body, m.Version = hdf, i+1, 3, 1
			s.addMeeting(m)
		}
		s.finds("epf", plan.Sight{}, "IN3", "SE2", "SE1", "SE4", "SE3")
		s.finds("lille", plan.Sight{}, "SE1")
		s.finds("foncier bethune", plan.Sight{}, "SE2")
		s.finds("se4", plan.Sight{}, "SE4")
		m := meetingOf(s, 2)
		m.State, m.Place = plan.CalledOff, "Arras"
		s.write(func(tx plan.Tx) error { return tx.UpdateMeeting(m) })
		s.finds("epf", plan.Sight{}, "IN3", "SE1", "SE4", "SE2", "SE3")
		s.finds("bethune", plan.Sight{})

		b.Version, b.Name, b.Short = 1, "Agence de l’eau", "AEAP"
		s.putBody(b)
		s.finds("epf", plan.Sight{})
		s.finds("foncier", plan.Sight{})
		s.finds("aeap", plan.Sight{}, "IN3", "SE1", "SE4", "SE2", "SE3")
		s.finds("agence lille", plan.Sight{}, "SE1")
	}},
	{"nothing tells of what the reader may not see, and nothing of another region", func(s *scene) {
		s.titled("Bilan Avesnois", "Bilan Avenois")
		s.change(2, func(d *plan.Deadline) { d.Restricted = true })
		s.write(func(tx plan.Tx) error {
			d := deadline(1, "Bilan Ternois", s59)
			d.Region = idf
			return tx.AddDeadline(d)
		})
		of59 := plan.Sight{Scope: []plan.ServiceID{s59}}
		// « avenois » is a word of what is hidden: it is forgiven all the same.
		got := s.search("avenois", of59)
		same(s, got, plan.SearchResults{Words: []string{"avesnois"}, Found: []plan.Hit{{Ref: "E1", Kind: plan.FindableDeadline}}, Total: 1})
		// And what is hidden is not what a slip may have meant.
		same(s, s.search("avenoi", of59), plan.SearchResults{Words: []string{"avenoi"}})
		same(s, s.search("ternoix", everything).Total, 0)
		same(s, s.search("bilan", of59).Total, 1)
	}},
	{"what is undone is not found", func(s *scene) {
		undone := errors.New("undone")
		s.refused(undone, func(tx plan.Tx) error {
			if err := tx.AddDeadline(deadline(1, "Bilan", s59)); err != nil {
				return err
			}
			return undone
		})
		s.finds("bilan", everything)
	}},
	{"things stored and changed at once are all found", func(s *scene) {
		const writers = 8
		failed := make([]error, writers)
		var all sync.WaitGroup
		for i := range writers {
			all.Go(func() {
				d := deadline(i+1, fmt.Sprintf("Bilan numéro %d", i+1), s59)
				add := func(tx plan.Tx) error { return tx.AddDeadline(d) }
				change := func(tx plan.Tx) error {
					d.Title = strings.Replace(d.Title, "Bilan", "Rapport", 1)
					return tx.UpdateDeadline(d)
				}
				failed[i] = cmp.Or(s.store.Write(s.Context(), add), s.store.Write(s.Context(), change))
			})
		}
		all.Wait()
		if err := errors.Join(failed...); err != nil {
			s.Fatal(err)
		}
		same(s, s.search("rapport numéro", everything).Total, writers)
		s.finds("bilan", everything)
	}},
	{"a search finds what its definition says, for every reader", func(s *scene) {
		var all []plan.Deadline
		s.write(func(tx plan.Tx) error {
			all = nil
			for number := 1; number <= 80; number++ {
				d := searchable(number).Example(number)
				d.State = plan.Open
				if err := tx.AddDeadline(d); err != nil {
					return err
				}
				// Half of them change, so that what they were is forgotten.
				if number%2 == 0 {
					d = searchable(number).Example(-number)
					d.Version = 1
					if err := tx.UpdateDeadline(d); err != nil {
						return err
					}
				}
				all = append(all, d)
			}
			return nil
		})
		rapid.Check(s.T, func(r *rapid.T) {
			q := plan.SearchQuery{
				Words:  plan.SearchWords(strings.Join(rapid.SliceOfN(anySearched, 1, 3).Draw(r, "words"), " ")),
				Sight:  anySight.Draw(r, "sight"),
				Limit:  rapid.IntRange(1, 8).Draw(r, "limit"),
				Offset: rapid.IntRange(0, 6).Draw(r, "offset"),
			}
			got := read(s, func(tx plan.Tx) (plan.SearchResults, error) { return tx.Search(hdf, q) })
			if len(naive(all, q.Words, q.Sight)) == 0 {
				forgiven(s, all, q, got)
			} else {
				same(s, got.Words, q.Words)
			}
			want := naive(all, got.Words, q.Sight)
			same(s, got.Total, len(want))
			want = want[min(q.Offset, len(want)):]
			want = want[:min(q.Limit, len(want))]
			if !slices.Equal(refs(got), each(want, plan.Deadline.Ref)) {
				s.Fatalf("got %v, want %v", refs(got), each(want, plan.Deadline.Ref))
			}
		})
	}},
}

// titled adds deadlines of the service 59 with these titles, E1, E2…
func (s *scene) titled(titles ...string) {
	s.Helper()
	s.write(func(tx plan.Tx) error {
		for i, title := range titles {
			if err := tx.AddDeadline(deadline(i+1, title, s59)); err != nil {
				return err
			}
		}
		return nil
	})
}

// change updates a deadline.
func (s *scene) change(number int, f func(*plan.Deadline)) {
	s.Helper()
	s.write(func(tx plan.Tx) error {
		d, err := tx.Deadline(hdf, number)
		if err != nil {
			return err
		}
		f(&d)
		return tx.UpdateDeadline(d)
	})
}

func (s *scene) search(typed string, sight plan.Sight) plan.SearchResults {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.SearchResults, error) {
		return tx.Search(hdf, plan.SearchQuery{Words: plan.SearchWords(typed), Sight: sight, Limit: 10})
	})
}

// finds ends the test unless words find these things, in this order.
func (s *scene) finds(typed string, sight plan.Sight, want ...plan.Ref) {
	s.Helper()
	got := s.search(typed, sight)
	if !slices.Equal(refs(got), want) || got.Total != len(want) {
		s.Fatalf("%q finds %v of %d, want %v", typed, refs(got), got.Total, want)
	}
}

func refs(r plan.SearchResults) []plan.Ref {
	var out []plan.Ref
	for _, hit := range r.Found {
		out = append(out, hit.Ref)
	}
	return out
}

var (
	anyTitleWord = rapid.SampledFrom([]string{
		"Bilan", "bilans", "CRTE", "CPER", "Cambrésis", "Avesnois", "avenois", "œuvre", "de", "Thiérache", "2027",
	})
	anySearched = rapid.SampledFrom([]string{
		"bilan", "bilans", "bil", "crte", "cpre", "cper", "cambresi", "cambrézis", "avesnois", "avenois", "aven", "oeuvre", "ovre",
		"thierache", "thiérahc", "2027", "202", "e7", "E12", "absent", "de",
	})
	anySight = rapid.Custom(func(r *rapid.T) plan.Sight {
		if rapid.IntRange(0, 3).Draw(r, "all") == 0 {
			return everything
		}
		return plan.Sight{
			Scope: rapid.SliceOfN(anyService, 0, 3).Draw(r, "scope"),
			Own:   rapid.SliceOfN(anyService, 0, 2).Draw(r, "own"),
			Users: rapid.SliceOfN(rapid.SampledFrom([]plan.UserID{alice, bob}), 0, 2).Draw(r, "users"),
		}
	})
)

func searchable(number int) *rapid.Generator[plan.Deadline] {
	return rapid.Custom(func(r *rapid.T) plan.Deadline {
		d := anyDeadline(number).Draw(r, "deadline")
		d.Title = strings.Join(rapid.SliceOfN(anyTitleWord, 1, 4).Draw(r, "title"), " ")
		d.Restricted = rapid.IntRange(0, 3).Draw(r, "restricted") == 0
		d.Author = anyPerson.Draw(r, "author")
		return d
	})
}

// naive is the definition of a search: what a reader sees that has the words.
func naive(all []plan.Deadline, words []string, sight plan.Sight) []plan.Deadline {
	type found struct {
		plan.Deadline
		class int
	}
	var out []found
	for _, d := range all {
		class := classOf(d, words)
		if class >= 0 && sight.Sees(d) {
			out = append(out, found{d, class})
		}
	}
	slices.SortStableFunc(out, func(a, b found) int {
		closed := func(f found) int {
			if f.State == plan.Open {
				return 0
			}
			return 1
		}
		soonest := a.DueAt.Compare(b.DueAt)
		if a.State != plan.Open {
			soonest = -soonest
		}
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(closed(a), closed(b)), soonest)
	})
	return each(out, func(f found) plan.Deadline { return f.Deadline })
}

// classOf is 0 for a whole name, 1 for whole words, 2 when some are only begun,
// -1 when one is missing.
func classOf(d plan.Deadline, words []string) int {
	has := plan.SearchWords(fmt.Sprint(d.Title, " ", d.Ref()))
	class := 1
	for _, word := range words {
		begins := func(w string) bool { return plan.MatchesBeginning(word) && strings.HasPrefix(w, word) }
		switch {
		case slices.Contains(has, word):
		case slices.ContainsFunc(has, begins):
			class = 2
		default:
			return -1
		}
	}
	switch {
	case len(words) == 0:
		return -1
	case len(words) == 1 && strings.EqualFold(words[0], string(d.Ref())):
		return 0
	}
	return class
}

// forgiven checks what was searched in the stead of words that find nothing:
// words that a slip explains, if one word of what the reader sees is enough.
func forgiven(s *scene, all []plan.Deadline, q plan.SearchQuery, got plan.SearchResults) {
	s.Helper()
	var known []string
	for _, d := range all {
		if q.Sight.Sees(d) {
			known = append(known, plan.SearchWords(d.Title)...)
		}
	}
	slipped := 0
	for i, word := range got.Words {
		if word == q.Words[i] {
			continue
		}
		slipped++
		if _, ok := plan.Slip(q.Words[i], word); !ok || !slices.Contains(known, word) {
			s.Fatalf("%q was taken for %q, which no slip explains", q.Words[i], word)
		}
	}
	if slipped > 0 && got.Total == 0 {
		s.Fatalf("%v was taken for %v, which finds nothing", q.Words, got.Words)
	}
	for i, word := range q.Words {
		for _, meant := range known {
			guess := slices.Clone(q.Words)
			guess[i] = meant
			if _, ok := plan.Slip(word, meant); ok && slipped == 0 && len(naive(all, guess, q.Sight)) > 0 {
				s.Fatalf("%v was not taken for %v", q.Words, guess)
			}
		}
	}
}
