package plan

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

const (
	// Lateness is how long after its hour a reminder still counts as of its hour;
	// from then on it says that it leaves late, and waits for an opening.
	Lateness = 10 * time.Minute
	// itemsOfPost is how many reminders one post holds: more do not read on a
	// phone.
	itemsOfPost = 10
	// itemsAtOnce bounds what is frozen for one recipient in one transaction.
	itemsAtOnce = 200
)

// LateAt tells whether a delivery that leaves at now leaves late: after the
// moment it was announced for, though it waited for an opening since.
func (v Delivery) LateAt(now time.Time) bool { return now.Sub(v.announced()) > Lateness }

// announced is the instant that a delivery was planned for.
func (v Delivery) announced() time.Time {
	at, err := v.When.Instant()
	if err != nil {
		return v.DueAt
	}
	return at
}

// destination is whom deliveries are for.
type destination struct {
	Region RegionID
	To     Recipient
}

// recipientsOf lists whom deliveries are for, once each, in their order.
func recipientsOf(due []Delivery) []destination {
	var all []destination
	for _, v := range due {
		if to := (destination{v.Region, v.To}); !slices.Contains(all, to) {
			all = append(all, to)
		}
	}
	return all
}

// freezing is the making of dispatches in one transaction. All that is due is
// looked at before anything is drawn: to look at one thing may change another, as
// a seat that goes to the next person ends what the one before had to prepare.
type freezing struct {
	tx        Tx
	ahead     readAhead // below tx
	now, real time.Time
	render    Render
	planner   *Planner
	frozen    int
	changed   map[string]bool // deliveries that were stored anew, by their ID
	batches   []Batch         // what is to be drawn
	made      []Dispatch
	told      []Delivery // what they carry
	dirs      map[RegionID]DirectoryView
}

// directory reads the directory of a region, once in the transaction.
func (f *freezing) directory(region RegionID) (DirectoryView, error) {
	if dir, known := f.dirs[region]; known {
		return dir, nil
	}
	dir, err := directory(f.tx, region)
	f.dirs[region] = dir
	return dir, err
}

// recipient freezes what is due for one recipient. Another dispatcher that
// does so at the same moment would make two posts of one: it is left alone.
func (f *freezing) recipient(to destination) error {
	free, err := f.tx.Reserve("telling " + string(to.Region) + " " + to.To.Key())
	if err != nil || !free {
		return err
	}
	due, err := f.tx.DueTo(to.Region, to.To, f.now, itemsAtOnce)
	if err != nil {
		return err
	}
	if err := f.ahead.read(due); err != nil {
		return err
	}
	f.frozen += len(due)
	kinds := map[Notice][]Delivery{}
	for _, read := range due {
		v, stands, err := f.afresh(read)
		if err != nil {
			return err
		}
		if !stands {
			continue
		}
		waits, err := f.follow(v)
		if err != nil {
			return err
		}
		if waits {
			continue
		}
		settled, err := rejoin(f.tx, v)
		switch {
		case err != nil:
			return err
		case settled:
		case isGrouped(v.Notice):
			kinds[v.Notice] = append(kinds[v.Notice], v)
		default:
			if err := f.alone(v); err != nil {
				return err
			}
		}
	}
	for _, g := range groupings {
		ds, err := f.allAfresh(kinds[g.notice])
		if err != nil {
			return err
		}
		if len(ds) == 0 {
			continue
		}
		if err := g.freeze(f, to, ds); err != nil {
			return err
		}
	}
	return nil
}

// afresh reads a delivery again if it was changed since it was read, and tells
// whether it still stands where it stood and is due.
func (f *freezing) afresh(v Delivery) (Delivery, bool, error) {
	if !f.changed[v.ID] {
		return v, true, nil
	}
	all, err := f.tx.Deliveries(v.Region, v.Subject)
	if err != nil {
		return v, false, err
	}
	i := slices.IndexFunc(all, func(o Delivery) bool { return o.ID == v.ID })
	if i < 0 {
		return v, false, nil
	}
	return all[i], all[i].State == v.State && !all[i].DueAt.After(f.now), nil
}

