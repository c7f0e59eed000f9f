package bot

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// clockLife is how long a reading of the server's clock is trusted.
const clockLife = 10 * time.Minute

// serverClock tells the server's time from the Date header of its last answer.
// The time since then is measured, not read off the machine's clock, which may
// be set meanwhile. It is early, by a second and the length of a call at most,
// and never late: look-ups begin from it.
type serverClock struct {
	real func() time.Time

	mu     sync.Mutex
	date   time.Time
	readAt time.Time
	// doubted is set when a call found no server: the next that wants the time
	// asks for it, and so learns early that there is still none.
	doubted bool
}

// read takes the clock off an answer that has just come. A proxy may have
// given it; its clock is as good for what is done with it.
func (c *serverClock) read(h http.Header) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.date, c.readAt, c.doubted = date, c.real(), false
}

// doubt makes the next reader of the clock ask the server.
func (c *serverClock) doubt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doubted = true
}

// now is the server's time, and whether it was read lately enough.
func (c *serverClock) now() (time.Time, bool) {
	here := c.real()
	c.mu.Lock()
	defer c.mu.Unlock()
	since := here.Sub(c.readAt)
	return c.date.Add(since), !c.readAt.IsZero() && !c.doubted && since < clockLife
}

// last is the server's time by its last reading, however old; zero when there
// was none.
func (c *serverClock) last() time.Time {
	now, _ := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.readAt.IsZero() {
		return time.Time{}
	}
	return now
}

// serverTime is the server's time; it asks the server when its clock was not
// read lately.
func (c *client) serverTime(ctx context.Context) (time.Time, error) {
	if now, known := c.clock.now(); known {
		return now, nil
	}
	return c.askTime(ctx)
}

// askTime asks the server for its time, and so learns whether it answers.
func (c *client) askTime(ctx context.Context) (time.Time, error) {
	if _, _, err := c.api.GetPing(ctx); err != nil {
		return time.Time{}, err
	}
	now, known := c.clock.now()
	if !known {
		return time.Time{}, errNoDate
	}
	return now, nil
}
