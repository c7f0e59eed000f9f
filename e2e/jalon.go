package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"jalon/e2e/proc"
)

// services is the table of services given to jalon setup. A point of the week
// would come between what tests wait for; the one about points asks for it.
const services = `code;name;aliases;kind;department;channel;point
SGAR;SGAR;;sgar;;sgar;aucun
02;préfecture de l’Aisne;Aisne|Laon;prefecture;02;pref-02;aucun
59;préfecture du Nord;Nord|Lille;prefecture;59;pref-59;aucun
60;préfecture de l’Oise;Oise|Beauvais;prefecture;60;pref-60;aucun
62;préfecture du Pas-de-Calais;Pas-de-Calais|Arras;prefecture;62;pref-62;aucun
80;préfecture de la Somme;Somme|Amiens;prefecture;80;pref-80;aucun
DREAL;DREAL;environnement;direction-regionale;;dreal;aucun
`

// Jalon is the program under test in one region. All that is known of its
// command line stands in this file.
type Jalon struct {
	Region *Region
	Relay  *Relay // what jalon takes for the server
	URL    string // where jalon listens

	callback   string // where the server takes jalon to listen
	bin        string
	dir        string
	setupFlags []string
	serveFlags []string
	metricsURL string
	process    *proc.Process
}

// NewJalon sets jalon up in the region, with flags added to those
// that every set-up needs. The database is a SQLite file unless "--db" is among
// them.
func (r *Region) NewJalon(t testing.TB, setupFlags ...string) *Jalon {
	t.Helper()
	j := r.newJalon(t, setupFlags)
	j.Setup(t)
	return j
}

// NewTappedJalon is NewJalon with a tap on what the server sends to jalon.
func (r *Region) NewTappedJalon(t testing.TB, setupFlags ...string) (*Jalon, *Tap) {
	t.Helper()
	j := r.newJalon(t, setupFlags)
	tap := NewTap(t, j.URL)
	j.callback = tap.URL
	j.Setup(t)
	return j, tap
}

func (r *Region) newJalon(t testing.TB, setupFlags []string) *Jalon {
	t.Helper()
	bin, err := r.jalon()
	if err != nil {
		t.Fatal(err)
	}
	address, err := proc.FreeAddress()
	if err != nil {
		t.Fatal(err)
	}
	j := &Jalon{
		Region: r, Relay: NewRelay(t, r.Mattermost.URL), URL: "http://" + address,
		bin: bin, dir: t.TempDir(), setupFlags: append(slices.Clip(setupFlags), "--listen", address),
	}
	j.callback = j.URL
	if !slices.Contains(setupFlags, "--db") {
		j.setupFlags = append(j.setupFlags, "--db", j.file("jalon.db"))
	}
	t.Cleanup(func() {
		j.Kill()
		if t.Failed() {
			t.Logf("jalon printed:\n%s", proc.Tail(j.logFile(), 100))
		}
	})
	return j
}

// Replica is another jalon with the same settings and database, at an address
// of its own. The server does not know that address.
func (j *Jalon) Replica(t testing.TB) *Jalon {
	t.Helper()
	address, err := proc.FreeAddress()
	if err != nil {
		t.Fatal(err)
	}
	replica := *j
	replica.process, replica.URL, replica.serveFlags = nil, "http://"+address, []string{"--listen", address}
	t.Cleanup(replica.Kill)
	return &replica
}

// buildJalon compiles the program of the tree that this module stands in.
func buildJalon(ctx context.Context, dir string) (string, error) {
	bin := filepath.Join(dir, "jalon")
	build := exec.CommandContext(ctx, "go", "build", "-o", bin, "./cmd/jalon")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build jalon: %w\n%s", err, out)
	}
	return bin, nil
}

// Setup runs jalon setup with an administrator's token, for the first time or
// again, and returns what it prints.
func (j *Jalon) Setup(t testing.TB) string {
	t.Helper()
	token, err := j.Region.AdminToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, err := j.TrySetup(t, token, "--admin-token-file", "-")
	if err != nil {
		t.Fatalf("jalon setup: %v\n%s", err, out)
	}
	return out
}

