package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
)

// What jalon posts, beside the same posts made by a loop that does nothing else.
const (
	rateChannels = 24
	ratePosts    = 15 // of each channel, in each round
	// rateRounds are played in turn; the first warms the server up and is not
	// counted.
	rateRounds = 4
	// rateCallers is how many calls jalon makes at a time.
	rateCallers = 8
)

// TestPostingRate measures how fast jalon posts, its ledger written before and
// after each call, and how fast a bare loop posts the same texts with as many
// calls at a time, through the same relay. It judges only whether all is posted:
// the figures are those of the machine.
func TestPostingRate(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgresql"} {
		t.Run(engine, func(t *testing.T) { postingRate(t, engine) })
	}
}

func postingRate(t *testing.T, engine string) {
	r := world.NewRegion(t)
	flags := []string{"--rehearsal", "--services", r.wide(t)}
	if engine == "postgresql" {
		flags = append(flags, "--db", r.Database(t))
	}
	j := r.NewJalon(t, flags...)
	bare := model.NewAPIv4Client(j.Relay.URL)
	bare.SetToken(r.Admin.AuthToken)
	var ours, theirs time.Duration
	for round := range rateRounds {
		posts, ledger := j.postCards(t, round)
		loop := loopOf(t, bare, posts)
		fmt.Printf("rate engine=%s round=%d posts=%d jalon=%.0f/s bare=%.0f/s ratio=%.2f\n",
			engine, round, len(posts), perSecond(len(posts), ledger), perSecond(len(posts), loop), loop.Seconds()/ledger.Seconds())
		if round > 0 {
			ours, theirs = ours+ledger, theirs+loop
		}
	}
	fmt.Printf("rate engine=%s callers=%d channels=%d ratio=%.2f\n", engine, rateCallers, rateChannels, theirs.Seconds()/ours.Seconds())
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

// postCards types deadlines in the console, then has jalon tell their cards. It
// returns the posts as jalon asked for them, and the time from the first to the
// last.
func (j *Jalon) postCards(t *testing.T, round int) ([]*model.Post, time.Duration) {
	t.Helper()
	const n = rateChannels * ratePosts
	var script strings.Builder
	script.WriteString("@alice #sgar\n")
	for i := range n {
		fmt.Fprintf(&script, "/echeance ajouter \"Dossier %d.%d\" le %s pour R%d rappels aucun\n",
			round, i, dawn.Format("02/01/2006"), i%rateChannels)
	}
	out, err := j.Run(t.Context(), "console", "--settings", j.file("settings"), j.write(t, "script", script.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, out[max(0, len(out)-2000):])
	}
	j.Relay.Keep(Posting)
	j.Serve(t, "--now", eve.Format(time.RFC3339))
	// Looking is work for jalon, so not more often than it must be.
	for end := time.Now().Add(5 * patience); j.Metric(t, `jalon_dispatches_total{kind="create"}`) < n; <-time.After(time.Second) {
		if time.Now().After(end) {
			t.Fatalf("waited %s in vain for %d posts", 5*patience, n)
		}
	}
	j.Stop()
	var posts []*model.Post
	for _, body := range j.Relay.Kept() {
		var post model.Post
		if err := json.Unmarshal(body, &post); err != nil {
			t.Fatal(err)
		}
		post.PendingPostId = ""
		posts = append(posts, &post)
	}
	if len(posts) != n {
		t.Fatalf("%d posts, want %d", len(posts), n)
	}
	var made []*model.Post
	bot := j.BotID(t)
	for channel := range rateChannels {
		made = append(made, j.Region.Written(t, bot, j.Region.Channel(t, fmt.Sprintf("r%d", channel)))...)
	}
	return posts, span(made, n)
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
