package e2e

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jalon/e2e/proc"
)

// The size of a campaign: short unless told otherwise. `make crash` is the long
// one.
var (
	crashKills    = flag.Int("crash.kills", 20, "how often each campaign kills jalon")
	crashItems    = flag.Int("crash.items", 200, "reminders that fall due during each campaign")
	crashRestarts = flag.Int("crash.restarts", 1, "how often each campaign restarts Mattermost")
	crashLife     = flag.Duration("crash.life", 2*time.Second, "mean time between two kills")
	crashSeed     = flag.Uint64("crash.seed", 0, "seed of the instants; 0 draws one, which is printed")
)

const (
	// longestPause is that of a SIGSTOP: longer than a lease, so that another
	// replica takes over what the stopped one holds.
	longestPause = time.Minute
	// pausedIn is the share of lives, one in so many, that are stopped first.
	pausedIn = 20
	// settling bounds the time in which all is said once nobody is killed.
	settling = 5 * time.Minute
)

// The day of a campaign, a plain Tuesday, within the hours in which services
// are open. Reminders fall due from dawn to dusk; each death moves jalon's
// clock on by its share, so that the campaign may last as long as it does.
var (
	dawn = time.Date(2030, 3, 12, 10, 0, 0, 0, time.FixedZone("Paris", 3600))
	dusk = dawn.Add(400 * time.Minute)
	eve  = dawn.AddDate(0, 0, -1)
)

// TestCrashCampaign kills jalon again and again at random instants while
// reminders fall due and the server goes down, and counts what was said.
func TestCrashCampaign(t *testing.T) {
	seed := *crashSeed
	if seed == 0 {
		seed = rand.Uint64N(1 << 32)
	}
	t.Logf("again with the same instants: -crash.seed=%d", seed)
	var told, struck rendezvous
	for _, setting := range []struct {
		engine   string
		replicas int
	}{{"sqlite", 1}, {"postgresql", 2}, {"postgresql", 3}} {
		t.Run(fmt.Sprintf("%s %d", setting.engine, setting.replicas), func(t *testing.T) {
			told, struck := told.join(t), struck.join(t)
			t.Parallel() // they wait more than they work
			c := newCampaign(t, setting.engine, setting.replicas, seed)
			c.prepare(t)
			told()
			c.torment(t)
			struck()
			c.conclude(t)
		})
	}
}

// rendezvous lets tests that run at once wait for each other: while one of them
// restarts the server, no other can ask it anything.
type rendezvous struct{ sync.WaitGroup }

// join takes a test in. meet waits for the others; nobody waits for a test that
// has ended.
func (r *rendezvous) join(t *testing.T) (meet func()) {
	r.Add(1)
	arrive := sync.OnceFunc(r.Done)
	t.Cleanup(arrive)
	return func() {
		arrive()
		r.Wait()
	}
}

// campaign is one run, on one database.
type campaign struct {
	engine   string
	seed     uint64
	region   *Region
	replicas []*Jalon
	restarts map[int]bool    // after which deaths
	cards    map[string]bool // the posts from before

	mu        sync.Mutex
	lives     int // begun, each of which ends in a death
	deaths    int
	restarted int
}

func newCampaign(t *testing.T, engine string, replicas int, seed uint64) *campaign {
	t.Helper()
	r := world.NewRegion(t)
	flags := []string{"--rehearsal"}
	if engine == "postgresql" {
		flags = append(flags, "--db", r.Database(t))
	}
	one := r.NewJalon(t, flags...)
	c := &campaign{engine: engine, seed: seed, region: r, replicas: []*Jalon{one}, restarts: map[int]bool{}}
	for range replicas - 1 {
		c.replicas = append(c.replicas, one.Replica(t))
	}
	chance := c.chance(replicas)
	share := max(1, *crashKills/max(1, *crashRestarts))
	for i := range *crashRestarts {
		c.restarts[i*share+1+chance.IntN(share)] = true
	}
	return c
}

// chance returns the n-th source of instants of this campaign.
func (c *campaign) chance(n int) *rand.Rand {
	return rand.New(rand.NewPCG(c.seed, uint64(len(c.replicas)*100+n)))
}

// prepare has the cards told, so that reminders are all that is left to say.
func (c *campaign) prepare(t *testing.T) {
	t.Helper()
	one := c.replicas[0]
	one.fillDay(t, *crashItems)
	one.Serve(t, "--now", eve.Format(time.RFC3339))
	c.cards = c.region.awaitItems(t, one.BotID(t), *crashItems)
	one.Stop()
}