// allAfresh keeps those that still stand.
func (f *freezing) allAfresh(ds []Delivery) ([]Delivery, error) {
	standing := make([]Delivery, 0, len(ds))
	for _, read := range ds {
		v, stands, err := f.afresh(read)
		if err != nil {
			return nil, err
		}
		if stands {
			standing = append(standing, v)
		}
	}
	return standing, nil
}

// groupings tell how what is due for one recipient becomes posts, for the notices
// of which several are one post. They leave in this order, after the others.
var groupings = []struct {
	notice Notice
	freeze func(*freezing, destination, []Delivery) error
}{
	{NoticeReminder, (*freezing).remind},
	{NoticeEscalation, (*freezing).escalate},
	{NoticeOutlook, (*freezing).askOutlooks},
}

// isGrouped tells whether several deliveries of a notice are one post.
func isGrouped(n Notice) bool {
	for _, g := range groupings {
		if g.notice == n {
			return true
		}
	}
	return false
}

// single tells how what is a post of its own is looked at again when it is due: a
// look tells whether the delivery is dealt with, and then nothing is drawn for it
// here. What has no look is drawn as it stands.
var single = map[Notice]func(*freezing, Delivery) (handled bool, err error){
	NoticeDigest:         wholly((*freezing).digest),
	NoticePersonal:       wholly((*freezing).personal),
	NoticeTermEnding:     wholly((*freezing).term),
	NoticeStorm:          wholly((*freezing).storm),
	NoticeCallClosed:     wholly((*freezing).callClosed),
	NoticeDataCallEnd:    wholly((*freezing).dataCallEnd),
	NoticeDataCallClosed: wholly((*freezing).dataCallClosed),
	NoticeDataCallNext:   wholly((*freezing).dataCallNext),
	NoticeAskAgain:       (*freezing).silence,
	NoticePassedOn:       (*freezing).silence,
	NoticeDecideSoon:     (*freezing).stillOpen,
	NoticeWatch:          (*freezing).watch,
	NoticeWasHeld:        (*freezing).aftermath,
	NoticeMinutes:        (*freezing).aftermath,
	NoticeNoMinutes:      (*freezing).aftermath,
}

// wholly is a look after which there is nothing left to draw.
func wholly(look func(*freezing, Delivery) error) func(*freezing, Delivery) (bool, error) {
	return func(f *freezing, v Delivery) (bool, error) { return true, look(f, v) }
}

// alone freezes a delivery that is a post of its own.
func (f *freezing) alone(v Delivery) error {
	if slices.Contains(meetingsByThemselves, v.Notice) {
		if waits, err := f.untilOpen(v); waits || err != nil {
			return err
		}
	}
	if look := single[v.Notice]; look != nil {
		if handled, err := look(f, v); handled || err != nil {
			return err
		}
	}
	f.say(Batch{Deliveries: []Delivery{v}})
	return nil
}

// follow makes a reminder wait for the opening of its service, or drops it when it
// came too late, and tells whether it leaves now or not; of one that leaves it plans
// what comes after.
func (f *freezing) follow(v Delivery) (waits bool, err error) {
	if !v.reminds() {
		return false, nil
	}
	d, err := deadline(f.tx, v.Region, v.Subject)
	if kind, refused := KindOf(err); refused && kind == NotFound {
		return false, nil // its drawing will fail, and say so
	}
	if err != nil {
		return false, err
	}
	if late, err := f.tooLate(d, v); late || err != nil {
		return late, err
	}
	dir, err := f.directory(v.Region)
	if err != nil {
		return false, err
	}
	if joins, err := f.joinNext(dir, d, v); joins || err != nil {
		return joins, err
	}
	if waits, err := f.planner.holdBack(f.tx, dir, d, v, f.now); waits || err != nil {
		return waits, err
	}
	if err := f.planner.planNext(f.tx, dir, d, v, f.now); err != nil {
		return false, err
	}
	if again, err := f.recalled(dir, d, v); !again || err != nil {
		return false, err
	}
	return f.skip(v, ReasonOvertaken)
}

