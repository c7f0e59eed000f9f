package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgresVariable names the variable that holds the address of a server to
// test with, of the form postgres://user@host/database.
const postgresVariable = "JALON_TEST_POSTGRES"

// Postgres returns the address of an empty schema, dropped when the test ends:
// on the server that JALON_TEST_POSTGRES names, else on a throwaway one made
// with the programs installed on the machine, else the test is skipped, or
// fails where CI is set: there nothing is skipped. The throwaway server lasts
// until the end of [Main].
func Postgres(t testing.TB) string {
	t.Helper()
	server, err := throwaway()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("PostgreSQL was not tested: %v", err)
		}
		t.Skipf("PostgreSQL is not tested: %v", err)
	}
	dsn, err := newSchema(t, server)
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// Main runs the tests, then stops the server that [Postgres] started, if any.
func Main(m *testing.M) int {
	defer cluster.stop()
	return m.Run()
}

// throwaway returns the address of the server to test with, started once.
var throwaway = sync.OnceValues(func() (string, error) {
	if dsn := os.Getenv(postgresVariable); dsn != "" {
		return dsn, nil
	}
	return cluster.start()
})

// newSchema makes an empty schema and returns the address that leads to it.
func newSchema(t testing.TB, server string) (string, error) {
	address, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	name := "jalon_test_" + strings.ToLower(rand.Text())
	if err := execute(t.Context(), server, "create schema "+name); err != nil {
		return "", err
	}
	t.Cleanup(func() {
		if err := execute(context.WithoutCancel(t.Context()), server, "drop schema "+name+" cascade"); err != nil {
			t.Error(err)
		}
	})
	options := address.Query()
	options.Set("search_path", name)
	address.RawQuery = options.Encode()
	return address.String(), nil
}

func execute(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// installs is where the packages of Debian put the programs of each version.
const installs = "/usr/lib/postgresql/*/bin/initdb"

// supervise runs the program it is given until its own input ends, which also
// happens if the tests are killed, then removes the directory of the data.
const supervise = `dir=$1; shift; "$@" & read -r _; kill -INT $!; wait $!; rm -rf "$dir"`

// server is a PostgreSQL server that lives as long as the tests.
type server struct {
	supervisor *exec.Cmd
	leash      io.Closer // the supervisor's input
}

var cluster server

// start makes a cluster in a temporary directory and serves it on a loopback
// port, as another account when the tests run as root, which PostgreSQL refuses.
func (s *server) start() (string, error) {
	bin, err := programs()
	if err != nil {
		return "", err
	}
	account, err := account()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "jalon-postgres-")
	if err != nil {
		return "", err
	}
	if account != nil {
		if err := os.Chown(dir, int(account.Uid), int(account.Gid)); err != nil {
			return "", errors.Join(err, os.RemoveAll(dir))
		}
	}
	command := func(program string, args ...string) *exec.Cmd {
		cmd := exec.Command(program, args...) //nolint:gosec // the programs of an installed package
		cmd.Dir, cmd.Env = dir, []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: account}
		return cmd
	}
	data := filepath.Join(dir, "data")
	initdb := command(filepath.Join(bin, "initdb"), "--pgdata", data, "--username", "jalon", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(dir))
	}
	host, port, err := freeAddress()
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	s.supervisor = command("/bin/sh", "-c", supervise, "supervise", dir, filepath.Join(bin, "postgres"),
		"-D", data, "-h", host, "-p", port, "-c", "unix_socket_directories=", "-c", "max_connections=300",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	if s.leash, err = s.supervisor.StdinPipe(); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	if err := s.supervisor.Start(); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	dsn := "postgres://jalon@" + net.JoinHostPort(host, port) + "/postgres?sslmode=disable"
	return dsn, awaitReady(dsn)
}

// stop ends the server, if it was started, and removes its data.
func (s *server) stop() {
	if s.supervisor == nil || s.supervisor.Process == nil {
		return
	}
	_ = s.leash.Close()
	_ = s.supervisor.Wait()
}

// awaitReady waits until the server answers, half a minute at most.
func awaitReady(dsn string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := execute(ctx, dsn, "select 1")
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("the throwaway server does not answer: %w", err)
		}
	}
}

// programs returns the directory of the newest version installed.
func programs() (string, error) {
	found, err := filepath.Glob(installs)
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", fmt.Errorf("set %s or install postgresql (nothing in %s)", postgresVariable, installs)
	}
	version := func(initdb string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
		return n
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

// account returns who runs the server, nil for whoever runs the tests.
func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	var failed error
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		uid, errUser := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGroup := strconv.ParseUint(u.Gid, 10, 32)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(errUser, errGroup)
	}
	return nil, fmt.Errorf("PostgreSQL does not run as root, and there is nobody else: %w", failed)
}

// freeAddress returns a loopback address that nobody listens on.
func freeAddress() (host, port string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", err
	}
	if err := l.Close(); err != nil {
		return "", "", err
	}
	return net.SplitHostPort(l.Addr().String())
}
