package storetest

import (
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
