package e2e

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
)

// Many reminders of one minute, asked for by several people at once.
const (
	minuteItems  = 300
	minutePeople = 8
	// minuteLead is how long before the minute jalon is started.
	minuteLead = 15 * time.Second
	// itemsOfPost is how many reminders jalon puts in one post.
	itemsOfPost = 10
)

// TestManyRemindersOfOneMinute measures how late they come. It judges only
// whether all do, once: the figures are those of the machine.
func TestManyRemindersOfOneMinute(t *testing.T) {
	m := newMinute(t)
	due := m.start(t, -minuteLead).Add(minuteLead)
	posts := m.await(t, minuteItems, doubt)
	late := since(due, posts)
	v := judge(t, tally(posts), minuteItems)
	fmt.Printf("minute people=%d %s late_p50=%s late_p99=%s late_max=%s\n",
		minutePeople, v, quantile(late, 50), quantile(late, 99), quantile(late, 100))
}

// TestKilledInTheMinuteOfManyReminders kills jalon when half of them are out
// and starts it again at once. A call that it had begun waits for the end of its
// lease, since nobody can know what became of it; all else does not.
func TestKilledInTheMinuteOfManyReminders(t *testing.T) {
	m := newMinute(t)
	start := m.start(t, -minuteLead)
	m.jalon.AwaitMetric(t, patience, `jalon_dispatches_total{kind="create"}`, minuteItems/2/itemsOfPost)
	m.jalon.Kill()
	out := len(tally(m.said(t)))
	again := m.start(t, time.Since(start)-minuteLead)

	m.await(t, minuteItems, 2*doubt)
	<-time.After(time.Until(again.Add(doubt))) // a second post would come by then
	posts := m.said(t)
	v := judge(t, tally(posts), minuteItems)
	after := slices.DeleteFunc(since(again, posts), func(d time.Duration) bool { return d < 0 })
	free := slices.DeleteFunc(slices.Clone(after), func(d time.Duration) bool { return d >= leased })
	held := after[len(free):]
	fmt.Printf("minute killed_at=%d %s free=%d last_free=%s in_doubt=%d last_in_doubt=%s found=%d\n",
		out, v, len(free), quantile(free, 100), len(held), quantile(held, 100), len(m.jalon.foundAfterDoubt()))
}

// leased tells what waited for the end of a lease of 45 seconds, taken a little
// before the kill, from what did not.
const leased = 30 * time.Second

// quantile writes the delay that so many in a hundred do not exceed.
func quantile(sorted []time.Duration, percent int) string {
	if len(sorted) == 0 {
		return "none"
	}
	return fmt.Sprintf("%.1fs", sorted[(len(sorted)-1)*percent/100].Seconds())
}

// minute is a region where many reminders fall due at dawn.
type minute struct {
	region *Region
	jalon  *Jalon
	bot    string
	cards  map[string]bool // the posts from before
}

func newMinute(t *testing.T) *minute {
	t.Helper()
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	m := &minute{region: r, jalon: j, bot: j.BotID(t)}
	crowd := make([]*User, minutePeople)
	for i := range crowd {
		crowd[i] = r.newcomer(t, fmt.Sprintf("%s-agent%d", r.Team.Name, i), "sgar")
	}
	j.Serve(t, "--now", eve.Format(time.RFC3339)) // it knows them from its start
	m.ask(t, crowd)
	m.cards = r.awaitItems(t, m.bot, minuteItems)
	j.Stop()
	return m
}

// ask has everybody type their share, all at once.
func (m *minute) ask(t *testing.T, crowd []*User) {
	t.Helper()
	var wg sync.WaitGroup
	for p, user := range crowd {
		wg.Go(func() {
			for i := p; i < minuteItems; i += minutePeople {
				m.askOnce(t, user, i)
			}
		})
	}
	wg.Wait()
}

// askOnce types a command, again when it is refused for coming too fast. One
// that is answered late is answered apart.
func (m *minute) askOnce(t *testing.T, user *User, i int) {
	line := fmt.Sprintf("/echeance ajouter \"Dossier %d\" le %s pour %s rappels J à %s",
		i+1, dawn.Format("02/01/2006"), concerned[i%len(concerned)], dawn.Format("15h04"))
	for {
		answer, _, err := user.ExecuteCommand(t.Context(), m.region.Channels["sgar"].Id, line)
		switch {
		case err != nil:
			t.Errorf("%s types %q: %v", user.Name, line, err)
			return
		case strings.Contains(answer.Text, "trop vite"):
			<-time.After(time.Second)
		case answer.Text != "" && !strings.Contains(answer.Text, "est enregistrée"):
			t.Errorf("%s types %q: %s", user.Name, line, answer.Text)
			return
		default:
			return
		}
	}
}

// start starts jalon with its clock so far from dawn, and returns when that was.
func (m *minute) start(t *testing.T, fromDawn time.Duration) time.Time {
	t.Helper()
	now := time.Now()
	m.jalon.Serve(t, "--now", dawn.Add(fromDawn).Format(time.RFC3339Nano))
	return now
}

// said returns the posts of reminders.
func (m *minute) said(t *testing.T) []*model.Post {
	t.Helper()
	return m.region.announcements(t, m.bot, m.cards)
}

// await waits for n items, and no longer than a limit: what is lost by then is
// told by who counts.
func (m *minute) await(t *testing.T, n int, limit time.Duration) []*model.Post {
	t.Helper()
	return m.region.lookFor(t, m.bot, m.cards, n, limit+minuteLead)
}

// since returns how long after an instant each item came, the earliest first.
func since(start time.Time, posts []*model.Post) []time.Duration {
	var all []time.Duration
	for _, post := range posts {
		for range itemsOf(post) {
			all = append(all, time.UnixMilli(post.CreateAt).Sub(start))
		}
	}
	slices.Sort(all)
	return all
}
