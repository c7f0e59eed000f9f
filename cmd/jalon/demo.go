package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"jalon/commands"
	"jalon/console"
	"jalon/i18n"
	"jalon/plan"
	"jalon/schedule"
	"jalon/store"
)

type demoCommand struct {
	At     string `help:"at" placeholder:"T"`
	Lang   string `help:"lang" default:"fr" enum:"fr,en"`
	Script string `arg:"" optional:"" help:"script"`
}

// paris is the zone of the demonstration, and of times on the command line.
const paris = "Europe/Paris"

// Run shows jalon in the terminal, on a database that lasts as long.
func (d *demoCommand) Run(ctx context.Context, io stdio) (err error) {
	zone, err := time.LoadLocation(paris)
	if err != nil {
		return err
	}
	at := time.Now().Truncate(time.Minute)
	if d.At != "" {
		if at, err = console.ParseMoment(d.At, zone); err != nil {
			return fmt.Errorf("--at %s: %w", d.At, err)
		}
	}
	lang, err := i18n.ParseLang(d.Lang)
	if err != nil {
		return err
	}
	script, name, closeScript, err := openScript(io, d.Script)
	if err != nil {
		return err
	}
	defer closeScript()
	dir, err := os.MkdirTemp("", "jalon-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := store.Open(ctx, filepath.Join(dir, "demo.db"), store.Options{Rehearsal: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	log := slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelError}))
	planner := plan.New(db, plan.Options{})
	if err := installDemo(ctx, planner, lang); err != nil {
		return err
	}
	router, err := commands.NewRouter(planner, log)
	if err != nil {
		return err
	}
	chat := console.New(console.Config{
		Router: router, Planner: planner, Region: demoRegion, Lang: lang, Zone: zone, At: at, Out: io.out,
	})
	dispatcher := schedule.New(planner, router, chat, schedule.Options{Now: chat.Now, Log: log})
	chat.Dispatch(dispatcher.RunUntil)
	if err := chat.Speak(ctx, "@alice #sgar"); err != nil {
		return err
	}
	if script == nil {
		fmt.Fprintln(io.out, chat.Help())
		return chat.Prompt(ctx, io.in)
	}
	rejected, err := chat.Script(ctx, script)
	if err != nil {
		return err
	}
	return tellRejected(io.err, name, rejected)
}

// openScript opens the script to follow: a file, the standard input for "-" or
// when nobody types there, nil when somebody does.
func openScript(std stdio, name string) (script io.Reader, shown string, done func(), err error) {
	switch {
	case name == "" && std.terminal:
		return nil, "", func() {}, nil
	case name == "" || name == "-":
		return std.in, "-", func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, "", nil, err
	}
	return f, name, func() { _ = f.Close() }, nil
}

// tellRejected names the lines of a script that were not accepted.
func tellRejected(out io.Writer, script string, rejected []console.Rejected) error {
	if len(rejected) == 0 {
		return nil
	}
	for _, r := range rejected {
		fmt.Fprintf(out, "jalon: %s:%d: %s\n", script, r.Line, r.Text)
	}
	return errSilent
}
