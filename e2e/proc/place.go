package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Processors are those that this program may use, by their number.
func Processors() ([]int, error) {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return nil, fmt.Errorf("read the processors allowed: %w", err)
	}
	var found []int
	for n := 0; len(found) < set.Count(); n++ {
		if set.IsSet(n) {
			found = append(found, n)
		}
	}
	return found, nil
}

// KeepTo has the process, and all that it started, run on some processors only.
func (p *Process) KeepTo(processors []int) error { return KeepTo(p.cmd.Process.Pid, processors) }

// KeepTo has a process, and all that it started, run on some processors only.
func KeepTo(pid int, processors []int) error {
	var set unix.CPUSet
	for _, n := range processors {
		set.Set(n)
	}
	children, err := byParent()
	if err != nil {
		return err
	}
	for family := []int{pid}; len(family) > 0; family = family[1:] {
		family = append(family, children[family[0]]...)
		threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", family[0]))
		if err != nil {
			return err
		}
		for _, thread := range threads {
			id, err := strconv.Atoi(filepath.Base(thread))
			if err != nil {
				return err
			}
			// One that has ended meanwhile needs no place.
			if err := unix.SchedSetaffinity(id, &set); err != nil && err != unix.ESRCH {
				return fmt.Errorf("keep thread %d to processors %v: %w", id, processors, err)
			}
		}
	}
	return nil
}

// byParent lists the processes of the machine by the one that started them.
func byParent() (map[int][]int, error) {
	states, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	found := map[int][]int{}
	for _, state := range states {
		text, err := os.ReadFile(state)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(text), ") ")
		fields := strings.Fields(rest)
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(state)))
		if err != nil || len(fields) < 2 {
			return nil, fmt.Errorf("state of process in %s: %q", state, text)
		}
		parent, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, fmt.Errorf("parent of process %d: %w", pid, err)
		}
		found[parent] = append(found[parent], pid)
	}
	return found, nil
}
