package bot

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// world is jalon on a small server: alice in ~sgar, bob in ~pref-62, carole in
// ~pref-59, and a router that answers what the test tells it to.
type world struct {
	*Bot
	mattermost         *bottest.Server
	server             *Server
	planner            *memory
	router             *script
	clock              *clock
	log                *record
	seen               *counters
	team               bottest.Team
	admin              bottest.Client
	alice, bob, carole person
	channels           map[string]bottest.Channel
	botID, botToken    string
}

type person struct {
	bottest.Client
	id string
}

// monday is the day on which the tests play.
var monday = time.Date(2026, time.November, 23, 9, 12, 0, 0, time.UTC)

const callback = "http://jalon.test"

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldAt(t, bottest.NewServer(), monday)
}

// newWorldAt is a world at an instant, on a server without anything yet.
func newWorldAt(t testing.TB, s *bottest.Server, at time.Time) *world {
	t.Helper()
	w := &world{
		mattermost: s, clock: &clock{at: at}, log: new(record), seen: new(counters),
		channels: map[string]bottest.Channel{},
	}
	w.mattermost.Now = w.clock.now
	w.admin = w.mattermost.As(bottest.Admin)
	w.admin.Must(t, http.MethodPost, "/teams", bottest.Team{Name: "hdf", DisplayName: "Hauts-de-France", Type: "O"}, &w.team)
	w.alice, w.bob, w.carole = w.person(t, "alice"), w.person(t, "bob"), w.person(t, "carole")
	w.channel(t, "sgar", w.alice)
	w.channel(t, "pref-62", w.bob)
	w.channel(t, "pref-59", w.carole)
	w.router = &script{reply: func(commands.Request) card.Reply { return card.Reply{Text: "Bien reçu."} }}
	w.install(t)
	keys := &Keyring{keys: []key{{id: "current1", secret: bytes.Repeat([]byte{1}, secretBytes)}}}
	b, err := New(Config{
		URL: w.mattermost.URL, Token: w.botToken, Callback: callback, Keys: keys, Router: w.router, Planner: w.planner,
		Log: slog.New(slog.NewTextHandler(w.log, nil)), Now: w.clock.now, Real: w.clock.now,
		Transport: w.mattermost, Observer: w.seen,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Bot = b
	w.server = b.Server(func(context.Context) error { return nil })
	w.mattermost.Out = bottest.Handler{Handler: w.server}
	return w
}

func (w *world) person(t testing.TB, name string) person {
	t.Helper()
	var u bottest.User
	w.admin.Must(t, http.MethodPost, "/users", bottest.User{Username: name, FirstName: strings.ToUpper(name), Locale: "fr"}, &u)
	return person{w.login(t, u.ID), u.ID}
}

func (w *world) login(t testing.TB, user string) bottest.Client {
	t.Helper()
	var token struct {
		Token string `json:"token"`
	}
	w.admin.Must(t, http.MethodPost, "/teams/"+w.team.ID+"/members", bottest.Member{UserID: user}, nil)
	w.admin.Must(t, http.MethodPost, "/users/"+user+"/tokens", nil, &token)
	return w.mattermost.As(token.Token)
}

func (w *world) channel(t testing.TB, name string, members ...person) {
	t.Helper()
	var c bottest.Channel
	w.admin.Must(t, http.MethodPost, "/channels", bottest.Channel{TeamID: w.team.ID, Name: name, Type: "O"}, &c)
	for _, m := range members {
		w.admin.Must(t, http.MethodPost, "/channels/"+c.ID+"/members", bottest.Member{UserID: m.id}, nil)
	}
	w.channels[name] = c
}

// setup is what the world is installed with.
func (w *world) setup() Setup {
	return Setup{
		URL: w.mattermost.URL, Team: "hdf", Callback: callback, AdminToken: bottest.Admin,
		Services: []plan.Service{
			{ID: "sgar", Code: "SGAR", Name: "SGAR Hauts-de-France", Kind: plan.KindSGAR, ChannelName: "sgar"},
			{ID: "59", Code: "59", Name: "préfecture du Nord", ChannelName: "pref-59"},
			{ID: "62", Code: "62", Name: "préfecture du Pas-de-Calais", ChannelName: "pref-62"},
		},
		Triggers: w.router.Triggers(i18n.FR), Transport: w.mattermost, Real: w.clock.now,
	}
}

func (w *world) install(t testing.TB) {
	t.Helper()
	w.mattermost.Internal = "jalon.test"
	got, err := w.setup().Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.botID, w.botToken = string(got.Bot), got.BotToken
	w.planner = newMemory()
	w.planner.regions = []plan.Region{{ID: got.Region, Name: got.TeamName, Lang: i18n.FR}}
	w.planner.services, w.planner.tokens = got.Services, got.Tokens
}

// region is the region of the world.
func (w *world) region() plan.RegionID { return plan.RegionID(w.team.ID) }

// heard returns the last thing that somebody alone was shown.
func (w *world) heard(t testing.TB, p person) bottest.Post {
	t.Helper()
	list := w.mattermost.Ephemerals(p.id)
	if len(list) == 0 {
		t.Fatalf("nothing was said in private\n%s", w.log)
	}
	return list[len(list)-1]
}

// opened returns the last form that opened at somebody's.
func (w *world) opened(t testing.TB, p person) bottest.Form {
	t.Helper()
	list := w.mattermost.Forms(p.id)
	if len(list) == 0 {
		t.Fatalf("no form opened\n%s", w.log)
	}
	return list[len(list)-1]
}

// received lists what jalon wrote in somebody's private conversation.
func (w *world) received(t testing.TB, p person) []bottest.Post {
	t.Helper()
	var own []bottest.Post
	for _, post := range p.Posts(t, p.Direct(t, w.botID).ID) {
		if post.UserID == w.botID {
			own = append(own, post)
		}
	}
	return own
}

// record is a log that several write.
type record struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// clock is a clock that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// script is a router that says what it is told, and keeps what it was asked.
type script struct {
	mu    sync.Mutex
	asked []commands.Request
	reply func(commands.Request) card.Reply
}

func (s *script) Run(_ context.Context, r commands.Request) card.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r)
	return s.reply(r)
}

