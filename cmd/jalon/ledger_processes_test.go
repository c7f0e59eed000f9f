package main_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"jalon/plan"
	"jalon/schedule"
	"jalon/store"
	"jalon/store/storetest"
)

// stalled is a chat whose first call is suspended in its course, with the
// machine that makes it, while the rest of the world goes on.
type stalled struct {
	schedule.Poster
	meanwhile func()
}

func (s *stalled) Send(ctx context.Context, d plan.Dispatch) (plan.Receipt, error) {
	if f := s.meanwhile; f != nil {
		s.meanwhile = nil
		f()
	}
	return s.Poster.Send(ctx, d)
}

func TestAMachineSuspendedInACallMakesNoDouble(t *testing.T) {
	w := tell(t)
	must(t, w.done("E1", "carole", pref59))
	must(t, w.turn())
	sleeper := &stalled{Poster: w.chat}
	first := schedule.New(plan.New(w.store, plan.Options{}), w.words, sleeper, schedule.Options{
		Now: func() time.Time { return w.now }, Real: func() time.Time { return w.real }, Owner: "the sleeper",
	})
	w.real, w.now = w.real.Add(3*24*time.Hour), w.now.Add(3*24*time.Hour) // J-7, for 62 only
	sleeper.meanwhile = func() {
		for range 10 { // another process sees the lease end, looks, and says it
			must(t, w.pass(10*time.Second))
		}
	}
	must(t, first.RunUntil(context.Background(), w.now, func(time.Time) {}), w.settle(), w.check([]plan.Ref{"E1"}))
	want(t, "posts", w.said(), []string{card59, card62, "c-62: E1/1/J-7/channel:c-62"})
	var journal []string
	must(t, w.view(func(tx plan.Tx) error {
		all, err := tx.Entries(region, "E1")
		for _, e := range all {
			if e.Origin == plan.ByItself {
				journal = append(journal, e.Action)
			}
		}
		return err
	}))
	want(t, "journal of jalon itself", journal, []string{"envoi.doublon"})
}

// slow is a database that takes its time once.
type slow struct {
	plan.Store
	at, n int
	take  func()
}

func (s *slow) Write(ctx context.Context, f func(plan.Tx) error) error {
	err := s.Store.Write(ctx, f)
	if s.n++; s.n == s.at {
		s.take()
	}
	return err
}

func TestALeaseThatRanOutBeforeTheCallIsLeftToALookUp(t *testing.T) {
	w := tell(t)
	must(t, w.done("E1", "carole", pref59))
	must(t, w.turn())
	calls, _ := w.chat.Calls()
	w.real, w.now = w.real.Add(3*24*time.Hour), w.now.Add(3*24*time.Hour) // J-7, for 62 only
	// Its writes: freeze, edits, claim, begin.
	late := &slow{Store: w.store, at: 4, take: func() { w.real = w.real.Add(30 * time.Second) }}
	d := schedule.New(plan.New(late, plan.Options{}), w.words, w.chat, schedule.Options{
		Now: func() time.Time { return w.now }, Real: func() time.Time { return w.real },
	})
	must(t, d.RunUntil(context.Background(), w.now, func(time.Time) {}))
	now, _ := w.chat.Calls()
	want(t, "calls under a lease about to end", now-calls, 0)
	must(t, w.settle(), w.check([]plan.Ref{"E1"}))
	want(t, "reminders of J-7", w.states(t, "J-7"), []string{"channel:c-59 cancelled (closed)", "channel:c-62 sent"})
}

