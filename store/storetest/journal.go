package storetest

import (
	"errors"
	"strings"
	"time"

	"jalon/plan"
)

var journals = []behaviour{
	{"an entry comes back as it was written", func(s *scene) {
		e := full[plan.Entry]()
		e.Region, e.Object = hdf, "E1"
		s.write(func(tx plan.Tx) error { return tx.AddEntry(e) })
		same(s, entriesOf(s, "E1"), []plan.Entry{e})
	}},
	{"entries of an object are listed as they were written, even within one instant", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for _, e := range []plan.Entry{
				{Region: hdf, ID: "z", Object: "E1", At: noon, Action: "first"},
				{Region: hdf, ID: "m", Object: "E2", At: noon, Action: "of another"},
				{Region: idf, ID: "m", Object: "E1", At: noon, Action: "of another region"},
				{Region: hdf, ID: "a", Object: "E1", At: noon, Action: "second"},
			} {
				if err := tx.AddEntry(e); err != nil {
					return err
				}
			}
			return nil
		})
		s.write(func(tx plan.Tx) error {
			return tx.AddEntry(plan.Entry{Region: hdf, ID: "k", Object: "E1", At: noon, Action: "third"})
		})
		got := each(entriesOf(s, "E1"), func(e plan.Entry) string { return e.Action })
		same(s, got, []string{"first", "second", "third"})
	}},
	{"an entry is written once", func(s *scene) {
		e := plan.Entry{Region: hdf, ID: "a", Object: "E1"}
		s.write(func(tx plan.Tx) error { return tx.AddEntry(e) })
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddEntry(e) })
	}},
	{"a person has one opaque identifier in each region, and another once erased", func(s *scene) {
		person := func(region plan.RegionID, user plan.UserID) (id plan.PersonID) {
			s.write(func(tx plan.Tx) (err error) {
				id, err = tx.Person(region, user)
				return err
			})
			return id
		}
		first, again, other, elsewhere := person(hdf, alice), person(hdf, alice), person(hdf, bob), person(idf, alice)
		same(s, again, first)
		if first == other || first == elsewhere || first == plan.PersonID(alice) || first == "" {
			s.Fatalf("identifiers are %q, %q, %q", first, other, elsewhere)
		}
		userOf := func(region plan.RegionID, id plan.PersonID) plan.UserID {
			return read(s, func(tx plan.Tx) (plan.UserID, error) { return tx.PersonUser(region, id) })
		}
		same(s, []plan.UserID{userOf(hdf, first), userOf(hdf, other)}, []plan.UserID{alice, bob})
		missing(s, func(tx plan.Tx) (plan.UserID, error) { return tx.PersonUser(idf, first) })
		missing(s, func(tx plan.Tx) (plan.PersonID, error) { return tx.KnownPerson(idf, bob) })
		missing(s, func(tx plan.Tx) (plan.PersonID, error) { return tx.KnownPerson(hdf, "") })

		s.write(func(tx plan.Tx) error { return tx.ErasePerson(hdf, alice) })
		s.write(func(tx plan.Tx) error { return tx.ErasePerson(hdf, "nobody") })
		same(s, []plan.UserID{userOf(hdf, first), userOf(hdf, other), userOf(idf, elsewhere)}, []plan.UserID{"", bob, alice})
		missing(s, func(tx plan.Tx) (plan.PersonID, error) { return tx.KnownPerson(hdf, alice) })
		if fresh := person(hdf, alice); fresh == first {
			s.Fatal("an erased person came back")
		}
	}},
	{"entries are found by object, actor, service and instant, the newest first", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			d := fullDeadline(1)
			d.Parts = d.Parts[:1] // of 62
			if err := tx.AddDeadline(d); err != nil {
				return err
			}
			for i, e := range []plan.Entry{
				{ID: "a", Object: "E1", Actor: "ALICE"},
				{ID: "b", Object: "E2", Actor: "BOB", Place: "c-62"},
				{ID: "c", Object: plan.ServiceRef(s62), Actor: "ALICE"},
				{ID: "d", Object: plan.ServiceRef(s59), Actor: "ALICE", Place: "c-62"},
				{ID: "e", Object: "E1", Actor: "BOB"},
			} {
				e.Region, e.At = hdf, noon.Add(time.Duration(i)*time.Hour)
				if err := tx.AddEntry(e); err != nil {
					return err
				}
			}
			return tx.AddEntry(plan.Entry{Region: idf, ID: "z", Object: "E1", Actor: "ALICE", At: noon})
		})
		for _, c := range []struct {
			filter plan.EntryFilter
			want   string
			total  int
		}{
			{plan.EntryFilter{}, "e d c b a", 5},
			{plan.EntryFilter{Limit: 2, Offset: 1}, "d c", 5},
			{plan.EntryFilter{Object: "E1"}, "e a", 2},
			{plan.EntryFilter{Object: "E1", Actor: "ALICE"}, "a", 1},
			{plan.EntryFilter{Services: []plan.ServiceID{s62}}, "e c a", 3},
			{plan.EntryFilter{Services: []plan.ServiceID{s62, s59}}, "e d c a", 4},
			{plan.EntryFilter{From: noon.Add(time.Hour), To: noon.Add(3 * time.Hour)}, "c b", 2},
			{plan.EntryFilter{Services: []plan.ServiceID{s62}, Actor: "BOB", From: noon}, "e", 1},
			{plan.EntryFilter{Place: "c-62"}, "d b", 2},
			{plan.EntryFilter{Place: "c-62", Actor: "BOB"}, "b", 1},
			{plan.EntryFilter{Object: "E9"}, "", 0},
		} {
			found := read(s, func(tx plan.Tx) ([]plan.Entry, error) {
				found, total, err := tx.FindEntries(hdf, c.filter)
				same(s, total, c.total)
				return found, err
			})
			same(s, strings.Join(each(found, func(e plan.Entry) string { return e.ID }), " "), c.want)
		}
	}},
	{"the texts of an entry are erased, and nothing else of it", func(s *scene) {
		e := full[plan.Entry]()
		e.Region, e.Object = hdf, "E1"
		s.write(func(tx plan.Tx) error { return tx.AddEntry(e) })
		s.write(func(tx plan.Tx) error { return tx.EraseText(hdf, e.ID) })
		e.Before, e.After, e.Reason = "", "", ""
		same(s, entriesOf(s, "E1"), []plan.Entry{e})
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.EraseText(idf, e.ID) })
	}},
	{"entries wait for their seal in the order they happened", func(s *scene) {
		addThree(s)
		got := read(s, func(tx plan.Tx) ([]plan.Evidence, error) { return tx.UnsealedEntries(hdf, 2) })
		same(s, each(got, func(e plan.Evidence) string { return e.ID }), []string{"first", "second"})
		for _, e := range got {
			same(s, e.Digest, plan.TextDigest(e.Salt, e.Before, e.After, e.Reason))
			if e.Salt == "" || e.Rank == 0 {
				s.Fatalf("salt %q, rank %d", e.Salt, e.Rank)
			}
		}
		if got[0].Salt == got[1].Salt {
			s.Fatal("two entries share a salt")
		}
	}},
	{"seals are added at the end of the chain, by one sealer at a time", func(s *scene) {
		addThree(s)
		seal := func(seq int, entry string) plan.Seal {
			return plan.Seal{Region: hdf, Seq: seq, Entry: entry, KeyID: "key", MAC: "mac-" + entry}
		}
		head := func() plan.Head {
			return read(s, func(tx plan.Tx) (plan.Head, error) { return tx.Head(hdf) })
		}
		before := head()
		same(s, before, plan.Head{Region: hdf})
		s.write(func(tx plan.Tx) error {
			return tx.AddSeals(before, []plan.Seal{seal(1, "first"), seal(2, "second")})
		})
		same(s, head(), plan.Head{Region: hdf, Seq: 2, MAC: "mac-second", Version: 1})
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.AddSeals(before, []plan.Seal{seal(3, "third")}) })
		s.write(func(tx plan.Tx) error { return tx.AddSeals(head(), nil) })
		s.write(func(tx plan.Tx) error {
			all, waiting, err := tx.CountEntries(hdf)
			same(s, []int{all, waiting}, []int{3, 1})
			return err
		})
		current := head()
		s.write(func(tx plan.Tx) error { return tx.AddSeals(current, []plan.Seal{seal(3, "third")}) })
		same(s, head(), plan.Head{Region: hdf, Seq: 3, MAC: "mac-third", Version: 2})
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.AddSeals(current, []plan.Seal{seal(4, "third")}) })

		var found []plan.Seal
		s.write(func(tx plan.Tx) error {
			return tx.EachSeal(hdf, 2, 9, func(e plan.Evidence) error {
				same(s, e.ID, e.Seal.Entry)
				found = append(found, e.Seal)
				return nil
			})
		})
		same(s, found, []plan.Seal{seal(2, "second"), seal(3, "third")})
		missing(s, func(tx plan.Tx) (plan.Entry, error) { return tx.StrayEntry(hdf) })
		same(s, read(s, func(tx plan.Tx) (plan.Head, error) { return tx.Head(idf) }), plan.Head{Region: idf})
	}},
	{"an error ends the reading of the seals", func(s *scene) {
		addThree(s)
		s.write(func(tx plan.Tx) error {
			return tx.AddSeals(plan.Head{Region: hdf}, []plan.Seal{{Region: hdf, Seq: 1, Entry: "first"}, {Region: hdf, Seq: 2, Entry: "second"}})
		})
		calls, enough := 0, errors.New("enough")
		err := s.store.Read(s.Context(), func(tx plan.Tx) error {
			return tx.EachSeal(hdf, 1, 2, func(plan.Evidence) error {
				calls++
				return enough
			})
		})
		if calls != 1 || !errors.Is(err, enough) {
			s.Fatalf("%d calls, error %v", calls, err)
		}
	}},
	{"what was told of the chain is recorded once a month", func(s *scene) {
		december := plan.ToldHead{Region: hdf, Month: "2026-12", Seq: 7, MAC: "5e"}
		january := plan.ToldHead{Region: hdf, Month: "2027-01", Seq: 9, MAC: "6f"}
		s.write(func(tx plan.Tx) error { return tx.AddToldHead(january) })
		s.write(func(tx plan.Tx) error { return tx.AddToldHead(december) })
		s.write(func(tx plan.Tx) error {
			return tx.AddToldHead(plan.ToldHead{Region: idf, Month: "2026-12"})
		})
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddToldHead(december) })
		got := read(s, func(tx plan.Tx) ([]plan.ToldHead, error) { return tx.ToldHeads(hdf) })
		same(s, got, []plan.ToldHead{december, january})
	}},
	{"a key is seen for the first time once in each region", func(s *scene) {
		once := func(region plan.RegionID, key string) (first bool) {
			s.write(func(tx plan.Tx) (err error) {
				first, err = tx.Once(region, key, noon)
				return err
			})
			return first
		}
		got := []bool{once(hdf, "k"), once(hdf, "k"), once(idf, "k"), once(hdf, "K"), once(hdf, "k")}
		same(s, got, []bool{true, false, true, true, false})
	}},
	{"keys recorded before an instant are forgotten, and no other", func(s *scene) {
		once := func(key string, at time.Time) (first bool) {
			s.write(func(tx plan.Tx) (err error) {
				first, err = tx.Once(hdf, key, at)
				return err
			})
			return first
		}
		once("old", noon.Add(-time.Microsecond))
		once("new", noon)
		var forgotten int
		s.write(func(tx plan.Tx) (err error) {
			forgotten, err = tx.ForgetOnce(noon)
			return err
		})
		same(s, forgotten, 1)
		same(s, []bool{once("old", noon), once("new", noon)}, []bool{true, false})
	}},
}

func entriesOf(s *scene, object plan.Ref) []plan.Entry {
	s.Helper()
	return read(s, func(tx plan.Tx) ([]plan.Entry, error) { return tx.Entries(hdf, object) })
}

// addThree adds three entries, the last of them first.
func addThree(s *scene) {
	s.Helper()
	s.write(func(tx plan.Tx) error {
		for i, id := range []string{"third", "second", "first"} {
			err := tx.AddEntry(plan.Entry{Region: hdf, ID: id, Object: "E1", At: noon.Add(-time.Duration(i) * time.Hour), After: "{}"})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
