package bot

import (
	"crypto/rand"
	"regexp"
	"sync"
	"time"
)

// threads remembers where the answer to a form goes: to the address that the
// server gave with the slash command that opened it. Such an address is a
// secret that lets its holder write as the person, so it stays in memory, for
// as long as the server honours it, and never enters a ticket, which travels
// through the person's client.
type threads struct {
	mu    sync.Mutex
	hooks map[string]hook
}

type hook struct {
	id    string
	until time.Time
}

const (
	hookLife = 29 * time.Minute // the server's is 30
	maxHooks = 10_000
)

// hookAddress recognises the address to answer a slash command at; only its
// last part is kept, so that jalon never calls any other address.
var hookAddress = regexp.MustCompile(`/hooks/commands/([a-z0-9]{26})$`)

func newThreads() *threads { return &threads{hooks: map[string]hook{}} }

// open remembers an address and returns its name; empty when it is not one.
func (t *threads) open(address string, now time.Time) string {
	found := hookAddress.FindStringSubmatch(address)
	if found == nil {
		return ""
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.makeRoom(now)
	name := rand.Text()
	t.hooks[name] = hook{id: found[1], until: now.Add(hookLife)}
	return name
}

// take returns the identifier of the address so named, once.
func (t *threads) take(name string, now time.Time) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h, ok := t.hooks[name]
	delete(t.hooks, name)
	return h.id, ok && now.Before(h.until)
}

// makeRoom forgets the addresses out of date, or all when none is: their
// answers then come as private messages.
func (t *threads) makeRoom(now time.Time) {
	if len(t.hooks) < maxHooks {
		return
	}
	for name, h := range t.hooks {
		if !now.Before(h.until) {
			delete(t.hooks, name)
		}
	}
	if len(t.hooks) >= maxHooks {
		clear(t.hooks)
	}
}
