package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/e2e/postgres"
	"jalon/e2e/proc"
)

// What jalon posts, beside the same posts made by a loop that does nothing else.
const (
	rateChannels = 24
	ratePosts    = 15 // of each channel, in each round
	// rateRounds are played in turn; the first, in which jalon and the server still
	// do what they do when they start, is not counted.
	rateRounds = 4
	// rateCallers is how many calls jalon makes at a time.
	rateCallers = 8
)

// TestPostingRate measures how fast a running jalon posts, its ledger written
// before and after each call, and how fast a bare loop posts the same texts with as
// many calls at a time, through the same relay: with all on the same processors, then
// with the chat, as in a region, on others than jalon. It judges only whether all is
// posted: the figures are those of the machine.
func TestPostingRate(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgresql"} {
		t.Run(engine, func(t *testing.T) {
			t.Run("together", func(t *testing.T) { postingRate(t, engine, false) })
			t.Run("apart", func(t *testing.T) { postingRate(t, engine, true) })
		})
	}
}

func postingRate(t *testing.T, engine string, apart bool) {
	r := world.NewRegion(t)
	flags := []string{"--rehearsal", "--services", r.wide(t)}
	if engine == "postgresql" {
		flags = append(flags, "--db", durable(t))
	}
	j := r.NewJalon(t, flags...)
	j.Serve(t, "--now", eve.Format(time.RFC3339))
	place := "together"
	if apart {
		place = j.placeApart(t)
	}
	bare := model.NewAPIv4Client(j.Relay.URL)
	bare.SetToken(r.Admin.AuthToken)
	var ours, theirs, work time.Duration
	for round := range rateRounds {
		before := j.spent(t)
		posts, ledger := j.postCards(t, round)
		spent := j.spent(t) - before
		loop := loopOf(t, bare, posts)
		fmt.Printf("rate engine=%s place=%s round=%d posts=%d jalon=%.0f/s bare=%.0f/s ratio=%.2f cpu=%.1fms\n", engine, place,
			round, len(posts), perSecond(len(posts), ledger), perSecond(len(posts), loop), loop.Seconds()/ledger.Seconds(),
			perPost(spent, len(posts)))
		if round > 0 {
			ours, theirs, work = ours+ledger, theirs+loop, work+spent
		}
	}
	fmt.Printf("rate engine=%s place=%s callers=%d channels=%d ratio=%.2f cpu=%.1fms\n", engine, place, rateCallers,
		rateChannels, theirs.Seconds()/ours.Seconds(), perPost(work, (rateRounds-1)*rateChannels*ratePosts))
}

