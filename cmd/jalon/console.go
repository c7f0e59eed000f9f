package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"jalon/calendar"
	"jalon/console"
	"jalon/plan"
	"jalon/store"
)

type consoleCommand struct {
	settingsFlags
	schoolFlags
	As     string `placeholder:"@NAME" help:"${as}"`
	Team   string `help:"${console_team}"`
	Copy   bool   `help:"${copy}"`
	Script string `arg:"" optional:"" help:"${script}"`
}

// Run gives the commands of the chat on a real database. It says nothing to
// anybody: only a running jalon does.
func (c *consoleCommand) Run(ctx context.Context, sh shell) (err error) {
	dsn, err := c.database(sh)
	if err != nil {
		return err
	}
	script, err := openScript(ctx, sh, c.Script)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, script.Close()) }()
	if c.Copy {
		dir, err := os.MkdirTemp("", "jalon-copy-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		if dsn, err = copyDatabase(ctx, sh, dsn, dir); err != nil {
			return err
		}
	}
	s, err := c.settingsFlags.read(sh)
	if err != nil {
		return err
	}
	school, err := c.schoolFlags.read(sh, s)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, dsn, store.Options{NoMigrate: true}, plan.Options{School: school}, consoleLog(sh))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	region, err := h.region(ctx, c.Team, sh.lang)
	if err != nil {
		return err
	}
	zone, err := calendar.LoadZone(region.TimeZone)
	if err != nil {
		return err
	}
	config := console.Config{
		Router: h.router, Planner: h.planner, Region: region.ID, Lang: sh.lang, Zone: zone, Clock: time.Now, Out: sh.out,
	}
	if c.Copy {
		config.At = time.Now().Truncate(time.Minute)
	}
	chat := console.New(config)
	if c.Copy {
		h.router.UseChannels(chat)
		h.router.UseFiles(chat)
		h.dispatch(chat)
	}
	if c.As != "" {
		if err := chat.Speak(ctx, c.As); err != nil {
			return err
		}
	}
	return h.script(ctx, sh, chat, script)
}

// copyDatabase copies an SQLite database into a directory.
func copyDatabase(ctx context.Context, sh shell, dsn, dir string) (path string, err error) {
	db, err := store.Open(ctx, dsn, store.Options{NoMigrate: true})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	path = filepath.Join(dir, "copy.db")
	if err := db.Backup(ctx, path); errors.Is(err, errors.ErrUnsupported) {
		return "", say(sh.lang, textNoCopy)
	} else if err != nil {
		return "", err
	}
	return path, nil
}