// TrySetup runs jalon setup with flags of the scenario and a text on its
// standard input.
func (j *Jalon) TrySetup(t testing.TB, stdin string, flags ...string) (string, error) {
	t.Helper()
	args := slices.Concat([]string{
		"setup",
		"--url", j.Relay.URL,
		"--team", j.Region.Team.Name,
		"--services", j.write(t, "services.csv", services),
		"--callback", j.callback,
		"--settings", j.file("settings"),
		"--key-file", j.file("key"),
	}, j.setupFlags, flags)
	cmd := j.command(t.Context(), args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Check runs jalon check and returns what it prints; the error is its exit
// status.
func (j *Jalon) Check(ctx context.Context) (string, error) {
	return j.Run(ctx, "check", "--settings", j.file("settings"))
}

// Serve starts jalon serve and waits until it is ready.
func (j *Jalon) Serve(t testing.TB, flags ...string) {
	t.Helper()
	if err := j.serve(t.Context(), flags); err != nil {
		t.Fatal(err)
	}
}

// At starts jalon serve, again if it runs, with its clock at a moment such as
// "2026-12-08 09:00".
func (j *Jalon) At(t testing.TB, moment string) {
	t.Helper()
	j.Stop()
	j.Serve(t, "--now", moment)
}

func (j *Jalon) serve(ctx context.Context, flags []string) error {
	if err := j.launch(ctx, flags); err != nil {
		return err
	}
	return j.process.AwaitReady(patience, func() error { return ping(ctx, j.URL+"/readyz") })
}

// launch starts jalon serve and does not wait for it.
func (j *Jalon) launch(ctx context.Context, flags []string) error {
	if j.running() {
		return errors.New("jalon is already running")
	}
	metrics, err := proc.FreeAddress()
	if err != nil {
		return err
	}
	j.metricsURL = "http://" + metrics + "/metrics"
	args := slices.Concat([]string{"serve", "--settings", j.file("settings"), "--metrics-listen", metrics}, j.serveFlags, flags)
	process, err := proc.Start(j.command(context.WithoutCancel(ctx), args...), j.logFile())
	if err != nil {
		return err
	}
	j.process = process
	return nil
}

// Metric returns one of the figures that a running jalon shows, by its name and
// labels: `jalon_dispatches_total{kind="create"}`. One never counted is zero.
func (j *Jalon) Metric(t testing.TB, name string) float64 {
	t.Helper()
	_, text, err := get(t.Context(), j.metricsURL)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(text) {
		if figure, ok := strings.CutPrefix(line, name+" "); ok {
			value, err := strconv.ParseFloat(strings.TrimSpace(figure), 64)
			if err != nil {
				t.Fatalf("metric %s: %v", name, err)
			}
			return value
		}
	}
	return 0
}

// AwaitMetric waits until a figure is at least so high.
func (j *Jalon) AwaitMetric(t testing.TB, limit time.Duration, name string, least float64) {
	t.Helper()
	Until(t, limit, fmt.Sprintf("%s to reach %v", name, least), func() (struct{}, bool) {
		return struct{}{}, j.Metric(t, name) >= least
	})
}

// Stop asks jalon to end, as an operator does.
func (j *Jalon) Stop() {
	if j.running() {
		j.process.Stop(syscall.SIGTERM, 15*time.Second)
	}
}

// Kill ends jalon without warning.
func (j *Jalon) Kill() {
	if j.running() {
		j.process.Kill()
	}
}

func (j *Jalon) running() bool {
	if j.process == nil {
		return false
	}
	select {
	case <-j.process.Done():
		return false
	default:
		return true
	}
}

// BotID returns the account that jalon posts with.
func (j *Jalon) BotID(t testing.TB) string {
	t.Helper()
	bot, _, err := j.Region.Admin.GetUserByUsername(t.Context(), "jalon", "")
	if err != nil {
		t.Fatalf("the bot account: %v", err)
	}
	return bot.Id
}

// Run executes one of jalon's commands to its end and returns what it prints.
func (j *Jalon) Run(ctx context.Context, args ...string) (string, error) {
	out, err := j.command(ctx, args...).CombinedOutput()
	return string(out), err
}

// command prepares jalon with none of the settings of who runs the tests.
func (j *Jalon) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, j.bin, args...)
	cmd.Dir = j.dir
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "JALON_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	return cmd
}

func (j *Jalon) logFile() string { return j.file("jalon.log") }

func (j *Jalon) file(name string) string { return filepath.Join(j.dir, name) }

func (j *Jalon) write(t testing.TB, name, content string) string {
	t.Helper()
	if err := os.WriteFile(j.file(name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return j.file(name)
}
