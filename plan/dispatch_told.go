package plan

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Steps are what the ledger learns of several calls at one moment.
type Steps struct {
	Took  []Taken   // the chat has these
	Begin []Attempt // these begin
}

// Taken is a dispatch that the chat has.
type Taken struct {
	Dispatch Dispatch
	Receipt  Receipt
}

// Told is what the ledger learnt from a post.
type Told struct {
	// Late is by how much the earliest delivery missed its hour; 0 for an edit.
	Late time.Duration
	// Twin tells that another post is recorded for this dispatch: the chat
	// must be looked up, so that the later one is deleted.
	Twin bool
}

// Advance does in one transaction what [Planner.RecordSent] and
// [Planner.BeginAttempt] do, so that many calls wait together for the disk.
func (p *Planner) Advance(ctx context.Context, now, real time.Time, s Steps, render Render) (begun []Attempt, told []Told, err error) {
	err = p.store.Write(ctx, func(tx Tx) error {
		var err error
		if told, err = (&recording{Tx: tx, now: now, planner: p}).all(s.Took); err != nil {
			return wrap(err, "recording posts")
		}
		begun, err = attempting{tx, now, real, render}.all(s.Begin)
		return wrap(err, "beginning attempts")
	})
	if err != nil {
		return nil, nil, err
	}
	return begun, told, nil
}

// RecordSent records that the chat has the dispatch, whoever holds the lease by
// now and whatever was cancelled meanwhile: it is a fact. A post that shows a
// subject becomes a live card, to be drawn again if the subject has changed
// since. Posts deleted as doubles are journaled.
func (p *Planner) RecordSent(ctx context.Context, now time.Time, d Dispatch, r Receipt) (Told, error) {
	_, told, err := p.Advance(ctx, now, now, Steps{Took: []Taken{{d, r}}}, nil)
	if err != nil {
		return Told{}, err
	}
	return told[0], nil
}

// recording is the recording of posts in one transaction.
type recording struct {
	Tx
	now     time.Time
	planner *Planner
}

func (r *recording) all(taken []Taken) ([]Told, error) {
	told := make([]Told, len(taken))
	at := map[string]int{}
	posted, err := r.asLeft(taken)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, d := range posted {
		known[d.ID] = true
	}
	for i, t := range taken {
		at[t.Dispatch.ID] = i
		if known[t.Dispatch.ID] {
			continue
		}
		d, fresh, err := r.asFound(t, &told[i])
		if err != nil {
			return nil, err
		}
		if fresh {
			posted = append(posted, d)
		}
	}
	if len(posted) == 0 {
		return told, nil
	}
	return told, r.deliveries(posted, func(v Delivery) {
		t := &told[at[v.Dispatch]]
		t.Late = max(t.Late, r.now.Sub(v.DueAt))
	})
}

// asLeft records the posts of dispatches that stand as they were when their calls
// began: there is nothing to read again. It returns these.
func (r *recording) asLeft(taken []Taken) ([]Dispatch, error) {
	var ds []Dispatch
	for _, t := range taken {
		if d := t.Dispatch; d.Kind != Edit && d.State != Posted && len(t.Receipt.Removed) == 0 {
			ds = append(ds, posted(d, t.Receipt))
		}
	}
	return r.MoveDispatches(ds)
}

func posted(d Dispatch, r Receipt) Dispatch {
	d.State, d.Reason, d.Lease, d.LeaseUntil = Posted, "", "", time.Time{}
	d.Post, d.Channel = r.Post, r.Channel
	return d
}

// asFound records a post after a look at what became of its dispatch. It tells
// whether the post was not recorded yet.
func (r *recording) asFound(t Taken, told *Told) (d Dispatch, fresh bool, err error) {
	if d, err = r.Dispatch(t.Dispatch.ID); err != nil {
		return d, false, err
	}
	if err := r.planner.noteRemoved(r.Tx, r.now, d, t.Receipt); err != nil {
		return d, false, err
	}
	if d.Kind == Edit {
		return d, false, recordEdit(r.Tx, d)
	}
	if d.State == Posted {
		if d.Post == t.Receipt.Post {
			return d, false, nil
		}
		if told.Twin = !slices.Contains(t.Receipt.Removed, d.Post); told.Twin {
			return d, false, nil
		}
		if err := buryCards(r.Tx, d); err != nil {
			return d, false, err
		}
	}
	d = posted(d, t.Receipt)
	return d, true, save(r.Tx, &d)
}

// deliveries marks all that the posts carry as sent, what was cancelled too: it
// was read. The posts become live cards.
//
// Deliveries come before the versions of what they show: see touchClaimed.
func (r *recording) deliveries(posted []Dispatch, each func(Delivery)) error {
	by := map[string]Dispatch{}
	var ids []string
	for _, d := range posted {
		by[d.ID] = d
		ids = append(ids, d.ID)
	}
	carried, err := r.DeliveriesOf(ids...)
	if err != nil {
		return err
	}
	var sent []Delivery
	for _, v := range carried {
		each(v)
		if v.State != Sent {
			v.State, v.Reason, v.SentAt = Sent, "", r.now
			sent = append(sent, v)
		}
	}
	if err := r.MoveDeliveries(sent); err != nil {
		return err
	}
	if err := r.cards(by, carried); err != nil {
		return err
	}
	return recovered(r.Tx, posted)
}