// durable starts a PostgreSQL server that waits for the disk, and makes a database:
// that of the tests does not.
func durable(t *testing.T) (dsn string) {
	t.Helper()
	server, err := postgres.Start(t.Context(), postgres.Durable...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	if dsn, err = server.CreateDatabase(t.Context(), "jalon"); err != nil {
		t.Fatal(err)
	}
	return dsn
}

// placeApart keeps the chat and its database to half of the processors, and the test,
// jalon and its own database to the others, for as long as the test runs. It says how
// many each half has.
func (j *Jalon) placeApart(t *testing.T) string {
	t.Helper()
	all, err := proc.Processors()
	if err != nil {
		t.Fatal(err)
	}
	theirs, ours := all[:(len(all)+1)/2], all[len(all)/2:] // the same one where there is but one
	place := func(theirs, ours []int) {
		t.Helper()
		err := errors.Join(
			proc.KeepTo(os.Getpid(), ours), // and all that the test started
			j.Region.Mattermost.process.KeepTo(theirs), j.Region.Postgres.KeepTo(theirs))
		if err != nil {
			t.Fatal(err)
		}
	}
	place(theirs, ours)
	t.Cleanup(func() { place(all, all) })
	return fmt.Sprintf("apart(%d+%d)", len(theirs), len(ours))
}

// spent is the time that jalon has taken of a processor.
func (j *Jalon) spent(t *testing.T) time.Duration {
	t.Helper()
	spent, err := j.process.Spent()
	if err != nil {
		t.Fatal(err)
	}
	return spent
}

// perPost is the time that each of so many posts took of a processor, in
// milliseconds.
func perPost(spent time.Duration, posts int) float64 {
	return float64(spent.Microseconds()) / 1000 / float64(posts)
}

func perSecond(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }

// wide opens many channels, with a service each, and returns the table of the
// services.
func (r *Region) wide(t *testing.T) string {
	t.Helper()
	var table strings.Builder
	table.WriteString(services)
	for n := range rateChannels {
		name := fmt.Sprintf("r%d", n)
		if err := r.openChannel(t.Context(), name, nil); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&table, "R%d;service %d;;direction-regionale;;%s;aucun\n", n, n, name)
	}
	path := filepath.Join(t.TempDir(), "services.csv")
	if err := os.WriteFile(path, []byte(table.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// postCards types deadlines in the console beside a jalon that runs, then has it
// tell their cards. It returns the posts as jalon asked for them, and the time from
// the first to the last.
func (j *Jalon) postCards(t *testing.T, round int) ([]*model.Post, time.Duration) {
	t.Helper()
	const n = rateChannels * ratePosts
	var script strings.Builder
	script.WriteString("@alice #sgar\n")
	for i := range n {
		fmt.Fprintf(&script, "/echeance ajouter \"Dossier %d.%d\" le %s pour R%d rappels aucun\n",
			round, i, dawn.Format("02/01/2006"), i%rateChannels)
	}
	before := int(j.Metric(t, createdPosts))
	j.lookAtLedger(t, before+1) // it looks again in half a minute, if nobody wakes it before
	j.Relay.Keep(Posting)
	out, err := j.Run(t.Context(), "console", "--settings", j.file("settings"), j.write(t, "script", script.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, out[max(0, len(out)-2000):])
	}
	j.lookAtLedger(t, before+1+n+1)
	bot := j.BotID(t)
	var made []*model.Post
	channels := map[string]bool{}
	for n := range rateChannels {
		channel := j.Region.Channel(t, fmt.Sprintf("r%d", n))
		channels[channel] = true
		made = append(made, j.Region.Written(t, bot, channel)...)
	}
	var posts []*model.Post
	for _, body := range j.Relay.Kept() {
		var post model.Post
		if err := json.Unmarshal(body, &post); err != nil {
			t.Fatal(err)
		}
		post.PendingPostId = ""
		if channels[post.ChannelId] {
			posts = append(posts, &post)
		}
	}
	if len(posts) != n {
		t.Fatalf("%d posts, want %d", len(posts), n)
	}
	return posts, span(made, n)
}

// createdPosts counts the posts that jalon has made.
const createdPosts = `jalon_dispatches_total{kind="create"}`

// lookAtLedger has jalon look for what is to be said, by a command whose own card
// comes too, and waits until it has made so many posts in all.
func (j *Jalon) lookAtLedger(t *testing.T, want int) {
	t.Helper()
	j.Region.Alice.Command(t, j.Region.Channel(t, "sgar"),
		fmt.Sprintf("/echeance ajouter \"Réveil %d\" le %s pour 62 rappels aucun", want, dawn.Format("02/01/2006")))
	// Looking is work for jalon, so not more often than it must be.
	for end := time.Now().Add(patience); int(j.Metric(t, createdPosts)) < want; <-time.After(time.Second) {
		if time.Now().After(end) {
			t.Fatalf("waited %s in vain for %d posts in all", patience, want)
		}
	}
}

// span is the time from the first to the last of the n latest posts.
func span(posts []*model.Post, n int) time.Duration {
	var at []time.Duration
	for _, post := range posts {
		at = append(at, time.Duration(post.CreateAt)*time.Millisecond)
	}
	slices.Sort(at)
	return at[len(at)-1] - at[len(at)-n]
}

// loopOf makes posts, so many at a time, and does nothing else. It returns the
// time from the first to the last.
func loopOf(t *testing.T, client *model.Client4, posts []*model.Post) time.Duration {
	t.Helper()
	var (
		wg    sync.WaitGroup
		queue = make(chan *model.Post)
		mu    sync.Mutex
		made  []*model.Post
	)
	for range rateCallers {
		wg.Go(func() {
			for post := range queue {
				created, _, err := client.CreatePost(t.Context(), post)
				if err != nil {
					t.Error(err)
					continue
				}
				mu.Lock()
				made = append(made, created)
				mu.Unlock()
			}
		})
	}
	for _, post := range posts {
		queue <- post
	}
	close(queue)
	wg.Wait()
	if len(made) != len(posts) {
		t.Fatalf("%d posts made, want %d", len(made), len(posts))
	}
	return span(made, len(made))
}
