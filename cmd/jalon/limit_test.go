package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jalon/bot"
	"jalon/bot/bottest"
	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
	"jalon/schedule"
	"jalon/store"
)

// A minute of a large region on a server that takes few requests.
const (
	limitedChannels = 100
	limitedRate     = 10 // requests a second
	limitedWithin   = 2 * time.Minute
	// itemsOfPost is how many reminders one post holds.
	itemsOfPost = 10
)

// limitedItems is how many reminders there are; -short, of the race detector,
// asks for a fifth of them, as properties then do.
func limitedItems() int {
	if testing.Short() {
		return 200
	}
	return 1_000
}

// limited is a server that takes so many requests in each second, of any sort,
// and asks to wait for the next second with the others; any number when rate is
// zero. An answer takes a while.
type limited struct {
	next http.RoundTripper
	rate int
	took time.Duration

	mu            sync.Mutex
	second        time.Time
	taken         int
	posts, denied int
	underWay      int
	most          int // posts under way at a time
}

func (l *limited) RoundTrip(r *http.Request) (*http.Response, error) {
	if posting(r) {
		l.under(1)
		defer l.under(-1)
	}
	<-time.After(l.took)
	if !l.takes(r) {
		refusing := bottest.NewServer()
		refusing.Break(r.Method+" "+r.URL.Path, bottest.RateLimited(time.Second))
		return refusing.RoundTrip(r)
	}
	return l.next.RoundTrip(r)
}

// posting tells a request that makes a post from the questions beside it.
func posting(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/posts")
}

func (l *limited) under(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.underWay += n
	l.most = max(l.most, l.underWay)
}

func (l *limited) takes(r *http.Request) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := time.Now().Truncate(time.Second); !now.Equal(l.second) {
		l.second, l.taken = now, 0
	}
	if l.rate > 0 && l.taken == l.rate {
		l.denied++
		return false
	}
	l.taken++
	if posting(r) {
		l.posts++
	}
	return true
}

