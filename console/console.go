package console

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// Router runs what people ask. Its errors are already words in the reply.
type Router interface {
	Run(ctx context.Context, req commands.Request) card.Reply
}

// Planner is what the console reads of the store.
type Planner interface {
	Agents(ctx context.Context, region plan.RegionID) ([]plan.Agent, error)
	Services(ctx context.Context, region plan.RegionID) ([]plan.Service, error)
}

// RunUntil says all that is due up to and including an instant, in order, each
// at its own, which it sets beforehand; the clock ends at until.
type RunUntil func(ctx context.Context, until time.Time, setNow func(time.Time)) error

// Alive records that jalon runs at an instant: an outage lies between two.
type Alive func(ctx context.Context, now time.Time) error

// Config is what a [Console] is made of. Every field is required but those
// that say otherwise.
type Config struct {
	Router  Router
	Planner Planner
	Region  plan.RegionID
	// Lang is the language of the console's own texts.
	Lang i18n.Lang
	// Zone is the one that times are typed and printed in.
	Zone *time.Location
	// At is the moment the console begins at. Its clock moves only when told.
	// Zero: the console goes by Clock, and time cannot be moved.
	At time.Time
	// Clock is the real clock; it serves only when At is zero.
	Clock func() time.Time
	Out   io.Writer
}

// Console is a chat in memory and what is typed into it. It is not safe for
// use by several goroutines.
type Console struct {
	Config
	now   time.Time
	until RunUntil // nil when nothing is dispatched
	alive Alive
	who   plan.Agent
	where place
	wall  []*shown
	posts int
	sent  int   // messages printed, edits included
	err   error // of the first write that failed
}

// place is where somebody speaks.
type place struct {
	channel plan.ChannelID
	name    string // of the channel, without its #
	direct  bool
}

// New makes a Console at the beginning of its time. Nobody speaks yet, and
// nothing is dispatched until [Console.Dispatch].
func New(c Config) *Console { return &Console{Config: c, now: c.At} }

// Dispatch gives the console what says things by itself: after each line, what
// is due is said, and time can be moved.
func (c *Console) Dispatch(until RunUntil, alive Alive) { c.until, c.alive = until, alive }

// Now is the console's clock.
func (c *Console) Now() time.Time {
	if c.At.IsZero() {
		return c.Clock()
	}
	return c.now
}

func (c *Console) setNow(t time.Time) { c.now = t }

// Mute tells the console to print elsewhere, and returns what printed before.
func (c *Console) Mute(out io.Writer) io.Writer {
	before := c.Out
	c.Out = out
	return before
}

// Speak says who speaks and where from here on: "@alice #sgar", "@alice dm".
// Either may be left out. An error is a sentence for who typed.
func (c *Console) Speak(ctx context.Context, line string) error {
	who, where := c.who, c.where
	for word := range strings.FieldsSeq(line) {
		var err error
		switch name, isMember := strings.CutPrefix(word, "@"); {
		case isMember:
			who, err = c.member(ctx, name)
		case i18n.Fold(word) == "dm":
			where = place{direct: true}
		default:
			where, err = c.channel(ctx, strings.TrimLeft(word, "#~"))
		}
		if err != nil {
			return err
		}
	}
	if where == (place{}) {
		where = place{direct: true}
	}
	c.who, c.where = who, where
	return nil
}

func (c *Console) member(ctx context.Context, name string) (plan.Agent, error) {
	agents, err := c.Planner.Agents(ctx, c.Region)
	if err != nil {
		return plan.Agent{}, err
	}
	var known []string
	for _, a := range agents {
		if !a.Active {
			continue
		}
		if strings.EqualFold(a.Username, name) {
			return a, nil
		}
		known = append(known, "@"+a.Username)
	}
	return plan.Agent{}, &mistake{textNoMember.In(c.Lang, "name", name, "known", i18n.And(c.Lang, known))}
}

func (c *Console) channel(ctx context.Context, name string) (place, error) {
	services, err := c.Planner.Services(ctx, c.Region)
	if err != nil {
		return place{}, err
	}
	var known []string
	for _, s := range services {
		if s.Closed || s.Channel == "" {
			continue
		}
		if strings.EqualFold(s.ChannelName, name) {
			return place{channel: s.Channel, name: s.ChannelName}, nil
		}
		known = append(known, "#"+s.ChannelName)
	}
	slices.Sort(known)
	return place{}, &mistake{textNoChannel.In(c.Lang, "name", name, "known", i18n.And(c.Lang, known))}
}

// channelName is how a channel is printed; its identifier when no service has it.
func (c *Console) channelName(ctx context.Context, id plan.ChannelID) string {
	services, err := c.Planner.Services(ctx, c.Region)
	if err != nil {
		return string(id)
	}
	for _, s := range services {
		if s.Channel == id && s.ChannelName != "" {
			return s.ChannelName
		}
	}
	return string(id)
}

// userName is how a person is printed; the identifier when nobody has it.
func (c *Console) userName(ctx context.Context, id plan.UserID) string {
	agents, err := c.Planner.Agents(ctx, c.Region)
	if err != nil {
		return string(id)
	}
	for _, a := range agents {
		if a.User == id {
			return a.Username
		}
	}
	return string(id)
}

// ask runs a line as the person who speaks and prints the answer. It tells
// whether it was accepted.
func (c *Console) ask(ctx context.Context, req commands.Request) (accepted bool) {
	req.Region, req.User, req.Username = c.Region, c.who.User, c.who.Username
	req.Now, req.CanForm = c.Now(), true
	reply := c.Router.Run(ctx, req)
	c.printReply(reply)
	c.remember(reply)
	return !reply.Error
}

// Settle says what became due with the last line.
func (c *Console) Settle(ctx context.Context) error {
	if c.until == nil {
		return nil
	}
	return c.until(ctx, c.now, c.setNow)
}
