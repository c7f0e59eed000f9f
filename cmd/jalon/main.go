package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones are known on machines that have none

	"github.com/alecthomas/kong"
)

// Exit statuses.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// commandLine is everything that can be asked of the program.
type commandLine struct {
	Demo demoCommand `cmd:"" help:"${demo}"`
}

// stdio is where a command reads and writes.
type stdio struct {
	in       io.Reader
	out, err io.Writer
	terminal bool // somebody types
}

// errSilent ends with a failure that has been told already.
var errSilent = errors.New("failed")

func main() {
	os.Exit(run(os.Args[1:]))
}

// run does what the command line asks and returns the exit status.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	io := stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr, terminal: isTerminal(os.Stdin)}
	var line commandLine
	parser, err := kong.New(&line, kong.Name("jalon"), kong.UsageOnError(), kong.Vars{"demo": "essayer"},
		kong.Writers(io.out, io.err), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(io))
	if err != nil {
		fmt.Fprintln(io.err, "jalon:", err)
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(io.err, "jalon:", err)
		return exitUsage
	}
	switch err := parsed.Run(); {
	case errors.Is(err, errSilent):
		return exitFailed
	case err != nil:
		fmt.Fprintln(io.err, "jalon:", err)
		return exitFailed
	}
	return exitOK
}

// isTerminal tells whether somebody types into a file.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