// limitedTown is a server with many channels, and jalon set up on it.
func limitedTown(t *testing.T, h *house) (server *bottest.Server, settings settings, admin bottest.Client) {
	t.Helper()
	server = bottest.NewServer()
	server.Internal = "jalon.test"
	admin = server.As(bottest.Admin)
	var team bottest.Team
	admin.Must(t, http.MethodPost, "/teams", bottest.Team{Name: "hdf", DisplayName: "Hauts-de-France", Type: "O"}, &team)
	var services []plan.Service
	for n := range limitedChannels {
		s := plan.Service{
			Code: fmt.Sprintf("S%d", n), Name: fmt.Sprintf("service %d", n), Kind: plan.KindDepartmental,
			ChannelName: fmt.Sprintf("s%d", n), TimeZone: paris, HolidayZone: calendar.Metropole,
		}
		s.ID = plan.ServiceID(s.Code)
		if n == 0 {
			s.Kind = plan.KindSGAR
		}
		services = append(services, s)
		admin.Must(t, http.MethodPost, "/channels", bottest.Channel{TeamID: team.ID, Name: s.ChannelName, DisplayName: s.Name, Type: "O"}, nil)
	}
	settings.URL, settings.Callback, settings.KeyFile = server.URL, "http://jalon.test", filepath.Join(t.TempDir(), "key")
	if _, err := bot.CreateKeys(settings.KeyFile); err != nil {
		t.Fatal(err)
	}
	done, err := bot.Setup{
		URL: server.URL, Team: "hdf", Callback: settings.Callback, AdminToken: bottest.Admin, Services: services,
		Triggers: h.router.Triggers(i18n.FR), Transport: server, Real: time.Now,
	}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.BotToken = done.BotToken
	region := plan.Region{ID: done.Region, Name: done.TeamName, Lang: i18n.FR, TimeZone: paris, HolidayZone: calendar.Metropole}
	if err := h.planner.Install(t.Context(), time.Now(), region, done.Services, done.Tokens); err != nil {
		t.Fatal(err)
	}
	for _, s := range done.Services {
		if s.Kind != plan.KindSGAR {
			continue
		}
		err := h.planner.SyncMembers(t.Context(), time.Now(), region.ID, s.ID, []plan.Member{{User: "alice", Username: "alice", Lang: i18n.FR}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return server, settings, admin
}

// fillMinute adds deadlines that are each recalled once, at nine on their day,
// and nothing else to say: a third of the channels have more than one post holds.
func fillMinute(t *testing.T, h *house, services []plan.Service, now time.Time, due calendar.Date) {
	t.Helper()
	err := h.db.Write(t.Context(), func(tx plan.Tx) error {
		p := plan.New(inOne{tx}, plan.Options{})
		for n := range limitedItems() {
			s := services[n%len(services)]
			if n%len(services)%3 == 0 && n < limitedItems()/2 {
				s = services[(n+1)%len(services)] // its share goes to the next
			}
			if err := recalled(t.Context(), p, s, now, due, n); err != nil {
				return err
			}
			told, err := tx.Deliveries(s.Region, plan.Ref(fmt.Sprintf("E%d", n+1)))
			if err != nil {
				return err
			}
			for _, v := range told {
				if v.Notice != plan.NoticeReminder || v.Chase() > 0 {
					v.State = plan.CancelledNotice
					if err := tx.UpdateDelivery(v); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// nineOClock has jalon say a thousand reminders of one minute through a server,
// for as long as they may take, checks that each was said once, in order and
// grouped, and returns how late the last one was and how many posts it took.
func nineOClock(t *testing.T, limit *limited) (late time.Duration, posts int) {
	t.Helper()
	h, err := openHouse(t.Context(), filepath.Join(t.TempDir(), "jalon.db"), store.Options{Rehearsal: true}, plan.Options{}, consoleLog(shell{err: t.Output()}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	server, settings, admin := limitedTown(t, h)
	home, err := h.region(t.Context(), "hdf", i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	services, err := h.planner.Services(t.Context(), home.ID)
	if err != nil {
		t.Fatal(err)
	}
	due := calendar.Date{Year: 2026, Month: time.November, Day: 27}
	nine, err := calendar.Moment{Date: due, Time: plan.ReminderHour, Zone: paris}.Instant()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	const lead = 10 * time.Second
	now := func() time.Time { return nine.Add(time.Since(begun) - lead) }
	fillMinute(t, h, services, now(), due)

	limit.next = server
	b, err := h.bot(settings, bot.Config{Now: now, Transport: limit})
	if err != nil {
		t.Fatal(err)
	}
	d := schedule.New(h.planner, h.router, b.Poster(), schedule.Options{Now: now, Real: time.Now, Log: h.log})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	<-time.After(lead + limitedWithin)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}

	seen := map[string]int{}
	for _, s := range services {
		items, at, n := inOrder(t, admin, s)
		for _, item := range items {
			seen[item]++
		}
		posts += n
		late = max(late, at.Sub(begun.Add(lead)))
	}
	for n := range limitedItems() {
		if item := fmt.Sprintf("E%d", n+1); seen[item] != 1 {
			t.Errorf("%s was said %d times", item, seen[item])
		}
	}
	return late, posts
}

func TestAThousandRemindersLeaveInTimeThroughAServerThatTakesTenRequestsASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limit := &limited{rate: limitedRate, took: 20 * time.Millisecond}
		late, posts := nineOClock(t, limit)
		if posts != limit.posts || limit.denied == 0 {
			t.Errorf("%d posts made by %d requests, %d refused", posts, limit.posts, limit.denied)
		}
		t.Logf("%d posts, %d requests refused, the last %s late", posts, limit.denied, late.Round(time.Millisecond))
	})
}

func TestAThousandRemindersKeepAsManyCallsUnderWayAsJalonMakesAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const calls, took = 8, time.Second
		limit := &limited{took: took}
		late, posts := nineOClock(t, limit)
		// A call may be at its question of the time while the others post.
		if limit.most > calls || limit.most < calls-2 {
			t.Errorf("%d posts at a time, want %d or nearly", limit.most, calls)
		}
		// Beside the posts there are the questions of the time, and a channel with
		// two posts at the end of a round.
		if most := time.Duration(posts/calls*5/2) * took; late > most {
			t.Errorf("the last of %d posts is %s late, want %s at most", posts, late, most)
		}
		t.Logf("%d posts, the last %s late", posts, late.Round(time.Millisecond))
	})
}

// inOrder reads what a channel was told, checks that it was told in the order of
// the deadlines, from one post to the next too, in as few posts as can be, and
// returns the items, the instant of the last post and how many there are.
func inOrder(t *testing.T, who bottest.Client, s plan.Service) (items []string, last time.Time, n int) {
	t.Helper()
	posts := who.Posts(t, string(s.Channel))
	var numbers []int
	for _, p := range posts {
		list, _ := p.Props["jalon_items"].([]any)
		for _, item := range list {
			var number int
			if _, err := fmt.Sscanf(fmt.Sprint(item), "E%d", &number); err != nil {
				t.Fatalf("item %v: %v", item, err)
			}
			numbers = append(numbers, number)
			items = append(items, fmt.Sprintf("E%d", number))
		}
		last = time.UnixMilli(p.CreateAt)
	}
	if !slices.IsSorted(numbers) {
		t.Errorf("~%s was told %v", s.ChannelName, numbers)
	}
	if want := (len(items) + itemsOfPost - 1) / itemsOfPost; len(posts) != want {
		t.Errorf("~%s has %d posts for %d reminders, want %d", s.ChannelName, len(posts), len(items), want)
	}
	return items, last, len(posts)
}
