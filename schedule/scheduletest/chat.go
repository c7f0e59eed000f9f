// Package scheduletest is a chat in memory, for the tests of what leaves the
// ledger: it keeps what it is sent, and fails as networks and servers do.
package scheduletest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"jalon/plan"
)

// Fault is how a call goes wrong.
type Fault string

// Faults of a call.
const (
	None       Fault = ""
	Lost       Fault = "lost"       // it never arrives, and no answer comes
	Unanswered Fault = "unanswered" // the chat takes it, and no answer comes
	Late       Fault = "late"       // no answer comes, and the chat takes it twenty seconds later
	Broken     Fault = "broken"     // the chat answers with an error and takes nothing
	Misled     Fault = "misled"     // the chat answers with an error and takes it all the same
	Limited    Fault = "limited"    // the chat asks to wait
	Unreached  Fault = "unreached"  // the connection is refused
	Denied     Fault = "denied"     // the chat will never take it
)

// Lateness is by how much a [Late] call comes after its end.
const Lateness = 20 * time.Second

// RetryAfter is what a chat that limits calls asks to wait.
const RetryAfter = 7 * time.Second

// Post is what people see.
type Post struct {
	ID      string
	Channel plan.ChannelID
	Key     string
	Text    string
	At      time.Time // by the chat's clock
	// Drawn lists the versions of each subject that it showed: the first that
	// was told of it, and then each edit.
	Drawn   map[plan.Ref][]int
	Deleted bool
}

// Chat is a chat with a clock of its own. It is safe for concurrent use.
type Chat struct {
	real func() time.Time
	skew time.Duration
	hang bool

	mu       sync.Mutex
	posts    []*Post
	late     []arrival
	faults   []Fault
	archived map[plan.ChannelID]bool
	down     bool
	blind    bool
	calls    int
	asked    int // for the time
	watch    func(plan.Dispatch)
}

// arrival is a call still on its way.
type arrival struct {
	at time.Time
	d  plan.Dispatch
}

// Options of a Chat.
type Options struct {
	// Skew is how far the chat's clock is ahead of the real one.
	Skew time.Duration
	// Hang makes calls without an answer last until their context ends, rather
	// than fail at once.
	Hang bool
	// Watch is called with each dispatch at the beginning of its call.
	Watch func(plan.Dispatch)
}

// New makes a chat that reads the real clock.
func New(real func() time.Time, o Options) *Chat {
	return &Chat{real: real, skew: o.Skew, hang: o.Hang, watch: o.Watch, archived: map[plan.ChannelID]bool{}}
}

// Fail makes the coming calls fail, one fault each.
func (c *Chat) Fail(faults ...Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = append(c.faults, faults...)
}

// Archive archives a channel, or opens it again.
func (c *Chat) Archive(ch plan.ChannelID, archived bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.archived[ch] = archived
}

// Stop makes the chat unreachable, or reachable again.
func (c *Chat) Stop(down bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = down
}

// Blind makes the chat answer look-ups with an error, or find again.
func (c *Chat) Blind(blind bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.blind = blind
}

// Heal ends all that is wrong with the chat.
func (c *Chat) Heal() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down, c.blind, c.faults, c.archived = false, false, nil, map[plan.ChannelID]bool{}
}

// Posts returns what people see, in the order it came.
func (c *Chat) Posts() []Post {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.arrive()
	var seen []Post
	for _, p := range c.posts {
		if !p.Deleted {
			copied := *p
			copied.Drawn = map[plan.Ref][]int{}
			for subject, versions := range p.Drawn {
				copied.Drawn[subject] = slices.Clone(versions)
			}
			seen = append(seen, copied)
		}
	}
	return seen
}

// Delete deletes a post, as somebody in the chat may.
func (c *Chat) Delete(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.posts {
		p.Deleted = p.Deleted || p.ID == id
	}
}

// Calls returns how many calls of dispatches began, and how often the chat was
// asked the time.
func (c *Chat) Calls() (sent, asked int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls, c.asked
}

// ServerTime is the chat's clock.
func (c *Chat) ServerTime(context.Context) (time.Time, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	if c.down {
		return time.Time{}, unreachable()
	}
	return c.clock(), nil
}

func (c *Chat) clock() time.Time { return c.real().Add(c.skew) }

func unreachable() error {
	return &plan.PostError{Verdict: plan.NotNow, Code: plan.CodeUnreachable, Err: errors.New("connection refused")}
}