// conclude lets jalon live, and counts once no doubt can be left: one that ends
// in a second post does so after all was seen.
func (c *campaign) conclude(t *testing.T) {
	t.Helper()
	last := time.Now()
	for _, j := range c.replicas {
		j.Serve(t, "--now", c.moment().Format(time.RFC3339))
	}
	bot := c.replicas[0].BotID(t)
	c.region.lookFor(t, bot, c.cards, *crashItems, settling)
	<-time.After(time.Until(last.Add(doubt)))
	c.report(t, tally(c.region.announcements(t, bot, c.cards)))
}

// torment kills and restarts until the count is full.
func (c *campaign) torment(t *testing.T) {
	var wg sync.WaitGroup
	for i, j := range c.replicas {
		wg.Go(func() {
			chance := c.chance(i)
			for c.begins() && c.live(t, j, chance) {
				if c.bury() {
					wg.Go(func() { c.restartServer(t) })
				}
			}
		})
	}
	wg.Wait()
}

// live is one life of a replica, from its start to its violent end, at any
// instant of either. It returns false when there is nothing to kill.
func (c *campaign) live(t *testing.T, j *Jalon, chance *rand.Rand) bool {
	if err := j.launch(context.Background(), []string{"--now", c.moment().Format(time.RFC3339)}); err != nil {
		t.Errorf("start jalon: %v", err)
		return false
	}
	// Several replicas share the kills, and live the longer for it.
	longest := 2 * *crashLife * time.Duration(len(c.replicas))
	span := func() time.Duration { return time.Duration(chance.Float64() * float64(longest)) }
	alive := j.survives(span())
	if chance.IntN(pausedIn) == 0 && alive {
		j.process.Pause()
		pause := chance.Float64()
		j.survives(time.Duration(pause * pause * float64(longestPause))) // short ones more often
		j.process.Resume()
		alive = j.survives(span())
	}
	if !alive {
		t.Errorf("jalon ended by itself:\n%s", proc.Tail(j.logFile(), 40))
		return false
	}
	j.Kill()
	return true
}

// survives lets time pass, and tells whether jalon still runs afterwards.
func (j *Jalon) survives(span time.Duration) bool {
	select {
	case <-j.process.Done():
		return false
	case <-time.After(span):
		return true
	}
}

func (c *campaign) restartServer(t *testing.T) {
	if err := c.region.Mattermost.Restart(context.Background()); err != nil {
		t.Errorf("restart Mattermost: %v", err)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.restarted++
}

// begins counts a life, unless there have been enough.
func (c *campaign) begins() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lives == *crashKills {
		return false
	}
	c.lives++
	return true
}

// bury counts a death, and tells whether the server is to restart after it.
func (c *campaign) bury() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deaths++
	return c.restarts[c.deaths]
}

// moment is what jalon's clock shows when it is started.
func (c *campaign) moment() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	passed := min(1, float64(c.deaths)/float64(*crashKills))
	return dawn.Add(time.Duration(passed * float64(dusk.Sub(dawn))))
}

func (c *campaign) report(t *testing.T, count map[string]int) {
	t.Helper()
	t.Logf("seed %d, %s", c.seed, c.doubts())
	v := judge(t, count, *crashItems)
	fmt.Printf("crash engine=%s replicas=%d kills=%d restarts=%d %s\n", c.engine, len(c.replicas), c.deaths, c.restarted, v)
}

// removedTwins is how jalon's log tells of posts deleted as doubles.
var removedTwins = regexp.MustCompile(`removed=[1-9]`)

// doubts tells how often the campaign struck between a call and its recording.
func (c *campaign) doubts() string {
	found := c.replicas[0].foundAfterDoubt()
	twins := slices.DeleteFunc(slices.Clone(found), func(line string) bool { return !removedTwins.MatchString(line) })
	return fmt.Sprintf("%d calls in doubt were found in the chat, %d of them twice", len(found), len(twins))
}

// foundAfterDoubt returns what jalon, and its replicas, logged of the calls that
// had been heard though they were in doubt.
func (j *Jalon) foundAfterDoubt() []string {
	return proc.Grep(j.logFile(), "found in the chat after a doubt")
}

// fillDay types deadlines in the console, with a reminder each, of one service
// after the other from dawn to dusk.
func (j *Jalon) fillDay(t *testing.T, n int) {
	t.Helper()
	var script strings.Builder
	script.WriteString("@alice #sgar\n")
	for i := range n {
		at := dawn.Add(dusk.Sub(dawn) * time.Duration(i) / time.Duration(n))
		fmt.Fprintf(&script, "/echeance ajouter \"Dossier %d\" le %s pour %s rappels J à %s\n",
			i+1, dawn.Format("02/01/2006"), concerned[i%len(concerned)], at.Format("15h04"))
	}
	out, err := j.Run(t.Context(), "console", "--settings", j.file("settings"), j.write(t, "script", script.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, out[max(0, len(out)-2000):])
	}
}
