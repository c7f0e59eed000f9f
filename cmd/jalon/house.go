package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"jalon/bot"
	"jalon/commands"
	"jalon/console"
	"jalon/i18n"
	"jalon/plan"
	"jalon/schedule"
	"jalon/store"
)

// house is the parts that every way of running jalon shares.
type house struct {
	db      *store.DB
	planner *plan.Planner
	router  *commands.Router
	log     *slog.Logger
}

// openHouse opens the database and puts the parts on it.
func openHouse(ctx context.Context, dsn string, o store.Options, p plan.Options, log *slog.Logger) (*house, error) {
	db, err := store.Open(ctx, dsn, o)
	if err != nil {
		return nil, err
	}
	h := &house{db: db, planner: plan.New(db, p), log: log}
	if h.router, err = commands.NewRouter(h.planner, log); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return h, nil
}

// bot puts jalon on its server, where the router finds the channels from then
// on: c says what the settings do not.
func (h *house) bot(s settings, c bot.Config) (*bot.Bot, error) {
	var err error
	if c.Keys, err = bot.ReadKeys(s.KeyFile); err != nil {
		return nil, err
	}
	c.URL, c.Token, c.Callback, c.Router, c.Planner, c.Log, c.Real = s.URL, s.BotToken, s.Callback, h.router, h.planner, h.log, time.Now
	b, err := bot.New(c)
	if err != nil {
		return nil, err
	}
	h.router.UseChannels(b)
	h.router.UseLinks(b)
	h.router.UseFiles(b)
	return b, nil
}

func (h *house) close() error { return h.db.Close() }

// region chooses the region to speak in: the one named, else the only one.
func (h *house) region(ctx context.Context, name string, lang i18n.Lang) (plan.Region, error) {
	all, err := h.planner.Regions(ctx)
	if err != nil {
		return plan.Region{}, err
	}
	var names []string
	for _, r := range all {
		if r.Name == name || string(r.ID) == name || name == "" && len(all) == 1 {
			return r, nil
		}
		names = append(names, r.Name)
	}
	if len(all) == 0 {
		return plan.Region{}, say(lang, textNoRegion)
	}
	return plan.Region{}, say(lang, textWhichRegion, "names", i18n.And(lang, names))
}

// script follows a script in the console, or what somebody types.
func (h *house) script(ctx context.Context, sh shell, chat *console.Console, script script) error {
	if script.typed {
		return chat.Prompt(ctx, script)
	}
	rejected, err := chat.Script(ctx, script)
	if err != nil {
		return err
	}
	for _, r := range rejected {
		sh.warn(fmt.Sprintf("jalon: %s:%d: %s", script.name, r.Line, r.Text))
	}
	if len(rejected) > 0 {
		return told(exitFailed)
	}
	return nil
}

// dispatch lets the console say what is due and move time.
func (h *house) dispatch(chat *console.Console) {
	d := schedule.New(h.planner, h.router, chat, schedule.Options{Now: chat.Now, Log: h.log})
	chat.Dispatch(d.RunUntil, h.planner.Alive)
}

// script is what a console follows.
type script struct {
	io.ReadCloser
	name  string
	typed bool // by somebody, at a prompt
}

// openScript opens a file, or the standard input for "-" and for no name.
// Without a name it is typed when the standard input is a terminal.
func openScript(ctx context.Context, sh shell, name string) (script, error) {
	if name == "" || name == "-" {
		in := io.NopCloser(&interruptible{ctx, sh.in})
		return script{ReadCloser: in, name: "-", typed: name == "" && sh.terminal}, nil
	}
	f, err := os.Open(name)
	return script{ReadCloser: f, name: name}, err
}

// interruptible ends a reading of the standard input, which nothing else can,
// when the program is told to end.
type interruptible struct {
	ctx context.Context //nolint:containedctx // io.Reader has no place for it
	in  io.Reader
}

func (r *interruptible) Read(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	read := make(chan result, 1)
	own := make([]byte, len(p)) // a reading given up may still write
	go func() {
		n, err := r.in.Read(own)
		read <- result{n, err}
	}()
	select {
	case <-r.ctx.Done():
		return 0, r.ctx.Err()
	case done := <-read:
		return copy(p, own[:done.n]), done.err
	}
}

// consoleLog is the log of a console: what went wrong, on the error output.
func consoleLog(sh shell) *slog.Logger {
	return slog.New(slog.NewTextHandler(sh.err, &slog.HandlerOptions{Level: slog.LevelError}))
}

// refusePassword refuses a database's password on the command line, where every
// process of the machine may read it.
func refusePassword(args []string, lang i18n.Lang) error {
	for _, arg := range args {
		_, value, found := strings.Cut(arg, "=")
		if !found || !strings.Contains(value, "://") {
			value = arg
		}
		u, err := url.Parse(value)
		if err != nil || u.User == nil {
			continue
		}
		if _, secret := u.User.Password(); secret {
			return say(lang, textPasswordShown)
		}
	}
	return nil
}
