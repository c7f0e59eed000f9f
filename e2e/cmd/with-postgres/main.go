// Command with-postgres runs another command beside a throwaway PostgreSQL
// server, whose empty database it names in JALON_TEST_POSTGRES:
//
//	with-postgres go test ./store/...
//
// Its exit status is the command's.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"jalon/e2e/postgres"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: with-postgres command [argument]…")
		os.Exit(2)
	}
	os.Exit(status(run(os.Args[1], os.Args[2:])))
}

// status is the command's exit status, or 1 when it could not even run.
func status(err error) int {
	if err == nil {
		return 0
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return max(exit.ExitCode(), 1)
	}
	fmt.Fprintln(os.Stderr, "with-postgres:", err)
	return 1
}

// run executes the command with a server that lives exactly as long as it.
func run(program string, args []string) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server, err := postgres.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()

	dsn, err := server.CreateDatabase(ctx, "jalon")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "JALON_TEST_POSTGRES="+dsn)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