// cards makes posts live cards of each subject that they show.
func (r *recording) cards(by map[string]Dispatch, carried []Delivery) error {
	shown := slices.DeleteFunc(slices.Clone(carried), func(v Delivery) bool { return shows(by[v.Dispatch], v) == 0 })
	if len(shown) == 0 {
		return nil
	}
	versions, err := r.versions(shown)
	if err != nil {
		return err
	}
	var cards []LiveCard
	for _, v := range shown {
		d := by[v.Dispatch]
		drawn := shows(d, v)
		cards = append(cards, LiveCard{
			Region: d.Region, Subject: v.Subject, Post: d.Post, Channel: d.Channel, User: d.To.User,
			Service: v.Service, Notice: d.Notice, Key: d.Key,
			Drawn: drawn, Wanted: max(drawn, versions[thingOf(v)]), Version: 1,
		})
	}
	if err := r.AddCard(cards...); !errors.Is(err, ErrDuplicate) {
		return err
	}
	return nil
}

// shows is the version of a delivery's subject that a post shows, 0 for none.
func shows(d Dispatch, v Delivery) int {
	if v.Drawn == 0 && v.Subject == d.Subject {
		return d.Drawn // frozen before deliveries kept it
	}
	return v.Drawn
}

// thing is a subject of a region.
type thing struct {
	Region RegionID
	Ref    Ref
}

func thingOf(v Delivery) thing { return thing{v.Region, v.Subject} }

// versions are the present versions of what deliveries are about; none of what
// no longer exists.
func (r *recording) versions(of []Delivery) (map[thing]int, error) {
	found := map[thing]int{}
	deadlines := map[RegionID][]int{}
	for _, v := range of {
		if n, ok := v.Subject.number(); ok {
			deadlines[v.Region] = append(deadlines[v.Region], n)
			continue
		}
		version, err := subjectVersion(r.Tx, v.Region, v.Subject)
		if err != nil {
			return nil, err
		}
		found[thingOf(v)] = version
	}
	for region, numbers := range deadlines {
		versions, err := r.DeadlineVersions(region, numbers...)
		if err != nil {
			return nil, err
		}
		for n, version := range versions {
			found[thing{region, DeadlineRef(n)}] = version
		}
	}
	return found, nil
}

// recordEdit marks an edit as sent and its card as showing that drawing, even
// an older one than the card was thought to show: the card is then drawn again.
func recordEdit(tx Tx, d Dispatch) error {
	if d.State != Posted {
		d.State, d.Reason, d.Lease, d.LeaseUntil = Posted, "", "", time.Time{}
		if err := save(tx, &d); err != nil {
			return err
		}
	}
	c, err := tx.CardByPost(d.Region, d.Post, d.Subject)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c.Drawn, c.Reason = d.Drawn, ""
	return tx.UpdateCard(c)
}

// buryCards marks the cards of a post deleted as a double.
func buryCards(tx Tx, d Dispatch) error {
	carried, err := tx.DeliveriesOf(d.ID)
	if err != nil {
		return err
	}
	for _, v := range carried {
		c, err := tx.CardByPost(d.Region, d.Post, v.Subject)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		c.Dead, c.Reason = true, CodeGone
		if err := tx.UpdateCard(c); err != nil {
			return err
		}
	}
	return nil
}

// subjectVersion is the present version of an agent or of a meeting that a card
// shows; 0 when it no longer exists.
func subjectVersion(tx Tx, region RegionID, subject Ref) (int, error) {
	if user, ok := subject.agent(); ok {
		a, err := tx.Agent(region, user)
		if errors.Is(err, ErrNotFound) {
			return 0, nil
		}
		return a.Version, err
	}
	if n, ok := subject.meeting(); ok {
		m, err := tx.Meeting(region, n)
		if errors.Is(err, ErrNotFound) {
			return 0, nil
		}
		return m.Version, err
	}
	if n, ok := ParseProjectRef(string(subject)); ok {
		project, err := tx.Project(region, n)
		if errors.Is(err, ErrNotFound) {
			return 0, nil
		}
		return project.Version, err
	}
	return 0, nil
}

// noteRemoved journals the posts that were deleted because an earlier one
// carries their key.
func (p *Planner) noteRemoved(tx Tx, now time.Time, d Dispatch, r Receipt) error {
	call := Call{Now: now, Origin: ByItself, Actor: Actor{Region: d.Region}, Place: Place{Channel: r.Channel}}
	for _, post := range r.Removed {
		before := map[string]string{"post": post, "key": d.PostKey()}
		after := map[string]string{"post": r.Post, "key": d.PostKey()}
		if err := p.journal(tx, call, "envoi.doublon", d.Subject, before, after, ""); err != nil {
			return err
		}
	}
	return nil
}
