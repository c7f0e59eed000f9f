package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // zones are known on machines that have none

	"github.com/alecthomas/kong"

	"jalon/card"
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
	Lang i18n.Lang `enum:"fr,en" default:"fr" help:"${lang}"`

	Demo    demoCommand    `cmd:"" help:"${demo}"`
	Setup   setupCommand   `cmd:"" help:"${setup}"`
	Check   checkCommand   `cmd:"" help:"${check}"`
	Serve   serveCommand   `cmd:"" help:"${serve}"`
	Console consoleCommand `cmd:"" help:"${console}"`
	Backup  backupCommand  `cmd:"" help:"${backup}"`
	Import  importCommand  `cmd:"" help:"${import}"`
	Modele  modeleCommand  `cmd:"" help:"${modele}"`
	Purge   purgeCommand   `cmd:"" help:"${purge}"`
	Date    dateCommand    `cmd:"" help:"${date}"`
	Version versionCommand `cmd:"" help:"${version}"`
}

// shell is where a command reads and writes.
type shell struct {
	in       io.Reader
	out, err io.Writer
	terminal bool // somebody types
	lang     i18n.Lang
}

// tell prints a text for a terminal, its spaces plain. Nothing more can be done
// when nobody reads.
func (sh shell) tell(text string) { _, _ = fmt.Fprintln(sh.out, card.Plain(text)) }

// warn prints a text on the error output.
func (sh shell) warn(text string) { _, _ = fmt.Fprintln(sh.err, card.Plain(text)) }

// told ends with an exit status and no more words: all has been said.
type told int

func (t told) Error() string { return fmt.Sprintf("exit status %d", int(t)) }

func main() {
	forgetEmptyVariables()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, shell{in: os.Stdin, out: os.Stdout, err: os.Stderr, terminal: isTerminal(os.Stdin)}, os.Args[1:])
	stop()
	os.Exit(status)
}

// run does what the command line asks and returns the exit status.
func run(ctx context.Context, sh shell, args []string) int {
	sh.lang = langOf(args)
	var line commandLine
	parser, err := kong.New(&line, options(sh)...)
	if err != nil {
		return fail(sh, err, exitUsage)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		err = say(sh.lang, textNotUnderstood, "why", parseWords(err.Error(), sh.lang))
	} else {
		err = refusePassword(args, sh.lang)
	}
	if err != nil {
		_ = fail(sh, err, exitUsage)
		sh.warn(textSeeHelp.In(sh.lang))
		return exitUsage
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

// forgetEmptyVariables makes a JALON_ variable that is empty, as service
// managers leave them, the same as none.
func forgetEmptyVariables() {
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); value == "" && strings.HasPrefix(name, "JALON_") {
			_ = os.Unsetenv(name)
		}
	}
}

func fail(sh shell, err error, status int) int {
	if t, ok := errors.AsType[told](err); ok {
		return int(t)
	}
	sh.warn("jalon: " + fileWords(err, sh.lang).Error())
	return status
}

// isTerminal tells whether somebody types into a file.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
