package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"jalon/plan"
)

var transactions = []behaviour{
	{"what a closure did is undone when it fails, and its error comes out as it is", func(s *scene) {
		refusal := errors.New("refused")
		err := s.store.Write(s.Context(), func(tx plan.Tx) error {
			if err := tx.AddDeadline(deadline(1, "CRTE", s59)); err != nil {
				return err
			}
			if _, err := tx.NextNumber(hdf, "E"); err != nil {
				return err
			}
			return refusal
		})
		if err != refusal { //nolint:errorlint // as it is
			s.Fatalf("got error %v, want %v", err, refusal)
		}
		missing(s, func(tx plan.Tx) (plan.Deadline, error) { return tx.Deadline(hdf, 1) })
	}},
	{"what a closure did is undone when it panics, and the store goes on", func(s *scene) {
		func() {
			defer func() { _ = recover() }()
			_ = s.store.Write(s.Context(), func(tx plan.Tx) error {
				if err := tx.AddDeadline(deadline(1, "CRTE", s59)); err != nil {
					return err
				}
				panic("in the middle")
			})
		}()
		missing(s, func(tx plan.Tx) (plan.Deadline, error) { return tx.Deadline(hdf, 1) })
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(deadline(1, "CRTE", s59)) })
	}},
	{"a closure sees what it wrote", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			d := deadline(1, "CRTE", s59)
			if err := tx.AddDeadline(d); err != nil {
				return err
			}
			got, err := tx.Deadline(hdf, 1)
			same(s, got, d)
			return err
		})
	}},
	{"nothing is written while reading", func(s *scene) {
		err := s.store.Read(s.Context(), func(tx plan.Tx) error { return tx.AddDeadline(deadline(1, "CRTE", s59)) })
		if err == nil {
			s.Fatal("got no error")
		}
		missing(s, func(tx plan.Tx) (plan.Deadline, error) { return tx.Deadline(hdf, 1) })
	}},
	{"a reader sees one state throughout, whatever is committed meanwhile", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(deadline(1, "avant", s59)) })
		read(s, func(tx plan.Tx) (_ struct{}, err error) {
			before, err := tx.Deadline(hdf, 1)
			if err != nil {
				return struct{}{}, err
			}
			after := before
			after.Title = "après"
			s.write(func(tx plan.Tx) error {
				if err := tx.AddDeadline(deadline(2, "nouvelle", s59)); err != nil {
					return err
				}
				return tx.UpdateDeadline(after)
			})
			again, err := tx.Deadline(hdf, 1)
			same(s, again, before)
			_, total, errFind := tx.FindDeadlines(hdf, plan.DeadlineFilter{Limit: 1})
			same(s, total, 1)
			return struct{}{}, errors.Join(err, errFind)
		})
		same(s, find(s, plan.DeadlineFilter{}).total, 2)
	}},
	{"a transaction whose caller gave up changes nothing", func(s *scene) {
		ctx, cancel := context.WithCancel(s.Context())
		err := s.store.Write(ctx, func(tx plan.Tx) error {
			err := tx.AddDeadline(deadline(1, "CRTE", s59))
			cancel()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			s.Fatalf("got error %v, want %v", err, context.Canceled)
		}
		missing(s, func(tx plan.Tx) (plan.Deadline, error) { return tx.Deadline(hdf, 1) })
	}},
	{"a transaction is of no use once its closure ended", func(s *scene) {
		var kept plan.Tx
		s.write(func(tx plan.Tx) error { kept = tx; return nil })
		if _, err := kept.Regions(); err == nil {
			s.Fatal("got no error")
		}
	}},
}

const (
	crowd = 8  // goroutines at once
	heap  = 40 // things they share
)

