// Package postgres starts a throwaway PostgreSQL server on loopback. It is
// made to be quick and forgotten: no durability, no password, no socket file.
package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"jalon/e2e/proc"
)

// installs is where Debian's packages put the programs of each version.
const installs = "/usr/lib/postgresql/*/bin"

// superuser is the database role that owns everything.
const superuser = "jalon"

// Server is a running PostgreSQL server.
type Server struct {
	bin     string
	dir     string
	host    string
	port    string
	account *syscall.Credential
	process *proc.Process
}

// Durable are the settings of a server that keeps what it says it has kept: for
// measures of what that costs.
var Durable = []string{"fsync=on", "synchronous_commit=on", "full_page_writes=on"}

// Start makes a new cluster in a temporary directory and serves it on a free
// loopback port, with the settings given besides its own. PostgreSQL refuses to run
// as root, so root lends it another account.
func Start(ctx context.Context, settings ...string) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	account, err := serverAccount()
	if err != nil {
		return nil, err
	}
	address, err := proc.FreeAddress()
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "jalon-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, dir: dir, host: host, port: port, account: account}
	if err := s.start(ctx, settings); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, settings []string) error {
	if s.account != nil {
		if err := os.Chown(s.dir, int(s.account.Uid), int(s.account.Gid)); err != nil {
			return err
		}
	}
	data := filepath.Join(s.dir, "data")
	if err := s.run(ctx, "initdb", "--pgdata", data, "--username", superuser,
		"--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"); err != nil {
		return err
	}

	args := []string{"-D", data, "-h", s.host, "-p", s.port}
	for _, setting := range slices.Concat([]string{
		"unix_socket_directories=", "max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
	}, settings) {
		args = append(args, "-c", setting)
	}
	cmd := s.command(context.WithoutCancel(ctx), "postgres", args...)
	process, err := proc.Start(cmd, s.dir+".log")
	if err != nil {
		return err
	}
	s.process = process
	return process.AwaitReady(30*time.Second, func() error {
		return s.run(ctx, "pg_isready", "-h", s.host, "-p", s.port)
	})
}

// CreateDatabase makes an empty database and returns its DSN.
func (s *Server) CreateDatabase(ctx context.Context, name string) (string, error) {
	if err := s.run(ctx, "createdb", "-h", s.host, "-p", s.port, "-U", superuser, name); err != nil {
		return "", err
	}
	return fmt.Sprintf("postgres://%s@%s/%s?sslmode=disable", superuser, net.JoinHostPort(s.host, s.port), name), nil
}

// Stop ends the server and removes all that it wrote.
func (s *Server) Stop() error {
	if s.process != nil {
		s.process.Stop(syscall.SIGINT, 10*time.Second)
	}
	return errors.Join(os.RemoveAll(s.dir), os.RemoveAll(s.dir+".log"))
}

// KeepTo has the server run on some processors only.
func (s *Server) KeepTo(processors []int) error { return s.process.KeepTo(processors) }

// run executes one of PostgreSQL's programs to its end.
func (s *Server) run(ctx context.Context, program string, args ...string) error {
	if out, err := s.command(ctx, program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return nil
}

func (s *Server) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, program), args...)
	cmd.Dir = s.dir
	cmd.Env = []string{"LC_ALL=C.UTF-8", "PATH=" + s.bin}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.account}
	return cmd
}

// programs returns the directory of the newest installed version's programs.
func programs() (string, error) {
	found, err := filepath.Glob(filepath.Join(installs, "initdb"))
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", fmt.Errorf("no PostgreSQL server in %s: install the package postgresql", installs)
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return cmp.Compare(version(a), version(b)) })), nil
}

// version reads the major version in …/15/bin/initdb, 0 when there is none.
func version(initdb string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	if err != nil {
		return 0
	}
	return n
}

// serverAccount returns the account that runs PostgreSQL, nil for our own.
func serverAccount() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	var errs []error
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		return credential(account)
	}
	return nil, fmt.Errorf("no account to run PostgreSQL with: %w", errors.Join(errs...))
}

func credential(account *user.User) (*syscall.Credential, error) {
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
