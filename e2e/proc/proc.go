// Package proc runs the programs of the end-to-end tests: each in a process
// group of its own, its output kept in a file, and none left behind when the
// test program ends, however it ends.
package proc

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Process is a started program.
type Process struct {
	cmd     *exec.Cmd
	logFile string
	done    chan struct{}
	err     error
}

// Start runs cmd in a process group of its own and appends what it prints to
// logFile. The kernel kills it should the test program die first. A
// credential already set on cmd is kept.
func Start(cmd *exec.Cmd, logFile string) (*Process, error) {
	log, err := os.OpenFile(logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }() // the process has its own descriptor

	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}

	p := &Process{cmd: cmd, logFile: logFile, done: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Stop asks the process group to end with sig and kills it if it has not
// ended within grace.
func (p *Process) Stop(sig syscall.Signal, grace time.Duration) {
	p.signal(sig)
	select {
	case <-p.done:
	case <-time.After(grace):
	}
	p.Kill()
}

// Kill ends the whole process group at once and waits for its leader.
func (p *Process) Kill() {
	p.signal(syscall.SIGKILL)
	<-p.done
}

// Spent is the time that the process has taken of a processor, to a hundredth of a
// second.
func (p *Process) Spent() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The name, in brackets, may hold anything. Two of the fields behind it count
	// ticks: in the program, and in the kernel for it.
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	const user, system, tick = 11, 12, 10 * time.Millisecond
	if len(fields) <= system {
		return 0, fmt.Errorf("state of process %d: %q", p.cmd.Process.Pid, text)
	}
	var spent time.Duration
	for _, field := range []string{fields[user], fields[system]} {
		ticks, err := strconv.Atoi(field)
		if err != nil {
			return 0, fmt.Errorf("state of process %d: %w", p.cmd.Process.Pid, err)
		}
		spent += time.Duration(ticks) * tick
	}
	return spent, nil
}

// Pause stops the whole process group where it stands, until Resume.
func (p *Process) Pause() { p.signal(syscall.SIGSTOP) }

// Resume lets a paused process group go on.
func (p *Process) Resume() { p.signal(syscall.SIGCONT) }

// signal sends sig to the group. An error means that nobody is left in it.
func (p *Process) signal(sig syscall.Signal) {
	_ = syscall.Kill(-p.cmd.Process.Pid, sig)
}

// AwaitReady polls ready until it answers nil, and gives up when the process
// ends or limit has passed. The error then carries the end of its log.
func (p *Process) AwaitReady(limit time.Duration, ready func() error) error {
	deadline := time.After(limit)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ready()
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
			return fmt.Errorf("%s ended before it was ready: %w\n%s", p.cmd.Path, p.err, p.Tail(40))
		case <-deadline:
			return fmt.Errorf("%s not ready after %s: %w\n%s", p.cmd.Path, limit, err, p.Tail(40))
		case <-tick.C:
		}
	}
}

// Tail returns the last lines that the process printed.
func (p *Process) Tail(lines int) string { return Tail(p.logFile, lines) }

// Tail returns the last lines of a file.
func Tail(file string, lines int) string {
	content, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimRight(string(content), "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// Grep returns the lines of a file that hold a text.
func Grep(file, text string) []string {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var found []string
	for line := range strings.Lines(string(content)) {
		if strings.Contains(line, text) {
			found = append(found, line)
		}
	}
	return found
}

// FreeAddress returns a loopback address that nobody listened on a moment
// ago, for a program that can only be told its port beforehand.
func FreeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