// others starts so many processes beside that of the world, each on a pool of
// its own, and returns what waits for their end. Each works once, or until
// stop is closed.
func (w *world) others(t *testing.T, n int, stop <-chan struct{}) (wait func()) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		db, err := store.Open(t.Context(), w.dsn, store.Options{})
		must(t, err)
		d := schedule.New(plan.New(db, plan.Options{}), w.words, w.chat, schedule.Options{
			Now: func() time.Time { return w.now }, Real: func() time.Time { return w.real }, Owner: fmt.Sprintf("process %d", i),
		})
		wg.Go(func() {
			for again := true; again; {
				if err := d.RunUntil(context.Background(), w.now, func(time.Time) {}); err != nil && !passing(err) {
					t.Error(err)
				}
				select {
				case <-stop:
					again = false
				default:
					again = stop != nil
				}
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return wg.Wait
}

// passing tells an error that a loop meets and tries again after: another
// process holds what is due, or a slow machine kept the database too long.
func passing(err error) bool {
	return errors.Is(err, schedule.ErrStuck) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, plan.ErrBusy)
}

// on runs a test in a world on an engine.
func on(t *testing.T, engine string, test func(t *testing.T, w *world)) {
	t.Run(engine, func(t *testing.T) {
		dsn := filepath.Join(t.TempDir(), "jalon.db")
		if engine == store.PostgreSQL {
			dsn = storetest.Postgres(t)
		}
		w, err := openWorld(dsn)
		must(t, err)
		t.Cleanup(func() { must(t, w.store.Close()) })
		test(t, w)
	})
}

// onEachEngine runs a test in a world on each engine.
func onEachEngine(t *testing.T, test func(t *testing.T, w *world)) {
	for _, engine := range []string{store.SQLite, store.PostgreSQL} {
		on(t, engine, test)
	}
}

// askFor adds deadlines due in so many days.
func (w *world) askFor(t *testing.T, n, days int) (refs []plan.Ref) {
	t.Helper()
	for range n {
		ref, err := w.ask(days)
		must(t, err)
		refs = append(refs, ref)
	}
	return refs
}

func TestSeveralProcessesOnOneDatabaseSayEachThingOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		refs := w.askFor(t, 20, 9)
		w.real, w.now = w.real.Add(3*24*time.Hour), w.now.Add(3*24*time.Hour)
		w.others(t, 3, nil)()
		sent, _ := w.chat.Calls()
		want(t, "calls", sent, len(w.chat.Posts()))
		must(t, w.settle(), w.check(refs))
	})
}

func TestPeopleWhoChangeThingsWhileTheyAreSaidSeeTheLastState(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		refs := w.askFor(t, 6, 9)
		stop := make(chan struct{})
		wait := w.others(t, 2, stop)
		var people sync.WaitGroup
		for i := range 3 {
			people.Go(func() {
				for j, ref := range refs {
					err := w.retitle(ref, fmt.Sprintf("Bilan %d de %d", j, i))
					if i == 0 {
						err = errors.Join(err, w.postpone(ref, 20))
					}
					if i == 1 {
						err = errors.Join(err, w.done(ref, "bob", pref62))
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		people.Wait()
		close(stop)
		wait()
		w.wrong = nil // a call may have begun just before what it says was cancelled
		must(t, w.settle(), w.check(refs))
	})
}

func TestAClaimThatIsLostChangesNothing(t *testing.T) {
	w := tell(t)
	ctx := context.Background()
	p := plan.New(w.store, plan.Options{})
	_, err := p.FreezeDue(ctx, w.now, w.real, 1, w.words.Render)
	must(t, err)
	claim := func(owner string) plan.Dispatch {
		ds, err := p.ClaimDispatches(ctx, w.real, owner, 10)
		must(t, err)
		if len(ds) != 1 {
			t.Fatalf("%s claimed %d dispatches", owner, len(ds))
		}
		return ds[0]
	}
	lost := claim("one")
	w.real = w.real.Add(plan.LeaseTime)
	if _, begun, err := p.BeginAttempt(ctx, w.now, w.real, w.real, lost, w.words.Render); begun || err != nil {
		t.Errorf("an attempt began after the end of its lease: %v", err)
	}
	held := claim("two")
	if _, begun, err := p.BeginAttempt(ctx, w.now, w.real, w.real, lost, w.words.Render); begun || err != nil {
		t.Errorf("an attempt began under somebody else's lease: %v", err)
	}
	_, err = p.RecordDoubt(ctx, w.real, lost, plan.AsPostError(errors.New("no answer")))
	must(t, err)
	_, err = p.RecordRefusal(ctx, w.now, w.real, lost, &plan.PostError{Verdict: plan.Never, Code: plan.CodeGone})
	must(t, err)
	_, ready, err := p.RecordAbsent(ctx, lost)
	must(t, err)
	want(t, "absence under somebody else's lease", ready, false)
	if _, begun, err := p.BeginAttempt(ctx, w.now, w.real, w.real, held, w.words.Render); !begun || err != nil {
		t.Errorf("the holder of the lease could not begin: %v", err)
	}
}
