package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
)

// world is shared by all the tests of the package.
var world *World

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	ctx := context.Background()
	// What runs in parallel waits more than it works, whatever the machine.
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Fprintln(os.Stderr, "build and start Mattermost: minutes the first time, seconds afterwards")
	var err error
	if world, err = NewWorld(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "start the servers:", err)
		return 1
	}
	defer func() {
		if err := world.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "stop the servers:", err)
		}
	}()
	return m.Run()
}
