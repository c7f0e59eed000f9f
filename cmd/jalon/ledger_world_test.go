package main_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"jalon/calendar"
	"jalon/plan"
	"jalon/schedule"
	"jalon/schedule/scheduletest"
	"jalon/store"
)

const (
	region = plan.RegionID("hdf")
	sgar   = plan.ChannelID("c-sgar")
	pref62 = plan.ChannelID("c-62")
	pref59 = plan.ChannelID("c-59")
)

// start is when the tests begin by the real clock. The domain's is rehearsed,
// forty days ahead, so that a mix-up of the two would be seen.
var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const rehearsed = 40 * 24 * time.Hour

// errCrashed is what every call returns once the process is dead.
var errCrashed = errors.New("the process is dead")

// process is one life of the dispatcher: it dies at a chosen write, and then
// neither its database nor its chat does anything more.
type process struct {
	plan.Store
	schedule.Poster

	mu     sync.Mutex
	writes int
	// dieAt is the write at which the process dies, 0 for never; committed
	// says on which side of the commit.
	dieAt     int
	committed bool
	dead      bool
}

func (p *process) alive() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dead {
		return errCrashed
	}
	return nil
}

func (p *process) Read(ctx context.Context, f func(plan.Tx) error) error {
	if err := p.alive(); err != nil {
		return err
	}
	return p.Store.Read(ctx, f)
}

func (p *process) Write(ctx context.Context, f func(plan.Tx) error) error {
	if err := p.alive(); err != nil {
		return err
	}
	p.mu.Lock()
	p.writes++
	dies := p.writes == p.dieAt
	p.dead = dies
	p.mu.Unlock()
	if !dies {
		return p.Store.Write(ctx, f)
	}
	err := p.Store.Write(ctx, func(tx plan.Tx) error {
		if err := f(tx); err != nil || p.committed {
			return err
		}
		return errCrashed
	})
	return errors.Join(errCrashed, err)
}

func (p *process) Send(ctx context.Context, d plan.Dispatch) (plan.Receipt, error) {
	if err := p.alive(); err != nil {
		return plan.Receipt{}, err
	}
	return p.Poster.Send(ctx, d)
}

func (p *process) Find(ctx context.Context, d plan.Dispatch) (plan.Receipt, bool, error) {
	if err := p.alive(); err != nil {
		return plan.Receipt{}, false, err
	}
	return p.Poster.Find(ctx, d)
}

// world is a region with three services, their chat, and one process of jalon.
type world struct {
	dsn     string
	store   *store.DB
	planner *plan.Planner // of the people, who never crash
	chat    *scheduletest.Chat
	words   scheduletest.Words
	real    time.Time
	now     time.Time

	process    *process
	dispatcher *schedule.Dispatcher
	lives      int
	// wrong is the first broken promise seen while a call began.
	wrong error
}

// template is a migrated database, made once and copied.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "jalon-ledger-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "jalon.db")
	db, err := store.Open(context.Background(), path, store.Options{Rehearsal: true})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// newWorld makes a world on a database in dir; the caller closes its store.
func newWorld(dir string) (*world, error) {
	raw, err := template()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "jalon.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		return nil, err
	}
	return openWorld(path)
}