// Send makes the call of a dispatch.
func (c *Chat) Send(ctx context.Context, d plan.Dispatch) (plan.Receipt, error) {
	r, err := c.send(d)
	if c.hang && plan.AsPostError(err).Code == plan.CodeTimeout && err != nil {
		<-ctx.Done()
	}
	return r, err
}

func (c *Chat) send(d plan.Dispatch) (plan.Receipt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	if c.watch != nil {
		c.watch(d)
	}
	c.arrive()
	fault := None
	if len(c.faults) > 0 {
		fault, c.faults = c.faults[0], c.faults[1:]
	}
	if c.down {
		fault = Unreached
	}
	switch fault {
	case Unreached:
		return plan.Receipt{}, unreachable()
	case Limited:
		return plan.Receipt{}, &plan.PostError{
			Verdict: plan.NotNow, Code: plan.CodeRateLimited, After: RetryAfter, Err: errors.New("limit exceeded"),
		}
	case Denied:
		return plan.Receipt{}, &plan.PostError{Verdict: plan.Never, Code: plan.CodeForbidden, Err: errors.New("forbidden")}
	case Lost:
		return plan.Receipt{}, errors.New("no answer")
	case Broken:
		return plan.Receipt{}, broken()
	case Late:
		c.late = append(c.late, arrival{c.real().Add(Lateness), d})
		return plan.Receipt{}, errors.New("no answer")
	default: // the chat takes it
	}
	r, err := c.take(d)
	switch {
	case err != nil || fault == None:
		return r, err
	case fault == Misled:
		return plan.Receipt{}, broken()
	default:
		return plan.Receipt{}, errors.New("no answer")
	}
}

func broken() error {
	return &plan.PostError{Verdict: plan.Doubtful, Code: plan.CodeServer, Err: errors.New("internal server error")}
}

// arrive takes the calls whose time has come.
func (c *Chat) arrive() {
	c.late = slices.DeleteFunc(c.late, func(a arrival) bool {
		if a.at.After(c.real()) {
			return false
		}
		_, _ = c.take(a.d) // nobody waits for the answer
		return true
	})
}

// take does what a call asks.
func (c *Chat) take(d plan.Dispatch) (plan.Receipt, error) {
	if d.Kind == plan.Edit {
		return c.edit(d)
	}
	ch := room(d.To)
	if c.archived[ch] {
		return plan.Receipt{}, &plan.PostError{Verdict: plan.NotNow, Code: plan.CodeArchived, Err: errors.New("archived")}
	}
	p := &Post{
		ID: fmt.Sprintf("post%d", len(c.posts)+1), Channel: ch, Key: d.PostKey(),
		Text: string(d.Content), At: c.clock(), Drawn: map[plan.Ref][]int{d.Subject: {d.Drawn}},
	}
	c.posts = append(c.posts, p)
	return plan.Receipt{Post: p.ID, Channel: ch}, nil
}

func (c *Chat) edit(d plan.Dispatch) (plan.Receipt, error) {
	for _, p := range c.posts {
		switch {
		case p.ID != d.Post || p.Deleted:
		case c.archived[p.Channel]:
			return plan.Receipt{}, &plan.PostError{Verdict: plan.Never, Code: plan.CodeArchived, Err: errors.New("archived")}
		default:
			p.Drawn[d.Subject] = append(p.Drawn[d.Subject], d.Drawn)
			return plan.Receipt{Post: p.ID, Channel: p.Channel}, nil
		}
	}
	return plan.Receipt{}, &plan.PostError{Verdict: plan.Never, Code: plan.CodeGone, Err: errors.New("no such post")}
}

// room is the channel of a recipient; a person's is their conversation.
func room(to plan.Recipient) plan.ChannelID {
	if to.User != "" {
		return plan.ChannelID("dm-" + to.User)
	}
	return to.Channel
}

// Find looks for the posts of a dispatch and keeps the first of them.
func (c *Chat) Find(_ context.Context, d plan.Dispatch) (plan.Receipt, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.down {
		return plan.Receipt{}, false, unreachable()
	}
	if c.blind {
		return plan.Receipt{}, false, broken()
	}
	c.arrive()
	var r plan.Receipt
	for _, p := range c.posts {
		switch {
		case p.Deleted || p.Key != d.PostKey() || p.Channel != room(d.To) || p.At.Before(d.LookupFrom()):
		case r.Post == "":
			r = plan.Receipt{Post: p.ID, Channel: p.Channel}
		default:
			p.Deleted = true
			r.Removed = append(r.Removed, p.ID)
		}
	}
	return r, r.Post != "", nil
}
