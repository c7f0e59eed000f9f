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

	"jalon/i18n"
)

// Exit statuses.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// commandLine is everything that can be asked of the program.
type commandLine struct {
	Lang i18n.Lang   `enum:"fr,en" default:"fr" env:"JALON_LANG" help:"${lang}"`
	Demo demoCommand `cmd:"" help:"${demo}"`
}

// shell is where a command reads and writes.
type shell struct {
	in       io.Reader
	out, err io.Writer
	terminal bool // somebody types
	lang     i18n.Lang
}

// errTold ends with a failure that has been told already.
var errTold = errors.New("failed")

func main() { os.Exit(run(os.Args[1:])) }

// run does what the command line asks and returns the exit status.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	sh := shell{in: os.Stdin, out: os.Stdout, err: os.Stderr, terminal: isTerminal(os.Stdin), lang: langOf(args)}
	var line commandLine
	parser, err := kong.New(&line, options(sh)...)
	if err != nil {
		return fail(sh, err, exitUsage)
	}
	parsed, err := parser.Parse(args)
	if err == nil {
		err = refusePassword(args, sh.lang)
	}
	if err != nil {
		return fail(sh, err, exitUsage)
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(sh)
	switch err := parsed.Run(); {
	case err == nil:
		return exitOK
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	default:
		return fail(sh, err, exitFailed)
	}
}

func fail(sh shell, err error, status int) int {
	if !errors.Is(err, errTold) {
		fmt.Fprintln(sh.err, "jalon:", err)
	}
	return status
}

// isTerminal tells whether somebody types into a file.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
