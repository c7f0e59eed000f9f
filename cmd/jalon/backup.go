package main

import (
	"context"
	"errors"

	"jalon/store"
)

type backupCommand struct {
	settingsFlags
	File string `arg:"" help:"${backup_file}"`
}

// Run copies the database while it is in use.
func (c *backupCommand) Run(ctx context.Context, sh shell) (err error) {
	dsn, err := c.database(sh)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, dsn, store.Options{NoMigrate: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Backup(ctx, c.File); errors.Is(err, errors.ErrUnsupported) {
		return say(sh.lang, textNoBackup)
	} else if err != nil {
		return err
	}
	sh.tell(textBackedUp.In(sh.lang, "file", c.File))
	return nil
}