func (s *script) Triggers(i18n.Lang) []commands.Trigger {
	return []commands.Trigger{
		{Name: "echeance", Hint: "[ajouter | liste | voir | fait | reporter]", Description: "Échéances et rappels"},
		{Name: "jalon", Hint: "[aide]", Description: "Ce qui est à faire cette semaine"},
	}
}

// answers makes the router answer one thing.
func (s *script) answers(r card.Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reply = func(commands.Request) card.Reply { return r }
}

// lines are those of what the router was asked.
func (s *script) lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, r := range s.asked {
		list = append(list, r.Line)
	}
	return list
}

// was tells what the router was asked, and fails when it is not that.
func (s *script) was(t testing.TB, want ...commands.Request) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Errorf("the router was asked (-want +got):\n%s", diff)
	}
}

// memory is what the Mattermost side sees of a planner.
type memory struct {
	mu         sync.Mutex
	regions    []plan.Region
	services   []plan.Service
	tokens     []plan.SlashToken
	dispatches map[string]plan.Dispatch
	once       map[string]bool
	members    map[plan.ServiceID][]plan.Member
	open       map[plan.ServiceID]bool // channels that anybody may join
	langs      map[plan.UserID]i18n.Lang
	syncs      int
	active     map[plan.UserID]bool // accounts seen in a channel once
	gone       []plan.UserID
	back       []plan.Member
	twin       bool  // another post is recorded for each dispatch
	broken     error // what every call answers
}

func newMemory() *memory {
	return &memory{
		dispatches: map[string]plan.Dispatch{}, once: map[string]bool{},
		members: map[plan.ServiceID][]plan.Member{}, open: map[plan.ServiceID]bool{}, langs: map[plan.UserID]i18n.Lang{},
		active: map[plan.UserID]bool{},
	}
}

