package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
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
	// Triggers lists the slash commands, without their slash.
	Triggers(lang i18n.Lang) []commands.Trigger
}

// Planner is what the Mattermost side needs of plan.Planner.
type Planner interface {
	Look(ctx context.Context, now time.Time, region plan.RegionID, user plan.UserID, username string, place plan.Place) (plan.DirectoryView, error)
	SlashTokens(ctx context.Context, region plan.RegionID) ([]plan.SlashToken, error)
	// Click returns the dispatch of a key, and whether its post is the one
	// given. plan.ErrNotFound when the region has no such dispatch.
	Click(ctx context.Context, region plan.RegionID, key, post string) (d plan.Dispatch, stored bool, err error)
	// RecordSent records that Mattermost has a dispatch.
	RecordSent(ctx context.Context, now time.Time, d plan.Dispatch, r plan.Receipt) (plan.Told, error)
	// Once tells whether a thing named by key happens for the first time, and
	// remembers that it happened.
	Once(ctx context.Context, region plan.RegionID, key string, now time.Time) (first bool, err error)
	Regions(ctx context.Context) ([]plan.Region, error)
	Services(ctx context.Context, region plan.RegionID) ([]plan.Service, error)
	NoteChannel(ctx context.Context, now time.Time, region plan.RegionID, service plan.ServiceID, open bool) error
	SyncMembers(ctx context.Context, now time.Time, region plan.RegionID, service plan.ServiceID, members []plan.Member) error
	// ActiveUsers lists the accounts that a region thinks active.
	ActiveUsers(ctx context.Context, region plan.RegionID) ([]plan.UserID, error)
	// AccountsGone records that accounts were found deactivated.
	AccountsGone(ctx context.Context, now time.Time, region plan.RegionID, users []plan.UserID) error
	// AccountsBack brings agents in step with accounts found active.
	AccountsBack(ctx context.Context, now time.Time, region plan.RegionID, members []plan.Member) error
}

// Observer counts what happens. Its labels never hold what people typed.
type Observer interface {
	// Request is one thing asked: by which entrance, of which command
	// ("echeance ajouter"), with which outcome.
	Request(entrance plan.Origin, command string, outcome Outcome, took time.Duration)
	// Call is one request to Mattermost. Status is 0 when no answer came.
	Call(method string, status int, took time.Duration)
	// Connected tells whether the WebSocket is open.
	Connected(open bool)
}

// Config is what a [Bot] is made of. Every field is required but Transport,
// Observer and Lang.
type Config struct {
	// URL is Mattermost's address as jalon reaches it.
	URL string
	// Token is the bot account's.
	Token string
	// Callback is jalon's address as Mattermost reaches it.
	Callback string
	Keys     *Keyring
	Router   Router
	Planner  Planner
	Log      *slog.Logger
	// Now is the clock people live by, which a rehearsal may move. Real is the
	// machine's: tickets and rates go by it.
	Now, Real func() time.Time
	// Transport carries the calls to Mattermost; one that keeps as many connections
	// as jalon makes calls at a time when nil.
	Transport http.RoundTripper
	Observer  Observer
	// Lang is spoken to people whose language is not known; French when empty.
	Lang i18n.Lang
}

// Bot is jalon on one Mattermost server.
type Bot struct {
	client  *client
	painter *painter
	desk    *desk
	planner Planner
	config  Config
	site    site
}

// New makes a Bot. It calls nobody: a server that is down does not keep jalon
// from starting.
func New(c Config) (*Bot, error) {
	if c.Keys == nil || c.Router == nil || c.Planner == nil || c.Log == nil || c.Now == nil || c.Real == nil {
		return nil, errors.New("bot: incomplete configuration")
	}
	callback, err := baseURL(c.Callback)
	if err != nil {
		return nil, fmt.Errorf("bot: address for callbacks: %w", err)
	}
	if c.Observer == nil {
		c.Observer = nobody{}
	}
	if c.Transport == nil {
		c.Transport = keptConnections()
	}
	if c.Lang == "" {
		c.Lang = i18n.FR
	}
	cl, err := newClient(c)
	if err != nil {
		return nil, err
	}
	return &Bot{
		client:  cl,
		painter: &painter{keys: c.Keys, callback: callback, real: c.Real},
		desk:    newDesk(c),
		planner: c.Planner,
		config:  c,
	}, nil
}

// baseURL checks an http or https address and drops its last slash.
func baseURL(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return "", fmt.Errorf("%q is not an http or https address", u.Redacted())
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%q: an address without name, query or fragment is needed", u.Redacted())
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// nobody observes nothing.
type nobody struct{}

func (nobody) Request(plan.Origin, string, Outcome, time.Duration) {}
func (nobody) Call(string, int, time.Duration)                     {}
func (nobody) Connected(bool)                                      {}
