package storetest

import "jalon/plan"

// listed reads what a filter selects, and how many there are in all.
func listed[T, F any](s *scene, list func(plan.Tx, plan.RegionID, F) ([]T, int, error), f F) (found []T, total int) {
	s.Helper()
	found = read(s, func(tx plan.Tx) (page []T, err error) {
		page, total, err = list(tx, hdf, f)
		return page, err
	})
	return found, total
}

// samePage compares a page with all that a filter should select, in its order.
func samePage[T any](s *scene, got []T, total int, all []T, offset, limit int, ref func(T) plan.Ref) {
	s.Helper()
	same(s, total, len(all))
	want := all[min(offset, len(all)):]
	if limit > 0 {
		want = want[:min(limit, len(want))]
	}
	same(s, each(got, ref), each(want, ref))
	for i := range want {
		same(s, got[i], want[i])
	}
}