func (m *memory) Look(_ context.Context, _ time.Time, region plan.RegionID, user plan.UserID, _ string, _ plan.Place) (plan.DirectoryView, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.regions {
		if r.ID == region {
			lang := m.langs[user]
			if lang == "" {
				lang = r.Lang
			}
			return plan.DirectoryView{Region: r, Actor: plan.Actor{Region: region, User: user, Lang: lang}}, m.broken
		}
	}
	return plan.DirectoryView{}, plan.ErrNotFound
}

func (m *memory) SlashTokens(_ context.Context, region plan.RegionID) ([]plan.SlashToken, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []plan.SlashToken
	for _, t := range m.tokens {
		if t.Region == region {
			list = append(list, t)
		}
	}
	return list, m.broken
}

func (m *memory) Click(_ context.Context, region plan.RegionID, key, post string) (plan.Dispatch, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, ok := m.dispatches[key]
	if m.broken != nil {
		return plan.Dispatch{}, false, m.broken
	}
	if !ok || d.Region != region {
		return plan.Dispatch{}, false, plan.ErrNotFound
	}
	return d, d.State == plan.Posted && d.Post == post, nil
}

func (m *memory) RecordSent(_ context.Context, _ time.Time, d plan.Dispatch, r plan.Receipt) (plan.Told, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d.State, d.Post, d.Channel = plan.Posted, r.Post, r.Channel
	m.dispatches[d.Key] = d
	return plan.Told{Twin: m.twin}, m.broken
}

func (m *memory) Once(_ context.Context, region plan.RegionID, key string, _ time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key = string(region) + key
	first := !m.once[key]
	m.once[key] = true
	return first, m.broken
}

func (m *memory) Regions(context.Context) ([]plan.Region, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.regions, m.broken
}

func (m *memory) Services(_ context.Context, region plan.RegionID) ([]plan.Service, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []plan.Service
	for _, s := range m.services {
		if s.Region == region {
			list = append(list, s)
		}
	}
	return list, m.broken
}

func (m *memory) NoteChannel(_ context.Context, _ time.Time, _ plan.RegionID, service plan.ServiceID, open bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open[service] = open
	return m.broken
}

func (m *memory) SyncMembers(_ context.Context, _ time.Time, _ plan.RegionID, service plan.ServiceID, members []plan.Member) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.members[service] = members
	m.syncs++
	for _, p := range members {
		m.active[p.User] = true
	}
	return m.broken
}

func (m *memory) ActiveUsers(context.Context, plan.RegionID) ([]plan.UserID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.active)), m.broken
}

func (m *memory) AccountsGone(_ context.Context, _ time.Time, _ plan.RegionID, users []plan.UserID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gone = append(m.gone, users...)
	for _, user := range users {
		delete(m.active, user)
	}
	return m.broken
}

func (m *memory) AccountsBack(_ context.Context, _ time.Time, _ plan.RegionID, members []plan.Member) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.back = members
	return m.broken
}

// synced counts the readings of a service's members.
func (m *memory) synced() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.syncs
}

// put stores a dispatch.
func (m *memory) put(d plan.Dispatch) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dispatches[d.Key] = d
}

func (m *memory) dispatch(key string) plan.Dispatch {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dispatches[key]
}

// counters keep what was observed.
type counters struct {
	mu       sync.Mutex
	requests []string
	calls    int
	open     []bool
}

func (c *counters) Request(entrance plan.Origin, command string, o Outcome, _ time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests = append(c.requests, strings.Join([]string{string(entrance), command, string(o)}, ", "))
}

func (c *counters) Call(string, int, time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
}

func (c *counters) Connected(open bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = append(c.open, open)
}

// was tells what requests were observed, and fails when they are not those; some
// are observed only after their answer was seen.
func (c *counters) was(t testing.TB, want ...string) {
	t.Helper()
	limit, tick := time.After(10*time.Second), time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		c.mu.Lock()
		diff := cmp.Diff(want, c.requests)
		c.mu.Unlock()
		if diff == "" {
			return
		}
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("observed (-want +got):\n%s", diff)
		}
	}
}
