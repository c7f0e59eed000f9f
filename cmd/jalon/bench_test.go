package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	osexec "os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"jalon/bot"
	"jalon/bot/bottest"
	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
)

// The benchmarks print how jalon behaves with years of work behind it; nothing
// is asserted, since machines differ.
const (
	benchDeadlines = 10_000
	benchClients   = 8
	benchRequests  = 1_000
	benchPeople    = 1_000 // so that nobody asks more than the rate allows
	benchToken     = "slashtokenslashtokenslasht"
)

// inOne runs the use cases of a planner in one transaction.
type inOne struct{ tx plan.Tx }

func (o inOne) Read(_ context.Context, f func(plan.Tx) error) error  { return f(o.tx) }
func (o inOne) Write(_ context.Context, f func(plan.Tx) error) error { return f(o.tx) }

// manyDeadlines fills a database: single services, dates over the year to come,
// three in ten already done.
func manyDeadlines(b *testing.B, path string) {
	b.Helper()
	h, err := openHouse(b.Context(), path, store.Options{Rehearsal: true}, plan.Options{}, consoleLog(shell{err: b.Output()}))
	if err != nil {
		b.Fatal(err)
	}
	if err := installDemo(b.Context(), h.planner, time.Now(), i18n.FR); err != nil {
		b.Fatal(err)
	}
	home, services := region(b, h)
	tokens := []plan.SlashToken{
		{Region: home.ID, Trigger: "echeance", Hash: bot.TokenHash(benchToken)},
		{Region: home.ID, Trigger: "jalon", Hash: bot.TokenHash(benchToken)},
	}
	if err := h.planner.Install(b.Context(), time.Now(), home, services, tokens); err != nil {
		b.Fatal(err)
	}
	var people []plan.Member
	for n := range benchPeople {
		people = append(people, plan.Member{User: person(n), Username: string(person(n))})
	}
	if err := h.planner.SyncMembers(b.Context(), time.Now(), home.ID, "pref-62", people); err != nil {
		b.Fatal(err)
	}
	const batch = 1_000
	for first := 0; first < benchDeadlines; first += batch {
		err := h.db.Write(b.Context(), func(tx plan.Tx) error {
			p := plan.New(inOne{tx}, plan.Options{})
			for n := first; n < first+batch; n++ {
				if err := addOne(b.Context(), p, services, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := h.close(); err != nil {
		b.Fatal(err)
	}
}

func person(n int) plan.UserID { return plan.UserID("person" + strconv.Itoa(n%benchPeople)) }

func region(b *testing.B, h *house) (plan.Region, []plan.Service) {
	b.Helper()
	home, err := h.region(b.Context(), "hdf", i18n.FR)
	if err != nil {
		b.Fatal(err)
	}
	services, err := h.planner.Services(b.Context(), home.ID)
	if err != nil {
		b.Fatal(err)
	}
	return home, services
}

func addOne(ctx context.Context, p *plan.Planner, services []plan.Service, n int) error {
	subjects := []string{"Bilan CPER", "Contributions CRTE", "Remontée DSIL", "Note ERBM", "Avis SRADDET", "Enquête DETR"}
	s := services[n%len(services)]
	now := time.Now()
	call := plan.Call{
		Now: now, Origin: plan.ByConsole, Place: plan.Place{Channel: s.Channel, Service: s.ID},
		Actor: plan.Actor{
			Region: s.Region, User: "alice", Username: "alice",
			Services: []plan.Membership{{Service: "sgar", Role: plan.RoleContribution}},
		},
	}
	zone, err := calendar.LoadZone(paris)
	if err != nil {
		return err
	}
	added, err := p.AddDeadline(ctx, call, plan.NewDeadline{
		Title:    fmt.Sprintf("%s, dossier %d", subjects[n%len(subjects)], n),
		Due:      plan.Due{Date: calendar.DateOf(now, zone).AddDays(10 + n%355), Zone: paris},
		Services: []plan.ServiceID{s.ID},
	})
	if err != nil || n%10 > 2 {
		return err
	}
	_, err = p.CompleteDeadline(ctx, call, added.Deadline.Ref(), plan.Scope{All: true}, "")
	return err
}

func BenchmarkTenThousandDeadlines(b *testing.B) {
	path := filepath.Join(b.TempDir(), "jalon.db")
	manyDeadlines(b, path)
	b.Run("slash", func(b *testing.B) { benchSlash(b, path) })
	b.Run("serve", func(b *testing.B) { benchServe(b, path) })
}

// benchSlash answers slash commands over loopback HTTP: eight clients, one
// request in five writes.
func benchSlash(b *testing.B, path string) {
	h, err := openHouse(b.Context(), path, store.Options{Exclusive: true}, plan.Options{}, consoleLog(shell{err: b.Output()}))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = h.close() }()
	settings := benchSettings(b, bottest.NewServer().URL, path)
	jalon, err := h.bot(settings, bot.Config{Now: time.Now, Transport: bottest.NewServer()})
	if err != nil {
		b.Fatal(err)
	}
	real := httptest.NewServer(jalon.Server(h.db.Ping))
	defer real.Close()
	nothing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}\n")
	}))
	defer nothing.Close()
	slashes(b, real.URL, benchRequests/5, everyday...) // warm
	slashes(b, nothing.URL, benchRequests/5, everyday...)

	var took, idle load
	for b.Loop() {
		took.add(slashes(b, real.URL, benchRequests, everyday...))
	}
	idle.add(slashes(b, nothing.URL, benchRequests, everyday...))
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took.quantile(0.50).Seconds()*1000, "p50-ms")
	b.ReportMetric(took.quantile(0.99).Seconds()*1000, "p99-ms")
	b.ReportMetric(took.quantile(0.50).Seconds()/idle.quantile(0.50).Seconds(), "times-nothing")
	b.ReportMetric(took.allocsPerRequest()-idle.allocsPerRequest(), "allocs/request")
}

