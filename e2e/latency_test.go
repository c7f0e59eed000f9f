package e2e

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The load of the measurement: enough people that none asks too fast for jalon.
const (
	deadlines = 10_000
	people    = 10
	each      = 20 // requests of one person
)

// TestLatency measures slash commands through the real server with many
// deadlines in the database. It prints and judges nothing: the figures are
// those of the machine.
func TestLatency(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t)
	start := time.Now()
	j.fill(t, deadlines)
	t.Logf("%d deadlines typed in %.1f s", deadlines, time.Since(start).Seconds())

	crowd := make([]*User, people)
	for i := range crowd {
		crowd[i] = r.newcomer(t, fmt.Sprintf("agent%d", i), "pref-60")
	}
	for _, line := range []string{"/echeance liste", "/echeance voir E5000", "/echeance ajouter Note dans 3 semaines"} {
		j.Stop() // it forgets how much each has asked
		j.Serve(t)
		r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance liste") // all is warm from here on
		r.measure(t, crowd, line)
	}
}

// fill types deadlines in the console, on the database that jalon serves
// afterwards.
func (j *Jalon) fill(t *testing.T, n int) {
	t.Helper()
	var script strings.Builder
	script.WriteString("@alice #sgar\n")
	services := []string{"02", "59", "60", "62", "80"}
	for i := range n {
		fmt.Fprintf(&script, "/echeance ajouter \"Dossier %d\" le %02d/%02d/2030 pour %s rappels J-1\n", i, 1+i%28, 1+i%12, services[i%len(services)])
	}
	out, err := j.Run(t.Context(), "console", "--settings", j.file("settings"), j.write(t, "script", script.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, out[max(0, len(out)-2000):])
	}
}

// newcomer creates a person who is a member of the team and of one channel.
func (r *Region) newcomer(t *testing.T, name, channel string) *User {
	t.Helper()
	user, err := newUser(t.Context(), r.Mattermost.URL, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(user.feed.close)
	if _, _, err := r.Admin.AddTeamMember(t.Context(), r.Team.Id, user.ID); err != nil {
		t.Fatal(err)
	}
	r.Admit(t, channel, user.ID)
	return user
}

// measure has everybody type a line again and again, all at once.
func (r *Region) measure(t *testing.T, crowd []*User, line string) {
	t.Helper()
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		took []time.Duration
	)
	for _, user := range crowd {
		wg.Go(func() {
			for range each {
				start := time.Now()
				answer, _, err := user.ExecuteCommand(t.Context(), r.Channel(t, "pref-60"), line)
				end := time.Since(start)
				if err != nil || strings.Contains(answer.Text, "trop vite") {
					t.Errorf("%s types %q: %+v, %v", user.Name, line, answer, err)
					return
				}
				mu.Lock()
				took = append(took, end)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(took) == 0 {
		return
	}
	slices.Sort(took)
	t.Logf("%s: %d requests of %d people, p50 %.1f ms, p99 %.1f ms, longest %.1f ms", line, len(took), len(crowd),
		milliseconds(took[len(took)/2]), milliseconds(took[len(took)*99/100]), milliseconds(took[len(took)-1]))
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
