package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"jalon/e2e/postgres"
	"jalon/e2e/proc"
)

// World is what all scenarios share: the servers and the people.
type World struct {
	Postgres   *postgres.Server
	Mattermost *Mattermost

	Admin  *User // system administrator
	Alice  *User // SGAR
	Bob    *User // préfecture 62
	Carole *User // préfecture 59

	dir     string
	jalon   func() (bin string, err error) // built once
	regions atomic.Int32
}

// NewWorld starts the servers and creates the people. Close ends them.
func NewWorld(ctx context.Context) (*World, error) {
	dir, err := os.MkdirTemp("", "jalon-e2e-")
	if err != nil {
		return nil, err
	}
	w := &World{dir: dir}
	w.jalon = sync.OnceValues(func() (string, error) { return buildJalon(ctx, dir) })
	if err := w.startServers(ctx); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	if err := w.createPeople(ctx); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *World) startServers(ctx context.Context) (err error) {
	if w.Postgres, err = postgres.Start(ctx); err != nil {
		return err
	}
	dsn, err := w.Postgres.CreateDatabase(ctx, "mattermost")
	if err != nil {
		return err
	}
	w.Mattermost, err = StartMattermost(ctx, w.dir, dsn)
	return err
}

// createPeople makes the accounts. The first one is the administrator: the
// server sees to that.
func (w *World) createPeople(ctx context.Context) error {
	for _, person := range []struct {
		user **User
		name string
	}{{&w.Admin, "admin"}, {&w.Alice, "alice"}, {&w.Bob, "bob"}, {&w.Carole, "carole"}} {
		user, err := newUser(ctx, w.Mattermost.URL, person.name)
		if err != nil {
			return fmt.Errorf("create %s: %w", person.name, err)
		}
		*person.user = user
	}
	return nil
}

// AdminToken makes a personal access token of the administrator.
func (w *World) AdminToken(ctx context.Context) (string, error) {
	token, _, err := w.Admin.CreateUserAccessToken(ctx, w.Admin.ID, "e2e")
	if err != nil {
		return "", err
	}
	return token.Token, nil
}

// ServerLog returns the last lines that Mattermost printed.
func (w *World) ServerLog() string { return proc.Tail(w.Mattermost.LogFile(), 30) }

// Close ends everything that NewWorld started.
func (w *World) Close() error {
	for _, user := range []*User{w.Admin, w.Alice, w.Bob, w.Carole} {
		if user != nil {
			user.feed.close()
		}
	}
	var err error
	if w.Mattermost != nil {
		w.Mattermost.Stop()
	}
	if w.Postgres != nil {
		err = w.Postgres.Stop()
	}
	return errors.Join(err, os.RemoveAll(w.dir))
}
