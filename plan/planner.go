package plan

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"

	"jalon/calendar"
)

// Planner holds the use cases: one method each, one transaction each.
type Planner struct {
	store Store
	newID func() string
	wake  func()
	// entries counts those written to the journal since the start.
	entries atomic.Uint32
	// channelsChanged is told when a service has another channel.
	channelsChanged func()
	school          *calendar.School

	mu        sync.Mutex
	calendars map[calendar.Zone]*calendar.Calendar
}

// Options are what a Planner may be given; zero values suit a real run.
type Options struct {
	// NewID makes identifiers that nobody can guess; crypto/rand by default.
	NewID func() string
	// Wake is called after each commit that may have queued something to say.
	Wake func()
	// ChannelsChanged is called after each commit that gave a service another
	// channel: its members are to be read again.
	ChannelsChanged func()
	// School is the school holidays, nil when nobody loaded them: then none is
	// known, which is not that there are none.
	School *calendar.School
}

// New makes a Planner on a store.
func New(store Store, o Options) *Planner {
	p := &Planner{store: store, newID: o.NewID, wake: o.Wake, channelsChanged: o.ChannelsChanged, school: o.School, calendars: map[calendar.Zone]*calendar.Calendar{}}
	if p.newID == nil {
		p.newID = rand.Text
	}
	if p.wake == nil {
		p.wake = func() {}
	}
	if p.channelsChanged == nil {
		p.channelsChanged = func() {}
	}
	return p
}

// write runs a use case in one transaction and wakes the dispatcher once it
// is committed.
func (p *Planner) write(ctx context.Context, f func(Tx) error) error {
	if err := p.store.Write(ctx, f); err != nil {
		return err
	}
	p.wake()
	return nil
}

// Calendar returns the calendar of a holiday zone.
func (p *Planner) Calendar(zone calendar.Zone) (*calendar.Calendar, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if cal, ok := p.calendars[zone]; ok {
		return cal, nil
	}
	cal, err := calendar.New(zone, calendar.Options{School: p.school})
	if err != nil {
		return nil, fmt.Errorf("calendar of zone %q: %w", zone, err)
	}
	p.calendars[zone] = cal
	return cal, nil
}