// openWorld makes a world on an empty database.
func openWorld(dsn string) (*world, error) {
	db, err := store.Open(context.Background(), dsn, store.Options{})
	if err != nil {
		return nil, err
	}
	w := &world{dsn: dsn, store: db, real: start, now: start.Add(rehearsed)}
	w.planner = plan.New(db, plan.Options{})
	w.chat = scheduletest.New(func() time.Time { return w.real }, scheduletest.Options{Skew: -3 * time.Hour, Watch: w.watch})
	if err := w.settleIn(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w.reborn(0, false)
	return w, nil
}

func (w *world) settleIn() error {
	ctx := context.Background()
	service := func(code string, kind plan.ServiceKind, ch plan.ChannelID) plan.Service {
		return plan.Service{
			Region: region, ID: plan.ServiceID(code), Code: code, Name: code, Kind: kind, Channel: ch,
			TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole,
		}
	}
	err := w.planner.Install(ctx, w.now,
		plan.Region{ID: region, Name: "hdf", Lang: "fr", TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole},
		[]plan.Service{
			service("SGAR", plan.KindSGAR, sgar),
			service("62", plan.KindPrefecture, pref62),
			service("59", plan.KindPrefecture, pref59),
		}, nil)
	for _, m := range []struct {
		service plan.ServiceID
		user    plan.UserID
	}{{"SGAR", "alice"}, {"62", "bob"}, {"59", "carole"}} {
		err = errors.Join(err, w.planner.SyncMembers(ctx, w.now, region, m.service,
			[]plan.Member{{User: m.user, Username: string(m.user), Lang: "fr"}}))
	}
	return err
}

// reborn starts a new process, which dies at a write of its life.
func (w *world) reborn(dieAt int, committed bool) {
	w.lives++
	w.process = &process{Store: w.store, Poster: w.chat, dieAt: dieAt, committed: committed}
	w.dispatcher = schedule.New(plan.New(w.process, plan.Options{}), w.words, w.process, schedule.Options{
		Now:   func() time.Time { return w.now },
		Real:  func() time.Time { return w.real },
		Owner: fmt.Sprintf("life %d", w.lives),
	})
}

// turn says all that can be said now; a process that dies on the way is
// replaced.
func (w *world) turn() error {
	err := w.dispatcher.RunUntil(context.Background(), w.now, func(t time.Time) { w.now = t })
	switch {
	case errors.Is(err, errCrashed) || w.process.alive() != nil:
		w.reborn(0, false)
	case err != nil && !errors.Is(err, schedule.ErrStuck):
		return err
	}
	return w.wrong
}

// pass lets time go by, and says what is due at the end of it.
func (w *world) pass(d time.Duration) error {
	w.real, w.now = w.real.Add(d), w.now.Add(d)
	return w.turn()
}

// settle mends the chat and lets time go by until nothing is left to say now.
func (w *world) settle() error {
	w.chat.Heal()
	for i := range 250 {
		step := 5 * time.Second
		if i > 20 {
			step = time.Minute
		}
		if err := w.pass(step); err != nil {
			return err
		}
		due, try, err := w.planner.Horizon(context.Background())
		if err != nil {
			return err
		}
		if try.IsZero() && (due.IsZero() || due.After(w.now)) {
			return nil
		}
	}
	return errors.New("something is still unsaid after more than three hours of a healthy chat")
}

func (w *world) call(user plan.UserID, channel plan.ChannelID) (plan.Call, error) {
	place := plan.Place{Channel: channel}
	view, err := w.planner.Look(context.Background(), w.now, region, user, string(user), place)
	return plan.Call{Now: w.now, Actor: view.Actor, Place: view.Place, Origin: plan.BySlash}, err
}

// ask adds a deadline of alice's for both préfectures, so many days ahead.
func (w *world) ask(days int) (plan.Ref, error) {
	call, err := w.call("alice", sgar)
	if err != nil {
		return "", err
	}
	s, err := w.planner.AddDeadline(context.Background(), call, plan.NewDeadline{
		Title: "Bilan", Due: w.in(days), Services: []plan.ServiceID{"62", "59"},
	})
	return s.Deadline.Ref(), err
}

func (w *world) in(days int) plan.Due {
	return plan.Due{Date: calendar.DateOf(w.now, time.UTC).AddDays(days), Zone: "Europe/Paris"}
}

// view reads from the store in one transaction.
func (w *world) view(f func(plan.Tx) error) error { return w.store.Read(context.Background(), f) }

func (w *world) deliveries(ref plan.Ref) (out []plan.Delivery, err error) {
	err = w.view(func(tx plan.Tx) error { out, err = tx.Deliveries(region, ref); return err })
	return out, err
}

// watch looks at each call as it begins: nothing cancelled may be in it.
func (w *world) watch(d plan.Dispatch) {
	err := w.view(func(tx plan.Tx) error {
		carried, err := tx.DeliveriesOf(d.ID)
		for _, v := range carried {
			if v.State == plan.CancelledNotice {
				err = errors.Join(err, fmt.Errorf("%s is cancelled and a call for it begins", scheduletest.Key(v)))
			}
		}
		return err
	})
	if err != nil && w.wrong == nil {
		w.wrong = err
	}
}

// check compares what people see with what the ledger says, once nothing is
// left to say.
func (w *world) check(refs []plan.Ref) error {
	seen := map[string]int{}
	for _, p := range w.chat.Posts() {
		for key := range strings.FieldsSeq(p.Text) {
			seen[key]++
		}
		for ref, versions := range p.Drawn {
			if !slices.IsSorted(versions) {
				return fmt.Errorf("%s showed older states of %s after newer ones: %v", p.ID, ref, versions)
			}
		}
	}
	for _, ref := range refs {
		if err := errors.Join(w.checkDeliveries(ref, seen), w.checkCards(ref), w.checkOnce(ref)); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) checkDeliveries(ref plan.Ref, seen map[string]int) error {
	all, err := w.deliveries(ref)
	if err != nil {
		return err
	}
	for _, v := range all {
		want := 0
		switch v.State {
		case plan.Sent:
			want = 1
		case plan.Claimed:
			return fmt.Errorf("%s is still claimed", scheduletest.Key(v))
		case plan.Planned:
			if !v.DueAt.After(w.now) {
				return fmt.Errorf("%s is due and still planned", scheduletest.Key(v))
			}
		case plan.Skipped:
			if v.Reason == plan.ReasonOvertaken && !slices.ContainsFunc(all, func(o plan.Delivery) bool { return overtakes(o, v) }) {
				return fmt.Errorf("%s was overtaken by nothing", scheduletest.Key(v))
			}
		default: // failed or cancelled: never posted
		}
		if n := seen[scheduletest.Key(v)]; n != want {
			return fmt.Errorf("%s is %s and was posted %d times", scheduletest.Key(v), v.State, n)
		}
	}
	return nil
}

// overtakes tells whether a reminder is a later one of the same thing to the same
// recipient, that left the planned state.
func overtakes(o, v plan.Delivery) bool {
	left := o.State != plan.Planned && (o.State != plan.Skipped || o.Reason == plan.ReasonOvertaken)
	later, err := o.When.Instant()
	before, failed := v.When.Instant()
	return left && o.To == v.To && err == nil && failed == nil && later.After(before)
}

func (w *world) checkCards(ref plan.Ref) error {
	posts := map[string]scheduletest.Post{}
	for _, p := range w.chat.Posts() {
		posts[p.ID] = p
	}
	return w.view(func(tx plan.Tx) error {
		n := 0
		if _, err := fmt.Sscanf(string(ref), "E%d", &n); err != nil {
			return err
		}
		d, err := tx.Deadline(region, n)
		if err != nil {
			return err
		}
		cards, err := tx.CardsOf(region, ref)
		if err != nil {
			return err
		}
		for _, c := range cards {
			p, there := posts[c.Post]
			if c.Dead || !there {
				continue
			}
			last := c.Drawn // a post of several tells the chat of one only, until it is edited
			if shown := p.Drawn[ref]; len(shown) > 0 {
				last = shown[len(shown)-1]
			}
			if last != d.Version {
				return fmt.Errorf("%s shows version %d of %s, which is at %d", c.Post, last, ref, d.Version)
			}
		}
		return nil
	})
}

func (w *world) retitle(ref plan.Ref, title string) error {
	call, err := w.call("alice", sgar)
	if err != nil {
		return err
	}
	_, err = w.planner.ModifyDeadline(context.Background(), call, ref, plan.Edits{Title: &title})
	return err
}

func (w *world) done(ref plan.Ref, user plan.UserID, channel plan.ChannelID) error {
	call, err := w.call(user, channel)
	if err != nil {
		return err
	}
	_, err = w.planner.CompleteDeadline(context.Background(), call, ref, plan.Scope{}, "")
	return err
}

func (w *world) postpone(ref plan.Ref, days int) error {
	call, err := w.call("alice", sgar)
	if err != nil {
		return err
	}
	_, err = w.planner.PostponeDeadline(context.Background(), call, ref, w.in(days), [2]string{}, "attente")
	return err
}

func (w *world) cancel(ref plan.Ref) error {
	call, err := w.call("alice", sgar)
	if err != nil {
		return err
	}
	_, err = w.planner.CancelDeadline(context.Background(), call, ref, plan.Unsaid, "retirée")
	return err
}

func (w *world) assign(ref plan.Ref) error {
	call, err := w.call("bob", pref62)
	if err != nil {
		return err
	}
	_, err = w.planner.AssignDeadline(context.Background(), call, ref, plan.Scope{Services: []plan.ServiceID{"62"}}, "carole")
	return err
}
