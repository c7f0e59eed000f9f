package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
)

// update rewrites what the scripts expect: go test ./cmd/jalon -run Script -update.
var update = flag.Bool("update", false, "rewrite the expected output of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"jalon": main})
}

// The scripts are what people see, word for word. Each holds a session as it
// stands on the screen; what is typed in it is played again and the whole must
// come out the same.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Files:               scripts(t),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			// The machine's own zone must change nothing.
			env.Setenv("TZ", "America/Cayenne")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"typed": typed, "region": demoDatabase},
	})
}

// scripts lists them; a fifth of them when in short, as properties, which then draw a
// fifth: each is a process, and one that says one thing after the other.
func scripts(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("testdata/script/*.tx*")
	if err != nil || len(all) == 0 {
		t.Fatal("no script", err)
	}
	if !testing.Short() {
		return all
	}
	var some []string
	for i := 0; i < len(all); i += 5 {
		some = append(some, all[i])
	}
	return some
}

// prompt is a line that was typed; the prompt itself may be left out.
var prompt = regexp.MustCompile(`(?m)^(?:\S+ (?:\S+ )?\d\d/\d\d \d\d:\d\d)?> (.*)$`)

// typed extracts the file script, which is what was typed in a session.
func typed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: typed session")
	}
	var lines strings.Builder
	for _, match := range prompt.FindAllStringSubmatch(ts.ReadFile(args[0]), -1) {
		lines.WriteString(match[1] + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs("script"), []byte(lines.String()), 0o600))
}

// demoDatabase makes a database that holds the region of the demonstration.
func demoDatabase(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: region database")
	}
	ctx := context.Background()
	h, err := openHouse(ctx, ts.MkAbs(args[0]), store.Options{}, plan.Options{}, slog.New(slog.DiscardHandler))
	ts.Check(err)
	ts.Check(installDemo(ctx, h.planner, setUpDay, i18n.FR))
	ts.Check(h.close())
}