// load is what many requests took.
type load struct {
	times  []time.Duration
	allocs uint64
}

func (l *load) add(o load) { l.times, l.allocs = append(l.times, o.times...), l.allocs+o.allocs }

func (l *load) quantile(q float64) time.Duration {
	slices.Sort(l.times)
	return l.times[int(q*float64(len(l.times)-1))]
}

func (l *load) allocsPerRequest() float64 { return float64(l.allocs) / float64(len(l.times)) }

// everyday is what people ask; one request in five writes. E1 stands for any
// deadline.
var everyday = []string{
	"/echeance liste", "/echeance liste 62 retard", "/echeance voir E1", "/jalon", "/echeance ajouter Note ERBM fin janvier",
}

// slashes sends requests from several clients, of one kind or another, and
// measures them.
func slashes(b *testing.B, address string, requests int, lines ...string) load {
	b.Helper()
	var (
		before, after runtime.MemStats
		wg            sync.WaitGroup
		each          = requests / benchClients
		times         = make([]time.Duration, each*benchClients)
	)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchClients}}
	defer client.CloseIdleConnections()
	runtime.ReadMemStats(&before)
	for c := range benchClients {
		wg.Go(func() {
			for i := range each {
				n := c*each + i
				start := time.Now()
				if err := slash(client, address, n, lines[(c+i)%len(lines)]); err != nil {
					b.Error(err)
					return
				}
				times[n] = time.Since(start)
			}
		})
	}
	wg.Wait()
	runtime.ReadMemStats(&after)
	return load{times: times, allocs: after.Mallocs - before.Mallocs}
}

// slash is the n-th request.
func slash(client *http.Client, address string, n int, line string) error {
	line = strings.Replace(line, " E1", " E"+strconv.Itoa(1+n%benchDeadlines), 1)
	command, text, _ := strings.Cut(line, " ")
	answer, err := client.PostForm(address+"/slash", url.Values{
		"team_id": {string(demoRegion)}, "user_id": {string(person(n))}, "user_name": {string(person(n))},
		"channel_id": {"pref-62"}, "channel_name": {"pref-62"}, "command": {command}, "text": {text}, "token": {benchToken},
	})
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d: %s", answer.StatusCode, body)
	}
	return err
}

// benchSettings are settings on a database, with a key.
func benchSettings(b *testing.B, server, db string) settings {
	b.Helper()
	key := filepath.Join(b.TempDir(), "jalon.key")
	if _, err := bot.CreateKeys(key); err != nil {
		b.Fatal(err)
	}
	return settings{URL: server, Callback: "http://127.0.0.1:8787", DB: db, KeyFile: key, BotToken: "bottokenbottokenbottokenbo"}
}

// program builds jalon as it is shipped.
func program(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "jalon")
	build := osexec.Command("go", "build", "-trimpath", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return path
}

// benchServe starts jalon until it is ready, and looks at the memory it holds
// once it has answered a thousand requests.
func benchServe(b *testing.B, path string) {
	jalon := program(b)
	fake := bottest.NewServer()
	server := httptest.NewServer(fake)
	defer server.Close()
	s := benchSettings(b, server.URL, path)
	l := httptest.NewServer(nil) // an address that is free
	s.Listen = strings.TrimPrefix(l.URL, "http://")
	l.Close()
	text, err := json.Marshal(s)
	if err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(b.TempDir(), "jalon.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		b.Fatal(err)
	}
	var ready time.Duration
	var resident float64
	starts := 0
	for b.Loop() {
		took, memory := serveOnce(b, jalon, file, "http://"+s.Listen)
		ready, resident, starts = ready+took, max(resident, memory), starts+1
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ready.Seconds()*1000/float64(starts), "ready-ms")
	b.ReportMetric(resident, "resident-MiB")
}

func serveOnce(b *testing.B, jalon, settings, address string) (ready time.Duration, resident float64) {
	b.Helper()
	cmd := osexec.Command(jalon, "serve", "--settings", settings, "--log-level", "error")
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait() }()
	for ; ; <-time.After(time.Millisecond) {
		if answer, err := http.Get(address + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Since(start) > 20*time.Second {
			b.Fatal("jalon serve is not ready")
		}
	}
	ready = time.Since(start)
	slashes(b, address, benchRequests, everyday...)
	return ready, residentMemory(cmd.Process.Pid)
}

// residentMemory is what a process holds, in MiB; 0 where Linux does not say.
func residentMemory(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

// BenchmarkDemo starts the demonstration, with what it begins with, until its
// prompt.
func BenchmarkDemo(b *testing.B) {
	jalon := program(b)
	var prompt time.Duration
	starts := 0
	for b.Loop() {
		prompt, starts = prompt+demoOnce(b, jalon), starts+1
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(prompt.Seconds()*1000/float64(starts), "prompt-ms")
}

func demoOnce(b *testing.B, jalon string) time.Duration {
	b.Helper()
	cmd := osexec.Command(jalon, "demo") // reads the null device, which passes for a terminal
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = cmd.Wait() }()
	shown := bufio.NewReader(out)
	for text := ""; !strings.Contains(text, "\nalice #sgar "); {
		more, err := shown.ReadString(' ')
		if err != nil {
			b.Fatalf("no prompt: %v", err)
		}
		text += more
	}
	took := time.Since(start)
	_, _ = io.Copy(io.Discard, out)
	return took
}