// remind makes the reminders of one recipient into one post, or several when
// there are many. Those that wait in the queue since the chat refused them join
// it: their text is that of another day.
func (f *freezing) remind(to destination, due []Delivery) error {
	waiting, err := f.regroup(to)
	if err != nil {
		return err
	}
	latest, overtaken, err := f.overtake(append(waiting, due...))
	if err != nil {
		return err
	}
	return f.inPosts(latest, overtaken)
}

// escalate makes the escalations to one recipient into one post, or several.
func (f *freezing) escalate(_ destination, due []Delivery) error {
	return f.inPosts(due, nil)
}

// inPosts freezes deliveries of one notice to one recipient, so many to a post.
func (f *freezing) inPosts(all []Delivery, overtaken map[Ref]int) error {
	posts, err := postsOf(f.tx, all)
	if err != nil {
		return err
	}
	for i, ds := range posts {
		b := Batch{Deliveries: ds}
		if len(posts) > 1 {
			b.Number, b.Of, b.All = i+1, len(posts), things(all)
		}
		for _, v := range ds {
			b.Overtaken += overtaken[v.Subject]
		}
		f.say(b)
	}
	return nil
}

// postsOf parts what one recipient is told of deadlines into posts. When there are
// several the first tells what is due first: what is sorted within each alone would
// begin again at each.
func postsOf(tx Tx, all []Delivery) ([][]Delivery, error) {
	if len(all) > itemsOfPost {
		if err := sortByDue(tx, all); err != nil {
			return nil, err
		}
	}
	return slices.Collect(slices.Chunk(all, itemsOfPost)), nil
}

// sortByDue puts first what is about the deadline that is due first.
func sortByDue(tx Tx, all []Delivery) error {
	type rank struct {
		due    Due
		number int
	}
	ranks := map[string]rank{}
	for _, v := range all {
		d, err := deadline(tx, v.Region, v.Subject)
		if kind, refused := KindOf(err); refused && kind == NotFound {
			continue // its drawing will fail, and say so
		}
		if err != nil {
			return err
		}
		part, _ := d.Part(v.Service)
		ranks[v.ID] = rank{d.DueOf(part), d.Number}
	}
	slices.SortStableFunc(all, func(a, b Delivery) int {
		x, y := ranks[a.ID], ranks[b.ID]
		return cmp.Or(x.due.Compare(y.due), cmp.Compare(x.number, y.number))
	})
	return nil
}

// things counts what deliveries are about.
func things(all []Delivery) int {
	about := map[Ref]bool{}
	for _, v := range all {
		about[v.Subject] = true
	}
	return len(about)
}

// regroup takes back the reminders of dispatches that the chat is known not to
// have and that nobody is about to send.
func (f *freezing) regroup(to destination) ([]Delivery, error) {
	receiver, err := ReceiverOf(f.tx, f.now, Delivery{Region: to.Region, To: to.To})
	if err != nil {
		return nil, err
	}
	waiting, err := f.tx.ReadyTo(to.Region, receiver.To, NoticeReminder)
	if err != nil {
		return nil, err
	}
	var back []Delivery
	for _, d := range waiting {
		carried, err := f.tx.DeliveriesOf(d.ID)
		if err != nil {
			return nil, err
		}
		leased := d.Lease != "" && f.real.Before(d.LeaseUntil)
		others := slices.ContainsFunc(carried, func(v Delivery) bool { return v.State != Claimed || v.To != to.To })
		if leased || others {
			continue
		}
		d.State, d.Reason, d.Lease = Dropped, ReasonRegrouped, ""
		if err := save(f.tx, &d); err != nil {
			return nil, err
		}
		back = append(back, carried...)
	}
	return back, nil
}

// overtake keeps the last reminder of each subject and records the others as
// overtaken: after a stop, a thing is recalled once. What is kept is in the
// order of the ledger; overtaken counts those it stands for.
func (f *freezing) overtake(due []Delivery) (latest []Delivery, overtaken map[Ref]int, err error) {
	slices.SortStableFunc(due, func(a, b Delivery) int { return a.announced().Compare(b.announced()) })
	last := map[Ref]int{}
	for i, v := range due {
		last[v.Subject] = i
	}
	overtaken = map[Ref]int{}
	for i, v := range due {
		if last[v.Subject] == i {
			latest = append(latest, v)
			continue
		}
		overtaken[v.Subject]++
		v.Dispatch = ""
		if _, err := f.skip(v, ReasonOvertaken); err != nil {
			return nil, nil, err
		}
	}
	return latest, overtaken, nil
}

