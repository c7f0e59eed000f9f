package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"jalon/calendar"
	"jalon/console"
	"jalon/plan"
	"jalon/store"
)

// paris is the zone of the demonstration.
const paris = "Europe/Paris"

type demoCommand struct {
	At     string `help:"${demo_at}" placeholder:"T"`
	Script string `arg:"" optional:"" help:"${script}"`
}

// Run shows jalon in the terminal, on a database that lasts as long.
func (d *demoCommand) Run(ctx context.Context, sh shell) (err error) {
	zone, err := calendar.LoadZone(paris)
	if err != nil {
		return err
	}
	at, err := moment(d.At, zone, sh)
	if err != nil {
		return err
	}
	script, err := openScript(ctx, sh, d.Script)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, script.Close()) }()
	dir, err := os.MkdirTemp("", "jalon-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	school, err := calendar.ParseSchool(demoSchool, demoSchoolZone)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, filepath.Join(dir, "demo.db"), store.Options{Rehearsal: true}, plan.Options{School: school}, consoleLog(sh))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := installDemo(ctx, h.planner, at.AddDate(0, -2, 0), sh.lang); err != nil {
		return err
	}
	config := console.Config{
		Router: h.router, Planner: h.planner, Region: demoRegion, Lang: sh.lang, Zone: zone, At: at, Out: sh.out,
	}
	if script.typed {
		config.At = at.AddDate(0, 0, -seedDays)
	}
	chat := console.New(config)
	h.router.UseChannels(chat)
	h.router.UseFiles(chat)
	h.dispatch(chat)
	if script.typed {
		if err := seed(ctx, chat, at, zone); err != nil {
			return err
		}
		next := time.Date(at.Year(), at.Month(), at.Day()+7, 9, 0, 0, 0, zone).Format("2006-01-02 15:04")
		sh.tell(textWelcome.In(sh.lang, "next", next))
	}
	if err := chat.Speak(ctx, "@alice #sgar"); err != nil {
		return err
	}
	return h.script(ctx, sh, chat, script)
}

// moment reads a moment of the command line, the present one when it is empty.
func moment(text string, zone *time.Location, sh shell) (time.Time, error) {
	if text == "" {
		return time.Now().In(zone).Truncate(time.Minute), nil
	}
	at, err := console.ParseMoment(text, zone)
	if err != nil {
		return at, say(sh.lang, textBadMoment, "text", text)
	}
	return at, nil
}

// seedDays is how long before its beginning the demonstration has been going on.
const seedDays = 14

//go:embed demo_seed.txt
var demoSeed []byte

// seed lives the days before at, in silence.
func seed(ctx context.Context, chat *console.Console, at time.Time, zone *time.Location) error {
	out := chat.Mute(io.Discard)
	defer chat.Mute(out)
	days := append(bytes.Clone(demoSeed), "> "+at.In(zone).Format("2006-01-02 15:04")+"\n"...)
	rejected, err := chat.Script(ctx, bytes.NewReader(days))
	if err != nil {
		return err
	}
	if len(rejected) > 0 {
		return fmt.Errorf("the demonstration does not begin: line %d: %s", rejected[0].Line, rejected[0].Text)
	}
	return nil
}