var concurrency = []behaviour{
	{"due deliveries are never claimed twice", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for i := range heap {
				if _, err := tx.PlanDelivery(delivery(fmt.Sprint(i), plan.Ref(fmt.Sprintf("E%d", i)))); err != nil {
					return err
				}
			}
			return nil
		})
		claimOnce(s, func(tx plan.Tx) (claimed []string, err error) {
			due, err := tx.DueTo(hdf, plan.Recipient{Channel: "c-nord"}, noon, 3)
			for _, d := range due {
				d.State = plan.Claimed
				if err := tx.UpdateDelivery(d); err != nil {
					return nil, err
				}
				claimed = append(claimed, d.ID)
			}
			return claimed, err
		})
	}},
	{"dispatches are never claimed twice", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for i := range heap {
				d := dispatch(fmt.Sprint(i), plan.Ready, noon)
				if i%4 == 0 {
					d.State = plan.Sending // abandoned by somebody
				}
				if err := tx.AddDispatch(d); err != nil {
					return err
				}
			}
			return nil
		})
		claimOnce(s, func(tx plan.Tx) (claimed []string, err error) {
			found, err := tx.ClaimableDispatches(noon, 3)
			for _, d := range found {
				d.State, d.Lease, d.LeaseUntil = plan.Sending, "mine", noon.Add(time.Minute)
				if err := tx.UpdateDispatch(d); err != nil {
					return nil, err
				}
				claimed = append(claimed, d.ID)
			}
			return claimed, err
		})
	}},
	{"stale cards are never claimed twice", func(s *scene) {
		for i := range heap {
			addCards(s, card(fmt.Sprint(i), "E1", 1, 2))
		}
		claimOnce(s, func(tx plan.Tx) (claimed []string, err error) {
			stale, err := tx.StaleCards(3)
			for _, c := range stale {
				c.Drawn = c.Wanted
				if err := tx.UpdateCard(c); err != nil {
					return nil, err
				}
				claimed = append(claimed, c.Post)
			}
			return claimed, err
		})
	}},
	{"a number is never given twice", func(s *scene) {
		var given tally
		s.crowd(func() error {
			for range heap / crowd {
				n := 0
				err := s.store.Write(s.Context(), func(tx plan.Tx) (err error) {
					n, err = tx.NextNumber(hdf, "E")
					return err
				})
				if err != nil {
					return err
				}
				given.add(fmt.Sprint(n))
			}
			return nil
		})
		given.eachOnce(s, heap)
	}},
	{"one among many does what must be done once", func(s *scene) {
		var first tally
		s.crowd(func() error {
			mine := false
			err := s.store.Write(s.Context(), func(tx plan.Tx) (err error) {
				mine, err = tx.Once(hdf, "digest", noon)
				return err
			})
			if mine {
				first.add("done")
			}
			return err
		})
		first.eachOnce(s, 1)
	}},
	{"one among many plans a delivery", func(s *scene) {
		var first tally
		s.crowd(func() error {
			mine := false
			err := s.store.Write(s.Context(), func(tx plan.Tx) (err error) {
				mine, err = tx.PlanDelivery(delivery(fmt.Sprintf("%p", &mine), "E1"))
				return err
			})
			if mine {
				first.add("planned")
			}
			return err
		})
		first.eachOnce(s, 1)
	}},
	{"changes read and made in one closure are never lost", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDeadline(deadline(1, "CRTE", s59)) })
		s.crowd(func() error {
			for done := 0; done < heap/crowd; {
				err := s.store.Write(s.Context(), func(tx plan.Tx) error {
					d, err := tx.Deadline(hdf, 1)
					if err != nil {
						return err
					}
					d.Revision++
					return tx.UpdateDeadline(d)
				})
				switch {
				case err == nil:
					done++
				case !errors.Is(err, plan.ErrBusy) && !errors.Is(err, plan.ErrStale):
					return err // those two are fair: a crowd changes one thing without a pause
				}
			}
			return nil
		})
		same(s, deadlineOf(s, 1).Revision, heap)
	}},
}

// crowd runs f in several goroutines, and waits for all.
func (s *scene) crowd(f func() error) {
	s.Helper()
	var all sync.WaitGroup
	for range crowd {
		all.Go(func() {
			if err := f(); err != nil {
				s.Error(err)
			}
		})
	}
	all.Wait()
}

// claimOnce has a crowd claim until nothing is left, and checks that each of
// the heap was claimed, and once.
func claimOnce(s *scene, claim func(plan.Tx) ([]string, error)) {
	s.Helper()
	var claimed tally
	s.crowd(func() error {
		for {
			var mine []string
			err := s.store.Write(s.Context(), func(tx plan.Tx) (err error) {
				mine, err = claim(tx)
				return err
			})
			// Others may hold what is left; only an empty store ends it.
			if err != nil || len(mine) == 0 && claimed.len() == heap {
				return err
			}
			claimed.add(mine...)
		}
	})
	claimed.eachOnce(s, heap)
}

// tally counts names.
type tally struct {
	mu    sync.Mutex
	count map[string]int
}

func (t *tally) add(names ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.count == nil {
		t.count = map[string]int{}
	}
	for _, name := range names {
		t.count[name]++
	}
}

func (t *tally) len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.count)
}

func (t *tally) eachOnce(s *scene, want int) {
	s.Helper()
	for name, n := range t.count {
		if n != 1 {
			s.Errorf("%s came %d times", name, n)
		}
	}
	if len(t.count) != want {
		s.Errorf("%d came, want %d", len(t.count), want)
	}
}

func isDuplicate(err error) bool { return errors.Is(err, plan.ErrDuplicate) }