// say notes what is to be drawn once everything that is due was looked at.
func (f *freezing) say(b Batch) { f.batches = append(f.batches, b) }

// draw freezes what was noted, without what was dropped since.
func (f *freezing) draw() error {
	var all []Delivery
	for _, b := range f.batches {
		all = append(all, b.Deliveries...)
	}
	if err := f.ahead.read(all); err != nil {
		return err
	}
	for _, b := range f.batches {
		standing, err := f.allAfresh(b.Deliveries)
		if err != nil {
			return err
		}
		if len(standing) == 0 {
			continue
		}
		b.Deliveries = standing
		if err := f.freeze(b); err != nil {
			return err
		}
	}
	return nil
}

// freeze draws a batch and puts it in a new dispatch. It goes to who stands in
// for a recipient who is away: the deliveries keep theirs. A group that cannot
// be drawn is drawn one by one, so that what is wrong blocks nothing else.
func (f *freezing) freeze(b Batch) error {
	head := b.Deliveries[0]
	receiver, err := ReceiverOf(f.tx, f.now, head)
	var drawing Drawing
	if err == nil {
		drawing, err = f.render(f.tx, f.now, b)
	}
	switch {
	case transient(err):
		return err
	case err != nil && len(b.Deliveries) > 1:
		return f.oneByOne(b.Deliveries)
	case err != nil:
		return each(f.tx, b.Deliveries, func(v *Delivery) { v.State, v.Reason = Failed, ReasonRender })
	}
	d := f.planner.newDispatch(f.now, f.real)
	d.Region, d.Subject, d.Service, d.Notice = head.Region, head.Subject, head.Service, head.Notice
	d.To, d.Channel = receiver.To, receiver.To.Channel
	d.Kind = Create
	if receiver.To.User != "" {
		d.Kind = Direct
	}
	d.Content, d.Drawn, d.Root = drawing.Content, drawing.Shows[head.Subject], drawing.Root
	f.made = append(f.made, d)
	for _, v := range b.Deliveries {
		v.State, v.Dispatch, v.Reason, v.Drawn = Claimed, d.ID, "", drawing.Shows[v.Subject]
		f.told = append(f.told, v)
	}
	return nil
}

func (f *freezing) oneByOne(ds []Delivery) error {
	for _, v := range ds {
		if err := f.freeze(Batch{Deliveries: []Delivery{v}}); err != nil {
			return err
		}
	}
	return nil
}

// queue stores the dispatches and what they carry, to be claimed in the order they were made, behind
// what waits for the same recipients since the chat refused it.
func (f *freezing) queue() error {
	last := map[destination]time.Time{}
	for i := range f.made {
		d := &f.made[i]
		to := destination{d.Region, d.To}
		behind, known := last[to]
		if !known {
			var err error
			if behind, err = f.tx.LastTo(d.Region, d.To); err != nil {
				return err
			}
		}
		d.NextTry = inQueue(f.real, i, len(f.made))
		if !d.NextTry.After(behind) {
			d.NextTry = behind.Add(time.Microsecond)
		}
		last[to] = d.NextTry
	}
	if err := f.tx.AddDispatch(f.made...); err != nil {
		return err
	}
	return f.tx.MoveDeliveries(f.told)
}

// rejoin gives a delivery that was cancelled and planned again back to the
// dispatch that carried it, if that one may already be in the chat: a second
// one would tell the same thing twice.
func rejoin(tx Tx, v Delivery) (bool, error) {
	if v.Dispatch == "" {
		return false, nil
	}
	d, err := tx.Dispatch(v.Dispatch)
	if errors.Is(err, ErrNotFound) || err == nil && d.State != Sending && d.State != InDoubt {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	v.State, v.Reason = Claimed, ""
	return true, tx.UpdateDelivery(v)
}
